"""When a strategy has paid back: from then on it is never behind the baseline again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relsim.result.formulas import discounts

if TYPE_CHECKING:
    from relsim.market import Run

PATH = "discounted_profit"
"""Key under which a run's figures hold its profit of every period, discounted."""


def discounted_profit(run: Run) -> NDArray[np.float64]:
    """Return the focal firm's profit of every period, discounted to the strategy's start.

    Examples
    --------
    >>> import relsim
    >>> run = relsim.Market(relsim.load("insurance", {"market.periods": 24})).run()
    >>> bool(np.isclose(discounted_profit(run).sum(), run.summary()["npv"]))
    True
    """
    books = run.of_firm()
    return np.asarray(books.line("profit") * discounts(books), dtype=np.float64)


def payback(ours: ArrayLike, baseline: ArrayLike) -> int | None:
    """Return the first period from which a strategy is never behind the baseline again.

    Examples
    --------
    Ten spent at first, four more earned in each later period:

    >>> payback([-10, 4, 4, 4], [0, 0, 0, 0])
    3
    >>> payback([1, -3, 1], [0, 0, 0]) is None, payback([5], [5])
    (True, 0)
    """
    ahead = np.cumsum(np.asarray(ours, np.float64) - np.asarray(baseline, np.float64)) >= 0
    if len(ahead) == 0 or not ahead[-1]:
        return None
    behind = np.flatnonzero(~ahead)
    return int(behind[-1]) + 1 if len(behind) else 0
