"""Who is here: browsers with signed cookies, their open pages, how many at once, and for how long.

A browser may have the page open in several tabs, each of which is a *session* with widgets and
memory of its own (Solara calls it a kernel). Nobody can name themselves: a browser's cookie is
signed with a secret that lives as long as the server, or as its class.
"""

from __future__ import annotations

import hmac
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

MOST = 64
"""Sessions at once: a class, with some to spare."""

MOST_OF_ONE = 8
"""Sessions that one browser may have open at once."""

MOST_SOCKETS = 4
"""Connections of one session: it has one, and another while it comes back."""

MINUTES_KEPT = 10
"""A session whose browser has gone is kept this long, should it come back and nobody else come."""

_SESSION = re.compile(r"[A-Za-z0-9-]{1,64}")
_COOKIE = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")

OpenSessions = Callable[[], Collection[str]]
"""Gives the sessions there are."""

End = Callable[[str], None]
"""Ends a session."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody is not let in."""

    reason: str
    status: int
    """403, or 503 when trying again later may help."""


@dataclass(slots=True)
class Place:
    """What one session takes up."""

    browser: str
    address: str
    sockets: int
    since: float
    """When it was last connected, or dropped."""


def is_here(address: str) -> bool:
    """Return whether somebody sits at this very computer.

    Examples
    --------
    >>> is_here("127.0.0.1"), is_here("192.168.1.5")
    (True, False)
    """
    return address == "127.0.0.1"


class Sessions:
    """Signs cookies and gives places away.

    A place is taken when a session connects, and belongs to a person (a cookie). When all are
    taken, somebody new gets that of a session whose browser has gone; then one of who has two
    more than they would, by address and by cookie; and who sits at this computer that of somebody
    else. Only then must they wait.

    Examples
    --------
    >>> sessions = Sessions(set)
    >>> cookie = sessions.sign("0123456789abcdef" * 2)
    >>> sessions.read(cookie)
    '0123456789abcdef0123456789abcdef'
    >>> sessions.read(cookie.replace("0", "1")) is None
    True
    """

    def __init__(
        self,
        open_sessions: OpenSessions,
        end: End = lambda session: None,
        most: int = MOST,
        most_of_one: int = MOST_OF_ONE,
        now: Callable[[], float] = time.monotonic,
        secret: bytes | None = None,
    ) -> None:
        self._open, self._end, self._now = open_sessions, end, now
        self._most, self._most_of_one = most, most_of_one
        self._secret = secret or secrets.token_bytes(32)
        self._places: dict[str, Place] = {}
        self._lock = threading.Lock()

    def new(self) -> str:
        """Return a name for a new browser."""
        return secrets.token_hex(16)

    def sign(self, browser: str) -> str:
        """Return the cookie of a browser."""
        return f"{browser}.{self._signature(browser)}"

    def read(self, cookie: str | None) -> str | None:
        """Return the browser that a cookie names."""
        parts = _COOKIE.fullmatch(cookie or "")
        if parts is None or not hmac.compare_digest(parts[2], self._signature(parts[1])):
            return None
        return parts[1]

    def why_full(self, browser: str, address: str) -> Refusal | None:
        """Say why there would be no place, if there is none; none is kept."""
        with self._lock:
            found = self._room_for(browser, address)
        return found if isinstance(found, Refusal) else None

    def connect(self, browser: str, session: str, address: str) -> Refusal | None:
        """Let a session in, or say why not."""
        if _SESSION.fullmatch(session) is None:
            return Refusal("This is no name of a session.", 403)
        with self._lock:
            self._look()
            place = self._places.get(session)
            if place is not None:
                if place.browser != browser:
                    return Refusal("This session is somebody else's.", 403)
                if place.sockets >= MOST_SOCKETS:
                    return Refusal("This session has too many connections.", 403)
                place.sockets, place.since = place.sockets + 1, self._now()
                return None
            freed = self._room_for(browser, address)
            if isinstance(freed, Refusal):
                return freed
            if freed:
                del self._places[freed]
            self._places[session] = Place(browser, address, 1, self._now())
        if freed:
            self._end(freed)
        return None

    def disconnect(self, session: str) -> None:
        """Count a session among those that somebody else may take the place of."""
        with self._lock:
            place = self._places.get(session)
            if place is not None and place.sockets:
                place.sockets, place.since = place.sockets - 1, self._now()

    def _look(self) -> None:
        """Forget sessions that have ended."""
        here = self._open()
        self._places = {
            session: place
            for session, place in self._places.items()
            if place.sockets or session in here
        }

    def _room_for(self, browser: str, address: str) -> Refusal | str | None:
        """Return the session to end for somebody new, None for no need, or why there is no room."""
        self._look()
        mine = {name: one for name, one in self._places.items() if one.browser == browser}
        if len(mine) >= self._most_of_one:
            return _dropped(mine) or Refusal(
                f"This browser has the page open {len(mine)} times already; {self._most_of_one} "
                "are allowed. Please close one and load this one again.",
                503,
            )
        if len(self._places) < self._most:
            return None
        return _yielding(self._places, browser, address) or Refusal(
            f"All {self._most} places on this page are taken. Please wait a few minutes and "
            "load it again: a place becomes free when somebody closes theirs.",
            503,
        )

    def _signature(self, browser: str) -> str:
        return hmac.new(self._secret, browser.encode(), "sha256").hexdigest()


def _dropped(places: Mapping[str, Place]) -> str | None:
    """Return the session whose browser has been gone the longest."""
    gone = {name: one for name, one in places.items() if not one.sockets}
    return min(gone, key=lambda name: gone[name].since, default=None)


def _yielding(places: Mapping[str, Place], browser: str, address: str) -> str | None:
    """Return the session that makes room for somebody new, if any must."""
    if (dropped := _dropped(places)) is not None:
        return dropped
    addresses = Counter(one.address for one in places.values())
    browsers = Counter(one.browser for one in places.values())

    def greed(name: str) -> tuple[int, int, float]:
        one = places[name]
        return addresses[one.address], browsers[one.browser], -one.since

    others = [
        name
        for name, one in places.items()
        if not is_here(one.address)
        and (
            is_here(address)
            or addresses[one.address] > addresses[address] + 1
            or browsers[one.browser] > browsers[browser] + 1
        )
    ]
    return max(others, key=greed, default=None)
