"""Many runs at once, in threads, with the results in the order of the questions.

The engine lets go of Python's lock while it works, so threads are enough: nothing is copied
between processes and one that fails takes no other with it.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

from relsim.errors import InputError, RelsimError

Question = TypeVar("Question")
Answer = TypeVar("Answer")

Progress = Callable[[int, int], None]
"""Told, after every run, how many are done and how many there are."""


class Stopped(Exception):
    """Raised in a run that was told to stop."""


class Stop:
    """A word to the runs under way that nobody waits for them any longer.

    Its :meth:`look_up` is a progress callback: a run that calls it at least once a year
    ends soon after Ctrl-C, however large its market is.
    """

    def __init__(self) -> None:
        self._said = threading.Event()

    def say(self) -> None:
        """Tell every run to stop."""
        self._said.set()

    def look_up(self, done: int, total: int) -> None:
        """Leave the run if it was told to stop."""
        if self._said.is_set():
            raise Stopped


LARGE_MARKET = 200_000
"""From this many customers on, threads share one market instead of taking one each: side by
side, several of that size would fill the memory."""

_WAKE = 0.2
"""Seconds after which a wait looks up, so that Ctrl-C is heard on every system."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that ended with an error instead of an answer.

    Parameters
    ----------
    message : str
        The error in one line.
    details : str
        Its traceback, for whoever mends it.
    error : Exception
        The error itself.
    """

    message: str
    details: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Answers(Generic[Answer]):
    """What came back.

    Parameters
    ----------
    found : tuple
        In the order of the questions: the answer, a :class:`Failed`, or None where an
        interruption came first.
    interrupted : bool
        Whether Ctrl-C ended the work early.
    """

    found: tuple[Answer | Failed | None, ...]
    interrupted: bool


def share_out(threads: int | None, customers: int) -> tuple[int, int]:
    """Return how many runs go side by side, and how many threads each of them takes.

    Examples
    --------
    >>> share_out(8, customers=2_000), share_out(8, customers=1_000_000)
    ((8, 1), (1, 8))
    """
    if threads is not None and threads < 1:
        raise InputError(f"threads: found {threads}; allowed is a whole number from 1.")
    allowed = threads or cores()
    return (1, allowed) if customers >= LARGE_MARKET else (allowed, 1)


def ask_all(
    questions: Sequence[Question],
    answer: Callable[[Question], Answer],
    *,
    at_once: int,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Answers[Answer]:
    """Answer every question, several at once.

    Notes
    -----
    Ctrl-C begins nothing new, stops the runs that listen, waits for the others and returns
    what there is.

    Examples
    --------
    >>> ask_all([1, 2, 3], lambda number: number * number, at_once=2).found
    (1, 4, 9)
    """
    found: list[Answer | Failed | None] = [None] * len(questions)
    interrupted = False
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        try:
            results = _finished(pool, questions, answer, at_once)
            for done, (place, result) in enumerate(results, 1):
                found[place] = result
                if progress is not None:
                    progress(done, len(questions))
        except KeyboardInterrupt:
            interrupted = True
        finally:
            # An error ends the others, too: nobody will read what they find.
            if stop is not None:
                stop.say()
    return Answers(tuple(found), interrupted)


def _finished(
    pool: ThreadPoolExecutor,
    questions: Sequence[Question],
    answer: Callable[[Question], Answer],
    at_once: int,
) -> Iterator[tuple[int, Answer | Failed | None]]:
    """Yield results with the place of their question, as they come."""
    waiting = iter(enumerate(questions))
    running: dict[Future[Answer | Failed | None], int] = {}
    try:
        while True:
            # A few more than are worked on, so that no thread waits for this loop.
            while len(running) < 2 * at_once and (following := next(waiting, None)) is not None:
                place, question = following
                running[pool.submit(_attempt, answer, question)] = place
            if not running:
                return
            finished = wait(running, timeout=_WAKE, return_when=FIRST_COMPLETED).done
            # In the order of the questions: of two errors the same one is always raised.
            for future in sorted(finished, key=running.__getitem__):
                place = running.pop(future)
                yield place, future.result()
    finally:
        for future in running:
            future.cancel()


def _attempt(answer: Callable[[Question], Answer], question: Question) -> Answer | Failed | None:
    try:
        return answer(question)
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
