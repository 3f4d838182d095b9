"""Scenarios survive being written and read, and no text whatever breaks the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relsim.behaviour import BEHAVIOUR, COSTS, MARKET, TRAITS
from relsim.behaviour.declaration import Parameter
from relsim.errors import RelsimError, ScenarioError
from relsim.scenario import Scenario, from_dict, parse, parse_assignment, structure
from relsim.scenario.names import folded, objection
from relsim.scenario.tables import FIRM_EVENTS, STANDING, STRATEGIC


def values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Every value that a parameter allows, within what is not absurd."""
    if parameter.choices:
        return st.sampled_from(parameter.choices)
    if isinstance(parameter.default, bool):
        return st.booleans()
    if isinstance(parameter.default, str):
        return st.just(parameter.default)
    low, high = max(parameter.low, -1e9), min(parameter.high, 1e9)
    if parameter.whole:
        return st.integers(int(low), int(high))
    return st.floats(low, high)


def tables(keys: dict[str, Parameter]) -> st.SearchStrategy[dict[str, Any]]:
    """Tables that write some of the keys."""
    some = st.lists(st.sampled_from(sorted(keys)), max_size=4, unique=True)
    return some.flatmap(lambda names: st.fixed_dictionaries({n: values(keys[n]) for n in names}))


NAMES = st.text(min_size=1, max_size=12).filter(lambda name: not objection(name))
MARKETS = {
    name: parameter
    for name, parameter in {**structure.MARKET, **MARKET}.items()
    if name not in {"network", "network_file", "periods", "warm_up", "period"}
}
SAME = {name: trait.settable for name, trait in TRAITS.items()}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Right scenarios, as plain data."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=folded))
    segments = draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=folded))
    own = draw(NAMES.filter(lambda name: folded(name) not in {"social", "none"}))
    return {
        "market": draw(tables(MARKETS)) | {"costs": draw(tables(dict(COSTS)))},
        "segments": [{"name": name} | draw(tables(SAME)) for name in segments],
        "firms": [{"name": name} | draw(tables(dict(STANDING))) for name in names],
        "strategies": {"my " + own: {"extends": "social"} | draw(tables(dict(STRATEGIC)))},
        "events": [
            {"period": draw(st.integers(-24, 119)), "firm": draw(st.sampled_from(names))}
            | {"set": {"price": 1.0} | draw(tables(dict(FIRM_EVENTS)))}
        ],
        "behaviour": draw(tables(dict(BEHAVIOUR))),
        "phases": {own: {"strength": draw(st.floats(-1, 1)), "word": draw(NAMES)}},
    }


def told(scenario: Scenario) -> str:
    return json.dumps(scenario.to_dict(), sort_keys=True)


@settings(deadline=None, max_examples=60)
@given(documents())
def test_plain_data_give_the_scenario_back(document: dict[str, Any]) -> None:
    scenario = from_dict(document)
    assert told(from_dict(scenario.to_dict())) == told(scenario)


@settings(deadline=None, max_examples=60)
@given(documents())
def test_a_short_file_gives_the_scenario_back(document: dict[str, Any]) -> None:
    scenario = from_dict(document)
    assert told(parse(scenario.to_toml())) == told(scenario)


@settings(deadline=None, max_examples=30)
@given(documents())
def test_a_full_file_gives_the_scenario_back(document: dict[str, Any]) -> None:
    scenario = from_dict(document)
    assert told(parse(scenario.to_toml(defaults=True))) == told(scenario)


@settings(deadline=None, max_examples=30)
@given(documents())
def test_equal_scenarios_have_one_fingerprint(document: dict[str, Any]) -> None:
    scenario = from_dict(document)
    assert parse(scenario.to_toml()).fingerprint == scenario.fingerprint


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        parse(text)
    except ScenarioError as error:
        assert str(error)


KEYS = st.sampled_from(
    [
        "market",
        "firms",
        "name",
        "set",
        "period",
        "segments",
        "need_rate",
        "mean",
        "strategies",
        "events",
        "extends",
        "social",
        "behaviour",
        "costs",
        "phases",
        "price",
        "share",
        "firm",
        "x",
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


@settings(deadline=None, max_examples=400)
@given(st.dictionaries(KEYS, ANYTHING, max_size=7))
def test_no_data_break_the_reader(data: dict[str, Any]) -> None:
    try:
        from_dict(data)
    except ScenarioError as error:
        assert str(error)


@settings(deadline=None, max_examples=200)
@given(st.lists(KEYS | st.text(max_size=4), max_size=5).map(".".join), ANYTHING)
def test_no_override_breaks_the_reader(path: str, value: object) -> None:
    try:
        parse('[[firms]]\nname = "Alba"', {path: value})
    except ScenarioError as error:
        assert str(error)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40))
def test_no_assignment_breaks_the_reader(text: str) -> None:
    try:
        parse_assignment(text)
    except RelsimError as error:
        assert str(error)


@pytest.mark.parametrize(
    "character", ["\x00", "\x1f", "\x7f", "\u0085", "\n", '"', "\\", "é", "🙂"]
)
def test_any_character_of_a_text_survives_writing(character: str) -> None:
    scenario = parse(
        '[[firms]]\nname = "Alba"\n[phases.p]\nx = 1', {"phases.p.x": f"a{character}b"}
    )
    assert parse(scenario.to_toml()).phases["p.x"] == f"a{character}b"
