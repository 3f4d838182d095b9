"""Settings that have to be sought before a claim can be tried, in worlds that it does not use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relsim.claims.figures import figure_named, mean_of
from relsim.errors import InputError
from relsim.study.compare.spending import BudgetSearch
from relsim.study.compare.worlds import live
from relsim.study.laboratory import Laboratory, World

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.result.figure import Figure
    from relsim.scenario import Scenario
    from relsim.study.compare.budget import Scaling
    from relsim.study.parallel import Stop

SEED_OF_SEARCH = 2**32
"""Added to the seed, so that no world serves both a search and a claim."""

WORLDS = 16


@dataclass(frozen=True, slots=True)
class Ask:
    """A market that answers questions before a claim is tried.

    Parameters
    ----------
    scenario : Scenario
        With the claim's own settings.
    seed : int
        Of the search.
    laboratory : Laboratory
        Where its worlds are lived through.
    """

    scenario: Scenario
    seed: int
    laboratory: Laboratory

    def mean(
        self,
        figure: str | Figure,
        overrides: Mapping[str, object] | None = None,
        strategy: str = "none",
        worlds: int = WORLDS,
    ) -> float:
        """Return the mean of a figure over some worlds.

        Parameters
        ----------
        figure : str or Figure
            One of every run by name, or one of one's own.
        overrides : mapping, optional
            On top of the scenario.
        strategy : str
            What the firm under study follows.
        worlds : int
            How many; the same ones at every call, so that answers differ by settings alone.

        Returns
        -------
        float
            Over the worlds that define it.
        """
        market = self.scenario.with_overrides(dict(overrides or {}))
        if isinstance(figure, str):
            figure_named(figure)  # a typing error is told before anything runs

        def run(replication: int, stop: Stop) -> float:
            values: list[float] = []

            def keep(run: Run) -> None:
                values.append(mean_of(figure, run))

            live(World(market, strategy, self.seed, replication), self.laboratory, stop, keep)
            return values[0]

        batch = self.laboratory.each(range(worlds), run)
        return float(np.nanmean(batch.all_of("A run of the search")))

    def brought_to(
        self, strategy: str, budget: float, *, sharp: bool = True
    ) -> tuple[Scenario, str, Scaling]:
        """Return the market, the strategy and the factor that spend an amount.

        Parameters
        ----------
        strategy : str
            One of the scenario's.
        budget : float
            Money per customer and period.
        sharp : bool
            False for a rough factor in a hurry.

        Returns
        -------
        tuple of Scenario, str and Scaling
            At the limit of its levers where the amount is out of reach.
        """
        # The search puts its own distance to the seed between its worlds and these.
        search = BudgetSearch(self.scenario, self.seed, self.laboratory)
        scaling = search.scaling(strategy, budget, sharp=sharp)
        return (*search.market_at(strategy, scaling.factor), scaling)


def bisect(
    function: Callable[[float], float], low: float, high: float, target: float, steps: int = 14
) -> float:
    """Return where a monotone function reaches a target, by halving.

    Parameters
    ----------
    function : callable
        Rising or falling from `low` to `high`.
    low, high : float
        Ends of the search.
    target : float
        A value between those at the ends.
    steps : int
        Halvings; each doubles the precision.

    Returns
    -------
    float
        The place.

    Raises
    ------
    InputError
        When the target lies outside.

    Examples
    --------
    >>> round(bisect(lambda x: x**2, 0.0, 2.0, 2.0), 3)
    1.414
    """
    below, above = function(low) - target, function(high) - target
    if below * above > 0:
        raise InputError(
            f"bisect: the target {target:g} lies outside {below + target:g} to {above + target:g}."
        )
    for _ in range(steps):
        middle = (low + high) / 2
        if (function(middle) - target) * below > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
