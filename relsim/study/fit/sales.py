"""How often customers came again, held out and to come, beside the market and the yardstick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from relsim.study.data.repeats import begun, so_far, split, summary, whole_periods
from relsim.study.data.transactions import Transactions
from relsim.study.fit.yardstick import purchases_law, times_again

Numbers = NDArray[np.float64]
_ENDS = (0.025, 0.975)


class Log:
    """Purchases as they were known when the market was fitted, and as they went on.

    Parameters
    ----------
    whole : Transactions
        What is on file.
    hold_out : int
        How many of its last periods are not fitted.
    """

    def __init__(self, whole: Transactions, hold_out: int) -> None:
        self.known, self.whole = split(whole, hold_out)

    @cached_property
    def law(self) -> Numbers:
        """The numbers of BG/NBD by what was known."""
        return purchases_law(*summary(self.known))[0]

    def last(self, horizon: int) -> int:
        """Return the last whole period of the log, or the horizon."""
        return max(whole_periods(self.whole), horizon)


@dataclass(frozen=True, slots=True)
class Told:
    """How often customers came again: what was observed, and what is said of it.

    Parameters
    ----------
    observed, fitted, low, high, yardstick : float or None
        By the purchases on file, by the market with its 95 % interval, by BG/NBD.
    """

    observed: float | None
    fitted: float
    low: float | None
    high: float | None
    yardstick: float


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """How often all customers together have come again.

    Parameters
    ----------
    so_far : tuple of Told
        By the end of each period since the first purchase of all, from 1.
    fitted_to : int
        The last period that was fitted.
    held_out : Told or None
        The same within what was held out.
    """

    so_far: tuple[Told, ...]
    fitted_to: int
    held_out: Told | None

    def rows(self) -> list[dict[str, float | int | bool | None]]:
        """Return it as plain values, a row a period."""
        names = ("observed", "fitted", "low", "high", "yardstick")
        return [
            {
                "period": when,
                **dict(zip(names, astuple(one), strict=True)),
                "held_out": when > self.fitted_to and one.observed is not None,
            }
            for when, one in enumerate(self.so_far, 1)
        ]


def sales_of(log: Log, horizon: int, best: Numbers, members: Sequence[Numbers]) -> Sales:
    """Return what customers together bought again, by what each of an age has on average.

    Parameters
    ----------
    log : Log
        Who began when, and what they bought.
    horizon : int
        The period to which it is carried on.
    best, members : numpy.ndarray
        How often one has come again by each age, in the fitted market and in others that chance
        allows; none of these where nothing tells.
    """
    when = np.arange(log.last(horizon) + 1.0)
    starts, many = np.unique(begun(log.known), return_counts=True)
    ages = np.subtract.outer(when, starts)
    said = times_again(log.law, when)
    law, *curves = (
        np.interp(ages, np.arange(len(each)), each, left=0.0) @ many
        for each in (said, best, *members)
    )
    known, there = whole_periods(log.known), whole_periods(log.whole)
    observed = so_far(log.whole, when[: there + 1])

    def told(since: int, until: int) -> Told:
        fitted, *others = (float(one[until] - one[since]) for one in curves)
        low = high = None
        if others:
            ends = np.quantile(others, _ENDS)
            low, high = min(float(ends[0]), fitted), max(float(ends[1]), fitted)
        seen = float(observed[until] - observed[since]) if until <= there else None
        return Told(seen, fitted, low, high, float(law[until] - law[since]))

    so_far_told = tuple(told(0, until) for until in range(1, len(when)))
    return Sales(so_far_told, known, told(known, there) if known < there else None)
