"""A cohort of periods and customers, as it was understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.study.data.cells import NUMBER
from relsim.study.data.cohort import Cohort, read_cohort
from relsim.study.data.reading import Asked, Origin, Reading

_SHARE = Unit("percent")


@dataclass(frozen=True, eq=False, repr=False)
class OneCohort(Reading):
    """Customers left of one cohort.

    Parameters
    ----------
    origin : Origin
        Where they come from.
    counts : Cohort
        What was read.
    asked : Asked
        How it was read.
    """

    origin: Origin
    counts: Cohort
    asked: Asked
    shape = "cohort"

    def cohort(self) -> Cohort:
        """Return the curve as it stands."""
        return self.counts

    def questions(self) -> Sequence[Shown]:
        """Ask nothing: the file says it all."""
        return []

    def found(self) -> Sequence[Table]:
        """Return the cohort."""
        counts = zip(self.counts.periods, self.counts.customers, self.counts.shares, strict=True)
        rows = tuple(
            Row(
                str(period),
                "",
                (Cell(Quantity(many, NUMBER)), Cell(Quantity(share, _SHARE))),
                str(period),
            )
            for period, many, share in counts
        )
        return [Table("Customers left of the cohort", ("customers", "share"), rows, "period")]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the cohort."""
        return {"cohort": pd.DataFrame(self._rows())}

    def plain(self) -> dict[str, object]:
        """Return the cohort as plain values."""
        return {"cohort": self._rows()}

    def _rows(self) -> list[dict[str, float]]:
        names = ("period", "customers", "share")
        rows = zip(self.counts.periods, self.counts.customers, self.counts.shares, strict=True)
        return [dict(zip(names, row, strict=True)) for row in rows]


def read_one_cohort(path: Path, asked: Asked, origin: Origin) -> OneCohort:
    """Return the cohort in a file with the columns period and customers."""
    cohort = read_cohort(path, asked.period, asked.decimal)
    found = replace(origin, remarks=cohort.remarks, rows=len(cohort.periods))
    return OneCohort(found, cohort, asked)
