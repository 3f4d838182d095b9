"""The JSON schema and the starter file say what the declarations say."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.scenario import json_schema, parse, starter, structure
from relsim.scenario.tables import STANDING


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    return json_schema()["$defs"]


def test_the_schema_is_json() -> None:
    assert json.loads(json.dumps(json_schema())) == json_schema()


def test_every_table_is_a_property() -> None:
    assert set(json_schema()["properties"]) == {
        "market",
        "segments",
        "firms",
        "strategies",
        "events",
        "behaviour",
        "phases",
        "uncertainty",
    }


def test_only_the_firms_are_required() -> None:
    assert json_schema()["required"] == ["firms"]


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("MarketTable", {**structure.MARKET, **MARKET, "costs": None}),
        ("CostsTable", COSTS),
        ("BehaviourTable", BEHAVIOUR),
        ("SegmentTable", {**structure.SEGMENT, **TRAITS}),
        ("FirmTable", {**structure.FIRM, **STANDING}),
        (
            "StrategyTable",
            [*structure.STRATEGY, *(n for n, one in LEVERS.items() if one.strategic)],
        ),
    ],
)
def test_a_table_has_the_declared_keys(tables: dict[str, Any], table: str, keys: Any) -> None:
    assert set(tables[table]["properties"]) == set(keys)


def test_unknown_keys_are_refused_by_the_schema(tables: dict[str, Any]) -> None:
    assert all(table["additionalProperties"] is False for table in tables.values())


def test_a_description_is_the_declared_meaning(tables: dict[str, Any]) -> None:
    description = tables["FirmTable"]["properties"]["price"]["description"]
    assert description.startswith(LEVERS["price"].meaning)


def test_a_choice_lists_its_words(tables: dict[str, Any]) -> None:
    assert tables["FirmTable"]["properties"]["level"]["enum"] == list(LEVERS["level"].choices)


def test_a_lever_of_a_strategy_has_no_default(tables: dict[str, Any]) -> None:
    assert "default" not in tables["StrategyTable"]["properties"]["price"]


def test_the_starter_loads() -> None:
    assert len(parse(starter()).firms) == 4


def test_the_starter_still_loads_with_every_setting_uncommented() -> None:
    text = re.sub(r"^# (\[\[events\]\]|[a-z_]+ = )", r"\1", starter(), flags=re.MULTILINE)
    assert parse(text).events[0].firm == "Brio"


def test_the_starters_settings_are_the_defaults() -> None:
    text = re.sub(r"^# ([a-z_]+ = )", r"\1", starter().split("# Events")[0], flags=re.MULTILINE)
    bare = starter().split("# Events")[0]
    assert parse(text) == parse(bare)


def test_the_starter_fits_a_screen_in_width() -> None:
    assert max(map(len, starter().splitlines())) <= 100
