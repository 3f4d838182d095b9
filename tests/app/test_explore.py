"""The map of two numbers: what can be explored, how it grows, and its cells opened in Compare."""

import math
import time

import pytest

import relsim
import relsim.study.compare.worlds as living
from relsim.app.server import scheduler
from relsim.app.session import exploring
from relsim.app.session.exploring import Axis, Explored
from relsim.app.session.fields import asked
from relsim.app.session.link import from_link, to_link
from relsim.app.session.selection import Selection
from relsim.app.session.session import Session
from relsim.errors import InputError
from relsim.study.arms import choose_arms
from relsim.study.laboratory import Laboratory
from relsim.study.sweep.growing import Sweeping
from relsim.study.sweep.question import Question
from relsim.study.sweep.stored import stored_sweep
from tests.app.tabs import TINY, link_to

SMALL = (("market.customers", 40), ("market.periods", 6), ("market.warm_up", 3.0))
ACROSS, UP = "segments.private.price_sensitivity.mean", "strategies.social.reward_rate"
SAID = {
    "do": "explore",
    "across": [ACROSS, "2", "8"],
    "up": ["market.freedom", 0, 1],
    "cells": 2,
    "figure": "npv",
    "over": "luck",
}


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", TINY)


@pytest.fixture
def page():
    made = Session("map", Selection("insurance", overrides=SMALL), [], gallery=False)
    yield made
    scheduler.shared.forget("map")


def settled(page):
    until = time.monotonic() + 60
    while page.state.exploring or page.state.computing:
        assert time.monotonic() < until, "the map was never done"
        time.sleep(0.02)
    return page.state


@pytest.mark.parametrize(
    "change",
    [
        {"across": ["market.network_file", 0, 1]},
        {"across": ["market.customers", 1, 100_000]},
        {"across": ["market.freedom", 0, 1]},
        {"across": [ACROSS, 8, 2]},
        {"across": [ACROSS, math.nan, 2]},
        {"across": ACROSS},
        {"up": None},
        {"cells": 1},
        {"cells": 99},
        {"cells": True},
        {"figure": "nonsense"},
        {"over": "hope"},
    ],
)
def test_what_a_browser_may_not_ask_is_refused(scenario, change):
    with pytest.raises(InputError, match="explore"):
        exploring.explore(scenario, ["none", "social"], {**SAID, **change})


def test_a_map_that_is_too_large_has_fewer_worlds_or_is_refused():
    wide = Explored(Axis("market.freedom", 0, 1), Axis(ACROSS, 2, 8), cells=9)
    arms = ["none", "social"]
    for customers, worlds in ((2_000, 3), (300, 10)):
        market = relsim.load("insurance", {"market.customers": customers})
        assert exploring.question(market, arms, 1, wide).replications == worlds
    with pytest.raises(InputError, match="too large"):
        large = relsim.load("insurance", {"market.customers": 50_000})
        exploring.question(large, arms, 1, wide)


def test_the_map_is_the_sweep_of_the_command_and_its_cell_the_comparison(page):
    page.hear({"do": "look", "name": "explore"})
    opened = page.state.selection.explored
    assert (opened.across.path, opened.up.path) == (ACROSS, UP)
    page.hear(SAID)
    found = settled(page).explored
    assert found.worlds == 10
    scenario = relsim.load("insurance", dict(SMALL))
    design = relsim.grid({ACROSS: [2.0, 8.0], "market.freedom": [0.0, 1.0]})
    swept = relsim.sweep(scenario, design, ["none", "social"], replications=10)
    assert swept.to_frame().equals(found.to_frame())
    assert found.command == swept.command
    page.hear({"do": "cell", "point": 3})
    assert page.state.selection.picture == "survival"
    changed = dict(page.state.selection.overrides)
    assert (changed[ACROSS], changed["market.freedom"]) == (8.0, 1.0)
    assert page.state.explored is found, "the map is there when one comes back"
    first = settled(page).comparison.samples["npv"].iloc[0]
    assert first == found.values(3, "none", "npv")[0]
    page.hear({"do": "toggle", "name": "financial", "on": True})
    assert page.state.explored is None, "it was that of other strategies"


def test_over_settings_each_world_is_another_and_what_is_explored_stays():
    class Settings:
        def overrides(self, place):
            return {"market.freedom": 0.1, "behaviour.trust_start": 0.2 + 0.3 * place}

    scenario = relsim.load("insurance", dict(SMALL))
    arms = choose_arms(scenario.strategies, ["none", "social"])
    asked_for = Question(scenario, [{"market.freedom": 0.5}, {"market.freedom": 1.0}], arms, 2, 1)
    found = Sweeping(asked_for, Laboratory(), settings=Settings()).to(2)
    changed = {"behaviour.trust_start": 0.5, "market.freedom": 1.0}
    market = relsim.load("insurance", {**dict(SMALL), **changed})
    lived = relsim.Market(market, seed=1, replication=1, strategy="social").run()
    assert found.values(1, "social", "npv")[1] == lived.summary()["npv"]


def test_a_map_that_grows_lives_no_world_twice(scenario, monkeypatch):
    lived, live = [], living.live

    def counted(world, *rest):
        lived.append((world.scenario.market.freedom, world.strategy, world.replication))
        return live(world, *rest)

    monkeypatch.setattr(living, "live", counted)
    arms = choose_arms(scenario.strategies, ["none", "social"])
    points = [{"market.freedom": 0.5}, {"market.freedom": 1.0}]
    small = scenario.with_overrides(dict(SMALL))
    sweeping = Sweeping(Question(small, points, arms, 3, 1), Laboratory())
    first, whole = sweeping.to(1), sweeping.to(3)
    assert len(lived) == len(set(lived)) == 12
    assert whole.values(1, "social", "npv")[0] == first.values(1, "social", "npv")[0]


def test_a_map_is_stopped(page):
    page.hear({**SAID, "cells": 9})
    page.hear({"do": "stop map"})
    assert not page.state.exploring
    assert settled(page).comparison.replications == 100


def test_what_is_explored_travels_in_the_link():
    wanted = Explored(Axis(ACROSS, 2.5, 8), Axis(UP, 0, 0.15), 4, "retention", "settings")
    there = Selection("insurance", picture="explore", explored=wanted)
    assert from_link(to_link(there)) == (there, [])
    selection, problems = from_link("scenario=insurance&show=explore&across=a&up=b=1:2")
    assert selection.explored is None and "explore" in problems[0]
    other = Selection("insurance", explored=wanted, overrides=((ACROSS, 3.0),))
    assert asked(other) == asked(there)


def test_a_sweep_that_was_kept_is_the_map_that_the_page_opens_with(tmp_path, monkeypatch):
    scenario = relsim.load("insurance", dict(SMALL))
    design = relsim.grid({ACROSS: [2.0, 4.0, 8.0], "market.freedom": [0.0, 1.0]})
    store, arms = tmp_path / "runs.sqlite", ["none", "structural"]
    swept = relsim.sweep(scenario, design, arms, replications=2, store=store)
    monkeypatch.setattr("relsim.app.session.opening._chosen", scenario)
    found = stored_sweep(scenario, store)
    columns = list(swept.to_frame())
    assert found.to_frame()[columns].equals(swept.to_frame())
    monkeypatch.setattr("relsim.app.session.opening._swept", found)
    selection = Selection(strategies=("none", "structural"), picture="explore")
    page = Session("kept", selection, [], gallery=False)
    assert page.state.explored is found and not page.state.exploring
    assert Axis(ACROSS, 2.0, 8.0) == page.state.selection.explored.up
    page.hear({"do": "seed", "value": "2"})
    assert page.state.explored is None
    scheduler.shared.forget("kept")
    with pytest.raises(InputError, match="begun for something else"):
        stored_sweep(relsim.load("insurance"), store)


def test_somebody_draws_a_map_and_opens_a_cell_by_mouse_and_by_table(open_tab):
    page = open_tab(link_to(show="explore", across=f"{ACROSS}=2:8", up=f"{UP}=0:0.15", cells=2))
    drawn = page.locator("#chart-explore svg.main-svg").first
    drawn.wait_for(timeout=60_000)
    page.locator(".so-far", has_text="10 worlds in each cell").wait_for(timeout=60_000)
    page.get_by_role("combobox", name="Best in").select_option("retention")
    page.locator("h2", has_text="annual retention").wait_for()
    page.wait_for_function("location.search.includes('by=retention')")
    page.get_by_role("textbox", name="from").first.fill("9")
    page.get_by_role("button", name="Draw the map").click()
    page.locator(".explore .problem", has_text="the lower one first").wait_for()
    box = page.locator("#chart-explore .nsewdrag").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.8)
    page.mouse.down()
    page.mouse.up()
    page.locator(".answer").wait_for()
    page.wait_for_function("location.search.includes('price_sensitivity.mean%3D2')")
    page.get_by_role("button", name="Explore").click()
    page.locator(".explore").get_by_role("button", name="Table").click()
    page.get_by_role("button", name="points (social bonding) 15 % in Compare").first.click()
    page.wait_for_function("location.search.includes('reward_rate%3D0.15')")
