"""Watching one firm's customers, year by year, while a market lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relsim.study.laboratory import Laboratory, World
from relsim.study.parallel import Progress, Stop

if TYPE_CHECKING:
    from relsim.market.bare import BareMarket
    from relsim.scenario import Scenario

TENURES = ("under 1 year", "1 to 2 years", "2 to 3 years", "3 to 5 years", "5 years and more")
"""Classes of tenure, by how long a customer has been with the firm when a year begins."""

_FROM = (1, 2, 3, 5)
"""Years from which the second and each later class begins."""

STATES = ("satisfaction", "trust", "social_bond", "structural_bond")
"""What is followed within customers."""

Column = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Year:
    """The firm's customers at a year's start whom population turnover left alone in it."""

    segment: Column
    tenure: Column
    """Class of :data:`TENURES`."""
    restlessness: Column
    kept: Column
    """Whether they never left within the year."""
    before: Column
    """:data:`STATES` at the year's start, a row a customer."""
    after: Column
    """And at its end; of no meaning for who left."""


@dataclass(frozen=True, slots=True)
class Founders:
    """The firm's customers at the strategy's start."""

    customer: Column
    segment: Column
    tenure: Column
    present: Column
    """Whether population turnover left them alone to the end: the same in every arm."""
    retained: Column
    """Whether they are present and have never left."""


@dataclass(frozen=True, slots=True)
class Lives:
    """What became of the firm's customers in one run."""

    founders: Founders
    years: tuple[Year, ...]


def watch(
    arms: Mapping[str, tuple[Scenario, str]],
    replications: int,
    seed: int,
    laboratory: Laboratory,
    progress: Progress | None,
) -> dict[tuple[int, str], Lives]:
    """Live through arms, each a market and a strategy, and watch the firm's customers in them."""

    def run(task: tuple[int, str], stop: Stop) -> Lives:
        replication, arm = task
        market = laboratory.market(World(*arms[arm], seed, replication))
        panel = Panel(market, stop)
        market.run(progress=panel.look_up)
        return Lives(panel.founders(), tuple(panel.years))

    tasks = [(replication, arm) for replication in range(replications) for arm in arms]
    batch = laboratory.each(tasks, run, progress=progress)
    return dict(zip(tasks, batch.all_of("A run"), strict=True))


def tenure_class(periods: Column, year: int) -> NDArray[np.int64]:
    """Return classes of tenure.

    Examples
    --------
    >>> tenure_class(np.array([0, 11, 12, 40, 60]), 12)
    array([0, 0, 1, 3, 4])
    """
    return np.digitize(periods, [years * year for years in _FROM])


class Panel:
    """Follows the focal firm's customers from the strategy's start and over every year's ends.

    Nothing is logged for it in the engine: a few columns are copied once a year.
    """

    def __init__(self, market: BareMarket, stop: Stop) -> None:
        self._market, self._stop = market, stop
        self._firm = market.spec.firm_names.index(market.spec.focal.name)
        self._warm_up, self._year = market.books.warm_up, market.books.year
        self._start: dict[str, Column] = {}
        self._open: dict[str, Column] = {}
        self.years: list[Year] = []
        self.look_up(0, market.books.periods)

    def look_up(self, done: int, total: int) -> None:
        """Look at the market after a period: a progress callback."""
        self._stop.look_up(done, total)
        since = done - self._warm_up
        if since < 0 or since % self._year:
            return
        if since:
            self.years.append(self._closed())
        self._open = self._picture(since)
        if not since:
            self._start = self._open

    def founders(self) -> Founders:
        """Return what became of the customers of the start, at the end of the run."""
        start, now = self._start, self._market.customers.records[self._start["row"]]
        present = now["generation"] == start["generation"]
        stayed = (now["firm"] == self._firm) & (now["start"] == start["start"])
        return Founders(
            start["row"] + start["generation"] * len(self._market.customers),
            start["segment"],
            start["tenure"],
            present,
            present & stayed,
        )

    def _picture(self, period: int) -> dict[str, Column]:
        """Return what a year begins with."""
        records = self._market.customers.records
        rows = np.flatnonzero(records["firm"] == self._firm)
        own = records[rows]
        return {
            "row": rows,
            "generation": own["generation"].astype(np.int64),
            "start": own["start"].copy(),
            "segment": own["segment"].astype(np.int64),
            "tenure": tenure_class(period - own["start"].astype(np.int64), self._year),
            "restlessness": own["restlessness"].copy(),
            "states": _states(own),
        }

    def _closed(self) -> Year:
        opened, now = self._open, self._market.customers.records[self._open["row"]]
        alive = now["generation"] == opened["generation"]
        kept = (now["firm"] == self._firm) & (now["start"] == opened["start"])
        return Year(
            opened["segment"][alive],
            opened["tenure"][alive],
            opened["restlessness"][alive],
            kept[alive],
            opened["states"][alive],
            _states(now)[alive],
        )


def _states(records: Column) -> Column:
    return np.stack([records[name].astype(np.float64) for name in STATES], axis=1)
