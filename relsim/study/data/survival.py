"""How long customers stay, where some are still there and some came into view late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_REACH = 1.959963984540054


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The share of customers left, step by step, as Kaplan & Meier (1958) estimate it.

    Parameters
    ----------
    times : numpy.ndarray
        When somebody left, rising.
    at_risk, ended : numpy.ndarray
        How many were in view and there just before, and how many left.
    """

    times: Numbers
    at_risk: Numbers
    ended: Numbers

    def at(self, when: Numbers) -> Numbers:
        """Return the shares left at times.

        Examples
        --------
        >>> curve_of(np.array([1.0, 2.0]), np.array([True, False])).at(np.array([0.0, 1.0, 2.0]))
        array([1. , 0.5, 0.5])
        """
        steps = np.concatenate([[1.0], np.cumprod(1 - self.ended / self.at_risk)])
        return steps[np.searchsorted(self.times, when, side="right")]

    def doubt(self, when: Numbers) -> Numbers:
        """Return Greenwood's (1926) relative variance of the shares left; infinite at 0."""
        left = self.at_risk - self.ended
        with np.errstate(divide="ignore"):
            parts = np.where(self.ended > 0, self.ended / (self.at_risk * left), 0.0)
        sums = np.concatenate([[0.0], np.cumsum(parts)])
        return sums[np.searchsorted(self.times, when, side="right")]

    def interval(self, when: Numbers) -> tuple[Numbers, Numbers]:
        """Return 95 % intervals, made on the scale of log(−log), which keeps them within 0 to 1."""
        shares, doubt = self.at(when), self.doubt(when)
        inside = (shares > 0) & (shares < 1)
        logs = np.log(np.where(inside, shares, 0.5))
        half = _REACH * np.sqrt(np.where(inside, doubt, 0.0)) / -logs
        low = np.where(inside, np.exp(logs * np.exp(half)), shares)
        high = np.where(inside, np.exp(logs * np.exp(-half)), shares)
        return low, high


def curve_of(exits: Numbers, left: Flags, entries: Numbers | None = None) -> Curve:
    """Return the curve of customers seen from their entries to their exits.

    Parameters
    ----------
    exits : numpy.ndarray
        How long each had been a customer when last seen.
    left : numpy.ndarray
        Whether that was when the customer left.
    entries : numpy.ndarray, optional
        How long each had been a customer when first seen: at risk only after that
        (left truncation). By default all were seen from the beginning.

    Returns
    -------
    Curve
    """
    times, counts = np.unique(exits[left], return_counts=True)
    ordered = np.sort(exits)
    at_risk = len(exits) - np.searchsorted(ordered, times, side="left")
    if entries is not None:
        at_risk = at_risk - (len(entries) - np.searchsorted(np.sort(entries), times, side="left"))
    return Curve(times, at_risk.astype(np.float64), counts.astype(np.float64))
