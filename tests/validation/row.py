"""What one comparison with an outside number is made of, and how it is judged."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.result.statistics import estimate

Prepared = Mapping[str, Any]
"""What had to be found before the worlds could be lived through, by name."""

WEAK = 0.3
"""A correlation is called weak up to here (Cohen 1988)."""
Z = 1.959963984540054
"""The normal quantile of a 95 % interval."""


@dataclass(frozen=True)
class Interval:
    """A figure with the ends of its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """One figure of a comparison.

    Parameters
    ----------
    label : str
        What it is.
    outside : float, tuple of float, str or None
        The number from outside, the ends of a range, a sign (``positive``, ``no effect``,
        ``weak negative``), or None for a figure that is shown beside the others.
    digits : int
        Decimals shown.
    before : str
        What an earlier form of the model gave, as it was written down.
    """

    label: str
    outside: float | tuple[float, float] | str | None
    digits: int = 1
    before: str = ""

    def miss(self, found: Interval) -> float | None:
        """Return how far the figure is above (or below) the outside number; 0 in a range."""
        if self.outside is None or isinstance(self.outside, str):
            return None
        low, high = self.outside if isinstance(self.outside, tuple) else (self.outside,) * 2
        return found.mean - min(max(found.mean, low), high)

    def verdict(self, found: Interval) -> str:
        """Return in a few words whether the figure is what it is outside.

        Examples
        --------
        >>> Line("stayed", (10.0, 20.0)).verdict(Interval(25.0, 24.0, 26.0))
        '5.0 above'
        >>> Line("stayed", 24.5).verdict(Interval(25.0, 24.0, 26.0))
        '0.5 above, within the interval'
        >>> Line("talk", "no effect").verdict(Interval(1.0, 0.5, 1.5))
        'missed: an effect upwards'
        """
        if self.outside is None:
            return ""
        if isinstance(self.outside, str):
            return _sign(self.outside, found)
        gap = self.miss(found) or 0.0
        if not round(abs(gap), self.digits):
            return "as outside"
        side = "above" if gap > 0 else "below"
        low, high = self.outside if isinstance(self.outside, tuple) else (self.outside,) * 2
        chance = ", within the interval" if found.low <= high and found.high >= low else ""
        return f"{abs(gap):,.{self.digits}f} {side}{chance}"

    def written(self, value: float) -> str:
        """Return a figure with as many decimals as the line shows.

        Examples
        --------
        >>> Line("gap", None, 2).written(-1234.5)
        '−1,234.50'
        """
        return f"{value:,.{self.digits}f}".replace("-", "−")

    def shown(self) -> str:
        """Return the outside number in few characters."""
        if self.outside is None:
            return ""
        if isinstance(self.outside, str):
            return self.outside
        if isinstance(self.outside, tuple):
            return " to ".join(f"{end:,.6g}" for end in self.outside)
        return f"{self.outside:,.6g}"


def _sign(sign: str, found: Interval) -> str:
    up, down = found.low > 0, found.high < 0
    if sign == "positive":
        return "as outside" if up else "missed: the opposite" if down else "missed: nothing shown"
    if sign == "no effect":
        if up or down:
            return f"missed: an effect {'upwards' if up else 'downwards'}"
        return "as outside: nothing shown"
    if sign == "weak negative":
        if not down:
            return "missed: not negative"
        return "as outside" if found.mean > -WEAK else "missed: stronger"
    raise ValueError(sign)


@dataclass(frozen=True)
class Row:
    """One comparison with outside numbers.

    Parameters
    ----------
    key : str
        Its name in the file of worlds.
    title : str
        What is compared.
    unit : str
        Of all its figures.
    source : str
        Author and year of the outside numbers, as in the references.
    status : str
        Fitted or predicted.
    lines : tuple of Line
        Its figures.
    worlds : int
        How many are lived through.
    measure : callable
        From the number of a world, and what was prepared, to its figures in the order of the
        lines; where `counted`, a pair for each: how many did, of how many.
    note : str
        What is compared with what, and what the comparison cannot say.
    counted : bool
        Whether figures are shares of counts (the interval is Wilson's, over all worlds).
    prepare : callable, optional
        Finds what all worlds need.
    tell : callable, optional
        Returns what the row says in a sentence, from its figures; by default the largest miss.
    quick : bool
        Whether a world takes about a second or less, so that a test lives through one again.
    """

    key: str
    title: str
    unit: str
    source: str
    status: str
    lines: tuple[Line, ...]
    worlds: int
    measure: Callable[[int, Prepared], Sequence[float]]
    note: str
    counted: bool = False
    prepare: Callable[[], dict[str, Any]] | None = None
    tell: Callable[[Sequence[Interval]], str] | None = None
    quick: bool = True

    def figures(self, worlds: Sequence[Sequence[float]]) -> list[Interval]:
        """Return the figures over all worlds.

        Parameters
        ----------
        worlds : sequence
            What `measure` gave, world by world.

        Returns
        -------
        list of Interval
            One a line.
        """
        found = np.array(worlds, dtype=float)
        if self.counted:
            did, cases = found.sum(axis=0).reshape(-1, 2).T
            return [wilson(*pair) for pair in zip(did, cases, strict=True)]
        over = (estimate(column) for column in found.T)
        return [Interval(float(one.mean), float(one.low), float(one.high)) for one in over]


def wilson(did: float, cases: float) -> Interval:
    """Return a share in percent with Wilson's interval for a binomial share.

    Parameters
    ----------
    did, cases : float
        How many, of how many.

    Returns
    -------
    Interval
        In percent.

    Examples
    --------
    >>> found = wilson(8, 10)
    >>> round(found.mean), round(found.low), round(found.high)
    (80, 49, 94)
    """
    share = float(did / cases)
    middle = share + Z * Z / (2 * cases)
    half = Z * math.sqrt(share * (1 - share) / cases + Z * Z / (4 * cases * cases))
    below = 1 + Z * Z / cases
    low, high = (float(100 * end / below) for end in (middle - half, middle + half))
    return Interval(100 * share, low, high)
