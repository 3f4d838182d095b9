"""Where the time of a run goes."""

import dataclasses
import json
import math

import pytest

import relsim
import relsim.study.profile as profile_room
from relsim.behaviour import MECHANISMS
from relsim.study.profile import profile

SMALL = {"market.customers": 60, "market.periods": 12, "market.warm_up": 0}


@pytest.fixture(scope="module")
def found():
    return profile(relsim.load("insurance", SMALL), "social")


def test_every_phase_and_every_mechanism_that_is_on_has_its_price(found):
    on = {
        one.name for one in MECHANISMS if one.switch and getattr(found.scenario.behaviour, one.name)
    }
    assert set(found.without) == on and "contracts" in on
    assert next(iter(found.phases)) == "act" and [*found.phases][-1] == "between phases"
    assert min(*found.phases.values(), *found.without.values(), found.whole, found.making) > 0


def test_its_tables_say_what_its_numbers_are(found):
    phases, mechanisms = found.tables()
    assert sum(row.cells[1].top.value for row in phases.rows) == pytest.approx(1.0)
    prices = [row.cells[0].top.value for row in mechanisms.rows]
    assert prices == sorted(prices, reverse=True)
    assert {row.key for row in mechanisms.rows} == set(found.without)
    told = json.loads(json.dumps(found.to_json()))
    assert told["whole"] == found.whole and told["settings"]["seed"] == 1
    assert list(found.frames()["mechanisms"]["mechanism"]) == list(found.without)


def test_a_price_is_what_the_run_takes_longer_with_a_mechanism_than_without(found):
    warmed = found.scenario.with_overrides({"market.warm_up": 6})
    made_up = dataclasses.replace(
        found, scenario=warmed, whole=3e-6, without={"trust": 1e-6, "contracts": 4e-6}
    )
    _, mechanisms = made_up.tables()
    shown = {row.key: [cell.top.value for cell in row.cells] for row in mechanisms.rows}
    # Of 60 customers over 6 periods of warm-up and 12 after it.
    assert shown["trust"] == pytest.approx([2000 / (60 * 18), 2 / 3])
    assert shown["contracts"] == pytest.approx([-1000 / (60 * 18), -1 / 3])
    assert [row.key for row in mechanisms.rows] == ["trust", "contracts"]


def test_the_fastest_of_several_counts_and_each_market_lacks_one_mechanism(monkeypatch):
    asked, taking = [], iter(range(10_000, 0, -1))

    def seconds(market):
        behaviour = market.spec.behaviour
        asked.append(
            {one.name for one in MECHANISMS if one.switch and getattr(behaviour, one.name)}
        )
        return float(next(taking))

    monkeypatch.setattr(profile_room, "_seconds", seconds)
    made = profile(relsim.load("insurance", SMALL))
    many = len(made.without) + 1
    whole, *less = asked[:many]
    assert [whole - one for one in less] == [{name} for name in made.without]
    # It gets faster each time, so the last round has the least.
    assert made.whole == 10_000 - 4 * many
    assert [*made.without.values()] == [made.whole - 1 - place for place in range(many - 1)]


def test_how_far_the_clock_itself_scatters_is_measured_and_said(found):
    assert found.scatter >= 0.0 and "may be the clock's" in " ".join(found.to_text().split())
    once = dataclasses.replace(found, scatter=math.nan)
    assert once.to_json()["scatter"] is None and "lived once" in " ".join(once.to_text().split())
