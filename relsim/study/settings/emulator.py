"""What a summary of a market would be at settings that were not run: a quadratic, by ridge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_ACTIVE = 18
"""Numbers that get squares and products: those with the largest effect on the summary."""
_FOLDS = 5
_PENALTIES = np.logspace(-3, 4, 15)
_CURVED = 0.5
"""Weight of squares and products against linear terms: they are penalised four times as much."""


@dataclass(frozen=True, eq=False)
class Emulator:
    """A summary as a function of a point of the unit cube.

    Parameters
    ----------
    active : numpy.ndarray
        Columns that have squares and products.
    centre, weights : numpy.ndarray
        Of its terms.
    mean : float
        Of the summary.
    error : float
        Root mean square error on points left out of learning; the luck of one run is in it.
    explained : float
        Share of the variance on these points.
    """

    active: NDArray[np.intp]
    centre: Points
    weights: Points
    mean: float
    error: float
    explained: float

    def at(self, points: Points) -> Points:
        """Return what it makes of points, a row a point."""
        return np.asarray((_terms(points, self.active) - self.centre) @ self.weights + self.mean)


def learn(points: Points, values: Points, seed: int = 1) -> Emulator:
    """Return an emulator learnt from runs; its error is judged on points left out.

    Examples
    --------
    >>> points = np.random.default_rng(1).random((200, 5))
    >>> found = learn(points, points[:, 0] ** 2 + points[:, 1])
    >>> found.explained > 0.98
    True
    """
    there = np.isfinite(values)
    points, values = points[there], values[there]
    folds = np.random.default_rng(seed).permutation(len(values)) % _FOLDS
    missed = np.empty(len(values))
    for fold in range(_FOLDS):
        out = folds == fold
        # What is active is chosen anew, without the points left out.
        active, centre, weights, mean = _fitted(points[~out], values[~out])
        missed[out] = values[out] - ((_terms(points[out], active) - centre) @ weights + mean)
    error = float(np.sqrt(np.mean(missed**2)))
    explained = 1 - error**2 / max(float(np.var(values)), 1e-300)
    return Emulator(*_fitted(points, values), error, explained)


def _fitted(points: Points, values: Points) -> tuple[NDArray[np.intp], Points, Points, float]:
    linear, _ = _ridge(points - points.mean(axis=0), values - values.mean())
    active = np.sort(np.argsort(-np.abs(linear), kind="stable")[:_ACTIVE])
    terms = _terms(points, active)
    centre = terms.mean(axis=0)
    weights, _ = _ridge(terms - centre, values - values.mean())
    return active, centre, weights, float(values.mean())


def _terms(points: Points, active: NDArray[np.intp]) -> Points:
    """Return all points' terms: linear ones of every number, curved ones of the active."""
    ends = 2 * points - 1
    few = ends[:, active]
    rows, columns = np.triu_indices(few.shape[1])
    return np.hstack([ends, _CURVED * few[:, rows] * few[:, columns]])


def _ridge(terms: Points, values: Points) -> tuple[Points, float]:
    """Return weights by ridge, the penalty chosen by leaving out one point at a time."""
    left, sizes, right = np.linalg.svd(terms, full_matrices=False)
    along = left.T @ values
    best, chosen = np.inf, _PENALTIES[-1]
    for penalty in _PENALTIES:
        shrunk = sizes**2 / (sizes**2 + penalty)
        leverage = (left**2) @ shrunk + 1 / len(values)
        missed = (values - left @ (shrunk * along)) / np.maximum(1 - leverage, 1e-6)
        score = float(np.mean(missed**2))
        if score < best:
            best, chosen = score, penalty
    return right.T @ (sizes / (sizes**2 + chosen) * along), best
