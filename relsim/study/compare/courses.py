"""How the arms of a comparison went over time, and what their totals are made of.

A comparison's figures are one number a run. Charts also show courses: how a number moved
from period to period. Of every run only these few lines and sums are kept, never its books,
so that a comparison of thousands of runs still fits into memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from relsim.result.statistics import CONFIDENCE

if TYPE_CHECKING:
    import pandas as pd

    from relsim.market import Run

Array = NDArray[np.float64]

CURVES = {
    "survival": "share of the customers there at the start who have never left since, "
    "population turnover aside",
    "share": "of all customers who have a firm",
    "profit": "money, added up since the start",
    "relationship_quality": "mean over customers, 0 to 1",
}
"""What is kept of every period, at its end."""

MOST_POINTS = 240
"""Points kept of a course; a longer horizon is kept at as many moments, evenly spread."""


class Band(NamedTuple):
    """Means with the ends of their 95 % intervals; NaN where nothing can be said."""

    mean: Array
    low: Array
    high: Array


class Course(NamedTuple):
    """What is kept of one run of the focal firm."""

    curves: dict[str, Array]
    totals: dict[str, float]


@dataclass(frozen=True, eq=False)
class History:
    """Courses and totals of all runs of a comparison.

    Parameters
    ----------
    strategies : tuple of str
        The arms, the baseline first.
    periods : numpy.ndarray of int
        Periods lived at each point of a course; 0 is the moment the strategy starts.
    curves : mapping of str to numpy.ndarray
        The names of :data:`CURVES`; shape (arms, replications, points), NaN where undefined.
    totals : mapping of str to numpy.ndarray
        Sums over the horizon of the focal firm's books: losses by reason, customers by tier
        of satisfaction, cost lines, ``discounts``, ``revenue``, ``customers``
        (customer-periods); shape (arms, replications).
    """

    strategies: tuple[str, ...]
    periods: NDArray[np.int64]
    curves: Mapping[str, Array]
    totals: Mapping[str, Array]

    def course(self, curve: str, strategy: str, *, against: str | None = None) -> Band:
        """Return how a number went, as a mean over replications with its interval.

        Examples
        --------
        >>> import relsim
        >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 12})
        >>> history = relsim.compare(scenario, ["none", "social"], replications=3).history
        >>> history.periods[:3], float(history.course("survival", "social").mean[0])
        (array([0, 1, 2]), 1.0)
        """
        values = self.curves[curve]
        chosen = values[self.strategies.index(strategy)]
        if against is not None:
            chosen = chosen - values[self.strategies.index(against)]
        return band(chosen)

    def to_frame(self) -> pd.DataFrame:
        """Return the courses, a row an arm, curve and point."""
        import pandas as pd

        parts = []
        for strategy in self.strategies:
            for curve in CURVES:
                mean, low, high = self.course(curve, strategy)
                columns = {"strategy": strategy, "curve": curve, "period": self.periods}
                parts.append(pd.DataFrame({**columns, "mean": mean, "low": low, "high": high}))
        return pd.concat(parts, ignore_index=True)


def history_of(
    courses: Mapping[tuple[str, int], Course],
    arms: Sequence[str],
    replications: Iterable[int],
    periods: int,
) -> History | None:
    """Return courses by arm and replication, aligned; a run that is missing is NaN throughout."""
    chosen = list(replications)
    wanted = [(arm, one) for arm in arms for one in chosen]
    first = next((found for key in wanted if (found := courses.get(key))), None)
    if first is None:
        return None
    points = moments(periods)
    shape = (len(arms), len(chosen))
    curves = {name: np.full((*shape, len(points)), np.nan) for name in first.curves}
    totals = {name: np.full(shape, np.nan) for name in first.totals}
    for place, key in enumerate(wanted):
        if (found := courses.get(key)) is not None:
            row = divmod(place, len(chosen))
            for name, values in found.curves.items():
                curves[name][row] = values
            for name, value in found.totals.items():
                totals[name][row] = value
    return History(tuple(arms), points, curves, totals)


def band(values: Array) -> Band:
    """Return means over the first axis with 95 % intervals, leaving out what is undefined.

    Examples
    --------
    >>> found = band(np.array([[1.0, np.nan], [3.0, 5.0]]))
    >>> found.mean, found.low.round(1)
    (array([2., 5.]), array([-10.7,   nan]))
    """
    from scipy.special import stdtrit  # scipy.stats takes a second and would say the same

    defined = np.isfinite(values)
    n = defined.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(defined, values, 0.0).sum(axis=0) / n
        squares = np.where(defined, (values - mean) ** 2, 0.0).sum(axis=0)
        error = np.sqrt(squares / (n - 1) / n)
        half = stdtrit(np.maximum(n - 1, 1), 0.5 + CONFIDENCE / 2) * error
    half = np.where(n > 1, half, np.nan)
    return Band(mean, mean - half, mean + half)


def moments(periods: int) -> NDArray[np.int64]:
    """Return after how many periods a point of a course is kept.

    Examples
    --------
    >>> moments(3), len(moments(100_000))
    (array([0, 1, 2, 3]), 241)
    """
    steps = min(periods, MOST_POINTS)
    return np.linspace(0, periods, steps + 1).round().astype(np.int64)


def course_of(run: Run, periods: NDArray[np.int64]) -> Course:
    """Return what charts need of a run."""
    from relsim.market.books import COSTS, LOSSES, TIERS  # heavy: the engine

    books = run.books.tallies[run.warm_up :]
    place = run.scenario.firm_names.index(run.scenario.focal.name)
    own = books[:, place]
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = {
            "survival": survivors(run, place),
            "share": _after(own["opened"], own["closed"]) / _after_all(books),
            "profit": np.concatenate([[0.0], np.cumsum(own["profit"])]),
            "relationship_quality": np.concatenate(
                [[np.nan], own["relationship_quality"] / own["customers"]]
            ),
        }
    names = (*LOSSES, *TIERS, *COSTS, "discounts", "revenue", "customers")
    return Course(
        {name: whole[name][periods] for name in CURVES},
        {name: float(own[name].sum()) for name in names},
    )


def survivors(run: Run, firm: int) -> Array:
    """Return which share of a firm's first customers have never left since (Kaplan–Meier)."""
    from relsim.behaviour.choice import TURNOVER

    books = run.books.tallies[run.warm_up :, firm]
    count = len(books)
    spells = run.books.ended_spells()
    first = spells[(spells["firm"] == firm) & (spells["start"] < 0) & (spells["end"] >= 0)]
    ending = np.bincount(first["end"], minlength=count)[:count]
    leaving = np.bincount(first["end"][first["reason"] != TURNOVER], minlength=count)[:count]
    founders = books["opened"][0] if count else 0.0
    at_risk = founders - np.concatenate([[0.0], np.cumsum(ending)[:-1]])[:count]
    with np.errstate(invalid="ignore", divide="ignore"):
        stay = np.where(at_risk > 0, 1.0 - leaving / at_risk, np.nan)
    return np.concatenate([[1.0 if founders else np.nan], np.cumprod(stay)])


def _after(opened: Array, closed: Array) -> Array:
    """Return customers at the start and at every period's end."""
    return np.concatenate([opened[:1] if len(opened) else [np.nan], closed])


def _after_all(books: NDArray[np.void]) -> Array:
    firms = books[:, :-1]
    opened, closed = firms["opened"].sum(axis=1), firms["closed"].sum(axis=1)
    return _after(opened, closed)
