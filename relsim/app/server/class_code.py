"""The class code: who wants in from another computer must know what stands on the board."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Without those that look like others: I, O, Q."""

_LENGTH = 8
_WINDOW = 60.0
_SECONDS_FOR_ONE = 0.02
_LONGEST_WAIT = 2.0


def signed_letters(secret: bytes, what: str, many: int = _LENGTH) -> str:
    """Return letters that nobody makes without the secret, in two groups to be read out.

    Examples
    --------
    >>> found = signed_letters(b"a secret", "a bet")
    >>> found == signed_letters(b"a secret", "a bet") != signed_letters(b"another", "a bet")
    True
    >>> len(letters_of(found)), len(letters_of(signed_letters(b"a secret", "a team", 6)))
    (8, 6)
    """
    number = int.from_bytes(hmac.digest(secret, what.encode(), "sha256")[:8], "big")
    found = "".join(
        LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(many)
    )
    return f"{found[: many // 2]}-{found[many // 2 :]}"


def letters_of(text: str) -> str:
    """Return a code as it is compared, however somebody typed it.

    Examples
    --------
    >>> letters_of(" kfmx-rdbt")
    'KFMXRDBT'
    """
    return "".join(letter for letter in text[:40].upper() if letter.isalpha())


class ClassCode:
    """A code of eight letters, and how long an answer to it takes.

    Wrong answers make all answers slower, the right one included: up to two seconds, when a
    hundred were wrong within a minute. So nobody is locked out, whoever guesses behind the same
    router; and with as many connections as the server keeps, guessing one of 78 thousand million
    codes would take years.

    Examples
    --------
    >>> code = ClassCode("KFMXRDBT")
    >>> code.shown
    'KFMX-RDBT'
    >>> code.accepts(" kfmx rdbt"), code.accepts("KFMXRDBA"), code.wait()
    (True, False, 0.02)
    """

    def __init__(self, code: str | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self._code = code or "".join(secrets.choice(LETTERS) for _ in range(_LENGTH))
        self._now = now
        self._wrong: list[float] = []
        self._lock = threading.Lock()

    @property
    def plain(self) -> str:
        """The code as it is compared."""
        return self._code

    @property
    def shown(self) -> str:
        """The code as it is read out: in two groups."""
        return f"{self._code[: _LENGTH // 2]}-{self._code[_LENGTH // 2 :]}"

    def wait(self) -> float:
        """Return how many seconds an answer is to be kept waiting before it is looked at."""
        with self._lock:
            since = self._now() - _WINDOW
            self._wrong = [when for when in self._wrong if when > since]
            return min(_LONGEST_WAIT, _SECONDS_FOR_ONE * len(self._wrong))

    def accepts(self, answer: str) -> bool:
        """Return whether an answer is the code."""
        plain = letters_of(answer)[: 2 * _LENGTH]
        # Compared in a time that does not tell how much of it was right.
        right = hmac.compare_digest(plain.encode(), self._code.encode())
        if not right:
            with self._lock:
                self._wrong.append(self._now())
        return right
