"""Where a run's time goes: phase by phase, and what each mechanism costs that can be turned off.

A phase is timed while a market lives step by step. A mechanism lives inside the passes, where a
clock would cost more than what it measures; so the same market is lived without it, in turns with
the whole one, and the difference is its price: with what it leads to, such as talk that nobody
hears any more.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median

import pandas as pd

from relsim.behaviour import MECHANISMS
from relsim.errors import InputError
from relsim.market import Market
from relsim.market.plan import Plan, Step
from relsim.result.quantity import Quantity, Unit
from relsim.result.result import Result
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Sentence
from relsim.scenario import Scenario
from relsim.scenario.provenance import settings_of

_ROUNDS = 5
_SHORT = 1_000_000
"""Customers times periods up to which a market is lived several times, and the fastest counts."""
_NANOSECONDS = Unit("count", 1)
_SHARE = Unit("percent")
_AROUND = "between phases"
_TITLES = {one.name: one.title for one in MECHANISMS}

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Profile(Result):
    """Where the time of a run went, in seconds of processor time.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        What the firm under study followed.
    seed, replication : int
        Of all luck.
    making : float
        Before the first period: laying the market out and drawing its customers.
    phases : mapping of str to float
        Step by step, and between the steps.
    whole : float
        Of the run as it is usually lived, without making it.
    without : mapping of str to float
        The same with one mechanism off, by the key of its switch.
    scatter : float
        How far the middle of several times of one and the same run lies above the least, as a
        share of it; NaN where each was lived once.
    """

    scenario: Scenario
    strategy: str
    seed: int
    replication: int
    making: float
    phases: Mapping[str, float]
    whole: float
    without: Mapping[str, float]
    scatter: float

    def tables(self) -> list[Table]:
        """Return phases and mechanisms, the dearest mechanism first."""
        lived = sum(self.phases.values())
        phases = tuple(self._row(name, took, lived) for name, took in self.phases.items())
        prices = {name: self.whole - left for name, left in self.without.items()}
        dearest = sorted(prices, key=prices.__getitem__, reverse=True)
        columns = ("ns", "share")
        return [
            Table(Sentence("Where the time went, step by step"), columns, phases, "phase"),
            Table(
                Sentence("What each mechanism costs: the same run with it and without"),
                columns,
                tuple(self._row(_TITLES[name], prices[name], self.whole, name) for name in dearest),
                "mechanism",
            ),
        ]

    def _row(self, top: str, took: float, whole: float, key: str = "") -> Row:
        each = Quantity(1e9 * took / self._lived, _NANOSECONDS)
        return Row(top, "", (Cell(each), Cell(Quantity(took / whole, _SHARE))), key or top)

    @property
    def _lived(self) -> int:
        """Customers times periods, the warm-up among them."""
        market = self.scenario.market
        return max(1, market.customers * (market.periods + self.scenario.warm_up_periods))

    def notes(self) -> list[Shown]:
        """Return what the numbers are."""
        return [
            Sentence(
                "ns: nanoseconds of processor time for each customer and period, on one thread. "
                "A mechanism's price counts what it leads to."
            ),
            Sentence("Each market was lived once: a small price may be the clock's.")
            if math.isnan(self.scatter)
            else Sentence(
                "The same run again took {scatter} longer than the fastest, in the middle: "
                "a smaller price may be the clock's.",
                scatter=Quantity(self.scatter, _SHARE),
            ),
            Sentence(
                "{name}: {whole} s to live through, {making} s to make.",
                name=self.scenario.name,
                whole=Quantity(self.whole, Unit("ratio", 3)),
                making=Quantity(self.making, Unit("ratio", 3)),
            ),
        ]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return seconds by phase, and with and without each mechanism."""
        return {
            "phases": pd.DataFrame(self.phases.items(), columns=["phase", "seconds"]),
            "mechanisms": pd.DataFrame(
                [(name, self.whole, left) for name, left in self.without.items()],
                columns=["mechanism", "seconds_with", "seconds_without"],
            ),
        }

    def to_json(self) -> dict[str, object]:
        """Return every number of seconds."""
        return {
            "making": self.making,
            "phases": dict(self.phases),
            "whole": self.whole,
            "without": dict(self.without),
            "scatter": None if math.isnan(self.scatter) else self.scatter,
            "settings": self.settings(),
        }

    def settings(self) -> dict[str, object]:
        """Return what decides it."""
        levers = self.scenario.strategies[self.strategy].levers
        return settings_of(
            self.scenario, {self.strategy: levers}, seed=self.seed, replication=self.replication
        )


def profile(
    scenario: Scenario,
    strategy: str | None = None,
    seed: int = 1,
    replication: int = 0,
    progress: Report | None = None,
) -> Profile:
    """Live through a market again and again, and tell where the time went.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str, optional
        What the firm under study follows; by default what the scenario says.
    seed, replication : int
        Of all luck.
    progress : callable, optional
        Called with the runs that are done and all.

    Returns
    -------
    Profile

    Examples
    --------
    >>> import relsim
    >>> small = relsim.load("insurance", {"market.customers": 200, "market.periods": 12})
    >>> found = profile(small)
    >>> list(found.phases)[:3], "trust" in found.without
    (['act', 'news', 'choose'], True)
    """
    markets = {"": scenario, **dict(_one_less(scenario))}
    size = scenario.market.customers * scenario.market.periods
    rounds = _ROUNDS if size <= _SHORT else 1
    runs = rounds * len(markets) + 2

    def made(market: Scenario) -> Market:
        return Market(market, seed, replication, strategy=strategy)

    made(scenario).run()  # what has to be compiled is none of its time
    start = time.thread_time()
    timed = made(scenario)
    making = time.thread_time() - start
    phases = _by_phase(timed)
    took: dict[str, list[float]] = {name: [] for name in markets}
    for turn in range(rounds):
        for place, (name, market) in enumerate(markets.items()):
            if progress is not None:
                progress(2 + turn * len(markets) + place, runs)
            took[name].append(_seconds(made(market)))
    least = {name: min(held) for name, held in took.items()}
    whole = least.pop("")
    return Profile(
        scenario, timed.strategy, seed, replication, making, phases, whole, least, _scatter(took)
    )


def _scatter(took: Mapping[str, list[float]]) -> float:
    """Return how far the middle of several times lies above the least, in the middle market."""
    if min(map(len, took.values())) < 2:
        return math.nan
    return median(median(held) / min(held) - 1.0 for held in took.values())


def _one_less(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Yield the scenario without each mechanism that it has and can do without."""
    for one in MECHANISMS:
        if one.switch and getattr(scenario.behaviour, one.name):
            try:
                yield one.name, scenario.with_overrides({f"behaviour.{one.name}": False})
            except InputError:  # something else of the scenario needs it
                continue


def _seconds(market: Market) -> float:
    start = time.thread_time()
    market.run()
    return time.thread_time() - start


def _by_phase(market: Market) -> dict[str, float]:
    """Return the seconds that each phase takes, and those between phases."""
    took = {step.name: 0.0 for step in market.plan}

    def clocked(step: Step) -> Step:
        def run(lived: Market) -> None:
            start = time.thread_time()
            step.run(lived)
            took[step.name] += time.thread_time() - start

        return replace(step, run=run)

    market.plan = Plan(clocked(step) for step in market.plan)
    start = time.thread_time()
    while not market.finished:
        market.step()
    return {**took, _AROUND: time.thread_time() - start - sum(took.values())}
