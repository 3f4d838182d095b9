"""The runs of a comparison: which worlds, in how many steps, with what strength of levers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from relsim.errors import InputError, RunError
from relsim.study.arms import Arm
from relsim.study.compare import samples as gathering
from relsim.study.compare.budget import Scaling, bring_near, bring_to, scaled_levers
from relsim.study.compare.courses import Diary, History
from relsim.study.compare.samples import Figures, Kept, Task
from relsim.study.levers import with_levers
from relsim.study.parallel import Failed, Progress, Stop, ask_all

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.scenario import Scenario

_SEED_OF_SEARCH = 2**32
"""Added to the seed for searching a factor, so that no world serves both purposes."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything that decides what happens in a run."""

    scenario: Scenario
    strategy: str
    seed: int
    replication: int


Keep = Callable[["Run"], None]
"""Given a finished run, to keep more of it than figures."""

Live = Callable[[World, Stop, Keep | None], Figures]
"""Lives through one market and returns the focal firm's figures."""


class Runner:
    """Lives through the worlds of a comparison, as many as are wanted.

    Parameters
    ----------
    scenario : Scenario
        The market.
    arms : sequence of Arm
        The baseline first.
    seed : int
        Of all luck.
    live : callable
        From a world, a word to stop and a keeper of runs to the focal firm's figures.
    at_once : int
        Runs side by side.
    progress : callable, optional
        Told after every run.

    Attributes
    ----------
    kept : list
        Tasks with their results, so far.
    scalings : dict of str to Scaling
        By arm, once a budget is shared.
    """

    def __init__(
        self,
        scenario: Scenario,
        arms: Sequence[Arm],
        seed: int,
        live: Live,
        at_once: int,
        progress: Progress | None,
    ) -> None:
        self._scenario, self._arms, self._seed = scenario, arms, seed
        self._live, self._at_once, self._progress = live, at_once, progress
        self._diary = Diary()
        self._markets = {arm: (scenario, arm.strategy) for arm in arms}
        self.scalings: dict[str, Scaling] = {}
        self.kept: Kept = []

    def share_budget(self, amount: float) -> None:
        """Bring every arm but the baseline to the same spending."""
        found: dict[str, Scaling] = {}
        for arm in self._arms[1:]:
            name = arm.strategy
            if name not in found:
                spending = partial(self._spending, name)
                found[name] = bring_to(self._scenario, name, amount, spending)
            self.scalings[arm.name] = found[name]
            self._markets[arm] = self._scaled(name, found[name].factor)

    def brought_to(
        self, arm: Arm, amount: float, *, sharp: bool = True
    ) -> tuple[Scenario, str, Scaling]:
        """Return one arm's market and strategy when it spends an amount, and by which factor."""
        name = arm.strategy
        bring = bring_to if sharp else bring_near
        scaling = bring(self._scenario, name, amount, partial(self._spending, name))
        return (*self._scaled(name, scaling.factor), scaling)

    def live_through(self, done: int, target: int) -> bool:
        """Add worlds; none depends on how many there are."""
        worlds = range(done, target)
        tasks = [Task(replication, arm) for replication in worlds for arm in self._arms]
        stop = Stop()

        def answer(task: Task) -> Figures:
            world = World(*self._markets[task.arm], self._seed, task.replication)
            keep = partial(self._diary.keep, task.arm.name, task.replication)
            return self._live(world, stop, keep)

        before = done * len(self._arms)
        progress = _shifted(self._progress, before)
        answers = ask_all(tasks, answer, at_once=self._at_once, progress=progress, stop=stop)
        self.kept += gathering.complete(tasks, answers, len(self._arms))
        if answers.interrupted and not self.kept:
            raise KeyboardInterrupt
        gathering.require_one(self.kept)
        return answers.interrupted

    def history(self) -> History | None:
        """Return the courses of the worlds so far."""
        names = tuple(arm.name for arm in self._arms)
        return self._diary.history(names, sorted({task.replication for task, _ in self.kept}))

    def _scaled(self, strategy: str, factor: float) -> tuple[Scenario, str]:
        """Return a market and its strategy, with a factor on its levers."""
        if factor == 1:
            return self._scenario, strategy
        return with_levers(self._scenario, scaled_levers(self._scenario, strategy, factor))

    def _spending(self, strategy: str, factor: float, count: int) -> float:
        """Return what a strategy spends per customer and period, in worlds of its own."""
        market = self._scaled(strategy, factor)
        seed = (self._seed + _SEED_OF_SEARCH) % 2**63
        stop = Stop()

        def answer(world: World) -> Figures:
            return self._live(world, stop, None)

        worlds = [World(*market, seed, number) for number in range(count)]
        answers = ask_all(worlds, answer, at_once=self._at_once, stop=stop)
        if answers.interrupted:
            raise KeyboardInterrupt
        defined = []
        for found in answers.found:
            if isinstance(found, Failed):
                raise RunError(f"A run of the search failed with {found.message}") from found.error
            if found is not None and found["cost_per_customer"] is not None:
                defined.append(found["cost_per_customer"])
        if not defined:
            raise InputError(
                f"equal_budget: under {strategy} the firm has no customers to spend anything on. "
                "Compare without a budget."
            )
        return float(sum(defined) / len(defined))


def _shifted(progress: Progress | None, before: int) -> Progress | None:
    """Return a progress that counts what was done before."""
    if progress is None or not before:
        return progress
    return lambda done, total: progress(before + done, before + total)
