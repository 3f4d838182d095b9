"""Triangles whose headings are dates: every row moved so that its columns are ages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from relsim.errors import InputError
from relsim.scenario.wording import show
from relsim.study.data.cells import is_empty
from relsim.study.data.cohort import TOTALS
from relsim.study.data.dates import periods_between, read_dates
from relsim.study.data.line import Line
from relsim.study.data.sheet import Placed

_LOOKED_AT = 20
_NOTHING = ("0", "0.0", "0 %", "0%")
"""What is written where a cohort had not begun."""


def aged(source: str, lines: Sequence[Line], period: str) -> list[Line] | None:
    """Return lines with ages as headings where dates stand above and beside; None where none do."""
    found = _headings(source, lines)
    if found is None:
        return None
    row, begin, above = found
    below = [line for line in lines[row + 1 :] if any(not is_empty(cell) for cell in line.cells)]
    totals = [line for line in below if _name(line).casefold().rstrip(":") in TOTALS]
    cohorts = [line for line in below if line not in totals]
    faults: list[str] = []
    beside = read_dates(
        [Placed(line.number, f"{source}:{line.number} cohort", line.cells[0]) for line in cohorts],
        faults,
    )
    if faults or not cohorts:
        raise InputError("\n\n".join(faults) or f"{source}: no row stands below the dates.")
    when = periods_between([_in_period(day, period) for day in (*above, *beside)], period)
    if isinstance(when, str):
        raise InputError(f"{source}:{lines[row].number}: {when}")
    columns, starts = when[: len(above)], when[len(above) :]
    longest = max(columns) - min(starts)
    header = lines[row]
    ages = [*header.cells[:begin], *map(str, range(longest + 1))]
    moved = [
        _moved(source, line, begin, [column - start for column in columns], longest)
        for line, start in zip(cohorts, starts, strict=True)
    ]
    return [*lines[:row], replace(header, cells=tuple(ages)), *moved]


def _headings(source: str, lines: Sequence[Line]) -> tuple[int, int, list[date]] | None:
    """Return the line whose last cells are dates, where these begin, and what they are."""
    for row, line in enumerate(lines[:_LOOKED_AT]):
        for begin in range(1, min(len(line.cells) - 1, 4)):
            cells = [Placed(line.number, f"{source}:{line.number}", c) for c in line.cells[begin:]]
            faults: list[str] = []
            days = read_dates(cells, faults)
            if days and len(set(days)) == len(days):
                return row, begin, days
            if any("may be" in fault for fault in faults):
                raise InputError(faults[0])
    return None


def _moved(source: str, line: Line, begin: int, ages: Sequence[int], longest: int) -> Line:
    """Return a row whose cells stand below their ages; before its beginning nothing may stand."""
    cells: list[str | float | date] = [""] * (longest + 1)
    for age, cell in zip(ages, line.cells[begin:], strict=False):
        if age >= 0:
            cells[age] = cell
        elif not is_empty(cell) and str(cell).strip() not in _NOTHING:
            raise InputError(
                f"{source}:{line.number}: the cohort {show(_name(line))} has {show(str(cell))} "
                "before it began. Leave these cells empty, or correct its date."
            )
    return replace(line, cells=(*line.cells[:begin], *cells))


def _name(line: Line) -> str:
    return str(line.cells[0]).strip()


def _in_period(day: date, period: str) -> date:
    """Return a day as its month, where months are counted: some write its first, some its last."""
    return day if period == "week" else day.replace(day=1)
