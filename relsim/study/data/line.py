"""Lines of a table, and whether the first of them has the headings that are needed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from relsim.errors import InputError
from relsim.scenario.wording import show

Cell = str | float | datetime.date
"""Text as it was written; a number or a date where a workbook holds one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def names(self) -> list[str]:
        """Its cells as headings."""
        return [str(cell).strip().casefold() for cell in self.cells]


def trimmed(number: int, cells: Sequence[Cell]) -> Line | None:
    """Return a line without the empty cells at its end; None when nothing stands in it."""
    kept = list(cells)
    while kept and isinstance(kept[-1], str) and not kept[-1].strip():
        kept.pop()
    return Line(number, tuple(kept)) if kept else None


def missing(header: Line, names: Sequence[str]) -> str:
    """Say which heading is missing or stands twice; nothing when all are there."""
    for name in names:
        if name not in header.names:
            return f"there is no column {name}"
        if header.names.count(name) > 1:
            return f"{name} stands there twice"
    return ""


def refuse_header(source: str, header: Line, names: Sequence[str], hint: str = "") -> None:
    """Refuse a table without the headings that it needs."""
    if problem := missing(header, names):
        found = show(", ".join(str(cell) for cell in header.cells))
        raise InputError(
            f"{source}:{header.number}: {problem}; found {found}. The first line is "
            f'"{",".join(names)}".{hint}'
        )
