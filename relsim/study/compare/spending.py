"""What strategies spend, found out in worlds that serve no comparison, and how far to scale it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.study.compare.budget import Scaling, bring_near, bring_to, scaled_levers
from relsim.study.compare.worlds import Worlds
from relsim.study.levers import with_levers

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.compare.memory import Figures, Memory
    from relsim.study.laboratory import Laboratory
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

    def scaling(self, strategy: str, amount: float, *, sharp: bool = True) -> Scaling:
        """Return the strategy brought to an amount; roughly, if it need not be sharp."""
        bring = bring_to if sharp else bring_near
        return bring(self._scenario, strategy, amount, partial(self._spending, strategy))

    def market_at(self, strategy: str, factor: float) -> tuple[Scenario, str]:
        """Return a market and its strategy, with a factor on its levers."""
        if factor == 1:
            return self._scenario, strategy
        return with_levers(self._scenario, scaled_levers(self._scenario, strategy, factor))

    def _spending(self, strategy: str, factor: float, count: int) -> float:
        """Return what a strategy spends per customer and period, as a mean over some worlds."""
        worlds = Worlds(*self.market_at(strategy, factor), self._laboratory, self._memory)

        def run(replication: int, stop: Stop) -> Figures:
            return worlds.figures(self._seed, replication, stop)

        batch = self._laboratory.each(range(count), run, look_up=self._look_up)
        spent = [found["cost_per_customer"] for found in batch.all_of("A run of the search")]
        defined = [one for one in spent if one is not None]
        if not defined:
            raise InputError(
                f"equal_budget: under {strategy} the firm has no customers to spend anything on. "
                "Compare without a budget."
            )
        return float(sum(defined) / len(defined))
