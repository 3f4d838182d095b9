"""What a search found, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from relsim.behaviour.declaration import Value
from relsim.study.optimise.choices import Picked
from relsim.study.optimise.question import Question

if TYPE_CHECKING:
    from relsim.result.statistics import Estimate
    from relsim.result.table import Shown
    from relsim.scenario import Scenario
    from relsim.study.plausible.result import Plausible
    from relsim.study.store.store import Failure


class Trial(NamedTuple):
    """A choice that was tried."""

    place: int
    picked: Picked
    values: tuple[float, ...] | None
    """Means of the goals over the worlds of the search; None where one of them is missing."""
    spending: float
    within: bool
    """Whether it keeps to the limit."""


class Finalist(NamedTuple):
    """One of the best, in worlds that the search did not see."""

    trial: Trial
    values: tuple[Estimate, ...]
    gains: tuple[Estimate, ...]
    """Held against what it was to be better than, world by world."""
    behind: Estimate
    """Its first goal, held against the best finalist's."""
    spending: Estimate
    within: bool


class Around(NamedTuple):
    """The best with one choice moved alone, in still other worlds; with none moved, itself."""

    name: str
    at: Value
    values: tuple[Estimate, ...]
    gains: tuple[Estimate, ...]
    behind: tuple[Estimate, ...]
    """Held against the best itself."""
    spending: Estimate


@dataclass(frozen=True, eq=False, repr=False)
class Found:
    """What was found; :class:`~relsim.study.optimise.Optimum` says what its fields are."""

    question: Question
    trials: tuple[Trial, ...]
    chosen: Trial
    finalists: tuple[Finalist, ...]
    around: tuple[Around, ...]
    home: tuple[Estimate, ...] = ()
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False
    command: str = ""
    unsettled: Shown = ""
    plausible: Plausible | None = None

    @property
    def scenario(self) -> Scenario:
        """The market."""
        return self.question.scenario

    @property
    def best(self) -> Picked:
        """The best choice."""
        return self.chosen.picked
