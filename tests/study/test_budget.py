"""Equal budgets: the factor, its limits, and what it does to levers."""

import math

import pytest

import relsim
from relsim.errors import InputError
from relsim.study.compare.budget import (
    bring_to,
    check_amount,
    find_factor,
    largest_factor,
    scaled_levers,
)

FIRMS = '[[firms]]\nname = "Alba"\nquality = 0.7\n[[firms]]\nname = "Brio"\n'


def market(levers, extra=""):
    return relsim.parse(f"{FIRMS}{extra}\n[strategies.mine]\n{levers}")


@pytest.mark.parametrize("amount", [0.3, 1.0, 1.7, 3.9])
@pytest.mark.parametrize("curve", [lambda x: x, lambda x: x**3, lambda x: 0.1 + 4 * (1 - 0.5**x)])
def test_finds_where_spending_is_the_amount(curve, amount):
    factor, spent = find_factor(amount, curve, limit=64.0)
    assert spent == curve(factor) == pytest.approx(amount, rel=0.001)


def test_spending_that_jumps_is_found_as_near_as_it_comes():
    factor, spent = find_factor(2.5, lambda x: float(math.ceil(x)), limit=10.0)
    assert spent in (2.0, 3.0) and factor == pytest.approx(2, abs=1e-3)


def test_more_than_the_limit_spends_is_the_limit():
    assert find_factor(9.0, lambda x: x, limit=4.0) == (4.0, 4.0)


def test_less_than_nothing_spends_is_factor_0():
    assert find_factor(0.5, lambda x: 1 + x, limit=4.0) == (0.0, 1.0)


def test_scales_the_difference_from_the_firms_own_value():
    assert scaled_levers(market("quality = 0.8"), "mine", 2.0)["quality"] == pytest.approx(0.9)
    assert scaled_levers(market("quality = 0.6"), "mine", 0.5)["quality"] == pytest.approx(0.65)


def test_choices_and_levers_that_are_not_set_stay():
    scenario = market('social = 0.2\nlevel = "partnership"\naccount_capacity = 100.0')
    assert scaled_levers(scenario, "mine", 2.0) == {
        "social": 0.4,
        "level": "partnership",
        "account_capacity": 100.0,
    }


def test_what_a_strategy_extends_is_scaled_too():
    scenario = relsim.parse(FIRMS)
    assert scaled_levers(scenario, "social", 0.5) == {"reward_rate": 0.025, "social": 0.25}


@pytest.mark.parametrize("factor", [0.0, 0.5, 3.0, 1000.0])
@pytest.mark.parametrize("lever", ["social = 0.4", "price = 19.0", "price = 30.0", "quality = 0.1"])
def test_levers_stay_within_their_range(lever, factor):
    scenario = market(lever)
    levers = scaled_levers(scenario, "mine", factor)
    # The scenario's own check refuses whatever is outside.
    scenario.with_overrides({"strategies.mine": levers})


def test_a_price_is_lowered_to_a_hundredth_and_never_to_nothing():
    assert scaled_levers(market("price = 19.0"), "mine", 100.0)["price"] == pytest.approx(0.2)


def test_factor_1_changes_not_a_bit():
    scenario = relsim.parse(FIRMS)
    assert scaled_levers(scenario, "structural", 1.0) == dict(
        scenario.strategies["structural"].levers
    )


def test_the_largest_factor_brings_the_last_lever_to_its_limit():
    scenario = market("social = 0.5\nreward_rate = 0.05")
    assert largest_factor(scenario, "mine") == pytest.approx(10)
    assert scaled_levers(scenario, "mine", 10.0) == {"social": 1.0, "reward_rate": 0.5}


def test_a_strategy_of_choices_alone_is_at_its_limit():
    found = bring_to(market('level = "proactive"'), "mine", 5.0, lambda factor, worlds: 1.2)
    assert (found.factor, found.reached) == (1.0, False)
    assert found.levers == {"level": "proactive"}


def test_many_worlds_correct_what_few_found():
    def spending(factor, worlds):
        return factor * (1.1 if worlds > 20 else 1.0)

    found = bring_to(relsim.parse(FIRMS), "social", 1.5, spending)
    assert found.factor == pytest.approx(1.5 / 1.1, rel=0.002)
    assert found.reached


@pytest.mark.parametrize("amount", [0, -1.0, math.nan, math.inf, True, "five"])
def test_an_amount_is_a_number_above_0(amount):
    with pytest.raises(InputError, match="equal_budget: found"):
        check_amount(amount)
