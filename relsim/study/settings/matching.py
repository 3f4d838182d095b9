"""History matching: which points are not implausible, and how likely each is.

McKay, Beckman & Conover 1979 for the designs; Craig, Goldstein, Seheult & Smith 1997 and Vernon,
Goldstein & Bower 2010 for implausibility; McCulloch, Ge, Ward, Heppenstall, Polhill & Malleson 2022
for agent-based models (all as remembered, none read again for this).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from relsim.study.settings.emulator import Points
from relsim.study.settings.pattern import Pattern

IMPLAUSIBLE = 3.0
"""Standard deviations: by Pukelsheim's rule (1994) 95 % of any law with one peak lies within."""

ENOUGH = 100
"""Settings that say as much: fewer tell no share."""

TOGETHER = 0.5
"""Correlation of what the model is wrong by in two patterns of a block: said, not estimated."""


def calibrating(patterns: Sequence[Pattern]) -> list[int]:
    """Return the places of the patterns that choose; the others are held out."""
    return [place for place, one in enumerate(patterns) if not one.holds_out]


def _blocks(patterns: Sequence[Pattern]) -> Iterator[list[int]]:
    places = calibrating(patterns)
    for block in dict.fromkeys(patterns[place].block for place in places):
        yield [place for place in places if patterns[place].block == block]


def implausibility(patterns: Sequence[Pattern], values: Points, variances: Points) -> Points:
    """Return by how many standard deviations each point misses, the worst block's.

    Of a block it is the second largest miss that counts, where there are two and more, and the
    largest of a user's own patterns.

    Parameters
    ----------
    patterns : sequence of Pattern
        What is known.
    values : numpy.ndarray
        What a market would show, a row a point, a column a pattern, on the scale of the errors.
    variances : numpy.ndarray
        Of each pattern, of what is not the pattern's: the emulator, the luck of a run.
    """
    aims = np.array([one.aim for one in patterns])
    doubt = np.sqrt(variances + np.array([one.variance for one in patterns]))
    missed = np.abs(values - aims) / doubt
    worst = np.zeros(len(values))
    for places in _blocks(patterns):
        ordered = np.sort(missed[:, places], axis=1)
        worst = np.maximum(worst, ordered[:, -2] if len(places) > 1 else ordered[:, -1])
        if own := [place for place in places if patterns[place].own]:
            worst = np.maximum(worst, missed[:, own].max(axis=1))
    return worst


def log_likelihood(patterns: Sequence[Pattern], values: Points, doubt: Points) -> Points:
    """Return the logarithm of each point's likelihood, but for a constant.

    Parameters
    ----------
    patterns : sequence of Pattern
        What is known.
    values : numpy.ndarray
        What a market would show, a row a point, a column a pattern.
    doubt : numpy.ndarray
        Covariance of what is not the patterns' (emulators, luck): one for all, or one a point.
    """
    places = calibrating(patterns)
    chosen = [patterns[place] for place in places]
    gaps = values[:, places] - np.array([one.aim for one in chosen])
    whole = _covariance(chosen) + doubt[..., places, :][..., places]
    if whole.ndim == 2:
        missed = np.einsum("ij,ij->i", gaps @ np.linalg.inv(whole), gaps)
    else:
        missed = np.einsum("ij,ij->i", gaps, np.linalg.solve(whole, gaps[..., None])[..., 0])
    return np.asarray(-0.5 * (missed + np.linalg.slogdet(whole).logabsdet))


def _covariance(patterns: Sequence[Pattern]) -> Points:
    """Return the covariance of targets around what the model can show."""
    same = np.equal.outer(*[np.array([one.block for one in patterns])] * 2)
    wrong = np.array([one.discrepancy for one in patterns])
    error = np.array([one.error for one in patterns])
    found = TOGETHER * same * np.outer(wrong, wrong) + (1 - TOGETHER) * np.diag(wrong**2)
    return np.asarray(found + _together(patterns) * np.outer(error, error))


def _together(patterns: Sequence[Pattern]) -> Points:
    """Return the correlation of sampling errors: who left one cohort early left it later, too."""
    found = np.eye(len(patterns))
    inside = [min(max(one.target, 1e-6), 1 - 1e-6) for one in patterns]
    for one, other in permutations(range(len(patterns)), 2):
        pair = patterns[one], patterns[other]
        if pair[0].block == pair[1].block and all(part.measure.of_cohort for part in pair):
            fewer, more = sorted(inside[place] / (1 - inside[place]) for place in (one, other))
            found[one, other] = math.sqrt(fewer / more)
    return found


def as_weights(logs: Points) -> Points:
    """Return weights that sum to 1."""
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def effective(weights: Points) -> float:
    """Return how many equal weights say as much (Kish 1965).

    Examples
    --------
    >>> effective(np.array([0.5, 0.5, 0.0]))
    2.0
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def inclusion(weights: Points, many: int) -> Points:
    """Return the chance that each is among so many drawn, in proportion to weights where below 1.

    Examples
    --------
    >>> inclusion(np.array([0.6, 0.2, 0.2]), 2)
    array([1. , 0.5, 0.5])
    """
    certain = np.zeros(len(weights), dtype=bool)
    while True:
        rest = weights * ~certain
        left = many - certain.sum()
        part = np.where(certain, 1.0, rest * left / max(float(rest.sum()), 1e-300))
        more = (part > 1) & ~certain
        if not more.any():
            return np.asarray(part)
        certain |= more


def equally_weighted(weights: Points, many: int, seed: int) -> NDArray[np.intp]:
    """Return places drawn in proportion to weights, each once at most: systematic sampling."""
    luck = np.random.default_rng(seed)
    order = luck.permutation(len(weights))
    marks = np.floor(np.cumsum(inclusion(weights, many)[order]) + luck.random())
    return np.sort(order[np.diff(marks, prepend=0.0) > 0])
