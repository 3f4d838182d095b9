"""A comparison that grows: few worlds at once, many soon after, none of them lived twice."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from relsim.errors import RelsimError
from relsim.study.arms import choose_arms
from relsim.study.command import command
from relsim.study.compare import samples as gathering
from relsim.study.compare.budget import Scaling
from relsim.study.compare.comparing import live
from relsim.study.compare.comparison import Comparison
from relsim.study.compare.courses import Course, Diary, course_of, moments
from relsim.study.compare.memory import Key, Lived, Memory, print_of
from relsim.study.compare.running import Keep, Runner, World
from relsim.study.compare.samples import Figures, Kept, Task
from relsim.study.levers import with_levers
from relsim.study.parallel import Stop, ask_all, cores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relsim.market import Run
    from relsim.scenario import Scenario


class Turn(Protocol):
    """What computing asks, now and then, whether it is still wanted."""

    def look_up(self, done: int, total: int) -> None:
        """Go on, or raise :class:`relsim.study.parallel.Stopped`."""


class Growing:
    """A comparison of strategies, as far as it has come.

    Its numbers are those of :func:`relsim.compare` for the same scenario, strategies, seed and
    replications; only what somebody asked for before is not lived through again.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategies : sequence of str
        The baseline first.
    seed : int
        Of all luck.
    memory : Memory
        Of runs.
    equal_budget : float, optional
        Money per customer and period that every strategy but the baseline is to spend.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 12})
    >>> growing = Growing(scenario, ["none", "social"], 1, Memory())
    >>> growing.grow(2, Stop()).replications, growing.grow(3, Stop()).replications
    (2, 3)
    """

    def __init__(
        self,
        scenario: Scenario,
        strategies: Sequence[str],
        seed: int,
        memory: Memory,
        *,
        equal_budget: float | None = None,
    ) -> None:
        self._scenario, self._seed = scenario, seed
        self._arms = choose_arms(scenario.strategies, strategies)
        self._memory, self._budget = memory, equal_budget
        self._markets = {arm.name: (scenario, arm.strategy) for arm in self._arms}
        self._prints: dict[str, str] = {}
        self._scalings: dict[str, Scaling] = {}
        self._kept: Kept = []
        self._diary = Diary()
        # One that was told to stop may still be on its way out when the next begins.
        self._one_at_a_time = threading.Lock()

    @property
    def shares_budget(self) -> bool:
        """Whether factors for an equal budget are still to be looked for."""
        return self._budget is not None and not self._scalings

    def share_budget(self, turn: Turn) -> None:
        """Bring every strategy but the baseline to the same spending."""
        amount = self._budget
        if amount is None:
            return
        heard = _Heard(turn)

        def lived(world: World, stop: Stop, keep: Keep | None) -> Figures:
            return self._live(print_of(world.scenario, world.strategy), world, heard).figures

        runner = Runner(self._scenario, self._arms, self._seed, lived, 1, None)
        try:
            runner.share_budget(amount)
        except RelsimError:
            # Runs that were told to stop leave nothing to share: that is no fault.
            turn.look_up(0, 0)
            raise
        self._scalings = dict(runner.scalings)
        for arm, scaling in self._scalings.items():
            if scaling.factor != 1:
                self._markets[arm] = with_levers(self._scenario, scaling.levers)

    def grow(self, target: int, turn: Turn) -> Comparison:
        """Return the comparison with at least so many worlds."""
        with self._one_at_a_time:
            return self._grow(target, turn)

    def _grow(self, target: int, turn: Turn) -> Comparison:
        if self.shares_budget:
            self.share_budget(turn)
        # Every run hears it period by period: it ends at once when a slider is moved again, and
        # waits when others have had less time.
        stop = _Heard(turn)
        done = len(self._kept) // len(self._arms)
        tasks = [Task(world, arm) for world in range(done, target) for arm in self._arms]
        for arm in self._arms:
            self._prints[arm.name] = print_of(*self._markets[arm.name])

        def answer(task: Task) -> Figures:
            return self._one(task, stop)

        answers = ask_all(tasks, answer, at_once=cores(), progress=turn.look_up, stop=stop)
        self._kept += gathering.complete(tasks, answers, len(self._arms))
        gathering.require_one(self._kept)
        return self._comparison()

    def market_of(self, arm: str) -> tuple[Scenario, str]:
        """Return the market in which an arm lives, and the strategy that it follows there."""
        return self._markets[arm]

    def _comparison(self) -> Comparison:
        names = tuple(arm.name for arm in self._arms)
        replications = len(self._kept) // len(self._arms)
        options = {
            "strategies": ",".join(arm.strategy for arm in self._arms),
            "replications": replications,
            "seed": self._seed,
            "equal-budget": self._budget,
        }
        return Comparison(
            scenario=self._scenario,
            seed=self._seed,
            strategies=names,
            samples=gathering.samples(self._arms, self._kept),
            history=self._diary.history(names, range(replications)),
            failures=gathering.failures(self._kept),
            command=command("compare", self._scenario, options),
            equal_budget=self._budget,
            scalings=self._scalings,
        )

    def _one(self, task: Task, stop: Stop) -> Figures:
        """Live through one run, or remember it, and keep its course."""
        name = task.arm.name
        scenario, strategy = self._markets[name]
        world = World(scenario, strategy, self._seed, task.replication)
        lived = self._live(self._prints[name], world, stop)
        self._diary.put(name, task.replication, lived.course, moments(scenario.market.periods))
        return lived.figures

    def _live(self, fingerprint: str, world: World, stop: Stop) -> Lived:
        key: Key = (fingerprint, world.seed, world.replication)
        if (known := self._memory.find(key)) is not None:
            return known
        courses: list[Course] = []

        def keep(run: Run) -> None:
            courses.append(course_of(run, moments(run.scenario.market.periods)))

        lived = Lived(live(world, 1, (), {}, stop, keep), courses[0])
        self._memory.keep(key, lived)
        return lived


class _Heard(Stop):
    """A turn, as runs listen to one."""

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self._turn = turn

    def look_up(self, done: int, total: int) -> None:
        super().look_up(done, total)
        self._turn.look_up(done, total)
