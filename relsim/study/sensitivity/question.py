"""What a sensitivity study asks, settled: its stages, their points and runs, and their purpose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from relsim.errors import InputError
from relsim.result.statistics import Estimate, numbers
from relsim.scenario import Scenario
from relsim.scenario.command import command
from relsim.scenario.whole import check_whole
from relsim.scenario.wording import show
from relsim.study.arms import Arm
from relsim.study.compare import worlds
from relsim.study.laboratory import MOST_RUNS, Laboratory, World, check_figures, check_numbers
from relsim.study.sensitivity.indices import FEWEST_BLOCKS, FEWEST_PATHS, Array
from relsim.study.settings.uncertain import Uncertain
from relsim.study.store.filling import finished
from relsim.study.store.purpose import Purpose, purpose_of
from relsim.words.catalogue import Phrase

if TYPE_CHECKING:
    from relsim.study.parallel import Stop
    from relsim.study.store.store import Kept

SCREEN, SHARES, ENDS = "screen", "shares", "ends"
ENDS_WORLDS = 10
"""Worlds at the ends of a number, at least: there are few such points."""
AT = (0.05, 0.95)
"""Where in a number's law its ends are taken."""
_AT_HAND = 64

Key = tuple[str, int, int, int]
"""One run: stage, point, arm, world."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is explained: a figure under a strategy, or its difference to the baseline."""

    figure: str
    strategy: str
    baseline: str = ""

    @property
    def name(self) -> str:
        """What heads its column."""
        if not self.baseline:
            return self.strategy
        return Phrase("{strategy} less {baseline}", strategy=self.strategy, baseline=self.baseline)


class Ends(NamedTuple):
    """An outcome with one number at either end of what is thought of it."""

    low: Estimate
    high: Estimate
    change: Estimate
    """From low to high, world by world."""


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Points that are lived through together; what is not varied stands where the scenario has it.

    Parameters
    ----------
    name : str
        Part of the key of its runs.
    varied : tuple of int
        Places of what is varied, among the inputs.
    points : array
        Where in their laws, from 0 to 1: a row a point.
    worlds : int
        How many at each point.
    """

    name: str
    varied: tuple[int, ...]
    points: Array
    worlds: int

    def keys(self, arms: int) -> list[Key]:
        """Return its runs, point by point: an interruption leaves whole walks and blocks."""
        return [
            (self.name, point, arm, world)
            for point in range(len(self.points))
            for world in range(self.worlds)
            for arm in range(arms)
        ]


@dataclass(eq=False)
class Question:
    """A study before anything has run; numbers that make no sense are refused when it is made."""

    scenario: Scenario
    arms: Sequence[Arm]
    inputs: tuple[Uncertain, ...]
    figures: tuple[str, ...]
    trajectories: int
    points: int
    keep: int
    replications: int
    seed: int
    stages: dict[str, Stage] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        check_numbers(self.replications, self.seed)
        check_whole(FEWEST_PATHS, trajectories=self.trajectories)
        check_whole(1, keep=self.keep)
        check_whole(FEWEST_BLOCKS, points=self.points)
        if self.points & (self.points - 1):
            raise InputError(
                f"points = {self.points:,} is no power of two, without which Sobol's sequence "
                f"loses its balance. Write {2 ** self.points.bit_length():,}."
            )
        if twice := [arm.strategy for arm in self.arms if arm.name != arm.strategy]:
            raise InputError(f"strategies: {show(twice[0])} is named twice. Name each once.")
        check_figures("figures", self.figures)
        if self.runs > MOST_RUNS:
            raise InputError(
                f"sensitivity: {self.runs:,} runs; at most {MOST_RUNS:,} are allowed. Ask for "
                "fewer trajectories, points or replications."
            )
        self.market_at = lru_cache(maxsize=_AT_HAND)(self._market_at)

    @property
    def screened(self) -> bool:
        """Whether there are more numbers than are kept, so that some are looked at roughly."""
        return len(self.inputs) > self.keep

    @property
    def runs(self) -> int:
        """Runs of all stages together."""
        kept = min(self.keep, len(self.inputs))
        screen = self.trajectories * (len(self.inputs) + 1) if self.screened else 0
        at_points = (screen + self.points * (kept + 2)) * self.replications
        return (at_points + 2 * kept * self.ends_worlds) * len(self.arms)

    @property
    def ends_worlds(self) -> int:
        """Worlds at the ends of a number."""
        return max(ENDS_WORLDS, self.replications)

    @property
    def targets(self) -> list[Target]:
        """What is explained: of each figure the level under every arm, and each difference."""
        baseline, *others = (arm.name for arm in self.arms)
        return [
            target
            for key in self.figures
            for target in (
                *(Target(key, name) for name in (baseline, *others)),
                *(Target(key, name, baseline) for name in others),
            )
        ]

    def live(self, laboratory: Laboratory, key: Key, stop: Stop) -> dict[str, Any]:
        """Live through a run and return its figures."""
        return worlds.figures(self._world(key), laboratory, stop)

    def command_of(self, key: Key) -> str:
        """Return the command that repeats a run."""
        return self._world(key).command()

    def values(
        self, runs: Mapping[tuple[int | str, ...], Kept], stage: Stage, target: Target
    ) -> Array:
        """Return what came of a stage: a row a point, a column a world, NaN where none is."""
        names = [arm.name for arm in self.arms]

        def held(strategy: str) -> Array:
            arm = names.index(strategy)
            rows = [
                numbers(
                    finished(runs.get((stage.name, point, arm, world))).get(target.figure)
                    for world in range(stage.worlds)
                )
                for point in range(len(stage.points))
            ]
            return np.array(rows)

        found = held(target.strategy)
        return found - held(target.baseline) if target.baseline else found

    def again(
        self,
        store: str | None,
        vary: Mapping[str, tuple[float, float]],
        inputs: Sequence[str] | None,
    ) -> str:
        """Return the command that makes the whole again."""
        options = {
            "strategies": [arm.strategy for arm in self.arms],
            "inputs": None if inputs is None else list(inputs),
            "vary": {path: f"{low!r}:{high!r}" for path, (low, high) in vary.items()},
            "figures": list(self.figures),
            "trajectories": self.trajectories if self.screened else None,
            "points": self.points,
            "keep": self.keep,
            "replications": self.replications,
            "seed": self.seed,
            "out": store,
        }
        return command("sensitivity", self.scenario, options)

    def purpose(self) -> Purpose:
        """Return what decides its runs."""
        return purpose_of(
            "sensitivity",
            self.scenario,
            seed=self.seed,
            strategies=[arm.strategy for arm in self.arms],
            inputs=[one.to_dict() for one in self.inputs],
            figures=list(self.figures),
            trajectories=self.trajectories,
            points=self.points,
            keep=self.keep,
            replications=self.replications,
            key=["stage", "point", "strategy", "replication"],
        )

    def overrides(self, stage: str, point: int) -> dict[str, float]:
        """Return what a point sets."""
        found: dict[str, float] = {}
        held = self.stages[stage]
        for place, u in zip(held.varied, held.points[point], strict=True):
            if np.isfinite(u):  # else it stands where the scenario has it
                one = self.inputs[place]
                found |= one.overrides(one.quantile(float(u)))
        return found

    def _world(self, key: Key) -> World:
        stage, point, arm, world = key
        market = self.market_at(stage, point)
        return World(market, self.arms[arm].strategy, self.seed, world)

    def _market_at(self, stage: str, point: int) -> Scenario:
        return self.scenario.with_overrides(self.overrides(stage, point))
