"""A class as the server holds it: hears phones and who leads, checks it and writes it down."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relsim.app.classroom.plays import Plays
from relsim.app.classroom.question import question
from relsim.app.classroom.seats import checked_name
from relsim.app.classroom.sitting import Sitting
from relsim.app.server import scheduler
from relsim.app.server.class_code import ClassCode, letters_of
from relsim.app.session.teaching import claim_named
from relsim.errors import InputError
from relsim.result.words import Sentence
from relsim.words.catalogue import Word, translate
from relsim.words.language import SOURCE, in_every_language

if TYPE_CHECKING:
    from relsim.app.classroom.journal import Event, Journal
    from relsim.claims import Evidence

Plain = dict[str, Any]

PLACE = "/class"
"""Where phones find a class."""

MOST_CHANGES = 200
"""How often one seat may change its mind, its name or its plan until the class goes on."""

_JOB = "the class"


class Room(Sitting):
    """A class, made from its journal; whatever is said is checked, written down, then done.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from relsim.app.classroom.journal import Journal
    >>> room = Room(Journal(Path(tempfile.mkdtemp()) / "class.sqlite"))
    >>> room.say("a browser", {"do": "join", "name": "Ann"})
    >>> _ = room.lead({"do": "ask", "claim": "recovery_paradox"})
    >>> room.for_seat("a browser")["round"]["stage"], room.for_board()["seats"]
    ('before', 1)
    >>> room.close()
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._listening: set[Callable[[], object]] = set()
        lock, secret = threading.RLock(), bytes(journal.secret)
        super().__init__(Plays(self._happen, self._wake, lock, secret), lock, secret)
        self.code, self.place = ClassCode(journal.code), journal.place
        for event in journal.events():
            self.apply(event)

    def close(self) -> None:
        """Let go of the file."""
        self._journal.close()

    @property
    def key(self) -> str:
        """What is in the address of who leads, and nowhere else."""
        return hmac.digest(self.secret, b"who leads", "sha256").hex()[:32]

    @property
    def lead_path(self) -> str:
        """The address of who leads, behind that of the server: whoever has it leads."""
        return f"{PLACE}/lead?key={self.key}"

    def leads(self, key: str | None) -> bool:
        """Return whether somebody holds the key."""
        return hmac.compare_digest((key or "").encode(), self.key.encode())

    # What people do.

    def say(self, browser: str, said: Plain, address: str = "") -> None:
        """Hear somebody in a seat, or who wants one."""
        with self._lock:
            self.seats.check_pace(browser, address)
            self.seats.seen(browser, address)
            if self.changes[browser] >= MOST_CHANGES:
                raise InputError(
                    translate("This was changed too often; what was said last stands.")
                )
            do = said.get("do")
            if do == "join":
                self._join(browser, checked_name(said.get("name")))
            elif do == "answer":
                self._answer(browser, said)
            elif isinstance(do, str) and do in _SAID and browser in self.seats:
                _SAID[do](self, browser, said)
            else:
                raise InputError("A phone can join, answer and play, nothing else.")

    def lead(self, said: Plain) -> Plain:
        """Hear who leads; return what only they are told."""
        with self._lock:
            do = said.get("do")
            if not isinstance(do, str) or do not in _LED:
                raise InputError(f"{do!r} is nothing that is led; there are {', '.join(_LED)}.")
            return _LED[do](self, said) or {}

    def _join(self, browser: str, name: str) -> None:
        if browser not in self.seats:
            if not self.open:
                why = translate("The door is closed. Ask who leads the class to open it.")
                raise InputError(why)
            if (freed := self.seats.room_for(browser)) is not None:
                self._happen({"do": "free", "browser": freed.browser})
        self._happen({"do": "join", "browser": browser, "name": name})

    def _answer(self, browser: str, said: Plain) -> None:
        if browser not in self.seats:
            raise InputError(translate("Take a seat first."))
        now = self.round()
        if said.get("stage") != now.stage or said.get("round") != len(self.rounds):
            raise InputError(translate("The class has gone on; this came too late."))
        what = now.checked(browser, said.get("what"))
        self._happen({"do": "answer", "browser": browser, "what": what})

    # What who leads does.

    def _ask(self, said: Plain) -> None:
        from relsim.claims.ledger import from_ledger

        claim = claim_named(str(said.get("claim")))
        self.trouble = ""
        if (known := from_ledger(claim)) is not None:
            self._happen(_questions(known))
            return
        # The ledger is of other numbers: a quick look, in turns with whoever computes.
        self.preparing = Word(claim.sentence)
        scheduler.shared.submit(_JOB, lambda turn: _looked_at(claim.name, turn), self._prepared)
        self._wake()

    def _prepared(self, job: Any) -> None:
        with self._lock:
            self.preparing = ""
            if job.error is not None:
                self.trouble = Sentence("This claim cannot be asked: {why}", why=str(job.error))
                self._wake()
            else:
                self._happen(job.result)

    def _go_on(self, said: Plain) -> None:
        following = self.round().next()
        # Who pressed twice meant one step.
        if said.get("stage") == following and said.get("round") == len(self.rounds):
            self._happen({"do": "go", "stage": following})

    def _show_game(self, said: Plain) -> None:
        if self.plays.game is not None:
            self._happen({"do": "show"})

    def _free(self, said: Plain) -> None:
        if (seat := self.seats.numbered(said.get("seat"))) is not None:
            self._happen({"do": "free", "browser": seat.browser})

    def _door(self, said: Plain) -> None:
        self._happen({"do": "door", "open": bool(said.get("open"))})

    def _forget(self, said: Plain) -> None:
        self._journal.clear()
        self.seats.clear()
        self.begin()
        self._wake()

    def _find(self, said: Plain) -> Plain:
        """Return whose a code is that was handed in."""
        code = letters_of(str(said.get("code")))
        for number, one in enumerate(self.rounds, 1):
            for browser in one.answers["bet"]:
                if letters_of(one.hand_in(browser, self.secret)) == code:
                    seat = self.seats[browser]
                    told = Sentence(
                        "Question {number}: seat {seat}, {name}.",
                        number=str(number),
                        seat=str(seat.number),
                        name=seat.name,
                    )
                    return {"told": str(told)}
        return {"told": translate("No bet of this class has this code.")}

    # What happens.

    def _happen(self, event: Event) -> None:
        self._journal.write(event)
        self.apply(event)
        self._wake()

    def listen(self, wake: Callable[[], object]) -> Callable[[], None]:
        """Call somebody whenever something happened; return how they stop that."""
        self._listening.add(wake)
        return lambda: self._listening.discard(wake)

    def _wake(self) -> None:
        for wake in tuple(self._listening):
            wake()


def _looked_at(name: str, turn: Any) -> Plain:
    from relsim.claims import try_out

    return _questions(try_out(claim_named(name), quick=True, threads=1, progress=turn.look_up))


def _questions(evidence: Evidence) -> Event:
    """Return what is written down of a question: in every language, for who is asked has one."""
    asked = in_every_language(lambda: question(evidence))
    return {"do": "ask", "asked": asked.pop(SOURCE), "said": asked}


_LED: dict[str, Callable[[Room, Plain], Plain | None]] = {
    "ask": Room._ask,
    "go": Room._go_on,
    "free": Room._free,
    "door": Room._door,
    "forget": Room._forget,
    "find": Room._find,
    "begin": lambda room, said: room.plays.begin(said),
    "year": lambda room, said: room.plays.year(said),
    "debrief": lambda room, said: room.plays.debrief(said),
    "show": Room._show_game,
}

_SAID: dict[str, Callable[[Room, str, Plain], None]] = {
    "team": lambda room, browser, said: room.plays.join(browser, said),
    "plan": lambda room, browser, said: room.plays.plan(browser, said),
}
