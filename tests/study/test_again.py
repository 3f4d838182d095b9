"""Commands that can be pasted back."""

import shlex

import pytest

from relsim.scenario import parse_assignment
from relsim.scenario.command import as_toml, command
from tests.study.fakes import FakeScenario

VALUES = [
    1,
    0.1,
    True,
    "machine",
    "true",
    "12",
    'say "hello"\\',
    "two\nlines",
    "日本",
    {"mean": 0.5, "concentration": 3.0},
    ["a", "b"],
    "",
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_survives_the_way_through_the_shell(value):
    (word,) = shlex.split(shlex.quote(f"market.x={as_toml(value)}"))
    assert parse_assignment(word) == ("market.x", value)


def test_overrides_become_set():
    scenario = FakeScenario(overrides={"firms.Alba.price": 22})
    assert command("compare", scenario, {"seed": 1, "p": {"a": 1, "b": [1.5]}, "no": None}) == (
        "relsim compare made_up --seed 1 --p a=1 --p b=1.5 --set firms.Alba.price=22"
    )
