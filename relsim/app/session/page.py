"""One person's open page: what is selected on it, and how what there is to see follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relsim.app.session import exploring, opening
from relsim.app.session.computing import Computing
from relsim.app.session.fields import asked, kept
from relsim.app.session.growing import in_full
from relsim.app.session.selection import (
    CUSTOMERS,
    EXPLORE,
    SETTINGS,
    WATCH,
    Selection,
    check_picture,
    choose,
)
from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.app.session.state import Screen, State
    from relsim.study.compare import Comparison

Said = Mapping[str, Any]
"""What a component of the page says was done: ``{do: …}`` and whatever goes with it."""


class Page:
    """Shows what is selected, and has it computed."""

    def __init__(self, name: str, screen: Screen) -> None:
        self.screen = screen
        self.computing = Computing(name, screen)
        self.computing.begin()

    @property
    def state(self) -> State:
        """What there is to show."""
        return self.screen.state

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self.state.selection

    def result(self) -> Comparison:
        """Return the result of what is selected now; refuse where it is still to come."""
        if self.state.comparison is None or self.state.stale:
            raise InputError("The first worlds are still under way; try again in a moment.")
        return self.state.comparison

    def follow(self, selection: Selection, **changes: Any) -> None:
        """Show what is selected, once it is known to make sense."""
        scenario = selection.market()
        selection = replace(selection, story=changes.pop("story", None))
        names = tuple(name for name in selection.strategies if name in scenario.strategies)
        if names != selection.strategies:
            selection = choose(selection, scenario, names)
        edited = changes.pop("edited", self.state.edited)
        if edited not in selection.strategies:
            edited = selection.strategies[-1]
        if asked(selection) != asked(self.selection):
            changes |= {"explored": None, "explored_part": 0.0}
        if not _same_market(selection, self.selection):
            changes |= {"comparison": None, "recordings": (), "problems": {}}
        self.screen.set(
            selection=selection,
            scenario=scenario,
            edited=edited,
            leavers=None,
            recorded=False,
            plausible=None,
            settings_wanted=selection.picture == SETTINGS,
            story=None,
            exploring=False,
            **changes,
        )
        self.computing.begin()
        if selection.picture == EXPLORE and self.state.explored is None:
            self.begin_map()

    def look(self, name: object) -> None:
        """Show a picture, and have computed what it needs."""
        picture = check_picture(name)
        wanted = picture == SETTINGS and not in_full(self.state.plausible)
        self.screen.set(
            selection=replace(self.selection, picture=picture),
            settings_wanted=wanted,
            gallery=False,
        )
        if wanted:
            self.computing.find_settings()
        if picture == CUSTOMERS and self.state.leavers is None:
            self.computing.find_leavers(self.state.edited)
        if picture == WATCH and not self.state.recorded:
            self.computing.find_recordings()
        if picture == EXPLORE and self.state.explored is None:
            self.begin_map()

    def see(self, selection: Selection) -> None:
        """Show what else is watched."""
        self.screen.set(selection=selection, recorded=False)
        self.computing.find_recordings()

    def begin_map(self) -> None:
        """Show the map that is selected: that of the sweep the page was given, or a new one."""
        selection, scenario = self.selection, self.state.scenario
        there = kept(selection, scenario, opening.swept())
        if there is not None:
            self.screen.set(selection=there, explored=opening.swept())
            return
        if not exploring.is_there(selection.explored, scenario, selection.strategies):
            opened = exploring.opening(scenario, selection.strategies)
            self.screen.set(selection=replace(selection, explored=opened))
        self.screen.set(explored=None, explored_part=0.0)
        self.computing.begin_map()


Action = Callable[[Page, Said], None]
"""What the page does when it hears something."""


def text_of(said: Said, key: str) -> str:
    """Return a text that was said; a number is one, too."""
    value = said.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = repr(value)
    if not isinstance(value, str):
        raise InputError(f"{key}: write a text.")
    return value


def _same_market(one: Selection, other: Selection) -> bool:
    return (one.scenario, one.text) == (other.scenario, other.text)
