"""Worlds of a comparison, each lived through once: the focal firm's figures, and its course."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relsim.result.figures import FIGURES
from relsim.study.compare.break_even import LINES, discounted_costs
from relsim.study.compare.courses import Course, course_of, moments
from relsim.study.compare.memory import Figures, Lived, Memory, print_of
from relsim.study.compare.payback import PATH, discounted_profit
from relsim.study.laboratory import Laboratory, World

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.scenario import Scenario
    from relsim.study.parallel import Stop

Keep = Callable[["Run"], None]
"""Given a finished run, to keep more of it than figures."""


def live(world: World, laboratory: Laboratory, stop: Stop, keep: Keep | None = None) -> Figures:
    """Live through one market and return the focal firm's figures."""
    run = laboratory.market(world).run(progress=stop.look_up)
    if keep is not None:
        keep(run)
    return {**run.summary(), PATH: discounted_profit(run), LINES: discounted_costs(run)}


def figures(world: World, laboratory: Laboratory, stop: Stop) -> dict[str, Any]:
    """Live through one market and return those of the focal firm's figures that have a name."""
    found = live(world, laboratory, stop)
    return {name: held for name, held in found.items() if name in FIGURES}


class Worlds:
    """The worlds of one strategy in one market, lived through or remembered."""

    def __init__(
        self,
        scenario: Scenario,
        strategy: str,
        laboratory: Laboratory,
        memory: Memory | None = None,
    ) -> None:
        self.scenario, self.strategy = scenario, strategy
        self._laboratory = laboratory
        # A memory knows nothing of phases and firms of a user's own.
        self._memory = None if laboratory.phases or laboratory.firms else memory

    def __getstate__(self) -> dict[str, object]:
        """Travel to a worker, whose memory is its own."""
        return {**vars(self), "_memory": None}

    def figures(self, seed: int, replication: int, stop: Stop) -> Figures:
        """Return what a world's run came to."""
        return self._lived(seed, replication, stop, course=False).figures

    def life(self, seed: int, replication: int, stop: Stop) -> Lived:
        """Return what a world's run came to, and how it went."""
        return self._lived(seed, replication, stop, course=True)

    def _lived(self, seed: int, replication: int, stop: Stop, *, course: bool) -> Lived:
        world = World(self.scenario, self.strategy, seed, replication)
        if self._memory is None:
            return self._live(world, stop, course)
        key = (self._print, seed, replication)
        known = self._memory.find(key)
        if known is None or (course and known.course is None):
            known = self._live(world, stop, course)
            self._memory.keep(key, known)
        return known

    def _live(self, world: World, stop: Stop, course: bool) -> Lived:
        courses: list[Course] = []

        def keep(run: Run) -> None:
            courses.append(course_of(run, moments(run.scenario.market.periods)))

        figures = live(world, self._laboratory, stop, keep if course else None)
        return Lived(figures, courses[0] if courses else None)

    @cached_property
    def _print(self) -> str:
        return print_of(self.scenario, self.strategy)
