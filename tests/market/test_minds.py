"""Firms that answer their rivals: still, imitators (see test_mechanisms), matchers, learners."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from relsim.market import Market
from relsim.scenario import load
from tests.market.markets import RESTLESS, TOGETHER, differing, live, market_of, outcome, rich

SMALL = {"market.customers": 150, "market.periods": 14, "market.warm_up": 3}
STILL = {f"firms.{name}.mind": "still" for name in ("Alba", "Brio", "Cora", "Dune")}
MARKETS = {
    "plain": market_of(4).with_overrides(SMALL),
    "rich": rich(4, customers=150, periods=14).with_overrides(STILL),
    "weeks": rich(2, period="week", customers=150, periods=20).with_overrides(
        dict([*STILL.items()][:2])
    ),
    "insurance": load("insurance", SMALL),
}


def offers(market: Market) -> np.ndarray:
    """Return list prices a period and firm after living; nobody promotes here."""
    return np.asarray(market.run().books.offers)


def matchers(*firms: dict[str, Any], **behaviour: float) -> Market:
    """Return a market in which all firms but the first match prices."""
    tables = [firms[0], *({"mind": "price_matcher", **firm} for firm in firms[1:])]
    words: dict[str, Any] = {"customers": 50, "periods": 6, "behaviour": behaviour}
    return Market(market_of(tables, **words))


@pytest.mark.parametrize("name", MARKETS)
def test_where_all_stand_still_no_setting_of_minds_changes_anything(name):
    settings = {"behaviour.imitation_speed": 0.9, "behaviour.trial_step": 0.5}
    one, other = (outcome(Market(MARKETS[name].with_overrides(s), 3)) for s in ({}, settings))
    assert differing(one, other) == []


def test_a_price_matcher_moves_towards_the_lowest_price_at_its_speed():
    prices = offers(matchers({"price": 16.0}, {"price": 20.0}, imitation_speed=0.25))
    assert prices[:, 1] == pytest.approx(16 + 4 * 0.75 ** np.arange(1, 7))


def test_two_price_matchers_see_what_stood_before_and_not_each_others_move():
    prices = offers(
        matchers({"price": 20.0}, {"price": 18.0}, {"price": 22.0}, imitation_speed=1.0)
    )
    assert prices[0].tolist() == pytest.approx([20.0, 18.0, 18.0])


def test_a_price_matcher_follows_nobody_below_cost_and_goes_back_to_its_own_price():
    scenario = market_of(
        [{"price": 6.0}, {"price": 20.0, "unit_cost": 9.0, "mind": "price_matcher"}],
        customers=50,
        periods=6,
        behaviour={"imitation_speed": 1.0},
        events=[{"period": 3, "firm": "Alba", "set": {"price": 30.0}}],
    )
    assert offers(Market(scenario))[:, 1].tolist() == pytest.approx([9.0] * 3 + [20.0] * 3)


def test_a_price_matcher_sleeps_through_the_warm_up():
    scenario = matchers({"price": 16.0}, {"price": 20.0}, imitation_speed=1.0).spec
    prices = offers(Market(scenario.with_overrides({"market.warm_up": 2.0})))
    assert prices[:, 1].tolist() == pytest.approx([20.0, 20.0, *[16.0] * 6])


def learner(**more: Any) -> Market:
    """Return a market of one learner that measures for four months and tries for four."""
    words: dict[str, Any] = {"customers": 200, "periods": 48, "segment": RESTLESS, **more}
    behaviour = {"imitation_speed": 0.25, "trial_step": 0.2}
    return Market(market_of([{"mind": "learner"}, {}], behaviour=behaviour, **words))


@pytest.mark.parametrize("others", [{}, {**TOGETHER, "behaviour.imitation_speed": 0.25}])
def test_a_learner_tries_one_lever_at_a_time_and_keeps_what_paid_more_than_before(others):
    market = Market(learner().spec.with_overrides(others))
    firm, visible = market.firms["Alba"], market._state.copied.columns
    levers, gains = [market._state.plain.sides[0, visible].copy()], []
    while not market.finished:
        market.step()
        levers.append(market._state.plain.sides[0, visible].copy())
        gains.append(firm.gained)
    changed = [np.flatnonzero(after != before) for before, after in pairwise(levers)]
    at = [period for period, which in enumerate(changed) if len(which)]
    assert all(len(which) <= 1 for which in changed) and all(period % 4 == 0 for period in at)
    profits = market.result().books.tallies["profit"][:, 0]
    for begins in range(4, 44, 8):
        paid = profits[begins : begins + 4].sum() > profits[begins - 4 : begins].sum()
        tried = changed[begins]
        taken_back = len(changed[begins + 4]) > 0
        assert not (len(tried) and taken_back == paid), begins
    assert any(len(changed[begins]) for begins in range(4, 44, 8))


def test_who_is_not_touched_by_a_mind_lives_the_same_life():
    # The learner's levers reach nobody: all are assigned, and the price is what moves nobody.
    scenario = market_of(
        [{}, {"mind": "learner"}], periods=24, market={"freedom": 0.0}, customers=200
    )
    still = scenario.with_overrides({"firms.Brio.mind": "still"})
    one, other = (live(each).books.closings for each in (scenario, still))
    assert (one == other).all()
