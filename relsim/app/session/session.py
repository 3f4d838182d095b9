"""Hears what is done on one person's page, and does it. Whatever it hears is checked."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from relsim.app.session.choosing import CHOOSING
from relsim.app.session.faults import in_words
from relsim.app.session.keeping import KEEPING
from relsim.app.session.link import Pinned
from relsim.app.session.looking import LOOKING
from relsim.app.session.page import Page
from relsim.app.session.selection import EXPLORE, SETTINGS, Selection
from relsim.app.session.state import Screen, State
from relsim.errors import RelsimError
from relsim.words.language import SOURCE

logger = logging.getLogger(__name__)

_ACTIONS = CHOOSING | LOOKING | KEEPING


class Session(Page):
    """A page that hears what a person does on it."""

    def __init__(
        self,
        name: str,
        selection: Selection,
        problems: list[str],
        gallery: bool,
        pinned: Pinned = (),
        language: str = SOURCE,
    ) -> None:
        state = State(
            selection,
            selection.market(),
            selection.strategies[-1],
            messages=tuple(problems),
            gallery=gallery,
            awaited=pinned,
            language=language,
            settings_wanted=selection.picture == SETTINGS,
        )
        super().__init__(name, Screen(state))
        if selection.picture == EXPLORE:
            self.hear({"do": "look", "name": EXPLORE})

    def hear(self, said: object) -> None:
        """Do what a component of the page asks for."""
        action = said.get("do") if isinstance(said, Mapping) else None
        if not isinstance(said, Mapping) or not isinstance(action, str) or action not in _ACTIONS:
            return
        place = said.get("path") if isinstance(said.get("path"), str) else action
        with self.screen.lock:
            problems = {key: text for key, text in self.state.problems.items() if key != place}
            self.screen.set(problems=problems, messages=(), heard=self.state.heard + 1)
            try:
                _ACTIONS[action](self, said)
            except Exception as error:  # a page that shows a traceback helps nobody
                if not isinstance(error, RelsimError):
                    logger.exception("the page could not do what it was asked")
                self.screen.set(problems={**problems, str(place): in_words(error)})
        self.screen.draw()
