"""What a fit found, as numbers; its tables and sentences import it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relsim.study.data.cohort import Cohort
from relsim.study.fit.course import Course
from relsim.study.fit.known import Known
from relsim.study.fit.sales import Sales
from relsim.study.fit.search import error_in_points, later_of
from relsim.study.fit.strands import Strand

if TYPE_CHECKING:
    from relsim.scenario import Scenario


@dataclass(frozen=True, eq=False, repr=False)
class Fitted:
    """What was observed, what fits it, and how well; :class:`relsim.Fit` says what each is."""

    scenario: Scenario
    strands: tuple[Strand, ...]
    values: dict[str, float]
    before: float
    fitted: NDArray[np.float64]
    seed: int
    replications: int
    evaluations: int
    interrupted: bool = False
    command: str = ""
    known: tuple[Known, ...] = ()
    courses: tuple[Course, ...] = ()
    sales: Sales | None = None
    correlation: NDArray[np.float64] | None = None

    @property
    def cohort(self) -> Cohort:
        """What was observed, or of the first group where there are several."""
        return self.strands[0].cohort

    @property
    def error(self) -> float:
        """Root mean square error over the periods after the opening, in percentage points."""
        observed = np.concatenate([one.cohort.shares for one in self.strands])
        return error_in_points(self.fitted, observed, later_of(self.strands))

    @property
    def better(self) -> bool:
        """Whether anything was found that follows the cohort better than the scenario did."""
        return self.error < self.before

    @property
    def names(self) -> tuple[str, ...]:
        """What a row of survival holds."""
        several = ("group",) * (len(self.strands) > 1)
        return (*several, "period", "observed", "fitted", "low", "high", "yardstick", "held_out")

    def survival(self) -> list[dict[str, object]]:
        """Return the same as plain values: None where there is none."""
        return [row for rows in self.by_strand() for row in rows]

    def by_strand(self) -> list[list[dict[str, Any]]]:
        """Return the rows of survival, strand by strand."""
        several = len(self.strands) > 1
        return [
            [
                dict(zip(self.names, ((one.name,) * several + row), strict=True))
                for row in one.rows()
            ]
            for one in self.courses or self._bare()
        ]

    def _bare(self) -> list[Course]:
        """Return what was fitted where Ctrl-C left no time for the rest."""
        found, at = [], 0
        for strand in self.strands:
            cohort, many = strand.cohort, len(strand.cohort.periods)
            fitted = tuple(self.fitted[at : at + many].tolist())
            nothing, last = (None,) * many, cohort.periods[-1]
            shares = cohort.periods, cohort.shares, fitted
            found.append(Course(strand.name, *shares, nothing, nothing, nothing, last, ""))
            at += many
        return found

    def held_out_errors(self) -> dict[str, float] | None:
        """Return by how much fit and yardstick miss what was held out, in percentage points."""
        if not any(one.held_out for one in self.courses):
            return None
        missed = {
            "fitted": [gap for one in self.courses for gap in one.misses(one.fitted)],
            "yardstick": [gap for one in self.courses for gap in one.misses(one.yardstick)],
        }
        return {
            name: float(100 * np.sqrt(np.mean(np.square(gaps)))) for name, gaps in missed.items()
        }

    @property
    def law(self) -> str:
        """What the yardstick is; empty for none."""
        return self.courses[0].law if self.courses else ""
