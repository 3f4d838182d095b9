"""Where a difference changes its sign along a setting, and how sure one may be of the place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from relsim.result.quantity import Quantity, Unit
from relsim.result.statistics import Estimate

_PLACE = Unit("ratio", 3, significant=True)


@dataclass(frozen=True, slots=True)
class Flip:
    """A setting at which a difference crosses a level, 0 unless said.

    Parameters
    ----------
    path : str
        The setting.
    at : float
        Where the mean difference crosses, by straight lines between the points of the sweep.
    low, high : float
        Between these, the 95 % interval of the difference, drawn between the points likewise,
        holds the level: the crossing may be anywhere there.
    rising : bool
        Whether the difference grows with the setting.
    elsewhere : dict
        Where a sweep has more paths than one: their values.
    level : float
        What is crossed.
    """

    path: str
    at: float
    low: float
    high: float
    rising: bool
    elsewhere: dict[str, Any] = field(default_factory=dict)
    level: float = 0.0

    def __str__(self) -> str:
        """Return the place with its uncertainty."""
        return f"{self.path} = {Quantity(self.at, _PLACE, self.low, self.high).with_interval()}"


def crossings(
    path: str,
    values: Sequence[float],
    differences: Sequence[Estimate],
    *,
    level: float = 0.0,
    elsewhere: dict[str, Any] | None = None,
) -> list[Flip]:
    """Return where a difference crosses a level, beyond doubt.

    A crossing counts when at a point on either side of it the whole interval lies beyond the
    level, one above and one below.

    Examples
    --------
    >>> at = [0.0, 1.0, 2.0]
    >>> seen = [Estimate(-4, -5, -3, 9), Estimate(-1, -2, 0.0, 9), Estimate(1, 0.5, 1.5, 9)]
    >>> (found,) = crossings("market.freedom", at, seen)
    >>> found.at, found.low, found.high, found.rising
    (1.5, 1.0, 1.8, True)
    """
    known = [
        (value, found)
        for value, found in zip(values, differences, strict=True)
        if found.mean is not None and found.low is not None and found.high is not None
    ]
    sure = [(place, side) for place, (_, one) in enumerate(known) if (side := _side(one, level))]
    flips = []
    for (left, before), (right, after) in pairwise(sure):
        if before == after:
            continue
        part = known[left : right + 1]
        means = _where(part, lambda one: _number(one.mean), level)
        ends = [
            place
            for bound in (lambda one: _number(one.low), lambda one: _number(one.high))
            for place in _where(part, bound, level)
        ]
        at = (min(means) + max(means)) / 2
        flips.append(Flip(path, at, min(ends), max(ends), after > 0, dict(elsewhere or {}), level))
    return flips


def _side(found: Estimate, level: float) -> int:
    """Return 1 or -1 where the whole interval lies above or below a level, else 0."""
    return int(_number(found.low) > level) - int(_number(found.high) < level)


def _where(
    part: Sequence[tuple[float, Estimate]], of: Callable[[Estimate], float], level: float
) -> list[float]:
    """Return where a line through points crosses a level."""
    places = []
    for (x0, one), (x1, other) in pairwise(part):
        y0, y1 = of(one) - level, of(other) - level
        if y0 == 0.0:
            places.append(x0)
        if y0 * y1 < 0.0:
            places.append(x0 + (x1 - x0) * y0 / (y0 - y1))
    if of(part[-1][1]) == level:
        places.append(part[-1][0])
    return places


def _number(value: float | None) -> float:
    assert value is not None
    return value
