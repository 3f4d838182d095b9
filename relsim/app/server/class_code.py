"""The class code: who wants in from another computer must know what stands on the board."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Without those that look like others: I, O, Q."""

_LENGTH = 6
_WINDOW = 60.0
_TRIES_OF_ONE = 10
_TRIES_OF_ALL = 100


class ClassCode:
    """A code of six letters, and how often it may be guessed at.

    An address may be wrong 10 times a minute, all addresses together 100 times: to find one of
    148 million codes would take a year and more.

    Examples
    --------
    >>> code = ClassCode("KFMXRD")
    >>> code.shown
    'KFM-XRD'
    >>> code.accepts(" kfm xrd", "192.168.1.5"), code.accepts("KFMXRE", "192.168.1.5")
    (True, False)
    """

    def __init__(self, code: str | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self._code = code or "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        self._now = now
        self._wrong: list[tuple[float, str]] = []
        self._lock = threading.Lock()

    @property
    def shown(self) -> str:
        """The code as it is read out: in two groups."""
        return f"{self._code[: _LENGTH // 2]}-{self._code[_LENGTH // 2 :]}"

    def must_wait(self, address: str) -> bool:
        """Return whether an address has been wrong too often lately."""
        with self._lock:
            return self._too_often(address)

    def accepts(self, answer: str, address: str) -> bool:
        """Return whether an answer is the code."""
        plain = "".join(letter for letter in answer.upper() if letter.isalpha())[: 2 * _LENGTH]
        # Compared in a time that does not tell how much of it was right.
        right = hmac.compare_digest(plain.encode(), self._code.encode())
        with self._lock:
            if self._too_often(address):
                return False
            if not right:
                self._wrong.append((self._now(), address))
            return right

    def _too_often(self, address: str) -> bool:
        since = self._now() - _WINDOW
        self._wrong = [(when, who) for when, who in self._wrong if when > since]
        of_one = sum(who == address for _, who in self._wrong)
        return of_one >= _TRIES_OF_ONE or len(self._wrong) >= _TRIES_OF_ALL
