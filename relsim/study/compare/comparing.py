"""A comparison that grows: worlds are added, and none is lived through twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from relsim.scenario.command import command
from relsim.scenario.own_code import Own, own_code
from relsim.study.arms import Arm
from relsim.study.compare.budget import Budget, Scaling, as_option
from relsim.study.compare.comparison import Comparison
from relsim.study.compare.courses import History, history_of
from relsim.study.compare.memory import Lived, Memory
from relsim.study.compare.samples import Kept, Task, complete, failures, outcomes
from relsim.study.compare.spending import BudgetSearch, scaled_market
from relsim.study.compare.worlds import Worlds
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import Progress, Stop, failures_among

if TYPE_CHECKING:
    from relsim.scenario import Scenario


class Comparing:
    """A comparison of arms, as far as it has come; no world depends on how many there are.

    Examples
    --------
    >>> import relsim
    >>> from relsim.study.arms import choose_arms
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 12})
    >>> arms = choose_arms(scenario.strategies, ["none", "social"])
    >>> comparing = Comparing(scenario, arms, 1, Laboratory(at_once=2))
    >>> comparing.to(2).replications, comparing.to(3).replications
    (2, 3)
    """

    def __init__(
        self,
        scenario: Scenario,
        arms: Sequence[Arm],
        seed: int,
        laboratory: Laboratory,
        *,
        equal_budget: Budget | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._scenario, self._arms, self._seed = scenario, arms, seed
        self._laboratory, self._memory, self._budget = laboratory, memory, equal_budget
        self._worlds = {arm.name: self._worlds_of(scenario, arm.strategy) for arm in arms}
        self._kept: Kept = []
        self.scalings: dict[str, Scaling] = {}
        # One that was told to stop may still be on its way out when the next begins.
        self._one_at_a_time = threading.Lock()

    @property
    def options(self) -> dict[str, object]:
        """What it was asked with, so far."""
        return {
            "strategies": [arm.strategy for arm in self._arms],
            "replications": self._replications,
            "seed": self._seed,
            "equal_budget": None if self._budget is None else as_option(self._budget),
        }

    @property
    def own(self) -> tuple[Own, ...]:
        """Phases and firms of a user's own."""
        return own_code(self._laboratory.phases, self._laboratory.firms)

    @property
    def seeks_budget(self) -> bool:
        """Whether factors for an equal budget are still to be looked for."""
        return self._budget is not None and not self.scalings and len(self._arms) > 1

    def to(
        self,
        replications: int,
        *,
        progress: Progress | None = None,
        look_up: Progress | None = None,
    ) -> Comparison:
        """Return the comparison with at least so many worlds.

        Runs call `look_up` period by period; it may make them wait, or raise
        :class:`relsim.study.parallel.Stopped`.
        """
        with self._one_at_a_time:
            if self.seeks_budget:
                self._share_budget(look_up)
            interrupted = self._live_through(replications, progress, look_up)
            return Comparison(
                scenario=self._scenario,
                seed=self._seed,
                strategies=tuple(arm.name for arm in self._arms),
                outcomes=outcomes(self._arms, self._kept, self._scenario),
                history=self._history(),
                failures=failures(self._kept),
                interrupted=interrupted,
                command=command("compare", self._scenario, self.options, self.own),
                own=self.own,
                equal_budget=self._budget,
                scalings=dict(self.scalings),
            )

    def market_of(self, arm: str) -> tuple[Scenario, str]:
        """Return the market in which an arm lives, and the strategy that it follows there."""
        return self._worlds[arm].scenario, self._worlds[arm].strategy

    @property
    def _replications(self) -> int:
        return len(self._kept) // len(self._arms)

    def _worlds_of(self, scenario: Scenario, strategy: str) -> Worlds:
        return Worlds(scenario, strategy, self._laboratory, self._memory)

    def _share_budget(self, look_up: Progress | None) -> None:
        """Bring every arm but the baseline to the same spending."""
        assert self._budget is not None
        search = BudgetSearch(self._scenario, self._seed, self._laboratory, self._memory, look_up)
        found: dict[str, Scaling] = {}
        for name in dict.fromkeys(arm.strategy for arm in self._arms[1:]):
            found[name] = search.scaling(name, self._budget)
        for arm in self._arms[1:]:
            scaling = self.scalings[arm.name] = found[arm.strategy]
            market = scaled_market(self._scenario, arm.strategy, scaling)
            self._worlds[arm.name] = self._worlds_of(*market)

    def _live_through(
        self, replications: int, progress: Progress | None, look_up: Progress | None
    ) -> bool:
        """Add the worlds that are missing; return whether Ctrl-C came before all were there."""
        there = {task.replication for task, _ in self._kept}
        tasks = [
            Task(world, arm)
            for world in range(replications)
            if world not in there
            for arm in self._arms
        ]

        worlds, seed = self._worlds, self._seed

        def run(task: Task, stop: Stop) -> Lived:
            return worlds[task.arm.name].life(seed, task.replication, stop)

        shifted = _shifted(progress, len(self._kept))
        batch = self._laboratory.each(tasks, run, progress=shifted, look_up=look_up)
        self._kept += complete(batch, len(self._arms))
        if batch.interrupted and not self._kept:
            raise KeyboardInterrupt
        failures_among(result for _, result in self._kept)
        return batch.interrupted

    def _history(self) -> History | None:
        courses = {
            (task.arm.name, task.replication): result.course
            for task, result in self._kept
            if isinstance(result, Lived) and result.course is not None
        }
        names = tuple(arm.name for arm in self._arms)
        replications = sorted({task.replication for task, _ in self._kept})
        return history_of(courses, names, replications, int(self._scenario.market.periods))


def _shifted(progress: Progress | None, before: int) -> Progress | None:
    """Return a progress that counts what was done before."""
    if progress is None or not before:
        return progress
    return lambda done, total: progress(before + done, before + total)
