"""A sweep that grows: worlds are added at every point, and none is lived through twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.figures import FIGURES
from relsim.study.compare.worlds import Worlds
from relsim.study.parallel import Failed, Progress, Stop
from relsim.study.store.store import Failure, Kept
from relsim.study.sweep.question import Key, Question
from relsim.study.sweep.result import Sweep
from relsim.study.sweep.samples import table_of

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.compare.memory import Figures, Memory
    from relsim.study.laboratory import Laboratory
    from relsim.study.settings import Settings


class Sweeping:
    """A sweep as far as it has come; with settings, each world is a plausible setting, too.

    Examples
    --------
    >>> import relsim
    >>> from relsim.study.arms import choose_arms
    >>> from relsim.study.laboratory import Laboratory
    >>> scenario = relsim.load("insurance", {"market.customers": 50, "market.periods": 6})
    >>> arms = choose_arms(scenario.strategies, ["none", "social"])
    >>> points = [{"market.freedom": 0.5}, {"market.freedom": 1.0}]
    >>> sweeping = Sweeping(Question(scenario, points, arms, 2, 1), Laboratory())
    >>> len(sweeping.to(1).to_frame()), len(sweeping.to(2).to_frame())
    (4, 8)
    """

    def __init__(
        self,
        question: Question,
        laboratory: Laboratory,
        memory: Memory | None = None,
        settings: Settings | None = None,
    ) -> None:
        self._question, self._laboratory = question, laboratory
        self._memory, self._settings = memory, settings
        self._kept: dict[Key, Kept] = {}

    def to(
        self,
        worlds: int,
        *,
        progress: Progress | None = None,
        look_up: Progress | None = None,
    ) -> Sweep:
        """Return the sweep with so many worlds at every point; what was done stays on a stop."""
        question, planned = self._question, self._question.keys()
        wanted = [key for key in planned if key[2] < worlds]

        def run(key: Key, stop: Stop) -> Figures:
            point, arm, world = key
            market = self._market(point, world)
            lived = Worlds(market, question.arms[arm].strategy, self._laboratory, self._memory)
            # With its course, so that a comparison at this point finds it done.
            found = lived.life(question.seed, world, stop).figures
            return {name: held for name, held in found.items() if name in FIGURES}

        def keep(key: Key, found: Figures | Failed) -> None:
            self._kept[key] = (
                Failure(found.message, found.details, question.command_of(key))
                if isinstance(found, Failed)
                else found
            )

        left = [key for key in wanted if key not in self._kept]
        self._laboratory.each(left, run, progress=progress, look_up=look_up, keep=keep)
        names = [arm.name for arm in question.arms]
        rows = [(key, self._kept[key]) for key in sorted(wanted)]
        return Sweep(
            scenario=question.scenario,
            seed=question.seed,
            strategies=tuple(names),
            paths=tuple(question.points[0]),
            samples=table_of(question.points, names, rows),
            planned=len(planned),
            command=question.again(None, None),
        )

    def _market(self, point: int, world: int) -> Scenario:
        if self._settings is None:
            return self._question.market_at(point)
        # What is explored stays what it is at the point.
        changed = {**self._settings.overrides(world), **self._question.points[point]}
        return self._question.scenario.with_overrides(changed)
