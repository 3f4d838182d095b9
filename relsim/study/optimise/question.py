"""What a search asks, settled: goals, limit, how many runs of what; and one of its runs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relsim.errors import InputError
from relsim.result.figures import FIGURES
from relsim.result.statistics import numbers
from relsim.scenario import Scenario
from relsim.scenario.command import command
from relsim.scenario.whole import check_whole
from relsim.scenario.wording import show
from relsim.study.compare import worlds
from relsim.study.laboratory import MOST_RUNS, Laboratory, World, check_figures, check_numbers
from relsim.study.optimise.choices import Choices, Picked
from relsim.study.store.filling import finished
from relsim.study.store.purpose import Purpose, purpose_of

if TYPE_CHECKING:
    from relsim.study.parallel import Stop
    from relsim.study.store.store import Kept

HOME, TRY, FRESH, ALONG = "home", "try", "fresh", "along"
"""What the best is held against, in the worlds of the search; the search; its best in other worlds;
the best of these, and around it, in others again."""

SPENDING = "cost_per_customer"
CLOSE = 0.01
"""By what part of a limit the spending of other worlds may lie above it."""
_AT_HAND = 64

Array = NDArray[np.float64]
Key = tuple[str, int, int]
"""One run: stage, place of the choice, world."""


@dataclass(eq=False)
class Question:
    """A search before anything has run; numbers that make no sense are refused when it is made."""

    choices: Choices
    goals: tuple[str, ...]
    limit: float | None
    trials: int
    replications: int
    finalists: int
    fresh: int
    seed: int
    picked: dict[str, list[Picked | None]] = field(default_factory=dict)
    """The choices of each stage; None is the strategy that they are held against."""

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        check_numbers(self.replications, self.seed)
        check_whole(1, trials=self.trials, finalists=self.finalists)
        check_whole(2, fresh=self.fresh)
        if self.limit is not None:
            self.limit = _checked(self.limit)
        if not 1 <= len(self.goals) <= 2 or len(set(self.goals)) < len(self.goals):
            raise InputError("goals: write one figure, or two for the front between them.")
        check_figures("goals", self.goals)
        if self.runs > MOST_RUNS:
            raise InputError(
                f"optimise: {self.runs:,} runs; at most {MOST_RUNS:,} are allowed. Ask for fewer "
                "trials or replications."
            )
        self.market_at = lru_cache(maxsize=_AT_HAND)(self._market_at)

    @property
    def scenario(self) -> Scenario:
        """The market."""
        return self.choices.scenario

    @property
    def runs(self) -> int:
        """Runs of all stages together, those in plausible settings apart."""
        around = sum(len(one.around) for one in self.choices.all)
        return (self.trials + 1) * self.replications + (self.finalists + 3 + around) * self.fresh

    @property
    def signs(self) -> tuple[int, ...]:
        """Of each goal 1 where more of it is better, else −1."""
        return tuple(1 if FIGURES[key].higher_is_better else -1 for key in self.goals)

    def keys(self, stage: str, first: int = 0) -> list[Key]:
        """Return the runs of a stage, from a place on, choice by choice."""
        return [
            (stage, place, world)
            for place in range(first, len(self.picked[stage]))
            for world in range(self.worlds_of(stage))
        ]

    def live(self, laboratory: Laboratory, key: Key, stop: Stop) -> dict[str, Any]:
        """Live through a run and return its figures."""
        return worlds.figures(self.world(key), laboratory, stop)

    def world(self, key: Key) -> World:
        """Return what decides a run: what is looked at again has worlds of its own."""
        stage, place, world = key
        before = {HOME: 0, TRY: 0, FRESH: self.replications, ALONG: self.replications + self.fresh}
        return World(*self.market_at(stage, place), self.seed, before[stage] + world)

    def command_of(self, key: Key) -> str:
        """Return the command that repeats a run."""
        return self.world(key).command()

    def values(self, runs: Mapping[Any, Kept], stage: str, place: int, figure: str) -> Array:
        """Return a figure of a choice, world by world; NaN where there is none."""
        held = (runs.get((stage, place, world)) for world in range(self.worlds_of(stage)))
        return numbers(finished(one).get(figure) for one in held)

    def worlds_of(self, stage: str) -> int:
        """Return in how many worlds a stage is lived through."""
        return self.replications if stage in (HOME, TRY) else self.fresh

    def purpose(self, settings: str, searcher: str) -> Purpose:
        """Return what decides its runs."""
        return purpose_of(
            "optimise",
            self.scenario,
            seed=self.seed,
            strategy=self.choices.strategy,
            levers=self.choices.written,
            years=list(self.choices.years),
            segments=self.choices.segments,
            goals=list(self.goals),
            limit=self.limit,
            trials=self.trials,
            replications=self.replications,
            finalists=self.finalists,
            fresh=self.fresh,
            settings=settings,
            searcher=searcher,
            key=["stage", "place", "replication"],
        )

    def again(self, store: str | None, settings: object) -> str:
        """Return the command that makes the whole again."""
        held = self.choices
        options: dict[str, object] = {
            "lever": held.written,
            "strategy": held.strategy,
            "years": ",".join(f"{year:g}" for year in held.years) or None,
            "segments": held.segments,
            "goals": list(self.goals),
            "limit": self.limit,
            "trials": self.trials,
            "replications": self.replications,
            "finalists": self.finalists,
            "fresh": self.fresh,
            "settings": settings,
            "seed": self.seed,
            "out": store,
        }
        return command("optimise", self.scenario, options)

    def _market_at(self, stage: str, place: int) -> tuple[Scenario, str]:
        picked = self.picked[stage][place]
        if picked is None:
            return self.scenario, self.choices.strategy
        return self.choices.market_of(picked)


def _checked(limit: float) -> float:
    number = isinstance(limit, int | float) and not isinstance(limit, bool)
    if not number or not 0 < limit < math.inf:
        raise InputError(
            f"limit: found {show(limit)}; allowed is an amount of money above 0, per customer and "
            "period."
        )
    return float(limit)


def dominated(values: Sequence[Sequence[float]]) -> list[bool]:
    """Return of which points another one is nowhere worse and somewhere better; more is better.

    Examples
    --------
    >>> dominated([(1, 3), (2, 2), (1, 2), (3, 1)])
    [False, False, True, False]
    """
    points = np.array(values, dtype=np.float64).reshape(len(values), -1)
    no_worse = (points[:, None, :] >= points[None, :, :]).all(axis=2)
    better = (points[:, None, :] > points[None, :, :]).any(axis=2)
    return list(map(bool, np.any(no_worse & better, axis=0).tolist()))
