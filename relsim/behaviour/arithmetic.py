"""Small arithmetic that gives the same bits compiled and uncompiled.

Built-in ``min`` and ``max`` may differ from their compiled twins in the sign of zero,
and ``x ** 2`` in the last bit, so the mechanisms use these instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable

HELPERS: list[Callable[..., float]] = []


def _helper(function: Callable[..., float]) -> Callable[..., float]:
    HELPERS.append(function)
    return function


@_helper
def clip(value: float, low: float, high: float) -> float:
    """Return ``value`` kept in [low, high].

    Examples
    --------
    >>> clip(1.2, 0.0, 1.0)
    1.0
    """
    if value < low:
        return low
    if value > high:
        return high
    return value


@_helper
def share(value: float) -> float:
    """Return ``value`` kept in [0, 1].

    Examples
    --------
    >>> share(-0.1)
    0.0
    """
    if value < 0.0:
        return 0.0
    if value > 1.0:
        return 1.0
    return value


@_helper
def positive(value: float) -> float:
    """Return ``value``, or 0 where it is negative.

    Examples
    --------
    >>> positive(-3.0)
    0.0
    """
    return value if value > 0.0 else 0.0


@_helper
def smaller(one: float, other: float) -> float:
    """Return the smaller of two numbers.

    Examples
    --------
    >>> smaller(1.0, 2.0)
    1.0
    """
    return one if one < other else other


@_helper
def over_months(rate: float, months: float) -> float:
    """Return a monthly rate carried to a period of ``months``: 1 − (1 − rate)^months.

    Examples
    --------
    >>> round(over_months(0.1, 2.0), 12)
    0.19
    >>> over_months(0.1, 1.0)
    0.1
    """
    if months == 1.0 or rate <= 0.0:
        return rate
    if rate >= 1.0:
        return 1.0
    return 1.0 - math.exp(months * math.log(1.0 - rate))


@_helper
def logistic(value: float) -> float:
    """Return the logistic of ``value``, safe for large values of either sign.

    Examples
    --------
    >>> logistic(0.0)
    0.5
    """
    if value >= 0.0:
        return 1.0 / (1.0 + math.exp(-value))
    weight = math.exp(value)
    return weight / (1.0 + weight)
