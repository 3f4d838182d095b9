"""What customers of a simulated firm buy, period by period, as its till would tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from relsim.market import Market

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(eq=False)
class Till:
    """A phase that notes who buys of the firm under study; it looks and changes nothing.

    Parameters
    ----------
    whose : numpy.ndarray, optional
        Which rows are asked for; all where not given.

    Examples
    --------
    >>> import relsim
    >>> till = Till()
    >>> small = relsim.load("insurance", {"market.customers": 200, "market.periods": 12})
    >>> _ = relsim.Market(small, phases=[till]).run()
    >>> len(till.bought), till.bought[0].dtype
    (36, dtype('bool'))
    """

    whose: Flags | None = None
    name: str = "till"
    after: str = "experience"
    bought: list[Flags] = field(default_factory=list, repr=False)

    def run(self, market: Market) -> None:
        """Note who bought in this period."""
        self.bought.append(buying(market))

    def so_far(self) -> Numbers:
        """Return how often each has bought by the end of each period."""
        chosen = slice(None) if self.whose is None else self.whose
        found: Numbers = np.cumsum([one[chosen] for one in self.bought], axis=0, dtype=np.float64)
        return found


def own(market: Market) -> Flags:
    """Tell who is with the firm under study."""
    place = market.spec.firm_names.index(market.spec.focal.name)
    found: Flags = market.customers.get("firm") == place
    return found


def buying(market: Market) -> Flags:
    """Tell who buys of the firm under study in this period: who has a need, and is served."""
    people = market.customers
    served: Flags = (people.get("wants") > 0) & (people.get("habit") & 1 > 0)
    return served & own(market)
