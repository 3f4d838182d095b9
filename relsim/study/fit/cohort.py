"""A real cohort: how many of the customers who began together are left after each period."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from relsim.errors import InputError, ScenarioError
from relsim.scenario.reading import read_text
from relsim.scenario.wording import excerpt, show

COLUMNS = ("period", "customers")
LARGEST_FILE = 4 * 1024 * 1024
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Cohort:
    """Customers left of a cohort.

    Parameters
    ----------
    periods : tuple of int
        From 0, rising; gaps are allowed.
    customers : tuple of float
        How many are left at the end of each period; falling or level. Percentages serve as
        well as heads, since only their shares of the first are used.
    source : str
        The file in which they were read; empty for numbers.
    """

    periods: tuple[int, ...]
    customers: tuple[float, ...]
    source: str = ""

    @property
    def shares(self) -> tuple[float, ...]:
        """Customers left as shares of those who began.

        Examples
        --------
        >>> Cohort((0, 1), (200.0, 150.0)).shares
        (1.0, 0.75)
        """
        return tuple(count / self.customers[0] for count in self.customers)


def read_cohort(source: str | Path | Sequence[float] | Cohort) -> Cohort:
    """Return a cohort from a CSV file, or from counts for the periods from 0 on.

    Examples
    --------
    >>> read_cohort([100, 63.1, 46.8]).periods
    (0, 1, 2)
    """
    if isinstance(source, Cohort):
        return source
    if not isinstance(source, str | Path):
        counts = [float(count) for count in source]
        rows = [(f"cohort[{place}]", place, count) for place, count in enumerate(counts)]
        return replace(_checked("cohort", rows, []), source="")
    faults: list[str] = []
    name = excerpt(str(source))
    return _checked(str(source), _rows(name, _lines(Path(source)), faults), faults)


_Row = tuple[str, int, float]
"""Where it stands, the period, the customers."""


def _lines(path: Path) -> list[str]:
    try:
        return read_text(path, excerpt(str(path)), LARGEST_FILE).splitlines()
    except ScenarioError as error:
        raise InputError(str(error)) from None


def _rows(source: str, lines: Sequence[str], faults: list[str]) -> list[_Row]:
    """Return the rows that can be read, and note what is wrong with the others."""
    wanted = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not wanted:
        raise InputError(f'{source}: empty. Write a first line "period,customers", then one a row.')
    header = _cells(wanted[0][1])
    places = [_column(source, wanted[0][0], header, name) for name in COLUMNS]
    rows = []
    for number, line in wanted[1:]:
        cells = _cells(line)
        where = f"{source}:{number}"
        if len(cells) != len(header):
            hint = " Write decimals with a point, not a comma." if len(cells) > len(header) else ""
            faults.append(f"{where}: {len(cells)} values for {len(header)} columns.{hint}")
            continue
        period = _number(where, "period", cells[places[0]], faults)
        customers = _number(where, "customers", cells[places[1]], faults)
        if period is not None and customers is not None:
            if period != int(period):
                faults.append(f"{where} period: found {period:g}; allowed is a whole number.")
            else:
                rows.append((where, int(period), customers))
    return rows


def _cells(line: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True), [])]
    except csv.Error:  # absurdly long, or a quotation mark left open: refused as one wrong cell
        return [line]


def _column(source: str, number: int, header: Sequence[str], name: str) -> int:
    """Return the place of a column in the header."""
    names = [cell.casefold() for cell in header]
    if names.count(name) == 1:
        return names.index(name)
    found = show(", ".join(header))
    problem = f"there is no column {name}" if name not in names else f"{name} stands there twice"
    hint = " Separate the columns with commas." if len(header) == 1 else ""
    raise InputError(
        f'{source}:{number}: {problem}; found {found}. The first line is "period,customers".{hint}'
    )


def _number(where: str, column: str, text: str, faults: list[str]) -> float | None:
    """Return a value that is a number from 0 on, or note what is wrong with it."""
    hint = ""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
        if "," in text:
            hint = " Write decimals with a point and no thousands separators."
        elif text.endswith("%"):
            hint = " Leave the % away."
    if math.isfinite(value) and value >= 0:
        return value
    faults.append(f"{where} {column}: found {show(text)}; allowed is a number from 0.{hint}")
    return None


def _checked(source: str, rows: Sequence[_Row], faults: list[str]) -> Cohort:
    """Return the rows as a cohort, or raise everything that is wrong with them."""
    faults = [*faults, *_faults_in_order(rows)]
    if rows and rows[0][1] != 0:
        faults.append(
            f"{rows[0][0]} period: found {rows[0][1]}; the first is 0, when the whole cohort is "
            "there. Add a row for it."
        )
    if not faults and len(rows) < 2:
        faults.append(f"{source}: a cohort needs period 0 and at least one later period.")
    if faults:
        more = len(faults) - _MOST_SHOWN
        ending = [f"… and {more} more."] if more > 0 else []
        raise InputError("\n\n".join([*faults[:_MOST_SHOWN], *ending]))
    return Cohort(tuple(row[1] for row in rows), tuple(row[2] for row in rows), source)


def _faults_in_order(rows: Sequence[_Row]) -> Iterable[str]:
    """Yield what is wrong from one row to the next."""
    for where, _, customers in rows:
        if not (math.isfinite(customers) and customers >= 0):
            yield f"{where} customers: found {customers:g}; allowed is a number from 0."
    if rows and rows[0][2] == 0:
        yield f"{rows[0][0]} customers: found 0; a cohort begins with at least one customer."
    for (_, before, many), (where, period, customers) in pairwise(rows):
        if period <= before:
            yield f"{where} period: found {period} after {before}; periods rise from row to row."
        if customers > many:
            yield (
                f"{where} customers: found {customers:g} after {many:g}; a cohort cannot grow. "
                "Count only customers who were there at period 0 and have never left."
            )
