"""What a declared range promises: any value of it is lived through, and none beyond is."""

import numpy as np
import pytest

import relsim
from relsim.behaviour.declaration import LEAST
from relsim.errors import ScenarioError
from relsim.market.firm_passes import compare_prices
from relsim.market.records import WORLD
from tests.market.markets import live, market_of

SMALL = {"market.customers": 60, "market.periods": 14}


@pytest.mark.parametrize("told", [0.6, 1.0])
def test_praise_beyond_the_best_experience_is_the_best_experience(told):
    run = live(relsim.load("insurance", {**SMALL, "behaviour.told_base": told}))
    assert run.customers.filter(like="belief").to_numpy().max() <= 1.0


@pytest.mark.parametrize(
    ("path", "value", "allowed"),
    [
        ("firms.Alba.price", 1e308, "from 1e-12 to 1,000,000,000,000"),
        ("firms.Alba.price", 1e-300, "from 1e-12 to 1,000,000,000,000"),
        ("firms.Alba.unit_cost", 1e308, "from 0 to 1,000,000,000,000"),
        ("segments.families.spend.mean", 1e308, "from 1e-12 to 1,000,000"),
        ("market.costs.quality_steepness", 1e6, "from 0 to 100"),
        ("behaviour.loss_aversion", 1e10, "from 0 to 1,000,000,000 "),
    ],
)
def test_what_would_overflow_is_refused_by_its_range(path, value, allowed):
    with pytest.raises(ScenarioError, match=allowed):
        relsim.load("insurance", {path: value})


@pytest.mark.parametrize("rate", [0.0, 1e-300, 1e-17, 1e-9])
def test_value_that_hardly_falls_with_time_is_undefined(rate):
    scenario = market_of(1, market={"discount_rate": rate, "population_turnover": 0.0})
    figures = live(scenario).summary()
    assert figures["customer_equity"] is None
    assert figures["npv"] is not None


def test_a_law_whose_mean_is_next_to_an_end_makes_everybody_the_same():
    law = {"mean": 1.0 - 2**-53, "concentration": 1e-6}
    run = live(market_of(1, customers=20, segment={"need_rate": law}))
    assert set(run.customers["need_rate"]) == {1.0}


def test_a_market_that_lives_no_period_may_be_the_first_of_a_process(monkeypatch):
    monkeypatch.setattr("relsim.market.state._SEEN", set())
    assert not len(live(market_of(1, market={"periods": 0, "warm_up": 0.0})).periods)


def test_prices_that_were_copied_down_to_nothing_leave_a_level_to_divide_by():
    # An imitator at 1e12 that copies 1e-12 comes to 1e12 - (1e12 - 1e-12), which is 0.
    fields = ("present", "opened", "net_offer", "newcomer_offer")
    sides = np.zeros(2, [(name, "f8") for name in fields])
    sides["present"], sides["opened"] = 1.0, 5.0
    world = np.zeros((), WORLD).view(np.recarray)
    world.open_firms = 1.0
    compare_prices(sides.view(np.recarray), world)
    assert world.price_level == LEAST
