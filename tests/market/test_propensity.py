"""What firms estimate of who will leave and whom they keep: from their own counts alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from relsim.behaviour.service import FINE, SILENT
from relsim.market import Market
from relsim.market.following import CONTROL, Following, kind_now, risk_of_kind
from relsim.scenario import Scenario
from tests.market.markets import differing, figure, market_of, outcome, rich

SEGMENTS = [{"name": "all", "restlessness": {"mean": 0.15, "concentration": 3.0}}]


def targeting(by: str, behaviour: dict[str, Any] | None = None, **levers: Any) -> Scenario:
    """Return a market whose first firm targets by what it estimates."""
    aimed = {"social": 0.8, "database": 1.0, "target_by": by, "target_from": 0.8, **levers}
    return market_of(
        [{"strategy": "aimed"}, {}],
        customers=500,
        periods=24,
        warm_up=12.0,
        behaviour=behaviour or {},
        segments=SEGMENTS,
        strategies={"aimed": aimed},
    )


def until(scenario: Scenario, period: int) -> Market:
    """Return a market that has lived to a period."""
    market = Market(scenario, 5)
    while market.period < period:
        market.step()
    return market


def followed(market: Market) -> Following:
    """Return what a market's firms have counted."""
    found = market._clock.aiming._following
    assert found is not None
    return found


def test_what_is_counted_is_what_the_books_say():
    market = until(targeting("risk", control_share=0.3), 24)
    history = followed(market).history.sum(axis=0)
    books = market.books.tallies[:, :-1]
    assert (history[:, :, 0, 1].sum(axis=1) == books["opened"].sum(axis=0)).all()
    left = books["lost"] - books["lost_population_turnover"]
    assert (history[:, :, 0, 0].sum(axis=1) == left.sum(axis=0)).all()
    for begins, ends in ((1, 5), (5, 8), (8, 10), (10, 12)):
        assert (history[:, :, begins:ends].sum(axis=2) == history[:, :, 0]).all()
    assert history[0, CONTROL, 0, 1] == books["control"][:, 0].sum() > 0


def test_nothing_is_known_but_what_a_database_holds():
    market = until(targeting("risk"), 3)
    customer = market.customers.records.view(np.recarray)[0].copy()
    world = market._state.world.view(np.recarray)[0]
    customer.last_outcome = FINE
    known = kind_now(customer, 5.0, world)
    for name in ("satisfaction", "trust", "harm", "restlessness", "failures", "doubt"):
        customer[name] = 1
    customer.last_outcome = SILENT
    assert kind_now(customer, 5.0, world) == known
    customer.worth = 4.0 if customer.worth >= 5.0 else 6.0
    assert kind_now(customer, 5.0, world) != known


def test_risk_is_ranked_by_the_firms_own_rates():
    market = until(targeting("risk"), 12)
    aiming, own = market._clock.aiming, np.asarray(market.customers.get("firm")) == 0
    market.step()
    codes = followed(market).codes
    expected = [risk_of_kind(aiming._rates[0, 0], code // 3) for code in codes[own]]
    estimates = market._state.estimates[own]
    assert estimates == pytest.approx(expected)
    stayed = own & (np.asarray(market.customers.get("firm")) == 0)
    aside = np.asarray(market.customers.get("aside"))[stayed]
    first = np.sort(estimates)[int(np.ceil(0.8 * own.sum()))]
    assert (aside == (market._state.estimates[stayed] < first)).all()
    assert 0 < (aside == 0).sum() < stayed.sum()


def test_those_at_risk_leave_more_often_than_the_others():
    market, rates = until(targeting("risk", {"social_bonding": False}), 4), []
    for _ in range(20):
        firm, estimates = np.array(market.customers.get("firm")) == 0, None
        market.step()
        estimates = market._state.estimates
        high = firm & (estimates >= np.nanquantile(estimates[firm], 0.5))
        left = np.asarray(market.customers.get("firm")) != 0
        rates.append([left[high].mean(), left[firm & ~high].mean()])
    risky, safe = np.nanmean(rates, axis=0)
    assert risky > 1.2 * safe


def test_a_pilot_comes_first_and_then_the_share():
    scenario = targeting("uplift", control_share=0.3, pilot_months=6.0)
    run = until(scenario, 24).result()
    counted = figure(run, "with_levers")[:, 0] + figure(run, "control")[:, 0]
    opened = figure(run, "opened")[:, 0]
    assert (counted[:6] == opened[:6]).all()
    assert (counted[6:] < 0.6 * opened[6:]).all()


def test_without_a_control_group_uplift_is_the_same_for_all():
    market = until(targeting("uplift", pilot_months=0.0), 10)
    run = market.result()
    assert not figure(run, "control").any()
    own = np.asarray(market.customers.get("firm")) == 0
    assert len(np.unique(market._state.estimates[own & (market._state.held == 0)])) <= 2


def test_whoever_targets_nobody_by_estimates_follows_nobody():
    market = until(targeting("tenure"), 2)
    assert market._clock.aiming._following is None


def test_a_rich_market_follows_to_the_bit_compiled_and_not():
    one, other = (
        Market(rich(3, customers=40, periods=8), 2, uncompiled=plain) for plain in (False, True)
    )
    with np.errstate(over="ignore"):
        assert differing(outcome(one), outcome(other)) == []
    assert one.books.trials.any()
