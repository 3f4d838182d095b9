"""What a sensitivity study found, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.study.sensitivity.indices import Effect, Share
from relsim.study.sensitivity.question import Ends, Question, Target

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.store.store import Failure


@dataclass(frozen=True, eq=False, repr=False)
class Found:
    """What was found; :class:`~relsim.study.sensitivity.Sensitivity` says what its fields are."""

    question: Question
    effects: dict[Target, list[Effect]]
    kept: tuple[int, ...]
    shares: dict[Target, list[Share]]
    luck: dict[Target, float | None]
    ends: dict[Target, list[Ends]]
    done: int
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False
    command: str = ""

    @property
    def scenario(self) -> Scenario:
        """The market."""
        return self.question.scenario
