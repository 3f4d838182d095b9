"""A map as it is computed: worlds are added at every cell, few at first."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from relsim.app.session.exploring import SETTINGS, WORLDS, of_sweep, question
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import cores
from relsim.study.plausible.asking import BUNDLED, UNASKED, settings_of
from relsim.study.settings import Settings
from relsim.study.sweep.growing import Sweeping

if TYPE_CHECKING:
    from relsim.app.session.selection import Selection
    from relsim.app.session.state import Screen, State
    from relsim.scenario import Scenario
    from relsim.study.compare.memory import Memory
    from relsim.study.sweep import Sweep
    from relsim.study.sweep.question import Question

_SECONDS = 0.5
"""Between two words on how far it is: each draws the page anew."""


def asked(selection: Selection) -> object:
    """Return all that decides a map: what its cells set does not."""
    explored = selection.explored
    if explored is None:
        return None
    paths = (explored.across.path, explored.up.path)
    kept = tuple(pair for pair in selection.overrides if pair[0] not in paths)
    return replace(selection.compared, overrides=kept, budget=None), explored.asked


def kept(selection: Selection, scenario: Scenario, swept: Sweep | None) -> Selection | None:
    """Return the selection of the sweep that the page was given, where that is asked for."""
    if swept is None or swept.scenario.fingerprint != scenario.fingerprint:
        return None
    explored, wanted = of_sweep(swept), selection.explored
    same = (
        (wanted is None or wanted.asked == explored.asked)
        and (selection.strategies, selection.seed) == (swept.strategies, swept.seed)
        and selection.budget is None
    )
    return replace(selection, explored=wanted or explored) if same else None


class Fields:
    """The map of a page, as far as it has come."""

    def __init__(self, screen: Screen, memory: Memory) -> None:
        self._screen, self._memory = screen, memory
        self._sweeping: Sweeping | None = None
        self._question: Question | None = None
        self._of: object = None

    def begin(self) -> None:
        """Take on what is selected; what makes no sense is refused."""
        state = self._screen.state
        explored = state.selection.explored
        assert explored is not None
        chosen = state.selection
        found = question(state.scenario, chosen.strategies, chosen.seed, explored)
        if self._of != asked(state.selection):
            self._sweeping, self._of = None, asked(state.selection)
        self._question = found

    def grow(self, state: State, look_up: Callable[[int, int], None]) -> Sweep:
        """Live through the next worlds of every cell."""
        explored, found = state.selection.explored, self._question
        assert explored is not None and found is not None
        if self._sweeping is None:
            settings = self._settings(state) if explored.over == SETTINGS else None
            memory = None if settings is not None else self._memory
            self._sweeping = Sweeping(found, Laboratory(cores()), memory, settings)
        target = next(
            one for one in (*WORLDS[explored.over], found.replications) if one > self.worlds(state)
        )
        target = min(target, found.replications)
        before = len(found.points) * len(found.arms) * self.worlds(state)
        whole = len(found.keys())
        told = time.monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told > _SECONDS:
                told = time.monotonic()
                self._screen.set(explored_part=(before + done) / whole)
                self._screen.draw()

        return self._sweeping.to(target, progress=progress, look_up=look_up)

    def worlds(self, state: State) -> int:
        """Return how many worlds the map has."""
        return 0 if state.explored is None else state.explored.worlds

    def is_whole(self, state: State) -> bool:
        """Tell whether there are no more worlds to come."""
        return self._question is None or self.worlds(state) >= self._question.replications

    def _settings(self, state: State) -> Settings:
        arms = len(state.selection.strategies)
        found, _ = settings_of(BUNDLED, state.scenario, state.selection.seed, arms)
        return found or Settings.prior(state.scenario, UNASKED, state.selection.seed)
