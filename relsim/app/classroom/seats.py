"""Who sits in a class: a random seat each, so many and no more, and nobody faster than a person."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from relsim.errors import InputError
from relsim.result.words import Sentence
from relsim.scenario.names import objection
from relsim.words.catalogue import marked, translate

MOST = 64
"""Seats of a class."""

LONGEST_NAME = 40

BURST, A_SECOND = 12.0, 3.0
"""What one seat may say at once, and how fast it may go on."""


A_CLASS = 16
"""As many times that may come from one address: a class may sit behind one router."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in the class."""

    browser: str
    number: int
    name: str


class Seats:
    """Gives seats away, by the cookie of a browser.

    Examples
    --------
    >>> seats = Seats()
    >>> seats.place("a browser", "Ann")
    >>> seats["a browser"].number, len(seats)
    (1, 1)
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seats: dict[str, Seat] = {}
        self._given = 0
        self._addresses: dict[str, str] = {}
        self._said: dict[str, tuple[float, float]] = {}

    def __len__(self) -> int:
        """Return how many sit here."""
        return len(self._seats)

    def __getitem__(self, browser: str) -> Seat:
        """Return the seat of a browser."""
        return self._seats[browser]

    def __contains__(self, browser: object) -> bool:
        """Return whether a browser has a seat."""
        return browser in self._seats

    def clear(self) -> None:
        """Let everybody go; numbers begin anew."""
        self._seats.clear()
        self._given = 0

    def all(self) -> list[Seat]:
        """Return the seats, in the order in which they were taken."""
        return list(self._seats.values())

    def numbered(self, number: object) -> Seat | None:
        """Return a seat by its number."""
        return next((one for one in self._seats.values() if one.number == number), None)

    def place(self, browser: str, name: str) -> None:
        """Seat somebody, or give who sits another name."""
        if browser not in self._seats:
            self._given += 1
        number = self._seats[browser].number if browser in self._seats else self._given
        self._seats[browser] = Seat(browser, number, name)

    def free(self, browser: str) -> None:
        """Take a seat away."""
        self._seats.pop(browser, None)

    def seen(self, browser: str, address: str) -> None:
        """Note where a browser is: only while the server runs, and nowhere else."""
        if len(self._addresses) > 16 * MOST:  # cookies that never took a seat
            self._addresses = {
                one: where for one, where in self._addresses.items() if one in self._seats
            }
        self._addresses[browser] = address

    def check_pace(self, browser: str, address: str = "") -> None:
        """Refuse who says more than fingers can, and an address that says more than a class."""
        if len(self._said) > 16 * MOST:
            self._forget_rested()
        self._count(browser, 1)
        self._count(f"at {address}", A_CLASS)

    def _count(self, who: str, fingers: int) -> None:
        most = BURST * fingers
        left, since = self._said.get(who, (most, self._now()))
        left = min(most, left + A_SECOND * fingers * (self._now() - since))
        self._said[who] = (max(0.0, left - 1), self._now())
        if left < 1:
            raise TooFast(translate("This was too fast. Wait a second and try again."))

    def _forget_rested(self) -> None:
        """Forget who may say as much as ever; many cookies make nobody else's pace forgotten."""
        now = self._now()
        self._said = {
            who: (left, since)
            for who, (left, since) in self._said.items()
            if now - since < BURST / A_SECOND
        }

    def room_for(self, browser: str) -> Seat | None:
        """Return the seat to free for somebody new, None for no need; refuse where all are taken.

        Whose address has taken two more seats than the newcomer's gives its latest away: one
        student with many cookies keeps nobody out.
        """
        if browser in self._seats or len(self._seats) < MOST:
            return None
        held = Counter(self._addresses[one] for one in self._seats if one in self._addresses)

        def taken(seat: Seat) -> int:
            return held[self._addresses.get(seat.browser, "")]

        latest_of_most = max(reversed(self._seats.values()), key=taken)
        if taken(latest_of_most) > held[self._addresses.get(browser, "")] + 1:
            return latest_of_most
        template = marked("All {seats} seats of this class are taken. Ask who leads it for one.")
        raise InputError(str(Sentence(template, seats=str(MOST))))


class TooFast(InputError):
    """Somebody says more than fingers can."""


def checked_name(name: object) -> str:
    """Return a name as it is shown.

    Examples
    --------
    >>> checked_name("  Ann  ")
    'Ann'
    """
    text = " ".join(name.split()) if isinstance(name, str) else ""
    if why := objection(text, LONGEST_NAME):
        raise InputError(f"name: it {why}.")
    return text
