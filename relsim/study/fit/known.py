"""How well a fitted setting is known: its interval, and how far it moves the curve at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relsim.result.table import Shown
from relsim.result.words import Sentence
from relsim.study.data.cohort import Cohort
from relsim.study.fit.bounds import Bounds
from relsim.study.fit.strands import Strand
from relsim.words.catalogue import Word, marked

if TYPE_CHECKING:
    from relsim.study.fit.search import Points, Search

Place = NDArray[np.float64]
"""A point of the unit cube: 0 and 1 are the bounds of each setting."""

_FIRST_STEP = 0.03
_STEPS = (0.01, 0.5)
_AT_BOUND = 0.005
"""Part of the range within which a value counts as its end."""
_HARDLY = 0.1
"""Percentage points: a curve that moves by less from end to end tells nothing of a setting."""
_ALIKE = 1e-4
"""What is left of a setting's effect when others have explained it: less is nothing."""
_LEAST_SHARE = 1e-3


@dataclass(frozen=True, slots=True)
class Known:
    """How well the value of a setting is known.

    Parameters
    ----------
    bounds : Bounds
        Where it was sought.
    value : float
        The best found.
    low, high : float or None
        A 95 % interval within the bounds; None where nothing is left to tell it by.
    moves : float
        By how much the curve moves from one bound to the other, in percentage points.
    """

    bounds: Bounds
    value: float
    low: float | None
    high: float | None
    moves: float

    def within(self, value: float) -> float:
        """Return where a value lies in the range: 0 at its lowest, 1 at its highest."""
        return (value - self.bounds.low) / (self.bounds.high - self.bounds.low)

    @property
    def stopped_at(self) -> str:
        """Which of its bounds it stopped at: "lowest", "highest" or none.

        Examples
        --------
        >>> Known(Bounds("behaviour.loss_aversion", 1.0, 4.0), 4.0, 3.2, 4.0, 12.0).stopped_at
        'highest'
        """
        part = self.within(self.value)
        if part <= _AT_BOUND:
            return "lowest"
        return "highest" if part >= 1 - _AT_BOUND else ""

    @property
    def hardly_moves(self) -> bool:
        """Whether the curve hardly depends on it."""
        return self.moves < _HARDLY

    @property
    def untold(self) -> bool:
        """Whether its interval is as wide as its bounds."""
        return (self.low, self.high) == (self.bounds.low, self.bounds.high)


def how_well_known(search: Search) -> tuple[tuple[Known, ...], Points | None]:
    """Measure around the best place how well each setting is known, and how they go together.

    The interval is that of least squares, with the variance that chance leaves in the cohort
    and in the worlds; where the market misses the curve by more than chance, the larger one.
    Slopes are taken twice, close by and as far apart as the interval is wide; the wider interval
    counts.
    """
    values, best = search.best()
    centre = np.array(search.within(values))
    many = len(centre)
    ends = np.repeat(centre[np.newaxis], 2 * many, axis=0)
    ends[np.arange(2 * many), np.repeat(np.arange(many), 2)] = np.tile([0.0, 1.0], many)
    curves = search.curves(ends)
    moves = 100 * np.sqrt(np.mean((curves[0::2] - curves[1::2])[:, search.later] ** 2, axis=1))
    noise = _variance(search, best)
    errors: Place = np.full(many, np.nan)
    covariance = None
    if noise is not None:
        close: Place = np.full(many, _FIRST_STEP)
        errors = _standard_errors(_slopes(search, centre, close), noise)
        wide = np.clip(np.nan_to_num(errors, posinf=_STEPS[1]), *_STEPS)
        slopes = _slopes(search, centre, wide)
        errors = np.maximum(errors, _standard_errors(slopes, noise))
        inverse = np.linalg.pinv(slopes)
        covariance = inverse @ noise @ inverse.T
    known = tuple(
        _known(bound, values[bound.path], error * _quantile(search), move)
        for bound, error, move in zip(search.bounds, errors, moves, strict=True)
    )
    return known, covariance


def correlation(covariance: Points | None) -> Points | None:
    """Return how settings go together, from −1 to 1; None where chance cannot be judged."""
    if covariance is None:
        return None
    spread = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    found: Points = covariance / np.outer(spread, spread)
    return found


def _known(bound: Bounds, value: float, half: float, moves: float) -> Known:
    if math.isnan(half):
        return Known(bound, value, None, None, float(moves))
    half = math.inf if moves < _HARDLY else half * (bound.high - bound.low)
    low, high = max(bound.low, value - half), min(bound.high, value + half)
    return Known(bound, value, float(low), float(high), float(moves))


def _counted(search: Search) -> bool:
    cohorts = [one.cohort for one in search.strands]
    return all(one.heads is not None or bool(one.as_sure_as) for one in cohorts)


def _free(search: Search) -> int:
    """Return how many periods are left to judge a fit by."""
    return int(search.later.sum()) - len(search.bounds)


def _quantile(search: Search) -> float:
    """Return how many standard errors reach to the ends of a 95 % interval."""
    from scipy.stats import t

    # Where the size of the cohort is known, chance is, too, and need not be judged by the fit.
    return float(t.ppf(0.975, np.inf if _counted(search) else max(_free(search), 1)))


def _variance(search: Search, fitted: Points) -> Points | None:
    """Return the covariance of the shares left, or None where nothing tells how sure they are."""
    from scipy.linalg import block_diag

    free = _free(search)
    if free < 1 and not _counted(search):
        return None
    blocks, at = [], 0
    for strand in search.strands:
        many = len(strand.cohort.periods)
        # Of the periods that are left to judge by, each strand has its part.
        own = free * (many - 1) / int(search.later.sum())
        blocks.append(_block(strand.cohort, fitted[at : at + many], own, search.lived[at]))
        at += many
    found: Points = block_diag(*blocks)
    return found


def _block(cohort: Cohort, fitted: Points, free: float, lived: float) -> Points:
    """Return the covariance of the shares left of one strand; strands know nothing of another."""
    observed, heads = np.array(cohort.shares), cohort.heads
    sure = np.array(cohort.as_sure_as[1:])
    by_heads: Points | float = 1 / heads if heads else 0.0
    if sure.size:
        # Of two times the earlier one says how sure both are.
        by_heads = 1 / sure[np.minimum.outer(np.arange(sure.size), np.arange(sure.size))]
    by_misses = _misses(fitted, observed) / free if free > 0 else 0.0
    shares = fitted[1:]
    # How many of a closed cohort are left at two times: binomial, the later of the earlier.
    later, earlier = np.minimum.outer(shares, shares), np.maximum.outer(shares, shares)
    one: Points = later * (1 - earlier)
    return (np.maximum(by_heads, by_misses) + 1 / lived) * one


def _misses(fitted: Points, observed: Points) -> float:
    """Return Pearson's statistic of who left when, for a cohort of one."""
    expected = np.maximum(-np.diff(fitted, append=0.0), _LEAST_SHARE)
    gaps = -np.diff(observed, append=0.0) - expected
    return float(np.sum(gaps**2 / expected))


def _slopes(search: Search, centre: Place, steps: Place) -> Points:
    """Return how the shares left change with each setting, a column a setting."""
    below = np.clip(centre - np.diag(steps), 0, 1)
    above = np.clip(centre + np.diag(steps), 0, 1)
    curves = search.curves(np.concatenate([below, above]))[:, search.later]
    apart = np.diag(above - below)
    return ((curves[len(centre) :] - curves[: len(centre)]) / apart[:, np.newaxis]).T


def _standard_errors(slopes: Points, noise: Points) -> Place:
    """Return the standard errors of least squares; infinite where others do the same.

    Examples
    --------
    >>> alike = np.array([[1.0, 1.0], [2.0, 2.0]])
    >>> _standard_errors(alike, np.eye(2)), _standard_errors(alike[:, :1], np.eye(2)).round(3)
    (array([inf, inf]), array([0.447]))
    """
    errors = []
    for place in range(slopes.shape[1]):
        own, others = slopes[:, place], np.delete(slopes, place, axis=1)
        # What no other setting can do (Frisch & Waugh 1933).
        alone = own - others @ np.linalg.lstsq(others, own)[0] if others.size else own
        size = float(alone @ alone)
        if size <= _ALIKE * float(own @ own) or not size:
            errors.append(math.inf)
        else:
            errors.append(math.sqrt(float(alone @ noise @ alone)) / size)
    return np.array(errors)


def warnings_of(known: Sequence[Known]) -> list[Sentence]:
    """Return what nobody may overlook in the values of a fit."""
    return [warning for one in known if (warning := _warning(one))]


def _warning(one: Known) -> Sentence | None:
    path = one.bounds.path
    span = Sentence("{low} to {high}", low=f"{one.bounds.low:g}", high=f"{one.bounds.high:g}")
    if one.hardly_moves:
        return Sentence(
            "{path} hardly moves the curve: by {moves} percentage points from {span}. It was not "
            "fitted, and its value means nothing.",
            path=path,
            moves=f"{one.moves:.2f}",
            span=span,
        )
    if one.stopped_at:
        return Sentence(
            "{path} was not fitted: it stopped at {value}, the {end} of its range {span}. The best "
            "may lie beyond; widen the range with {path}=LOW..HIGH, or fit another setting.",
            path=path,
            value=f"{one.value:g}",
            end=Word(one.stopped_at),
            span=span,
        )
    if one.untold:
        return Sentence(
            "The cohort does not tell {path}: its interval is the whole of its range {span}. More "
            "periods or customers would, and so would fewer settings.",
            path=path,
            span=span,
        )
    return None


def reach(strands: Sequence[Strand]) -> Shown:
    """Say what the intervals rest on."""
    cohort = strands[0].cohort
    if cohort.as_sure_as or len(strands) > 1:
        return marked("for as many customers as were in view")
    if cohort.heads is None:
        return marked("chance judged by what the fit misses, since only shares are known")
    return Sentence("for a cohort of {heads} customers", heads=f"{cohort.heads:,.0f}")
