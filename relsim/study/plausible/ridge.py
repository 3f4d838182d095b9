"""A regression of differences on many numbers, of which few matter: quadratic ridge, cross-fitted.

A quadratic in some two hundred numbers has twenty thousand terms, so it is fitted in its dual form,
from one number a pair of settings. Numbers weigh by what they explain alone beyond chance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FOLDS = 8
_PENALTIES = np.geomspace(0.01, 100.0, 13)
_SQUARES = (0.0, 0.1, 0.5)
"""How much quadratic terms weigh beside linear ones; the data choose."""
_BY_CHANCE = 1.0
"""A number weighs by its squared correlation beyond so many times what chance explains."""


def predicted(
    points: Array, values: Array, at: Array, groups: NDArray[np.int64] | None = None
) -> tuple[Array, Array]:
    """Return values predicted at the points, each without its own group's, and at other points.

    Parameters
    ----------
    points : numpy.ndarray
        A row a setting, a column a number, from -1 to 1.
    values : numpy.ndarray
        One a setting.
    at : numpy.ndarray
        Other settings.
    groups : numpy.ndarray, optional
        Settings of one group are left out together; by default each is its own.

    Examples
    --------
    >>> points = np.random.default_rng(1).uniform(-1, 1, (120, 30))
    >>> values = 3 * points[:, 4] + points[:, 7] ** 2
    >>> guess, _ = predicted(points, values, points[:0])
    >>> bool(np.corrcoef(guess, values)[0, 1] > 0.9)
    True
    """
    own = np.arange(len(points)) if groups is None else groups
    _, codes = np.unique(own, return_inverse=True)
    fold = np.random.default_rng(0).permutation(codes.max() + 1)[codes] % FOLDS
    guess = np.empty(len(points))
    for part in range(FOLDS):
        out = fold == part
        if out.all():
            guess[out] = values.mean()
        elif out.any():
            guess[out] = fitted(points[~out], values[~out], points[out])
    # Who predicts those left out worse than their mean does has learnt luck.
    if np.mean((values - guess) ** 2) >= np.var(values, ddof=1):
        return np.full(len(points), values.mean()), np.full(len(at), values.mean())
    return guess, fitted(points, values, at)


def fitted(points: Array, values: Array, at: Array) -> Array:
    """Fit with the penalty that leaves out one setting best, and predict at other settings."""
    middle = values.mean()
    explained = _correlations(points, values) ** 2
    weights = np.maximum(explained - _BY_CHANCE / len(values), 0.0)
    if not weights.any() or len(values) < 5:
        return np.full(len(at), middle)
    scale = np.sqrt(weights / weights.sum())
    ours, theirs = points * scale, at * scale
    inner, across = ours @ ours.T, theirs @ ours.T
    best: tuple[float, Array] = (float(np.var(values)), np.full(len(at), middle))
    for square in _SQUARES:
        kernel, beside = inner + square * inner**2, across + square * across**2
        roots, turned = np.linalg.eigh(kernel)
        for penalty in _PENALTIES * max(roots[-1], 1e-12) / len(values):
            shrunk = 1.0 / (roots + penalty)
            pull = turned @ (shrunk * (turned.T @ (values - middle)))
            error = float(np.mean((pull / (turned**2 @ shrunk)) ** 2))
            if error < best[0]:
                best = (error, middle + beside @ pull)
    return best[1]


def _correlations(points: Array, values: Array) -> Array:
    centred, gap = points - points.mean(axis=0), values - values.mean()
    spread = np.sqrt((centred**2).sum(axis=0) * (gap**2).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.nan_to_num(centred.T @ gap / spread))
