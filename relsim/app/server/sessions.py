"""Who is here: browsers with signed cookies, their open pages, how many at once, and for how long.

A browser may have the page open in several tabs, each of which is a *session* with widgets and
memory of its own (Solara calls it a kernel). Nobody can name themselves: a browser's cookie is
signed with a secret that lives as long as the server.
"""

from __future__ import annotations

import hmac
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MOST = 64
"""Sessions at once: a class, with some to spare."""

MOST_OF_ONE = 8
"""Sessions that one browser may have open at once."""

MINUTES_KEPT = 10
"""A session whose browser has gone is kept this long, should it come back."""

RESERVED_SECONDS = 30.0
"""Between asking for the page and connecting."""

_SESSION = re.compile(r"[A-Za-z0-9-]{1,64}")
_COOKIE = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")

OpenSessions = Callable[[], Mapping[str, str]]
"""Gives the sessions there are: the browser of each."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody is not let in."""

    reason: str
    status: int
    """403, or 503 when trying again later may help."""


class Sessions:
    """Signs cookies and counts sessions.

    Examples
    --------
    >>> sessions = Sessions(lambda: {})
    >>> cookie = sessions.sign("0123456789abcdef" * 2)
    >>> sessions.read(cookie)
    '0123456789abcdef0123456789abcdef'
    >>> sessions.read(cookie.replace("0", "1")) is None
    True
    """

    def __init__(
        self,
        open_sessions: OpenSessions,
        most: int = MOST,
        most_of_one: int = MOST_OF_ONE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open, self._now = open_sessions, now
        self._most, self._most_of_one = most, most_of_one
        self._secret = secrets.token_bytes(32)
        self._reserved: dict[str, list[float]] = {}
        self._opening: dict[str, str] = {}
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

    def ask_for_page(self, browser: str) -> Refusal | None:
        """Keep a place for a session that is about to connect."""
        with self._lock:
            refusal = self._room_for(browser, self._expected())
            if refusal is None:
                self._reserved.setdefault(browser, []).append(self._now() + RESERVED_SECONDS)
            return refusal

    def connect(self, browser: str, session: str) -> Refusal | None:
        """Let a session in, or say why not."""
        if _SESSION.fullmatch(session) is None:
            return Refusal("This is no name of a session.", 403)
        with self._lock:
            here = {**self._open(), **self._opening}
            owner = here.get(session)
            if owner is not None:
                mine = owner == browser
                return None if mine else Refusal("This session is somebody else's.", 403)
            expected = self._expected()
            if expected.get(browser, 0):
                self._reserved[browser].pop()
            # Who reserved a place has been counted already; who did not must find one.
            refusal = self._room_for(browser, self._expected())
            if refusal is None:
                self._opening[session] = browser
            return refusal

    def connected(self, session: str) -> None:
        """Count a session among those there are, from now on."""
        with self._lock:
            self._opening.pop(session, None)

    def _room_for(self, browser: str, expected: Mapping[str, int]) -> Refusal | None:
        here = {**self._open(), **self._opening}
        if len(here) + sum(expected.values()) >= self._most:
            return Refusal(
                f"All {self._most} places on this page are taken. Please wait a few minutes and "
                "load it again: a place becomes free when somebody closes theirs.",
                503,
            )
        mine = sum(owner == browser for owner in here.values()) + expected.get(browser, 0)
        if mine >= self._most_of_one:
            return Refusal(
                f"This browser has the page open {mine} times already; {self._most_of_one} are "
                "allowed. Please close one and load this one again.",
                503,
            )
        return None

    def _expected(self) -> dict[str, int]:
        """Forget reservations that nobody took up; return how many each browser has."""
        now = self._now()
        for browser, ends in list(self._reserved.items()):
            left = [end for end in ends if end > now]
            if left:
                self._reserved[browser] = left
            else:
                del self._reserved[browser]
        return {browser: len(ends) for browser, ends in self._reserved.items()}

    def _signature(self, browser: str) -> str:
        return hmac.new(self._secret, browser.encode(), "sha256").hexdigest()
