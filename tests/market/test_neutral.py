"""What is off or neutral costs nothing and changes nothing; what is on does what it says."""

from typing import Any

import numpy as np
import pytest

from relsim.market import Market
from relsim.scenario import Scenario, load
from tests.market.markets import bare, differing, figure, live, market_of, outcome, rich

SMALL = {"market.customers": 200, "market.periods": 14, "market.warm_up": 3}
MARKETS = {
    "plain": market_of(4).with_overrides(SMALL),
    "rich": rich(4, customers=200, periods=14),
    "weeks": rich(2, period="week", customers=150, periods=20),
    "insurance": load("insurance", SMALL),
}


def moves(scenario: Scenario, settings: dict[str, Any]) -> bool:
    """Tell whether settings change anything that a market leaves behind."""
    changed = scenario.with_overrides(settings)
    return differing(outcome(Market(scenario, 3)), outcome(Market(changed, 3))) != []


# ------------------------------------------------------------------ spend that moves


def spends(drift: float, customers: int = 4000) -> np.ndarray:
    """Return what everybody spends in each of three years, years by customers."""
    market = Market(
        bare(
            1,
            customers=customers,
            periods=36,
            market={"spend_drift": drift},
            behaviour={"review": False},
        )
    )
    spent = [np.zeros(customers)]
    while not market.finished:
        market.step()
        if market.period % 12 == 0:
            spent.append(market.customers.get("spent").copy())
    return np.diff(np.array(spent), axis=0) / 240.0


def test_spend_moves_from_year_to_year_around_its_level():
    years = spends(0.5)
    logs = np.log(years)
    assert years.mean() == pytest.approx(1.0, abs=0.02)
    assert logs.std() == pytest.approx(0.5, abs=0.02)
    # Each year anew, and nobody's year is another's.
    assert np.corrcoef(logs)[np.triu_indices(3, 1)] == pytest.approx([0.0] * 3, abs=0.06)
    assert len(np.unique(logs)) == logs.size


def test_spend_that_does_not_move_is_the_level():
    assert (spends(0.0, 50) == 1.0).all()


def test_whoever_drifts_makes_the_same_choices():
    still = live(MARKETS["plain"])
    drifting = live(MARKETS["plain"].with_overrides({"market.spend_drift": 0.5}))
    assert (figure(still, "lost") == figure(drifting, "lost")).all()
    assert (figure(still, "revenue") != figure(drifting, "revenue")).any()
