"""Where the time of a run goes."""

import dataclasses
import json
import math

import pytest

import relsim
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


def test_how_far_the_clock_itself_scatters_is_measured_and_said(found):
    assert found.scatter >= 0.0 and "may be the clock's" in " ".join(found.to_text().split())
    once = dataclasses.replace(found, scatter=math.nan)
    assert once.to_json()["scatter"] is None and "lived once" in " ".join(once.to_text().split())
