"""Points and prices are one currency: what pays out at once is a price cut, and others tend to it.

The laws need a fixed reference price, and that nobody imitates or learns prices.
"""

from typing import Any

import numpy as np
import pytest

from relsim.market import Market, Run
from relsim.scenario import Scenario, from_dict, load
from tests.market.markets import (
    HEADS,
    RICH_BEHAVIOUR,
    RICH_FIRM,
    TOGETHER,
    figure,
    heads,
    live,
    market_of,
    total,
)

RATE = 0.08
FIXED = {
    "market.reference_price": 20.0,
    "market.customers": 400,
    "market.periods": 24,
    "market.warm_up": 6,
    "behaviour.imitation": False,
    "behaviour.price_learning": False,
}
RICH = market_of(
    [
        {**RICH_FIRM, "reward_rate": 0.0, "target_by": "everybody", "exit_fee": 0.0},
        {},
        {"price": 18.0},
    ],
    behaviour={**RICH_BEHAVIOUR, "low_price_signal": 0.0},
    segment={"restlessness": 0.1},
)
OTHER = market_of(4).with_overrides({**TOGETHER, "firms.Brio.mind": "still"})
BUNDLED = {name: load(name) for name in ("insurance", "hotel", "supermarket")}
MARKETS = {
    name: scenario.with_overrides(FIXED)
    for name, scenario in {"plain": market_of(4), "rich": RICH, "other": OTHER, **BUNDLED}.items()
}


def lived(scenario: Scenario, **levers: Any) -> tuple[Market, Run]:
    """Return a market whose first firm has these levers, and how it went."""
    data = scenario.to_dict()
    first, *others = data["firms"]
    market = Market(from_dict({**data, "firms": [{**first, **levers}, *others]}), seed=4)
    return market, market.run()


def counts_apart(one: Run, other: Run) -> float:
    """Return by how much the heads of two runs differ, as a share of all."""
    return float(np.abs(heads(one) - heads(other)).sum() / heads(one).sum())


@pytest.mark.parametrize("name", MARKETS)
def test_points_that_pay_out_at_once_are_a_price_cut_of_their_rate(name):
    scenario = MARKETS[name]
    price = scenario.firms[0].price
    cheaper, cut = lived(scenario, price=price * (1 - RATE))
    earning, points = lived(scenario, reward_rate=RATE, reward_threshold=0.0)
    assert HEADS
    assert (heads(cut) == heads(points)).all()
    for column in ("firm", "start", "satisfaction", "trust", "social_bond"):
        assert (cheaper.customers.get(column) == earning.customers.get(column)).all(), column
    net = earning.customers.get("spent")
    assert net == pytest.approx(cheaper.customers.get("spent"), rel=1e-12)
    size = figure(cut, "revenue").max()
    assert figure(points, "profit") == pytest.approx(figure(cut, "profit"), abs=1e-12 * size)
    assert figure(points, "surplus") == pytest.approx(figure(cut, "surplus"), rel=1e-9)
    more, cost = (total(points, line) - total(cut, line) for line in ("revenue", "reward_cost"))
    assert more == pytest.approx(cost, rel=1e-9)
    # A fee for leaving earns no points.
    earning_points = total(points, "revenue") - total(points, "exit_fees")
    assert more == pytest.approx(RATE * earning_points, rel=1e-9)
    assert not earning.customers.get("points").any()


def test_as_the_reward_goes_to_nothing_a_programme_tends_to_a_price_cut():
    scenario = MARKETS["plain"].with_overrides({"market.customers": 4000})
    _, at_once = lived(scenario, reward_rate=RATE, reward_threshold=0.0)
    _, soon = lived(scenario, reward_rate=RATE, reward_threshold=RATE)
    apart = [
        counts_apart(at_once, lived(scenario, reward_rate=RATE, reward_threshold=reward)[1])
        for reward in (3.0, 0.3, 0.1)
    ]
    # A reward that one use earns is paid out at once.
    assert (heads(soon) == heads(at_once)).all()
    assert apart == sorted(apart, reverse=True)
    assert apart[0] > 0.0


def test_points_of_a_rival_draw_those_who_have_none():
    plain = live(MARKETS["plain"].with_overrides({"behaviour.switching_cost": False}))
    _, points = lived(
        MARKETS["plain"].with_overrides({"behaviour.switching_cost": False}),
        reward_rate=0.3,
        reward_threshold=3.0,
    )
    assert total(points, "acquired") > total(plain, "acquired")


def test_who_comes_to_a_firm_that_targets_cannot_count_on_its_points():
    aimed = {"target_by": "tenure", "target_from": 1.0}
    strategies = {"all": {"reward_rate": 0.3}, "old": {"reward_rate": 0.3, **aimed}}
    scenario = market_of([{"reward_rate": 0.1}, {}], periods=3, strategies=strategies)
    offers = {}
    for name in strategies:
        market = Market(scenario, strategy=name)
        market.run()
        offers[name] = float(market.firm_records["net_offer"][0])
    assert offers == pytest.approx({"all": 14.0, "old": 18.0})


def test_forfeited_points_are_no_surplus():
    scenario = market_of(
        2,
        behaviour={"review": False},
        events=[{"period": 4, "firm": "Alba", "set": {"present": False}}],
    )
    _, run = lived(scenario, reward_rate=0.1, reward_threshold=100.0)
    forfeited = figure(run, "points_forfeited")[4, 0]
    assert forfeited == pytest.approx(total(run, "points_earned"))
    assert figure(run, "surplus")[4, 0] == pytest.approx(-forfeited)
