"""A strategy with some of it changed, and nothing else in the market."""

import relsim
from relsim.study.explain import attribute
from relsim.study.levers import levers_that_differ, levers_under, with_levers

FIRMS = '[[firms]]\nname = "Alba"\nprice = 18.0\n[[firms]]\nname = "Brio"\nstrategy = "social"\n'


def test_a_lever_is_the_strategys_else_the_firms():
    levers = levers_under(relsim.parse(FIRMS), "financial")
    assert (levers["reward_rate"], levers["price"], levers["social"]) == (0.05, 18.0, 0.0)


def test_a_lever_set_to_what_the_firm_has_does_not_differ():
    scenario = relsim.parse(FIRMS)
    assert levers_that_differ(scenario, {"price": 18.0, "social": 0.1}, "none") == ("social",)


def test_what_only_the_baseline_sets_differs_too():
    assert levers_that_differ(relsim.parse(FIRMS), {}, "social") == ("reward_rate", "social")


def test_no_strategy_is_changed_by_one_more():
    scenario = relsim.parse(FIRMS)
    more, name = with_levers(scenario, {"social": 0.2})
    again, other = with_levers(more, {"social": 0.3})
    assert name != other and name not in scenario.strategies
    assert {**again.strategies} == {
        **scenario.strategies,
        name: again.strategies[name],
        other: again.strategies[other],
    }


def test_a_lever_without_a_value_is_left_to_the_firm():
    more, name = with_levers(relsim.parse(FIRMS), {"account_capacity": None, "social": 0.2})
    assert dict(more.strategies[name].levers) == {"social": 0.2}


def test_a_rival_that_follows_the_same_strategy_keeps_it():
    small = {"market.customers": 300, "market.periods": 24}
    scenario = relsim.parse(FIRMS, small)
    more, name = with_levers(scenario, scenario.strategies["none"].levers)
    changed = relsim.Market(more, strategy=name).run().summary("Brio")
    assert changed == relsim.Market(scenario, strategy="none").run().summary("Brio")
    assert attribute(scenario, "social", replications=2).levers == ("reward_rate", "social")
