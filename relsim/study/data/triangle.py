"""Cohorts in rows, their ages in columns: what is left of all, pooled by size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Sentence
from relsim.scenario.wording import show
from relsim.study.data.cells import COUNT, Columns, Numbers, is_empty
from relsim.study.data.cohort import TOTALS, Cohort
from relsim.study.data.line import Line
from relsim.study.data.numbers import is_percent
from relsim.study.data.reading import Asked, Origin, Reading, origin_of
from relsim.study.data.roles import folded

_AGE = re.compile(r"[a-zé+ ._-]*?(\d{1,3})(?:\.0)?", re.IGNORECASE)
_SIZES = {"size", "cohort size", "customers", "new customers", "kunden", "groesse", "taille", "n"}
_SIZES |= {"anzahl", "heads", "users", "new users", "clients"}
_LOOKED_AT = 20
_PART = Unit("percent")


@dataclass(frozen=True, eq=False, repr=False)
class Triangle(Reading):
    """What is left of cohorts by age.

    Parameters
    ----------
    origin : Origin
        Where they come from.
    names : tuple of str
        The cohorts.
    sizes : numpy.ndarray
        How many began in each; nan where nobody wrote it.
    left : numpy.ndarray
        Shares left, a row a cohort and a column an age; nan where nothing stands.
    asked : Asked
        How it was read.
    """

    origin: Origin
    names: tuple[str, ...]
    sizes: Numbers
    left: Numbers
    asked: Asked
    shape = "triangle"

    @property
    def sized(self) -> bool:
        """Whether the size of every cohort is known."""
        return bool(np.isfinite(self.sizes).all())

    def pooled(self) -> tuple[Numbers, Numbers]:
        """Return the shares left of all cohorts, and how many were in view at each age.

        From one age to the next counts who has both: the share that stayed there of all who
        were left, so that a cohort that ends early does not bend the curve.
        """
        weights = self.sizes if self.sized else np.ones(len(self.sizes))
        heads = weights[:, np.newaxis] * self.left
        shares, seen = [1.0], [float(np.nansum(heads[:, 0]))]
        for age in range(1, heads.shape[1]):
            both = np.isfinite(heads[:, age]) & np.isfinite(heads[:, age - 1])
            before = float(heads[both, age - 1].sum())
            if not before:
                break
            shares.append(shares[-1] * float(heads[both, age].sum()) / before)
            seen.append(before)
        return np.array(shares), np.array(seen)

    def cohort(self) -> Cohort:
        """Return the pooled curve as one cohort."""
        shares, seen = self.pooled()
        sure: tuple[float, ...] = ()
        if self.sized:
            rates = shares[1:] / np.maximum(shares[:-1], 1e-12)
            parts = (1 - rates) / np.maximum(rates, 1e-12) / seen[1:]
            doubt = np.concatenate([[0.0], np.cumsum(parts)])
            spread = shares**2 * doubt
            sure = tuple(
                np.where(spread > 0, shares * (1 - shares) / np.maximum(spread, 1e-300), seen[0])
            )
        return Cohort(tuple(range(len(shares))), tuple(shares), as_sure_as=sure)

    def questions(self) -> Sequence[Shown]:
        """Ask for sizes where none are on file."""
        if self.sized:
            return []
        return [
            "How large the cohorts are is not on file, so each counts alike and nobody knows how "
            "sure the curve is. Add a column Size."
        ]

    def found(self) -> Sequence[Table]:
        """Return the cohorts and what they come to together."""
        shares, _ = self.pooled()
        rows = [
            Row(
                name,
                "",
                (
                    Cell(Quantity(_or_none(size), COUNT)),
                    *(Cell(Quantity(_or_none(share), _PART)) for share in left[: len(shares)]),
                ),
                name,
            )
            for name, size, left in zip(self.names, self.sizes, self.left, strict=True)
        ]
        total = Quantity(float(self.sizes.sum()) if self.sized else None, COUNT)
        cells = (Cell(total), *(Cell(Quantity(float(share), _PART)) for share in shares))
        rows.append(Row("pooled by size" if self.sized else "pooled", "", cells, "pooled"))
        columns = ("size", *(str(age) for age in range(len(shares))))
        return [Table("Customers left by age", columns, tuple(rows), "cohort")]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the pooled curve and the cohorts."""
        shares, seen = self.pooled()
        pooled = pd.DataFrame({"period": range(len(shares)), "share": shares, "in_view": seen})
        cohorts = pd.DataFrame(self.left, columns=[str(age) for age in range(self.left.shape[1])])
        cohorts.insert(0, "size", self.sizes)
        cohorts.insert(0, "cohort", self.names)
        return {"pooled": pooled, "cohorts": cohorts}

    def plain(self) -> dict[str, object]:
        """Return the same as plain values."""
        shares, seen = self.pooled()
        return {
            "cohorts": [
                {"cohort": name, "size": _or_none(size), "left": [_or_none(one) for one in left]}
                for name, size, left in zip(self.names, self.sizes, self.left, strict=True)
            ],
            "pooled": [
                {"period": age, "share": float(share), "in_view": float(many)}
                for age, (share, many) in enumerate(zip(shares, seen, strict=True))
            ],
        }


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def find_ages(lines: Sequence[Line]) -> tuple[int, list[int]] | None:
    """Return the line whose cells count ages, and their places; None where there is none."""
    for row, line in enumerate(lines[:_LOOKED_AT]):
        found = [
            (place, int(match[1]))
            for place, cell in enumerate(line.cells)
            if place and (match := _AGE.fullmatch(_written(cell)))
        ]
        # Ages follow each other and begin with 0 or 1; what else is a number is none.
        for begin in range(len(found)):
            run = found[begin:]
            steps = all(b[1] - a[1] == 1 and b[0] - a[0] == 1 for a, b in pairwise(run))
            if len(run) > 1 and steps and run[0][1] in (0, 1):
                return row, [place for place, _ in run]
    return None


def _written(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell).strip()


def read_triangle(
    columns: Columns, ages: tuple[int, list[int]], lines: Sequence[Line], asked: Asked, more: Origin
) -> Triangle:
    """Return what a triangle says; headings may take several lines, and totals are left out."""
    row, places = ages
    size = _place_of_size(lines[: row + 1], places[0])
    remarks: list[Shown] = []
    kept = []
    for line in columns.lines:
        name = str(line.cells[0]).strip()
        if name.casefold().rstrip(":") in TOTALS:
            remarks.append(Sentence("The total on line {line} was left out.", line=line.number))
        elif any(not is_empty(line.cells[place]) for place in places):
            kept.append(line)
    columns.lines = kept
    if not kept:
        raise InputError(f"{columns.source}: no row has numbers below the ages.")
    columns.roles = {"cohort": 0, **({} if size is None else {"size": size})}
    names = columns.names("cohort")
    sizes = columns.numbers("size") if size is not None else np.full(len(kept), np.nan)
    table, percent = _values(columns, places, bool(size is not None))
    columns.refuse()
    starts = int(_AGE.fullmatch(_written(lines[row].cells[places[0]]))[1])  # type: ignore[index]
    if starts:
        table = np.column_stack([sizes if not percent else np.full(len(kept), 1.0), table])
    left, sizes = _shares(columns, table, sizes, percent)
    origin = origin_of(columns, more.separator, remarks, more.command)
    return Triangle(replace(origin, rows=len(kept)), tuple(names), sizes, left, asked)


def _place_of_size(lines: Sequence[Line], ages_begin: int) -> int | None:
    for line in lines:
        for place, cell in enumerate(line.cells[1:ages_begin], 1):
            if folded(cell) in _SIZES:
                return place
    # One more column of numbers before the ages is what it must be.
    return 1 if ages_begin == 2 else None


def _values(columns: Columns, places: Sequence[int], sized: bool) -> tuple[Numbers, bool]:
    """Return the numbers below the ages, and whether they are shares."""
    cells, ages = [], {f"age {number}": place for number, place in enumerate(places)}
    columns.roles |= ages
    for role in ages:
        cells += [cell for cell in columns.placed(role) if not is_empty(cell.cell)]
    percent = is_percent(cells, columns.faults)
    values = iter(columns.sound(cells))
    table = np.full((len(columns.lines), len(places)), np.nan)
    for at, role in enumerate(ages):
        for row, cell in enumerate(columns.placed(role)):
            if not is_empty(cell.cell):
                table[row, at] = next(values)
    for role in ages:
        del columns.roles[role]
    first = table[:, 0]
    shares = percent or (sized and bool(np.nanmax(table) <= 1.0))
    if percent:
        table = table / 100
    elif sized and not shares and np.allclose(first[np.isfinite(first)], 100.0):
        table, shares = table / 100, True
    return table, shares


def _shares(
    columns: Columns, table: Numbers, sizes: Numbers, percent: bool
) -> tuple[Numbers, Numbers]:
    """Return shares of those who began, and how many these were; refuse what grows."""
    begun = table[:, 0]
    if not np.isfinite(begun).all() or (begun <= 0).any():
        line = columns.lines[int(np.argmin(np.nan_to_num(begun)))]
        raise InputError(
            f"{columns.source}:{line.number}: the first age has no number above 0. Every cohort "
            "begins with its customers, or 100 %, in the first column."
        )
    left = table / begun[:, np.newaxis]
    for line, row in zip(columns.lines, left, strict=True):
        seen = row[np.isfinite(row)]
        if (np.diff(seen) > 1e-9).any():
            age = int(np.argmax(np.diff(seen) > 1e-9)) + 1
            raise InputError(
                f"{columns.source}:{line.number}: the cohort {show(str(line.cells[0]))} grows at "
                f"age {age}; a cohort cannot. Count only who was there at the beginning and never "
                "left."
            )
    return left, (sizes if percent else np.where(np.isfinite(sizes), sizes, begun))
