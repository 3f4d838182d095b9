"""Other processes that compile passes while this one compiles others.

Numba compiles one pass at a time, whatever number of threads ask. So where there is more than one
core, the passes of a market stand in a line. Processes of their own take them from its beginning,
one after the other, and lay them on the shelf; this process compiles what stands last as soon as
a market is open, and while it waits for somebody. Whatever goes wrong there costs the time that it
was to save.
"""

from __future__ import annotations

import atexit
import importlib
import multiprocessing
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NamedTuple

_BEGIN = "from relsim.market.hands import lend; lend()"


class Task(NamedTuple):
    """A pass to compile: where it stands, for which types, and the file that it will lie in."""

    module: str
    name: str
    types: tuple[Any, ...]
    place: Path

    def do(self) -> None:
        """Compile it; what is compiled lies on the shelf."""
        function: Any = getattr(importlib.import_module(self.module), self.name)
        function.compile(self.types)


class Hands:
    """The processes that compile, the line of passes, and who is at which, by its file."""

    def __init__(self) -> None:
        self._line: deque[Task] = deque()
        self._at: dict[Path, subprocess.Popen[bytes]] = {}
        self._hired: list[subprocess.Popen[bytes]] = []
        self._lock = Lock()

    def set_to(self, tasks: Sequence[Task]) -> bool:
        """Put passes into the line that do not stand there; tell whether others compile some."""
        others = min(_cores() - 1, len(tasks))
        if others < 1 or not sys.executable or multiprocessing.parent_process() is not None:
            return False
        with self._lock:
            known = {*self._at, *(task.place for task in self._line)}
            new = [task for task in tasks if task.place not in known]
            self._line.extend(new)
            self._hired = [helper for helper in self._hired if helper.poll() is None]
            while new and len(self._hired) < others:
                with suppress(OSError):
                    self._hired.append(_hired())
                    Thread(target=self._feed, args=self._hired[-1:], daemon=True).start()
                    continue
                break
        return bool(new and self._hired)

    def wait_for(self, place: Path) -> bool:
        """Wait for a file and compile meanwhile; tell whether anybody was at what it holds."""
        waited = False
        while True:
            with self._lock:
                helper = self._at.get(place)
                if helper is None:
                    self._line = deque(task for task in self._line if task.place != place)
                    return waited
                task = self._line.pop() if self._line else None
            waited = True
            if task is not None:
                task.do()
            else:
                with suppress(subprocess.TimeoutExpired):
                    helper.wait(0.02)

    def lend_a_hand(self) -> None:
        """Compile what stands last in the line, until nothing does."""
        while True:
            with self._lock:
                task = self._line.pop() if self._line else None
            if task is None:
                return
            task.do()

    def let_go(self) -> None:
        """End whoever is still at something."""
        with self._lock:
            self._line.clear()
            for helper in self._hired:
                helper.kill()
                helper.wait()

    def _feed(self, helper: subprocess.Popen[bytes]) -> None:
        """Give a process one pass after the other, as long as it lives."""
        assert helper.stdin is not None and helper.stdout is not None
        place = None
        with suppress(OSError), helper.stdin as told, helper.stdout as answers:
            while (task := self._next(helper)) is not None:
                place = task.place
                pickle.dump(task, told)
                told.flush()
                answered = answers.read(1)
                self._at.pop(place, None)
                if not answered:
                    break
        if place is not None:
            self._at.pop(place, None)
        helper.wait()

    def _next(self, helper: subprocess.Popen[bytes]) -> Task | None:
        """Return the first pass of the line, which a process is at from now on."""
        with self._lock:
            task = self._line.popleft() if self._line else None
            if task is not None:
                self._at[task.place] = helper
        return task


def _cores() -> int:
    """Return how many cores this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _hired() -> subprocess.Popen[bytes]:
    """Return a process that compiles passes; it has them on standard input, and says when."""
    return subprocess.Popen(
        [sys.executable, "-c", _BEGIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def lend() -> None:
    """Compile what standard input says, as another process asked for."""
    with suppress(EOFError):
        while True:
            pickle.load(sys.stdin.buffer).do()
            sys.stdout.buffer.write(b".")
            sys.stdout.buffer.flush()


hands = Hands()
atexit.register(hands.let_go)
