"""A setting that changes nothing is named where it is compared, with the reason a rule tells."""

import pytest

import relsim
from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.study.without_effect import reason_of

SMALL = {"market.customers": 60, "market.periods": 14}


def market(**overrides):
    return relsim.load("insurance", SMALL | overrides)


def swept(path, values, **overrides):
    """Return a sweep under strategies that give no points, which would be money off the price."""
    arms = ["none", "social_only"]
    return relsim.sweep(market(**overrides), relsim.grid({path: values}), arms, replications=2)


def test_price_sensitivity_does_nothing_where_prices_are_equal():
    names = market().firm_names
    equal = {f"firms.{name}.price": 20.0 for name in names}
    found = swept("segments.private.price_sensitivity.mean", [2.0, 8.0], **equal)
    (told,) = (str(one) for one in found.warnings())
    assert (
        "Without effect at any point: price_sensitivity.mean (price is the same with every" in told
    )
    assert told in str(found).replace("\n", " ")


def test_price_sensitivity_is_not_named_where_prices_differ():
    found = swept(
        "segments.private.price_sensitivity.mean", [2.0, 8.0], **{"firms.Alba.price": 22.0}
    )
    assert found.warnings() == []


def test_points_worth_does_nothing_without_points():
    found = relsim.sweep(
        market(**{"behaviour.rewards": False}),
        relsim.grid({"behaviour.look_ahead": [1.0, 30.0], "market.freedom": [0.5, 1.0]}),
        ["none", "financial"],
        replications=2,
    )
    (told,) = (str(one) for one in found.warnings())
    assert "behaviour.look_ahead" in told and "market.freedom" not in told


def test_a_strategy_without_effect_is_named_with_its_levers_and_the_reason():
    found = relsim.compare(
        market(**{"behaviour.rewards": False}), ["none", "financial", "social"], replications=2
    )
    (told,) = (str(one) for one in found.warnings())
    assert told.startswith("Without effect under financial, against none: reward_rate (behaviour.")
    assert "rewards is off" in told


def test_a_strategy_named_twice_is_no_setting_without_effect():
    assert relsim.compare(market(), ["none", "none"], replications=2).warnings() == []


@pytest.mark.parametrize(
    ("path", "overrides", "reason"),
    [
        ("behaviour.guarantee_found", {}, "guarantee is 0"),
        ("behaviour.guarantee_found", {"firms.Alba.guarantee": 0.2}, ""),
        ("behaviour.guarantee_found", {"strategies.social.guarantee": 0.2}, ""),
        ("behaviour.visibility_of_price", {}, "mind is still"),
        ("behaviour.visibility_of_price", {"firms.Alba.mind": "imitator"}, ""),
        ("market.costs.convenience", {}, "convenience is 0"),
        ("firms.Alba.target_from", {}, "target_by is everybody"),
        ("behaviour.guarantee_found", {"behaviour.assurance": False}, "behaviour.assurance is off"),
        ("behaviour.loss_aversion", {}, ""),
    ],
)
def test_a_reason_is_told_where_it_holds_and_only_there(path, overrides, reason):
    found = reason_of(market(**overrides), path)
    assert found.startswith(reason) and bool(found) == bool(reason)


def test_what_a_setting_needs_is_declared():
    known = {*BEHAVIOUR, *LEVERS, *MARKET}
    rooms = (BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS)
    declared = [one for room in rooms for one in room.values()]
    assert {name for one in declared for name in one.needs} <= known
    assert all(one.name not in one.needs or one.name in COSTS for one in declared)


def test_there_are_enough_settings_whose_need_is_not_there():
    assert len(NEEDY) >= 40


NEEDY = [
    (room, one.name)
    for room, table in (("behaviour", BEHAVIOUR), ("market.costs", COSTS))
    for one in table.values()
    if one.needs and reason_of(market(), f"{room}.{one.name}")
]


@pytest.mark.parametrize(("room", "name"), NEEDY)
def test_a_setting_whose_need_is_not_there_changes_no_figure(room, name):
    declared = {**COSTS, **BEHAVIOUR}[name] if room == "behaviour" else COSTS[name]
    path = f"{room}.{name}"
    ends = [False, True]
    if not isinstance(declared.default, bool):
        ends = [max(declared.low, 0.0), min(declared.high, 50.0)]
    assert swept(path, ends).without_effect(path)
