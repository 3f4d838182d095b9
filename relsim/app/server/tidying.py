"""Giving memory back to the computer when nobody is there."""

from __future__ import annotations

import ctypes
import gc
import sys
import threading
import time
from collections.abc import Callable

SECONDS_AFTER = 3.0
"""Between the last session's end and tidying up: what it held is still on its way out."""

SECONDS_BETWEEN = 60.0
"""Tidying up takes some tenths of a second; who comes and goes often is not to wait for it."""


class Tidying:
    """Tidies up some seconds after a session has ended, as soon as nobody is there.

    Examples
    --------
    >>> done = threading.Event()
    >>> Tidying(lambda: False, done.set, after=0.0).somebody_left()
    >>> done.wait(10)
    True
    """

    def __init__(
        self,
        anybody: Callable[[], bool],
        tidy: Callable[[], object],
        after: float = SECONDS_AFTER,
        between: float = SECONDS_BETWEEN,
    ) -> None:
        self._anybody, self._tidy = anybody, tidy
        self._after, self._between = after, between
        self._last = -float("inf")
        self._planned = False
        self._lock = threading.Lock()

    def somebody_left(self) -> None:
        """Plan to tidy up, unless that is planned already."""
        with self._lock:
            if self._planned:
                return
            self._planned = True
            wait = max(self._after, self._last + self._between - time.monotonic())
        self._plan(wait)

    def _plan(self, wait: float) -> None:
        timer = threading.Timer(wait, self._look)
        timer.daemon = True  # the end of the server does not wait for it
        timer.start()

    def _look(self) -> None:
        if self._anybody():
            # A session that is busy takes its time to end, and does not say when it has.
            self._plan(self._between)
            return
        with self._lock:
            self._planned = False
            self._last = time.monotonic()
        self._tidy()


def give_back() -> bool:
    """Collect what nobody can reach, and give free memory back to the system."""
    gc.collect()
    if not sys.platform.startswith("linux"):
        return False
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # another C library, such as musl
        return False
    trim(ctypes.c_size_t(0))
    return True
