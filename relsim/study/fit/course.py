"""The fitted market beside what was observed, held out and still to come, and the yardstick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relsim.study.data.cohort import Cohort
from relsim.study.fit.yardstick import beta_geometric, purchases_law, staying, still_buying

if TYPE_CHECKING:
    from relsim.study.fit.search import Search

Numbers = NDArray[np.float64]

_MEMBERS = 40
"""Settings in an ensemble; a note of the result says how many."""
_FEWEST = 8
_ENDS = (0.025, 0.975)
BETA_GEOMETRIC, BG_NBD = "shifted beta-geometric", "BG/NBD"


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Shares left, period by period; None where there is none.

    Parameters
    ----------
    periods : tuple of int
        Observed, held out and to come.
    observed, fitted, low, high, yardstick : tuple of float or None
        The shares; low and high are a 95 % interval of what is fitted.
    fitted_to : int
        The last period that was fitted; what was observed later was held out.
    law : str
        What the yardstick is.
    """

    periods: tuple[int, ...]
    observed: tuple[float | None, ...]
    fitted: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    yardstick: tuple[float, ...]
    fitted_to: int
    law: str

    @property
    def held_out(self) -> list[int]:
        """Places of what was observed and not fitted.

        Examples
        --------
        >>> Course((0, 1), (1.0, 0.9), (1.0, 0.8), (None,) * 2, (None,) * 2, (1.0, 1.0), 0,
        ...        "law").held_out
        [1]
        """
        pairs = enumerate(zip(self.periods, self.observed, strict=True))
        return [at for at, (when, seen) in pairs if when > self.fitted_to and seen is not None]

    def miss(self, shares: Sequence[float]) -> float:
        """Return how far shares are from what was held out, root mean square, in points."""
        gaps = [shares[at] - (self.observed[at] or 0.0) for at in self.held_out]
        return float(100 * np.sqrt(np.mean(np.square(gaps))))


def course_of(
    search: Search,
    whole: Cohort,
    horizon: int,
    covariance: Numbers | None,
    purchases: tuple[Numbers, Numbers, Numbers] | None,
) -> Course:
    """Run the best found, and an ensemble of settings that chance allows, to the horizon."""
    fitted_to = search.cohort.periods[-1]
    last = max(whole.periods[-1], horizon)
    periods = (*whole.periods, *range(whole.periods[-1] + 1, last + 1))
    values, shares = search.best()
    longer = search.over(periods)
    centre = np.array(search.within(values))
    (best,) = longer.curves(centre[np.newaxis]) if periods != search.cohort.periods else (shares,)
    members = min(_MEMBERS, search.evaluations)
    low: Sequence[float | None] = [None] * len(periods)
    high = low
    if covariance is not None and members >= _FEWEST:
        curves = longer.curves(_members(centre, covariance, members, search.seed))
        ends = [np.quantile(curves, end, axis=0) for end in _ENDS]
        low, high = np.minimum(ends[0], best).tolist(), np.maximum(ends[1], best).tolist()
    if purchases is None:
        law = BETA_GEOMETRIC
        yardstick = staying(*beta_geometric(search.cohort.periods, search.cohort.shares), periods)
    else:
        law, yardstick = BG_NBD, still_buying(purchases_law(*purchases)[0], periods)
    return Course(
        periods,
        (*whole.shares, *[None] * (len(periods) - len(whole.periods))),
        tuple(best.tolist()),
        tuple(low),
        tuple(high),
        tuple(yardstick.tolist()),
        fitted_to,
        law,
    )


def shortened(whole: Cohort, hold_out: int) -> Cohort:
    """Return a cohort without its last periods."""
    many = len(whole.periods) - hold_out
    return replace(
        whole,
        periods=whole.periods[:many],
        customers=whole.customers[:many],
        as_sure_as=whole.as_sure_as[:many],
    )


def _members(centre: Numbers, covariance: Numbers, many: int, seed: int) -> Numbers:
    """Return points of the unit cube, normal around the centre; half of them mirror the others."""
    draws = np.random.default_rng(seed).standard_normal((many // 2, len(centre)))
    values, vectors = np.linalg.eigh(covariance)
    steps = draws @ (vectors * np.sqrt(np.clip(values, 0.0, 0.25))).T
    points: Numbers = np.clip(np.vstack([centre + steps, centre - steps]), 0.0, 1.0)
    return points
