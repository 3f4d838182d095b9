"""History matching: which points are not implausible, and how likely each is.

McKay, Beckman & Conover 1979 for the designs; Craig, Goldstein, Seheult & Smith 1997 and Vernon,
Goldstein & Bower 2010 for implausibility; McCulloch, Ge, Ward, Heppenstall, Polhill & Malleson 2022
for agent-based models (all as remembered, none read again for this).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from relsim.study.settings.emulator import Points
from relsim.study.settings.pattern import Pattern

IMPLAUSIBLE = 3.0
"""Standard deviations: by Pukelsheim's rule (1994) 95 % of any law with one peak lies within."""

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


def log_likelihood(patterns: Sequence[Pattern], values: Points, variances: Points) -> Points:
    """Return the logarithm of each point's likelihood; what is undefined is impossible."""
    total = np.zeros(len(values))
    for places in _blocks(patterns):
        gaps = values[:, places] - np.array([patterns[place].aim for place in places])
        wrong = np.array([patterns[place].discrepancy for place in places])
        alone = [variances[place] + patterns[place].error ** 2 for place in places]
        covariance = TOGETHER * np.outer(wrong, wrong) + np.diag(
            np.array(alone) + (1 - TOGETHER) * wrong**2
        )
        total -= 0.5 * np.einsum("ij,jk,ik->i", gaps, np.linalg.inv(covariance), gaps)
    return np.where(np.isfinite(total), total, -np.inf)


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
