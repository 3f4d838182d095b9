"""What is off or neutral costs nothing and changes nothing; what is on does what it says."""

from typing import Any

import numpy as np
import pytest

from relsim.market import Market
from relsim.market.witness import Witness
from relsim.market.witness.facts import Told
from relsim.scenario import Scenario, load
from tests.market.markets import (
    TOGETHER,
    bare,
    differing,
    figure,
    live,
    market_of,
    outcome,
    rich,
)

SMALL = {"market.customers": 200, "market.periods": 14, "market.warm_up": 3}
STILL = {
    "market.spend_drift": 0.0,
    "market.needs_second_quarter": 1.0,
    "market.busy_chance": 0.0,
    "behaviour.talk_spread": 0.0,
}
MARKETS = {
    "plain": market_of(4).with_overrides(SMALL),
    "rich": rich(4, customers=200, periods=14).with_overrides(STILL),
    "weeks": rich(2, period="week", customers=150, periods=20).with_overrides(STILL),
    "insurance": load("insurance", SMALL),
}


def moves(scenario: Scenario, settings: dict[str, Any]) -> bool:
    """Tell whether settings change anything that a market leaves behind."""
    changed = scenario.with_overrides(settings)
    return differing(outcome(Market(scenario, 3)), outcome(Market(changed, 3))) != []


# ------------------------------------------------------------------ spend that moves


@pytest.mark.parametrize("setting", ["market.spend_drift", "behaviour.talk_spread"])
@pytest.mark.parametrize("name", MARKETS)
def test_a_spread_of_next_to_nothing_is_none_to_the_bit(name, setting):
    assert not moves(MARKETS[name], {setting: 1e-300})


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


@pytest.mark.parametrize("others", [{}, TOGETHER])
def test_whoever_drifts_makes_the_same_choices(others):
    still, drifting = (
        live(MARKETS["plain"].with_overrides({**others, "market.spend_drift": drift}))
        for drift in (0.0, 0.5)
    )
    assert (figure(still, "lost") == figure(drifting, "lost")).all()
    assert (figure(still, "revenue") != figure(drifting, "revenue")).any()


# ------------------------------------------------------------------ seasons


QUARTERS = ("first", "second", "third", "fourth")


def wanted(market: dict[str, Any], period: str = "month", periods: int = 24) -> np.ndarray:
    """Return the needs of each period in a market of people with a need rate of .3."""
    scenario = bare(
        1,
        customers=4000,
        periods=periods,
        warm_up=5.0,
        market={"period": period, **market},
        behaviour={"review": False},
        segment={"need_rate": 0.3},
    )
    return figure(live(scenario), "wanted")[:, 0]


@pytest.mark.parametrize("name", MARKETS)
def test_a_season_that_is_none_changes_nothing_to_the_bit(name):
    none = {f"market.needs_{quarter}_quarter": 1.0 for quarter in QUARTERS}
    assert not moves(MARKETS[name], {**none, "market.busy_chance": 1.0, "market.busy_needs": 1.0})
    assert moves(MARKETS[name], {"market.needs_second_quarter": 0.5})


@pytest.mark.parametrize(("period", "year"), [("month", 12), ("quarter", 4), ("week", 52)])
def test_needs_follow_the_quarters_of_the_year(period, year):
    factors = (1.5, 0.5, 2.0, 1.0)
    settings = {f"needs_{name}_quarter": factors[k] for k, name in enumerate(QUARTERS)}
    found = wanted(settings, period, 2 * year).reshape(8, -1).mean(axis=1) / 4000
    assert found == pytest.approx([0.3 * factor for factor in factors] * 2, abs=0.03)


def test_busy_periods_are_as_many_and_as_busy_as_the_market_says():
    found = wanted({"busy_chance": 0.25, "busy_needs": 2.0}, periods=400) / 4000
    busy = found > 0.45
    assert busy.mean() == pytest.approx(0.25, abs=0.09)
    assert found[busy].mean() == pytest.approx(0.6, abs=0.01)
    assert found[~busy].mean() == pytest.approx(0.3, abs=0.01)


def test_capacity_meets_the_season():
    scenario = market_of(
        2,
        periods=12,
        market={"capacity": "fixed", "needs_third_quarter": 1.9},
        segment={"need_rate": 0.5},
    )
    turned = figure(live(scenario), "turned_away").sum(axis=1)
    assert turned[6:9].min() > 5 * max(1.0, turned[[*range(6), 9, 10, 11]].max())


# ------------------------------------------------------------------ talkers


@pytest.mark.parametrize("name", MARKETS)
def test_a_spread_of_talk_changes_what_is_told(name):
    assert moves(MARKETS[name], {"behaviour.talk_spread": 0.5})


def test_a_few_tell_much_and_all_tell_as_much_as_before():
    told = {}
    for spread in (0.0, 0.7):
        scenario = market_of(
            2,
            customers=2000,
            periods=24,
            market={"network": "complete"},
            behaviour={
                "review": False,
                "talk_base": 0.04,
                "talk_feeling": 0.0,
                "talk_spread": spread,
            },
            segment={"need_rate": 1.0},
        )
        run = live(scenario)
        told[spread] = float(figure(run, "talk_good").sum() + figure(run, "talk_bad").sum())
    assert told == pytest.approx(dict.fromkeys(told, 0.04 * 48_000), rel=0.1)
    assert told[0.0] != told[0.7]


def test_talkativeness_is_ones_own_for_life():
    def talkers(spread: float) -> float:
        scenario = market_of(
            1,
            customers=300,
            periods=60,
            behaviour={
                "talk_base": 0.1,
                "talk_feeling": 0.0,
                "talk_spread": spread,
                "population_turnover": False,
            },
            segment={"need_rate": 1.0},
        )
        market = Witness(scenario, range(300))
        market.run()
        counts = [
            sum(isinstance(fact, Told) for period in market.lives[row] for fact in period.facts)
            for row in range(300)
        ]
        return float(np.var(counts) / np.mean(counts))

    # Six reports each: by chance alone they vary as a binomial number does.
    assert talkers(0.0) == pytest.approx(0.9, abs=0.25)
    assert talkers(0.7) > 2.5
