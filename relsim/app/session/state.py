"""Everything that the page draws itself from."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import solara

from relsim.words.language import SOURCE

if TYPE_CHECKING:
    from relsim.app.session.link import Pinned
    from relsim.app.session.modelling import Bent
    from relsim.app.session.selection import Selection
    from relsim.scenario import Scenario
    from relsim.stories import Story
    from relsim.study.compare import Comparison
    from relsim.study.explain.departures import Departures
    from relsim.study.explain.recording import Recording
    from relsim.study.plausible import Plausible
    from relsim.study.sweep import Sweep


@dataclass(frozen=True)
class Pin:
    """One result put aside."""

    label: str
    selection: Selection
    comparison: Comparison


@dataclass(frozen=True, eq=False)
class State:
    """What there is to show."""

    selection: Selection
    scenario: Scenario
    edited: str
    """The strategy whose levers are shown."""
    comparison: Comparison | None = None
    goal: int = 0
    """Worlds that the comparison grows to."""
    computing: bool = False
    """Whether more worlds are under way."""
    stale: bool = False
    """Whether the comparison is still that of the selection before."""
    note: str = ""
    """What is done now, where that is not plain."""
    trouble: str = ""
    """Why there is no result."""
    problems: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with a value, by the control that was given it."""
    messages: tuple[str, ...] = ()
    gallery: bool = False
    """Whether the markets stand open."""
    presenting: bool = False
    """Whether a sentence and a chart fill the screen."""
    more: bool = False
    """Whether all settings do."""
    leavers: Departures | None = None
    """Who left in the first world."""
    recordings: tuple[Recording, ...] = ()
    """What there is to watch of the first world, side by side."""
    recorded: bool = False
    """Whether that is what is selected now."""
    plausible: Plausible | None = None
    """What settings say so far."""
    settings_wanted: bool = False
    """Whether more of them are to be lived through."""
    story: Story | None = None
    story_under_way: bool = False
    explored: Sweep | None = None
    """The map, as far as it has come."""
    explored_part: float = 0.0
    exploring: bool = False
    """Whether it is to grow."""
    bent: Mapping[int, Bent] = field(default_factory=dict)
    """Curves of the model that somebody bent, by the place of their equation."""
    pins: tuple[Pin, ...] = ()
    awaited: Pinned = ()
    """Pins of a link that are still to be computed."""
    language: str = SOURCE
    """Of all that is shown."""
    heard: int = 0
    """How often the page was asked for something: what it says belongs to the last."""
    file: Mapping[str, Any] | None = None
    """The last file that was asked for."""


def pinned(state: State) -> Pinned:
    """Return what was put aside, computed or not yet."""
    there = [(pin.label, pin.selection) for pin in state.pins]
    return tuple(sorted([*there, *state.awaited], key=lambda one: one[0]))


class Screen:
    """What one person sees: a state that is replaced and drawn, never changed."""

    def __init__(self, state: State) -> None:
        # In hand while a state is read in order to be replaced; never while drawing, which waits
        # for locks of its own.
        self.lock = threading.RLock()
        self._state = state
        self._changed = solara.reactive(object(), equals=_same)

    @property
    def state(self) -> State:
        """What there is to show, right now."""
        return self._state

    def drawn(self) -> State:
        """Return what there is to show; who asks while drawing is drawn anew when it changes."""
        self._changed.get()
        return self._state

    def set(self, **changes: Any) -> None:
        """Replace parts of the state; :meth:`draw` shows them."""
        with self.lock:
            self._state = replace(self._state, **changes)

    def draw(self) -> None:
        """Have the page drawn anew."""
        self._changed.value = object()


def _same(one: object, other: object) -> bool:
    # Comparing markets value by value would take longer than drawing the page anew.
    return one is other
