"""Personal levers that go to some customers only: who gets them, what it costs, what stays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from relsim.behaviour import COLUMNS
from relsim.market import Market, Run
from relsim.scenario import Scenario
from tests.market.markets import HEADS, NAMES, closed, differing, figure, live, market_of, state

SETTLED: dict[str, Any] = {"review": False, "population_turnover": False}
"""Nobody moves, so that heads do not depend on what is done for them."""
RESTLESS: dict[str, Any] = {"restlessness": {"mean": 0.2, "concentration": 20.0}}
CARE: dict[str, Any] = {
    "social": 0.7,
    "structural": 0.6,
    "level": "accountable",
    "convenience": 0.9,
    "education": 0.5,
    "encouragement": 0.6,
    "compensation": 1.0,
    "empowerment": 0.9,
    "speed": 0.9,
    "guarantee": 0.4,
    "customisation": 0.8,
    "direct_messages": 2.0,
    "referral_reward": 0.5,
    "reassurance": 0.5,
    "loyalty_discount": 0.1,
    "reward_rate": 0.05,
    "hospitality": 0.4,
}
"""Levers that work person by person; favours never come to light where these are used."""
QUIET = {"hospitality_scandal": 0.0}
TARGETS = {"target_by", "target_from", "target_to"}
ASIDE = {"aside", "worth"}


def targeting(
    behaviour: dict[str, Any] | None = None,
    firm: dict[str, Any] | None = None,
    segments: list[dict[str, Any]] | None = None,
    **strategies: dict[str, Any],
) -> Scenario:
    """Return a market of two firms with these strategies for the first."""
    return market_of(
        [{"database": 0.5, **(firm or {})}, {}],
        warm_up=3.0,
        behaviour={**QUIET, **(behaviour or {})},
        segments=segments or [{"name": "all", **RESTLESS}],
        strategies=strategies,
    )


def after(scenario: Scenario, strategy: str, seed: int = 4) -> tuple[Market, Run]:
    """Return a market and its run with a strategy of the first firm."""
    market = Market(scenario, seed=seed, strategy=strategy)
    return market, market.run()


def opened(market: Market, firm: int = 0) -> np.ndarray:
    """Return which customers are with a firm."""
    return np.asarray(market.customers.get("firm")) == firm


# ---------------------------------------------------------------------- everybody, nobody


@pytest.mark.parametrize("by", ["value", "satisfaction", "tenure", "segment"])
def test_a_target_that_everybody_meets_is_no_target_to_the_bit(by):
    scenario = targeting(SETTLED, care=CARE, aimed={**CARE, "target_by": by, "target_from": 0.0})
    # What a newcomer may count on, and so the usual price, is another thing where a firm targets.
    scenario = scenario.with_overrides({"market.reference_price": 20.0})
    (one, plain), (other, aimed) = (after(scenario, name) for name in ("care", "aimed"))
    assert set(differing(state(one), state(other))) <= ASIDE
    for name in COLUMNS:
        assert (figure(plain, name) == figure(aimed, name)).all(), name


@pytest.mark.parametrize("by", ["value", "satisfaction", "tenure", "segment"])
def test_with_the_switch_off_everybody_gets_everything_to_the_bit(by):
    aimed = {**CARE, "target_by": by, "target_from": 0.9}
    scenario = targeting({"targeting": False}, care=CARE, aimed=aimed)
    (one, plain), (other, run) = (after(scenario, name) for name in ("care", "aimed"))
    assert set(differing(state(one), state(other))) <= {"worth"}
    assert all((figure(plain, name) == figure(run, name)).all() for name in COLUMNS)


def test_who_joins_is_passed_by_until_the_next_period_and_taken_up_then():
    aimed = {**CARE, "target_by": "satisfaction", "target_from": 0.0}
    scenario = targeting({"population_turnover": False}, firm={"strategy": "aimed"}, aimed=aimed)
    _, run = after(scenario, "aimed")
    joined = figure(run, "acquired")[:, 0] + figure(run, "won_back")[:, 0]
    passed = figure(run, "passed_by")[:, 0]
    assert (passed == joined).all() and joined.sum() > 20
    assert (figure(run, "taken_up")[1:, 0] == passed[:-1]).all()


def test_a_target_that_nobody_meets_leaves_customers_at_the_baseline():
    nobody = {**CARE, "target_by": "satisfaction", "target_from": 2.0}
    baseline = {"social": 0.2, "convenience": 0.3, "customisation": 0.4, "reward_rate": 0.02}
    scenario = targeting(firm=baseline, nobody=nobody)
    # Whoever converts a referral is paid for at the firm's own reward, and nothing else is.
    scenario = scenario.with_overrides({"strategies.nobody.referral_reward": 0.0})
    (one, plain), (other, aimed) = (after(scenario, name) for name in ("none", "nobody"))
    assert set(differing(state(one), state(other))) <= ASIDE
    for name in set(HEADS) - {"passed_by"}:
        assert (figure(plain, name) == figure(aimed, name)).all(), name
    assert (figure(aimed, "passed_by")[:, 0] == figure(aimed, "customers")[:, 0]).all()
    for name in (*(line for line, one in COLUMNS.items() if one.cost), "profit"):
        assert figure(aimed, name) == pytest.approx(figure(plain, name)), name


def test_levers_of_the_whole_firm_stay_where_nobody_meets_the_target():
    firmwide = {"training": 0.9, "quality": 0.76, "setting": 0.8, "learning": 0.5}
    nobody = {**CARE, **firmwide, "target_by": "tenure", "target_from": 90.0}
    scenario = targeting(nobody=nobody, firmwide=firmwide)
    scenario = scenario.with_overrides({"strategies.nobody.referral_reward": 0.0})
    one, other, none = (after(scenario, name)[0] for name in ("firmwide", "nobody", "none"))
    assert set(differing(state(one), state(other))) <= ASIDE
    assert "satisfaction" in differing(state(none), state(other))


# ---------------------------------------------------------------------------- who gets them


def lived(scenario: Scenario, periods: int) -> Market:
    """Return a market that has lived so many periods of the study."""
    market = Market(scenario, seed=4, strategy="aimed")
    while market.period < periods:
        market.step()
    return market


@pytest.mark.parametrize(("low", "high"), [(0.8, None), (0.0, 0.3), (0.25, 0.75), (1.0, None)])
def test_a_target_by_value_goes_to_its_share_of_the_customers(low, high):
    aimed = {"target_by": "value", "target_from": low, "target_to": high}
    scenario = targeting(SETTLED, aimed=aimed, segments=[{"name": "all", "need_rate": 1.0}])
    _, run = after(scenario, "aimed")
    customers, passed = figure(run, "customers")[:, 0], figure(run, "passed_by")[:, 0]
    share = 1.0 - passed / customers
    assert share == pytest.approx((1.0 if high is None else high) - low, abs=1.001 / customers[0])


def test_a_perfect_database_ranks_by_worth_exactly():
    aimed = {"target_by": "value", "target_from": 0.6, "database": 1.0}
    market = lived(targeting(SETTLED, aimed=aimed), 6)
    own, worth = opened(market), np.array(market.customers.get("worth"))
    market.step()
    first = np.sort(worth[own])[int(np.ceil(0.6 * own.sum()))]
    assert (np.asarray(market.customers.get("aside"))[own] == (worth[own] < first)).all()


def test_estimates_without_a_database_miss_and_miss_alike_in_every_period():
    # Everybody is worth the same, so that the ranking is the error of the estimates.
    aimed = {"target_by": "value", "target_from": 0.5, "database": 0.0}
    alike = [{"name": "all", "need_rate": 1.0, "spend": 1.0}]
    still = {**SETTLED, "customer_failure_rate": 0.0, "failure_rate": 0.0}
    market = lived(targeting(still, aimed=aimed, segments=alike), 3)
    own, before = opened(market), np.array(market.customers.get("aside"))
    assert 0.4 < before[own].mean() < 0.6
    for _ in range(5):
        market.step()
        assert (np.asarray(market.customers.get("aside")) == before).all()


def test_a_better_database_finds_more_of_those_who_are_worth_most():
    def found(database: float) -> float:
        aimed = {"target_by": "value", "target_from": 0.8, "database": database}
        market = lived(targeting(SETTLED, aimed=aimed), 9)
        own, worth = opened(market), np.asarray(market.customers.get("worth"))
        cared = own & (np.asarray(market.customers.get("aside")) == 0)
        return float(worth[cared].mean())

    poor, fair, perfect = found(0.0), found(0.6), found(1.0)
    assert poor < fair < perfect


def test_worth_is_the_mean_margin_a_month_in_the_first_year():
    aimed = {"target_by": "value", "target_from": 0.5}
    alike = [{"name": "all", "need_rate": 1.0, "spend": 1.5}]
    market = lived(targeting(SETTLED, aimed=aimed, segments=alike), 4)
    worth = np.asarray(market.customers.get("worth"))[opened(market, 1)]
    # Seven periods with a use, and the period of the opening without one.
    assert worth == pytest.approx(1.5 * (20.0 - 12.0) * 7 / 8)


@pytest.mark.parametrize(
    ("by", "low", "high"),
    [("satisfaction", 0.5, 0.7), ("tenure", 0.5, 0.75), ("segment", 2.0, 2.0)],
)
def test_who_meets_the_target_gets_the_levers_and_nobody_else(by, low, high):
    aimed = {**CARE, "target_by": by, "target_from": low, "target_to": high}
    kinds = [{"name": name, **RESTLESS} for name in ("plain", "heavy", "new")]
    market = lived(targeting({"population_turnover": False}, aimed=aimed, segments=kinds), 5)
    get = market.customers.get
    decisive = {
        "satisfaction": np.array(get("satisfaction")),
        "tenure": (market.period - np.array(get("start"))) / 12,
        "segment": 1 + np.array(get("segment"), dtype=int),
    }[by]
    own = opened(market)
    market.step()
    stayed = own & opened(market)
    meets = (low <= decisive) & (decisive <= high)
    assert (np.array(get("aside"))[stayed] == ~meets[stayed]).all()
    assert 0 < meets[stayed].sum() < stayed.sum()


# ----------------------------------------------------------------------------------- costs


BY_HEADS = (
    *("contact_cost", "level_cost", "message_cost", "systems_cost", "recovery_cost"),
    *("reassurance_cost", "education_cost", "assurance_cost", "customisation_cost"),
    *("comfort_cost", "hospitality_cost"),
)


def test_each_is_booked_at_the_levers_that_they_meet():
    kinds = [{"name": "plain", "share": 0.7}, {"name": "heavy", "share": 0.3}]
    scenario = targeting(
        SETTLED,
        firm={"social": 0.2, "convenience": 0.3, "direct_messages": 0.5, "setting": 0.4},
        segments=kinds,
        care=CARE,
        aimed={**CARE, "target_by": "segment", "target_from": 2.0},
    )
    none, care, aimed = (after(scenario, name)[1] for name in ("none", "care", "aimed"))
    passed = figure(aimed, "passed_by")[:, 0] / figure(aimed, "customers")[:, 0]
    assert ((passed > 0.5) & (passed < 0.9)).all()
    for line in BY_HEADS:
        least, most = figure(none, line)[:, 0], figure(care, line)[:, 0]
        assert (least < most).all(), line
        mixed = passed * least + (1 - passed) * most
        assert figure(aimed, line)[:, 0] == pytest.approx(mixed), line


def test_systems_are_set_up_for_those_taken_up_and_not_for_those_who_join():
    levers = {"structural": 0.6, "target_by": "tenure", "target_from": 0.25}
    run = live(targeting(firm=levers))
    taken = figure(run, "taken_up")[:, 0]
    assert taken.sum() > 20 and figure(run, "acquired")[:, 0].sum() > 20
    assert figure(run, "setup_cost")[:, 0] == pytest.approx(25.0 * 0.6 * taken)


def test_a_firm_that_targets_leaves_its_rivals_customers_alone():
    aimed = {**CARE, "target_by": "value", "target_from": 0.5}
    scenario = targeting(aimed=aimed)
    market, run = after(scenario, "aimed")
    assert not np.asarray(market.customers.get("aside"))[~opened(market)].any()
    assert not figure(run, "passed_by")[:, 1].any()
    assert closed(run)[-1, 1] > 0 and scenario.firms[1].name == NAMES[1]
