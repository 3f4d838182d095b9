"""What a claim measures: from a run to a number, or to a course over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from relsim.errors import InputError
from relsim.result.figures import OUTCOMES
from relsim.scenario.wording import nearest, show

if TYPE_CHECKING:
    from relsim.market import Run

Values = NDArray[np.float64]
Unit = Literal["percent", "points", "money", "score", "periods", "count", "ratio"]

_DECIMALS: dict[Unit, int] = {
    "percent": 1,
    "points": 1,
    "money": 0,
    "score": 3,
    "periods": 1,
    "count": 1,
    "ratio": 2,
}
_COUNTED = ("customers", "acquired", "won_back", "lost")
_MONEY = ("customer_equity", "cost_per_customer_won", "cost_per_customer_kept", "surplus_per_use")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of a run that a claim is about.

    Parameters
    ----------
    of : callable
        From a :class:`relsim.Run` to a number; to None or NaN where it is undefined; or to an
        array of numbers, a course, one a period or one a group.
    title : str
        What it is called.
    unit : {"percent", "points", "money", "score", "periods", "count", "ratio"}
        How it is shown; percent is for a share from 0 to 1, whose differences are points, and
        points for a measure that is such a difference itself.
    decimals : int, optional
        Shown behind the point; by default what suits the unit.

    Examples
    --------
    >>> lost = Measure(lambda run: run.summary()["lost"], "Customers lost", "count")
    >>> lost.show(12.0), lost.show(-3.25, signed=True)
    ('12.0', '−3.2')
    """

    of: Callable[[Run], object]
    title: str
    unit: Unit = "score"
    decimals: int | None = None

    @property
    def places(self) -> int:
        """Digits behind the point."""
        return _DECIMALS[self.unit] if self.decimals is None else self.decimals

    def show(self, value: float | None, *, signed: bool = False) -> str:
        """Return a value as people read it; a difference with its sign, and shares in points."""
        if value is None:
            return "-"
        share = self.unit in ("percent", "points")
        shown = 100 * value if share else value
        signed = signed or self.unit == "points"
        text = f"{shown:{'+' if signed else ''},.{self.places}f}"
        if not float(text.replace(",", "")):
            text = text.lstrip("+-")
        suffix = (" pt" if signed else " %") if share else ""
        return text.replace("-", "−") + suffix

    def values(self, run: Run) -> Values:
        """Return what a run gives, as an array of one or more numbers."""
        found = self.of(run)
        array = np.atleast_1d(np.asarray(np.nan if found is None else found, dtype=np.float64))
        return np.where(np.isfinite(array), array, np.nan)


def measure_named(name: str) -> Measure:
    """Return one of the figures that every run has.

    Examples
    --------
    >>> measure_named("retention").title
    'Annual retention'
    """
    from relsim.market.run import SUMMARY

    if name not in SUMMARY:
        near = nearest(name, SUMMARY)
        hint = f"Did you mean {show(near)}? " if near else ""
        raise InputError(
            f"{show(name)} is no figure of a run. {hint}There are {', '.join(SUMMARY)}; for "
            "anything else, give the claim a Measure."
        )
    title, unit, decimals = _shown(name)
    return Measure(lambda run: run.summary()[name], title, unit, decimals)


def _shown(name: str) -> tuple[str, Unit, int | None]:
    if name in OUTCOMES:
        outcome = OUTCOMES[name]
        return outcome.title, outcome.unit, outcome.decimals
    title = name.replace("_", " ").capitalize()
    if name in _COUNTED:
        return title, "count", 0
    if name in _MONEY:
        return title, "money", 2
    if name == "turnover":
        return title, "percent", None
    return title, "ratio" if name.endswith("ratio") else "score", None
