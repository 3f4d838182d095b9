"""A class as what happened has left it: who sits there, what was asked, what each may see."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

from relsim.app.classroom.rounds import STAGES, Round
from relsim.app.classroom.seats import Seats
from relsim.errors import InputError
from relsim.words.catalogue import translate
from relsim.words.language import SOURCE

if TYPE_CHECKING:
    from relsim.app.classroom.journal import Event
    from relsim.app.classroom.plays import Plays
    from relsim.result.words import Sentence

Plain = dict[str, Any]

_PHONES = ("join", "answer", "team", "plan")
"""What is said by phones; all else is led."""


class Sitting:
    """Takes what happened as it is told; nothing is checked here and nothing written down."""

    def __init__(self, plays: Plays, lock: threading.RLock, secret: bytes) -> None:
        self.plays, self._lock = plays, lock
        self.secret = secret
        """What signs cookies and codes of this class."""
        self.seats = Seats()
        self.begin()

    def begin(self) -> None:
        """Forget all that was asked, answered and played; who sits there stays."""
        self.rounds: list[Round] = []
        self.open, self.shows_game = True, False
        self.changes: Counter[str] = Counter()
        self.plays.clear()
        self.preparing: str | Sentence = ""
        self.trouble: str | Sentence = ""

    def apply(self, event: Event) -> None:
        """Do what happened."""
        do, browser = event["do"], event.get("browser", "")
        if do in _PHONES:
            self.changes[browser] += 1
        else:
            self.changes.clear()
        if do == "join":
            self.seats.place(browser, event["name"])
        elif do == "free":
            self.seats.free(browser)
            self.plays.forget(browser)
            for one in self.rounds:
                one.forget(browser)
        elif do == "door":
            self.open = event["open"]
        elif do == "ask":
            self.rounds.append(Round({SOURCE: event["asked"], **event.get("said", {})}))
            self.shows_game = False
        elif do == "go":
            self.round().go(event["stage"])
        elif do == "answer":
            self.round().take(browser, event["what"])
        elif do == "show":
            self.shows_game = True
        else:
            self.shows_game = True
            self.plays.apply(event)

    def round(self) -> Round:
        """Return the round under way."""
        if not self.rounds:
            raise InputError(translate("Nothing has been asked yet."))
        return self.rounds[-1]

    # What there is to see.

    def for_board(self) -> Plain:
        """Return what stands on the board."""
        with self._lock:
            return {
                "seats": len(self.seats),
                "open": self.open,
                "number": len(self.rounds),
                "round": self.rounds[-1].for_board() if self.rounds else None,
                "play": self.plays.for_board() if self.shows_game else None,
                "preparing": str(self.preparing or self.plays.preparing),
            }

    def for_leader(self) -> Plain:
        """Return the board, and who sits there: whether they answered, not what."""
        with self._lock:
            answers = self.rounds[-1].answers.get(self.rounds[-1].stage, {}) if self.rounds else {}
            stage = self.rounds[-1].stage if self.rounds else STAGES[-1]
            return {
                **self.for_board(),
                "next": None if stage == STAGES[-1] else self.rounds[-1].next(),
                "trouble": str(self.trouble or self.plays.trouble),
                "step": self.plays.for_leader()["step"] if self.shows_game else None,
                "game": self.plays.game is not None,
                "people": [
                    {"seat": one.number, "name": one.name, "answered": one.browser in answers}
                    for one in self.seats.all()
                ],
            }

    def for_seat(self, browser: str) -> Plain:
        """Return what one phone shows."""
        with self._lock:
            if browser not in self.seats:
                return {"seat": None, "open": self.open}
            seat = self.seats[browser]
            now = self.rounds[-1].for_seat(browser, self.secret) if self.rounds else None
            return {
                "seat": seat.number,
                "name": seat.name,
                "number": len(self.rounds),
                "round": now,
                "play": self.plays.for_seat(browser) if self.shows_game else None,
            }

    def has_seat(self, browser: str) -> bool:
        """Return whether a browser sits here."""
        with self._lock:
            return browser in self.seats
