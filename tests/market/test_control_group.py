"""A control group: nothing goes to it, it is counted apart, and what it measures is the effect."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from relsim.behaviour import COLUMNS
from relsim.market import Market, Run
from relsim.market.measures import ControlGroup
from relsim.market.witness import Witness
from relsim.market.witness.facts import Aimed
from relsim.scenario import Scenario, load
from tests.market.markets import TOGETHER, differing, figure, market_of, outcome, rich, state

SMALL = {"market.customers": 200, "market.periods": 14, "market.warm_up": 3}
MARKETS = {
    "plain": market_of(4).with_overrides(SMALL),
    "rich": rich(3, customers=200, periods=14).with_overrides({"firms.Cora.control_share": 0.0}),
    "insurance": load("insurance", SMALL),
    "hotel": load("hotel", SMALL),
}
CARE = {"social": 0.8, "structural": 0.3}
ALONE: dict[str, Any] = {
    **dict.fromkeys(("word_of_mouth", "reference_group", "capacity_limits"), False),
    "staff": False,
    "imitation": False,
}
"""Nobody is touched by what others get."""


def measuring(behaviour: dict[str, Any] | None = None, **market: Any) -> Scenario:
    """Return a market whose first firm may hold a share of everybody back."""
    care = {**CARE, "control_share": 0.4}
    levels = {"reference_price": 20.0, "population_turnover": 0.0}
    return market_of(
        [{}, {}],
        customers=int(market.pop("customers", 400)),
        periods=int(market.pop("periods", 18)),
        warm_up=6.0,
        market={**levels, **market},
        behaviour=behaviour or {},
        segments=[{"name": "all", "restlessness": {"mean": 0.1, "concentration": 10.0}}],
        strategies={
            "care": CARE,
            "measured": care,
            "flipped": {**care, "control_gets": True},
            "nobody": {"control_share": 0.4},
        },
    )


def lived(scenario: Scenario, strategy: str, seed: int = 3) -> tuple[Market, Run]:
    """Return a market and its run."""
    market = Market(scenario, seed, strategy=strategy)
    return market, market.run()


# ------------------------------------------------------------------------ off, and nothing else


@pytest.mark.parametrize("name", MARKETS)
def test_without_a_control_group_no_setting_of_it_changes_anything(name):
    scenario = MARKETS[name]
    firm = scenario.firm_names[0]
    settings = {f"firms.{firm}.control_gets": True, f"firms.{firm}.pilot_months": 1.0}
    one, other = (Market(scenario.with_overrides(some), 3) for some in ({}, settings))
    changed = {"firm control_gets", "firm pilot_months"}
    assert set(differing(outcome(one), outcome(other))) <= changed


def test_a_control_group_that_gets_the_levers_all_the_same_is_only_counted():
    settled = {"review": False}
    (one, plain), (other, flipped) = (
        lived(measuring(settled), name) for name in ("care", "flipped")
    )
    assert set(differing(state(one), state(other))) <= {"worth"}
    counted = {"with_levers", "with_levers_lost", "control", "control_lost"}
    for name in set(COLUMNS) - counted:
        assert (figure(plain, name) == figure(flipped, name)).all(), name
    assert figure(flipped, "control")[:, 0].all() and not figure(plain, "control").any()


def test_with_targeting_off_there_is_no_control_group():
    off = measuring({"targeting": False})
    (_, run), (_, plain) = (lived(off, name) for name in ("measured", "care"))
    assert run.control_group() is None and not figure(run, "control").any()
    assert run.summary() == plain.summary()


# ------------------------------------------------------------------------ nothing, and apart


@pytest.mark.parametrize("others", [{}, {**TOGETHER, "firms.Alba.mind": "learner"}])
def test_both_sides_together_are_the_firms_customers_and_who_leaves_is_counted_once(others):
    _, run = lived(measuring().with_overrides(others), "measured")
    found = {name: figure(run, name)[:, 0] for name in COLUMNS}
    assert (found["with_levers"] + found["control"] == found["opened"]).all()
    assert (found["with_levers_lost"] + found["control_lost"] == found["lost"]).all()
    assert not figure(run, "control")[:, 1].any(), "only the firm that measures has one"
    share = found["control"].sum() / found["opened"].sum()
    assert share == pytest.approx(0.4, abs=0.06)


def test_the_control_group_meets_the_firm_as_it_was_and_costs_as_before():
    (market, run), (other, none) = (lived(measuring(ALONE), name) for name in ("measured", "none"))
    get, before = market.customers.get, other.customers.get
    control = np.asarray(get("aside")) == 2
    assert control.sum() > 20
    assert not np.asarray(get("structural_bond"))[control].any()
    assert np.asarray(get("structural_bond"))[(get("firm") == 0) & ~control].any()
    for name in ("satisfaction", "trust", "social_bond", "start", "firm"):
        assert (np.asarray(get(name))[control] == np.asarray(before(name))[control]).all(), name
    first = 0
    costs = figure(run, "contact_cost")[first, 0], figure(none, "customers")[first, 0]
    reached = figure(run, "customers")[first, 0] - figure(run, "passed_by")[first, 0]
    assert costs[0] == pytest.approx(reached * 0.8 * 0.5) and costs[1] > reached


def test_what_a_firm_measures_begins_after_the_warm_up():
    held_back = {"firms.Alba.social": 0.8, "firms.Alba.control_share": 0.4}
    market, run = lived(measuring().with_overrides(held_back), "none")
    for side, name in enumerate(("with_levers", "control")):
        counted = run.books.trials[0, side].sum(axis=0)
        assert counted.tolist() == [
            figure(run, f"{name}{end}")[:, 0].sum() for end in ("_lost", "")
        ]
        assert market.books.tallies[name][:, 0].sum() > counted[1] > 0


@pytest.mark.parametrize("others", [{}, TOGETHER])
def test_whoever_is_in_it_stays_in_it(others):
    market = Market(measuring().with_overrides(others), 3, strategy="measured")
    seen = []
    while not market.finished:
        market.step()
        if market.period > 0:
            seen.append(market.customers.records[["aside", "firm", "start"]].copy())
    for before, after in pairwise(seen):
        same = (before["firm"] == 0) & (after["firm"] == 0) & (before["start"] == after["start"])
        known = same & (after["start"] < market.period - 1) & (before["aside"] != 1)
        assert (before["aside"][known] == after["aside"][known]).all()


def test_a_target_is_divided_and_the_rest_is_counted_on_no_side():
    aimed = {**CARE, "target_by": "tenure", "target_from": 0.4, "control_share": 0.5}
    scenario = measuring().with_overrides(
        {f"strategies.measured.{name}": value for name, value in aimed.items()}
    )
    market = Market(scenario, 3, strategy="measured")
    while market.period < 12:
        market.step()
    own = np.asarray(market.customers.get("firm")) == 0
    tenure = (market.period - np.asarray(market.customers.get("start"))) / 12
    market.step()
    counted = figure(market.result(), "with_levers") + figure(market.result(), "control")
    assert counted[12, 0] == (own & (tenure >= 0.4)).sum() < own.sum()


def test_a_story_says_that_somebody_is_kept_for_comparison():
    scenario = measuring(customers=40, periods=3)
    market = Witness(scenario, range(40), seed=3, strategy="measured")
    market.run()
    facts = [
        (row, fact)
        for row, periods in market.lives.items()
        for lived in periods
        for fact in lived.facts
        if isinstance(fact, Aimed) and fact.control
    ]
    assert facts and not any(fact.reached for _, fact in facts)
    aside = np.asarray(market.customers.get("aside"))
    still = [row for row, _ in facts if market.customers.get("firm")[row] == 0]
    assert (aside[still] == 2).any()


def test_a_copy_goes_on_measuring_apart_from_its_original():
    market = Market(measuring(), 3, strategy="measured")
    while market.period < 8:
        market.step()
    other = copy.deepcopy(market)
    one, two = market.run(), other.run()
    assert (one.books.trials == two.books.trials).all() and one.books.trials.any()


# ------------------------------------------------------------------------ what it measures


def test_the_run_tells_what_its_firm_measured():
    _, run = lived(measuring(), "measured")
    assert "Measured by Alba itself" in str(run) and "control group" in str(run)
    told = run.to_json()["control_group"]
    assert isinstance(told, dict) and told["kept"]["mean"] == run.control_group().kept.mean
    _, plain = lived(measuring(), "care")
    assert "Measured" not in str(plain) and "control_group" not in plain.to_json()


def measured_and_direct(scenario: Scenario, seed: int) -> tuple[ControlGroup, float]:
    """Return what a firm measures in a world, and the levers' effect on its control group."""
    told, flipped = (lived(scenario, name, seed)[1] for name in ("measured", "flipped"))
    one, other = told.control_group(), flipped.control_group()
    assert one is not None and other is not None
    assert one.control.mean is not None and other.control.mean is not None
    return one, other.control.mean - one.control.mean


@pytest.mark.parametrize("others", [{}, TOGETHER])
def test_where_nobody_touches_another_the_levers_reach_those_alone_who_get_them(others):
    scenario = measuring(ALONE).with_overrides(others)
    (one, _), (other, _) = (lived(scenario, name) for name in ("measured", "flipped"))
    (third, _) = lived(scenario, "nobody")
    control = np.asarray(one.customers.get("aside")) == 2
    # Who has just joined may have been in the control group of an earlier stay.
    gets = (np.asarray(one.customers.get("firm")) == 0) & (one.customers.get("aside") == 0)
    assert gets.sum() > 20 and control.sum() > 20
    for name in ("satisfaction", "trust", "social_bond", "start", "spent", "aware", "bound_until"):
        get = [np.asarray(market.customers.get(name)) for market in (one, other, third)]
        assert (get[0][gets] == get[1][gets]).all(), name
        assert (get[0][control] == get[2][control]).all(), name
    assert (other.customers.get("social_bond")[control] > 0).any()


@pytest.mark.parametrize("worlds", [12, pytest.param(100, marks=pytest.mark.statistics)])
def test_its_interval_covers_the_direct_effect(worlds):
    large = worlds > 12
    behaviour = {name: ALONE[name] for name in ALONE if name != "staff"} if large else ALONE
    scenario = measuring(behaviour, customers=1500 if large else 500, periods=36 if large else 18)
    seeds = range(worlds)
    covered, effects = 0, []
    for seed in seeds:
        told, direct = measured_and_direct(scenario, seed)
        assert told.kept.low is not None and told.kept.high is not None
        covered += told.kept.low <= direct <= told.kept.high
        effects.append(direct)
    assert np.mean(effects) > 0.01, "there is something to be measured"
    low, high = (0.89, 0.99) if large else (0.75, 1.0)
    assert low * worlds <= covered <= high * worlds
