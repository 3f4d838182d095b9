"""What a declared range promises: any value of it is lived through, and none beyond is."""

import pytest

import relsim
from relsim.errors import ScenarioError
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
