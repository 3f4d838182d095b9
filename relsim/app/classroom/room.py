"""A class as the server holds it: who sits there, what they do, and what each may see."""

from __future__ import annotations

import hmac
import threading
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relsim.app.classroom.plays import Plays
from relsim.app.classroom.question import question
from relsim.app.classroom.rounds import STAGES, Round
from relsim.app.classroom.seats import Seats, checked_name
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


class Room:
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
        self._lock = threading.RLock()
        self._listening: set[Callable[[], object]] = set()
        self.plays = Plays(self._happen, self._wake, self._lock, self.secret)
        self.seats, self.code, self.place = Seats(), ClassCode(journal.code), journal.place
        self._begin()
        for event in journal.events():
            self._apply(event)

    def _begin(self) -> None:
        self.rounds: list[Round] = []
        self.open, self.shows_game = True, False
        self.changes: Counter[str] = Counter()
        self.plays.clear()
        self.preparing: str | Sentence = ""
        self.trouble: str | Sentence = ""

    def close(self) -> None:
        """Let go of the file."""
        self._journal.close()

    @property
    def secret(self) -> bytes:
        """What signs cookies and codes of this class."""
        return bytes(self._journal.secret)

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
        now = self._round()
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
        following = self._round().next()
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
        self._begin()
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
        self._apply(event)
        self._wake()

    def _apply(self, event: Event) -> None:
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
            self._round().go(event["stage"])
        elif do == "answer":
            self._round().take(browser, event["what"])
        elif do == "show":
            self.shows_game = True
        else:
            self.shows_game = True
            self.plays.apply(event)

    def _round(self) -> Round:
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

_PHONES = ("join", "answer", "team", "plan")
"""What is said by phones; all else is led."""

_SAID: dict[str, Callable[[Room, str, Plain], None]] = {
    "team": lambda room, browser, said: room.plays.join(browser, said),
    "plan": lambda room, browser, said: room.plays.plan(browser, said),
}
