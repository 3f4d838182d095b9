"""Whose turn it is to compute, so that one person's large run freezes nobody.

Every session has at most one job, the newest. One job computes at a time, and may use all cores:
however many there are, no more threads compute than there are cores, and clicks stay fast.
Whoever has computed least goes first, so a short job passes a long one, and waiting pays back,
so a long one comes to its turn among many short ones. The engine lets go of Python's lock while
it works, so threads are enough.
"""

from __future__ import annotations

import threading
import time

from relsim.app.server.jobs import Deliver, Function, Job, JobState, Turn
from relsim.study.parallel import Stopped

_FAIR = 0.05
"""Seconds by which a job must be ahead of one that waits before it makes room."""


class Scheduler:
    """Shares the cores out among jobs.

    Examples
    --------
    >>> scheduler = Scheduler()
    >>> job = scheduler.submit("me", lambda turn: 6 * 7)
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
            job = Job(session, spent, self._look_again)
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
            job.result = function(Turn(job, self._make_room))
            ended = JobState.DONE
        except Stopped:
            ended = JobState.CANCELLED
        except Exception as error:  # whoever asked is told
            job.error, ended = error, JobState.FAILED
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
                ended = JobState.CANCELLED
            job.state = ended
            try:
                if deliver is not None and ended is not JobState.CANCELLED:
                    deliver(job)
            finally:
                job.end(ended)

    def _look_again(self) -> None:
        """Let those who wait see whether they still should."""
        with self._change:
            self._change.notify_all()

    def _make_room(self, job: Job) -> None:
        """Count a job's time; let others pass who have had less."""
        if not self._waiting and job in self._running and job.wanted:
            return  # nobody to make room for; runs of small markets ask thousands of times
        with self._change:
            if job in self._running:
                self._count(job)
                if any(one.lateness + _FAIR < job.spent for one in self._waiting):
                    del self._running[job]
                    job.since = time.monotonic()
                    self._waiting.append(job)
                    self._change.notify_all()
            self._wait_for_turn(job)
        if not job.wanted:
            raise Stopped

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
                job.spent = max(0.0, job.lateness)
                self._running[job] = time.monotonic()
                job.state = JobState.RUNNING
                self._change.notify_all()  # there may be room for another
            else:
                self._change.wait()

    def _is_next(self, job: Job) -> bool:
        if len(self._running) >= self._at_once:
            return False
        wanted = [one for one in self._waiting if one.wanted]
        return min(wanted, key=lambda one: one.lateness) is job

    def _count(self, job: Job) -> None:
        now = time.monotonic()
        job.spent += now - self._running[job]
        self._running[job] = now


shared = Scheduler()
"""The one of this server."""
