"""A market as it was lived, period by period, so that it can be watched afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from relsim.market.bare import BareMarket
    from relsim.scenario import Scenario
    from relsim.study.parallel import Progress

MOST_WATCHED = 400
"""Customers that are told apart on a screen."""

MOST_KEPT = 120_000
"""Customers times periods that are kept: a long market is watched with fewer customers."""

FEWEST_WATCHED = 50

FINE, FAILED, MADE_GOOD = 0, 1, 2

MOVE = np.dtype(
    [("period", "i4"), ("customer", "i4"), ("origin", "i1"), ("to", "i1"), ("reason", "i1")]
)
TALK = np.dtype([("period", "i4"), ("talker", "i4"), ("listener", "i4"), ("good", "i1")])


@dataclass(frozen=True, eq=False)
class Recording:
    """What happened to the first customers of a market, and to its firms.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        Of the firm under study.
    firm : ndarray of int8, shape (periods + 1, customers)
        With whom everybody is when the strategies start and at the end of every period; −1 for
        nobody.
    satisfaction : ndarray of float32, same shape
        With that firm.
    failure : ndarray of int8, shape (periods, customers)
        Whether the use of the period failed, and whether that was made good.
    moves : ndarray of ``MOVE``
        Who left whom for whom, and why: the code of a reason, −1 for who had no firm.
    talk : ndarray of ``TALK``
        Who told whom something good or bad, among these customers.
    heads, satisfied : ndarray of float, shape (periods + 1, firms)
        All customers of each firm, and their mean satisfaction; NaN without any.
    """

    scenario: Scenario
    strategy: str
    firm: np.ndarray
    satisfaction: np.ndarray
    failure: np.ndarray
    moves: np.ndarray
    talk: np.ndarray
    heads: np.ndarray
    satisfied: np.ndarray

    @property
    def share(self) -> np.ndarray:
        """Each firm's share of all who have one."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.heads / self.heads.sum(axis=1, keepdims=True))


def record(
    scenario: Scenario,
    strategy: str,
    seed: int = 1,
    replication: int = 0,
    progress: Progress | None = None,
) -> Recording:
    """Live through one world of a comparison and return what there is to watch.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 60, "market.periods": 12})
    >>> seen = record(scenario, "social")
    >>> seen.firm.shape, bool(((seen.share >= 0) & (seen.share <= 1)).all())
    ((13, 60), True)
    """
    from relsim.market.bare import BareMarket  # heavy: Numba

    market = BareMarket(scenario, seed=seed, replication=replication, strategy=strategy)
    periods = int(scenario.market.periods)
    room = max(FEWEST_WATCHED, MOST_KEPT // max(1, periods))
    reel = _Reel(market, min(len(market.customers), MOST_WATCHED, room))
    while not market.finished:
        if market.period == 0:
            reel.look()
        market.step()
        if market.period > 0:
            reel.look()
            reel.listen()
        if progress is not None:
            progress(market.books.warm_up + market.period, market.books.periods)
    if not reel.firm:
        reel.look()
    firm = np.array(reel.firm)
    return Recording(
        scenario=scenario,
        strategy=strategy,
        firm=firm,
        satisfaction=np.array(reel.satisfaction),
        failure=np.array(reel.failure[1:]),
        moves=_moves(market.result().spell_records, len(market.customers), firm),
        talk=np.concatenate([np.zeros(0, TALK), *reel.talk]),
        heads=np.array(reel.heads),
        satisfied=np.array(reel.satisfied),
    )


@dataclass
class _Reel:
    """What is kept of every period."""

    market: BareMarket
    size: int
    firm: list[Any] = field(default_factory=list)
    satisfaction: list[Any] = field(default_factory=list)
    failure: list[Any] = field(default_factory=list)
    talk: list[Any] = field(default_factory=list)
    heads: list[Any] = field(default_factory=list)
    satisfied: list[Any] = field(default_factory=list)

    def look(self) -> None:
        """Look at everybody at the end of a period."""
        everybody = self.market.customers.records
        those = everybody[: self.size]
        self.firm.append(those["firm"].copy())
        self.satisfaction.append(those["satisfaction"].astype(np.float32))
        ended = those["last_outcome"]
        kind = np.where(ended == 0, FINE, np.where(ended <= 2, MADE_GOOD, FAILED))
        used = (those["wants"] > 0) & (those["firm"] >= 0)
        self.failure.append(np.where(used, kind, FINE).astype(np.int8))
        held = everybody["firm"] >= 0
        places, firms = everybody["firm"][held], len(self.market.spec.firm_names)
        heads = np.bincount(places, minlength=firms).astype(float)
        felt = np.bincount(places, weights=everybody["satisfaction"][held], minlength=firms)
        self.heads.append(heads)
        self.satisfied.append(np.divide(felt, heads, np.full(firms, np.nan), where=heads > 0))

    def listen(self) -> None:
        """Keep who of them told whom something this period."""
        told = self.market.reports
        told = told[(told["talker"] < self.size) & (told["listener"] < self.size)]
        kept = np.zeros(len(told), TALK)
        kept["period"] = self.market.period - 1
        for name in ("talker", "listener", "good"):
            kept[name] = told[name]
        self.talk.append(kept)


def _moves(spells: np.ndarray, population: int, firm: np.ndarray) -> np.ndarray:
    """Return the moves: relationships that ended, and who without a firm found one."""
    size = firm.shape[1]
    ends = spells["start"] + spells["duration"]
    rows = spells["customer"] % population
    ours = spells["ended"] & (ends >= 0) & (ends < len(firm) - 1) & (rows < size)
    left = np.zeros(int(ours.sum()), MOVE)
    left["period"], left["customer"] = ends[ours], rows[ours]
    left["origin"], left["reason"] = spells["firm"][ours], spells["reason"][ours]
    period, row = np.nonzero((firm[:-1] < 0) & (firm[1:] >= 0))
    found = np.zeros(len(row), MOVE)
    found["period"], found["customer"], found["origin"], found["reason"] = period, row, -1, -1
    moves = np.concatenate([left, found])
    moves["to"] = firm[moves["period"] + 1, moves["customer"]]
    order = np.lexsort((moves["customer"], moves["period"]))
    return np.asarray(moves[order])
