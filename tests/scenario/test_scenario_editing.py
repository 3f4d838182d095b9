"""Changing a file's settings keeps the rest of its text, whatever way it is written."""

from __future__ import annotations

import difflib
from typing import Any

import pytest

from relsim.scenario import bundled, from_dict, load, parse
from relsim.scenario.editing import edited

FIRM = '[[firms]]\nname = "Alba"\n'
TEXT = """# Our shops, as of May
[market]
customers = 800   # of four
title = 'in plain quotes'

[[segments]]
name = "young"
restlessness = { mean = 0.2, concentration = 5.0 }  # a guess

[segments.need_rate]
mean = 0.9 # from the till

[[segments]]
name = "old"
restlessness = 0.1

[[firms]]
name = "Alba"   # us
price = 20.0
"""

# A path, its new value, and the lines that differ.
CHANGES: list[tuple[str, float, list[str]]] = [
    ("firms.Alba.price", 21.5, ["-price = 20.0", "+price = 21.5"]),
    (
        "segments.young.restlessness.mean",
        0.3,
        [
            "-restlessness = { mean = 0.2, concentration = 5.0 }  # a guess",
            "+restlessness = { mean = 0.3, concentration = 5.0 }  # a guess",
        ],
    ),
    (
        "segments.young.need_rate.mean",
        0.8,
        ["-mean = 0.9 # from the till", "+mean = 0.8 # from the till"],
    ),
    ("segments.old.restlessness.mean", 0.2, ["-restlessness = 0.1", "+restlessness = 0.2"]),
    ("segments.old.restlessness", 0.2, ["-restlessness = 0.1", "+restlessness = 0.2"]),
]

# Files without the table that a change goes to, or written in an unusual way.
UNUSUAL = [
    (FIRM, "behaviour.loss_aversion"),
    (FIRM, "market.costs.acquisition"),
    (FIRM, "segments.customers.restlessness.mean"),
    (FIRM, "strategies.social.training"),
    (FIRM + "[strategies.mine]\nextends = 'social'\n", "strategies.social.training"),
    ('firms = [ { name = "Alba" }, ] # all', "firms.Alba.price"),
    ('market.costs.social = 3.0\nfirms = [{name = "Alba"}]', "market.costs.social"),
    ("[market]\ncustomers=5\r\n" + FIRM.replace("\n", "\r\n"), "market.freedom"),
    (FIRM + "[market.costs]\nsocial = 1\n[behaviour]\n[market]\nperiods = 3\n", "market.freedom"),
    ('behaviour = { loss_aversion = 2.0 }\n[[firms]]\nname = "Alba"\n', "behaviour.loss_aversion"),
    ('"behaviour"."loss_aversion" = 2.0\n' + FIRM, "behaviour.loss_aversion"),
]


def differing(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(("path", "value", "lines"), CHANGES)
def test_only_the_line_of_the_setting_differs(path: str, value: float, lines: list[str]) -> None:
    scenario = parse(TEXT)
    text = edited(scenario, {path: value})
    assert differing(TEXT, text) == lines
    assert parse(text) == scenario.with_overrides({path: value})


@pytest.mark.parametrize(("text", "path"), UNUSUAL)
def test_a_change_arrives_however_the_file_is_written(text: str, path: str) -> None:
    scenario = parse(text)
    assert parse(edited(scenario, {path: 0.7})) == scenario.with_overrides({path: 0.7})
    kept = [line for line in text.splitlines() if path.split(".")[-1] not in line]
    after = edited(scenario, {path: 0.7}).splitlines()
    assert not {*kept} - {*after} or text.startswith("firms = [")


@pytest.mark.parametrize("name", bundled())
def test_every_scenario_that_comes_with_relsim_keeps_its_text(name: str) -> None:
    scenario = load(name)
    text = scenario.origin.text
    assert text is not None
    change: dict[str, Any] = {"behaviour.loss_aversion": 1.25}
    after = edited(scenario, change)
    assert not [line for line in differing(text, after) if line[0] == "-" and "loss_" not in line]
    assert parse(after) == scenario.with_overrides(change)
    assert edited(scenario, {}) == text


def test_overrides_are_not_written_of_themselves() -> None:
    assert edited(parse(TEXT, {"market.customers": 9}), {}) == TEXT


def test_what_never_was_a_text_is_written_as_one() -> None:
    scenario = from_dict({"firms": [{"name": "Alba"}]})
    assert parse(edited(scenario, {"firms.Alba.price": 3.0})).focal.price == 3.0
