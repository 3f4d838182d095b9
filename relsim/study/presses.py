"""Ctrl-C, heard where it tears nothing.

Out of a signal's handler an exception comes anywhere: between taking a lock and being ready to let
go of it, after which threads wait for ever, or in a callback of the interpreter, which swallows it.
So what threads do together is not interrupted but told.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

_SIGNALS = ("SIGHUP", "SIGTERM", "SIGINT")

Handler = Callable[[int, FrameType | None], Any]


class Presses:
    """How often it was pressed while this was entered.

    Whatever handler would raise KeyboardInterrupt is called, and its exception counted instead.

    Examples
    --------
    >>> with Presses() as presses:
    ...     signal.raise_signal(signal.SIGINT)
    >>> presses.count
    1
    """

    def __init__(self) -> None:
        self.count = 0
        self._usual: dict[int, Handler] = {}

    def require_none(self) -> None:
        """Raise what was counted, here where it tears nothing."""
        if self.count:
            raise KeyboardInterrupt

    def __enter__(self) -> Presses:
        """Begin to count; only the main thread hears signals."""
        if threading.current_thread() is threading.main_thread():
            there = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
            found = {one: signal.getsignal(one) for one in there}
            self._usual = {one: usual for one, usual in found.items() if callable(usual)}
            self._set({one: partial(self._counted, usual) for one, usual in self._usual.items()})
        return self

    def __exit__(self, *trouble: object) -> None:
        """Let it be raised again."""
        self._set(self._usual)

    def _set(self, handlers: dict[int, Handler]) -> None:
        """Set all of them, whatever is pressed meanwhile."""
        while True:
            try:
                for number, handler in handlers.items():
                    signal.signal(number, handler)
                return
            except KeyboardInterrupt:
                self.count += 1

    def _counted(self, usual: Handler, number: int, frame: FrameType | None) -> None:
        try:
            usual(number, frame)
        except KeyboardInterrupt:
            self.count += 1
