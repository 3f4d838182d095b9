"""Newcomers who pay less for a while: who they are, what they pay, and what the loyal hear."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from relsim.market import Market
from relsim.market.witness import Witness
from relsim.market.witness.facts import OFFER, Doubted
from relsim.scenario import Scenario, load
from tests.market.markets import (
    RESTLESS,
    bare,
    differing,
    figure,
    live,
    market_of,
    outcome,
    rich,
    total,
)

SMALL = {"market.customers": 200, "market.periods": 14, "market.warm_up": 3}
WITHOUT = {f"firms.{name}.introductory": 0.0 for name in ("Alba", "Brio", "Cora", "Dune")}
MARKETS = {
    "plain": market_of(4).with_overrides(SMALL),
    "rich": rich(4, customers=200, periods=14).with_overrides(WITHOUT),
    "insurance": load("insurance", SMALL),
    "hotel": load("hotel", SMALL),
}
DEAF = {"loyalty_penalty": 0.0}


def offering(behaviour: dict[str, Any] | None = None, **alba: Any) -> Scenario:
    """Return a market in which the first firm welcomes newcomers."""
    return market_of(
        [{"introductory": 0.4, "introductory_months": 6.0, **alba}, {}],
        customers=600,
        periods=30,
        behaviour={**DEAF, **(behaviour or {})},
        segment={**RESTLESS, "need_rate": 1.0, "spend": 1.0},
    )


@pytest.mark.parametrize("name", MARKETS)
def test_without_an_offer_no_setting_of_it_changes_anything(name):
    scenario = MARKETS[name]
    settings = {
        "behaviour.loyalty_penalty": 9.0,
        f"firms.{scenario.firm_names[0]}.introductory_months": 30.0,
    }
    one, other = (Market(scenario.with_overrides(s), 3) for s in ({}, settings))
    assert set(differing(outcome(one), outcome(other))) <= {"firm introductory_months"}


def test_an_offer_of_no_months_changes_nothing():
    one, other = (
        outcome(Market(offering(introductory_months=0.0, introductory=cut))) for cut in (0.0, 0.4)
    )
    assert set(differing(one, other)) <= {"firm introductory", "newcomer"}


def test_an_offer_of_no_months_changes_nothing_beside_another_that_lasts():
    none = offering().with_overrides({"firms.Brio.introductory_months": 0.0})
    one, other = (
        outcome(Market(none.with_overrides({"firms.Brio.introductory": cut}), seed=3))
        for cut in (0.0, 0.6)
    )
    assert set(differing(one, other)) <= {"firm introductory", "newcomer"}


def test_the_loyal_look_around_by_what_they_would_pay_as_newcomers_elsewhere():
    """Everybody is well, alike and in no doubt: the price alone makes them look around."""
    calm = {"dissatisfaction_review": 0.0, "doubt_review": 0.0, "price_review": 0.2}
    still = {"restlessness": 0.0, "need_rate": 1.0, "spend": 1.0, "price_sensitivity": 2.0}
    market = market_of(
        [{"introductory": 0.4, "introductory_months": 6.0, "opening_share": 0.0}, {}],
        customers=20_000,
        periods=1,
        warm_up=0.0,
        behaviour={**DEAF, **calm, "failure": False, "word_of_mouth": False, "rewards": False},
        segment=still,
    )
    run = live(market, seed=5)
    looked = total(run, "reviews", 1) / 20_000
    chance = 0.2 * 2.0 * (1 / 0.6 - 1)
    assert looked == pytest.approx(chance, abs=4 * (chance / 20_000) ** 0.5)


def test_newcomers_pay_less_for_so_many_months_and_then_the_price_of_all():
    run = live(offering({"review": False, "population_turnover": False}), seed=2)
    assert total(run, "introductory_discounts") == 0.0, "nobody is new at the opening"
    market = Market(offering({"population_turnover": False, "rewards": False}))
    watch = market.watch(range(600))
    market.run()
    paid: dict[int, set[float]] = {}
    for period, (before, after) in enumerate(pairwise(watch.records), start=1):
        stays = (
            (after["firm"] == 0) & (after["newcomer"] == 1) & (before["start"] == after["start"])
        )
        for row in np.flatnonzero(stays & (before["firm"] == 0)):
            spent = float(after["spent"][row] - before["spent"][row])
            paid.setdefault(period - int(after["start"][row]), set()).add(round(spent, 6))
    assert len(paid) > 10
    for tenure, prices in paid.items():
        assert prices == ({12.0} if tenure < 6 else {20.0}), tenure


def test_the_offer_wins_newcomers_and_what_it_costs_is_told_apart():
    with_it, without = live(offering()), live(offering(introductory=0.0))
    assert total(with_it, "acquired", 0) > 1.1 * total(without, "acquired", 0)
    cut, uses = figure(with_it, "introductory_discounts")[:, 0], figure(with_it, "uses")[:, 0]
    revenue = figure(with_it, "revenue")[:, 0]
    assert revenue + cut == pytest.approx(20.0 * uses)
    assert cut.sum() > 0.0 and total(with_it, "discounts") == 0.0


def test_who_comes_back_is_no_newcomer():
    market = Market(offering({"population_turnover": False}))
    market.run()
    those = market.customers
    joined = (those.get("firm") == 0) & (those.get("start") >= 0)
    back = (those.get("ever_left").astype(int) & 1) > 0
    assert (joined & back).sum() > 20
    # The opening's customers of the rival were never here before.
    assert (those.get("newcomer")[joined] == ~back[joined]).all()


def herded(*stays: tuple[str, int], months: float = 6.0) -> tuple[np.ndarray, float]:
    """Return who is a newcomer, and how many were won back, where one firm at a time is open.

    All go where it is; the last stay is of one period. With no firm nobody has any.
    """
    begins = [sum(length for _, length in stays[:k]) for k in range(len(stays))]
    events = [
        {"period": begins[k], "firm": name, "set": {"present": there}}
        for k in range(1, len(stays))
        for name, there in ((stays[k - 1][0], False), (stays[k][0], True))
        if name
    ]
    scenario = bare(
        [
            {"introductory": 0.3, "present": k == 0, "opening_share": float(k == 0)}
            for k in range(3)
        ],
        customers=10,
        periods=begins[-1] + 1,
        behaviour={"newcomer_again": months},
        events=events,
    )
    market = Market(scenario)
    market.run()
    return market.customers.get("newcomer"), figure(market.result(), "won_back")[-1].sum()


@pytest.mark.parametrize(
    ("stays", "new"),
    [
        ([("Alba", 3), ("Brio", 5), ("Alba", 1)], 0),
        ([("Alba", 3), ("Brio", 6), ("Alba", 1)], 1),
        # Without a firm counts, too.
        ([("Alba", 3), ("", 5), ("Alba", 1)], 0),
        ([("Alba", 3), ("", 6), ("Alba", 1)], 1),
        # Stretches do not add up, but a long one is not undone by a short one after it.
        ([("Alba", 3), ("Brio", 5), ("Cora", 5), ("Alba", 1)], 0),
        ([("Alba", 3), ("Brio", 6), ("Cora", 1), ("Alba", 1)], 1),
        # Who comes back to the firm of the long stretch has just left it.
        ([("Alba", 9), ("Brio", 2), ("Alba", 1)], 0),
        ([("Alba", 3), ("Brio", 9), ("Cora", 2), ("Brio", 1)], 0),
    ],
)
def test_who_comes_back_after_a_stretch_elsewhere_is_a_newcomer_again(stays, new):
    newcomer, back = herded(*stays)
    assert newcomer.tolist() == [new] * 10
    assert back == 10 * (1 - new)


def test_while_nobody_makes_an_offer_whoever_comes_back_was_won_back():
    one, other = (
        outcome(
            Market(MARKETS["insurance"].with_overrides({"behaviour.newcomer_again": months}), 3)
        )
        for months in (0.0, 1200.0)
    )
    assert not differing(one, other)


def test_an_offer_for_more_months_weighs_more():
    won = [total(live(offering(introductory_months=m)), "acquired", 0) for m in (1.0, 4.0, 12.0)]
    assert won == sorted(won) and won[0] < won[-1]


def test_the_loyal_hear_at_its_rate_and_leave_for_it():
    def heard(penalty: float) -> tuple[float, float, float]:
        calm = {"loyalty_penalty": penalty, "failure": False, "doubt_review": 0.5}
        run = live(offering(calm))
        return (
            total(run, "offers_heard", 0),
            total(run, "uses", 0) - total(run, "introductory_discounts", 0) / 8.0,
            total(run, "lost", 0),
        )

    deaf, keen = heard(0.0), heard(1.0)
    assert deaf[0] == 0.0 and keen[2] > 1.1 * deaf[2]
    assert keen[0] == pytest.approx(0.4 * (keen[1] + keen[2]), rel=0.1)


def test_who_pays_what_newcomers_pay_hears_nothing_of_it():
    keen = {"loyalty_penalty": 9.0, "population_turnover": False}
    scenario = offering(keen, introductory_months=120.0, opening_share=0.0)
    run = live(scenario)
    assert total(run, "acquired", 0) > 100
    back = total(run, "won_back", 0)
    heard = figure(run, "offers_heard")[:, 0]
    assert heard[:3].sum() == 0.0 and (back > 0) == (heard.sum() > 0)


def test_a_story_tells_that_the_loyal_heard():
    market = Witness(offering({"loyalty_penalty": 1.0}), range(20))
    market.run()
    facts = [f for row in range(20) for p in market.lives[row] for f in p.facts]
    assert any(isinstance(fact, Doubted) and fact.because == OFFER for fact in facts)
