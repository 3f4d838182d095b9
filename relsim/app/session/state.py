"""Everything that the page draws itself from."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import solara

if TYPE_CHECKING:
    from relsim.app.session.selection import Selection
    from relsim.scenario import Scenario
    from relsim.stories import Story
    from relsim.study.compare import Comparison
    from relsim.study.explain.departures import Departures


@dataclass(frozen=True)
class Pin:
    """One result put aside.

    Parameters
    ----------
    label : str
        What it is called.
    selection : Selection
        What leads to it.
    comparison : Comparison
        The result, with as many worlds as there were.
    """

    label: str
    selection: Selection
    comparison: Comparison


@dataclass(frozen=True, eq=False)
class State:
    """What there is to show.

    Parameters
    ----------
    selection : Selection
        What is selected.
    scenario : Scenario
        Its market.
    edited : str
        The strategy whose levers are shown.
    comparison : Comparison or None
        The result so far.
    goal : int
        Worlds that it grows to.
    computing : bool
        Whether more are under way.
    stale : bool
        Whether the result is still that of the selection before.
    note : str
        What is done now, where that is not plain.
    trouble : str
        Why there is no result.
    problems : mapping of str to str
        What is wrong with a value, by the control that was given it.
    messages : tuple of str
        What else is to be said.
    gallery, more : bool
        Whether the markets, and all settings, are open.
    leavers : Departures or None
        Who left in the first world.
    story : Story or None
        The story that is open.
    story_under_way : bool
        Whether one is being found out.
    pins : tuple of Pin
        Results put aside.
    file : dict or None
        The last file asked for.
    """

    selection: Selection
    scenario: Scenario
    edited: str
    comparison: Comparison | None = None
    goal: int = 0
    computing: bool = False
    stale: bool = False
    note: str = ""
    trouble: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    gallery: bool = False
    more: bool = False
    leavers: Departures | None = None
    story: Story | None = None
    story_under_way: bool = False
    pins: tuple[Pin, ...] = ()
    file: Mapping[str, Any] | None = None


class Screen:
    """What one person sees: a state that is replaced and drawn, never changed.

    Parameters
    ----------
    state : State
        To begin with.

    Attributes
    ----------
    lock : threading.RLock
        In hand while a state is read in order to be replaced; never while drawing, which waits
        for locks of its own.
    """

    def __init__(self, state: State) -> None:
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
