"""Computing in turns, so that one person's large run freezes nobody.

Every session has at most one job, the newest. One job computes at a time, and may use all cores:
however many there are, no more threads compute than there are cores, and clicks stay fast.
Whoever has computed least goes first, so a short job passes a long one, and waiting pays back,
so a long one comes to its turn among many short ones. The engine lets go of Python's lock while
it works, so threads are enough.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import Enum
from typing import Any

from relsim.study.parallel import Stopped

__all__ = ["Job", "State", "Stopped", "Turn", "Work", "forget", "shared", "submit"]

_FAIR = 0.05
"""Seconds by which a job must be ahead of one that waits before it makes room."""


class State(Enum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job:
    """Something to be computed for a session.

    Attributes
    ----------
    session : str
        Whose it is.
    state : State
        How far it is.
    result : object
        What the function returned, once it is done.
    error : Exception or None
        What the function raised.
    done, total : int
        As the function last said; 0 before.
    spent : float
        Seconds that it has computed, less those that it waited in between.
    """

    def __init__(self, session: str, work: Work, spent: float) -> None:
        self.session = session
        self.state = State.WAITING
        self.result: Any = None
        self.error: Exception | None = None
        self.done = self.total = 0
        self.spent = spent
        self.since = time.monotonic()
        self._work = work
        self._unwanted = threading.Event()
        self._ended = threading.Event()

    def cancel(self) -> None:
        """Say that nobody waits for it any longer; it ends when it next looks up."""
        self._unwanted.set()
        self._work.look_again()

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
    def claim(self) -> float:
        """How late in line it stands while it waits: seconds, the less the earlier."""
        return self.spent - (time.monotonic() - self.since)

    @property
    def wanted(self) -> bool:
        """Whether anybody waits for it."""
        return not self._unwanted.is_set()

    def end(self, state: State) -> None:
        """Note how it ended."""
        self.state = state
        self._ended.set()


class Turn:
    """What a function under way may do: say how far it is, and hear whether to go on.

    Parameters
    ----------
    work : Work
        Which shares the turns out.
    job : Job
        Whose turn it is.
    """

    def __init__(self, work: Work, job: Job) -> None:
        self._work, self._job = work, job

    def look_up(self, done: int = 0, total: int = 0) -> None:
        """Say how far the job is; make room for others, or end if nobody waits any longer."""
        self._job.done, self._job.total = done, total
        self._work.make_room(self._job)


Function = Callable[[Turn], Any]
Deliver = Callable[[Job], None]


class Work:
    """Shares the cores out among jobs.

    Parameters
    ----------
    at_once : int
        Jobs that compute at the same time, each in as many threads as it likes.

    Examples
    --------
    >>> work = Work()
    >>> job = work.submit("me", lambda turn: 6 * 7)
    >>> job.wait(10), job.result
    (True, 42)
    """

    def __init__(self, at_once: int = 1) -> None:
        self._at_once = at_once
        self._change = threading.Condition()
        self._newest: dict[str, Job] = {}
        self._waiting: list[Job] = []
        self._resting: list[Job] = []
        self._running: dict[Job, float] = {}
        self._delivery: dict[str, threading.Lock] = {}

    def submit(
        self,
        session: str,
        function: Function,
        deliver: Deliver | None = None,
        after: float = 0.0,
    ) -> Job:
        """Take on a job; it replaces the session's job before."""
        with self._change:
            before = self._newest.get(session)
            # Whoever keeps changing their mind, or goes on with the next part, does not begin
            # anew as the one that has computed least.
            spent = 0.0 if before is None or before.ended else before.spent
            job = Job(session, self, spent)
            self._newest[session] = job
            (self._resting if after else self._waiting).append(job)
            lock = self._delivery.setdefault(session, threading.Lock())
        if before is not None:
            before.cancel()
        # A thread for each job: it belongs to the session that starts it, and to no other.
        threading.Thread(
            target=self._do,
            args=(job, function, deliver, lock, after),
            name="relsim-job",
            daemon=True,
        ).start()
        return job

    def forget(self, session: str) -> None:
        """End the job of a session that is over."""
        with self._change:
            job = self._newest.pop(session, None)
            self._delivery.pop(session, None)
        if job is not None:
            job.cancel()

    def under_way(self) -> int:
        """Return how many jobs compute or wait for their turn."""
        with self._change:
            return len(self._resting) + len(self._waiting) + len(self._running)

    def look_again(self) -> None:
        """Let those who wait see whether they still should."""
        with self._change:
            self._change.notify_all()

    def make_room(self, job: Job) -> None:
        """Count a job's time; let others pass who have had less."""
        if not self._waiting and job in self._running and job.wanted:
            return  # nobody to make room for; runs of small markets ask thousands of times
        with self._change:
            if job in self._running:
                self._count(job)
                if any(one.claim + _FAIR < job.spent for one in self._waiting):
                    del self._running[job]
                    job.since = time.monotonic()
                    self._waiting.append(job)
                    self._change.notify_all()
            self._wait_for_turn(job)
        if not job.wanted:
            raise Stopped

    def _do(
        self,
        job: Job,
        function: Function,
        deliver: Deliver | None,
        lock: threading.Lock,
        after: float,
    ) -> None:
        try:
            job.rest(after)
            with self._change:
                self._stand_in_line(job)
                self._wait_for_turn(job)
            if not job.wanted:
                raise Stopped
            job.result = function(Turn(self, job))
            ended = State.DONE
        except Stopped:
            ended = State.CANCELLED
        except Exception as error:  # whoever asked is told
            job.error, ended = error, State.FAILED
        finally:
            with self._change:
                if job in self._running:
                    self._count(job)
                    del self._running[job]
                if job in self._waiting:
                    self._waiting.remove(job)
                self._change.notify_all()
        with lock:  # an older result never follows a newer one
            if not job.wanted:
                ended = State.CANCELLED
            job.state = ended
            try:
                if deliver is not None and ended is not State.CANCELLED:
                    deliver(job)
            finally:
                job.end(ended)

    def _stand_in_line(self, job: Job) -> None:
        if job in self._resting:
            self._resting.remove(job)
            self._waiting.append(job)
            job.since = time.monotonic()

    def _wait_for_turn(self, job: Job) -> None:
        """Wait, holding the condition, until it is the job's turn or nobody wants it.

        A function may use several threads, and each of them look up: the first takes the turn.
        """
        while job.wanted and job not in self._running:
            if self._is_next(job):
                self._waiting.remove(job)
                job.spent = max(0.0, job.claim)
                self._running[job] = time.monotonic()
                job.state = State.RUNNING
                self._change.notify_all()  # there may be room for another
            else:
                self._change.wait()

    def _is_next(self, job: Job) -> bool:
        if len(self._running) >= self._at_once:
            return False
        wanted = [one for one in self._waiting if one.wanted]
        return min(wanted, key=lambda one: one.claim) is job

    def _count(self, job: Job) -> None:
        now = time.monotonic()
        job.spent += now - self._running[job]
        self._running[job] = now


shared = Work()
"""The one of this server."""


def submit(
    session: str, function: Function, deliver: Deliver | None = None, after: float = 0.0
) -> Job:
    """Hand a job to the server's :class:`Work`.

    Examples
    --------
    >>> found = []
    >>> job = submit("me", lambda turn: "retention", lambda job: found.append(job.result))
    >>> job.wait(10), found
    (True, ['retention'])
    >>> forget("me")
    """
    return shared.submit(session, function, deliver, after)


def forget(session: str) -> None:
    """End the job of a session that is over."""
    shared.forget(session)
