"""Every key that is declared refuses what it must, whatever will be declared one day."""

from __future__ import annotations

import math
from typing import Any

import pytest

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.behaviour.declaration import Parameter
from relsim.errors import ScenarioError
from relsim.scenario import from_dict, structure
from relsim.scenario.tables import FIRM_EVENTS, STANDING, STRATEGIC

TABLES: dict[str, dict[str, Parameter]] = {
    "market": {**structure.MARKET, **MARKET},
    "market.costs": dict(COSTS),
    "behaviour": dict(BEHAVIOUR),
    "firms[0]": dict(STANDING),
    "strategies.mine": dict(STRATEGIC),
    "events[0].set": dict(FIRM_EVENTS),
    "segments[0]": {name: trait.settable for name, trait in TRAITS.items()},
}
ALL = {f"{table}.{name}": p for table, keys in TABLES.items() for name, p in keys.items()}
NUMBERS = {
    path: parameter
    for path, parameter in ALL.items()
    if not parameter.choices and not isinstance(parameter.default, (bool, str))
}


def with_value(path: str, value: object) -> dict[str, Any]:
    """Return a scenario that is right but for one value."""
    table, _, name = path.rpartition(".")
    document: dict[str, Any] = {
        "market": {"costs": {}},
        "segments": [{"name": "people"}],
        "firms": [{"name": "Alba"}],
        "strategies": {"mine": {}},
        "events": [{"period": 1, "firm": "Alba", "set": {"price": 1.0}}],
        "behaviour": {},
    }
    places: dict[str, dict[str, Any]] = {
        "market": document["market"],
        "market.costs": document["market"]["costs"],
        "behaviour": document["behaviour"],
        "firms[0]": document["firms"][0],
        "strategies.mine": document["strategies"]["mine"],
        "events[0].set": document["events"][0]["set"],
        "segments[0]": document["segments"][0],
    }
    places[table][name] = value
    return document


def refusals(path: str, value: object) -> list[str]:
    with pytest.raises(ScenarioError) as refusal:
        from_dict(with_value(path, value), name="a.toml")
    return [str(fault) for fault in refusal.value.faults if fault.where == f"a.toml {path}"]


def outside(parameter: Parameter) -> list[float]:
    """Return the numbers just beyond both ends, nearer than which nothing can be."""
    found: list[float] = []
    step = 1 if parameter.whole else 0
    if math.isfinite(parameter.low):
        below = parameter.low - step if step else math.nextafter(parameter.low, -math.inf)
        found.append(below)
    if math.isfinite(parameter.high):
        found.append(parameter.high + step if step else math.nextafter(parameter.high, math.inf))
    return [int(number) if parameter.whole else number for number in found]


@pytest.mark.parametrize("path", NUMBERS)
def test_a_number_beyond_either_end_is_refused(path: str) -> None:
    for number in outside(NUMBERS[path]):
        (said,) = refusals(path, number)
        assert "allowed is a" in said


@pytest.mark.parametrize("path", NUMBERS)
def test_what_is_no_number_is_refused(path: str) -> None:
    for value in (True, "10", math.nan, math.inf, -math.inf, [1], {"x": 1}, 10**400):
        said = " ".join(refusals(path, value))
        if isinstance(value, dict) and path.startswith("segments"):
            continue  # a trait may be a table; its keys are refused one by one
        assert "found " in said and "allowed is a" in said, value


@pytest.mark.parametrize("path", NUMBERS)
def test_the_ends_themselves_are_welcome(path: str) -> None:
    parameter = NUMBERS[path]
    for number in (parameter.low, parameter.high):
        document = with_value(path, int(number) if parameter.whole else number)
        # An end may break a rule between tables (a share of 0, a year as the warm-up) …
        try:
            from_dict(document, name="a.toml")
        except ScenarioError as error:
            # … but never the range of its own key.
            assert all(fault.where != f"a.toml {path}" for fault in error.faults)


@pytest.mark.parametrize("path", [path for path in ALL if path not in NUMBERS])
def test_a_word_or_a_switch_refuses_numbers_and_lists(path: str) -> None:
    for value in (3, 0.5, [1], {"x": 1}):
        (said,) = refusals(path, value)
        assert "allowed is" in said


@pytest.mark.parametrize("path", [path for path in ALL if len(path.rpartition(".")[2]) > 3])
def test_a_key_with_two_letters_swapped_names_a_key_that_there_is(path: str) -> None:
    table, _, name = path.rpartition(".")
    middle = next((i for i in range(1, len(name) - 1) if name[i] != name[i + 1]), 0)
    typo = name[:middle] + name[middle + 1] + name[middle] + name[middle + 2 :]
    if typo in TABLES[table]:
        pytest.skip("another key")
    (said,) = refusals(f"{table}.{typo}", 1)
    assert f"Did you mean {name}" in said


def test_every_lever_is_tried_somewhere() -> None:
    assert all(any(path.endswith(f".{name}") for path in ALL) for name in LEVERS)
