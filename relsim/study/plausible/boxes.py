"""Boxes in which something happens often: the patient rule induction method, PRIM.

A box begins as everything. The twentieth at one end of one number is peeled off where that leaves
the event most frequent, again and again (Friedman & Fisher 1999, remembered and not read). Of all
boxes on the way in which it happens more often than not, the one is taken that best weighs density
(how often it happens inside) against coverage (how much of it lies inside); then what can be left
out is. Numbers beyond the third are never restricted: nobody could read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Limits = dict[int, tuple[float, float]]

MOST_NUMBERS = 3
MOST_BOXES = 2

_PEELED = 0.05
_SMALLEST = 0.03
"""A box holds at least this share of all points."""
_WORTH = 0.01
"""A limit that gains less than this is left out."""
_LEFT = 0.25
"""Another box is sought while this share of the event lies in none."""


@dataclass(frozen=True, slots=True)
class Box:
    """Limits of a few numbers, by their column; an end that is not limited is infinite."""

    limits: Limits

    def holds(self, points: Array) -> Flags:
        """Tell which points lie inside."""
        inside = np.ones(len(points), dtype=np.bool_)
        for column, (low, high) in self.limits.items():
            inside &= (points[:, column] >= low) & (points[:, column] <= high)
        return inside

    def without(self, column: int) -> Box:
        """Return the box that does not limit a number."""
        return Box({one: ends for one, ends in self.limits.items() if one != column})


def boxes(points: Array, event: Flags, columns: Iterable[int] | None = None) -> list[Box]:
    """Return boxes in which an event is frequent, the one that holds most of it first.

    Parameters
    ----------
    points : numpy.ndarray
        A row a point.
    event : numpy.ndarray
        Whether it happens there.
    columns : iterable of int, optional
        The numbers that may be limited.

    Returns
    -------
    list of Box
        Empty where no box tells more than everything does.

    Examples
    --------
    >>> points = np.random.default_rng(1).random((4_000, 6))
    >>> (found,) = boxes(points, (points[:, 2] > 0.5) & (points[:, 4] < 0.4))
    >>> sorted((column, round(float(end), 1)) for column, (end, _) in found.limits.items())
    [(2, 0.5), (4, -inf)]
    """
    columns = list(range(points.shape[1]) if columns is None else columns)
    found: list[Box] = []
    left = np.ones(len(points), dtype=np.bool_)
    while len(found) < MOST_BOXES and event[left].sum() >= max(_LEFT * event.sum(), 1):
        box = _best(points[left], event[left], columns, round(_SMALLEST * len(points)))
        inside = box.holds(points) & left
        if not box.limits:
            break
        found.append(box)
        left &= ~inside
    return found


def score(event: Flags, inside: Flags) -> float:
    """Return the harmonic mean of density and coverage; nothing where it seldom happens."""
    both, held = int(event[inside].sum()), int(inside.sum())
    return 2.0 * both / (held + int(event.sum())) if 2 * both >= held > 0 else 0.0


def _best(points: Array, event: Flags, columns: list[int], smallest: int) -> Box:
    """Return the best box on the way of peeling, without limits that hardly gain anything."""
    way = [Box({}), *_peeled(points, event, columns, smallest)]
    box = max(way, key=lambda one: score(event, one.holds(points)))
    for column in list(box.limits):
        looser = box.without(column)
        gain = score(event, box.holds(points)) - score(event, looser.holds(points))
        if gain < _WORTH:
            box = looser
    return box


def _peeled(points: Array, event: Flags, columns: list[int], smallest: int) -> Iterator[Box]:
    limits: Limits = {}
    inside = np.arange(len(points))
    while True:
        allowed = columns if len(limits) < MOST_NUMBERS else list(limits)
        most, chosen = float(event[inside].mean()) if len(inside) else 1.0, None
        for column in allowed:
            values = points[inside, column]
            low, high = np.quantile(values, [_PEELED, 1.0 - _PEELED])
            for end, kept in ((0, values > low), (1, values < high)):
                if kept.sum() < smallest or (mean := float(event[inside][kept].mean())) <= most:
                    continue
                most, chosen = mean, (column, end, (low, high)[end], kept)
        if chosen is None:
            return
        column, end, cut, kept = chosen
        before = limits.get(column, (-np.inf, np.inf))
        limits = {**limits, column: (cut, before[1]) if end == 0 else (before[0], cut)}
        inside = inside[kept]
        yield Box(limits)
