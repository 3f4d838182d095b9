"""Many runs at once, in threads, with the results in the order of the tasks.

The engine lets go of Python's lock while it works, so threads are enough: nothing is copied
between processes and one that fails takes no other with it.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from relsim.errors import InputError, RelsimError, RunError
from relsim.scenario.whole import check_whole
from relsim.study.presses import Presses

Task = TypeVar("Task")
Result = TypeVar("Result")

Progress = Callable[[int, int], None]
"""Told, after every run, how many are done and how many there are."""


class Stopped(Exception):
    """Raised in a run that was told to stop."""


class Stop:
    """A word to the runs under way that nobody waits for them any longer.

    Its :meth:`look_up` is a progress callback: a run that calls it at least once a year
    ends soon after Ctrl-C, however large its market is. What it is given is called, too, and
    may make the run wait, or raise :class:`Stopped`.
    """

    def __init__(self, look_up: Progress | None = None) -> None:
        self._said = threading.Event()
        self._look_up = look_up

    def say(self) -> None:
        """Tell every run to stop."""
        self._said.set()

    def look_up(self, done: int, total: int) -> None:
        """Leave the run if it was told to stop."""
        if self._said.is_set():
            raise Stopped
        if self._look_up is not None:
            self._look_up(done, total)


LARGE_MARKET = 200_000
"""From this many customers on, threads share one market instead of taking one each: side by
side, several of that size would fill the memory."""

_WAKE = 0.2
"""Seconds after which a wait looks up, so that Ctrl-C is heard."""

_PATIENCE = 3.0
"""Seconds that a run has to listen to Ctrl-C; compiling takes longer, and listens to nobody."""

abandoned: list[Future[Any]] = []
"""Runs that nobody waited for: a program that ends is not to wait for their threads either."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that ended with an error instead of an answer."""

    message: str
    """The error in one line."""
    details: str
    """Its traceback, for whoever mends it."""
    error: Exception


@dataclass(frozen=True, slots=True)
class Batch(Generic[Task, Result]):
    """Runs that were done together; a result is None where an interruption came first."""

    tasks: tuple[Task, ...]
    results: tuple[Result | Failed | None, ...]
    interrupted: bool

    @property
    def done(self) -> list[tuple[Task, Result | Failed]]:
        """Tasks that were finished or failed, with what came of them."""
        pairs = zip(self.tasks, self.results, strict=True)
        return [(task, result) for task, result in pairs if result is not None]

    def all_of(self, what: str) -> list[Result]:
        """Return every result, where one that is missing spoils all; `what` names a run."""
        if self.interrupted:
            raise KeyboardInterrupt
        found: list[Result] = []
        for result in self.results:
            if isinstance(result, Failed):
                raise RunError(f"{what} failed with {result.message}") from result.error
            assert result is not None
            found.append(result)
        return found


def failures_among(results: Iterable[object]) -> list[Failed]:
    """Return the runs that failed; raise the first one's error when there is nothing else."""
    there = list(results)
    failed = [one for one in there if isinstance(one, Failed)]
    if failed and len(failed) == len(there):
        raise RunError(f"Every run failed, the first with {failed[0].message}") from failed[0].error
    return failed


def share_out(threads: int | None, customers: int) -> tuple[int, int]:
    """Return how many runs go side by side, and how many threads each of them takes.

    Examples
    --------
    >>> share_out(8, customers=2_000), share_out(8, customers=1_000_000)
    ((8, 1), (1, 8))
    """
    if threads is not None:
        check_whole(1, threads=threads)
    allowed = threads or cores()
    return (1, allowed) if customers >= LARGE_MARKET else (allowed, 1)


def run_all(
    tasks: Sequence[Task],
    run: Callable[[Task, Stop], Result],
    *,
    at_once: int,
    progress: Progress | None = None,
    look_up: Progress | None = None,
    keep: Callable[[Task, Result | Failed], None] | None = None,
) -> Batch[Task, Result]:
    """Do every task, several at once.

    Ctrl-C begins nothing new, stops the runs that listen, waits for the others and returns
    what there is. A run whose `look_up` raises :class:`Stopped` ends them all.

    What is handed to `keep` as it comes is not in the results, so that memory does not grow;
    then Ctrl-C lets the runs under way finish, and only a second one stops them.

    Examples
    --------
    >>> run_all([1, 2, 3], lambda number, stop: number * number, at_once=2).results
    (1, 4, 9)
    """
    stop = Stop(look_up)
    results: list[Result | Failed | None] = [None] * len(tasks)
    running: dict[Future[Result | Failed | None], int] = {}
    interrupted = False

    def take(place: int, result: Result | Failed | None) -> None:
        if result is None:  # told to stop: nobody waits for the others either
            raise Stopped
        if keep is not None:
            keep(tasks[place], result)
        else:
            results[place] = result

    with Presses() as presses:
        pool = ThreadPoolExecutor(max_workers=at_once)
        try:
            tried = partial(attempt, run, stop)
            finished = _finished(pool, tasks, tried, at_once, running, presses)
            for done, (place, result) in enumerate(finished, 1):
                take(place, result)
                if progress is not None:
                    progress(done, len(tasks))
        except KeyboardInterrupt:
            interrupted = True
            with suppress(KeyboardInterrupt):
                for place, result in _last(running, presses, waits=keep is not None):
                    take(place, result)
        finally:
            # An error ends the others, too: nobody will read what they find.
            stop.say()
            _let_go(pool, running, lambda: interrupted or presses.count > 0)
    return Batch(tuple(tasks), tuple(results), interrupted or presses.count > 0)


def _finished(
    pool: ThreadPoolExecutor,
    tasks: Sequence[Task],
    tried: Callable[[Task], Result | Failed | None],
    at_once: int,
    running: dict[Future[Result | Failed | None], int],
    presses: Presses,
) -> Iterator[tuple[int, Result | Failed | None]]:
    """Yield results with the place of their task, as they come; `running` holds those to come."""
    waiting = iter(enumerate(tasks))
    while True:
        presses.require_none()
        # A few more than are worked on, so that no thread waits for this loop.
        while len(running) < 2 * at_once and (following := next(waiting, None)) is not None:
            place, task = following
            running[pool.submit(tried, task)] = place
        if not running:
            return
        finished = wait(running, timeout=_WAKE, return_when=FIRST_COMPLETED).done
        # In the order of the tasks: of two errors the same one is always raised.
        for future in sorted(finished, key=running.__getitem__):
            place = running.pop(future)
            yield place, future.result()


def _last(
    running: dict[Future[Result | Failed | None], int], presses: Presses, *, waits: bool
) -> Iterator[tuple[int, Result | Failed | None]]:
    """Yield what the tasks that have begun come to, until it is pressed again, or what is done."""
    said = min(presses.count, 1)
    begun = {future: place for future, place in running.items() if not future.cancel()}
    while begun:
        found = wait(begun, timeout=_WAKE if waits else 0).done
        for future in sorted(found, key=begun.__getitem__):
            yield begun.pop(future), future.result()
        if not waits or presses.count > said:
            return


def _let_go(
    pool: ThreadPoolExecutor,
    running: Iterable[Future[Result | Failed | None]],
    hurried: Callable[[], bool],
) -> None:
    """Wait for the threads; after Ctrl-C not for one that does not listen, as while compiling."""
    patience = time.monotonic() + _PATIENCE
    left = {future for future in running if not future.cancel()}
    while left := wait(left, timeout=_WAKE).not_done:
        if hurried() and time.monotonic() > patience:
            abandoned.extend(left)
            break
    pool.shutdown(wait=not left)


def attempt(run: Callable[[Task, Stop], Result], stop: Stop, task: Task) -> Result | Failed | None:
    """Return what a task comes to, its failure, or None where it was told to stop."""
    try:
        return run(task, stop)
    except Stopped:
        return None
    except RelsimError as error:
        if error.exit_code == InputError.exit_code:
            raise
        return _failed(error)
    except Exception as error:  # a failed run is a row, not the end of a study
        return _failed(error)


def _failed(error: Exception) -> Failed:
    message = " ".join(f"{type(error).__name__}: {error}".split())
    return Failed(message, "".join(traceback.format_exception(error)), error)


def cores() -> int:
    """Return the cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
