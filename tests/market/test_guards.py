"""Guards: what must not be built in, because it is what the model is asked about."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, MECHANISMS, TRAITS, defaults
from relsim.behaviour.amends import (
    effect_of,
    expect_recovery,
    felt_after_recovery,
    harm_left,
    repair_of,
)
from relsim.behaviour.money import quality_cost
from relsim.claims import Size, read_claim, try_out
from relsim.market import Market, Run
from relsim.result.statistics import estimate
from relsim.study.explain import sorting, with_identical_customers
from tests.market import test_controls as controls
from tests.market.markets import RESTLESS, bare, figure, live, market_of

COPIED = [name for name, lever in LEVERS.items() if lever.visibility]
KINDS_OF_LEVERS = sorted({LEVERS[name].visibility for name in COPIED})


# ------------------------------------------------------------------ bonds that are copied away

BETTER = {name: LEVERS[name].default + 0.1 for name in COPIED} | {"price": 18.0}


def copied(**visibility: float) -> dict[str, float]:
    """Return how far a rival that lost share has come towards each of the leader's levers."""
    scenario = market_of(
        [{}, BETTER, {"mind": "imitator"}],
        customers=1000,
        periods=30,
        segment=RESTLESS,
        behaviour={"imitation_speed": 0.2, **visibility},
    )
    market = Market(scenario, seed=2)
    market.run()
    leader, rival = market.firms["Brio"], market.firms["Cora"]
    assert all(getattr(leader, name) == pytest.approx(BETTER[name]) for name in COPIED), (
        "nothing decays"
    )
    return {
        name: (getattr(rival, name) - LEVERS[name].default) / (BETTER[name] - LEVERS[name].default)
        for name in COPIED
    }


def test_guard_1_copying_knows_one_speed_and_how_well_each_kind_of_lever_is_seen():
    (copying,) = (one for one in MECHANISMS if one.name == "imitation")
    numbers = {one.name for one in copying.parameters}
    assert numbers == {"imitation_speed", *KINDS_OF_LEVERS}


def test_guard_1_levers_that_are_seen_alike_are_copied_alike():
    moved = copied(**dict.fromkeys(KINDS_OF_LEVERS, 0.5))
    assert 0.05 < moved["price"] < 0.95
    assert list(moved.values()) == pytest.approx([moved["price"]] * len(moved), rel=1e-9)


def test_guard_1_the_order_turns_with_what_is_seen():
    as_told = copied()
    turned = copied(visibility_of_points=0.3, visibility_of_systems=0.9)
    assert as_told["reward_rate"] > as_told["social"] > as_told["structural"]
    assert turned["reward_rate"] < turned["social"] < turned["structural"]


# ------------------------------------------------------------------ relationships and revenue

UNLIKE = ({"satisfaction_start": 0.2}, {"satisfaction_start": 0.9})
BONDED = {"social": 0.8, "reward_rate": 0.1, "structural": 0.6, "encouragement": 0.5}


def unfree(**behaviour: Any) -> Run:
    """Return a market without choice, in which a firm bonds and things fail."""
    words: dict[str, Any] = {"market": {"freedom": 0.0}, "customers": 300, "periods": 24}
    return live(market_of([BONDED, {}], behaviour={"failure_rate": 0.1, **behaviour}, **words))


def test_guard_2_how_customers_feel_never_enters_revenue():
    sad, happy = (unfree(**start) for start in UNLIKE)
    assert (figure(sad, "satisfaction") != figure(happy, "satisfaction")).all()
    assert (figure(sad, "trust") != figure(happy, "trust")).all()
    assert (figure(sad, "revenue") == figure(happy, "revenue")).all()


def test_guard_2_unless_spending_is_told_to_grow_with_trust():
    sad, happy = (unfree(spend_growth=0.5, **start) for start in UNLIKE)
    assert (figure(sad, "revenue").sum(axis=0) < figure(happy, "revenue").sum(axis=0)).all()


# ------------------------------------------------------------------ sorting and dynamics


def test_guard_3_sorting_and_dynamics_are_both_reported_and_identical_customers_do_not_sort():
    market = market_of(2, customers=1500, periods=96, segment=RESTLESS)
    parts = sorting(market, replications=2).falls
    assert parts["sorting"].mean > 0
    assert parts["all"].mean == pytest.approx(parts["sorting"].mean + parts["dynamics"].mean)
    alike = sorting(with_identical_customers(market), replications=2).falls
    assert alike["sorting"].mean == pytest.approx(0.0, abs=1e-12)


# ------------------------------------------------------------------ the recovery paradox

SEVERE, FULL = 0.5, 1.2
UNHARMED, HURT = 0.6, 0.3
"""A severe failure, all that can be done about it, and how a use feels without and with it."""


def felt_once_recovered(expectation: float) -> float:
    """Return how a failure feels after a full recovery by a firm of which so much is expected."""
    theory = defaults()
    effect = effect_of(FULL, SEVERE, 0.0, theory)
    repair = repair_of(effect, expectation)
    return felt_after_recovery(HURT, UNHARMED, repair, effect, expectation, theory)


def test_guard_4_recovery_beyond_expectation_satisfies_more_than_no_failure():
    assert felt_once_recovered(defaults().recovery_expectation_start) > UNHARMED


def test_guard_4_not_a_second_time_since_a_good_recovery_is_expected_again():
    theory = defaults()
    expectation = theory.recovery_expectation_start
    gains = []
    for _ in range(12):
        gains.append(felt_once_recovered(expectation) - UNHARMED)
        expectation = expect_recovery(expectation, FULL, theory)
    assert all(later < earlier for earlier, later in pairwise(gains))
    assert gains[0] > 0 > gains[-1]


@pytest.mark.parametrize("severity", [0.0, 0.5, 1.0])
def test_guard_4_no_recovery_makes_staying_likelier_than_no_failure(severity):
    assert harm_left(severity, 1.0, True, defaults()) == 0.0
    assert harm_left(severity, 0.9, True, defaults()) > 0.0


# ------------------------------------------------------------------ how many accounts a firm has

FEW, MANY = 25, 400


def contacted(accounts: int, capacity: float | None) -> Run:
    """Return a partner of so many accounts whose business luck has no say in."""
    firm: dict[str, Any] = {"level": "partnership"}
    if capacity is not None:
        firm["account_capacity"] = capacity
    return live(
        bare(
            [firm],
            customers=accounts,
            behaviour={"trust": True, "social_bonding": True, "outside_option": False},
            segment={"spend": 1.0},
        )
    )


@pytest.mark.parametrize("name", ["profit", "level_cost"])
def test_guard_5_an_account_costs_and_earns_the_same_among_few_and_among_many(name):
    few, many = (figure(contacted(n, None), name).sum() / n for n in (FEW, MANY))
    assert few != 0
    assert few == pytest.approx(many, rel=1e-12)


@pytest.mark.parametrize("name", ["trust", "social_bond"])
def test_guard_5_only_scarce_staff_make_a_relationship_weaker_among_many(name):
    few, many = (figure(contacted(n, None), name)[-1, 0] / n for n in (FEW, MANY))
    thin_few, thin_many = (figure(contacted(n, float(FEW)), name)[-1, 0] / n for n in (FEW, MANY))
    assert few == pytest.approx(many, rel=1e-12)
    assert thin_few == pytest.approx(few, rel=1e-12)
    assert thin_many < 0.8 * few


def partnership_pays(scarce: bool) -> list[Any]:
    """Return what partnership is worth beyond waiting, as a part of it, among few and many."""
    whole = read_claim("kotler_grid")
    cells = dataclasses.replace(whole.sweeps[0], values=((FEW, 100.0), (MANY, 100.0)))
    weights = {"partnership": 1.0, "reactive": -1.0}
    contrast = dataclasses.replace(whole.main, weights=weights, at=None)
    claim = dataclasses.replace(
        whole,
        arms={name: whole.arms[name] for name in weights},
        contrasts=(contrast,),
        sweeps=(cells,),
        settings=whole.settings if scarce else {},
    )
    found = try_out(claim, size=Size(24, periods=36))
    return [found.worlds.samples(contrast, place) for place in (1, 2)]


def test_guard_5_only_scarce_staff_make_a_partnership_pay_less_among_many():
    lost = {}
    for scarce in (False, True):
        few, many = partnership_pays(scarce)
        lost[scarce] = estimate(few - many)
    assert lost[False].low < 0 < lost[False].high
    assert lost[True].low > 0


# ------------------------------------------------------------------ numbers from textbooks

DECLARED = [
    *BEHAVIOUR.values(),
    *COSTS.values(),
    *LEVERS.values(),
    *MARKET.values(),
    *TRAITS.values(),
]
FOLKLORE = re.compile(
    r"25\s*(%|per ?cent)?\s*(–|-|to)\s*85|80\s*(/|:|–|-|to)\s*20\b|pareto|twenty.{0,6}eighty", re.I
)


def test_guard_6_no_number_is_there_for_the_sake_of_a_textbooks_figure():
    assert FOLKLORE.search("5 % gives 25–85 %") and FOLKLORE.search("the 80/20 rule")
    for one in DECLARED:
        assert not FOLKLORE.search(f"{one.source} {one.meaning}"), one.name


def test_guard_6_bad_reports_weigh_no_more_than_good_ones_and_trust_buys_no_more():
    assert BEHAVIOUR["negative_weight"].default == 1.0
    assert BEHAVIOUR["spend_growth"].default == 0.0


# ------------------------------------------------------------------ enough service

AMOUNTS = (0.0, 0.25, 0.5, 0.75, 1.0)
SERVICES = ("social", "direct_messages", "convenience", "setting", "guarantee", "hospitality")


def served(lever: str, amount: float, freedom: float) -> Run:
    """Return a market in which a firm gives so much of one service."""
    return live(
        market_of(
            [{lever: amount}, {}],
            customers=3000,
            periods=48,
            market={"freedom": freedom},
            segment=RESTLESS,
        )
    )


@pytest.mark.parametrize("lever", SERVICES)
def test_guard_7_more_service_never_satisfies_less(lever):
    runs = [served(lever, amount, freedom=0.0) for amount in AMOUNTS]
    pleased = [figure(run, "satisfaction")[:, 0].mean() for run in runs]
    trusted = [figure(run, "trust")[:, 0].mean() for run in runs]
    for means in (pleased, trusted):
        assert all(more >= less - 1e-12 for less, more in pairwise(means)), means
    assert pleased[-1] + trusted[-1] > pleased[0] + trusted[0]


def earned(run: Run) -> float:
    """Return a firm's profit before what it spends on service."""
    costs = [name for name in run.books.tallies.dtype.names if name.endswith("_cost")]
    spent = sum(figure(run, name)[:, 0].sum() for name in costs if name != "service_cost")
    return float(figure(run, "profit")[:, 0].sum() + spent)


def test_guard_7_contact_takes_nothing_but_its_cost_from_profit():
    runs = [served("social", amount, freedom=1.0) for amount in AMOUNTS]
    assert (np.diff([earned(run) for run in runs]) > 0).all()


def test_guard_7_beyond_the_first_contact_each_step_adds_less_to_the_bond():
    runs = [served("social", amount, freedom=0.0) for amount in AMOUNTS[1:]]
    steps = np.diff([figure(run, "social_bond")[:, 0].sum() for run in runs])
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()


def test_guard_7_each_step_of_contact_costs_a_customer_the_same():
    runs = [served("social", amount, freedom=0.0) for amount in AMOUNTS]
    steps = np.diff([figure(run, "contact_cost")[:, 0].sum() for run in runs])
    assert steps == pytest.approx([steps[0]] * len(steps))


def test_guard_7_quality_costs_more_with_every_step():
    costs = [COSTS[name].default for name in ("quality", "quality_steepness", "quality_reference")]
    steps = np.diff([quality_cost(amount, *costs) for amount in np.linspace(0.0, 1.0, 21)])
    assert (steps > 0).all()
    assert (np.diff(steps) > 0).all()


# ------------------------------------------------------------------ negative controls

CONTROLS = {
    "one firm": "in_a_market_of_one_firm_nobody_leaves_without_an_outside_option",
    "no freedom": "without_freedom_no_strategy_changes_who_has_which_firm",
    "no need": "without_needs_nothing_is_used_and_nobody_moves",
    "no wish for a relationship": "without_relational_orientation_no_social_bond_forms",
    "each channel cut": "a_lever_whose_channel_is_cut_changes_no_head_count",
    "placebo": "a_placebo_lever_leaves_retention_exactly_as_it_was",
}


@pytest.mark.parametrize("control", CONTROLS)
def test_guard_8_the_negative_control_is_there(control):
    assert callable(getattr(controls, f"test_{CONTROLS[control]}"))
