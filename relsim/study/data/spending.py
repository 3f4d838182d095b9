"""What customers pay in a year and on whom the money rests; asked of files and of markets alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_BEST = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Spent:
    """What each customer bought within some time.

    Parameters
    ----------
    whose : numpy.ndarray
        Numbers of those who bought, rising.
    money, often : numpy.ndarray
        What each paid together, and how often each bought.
    """

    whose: NDArray[np.int64]
    money: Numbers
    often: Numbers

    def best(self) -> NDArray[np.int64]:
        """Return the places of the fifth who paid most, the largest first."""
        many = max(1, round(_BEST * len(self.money)))
        return np.argsort(-self.money, kind="stable")[:many]

    def best_fifth(self) -> float | None:
        """Return the part of all money that the fifth who paid most brought.

        Examples
        --------
        >>> spent(np.arange(5), np.array([1.0, 1, 1, 1, 6])).best_fifth()
        0.6
        """
        total = float(self.money.sum())
        return float(self.money[self.best()].sum()) / total if total > 0 else None

    def best_lost(self, later: Spent) -> tuple[int, int] | None:
        """Return how many of the fifth who paid most bought nothing later, and how many these are.

        None where there are too few to make fifths of.
        """
        if len(self.money) < 1 / _BEST:
            return None
        best = self.whose[self.best()]
        return int((~np.isin(best, later.whose)).sum()), len(best)

    def paid(self) -> Numbers:
        """Return what each paid at a purchase, on average; of who paid anything."""
        paying = self.money > 0
        found: Numbers = self.money[paying] / self.often[paying]
        return found

    def without(self, part: int, parts: int) -> Spent:
        """Return it without one part of the customers, to see how much hangs on who they are."""
        kept = self.whose % parts != part
        return Spent(self.whose[kept], self.money[kept], self.often[kept])


def spent(whose: NDArray[np.int64], money: Numbers) -> Spent:
    """Return purchases customer by customer.

    Parameters
    ----------
    whose : numpy.ndarray
        The customer's number, a row a purchase.
    money : numpy.ndarray
        What was paid.
    """
    numbers, places = np.unique(whose, return_inverse=True)
    often, paid = (
        np.bincount(places, weights=one, minlength=len(numbers)).astype(np.float64)
        for one in (None, money)
    )
    return Spent(numbers, paid, often)


def spread(paid: Numbers) -> float | None:
    """Return the standard deviation of the logarithm of what customers pay."""
    return float(np.log(paid).std(ddof=1)) if len(paid) > 1 else None
