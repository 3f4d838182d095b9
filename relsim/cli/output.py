"""Where output goes: results to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console, RenderableType

from relsim.result.result import json_text

if TYPE_CHECKING:
    from relsim.result.result import Result

WIDTH_WITHOUT_TERMINAL = 100
_HEADING = 2
"""Level of the headings of a page in Markdown, below its title."""


class _Console(Console):
    """A console whose reader may leave at any time."""

    def on_broken_pipe(self) -> NoReturn:
        """End quietly: whoever closed the pipe has seen enough."""
        _forget_stdout()
        raise SystemExit(0)


def show(*results: RenderableType) -> None:
    """Print results to standard output."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDTH_WITHOUT_TERMINAL
    console = _Console(width=width, highlight=False)
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
    try:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        raise SystemExit(0) from None


def show_json(data: object) -> None:
    """Print data, and nothing else, to standard output."""
    show_text(json_text(data))


def write_files(
    found: Result, *, csv: Path | None = None, xlsx: Path | None = None, quiet: bool = False
) -> None:
    """Write the files that a command was told to write, and say so."""
    for path, write in ((csv, found.to_csv), (xlsx, found.to_xlsx)):
        if path is not None:
            write(path)
            message(f"Written: {path}", quiet=quiet)


def message(text: str, *, quiet: bool = False) -> None:
    """Tell the user something on standard error."""
    # Where standard error is closed, Python has none, and print would fall back on the results'.
    if quiet or sys.stderr is None:
        return
    with suppress(BrokenPipeError):
        print(text, file=sys.stderr, flush=True)


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Show a bar with the time left while something takes time."""
    if quiet or not sys.stderr.isatty():
        yield _say_nothing
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeLeft())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _say_nothing(done: int, total: int) -> None:
    """Report nothing."""


def _forget_stdout() -> None:
    """Send whatever is still to come to nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
