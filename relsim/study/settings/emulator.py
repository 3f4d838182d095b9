"""What a summary of a market would be at settings that were not run: a quadratic, by ridge.

A quadratic in two hundred numbers has twenty thousand terms, so it is fitted in its dual form, from
one number a run. Only numbers that explain more alone than chance has them do are in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_FOLDS = 5
_BY_CHANCE = 4.0
"""A number is in it when it explains so many times what chance explains: of 20 without effect, one
is in."""
_PENALTIES = np.geomspace(0.003, 30.0, 9)
_SQUARES = (0.0, 0.1, 0.5)
"""How much squares and products weigh beside linear terms; the runs choose."""
_Shape = tuple[float, float]


@dataclass(frozen=True, eq=False)
class _Fitted:
    """A quadratic: the active numbers by weight, the runs it was learnt from, their pull."""

    active: NDArray[np.intp]
    scale: Points
    runs: Points
    pull: Points
    mean: float
    shape: _Shape

    def at(self, points: Points) -> Points:
        if not len(self.active):
            return np.full(len(points), self.mean)
        likeness = _ends(points)[:, self.active] * self.scale @ self.runs.T
        kernel = 1.0 + likeness + self.shape[0] * likeness**2
        return np.asarray(kernel @ self.pull + self.mean)


@dataclass(frozen=True, eq=False)
class Emulator:
    """A summary as a function of a point of the unit cube.

    Parameters
    ----------
    fitted : callable
        What was learnt from all runs.
    left_out : numpy.ndarray
        What was made of each run by the others alone; NaN for runs without the summary.
    error : float
        Root mean square error on runs left out; the luck of one run is in it.
    explained : float
        Share of the variance on these runs.
    """

    fitted: _Fitted
    left_out: Points
    error: float
    explained: float

    def at(self, points: Points) -> Points:
        """Return what it makes of points, a row a point."""
        return self.fitted.at(points)


def learn(points: Points, values: Points, seed: int = 1) -> Emulator:
    """Return an emulator learnt from runs; its error is judged on runs left out.

    Examples
    --------
    >>> points = np.random.default_rng(1).random((200, 5))
    >>> found = learn(points, points[:, 0] ** 2 + points[:, 1])
    >>> found.explained > 0.98
    True
    """
    there = np.isfinite(values)
    known = values[there]
    found = _fitted(points[there], known)
    guess = np.empty(len(values))
    guess[~there] = found.at(points[~there])
    inside = np.empty(len(known))
    folds = np.random.default_rng(seed).permutation(len(known)) % _FOLDS
    for fold in range(_FOLDS):
        out = folds == fold
        # What is active is chosen anew, without the runs left out.
        inside[out] = _fitted(points[there][~out], known[~out], found.shape).at(points[there][out])
    guess[there] = inside
    error = float(np.sqrt(np.mean((known - inside) ** 2)))
    return Emulator(found, guess, error, 1 - error**2 / max(float(np.var(known)), 1e-300))


def _ends(points: Points) -> Points:
    return 2.0 * points - 1.0


def _fitted(points: Points, values: Points, shape: _Shape | None = None) -> _Fitted:
    """Fit, with the shape that leaves out one run best where none is given."""
    ends, gaps = _ends(points), values - values.mean()
    first = _on(ends, gaps, _explained(ends, gaps), shape)
    # What others hid is seen in what they leave, above all where runs lie along a band.
    left = gaps - (first.at(points) - first.mean)
    rest = float((left**2).sum() / max((gaps**2).sum(), 1e-300))
    whole = _on(
        ends, gaps, np.maximum(_explained(ends, gaps), rest * _explained(ends, left)), shape
    )
    return replace(whole, mean=float(values.mean()))


def _explained(ends: Points, gaps: Points) -> Points:
    """Return what each number explains alone, where it is more than chance."""
    centred = ends - ends.mean(axis=0)
    spread = np.maximum((centred**2).sum(axis=0) * (gaps**2).sum(), 1e-300)
    explained = (centred.T @ gaps) ** 2 / spread
    return np.where(explained > _BY_CHANCE / len(gaps), explained, 0.0)


def _on(ends: Points, gaps: Points, weights: Points, shape: _Shape | None) -> _Fitted:
    """Fit on the numbers that have weight."""
    active = np.flatnonzero(weights)
    scale = np.sqrt(weights[active] / max(weights[active].sum(), 1e-300))
    runs = ends[:, active] * scale
    likeness = runs @ runs.T
    if shape is None:
        shape = _best_shape(likeness, gaps)
    kernel = 1.0 + likeness + shape[0] * likeness**2
    pull = np.linalg.solve(kernel + shape[1] * np.eye(len(gaps)), gaps)
    return _Fitted(active, scale, runs, pull, 0.0, shape)


def _best_shape(likeness: Points, gaps: Points) -> _Shape:
    """Return the weight of squares and the penalty that predict a run left out best."""
    best, chosen = np.inf, (0.0, 1.0)
    for square in _SQUARES:
        roots, turned = np.linalg.eigh(1.0 + likeness + square * likeness**2)
        # The largest root is the constant's.
        for penalty in _PENALTIES * max(float(roots[-2]), 1e-9) / len(gaps):
            shrunk = 1.0 / (np.maximum(roots, 0.0) + penalty)
            missed = (turned @ (shrunk * (turned.T @ gaps))) / (turned**2 @ shrunk)
            if (score := float(np.mean(missed**2))) < best:
                best, chosen = score, (square, float(penalty))
    return chosen
