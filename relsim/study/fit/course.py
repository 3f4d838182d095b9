"""The fitted market beside what was observed, held out and still to come, and the yardstick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relsim.study.data.cohort import Cohort
from relsim.study.fit.sales import Log, Sales, sales_of
from relsim.study.fit.strands import Strand
from relsim.study.fit.yardstick import beta_geometric, coming_again, staying, still_buying
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    from relsim.study.fit.search import Search

Numbers = NDArray[np.float64]

_MEMBERS = 40
"""Settings in an ensemble; a note of the result says how many."""
_FEWEST = 8
_ENDS = (0.025, 0.975)
BETA_GEOMETRIC, BG_NBD = marked("shifted beta-geometric"), "BG/NBD"


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Shares left, period by period; None where there is none.

    Parameters
    ----------
    name : str
        Of whom; empty for all.
    periods : tuple of int
        Observed, held out and to come.
    observed, fitted, low, high, yardstick : tuple of float or None
        The shares; low and high are a 95 % interval of what is fitted.
    fitted_to : int
        The last period that was fitted; what was observed later was held out.
    law : str
        What the yardstick is; empty for none.
    """

    name: str
    periods: tuple[int, ...]
    observed: tuple[float | None, ...]
    fitted: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    yardstick: tuple[float | None, ...]
    fitted_to: int
    law: str

    @property
    def held_out(self) -> list[int]:
        """Places of what was observed and not fitted.

        Examples
        --------
        >>> none = (None, None)
        >>> Course("", (0, 1), (1.0, 0.9), (1.0, 0.8), none, none, none, 0, "law").held_out
        [1]
        """
        pairs = enumerate(zip(self.periods, self.observed, strict=True))
        return [at for at, (when, seen) in pairs if when > self.fitted_to and seen is not None]

    def rows(self) -> list[tuple[object, ...]]:
        """Return its shares period by period, and whether they were held out."""
        columns = self.periods, self.observed, self.fitted, self.low, self.high, self.yardstick
        held_out = {*self.held_out}
        rows = zip(*columns, strict=True)
        return [(*row, at in held_out) for at, row in enumerate(rows)]

    def misses(self, shares: Sequence[float | None]) -> list[float]:
        """Return by how much shares miss each period that was held out."""
        return [(shares[at] or 0.0) - (self.observed[at] or 0.0) for at in self.held_out]


def courses_of(
    search: Search,
    whole: Sequence[Strand],
    horizon: int,
    covariance: Numbers | None,
    log: Log | None,
) -> tuple[tuple[Course, ...], Sales | None]:
    """Run the best found, and an ensemble of settings that chance allows, to the horizon."""
    periods = [_to(one, horizon) for one in whole]
    values, shares = search.best()
    counted = log is not None and bool(whole[0].again)
    same = periods == [one.cohort.periods for one in search.strands] and not counted
    longer = search if same else search.over(periods, _all_sold(log, horizon) if counted else ())
    centre = np.array(search.within(values))
    best = shares if same else longer.curves(centre[np.newaxis])[0]
    members = min(_MEMBERS, search.evaluations)
    ends: list[list[float | None]] = [[None] * len(best)] * 2
    curves: Numbers = np.empty((0, len(best)))
    if covariance is not None and members >= _FEWEST:
        curves = longer.curves(_members(centre, covariance, members, search.seed))
        low, high = (np.quantile(curves, end, axis=0) for end in _ENDS)
        ends = [np.minimum(low, best).tolist(), np.maximum(high, best).tolist()]
    found, at = [], 0
    for strand, fitted_to, when in zip(whole, search.strands, periods, strict=True):
        part = slice(at, at + len(when))
        at += len(when)
        law, yardstick = _yardstick(fitted_to, when, log)
        missing = [None] * (len(when) - len(strand.cohort.periods))
        found.append(
            Course(
                strand.name,
                when,
                (*strand.cohort.shares, *missing),
                tuple(best[part].tolist()),
                tuple(ends[0][part]),
                tuple(ends[1][part]),
                yardstick,
                fitted_to.cohort.periods[-1],
                law,
            )
        )
    sold = log and counted and sales_of(log, horizon, best[at:], [one[at:] for one in curves])
    return tuple(found), sold or None


def _all_sold(log: Log | None, horizon: int) -> tuple[Strand, ...]:
    """Return who counts how often all come again, to the end of the log and the horizon."""
    last = 0 if log is None else log.last(horizon)
    return (Strand(Cohort(tuple(range(last + 1)), (1.0,) * (last + 1)), again=0),)


def _to(strand: Strand, horizon: int) -> tuple[int, ...]:
    """Return the periods of a strand, and those up to the horizon."""
    periods = strand.cohort.periods
    return (*periods, *range(periods[-1] + 1, horizon + 1))


def _yardstick(
    strand: Strand, periods: Sequence[int], log: Log | None
) -> tuple[str, tuple[float | None, ...]]:
    """Return the law that a strand is held against, and its shares; a tier has none."""
    if strand.ranks:
        return "", (None,) * len(periods)
    if log is not None and strand.again:
        return BG_NBD, tuple((1 - coming_again(log.law, strand.again, periods)).tolist())
    if log is not None:
        return BG_NBD, tuple(still_buying(log.law, periods).tolist())
    law = beta_geometric(strand.cohort.periods, strand.cohort.shares)
    return BETA_GEOMETRIC, tuple(staying(*law, periods).tolist())


def _members(centre: Numbers, covariance: Numbers, many: int, seed: int) -> Numbers:
    """Return points of the unit cube, normal around the centre; half of them mirror the others."""
    draws = np.random.default_rng(seed).standard_normal((many // 2, len(centre)))
    values, vectors = np.linalg.eigh(covariance)
    steps = draws @ (vectors * np.sqrt(np.clip(values, 0.0, 0.25))).T
    points: Numbers = np.clip(np.vstack([centre + steps, centre - steps]), 0.0, 1.0)
    return points
