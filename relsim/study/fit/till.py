"""What customers of a simulated firm buy, period by period, as its till would tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relsim.study.data.spending import Spent, spent

if TYPE_CHECKING:
    from relsim.market.bare import BareMarket

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Opened:
    """Notes what everybody had paid before anybody buys."""

    till: Till
    name: str = "till opened"
    after: str = "load"

    def run(self, market: BareMarket) -> None:
        self.till.before = market.customers.get("spent").copy()


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
    >>> _ = relsim.Market(small, phases=[*till.phases]).run()
    >>> len(till.bought), till.bought[0].dtype
    (36, dtype('bool'))
    >>> bool((till.years(12)[1].paid() > 0).all())
    True
    """

    whose: Flags | None = None
    name: str = "till"
    after: str = "experience"
    bought: list[Flags] = field(default_factory=list, repr=False)
    before: Numbers | None = field(default=None, repr=False)
    _paid: list[tuple[NDArray[np.int64], Numbers]] = field(default_factory=list, repr=False)

    @property
    def phases(self) -> tuple[Any, ...]:
        """What notes money, too; without the first of both, only who buys is noted."""
        return _Opened(self), self

    def run(self, market: BareMarket) -> None:
        """Note who bought in this period, and for how much."""
        people = market.customers
        bought = buying(market)
        self.bought.append(bought)
        if self.before is not None:
            rows = np.flatnonzero(bought)
            numbers = rows + people.get("generation")[rows].astype(np.int64) * len(people)
            self._paid.append((numbers, (people.get("spent") - self.before)[rows]))

    def so_far(self) -> Numbers:
        """Return how often each has bought by the end of each period."""
        chosen = slice(None) if self.whose is None else self.whose
        found: Numbers = np.cumsum([one[chosen] for one in self.bought], axis=0, dtype=np.float64)
        return found

    def years(self, length: int) -> tuple[Spent, Spent]:
        """Return what was bought in the last year but one, and in the last, of so many periods."""
        ends = [max(0, len(self._paid) - back * length) for back in (2, 1, 0)]
        first, last = (_together(self._paid[low:high]) for low, high in pairwise(ends))
        return first, last


def _together(paid: Sequence[tuple[NDArray[np.int64], Numbers]]) -> Spent:
    nothing = np.empty(0, np.int64), np.empty(0)
    whose, money = (np.concatenate(part) for part in zip(nothing, *paid, strict=True))
    return spent(whose, money)


def own(market: BareMarket) -> Flags:
    """Tell who is with the firm under study."""
    place = market.spec.firm_names.index(market.spec.focal.name)
    found: Flags = market.customers.get("firm") == place
    return found


def buying(market: BareMarket) -> Flags:
    """Tell who buys of the firm under study in this period: who has a need, and is served."""
    people = market.customers
    served: Flags = (people.get("wants") > 0) & (people.get("habit") & 1 > 0)
    return served & own(market)
