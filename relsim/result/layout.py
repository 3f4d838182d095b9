"""How a comparison's tables are shown: in a terminal, as plain text, in a notebook.

Where the strategies do not fit beside each other they are continued in a further table below.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from relsim.result.table import Mood, Row, Sheet
from relsim.study.compare.tables import notes, sheets, warnings

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from relsim.study.compare.comparison import Comparison

PLAIN_WIDTH = 100
_GAP = 2
_COLOURS: dict[Mood, str] = {"": "", "better": "green", "worse": "red"}


def terminal(comparison: Comparison, width: int) -> Iterator[RenderableType]:
    """Yield what Rich prints, fitted to a width."""
    from rich.text import Text

    for sentence in warnings(comparison):
        yield Text(sentence, style="bold yellow")
        yield ""
    yield from on_terminal(sheets(comparison), notes(comparison), width)


def on_terminal(
    tables: Iterable[Sheet], sentences: Iterable[str], width: int
) -> Iterator[RenderableType]:
    """Yield tables and what explains them, fitted to a width."""
    from rich.text import Text

    for sheet in tables:
        yield Text(sheet.title, style="bold")
        for part in _parts(sheet, width):
            yield _table(part)
        yield ""
    for sentence in sentences:
        yield Text(sentence, style="dim")


def plain(comparison: Comparison, width: int = PLAIN_WIDTH) -> str:
    """Return the tables as text without colour."""
    return as_text(comparison, width)


def as_text(result: RenderableType, width: int = PLAIN_WIDTH) -> str:
    """Return whatever Rich can print as text without colour."""
    from rich.console import Console

    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(result)
    return "\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n"))


def html(comparison: Comparison) -> str:
    """Return the tables for a notebook."""
    pieces = [f"<p><strong>{escape(sentence)}</strong></p>" for sentence in warnings(comparison)]
    return "<div>" + "\n".join([*pieces, as_html(sheets(comparison), notes(comparison))]) + "</div>"


def as_html(tables: Iterable[Sheet], sentences: Iterable[str]) -> str:
    """Return tables and what explains them for a notebook."""
    pieces = [_html_table(sheet) for sheet in tables]
    pieces += [f"<p><small>{escape(sentence)}</small></p>" for sentence in sentences]
    return "\n".join(pieces)


def _parts(sheet: Sheet, width: int) -> Iterator[Sheet]:
    """Cut a sheet into pieces that fit beside each other in a width."""
    heading = max(len(text) for row in sheet.rows for text in (row.top, row.bottom))
    cell = max(
        max(len(text) for row in sheet.rows for one in row.cells for text in (one.top, one.bottom)),
        min(max(map(len, sheet.columns)), 18),
    )
    count = max(1, (width - heading) // (cell + _GAP))
    for start in range(0, len(sheet.columns), count):
        chosen = slice(start, start + count)
        rows = tuple(Row(row.top, row.bottom, row.cells[chosen]) for row in sheet.rows)
        yield Sheet(sheet.title, sheet.columns[chosen], rows)


def _table(sheet: Sheet) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    # The box adds one character between columns, the padding the rest of the gap.
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 0, 0, _GAP - 1))
    table.add_column("", no_wrap=True)
    for name in sheet.columns:
        # A name is the user's own text: never read as markup.
        table.add_column(Text(name, overflow="fold"), justify="right")
    for row in sheet.rows:
        cells = [
            Text.assemble((cell.top, _COLOURS[cell.mood]), "\n", (cell.bottom, "dim"))
            for cell in row.cells
        ]
        table.add_row(Text.assemble(row.top, "\n", (row.bottom, "dim")), *cells)
    return table


def _html_table(sheet: Sheet) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in sheet.columns)
    body = "".join(
        f"<tr><th style='text-align:left'>{_html_lines(row.top, row.bottom)}</th>"
        + "".join(f"<td>{_html_lines(cell.top, cell.bottom)}</td>" for cell in row.cells)
        + "</tr>"
        for row in sheet.rows
    )
    return (
        f"<table><caption style='text-align:left'>{escape(sheet.title)}</caption>"
        f"<thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _html_lines(top: str, bottom: str) -> str:
    return f"{escape(top)}<br><small>{escape(bottom)}</small>"
