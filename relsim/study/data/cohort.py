"""A real cohort: how many of the customers who began together are left after each period."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from relsim.errors import InputError
from relsim.result.table import Shown
from relsim.result.words import Sentence
from relsim.study.data.dates import read_periods
from relsim.study.data.numbers import check_decimal, is_percent, read_numbers
from relsim.study.data.sheet import Placed, read_sheet

COLUMNS = ("period", "customers")
_MOST_SHOWN = 20
TOTALS = {"total", "totals", "grand total", "sum", "summe", "gesamt", "somme", "totale", "suma"}


@dataclass(frozen=True, slots=True)
class Cohort:
    """Customers left of a cohort.

    Parameters
    ----------
    periods : tuple of int
        From 0, rising; gaps are allowed.
    customers : tuple of float
        How many are left at the end of each period; falling or level. Percentages serve as
        well as heads.
    source : str
        Where they were read; empty for numbers.
    decimal : str
        The sign before decimals, where somebody had to say it.
    period : str
        The length of the periods into which dates were turned; empty where there were none.
    percent : bool
        Whether they were written in per cent, so that nobody knows how many heads they are.
    remarks : tuple of Sentence
        What was read otherwise than it was written.
    as_sure_as : tuple of float
        How large a closed cohort would have to be, to know each share as well; empty where it is
        one.
    read_with : tuple of pair
        Options of the command line that read it, where it is made from another shape.
    """

    periods: tuple[int, ...]
    customers: tuple[float, ...]
    source: str = ""
    decimal: str = ""
    period: str = ""
    percent: bool = False
    remarks: tuple[Shown, ...] = ()
    as_sure_as: tuple[float, ...] = ()
    read_with: tuple[tuple[str, object], ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """Customers left as shares of those who began.

        Examples
        --------
        >>> Cohort((0, 1), (200.0, 150.0)).shares
        (1.0, 0.75)
        """
        return tuple(count / self.customers[0] for count in self.customers)

    @property
    def heads(self) -> float | None:
        """How many customers it began with; None where only shares are known.

        Examples
        --------
        >>> Cohort((0, 1), (200.0, 150.0)).heads, Cohort((0, 1), (100.0, 63.1)).heads
        (200.0, None)
        """
        counted = not self.percent and all(count.is_integer() for count in self.customers)
        return self.customers[0] if counted else None


def read_cohort(
    source: str | Path | Sequence[float] | Cohort,
    period: str = "month",
    decimal: str | None = None,
) -> Cohort:
    """Return a cohort from a file, or from counts for the periods from 0 on.

    Parameters
    ----------
    source : path or sequence of float
        A CSV file or a workbook with the columns ``period`` and ``customers``.
    period : str
        The market's, to which dates are counted.
    decimal : {".", ","}, optional
        The sign before decimals, for a column that does not tell.

    Returns
    -------
    Cohort

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> read_cohort([100, 63.1, 46.8]).periods
    (0, 1, 2)
    """
    if isinstance(source, Cohort):
        return source
    check_decimal(decimal)
    if isinstance(source, str | Path):
        return _from_file(Path(source), period, decimal)
    counts = [float(count) for count in source]
    rows = [(f"cohort[{place}]", place, count) for place, count in enumerate(counts)]
    return replace(_checked(Cohort((), (), "cohort"), rows), source="")


_Row = tuple[str, int, float]
"""Where it stands, the period, the customers."""


def _from_file(path: Path, period: str, decimal: str | None) -> Cohort:
    """Read every column as a whole; only when all cells are sound, look at their order."""
    faults: list[str] = []
    sheet = read_sheet(path, COLUMNS, faults)
    when, left = (sheet.column(name) for name in COLUMNS)
    totals = {placed.line for placed in when if placed.text.casefold().rstrip(":") in TOTALS}
    when, left = (
        [placed for placed in column if placed.line not in totals] for column in (when, left)
    )
    periods, dated = read_periods(when, period, decimal, faults)
    percent = is_percent(left, faults)
    counts = read_numbers(left, decimal, faults)
    _refuse(faults)
    rows = [
        (f"{sheet.source}:{placed.line}", int(time or 0), float(count or 0))
        for placed, time, count in zip(left, periods, counts, strict=True)
    ]
    rows.sort(key=lambda row: row[1])
    cohort = Cohort(
        (),
        (),
        str(path),
        decimal or "",
        period if dated else "",
        percent,
        tuple(_remarks(when, rows, dated, totals)),
    )
    return _checked(cohort, rows)


def _remarks(
    when: Sequence[Placed], rows: Sequence[_Row], dated: bool, totals: Iterable[int]
) -> Iterable[Sentence]:
    if dated:
        words = {f"{placed.where.removesuffix(' period')}": placed.text for placed in when}
        first, last = rows[0], rows[-1]
        yield Sentence(
            "{begun} to {ended} are the periods {first} to {last}.",
            begun=words[first[0]],
            ended=words[last[0]],
            first=first[1],
            last=last[1],
        )
    for line in totals:
        yield Sentence("The total on line {line} was left out.", line=line)


def _refuse(faults: Sequence[str]) -> None:
    """Raise everything that is wrong, if anything is."""
    if faults:
        more = len(faults) - _MOST_SHOWN
        ending = [f"… and {more} more."] if more > 0 else []
        raise InputError("\n\n".join([*faults[:_MOST_SHOWN], *ending]))


def _checked(cohort: Cohort, rows: Sequence[_Row]) -> Cohort:
    """Return a cohort with its rows, or raise everything that is wrong with their order."""
    faults = [*_faults_in_order(rows)]
    if rows and rows[0][1] != 0:
        faults.append(
            f"{rows[0][0]} period: found {rows[0][1]}; the first is 0, when the whole cohort is "
            "there. Add a row for it."
        )
    if not faults and len(rows) < 2:
        faults.append(f"{cohort.source}: a cohort needs period 0 and at least one later period.")
    _refuse(faults)
    periods, customers = tuple(row[1] for row in rows), tuple(row[2] for row in rows)
    return replace(cohort, periods=periods, customers=customers)


def _faults_in_order(rows: Sequence[_Row]) -> Iterable[str]:
    """Yield what is wrong from one row to the next."""
    for where, _, customers in rows:
        if not (math.isfinite(customers) and customers >= 0):
            yield f"{where} customers: found {customers:g}; allowed is a number from 0."
    if rows and rows[0][2] == 0:
        yield f"{rows[0][0]} customers: found 0; a cohort begins with at least one customer."
    for (_, before, many), (where, period, customers) in pairwise(rows):
        if period <= before:
            yield f"{where} period: {period} stands there twice. Keep one of the rows."
        elif customers > many:
            yield (
                f"{where} customers: found {customers:g} after {many:g}; a cohort cannot grow. "
                "Count only customers who were there at period 0 and have never left."
            )
