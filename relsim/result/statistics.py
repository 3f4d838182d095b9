"""Means with their intervals, and differences between arms that met the same luck.

A figure may be undefined in a replication (retention of a firm without customers): it is NaN
here, is left out, and ``n`` says how many replications are behind a number. What cannot be
said at all is None, never NaN, so that every result can be written as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95

_ROUNDING = 1e-12
"""Differences that vary by less than this part of the figures vary by rounding alone."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over replications with its 95 % interval.

    Parameters
    ----------
    mean : float or None
        None when no replication defines the figure.
    low, high : float or None
        Ends of the interval; None when fewer than two replications define the figure.
    n : int
        Replications that define the figure.
    """

    mean: float | None
    low: float | None
    high: float | None
    n: int

    @property
    def half_width(self) -> float | None:
        """Half the width of the interval: the number behind the ±.

        Examples
        --------
        >>> Estimate(mean=2.0, low=1.5, high=2.5, n=9).half_width
        0.5
        """
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    def ends(self) -> dict[str, float | None]:
        """Return the mean and both ends of the interval by their names, as files hold them."""
        return {"mean": self.mean, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Difference(Estimate):
    """A mean paired difference to the baseline with its 95 % interval.

    Parameters
    ----------
    mean, low, high, n
        As in :class:`Estimate`; `n` counts the pairs that define the figure in both arms.
    variance_reduction : float or None
        How many times larger the variance of the difference would be, had the two arms met
        luck of their own. None when the difference is the same in every pair.
    chance_better : float or None
        Share of pairs in which the strategy beats the baseline, ties counting half.
    """

    variance_reduction: float | None
    chance_better: float | None

    def columns(self) -> dict[str, float | None]:
        """Return all of it by the names of its columns, beside those of a mean."""
        return {
            "difference": self.mean,
            "difference_low": self.low,
            "difference_high": self.high,
            "difference_n": self.n,
            "variance_reduction": self.variance_reduction,
            "chance_better": self.chance_better,
        }


def numbers(values: Iterable[float | None]) -> NDArray[np.float64]:
    """Return figures as an array in which whatever is undefined or infinite is NaN.

    Examples
    --------
    >>> numbers([1, None, float("inf")])
    array([ 1., nan, nan])
    """
    array = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.where(np.isfinite(array), array, np.nan)


def estimate(values: ArrayLike) -> Estimate:
    """Return the mean of a figure over replications with its 95 % interval.

    The interval is Student's: mean ± t · standard deviation / √n.

    Examples
    --------
    >>> found = estimate([1.0, 2.0, 3.0, float("nan")])
    >>> found.mean, round(found.low, 3), round(found.high, 3), found.n
    (2.0, -0.484, 4.484, 3)
    """
    defined = _defined(values)
    mean, half = _mean_and_half_width(defined)
    return Estimate(mean, *_ends(mean, half), n=len(defined))


def difference(
    values: ArrayLike, baseline: ArrayLike, *, higher_is_better: bool = True
) -> Difference:
    """Return how a strategy differs from the baseline when both met the same luck.

    Parameters
    ----------
    values, baseline : array_like of float
        The figure under the strategy and under the baseline, one value a replication and in
        the same order; NaN where undefined.
    higher_is_better : bool
        False for a figure such as cost, of which less is better.

    Returns
    -------
    Difference
        Strategy minus baseline, over the pairs that define the figure in both arms.

    Examples
    --------
    >>> found = difference([2.0, 4.0, 6.0], [1.0, 3.0, 5.5])
    >>> round(found.mean, 3), round(found.variance_reduction), found.chance_better
    (0.833, 109, 1.0)

    A strategy compared with itself differs by exactly nothing:

    >>> difference([1.1, 2.2], [1.1, 2.2])
    Difference(mean=0.0, low=0.0, high=0.0, n=2, variance_reduction=None, chance_better=0.5)
    """
    ours = np.asarray(values, dtype=np.float64)
    theirs = np.asarray(baseline, dtype=np.float64)
    both = np.isfinite(ours) & np.isfinite(theirs)
    ours, theirs = ours[both], theirs[both]
    gaps = ours - theirs
    mean, half = _mean_and_half_width(gaps)
    return Difference(
        mean,
        *_ends(mean, half),
        n=len(gaps),
        variance_reduction=_variance_reduction(ours, theirs, gaps),
        chance_better=_chance_better(gaps if higher_is_better else -gaps),
    )


def share_of(cases: float, n: int) -> Estimate:
    """Return a share of `n` independent cases with its 95 % interval, Wilson's.

    Examples
    --------
    >>> found = share_of(87, 100)
    >>> found.mean, round(found.low, 3), round(found.high, 3)
    (0.87, 0.79, 0.922)
    """
    if not n:
        return Estimate(None, None, None, 0)
    from scipy.special import ndtri

    z, share = float(ndtri(0.5 + CONFIDENCE / 2)), cases / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    return Estimate(share, middle - half, middle + half, n)


def t_quantile(n: int) -> float:
    """Return how many standard errors an interval from `n` values reaches to each side.

    Examples
    --------
    >>> round(t_quantile(30), 3)
    2.045
    """
    # scipy.stats takes a second to import and would say the same; a test compares the two.
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 0.5 + CONFIDENCE / 2))


def _defined(values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    return array[np.isfinite(array)]


def _mean_and_half_width(values: NDArray[np.float64]) -> tuple[float | None, float | None]:
    """Return the mean and the half-width of its interval, None for what cannot be said."""
    n = len(values)
    if n == 0:
        return None, None
    # The mean of equal values may round away from them; a constant has no spread at all.
    if np.ptp(values) == 0:
        return float(values[0]), 0.0 if n > 1 else None
    mean = float(np.mean(values))
    return mean, t_quantile(n) * float(np.std(values, ddof=1)) / n**0.5


def _ends(mean: float | None, half: float | None) -> tuple[float | None, float | None]:
    return (None, None) if mean is None or half is None else (mean - half, mean + half)


def _variance_reduction(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], gaps: NDArray[np.float64]
) -> float | None:
    """Return the variance of an unpaired difference over that of the paired one."""
    if len(gaps) < 2 or np.ptp(gaps) <= _ROUNDING * np.max(np.abs([ours, theirs])):
        return None
    unpaired = float(np.var(ours, ddof=1) + np.var(theirs, ddof=1))
    paired = float(np.var(gaps, ddof=1))
    # The square of a tiny number can be nothing at all.
    return unpaired / paired if paired > 0 else None


def _chance_better(gains: NDArray[np.float64]) -> float | None:
    if len(gains) == 0:
        return None
    return float(np.mean((np.sign(gains) + 1) / 2))
