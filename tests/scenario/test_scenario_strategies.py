"""Strategies nest, and the ready-made ones are what the model says."""

from __future__ import annotations

import pytest

from relsim.scenario import parse

FIRM = '[[firms]]\nname = "Alba"\n'
RECOVERY = {
    "compensation": 1.0,
    "empowerment": 1.0,
    "speed": 1.0,
    "encouragement": 0.5,
    "learning": 0.5,
}


@pytest.mark.parametrize(
    ("name", "levers"),
    [
        ("none", {}),
        ("financial", {"reward_rate": 0.05}),
        ("social", {"reward_rate": 0.05, "social": 0.5}),
        ("structural", {"reward_rate": 0.05, "social": 0.5, "structural": 0.5}),
        ("reward_only", {"reward_rate": 0.05}),
        ("social_only", {"social": 0.5}),
        ("structural_only", {"structural": 0.5}),
        ("recovery", RECOVERY),
        ("social_recovery", {"reward_rate": 0.05, "social": 0.5} | RECOVERY),
    ],
)
def test_a_ready_made_strategy_sets_its_levers(name: str, levers: dict[str, float]) -> None:
    assert dict(parse(FIRM).strategies[name].levers) == levers


def test_a_strategy_sets_only_what_it_writes() -> None:
    strategy = parse(FIRM + '[strategies.mine]\nextends = "social"\nspeed = 1\n').strategies["mine"]
    assert dict(strategy.own) == {"speed": 1.0}


def test_a_strategy_wins_over_what_it_extends() -> None:
    text = FIRM + '[strategies.mine]\nextends = "social"\nsocial = 0.9\n'
    assert parse(text).strategies["mine"].levers["social"] == 0.9


def test_strategies_may_stand_in_any_order() -> None:
    text = '[strategies.a]\nextends = "b"\n[strategies.b]\nspeed = 1\n'
    assert dict(parse(FIRM + text).strategies["a"].levers) == {"speed": 1.0}


def test_a_scenario_replaces_a_ready_made_strategy_whole() -> None:
    text = FIRM + "[strategies.social]\nsocial = 0.9\n"
    assert dict(parse(text).strategies["social"].levers) == {"social": 0.9}


def test_those_that_build_upon_a_replaced_strategy_follow() -> None:
    text = FIRM + "[strategies.social]\nsocial = 0.9\n"
    levers = parse(text).strategies["structural"].levers
    assert dict(levers) == {"social": 0.9, "structural": 0.5}


def test_a_strategy_may_set_a_lever_to_its_default() -> None:
    text = FIRM + "[strategies.mine]\nsocial = 0.0\n"
    assert dict(parse(text).strategies["mine"].levers) == {"social": 0.0}


def test_a_name_may_need_quotes() -> None:
    text = FIRM + 'strategy = "a b"\n[strategies."a b"]\nsocial = 0.1\n'
    assert parse(text).strategies[parse(text).focal.strategy].levers["social"] == 0.1


TITLED = '[market]\ncompare = "none, mine"\n' + FIRM + '[strategies.mine]\ntitle = "my own"\n'


def test_a_strategy_has_a_title_of_its_own_that_of_the_ready_made_one_or_its_name() -> None:
    strategies = parse(TITLED + "[strategies.social]\nsocial = 0.9\n[strategies.a_b]\n").strategies
    assert strategies["mine"].title == "my own"
    assert strategies["social"].title == "social bonding"
    assert strategies["a_b"].title == "a b"
    assert not strategies["mine"].levers


def test_titles_and_the_opening_comparison_are_kept_and_decide_nothing() -> None:
    plain = parse(FIRM + "[strategies.mine]\n")
    told = parse(TITLED)
    assert told.compared == ("none", "mine")
    assert parse(told.to_toml()) == told == parse(told.to_toml(defaults=True))
    assert told != plain
    assert told.fingerprint == plain.fingerprint
    assert told.to_toml(words=False) == plain.to_toml(words=False)
