"""A job: something to be computed for a session, and how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import Enum
from typing import Any


class JobState(Enum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job:
    """Something to be computed for a session."""

    def __init__(self, session: str, spent: float, changed: Callable[[], None]) -> None:
        self.session = session
        self.state = JobState.WAITING
        self.result: Any = None
        self.error: Exception | None = None
        self.done = self.total = 0  # as the function last said
        self.spent = spent  # seconds of computing, less those of waiting in between
        self.since = time.monotonic()
        self._changed = changed
        self._unwanted = threading.Event()
        self._ended = threading.Event()

    def cancel(self) -> None:
        """Say that nobody waits for it any longer; it ends when it next looks up."""
        self._unwanted.set()
        self._changed()

    def rest(self, seconds: float) -> None:
        """Let some time pass, unless nobody wants the job meanwhile."""
        self._unwanted.wait(seconds)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end."""
        return self._ended.wait(seconds)

    @property
    def ended(self) -> bool:
        """Whether it has ended, its delivery included."""
        return self._ended.is_set()

    @property
    def lateness(self) -> float:
        """How late in line it stands while it waits: seconds, the less the earlier."""
        return self.spent - (time.monotonic() - self.since)

    @property
    def wanted(self) -> bool:
        """Whether anybody waits for it."""
        return not self._unwanted.is_set()

    def end(self, state: JobState) -> None:
        """Note how it ended."""
        self.state = state
        self._ended.set()


class Turn:
    """What a function under way may do: say how far it is, and hear whether to go on."""

    def __init__(self, job: Job, make_room: Callable[[Job], None]) -> None:
        self._job, self._make_room = job, make_room

    def look_up(self, done: int = 0, total: int = 0) -> None:
        """Say how far the job is; make room for others, or end if nobody waits any longer."""
        self._job.done, self._job.total = done, total
        self._make_room(self._job)


Function = Callable[[Turn], Any]
"""What a job computes."""

Deliver = Callable[[Job], None]
"""What is done with the job once it has ended, in the same thread."""
