"""What strategies spend, found out in worlds that serve no comparison, and how far to scale it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.study.compare.budget import (
    Budget,
    Scaling,
    amounts_of,
    bring_near,
    bring_to,
    scaled_levers,
)
from relsim.study.compare.by_year import year_ends
from relsim.study.compare.worlds import Worlds, live
from relsim.study.laboratory import Laboratory, World
from relsim.study.levers import with_levers

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.scenario import Scenario
    from relsim.study.compare.memory import Memory
    from relsim.study.parallel import Progress, Stop

_SEED_OF_SEARCH = 2**32
"""Added to the seed for searching a factor, so that no world serves both purposes."""


class BudgetSearch:
    """Looks for the factor on a strategy's levers at which it spends an amount."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        laboratory: Laboratory,
        memory: Memory | None = None,
        look_up: Progress | None = None,
    ) -> None:
        self._scenario, self._seed = scenario, (seed + _SEED_OF_SEARCH) % 2**63
        self._laboratory, self._memory, self._look_up = laboratory, memory, look_up

    def scaling(self, strategy: str, budget: Budget, *, sharp: bool = True) -> Scaling:
        """Return the strategy brought to a budget; roughly, if it need not be sharp.

        Of amounts that differ from year to year each is sought after those before it.
        """
        bring = bring_to if sharp else bring_near
        amounts = amounts_of(budget)
        if len(amounts) == 1:
            seek = partial(self._spending, strategy)
            return bring(self._scenario, strategy, amounts[0], seek)
        ends = year_ends(self._scenario)
        starts = [0, *ends[: len(amounts) - 1]]
        found: tuple[Scaling, ...] = ()
        for amount, start, end in zip(amounts, starts, [*starts[1:], ends[-1]], strict=True):
            seek = partial(self._spending_between, strategy, found, int(start), int(end))
            one = bring(self._scenario, strategy, amount, seek)
            found = (*found, replace(one, since=int(start)))
        return replace(found[0], later=found[1:])

    def market_at(self, strategy: str, factor: float) -> tuple[Scenario, str]:
        """Return a market and its strategy, with a factor on its levers."""
        if factor == 1:
            return self._scenario, strategy
        return with_levers(self._scenario, scaled_levers(self._scenario, strategy, factor))

    def _spending(self, strategy: str, factor: float, count: int) -> float:
        """Return what a strategy spends per customer and period, as a mean over some worlds."""
        worlds = Worlds(*self.market_at(strategy, factor), self._laboratory, self._memory)
        seed = self._seed  # and not the search itself, which need not travel

        def run(replication: int, stop: Stop) -> float:
            spent = worlds.figures(seed, replication, stop)["cost_per_customer"]
            return math.nan if spent is None else float(spent)

        return self._mean(strategy, run, count)

    def _spending_between(
        self,
        strategy: str,
        before: tuple[Scaling, ...],
        start: int,
        end: int,
        factor: float,
        count: int,
    ) -> float:
        """Return the same from one period up to another, after what was found for those before."""
        levers = scaled_levers(self._scenario, strategy, factor)
        phases = (*before, Scaling(factor, True, levers, start))
        short = self._scenario.with_overrides({"market.periods": end})
        market, name = scaled_market(short, strategy, replace(phases[0], later=phases[1:]))
        seed, laboratory = self._seed, self._laboratory

        def run(replication: int, stop: Stop) -> float:
            found: list[float] = []
            world = World(market, name, seed, replication)
            live(world, laboratory, stop, lambda one: found.append(_spent(one, start)))
            return found[0]

        return self._mean(strategy, run, count)

    def _mean(self, strategy: str, run: Callable[[int, Stop], float], count: int) -> float:
        batch = self._laboratory.each(range(count), run, look_up=self._look_up)
        spent = batch.all_of("A run of the search")
        defined = [one for one in spent if not math.isnan(one)]
        if not defined:
            raise InputError(
                f"equal_budget: under {strategy} the firm has no customers to spend anything on. "
                "Compare without a budget."
            )
        return float(sum(defined) / len(defined))


def scaled_market(scenario: Scenario, strategy: str, scaling: Scaling) -> tuple[Scenario, str]:
    """Return a market in which a strategy is scaled, year by year, and its name there."""
    market, name = with_levers(scenario, scaling.levers)
    if not scaling.later:
        return (scenario, strategy) if scaling.factor == 1 else (market, name)
    events = {
        f'events."budget from period {one.since}"': {
            "period": one.since,
            "firm": scenario.focal.name,
            "set": dict(one.levers),
        }
        for one in scaling.later
    }
    return market.with_overrides(events), name


def _spent(run: Run, start: int) -> float:
    """Return what the firm under study spent per customer and period from some period on."""
    rows = run.periods
    mine = rows[(rows["firm"] == run.scenario.focal.name) & (rows["period"] >= start)]
    customers = float(mine["customers"].sum())
    return float(mine["relationship_spending"].sum()) / customers if customers else math.nan
