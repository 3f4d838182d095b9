"""Customers of a simulated market, asked how satisfied they are, and who is still there later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from relsim.market.bare import BareMarket

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(eq=False)
class Asking:
    """A phase that asks the customers of the firm under study, and asks again so many periods on.

    It looks and changes nothing. Answers are ranks: nobody knows which satisfaction of the model
    is an 8 of 10, but who answers lowest is held against those who are satisfied least.

    Parameters
    ----------
    periods : int
        Over how long it is looked who left.

    Examples
    --------
    >>> import relsim
    >>> asking = Asking(12)
    >>> small = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> _ = relsim.Market(small, phases=[asking]).run()
    >>> low, high = (asking.stayed(*ends) for ends in ((0.0, 0.5), (0.5, 1.0)))
    >>> low[0] / low[1] < high[0] / high[1]
    True
    """

    periods: int
    name: str = "asking"
    after: str = "act"
    answers: list[tuple[Numbers, Flags]] = field(default_factory=list, repr=False)

    def run(self, market: BareMarket) -> None:
        """Note who of those asked last time has left since, and ask again."""
        if market.period < 0 or market.period % self.periods:
            return
        people = market.customers
        columns = f"{self.name}_answer", f"{self.name}_asked"
        answer, asked = (people.add(column, -1.0).get(column) for column in columns)
        firm, own = people.get("firm"), market.spec.firm_names.index(market.spec.focal.name)
        if market.period:
            # Who left the population meanwhile was replaced, and neither stayed nor left.
            there = asked == people.get("generation")
            gone = (firm != own) | (market.period - people.get("start") < self.periods)
            self.answers.append((answer[there].copy(), ~gone[there]))
        answer[:] = people.get("satisfaction")
        asked[:] = np.where(firm == own, people.get("generation"), -1.0)

    def stayed(self, low: float, high: float) -> tuple[float, float]:
        """Return how many stayed of those who rank between two shares, and how many these are."""
        stayed = asked = 0.0
        for answer, still in self.answers:
            ranked = still[np.argsort(answer, kind="stable")]
            ends = (round(end * len(ranked)) for end in (low, high))
            some = ranked[slice(*ends)]
            stayed, asked = stayed + float(some.sum()), asked + len(some)
        return stayed, asked
