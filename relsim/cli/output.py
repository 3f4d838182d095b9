"""Where output goes: results to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from rich.console import RenderableType

    from relsim.result.result import Result

WIDTH_WITHOUT_TERMINAL = 100
_HEADING = 2
"""Level of the headings of a page in Markdown, below its title."""


LOG_SECONDS = 30.0
"""How often progress is said where no bar can be drawn."""


class _Standard:
    """What has become of standard output; results that cannot be shown end no command."""

    def __init__(self) -> None:
        self.closed = False
        self.trouble = ""
        self.unread = False

    @contextmanager
    def written(self) -> Iterator[None]:
        """Write to it, and note what goes wrong: files that are wanted are still to be written."""
        try:
            yield
            sys.stdout.flush()
        except BrokenPipeError:
            self.unread = True  # whoever read has seen enough
            self._go_nowhere()
        except OSError as error:
            self.trouble = error.strerror or str(error)
            self._go_nowhere()
        if self.closed:
            self.trouble = "it is closed"

    def _go_nowhere(self) -> None:
        """Send to nowhere what is still to come; Python would try it again on its way out."""
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


standard = _Standard()


def begin_output() -> None:
    """Begin anew; where a stream is closed, put something lest a file to write take its place."""
    standard.__init__()  # type: ignore[misc]
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        standard.closed = True
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def end_output() -> str:
    """Send what is left; return why results could not be shown, if they could not."""
    if not standard.closed:
        with standard.written():
            pass
    return standard.trouble


def show(*results: RenderableType) -> None:
    """Print results to standard output."""
    from rich.console import Console  # a tenth of the time in which a file is refused

    class Piped(Console):
        """A console that leaves it to others what a closed pipe means."""

        def on_broken_pipe(self) -> NoReturn:
            """Say that nobody reads any longer."""
            raise BrokenPipeError

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDTH_WITHOUT_TERMINAL
    console = Piped(width=width, highlight=False)
    with standard.written():
        for result in results:
            console.print(result, markup=False)


def show_result(found: Result, *, as_json: bool, as_markdown: bool = False) -> None:
    """Print a result, or its data and nothing else."""
    if as_json:
        show_json(found.to_json())
    elif as_markdown:
        show_text(found.to_markdown(_HEADING))
    else:
        show(found)


def show_text(text: str) -> None:
    """Print text to standard output as it stands, its last line ended."""
    with standard.written():
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def show_json(data: object) -> None:
    """Print data, and nothing else, to standard output."""
    from relsim.result.result import json_text

    show_data(json_text(data) + "\n")


def show_data(content: str | bytes) -> None:
    """Send what programs read to standard output: UTF-8, whatever a terminal is set to."""
    with standard.written():
        data = content.encode("utf-8") if isinstance(content, str) else content
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
        else:  # a program has put something of its own there
            sys.stdout.write(data.decode("utf-8"))


def is_standard(path: Path | None) -> bool:
    """Tell whether a file is standard output: ``-``."""
    return path is not None and str(path) == "-"


def deliver(path: Path, content: str | bytes, *, quiet: bool = False) -> None:
    """Write a file and say so, or send its content to standard output."""
    from relsim.result.saving import write_whole

    if is_standard(path):
        show_data(content)
        return
    write_whole(path, content)
    message(f"Written: {path}", quiet=quiet)


def message(text: str, *, quiet: bool = False) -> None:
    """Tell the user something on standard error."""
    # Where standard error is closed, Python has none, and print would fall back on the results'.
    if quiet or sys.stderr is None:
        return
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Say what takes time: how far it is and how long it may last; or, unknown, how long it has."""
    if quiet or sys.stderr is None:
        yield lambda done, total: None
        return
    with (_bar if sys.stderr.isatty() else _log)(label) as report:
        yield report


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar in a terminal; it moves while nobody knows how much there is to do."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.text import Text

    from relsim.result.words import spoken

    class HowFar(ProgressColumn):
        """How much is done and what time is left, or what time has gone by."""

        def render(self, task: Task) -> Text:
            so_far = f"{task.completed:,.0f} of {task.total:,.0f}, " if task.total else ""
            if not task.total or task.time_remaining is None:
                return Text(f"{so_far}{spoken(task.elapsed or 0.0)} so far")
            return Text(f"{so_far}{spoken(task.time_remaining)} left")

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), HowFar())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _log(label: str) -> Iterator[Callable[[int, int], None]]:
    """Say a line now and then, also while nothing is reported."""
    log, over = Log(label), Event()

    def go_on() -> None:
        while not over.wait(1.0):
            log.say()

    teller = Thread(target=go_on, daemon=True)
    teller.start()
    try:
        yield log.report
    finally:
        over.set()
        teller.join()


class Log:
    """What is said now and then, where no bar can be drawn, of how far something is."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._begun = self._said = time.monotonic()
        self._done = self._total = 0

    def report(self, done: int, total: int) -> None:
        """Take note of how far it is."""
        self._done, self._total = done, total
        self.say()

    def say(self) -> None:
        """Say how far it is, and how long it may last or has lasted, if that is due."""
        from relsim.result.words import spoken

        now, done, total = time.monotonic(), self._done, self._total
        if now - self._said < LOG_SECONDS or 0 < total <= done:
            return
        self._said, gone = now, now - self._begun
        if done > 0:
            left = spoken(gone * (total - done) / done)
            message(f"{self._label}: {done:,} of {total:,}, about {left} left.")
        else:
            message(f"{self._label}: {spoken(gone)} so far.")
