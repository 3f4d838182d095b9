"""Who is here: sessions with signed cookies, how many at once, and for how long.

A *session* is a browser; it may have the page open in several tabs, each of which is a *view* with
widgets and memory of its own (Solara calls it a kernel). Nobody can name themselves: a session's
cookie is signed with a secret that lives as long as the server.
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
"""Views at once: a class, with some to spare."""

MOST_OF_ONE = 8
"""Views that one browser may have open at once."""

MINUTES_KEPT = 10
"""A view whose browser has gone is kept this long, should it come back."""

RESERVED_SECONDS = 30.0
"""Between asking for the page and connecting."""

_VIEW = re.compile(r"[A-Za-z0-9-]{1,64}")
_COOKIE = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")

Views = Callable[[], Mapping[str, str]]
"""Gives the views there are: the session of each."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody is not let in."""

    reason: str
    status: int
    """403, or 503 when trying again later may help."""


class Sessions:
    """Signs cookies and counts views.

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
        views: Views,
        most: int = MOST,
        most_of_one: int = MOST_OF_ONE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._views, self._most, self._most_of_one, self._now = views, most, most_of_one, now
        self._secret = secrets.token_bytes(32)
        self._reserved: dict[str, list[float]] = {}
        self._opening: dict[str, str] = {}
        self._lock = threading.Lock()

    def new(self) -> str:
        """Return a name for a new session."""
        return secrets.token_hex(16)

    def sign(self, session: str) -> str:
        """Return the cookie of a session."""
        return f"{session}.{self._signature(session)}"

    def read(self, cookie: str | None) -> str | None:
        """Return the session that a cookie names."""
        parts = _COOKIE.fullmatch(cookie or "")
        if parts is None or not hmac.compare_digest(parts[2], self._signature(parts[1])):
            return None
        return parts[1]

    def ask_for_page(self, session: str) -> Refusal | None:
        """Keep a place for a view that is about to connect."""
        with self._lock:
            refusal = self._room_for(session, self._expected())
            if refusal is None:
                self._reserved.setdefault(session, []).append(self._now() + RESERVED_SECONDS)
            return refusal

    def connect(self, session: str, view: str) -> Refusal | None:
        """Let a view in, or say why not."""
        if _VIEW.fullmatch(view) is None:
            return Refusal("This is no name of a view.", 403)
        with self._lock:
            here = {**self._views(), **self._opening}
            owner = here.get(view)
            if owner is not None:
                return None if owner == session else Refusal("This view is somebody else's.", 403)
            expected = self._expected()
            if expected.get(session, 0):
                self._reserved[session].pop()
            # Who reserved a place has been counted already; who did not must find one.
            refusal = self._room_for(session, self._expected())
            if refusal is None:
                self._opening[view] = session
            return refusal

    def connected(self, view: str) -> None:
        """Count a view among those there are, from now on."""
        with self._lock:
            self._opening.pop(view, None)

    def _room_for(self, session: str, expected: Mapping[str, int]) -> Refusal | None:
        here = {**self._views(), **self._opening}
        if len(here) + sum(expected.values()) >= self._most:
            return Refusal(
                f"All {self._most} places on this page are taken. Please wait a few minutes and "
                "load it again: a place becomes free when somebody closes theirs.",
                503,
            )
        mine = sum(owner == session for owner in here.values()) + expected.get(session, 0)
        if mine >= self._most_of_one:
            return Refusal(
                f"This browser has the page open {mine} times already; {self._most_of_one} are "
                "allowed. Please close one and load this one again.",
                503,
            )
        return None

    def _expected(self) -> dict[str, int]:
        """Forget reservations that nobody took up; return how many each session has."""
        now = self._now()
        for session, ends in list(self._reserved.items()):
            left = [end for end in ends if end > now]
            if left:
                self._reserved[session] = left
            else:
                del self._reserved[session]
        return {session: len(ends) for session, ends in self._reserved.items()}

    def _signature(self, session: str) -> str:
        return hmac.new(self._secret, session.encode(), "sha256").hexdigest()
