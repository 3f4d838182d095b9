"""With what exit code a command that has shown its result ends."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from relsim.errors import SomeRunsFailed

INTERRUPTED = 130
"""What a shell takes for Ctrl-C."""

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


class Ended(KeyboardInterrupt):
    """What a signal raises: of the plain kind Python may remember that it once was unhandled."""


_USUAL = (signal.SIG_DFL, signal.default_int_handler)

_AGAIN = 0.05
"""Seconds until what was swallowed is pressed again."""

came: list[int] = []
"""The signal that ends this command, if one does."""


@contextmanager
def ended_as_by_ctrl_c() -> Iterator[None]:
    """Let whatever ends a program be taken for Ctrl-C, so that what is done is kept and shown.

    Where a signal is ignored, as below nohup, it stays so.
    """
    came.clear()

    def end(number: int, frame: object) -> None:
        came.append(number)
        raise Ended

    usual = {}
    if threading.current_thread() is threading.main_thread():
        there = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
        found = {one: signal.getsignal(one) for one in there}
        usual = {one: handler for one, handler in found.items() if handler in _USUAL}
    try:
        for one in usual:
            signal.signal(one, end)
        with _pressed_again():
            yield
    finally:
        for one, handler in usual.items():
            signal.signal(one, handler)


@contextmanager
def _pressed_again() -> Iterator[None]:
    """Press again what came while the interpreter called back, where exceptions are swallowed."""
    usual = sys.unraisablehook

    def hook(lost: sys.UnraisableHookArgs) -> None:
        if isinstance(lost.exc_value, Ended):
            # Later: out of this call, too, it would be swallowed.
            threading.Timer(_AGAIN, _thread.interrupt_main, came[-1:]).start()
        else:
            usual(lost)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = usual


def leaves_threads() -> bool:
    """Tell whether a run that does not listen, such as one that compiles, is still at work."""
    parallel = sys.modules.get("relsim.study.parallel")
    return parallel is not None and any(not one.done() for one in parallel.abandoned)


def code_of_end() -> int:
    """Return what a command leaves with that was ended early: 128 and the signal, as in a shell."""
    return 128 + came[0] if came else INTERRUPTED


def leave(*, interrupted: bool, failed: bool = False) -> None:
    """End a command that has shown its result, where not all of it went well."""
    if interrupted:
        raise SystemExit(INTERRUPTED)
    if failed:
        raise SystemExit(SomeRunsFailed.exit_code)
