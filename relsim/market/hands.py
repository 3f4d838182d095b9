"""Other processes that compile passes while this one compiles others.

Numba compiles one pass at a time, whatever number of threads ask. The two passes over all
customers take half of all the time, so where there is more than one core, processes of their own
compile these and lay them on the shelf, where whoever needs one waits for it. Whatever goes wrong
there costs the time that it was to save.
"""

from __future__ import annotations

import atexit
import importlib
import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

_BEGIN = "from relsim.market.hands import lend; lend()"


class Task(NamedTuple):
    """A pass to compile: where it stands, for which types, and the file that it will lie in."""

    module: str
    name: str
    types: tuple[Any, ...]
    place: Path


class Hands:
    """The processes that compile, by the file that each of them will leave."""

    def __init__(self) -> None:
        self._at: dict[Path, subprocess.Popen[bytes]] = {}
        self._lock = Lock()

    def set_to(self, tasks: Sequence[Task]) -> bool:
        """Have tasks that nobody is at yet done by others; tell whether anybody is set to some."""
        others = min(_cores() - 1, len(tasks))
        if others < 1 or not sys.executable or multiprocessing.parent_process() is not None:
            return False
        with self._lock:
            to_do = [task for task in tasks if task.place not in self._at]
            for place in range(min(others, len(to_do))):
                share = to_do[place::others]
                with suppress(OSError):
                    helper = _hired(share)
                    self._at.update(dict.fromkeys((task.place for task in share), helper))
        return bool(to_do)

    def wait_for(self, place: Path) -> bool:
        """Wait for what is to lie in a file; tell whether anybody was at it."""
        helper = self._at.pop(place, None)
        if helper is None:
            return False
        while helper.poll() is None and not place.exists():
            with suppress(subprocess.TimeoutExpired):
                helper.wait(0.05)
        return True

    def let_go(self) -> None:
        """End whoever is still at something."""
        for helper in self._at.values():
            helper.kill()
            helper.wait()
        self._at.clear()


def _cores() -> int:
    """Return how many cores this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _hired(tasks: Sequence[Task]) -> subprocess.Popen[bytes]:
    """Return a process that compiles passes; what it is told, it has on standard input."""
    helper = subprocess.Popen(
        [sys.executable, "-c", _BEGIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert helper.stdin is not None
    with suppress(BrokenPipeError), helper.stdin as told:
        told.write(pickle.dumps([task[:3] for task in tasks]))
    return helper


def lend() -> None:
    """Compile what standard input says, as another process asked for."""
    for module, name, types in pickle.load(sys.stdin.buffer):
        done: Callable[..., Any] = getattr(importlib.import_module(module), name)
        done.compile(types)  # type: ignore[attr-defined]


hands = Hands()
atexit.register(hands.let_go)
