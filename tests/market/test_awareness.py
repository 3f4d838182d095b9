"""Customers who know some firms only: what makes known, what fades, and what that does."""

from typing import Any

import numpy as np
import pytest

from relsim.market import Market
from relsim.market.witness import Witness
from relsim.market.witness.facts import Repeated, Reviewed
from relsim.scenario import Scenario, load
from tests.market.markets import RESTLESS, differing, figure, live, market_of, outcome, rich, total

ON = {"awareness": True}
NEVER = {
    "aware_start": 0.0,
    "aware_by_talk": 0.0,
    "aware_by_bad_talk": 0.0,
    "aware_by_advertising": 0.0,
    "forgetting": 0.0,
}
SMALL = {"market.customers": 200, "market.periods": 14, "market.warm_up": 3}
MARKETS = {
    "plain": market_of(4).with_overrides(SMALL),
    "rich": rich(4, customers=200, periods=14).with_overrides({"behaviour.awareness": False}),
    "weeks": rich(2, period="week", customers=150, periods=20).with_overrides(
        {"behaviour.awareness": False}
    ),
    "insurance": load("insurance", SMALL),
}


def entering(behaviour: dict[str, Any], **dune: Any) -> Scenario:
    """Return a market that a cheap firm enters in period 6."""
    return market_of(
        [{}, {}, {"name": "Dune", "present": False, "price": 12.0, **dune}],
        customers=600,
        periods=24,
        warm_up=2.0,
        behaviour={**ON, **NEVER, "aware_start": 1.0, **behaviour},
        segment=RESTLESS,
        events=[{"period": 6, "firm": "Dune", "set": {"present": True}}],
    )


def knowing(market: Market, firm: int) -> np.ndarray:
    """Return who knows a firm."""
    return np.asarray((market.customers.get("aware").astype(int) >> firm) & 1, bool)


@pytest.mark.parametrize("name", MARKETS)
def test_where_everybody_knows_everybody_the_switch_changes_nothing_but_the_count(name):
    scenario = MARKETS[name]
    everybody = {"behaviour.aware_start": 1.0, "behaviour.forgetting": 0.0}
    one, other = (
        Market(scenario.with_overrides({**everybody, "behaviour.awareness": on}), 3)
        for on in (False, True)
    )
    apart = set(differing(outcome(one), outcome(other)))
    assert apart <= {"books", "aware"}
    books, others = one.books.tallies, other.books.tallies
    for column in books.dtype.names:
        if column != "known_by":
            assert (books[column] == others[column]).all(), column
    known = others["known_by"][:, :-1]
    assert (known[known > 0] == scenario.market.customers).all()


@pytest.mark.parametrize("name", MARKETS)
def test_off_no_setting_of_awareness_changes_anything(name):
    settings = {f"behaviour.{key}": 0.3 for key in NEVER}
    one, other = (outcome(Market(MARKETS[name].with_overrides(s), 3)) for s in ({}, settings))
    assert differing(one, other) == []


def test_an_entrant_nobody_has_heard_of_wins_nobody():
    run = live(entering({}))
    assert total(run, "acquired", 2) == 0.0
    assert figure(run, "known_by")[:, 2].max() == 0.0
    assert total(live(entering({"awareness": False})), "acquired", 2) > 100.0


@pytest.mark.parametrize(
    ("behaviour", "dune"),
    [
        ({"aware_by_advertising": 0.3}, {"advertising": 300.0}),
        ({"aware_by_advertising": 0.01, "aware_by_talk": 1.0}, {"advertising": 300.0}),
    ],
    ids=["advertising", "talk"],
)
def test_an_entrant_of_whom_somebody_tells_wins_those_who_know_it(behaviour, dune):
    market = Market(entering(behaviour, **dune))
    run = market.run()
    own = np.asarray(market.customers.get("firm")) == 2
    assert own.sum() > 0
    assert knowing(market, 2)[own].all()
    assert 0.0 < figure(run, "known_by")[-1, 2] <= 600.0


def tried_by_fifths(behaviour: dict[str, Any]) -> list[int]:
    """Return how many came to an entrant that all want in each fifth of the time since it came."""
    open_to_it = {"goodwill_decay": 1.0, "talk_base": 0.5, **behaviour}
    scenario = entering(open_to_it, advertising=3000.0, price=3.0)
    everybody = {"segments.all.restlessness": 1.0, "segments.all.need_rate": 1.0}
    run = live(scenario.with_overrides({"market.periods": 36, **everybody}))
    return [int(part.sum()) for part in np.array_split(figure(run, "acquired")[7:, 2], 5)]


def test_trial_of_an_entrant_is_concave_by_advertising_and_s_shaped_by_talk():
    # The two settings that decide: by whom one comes to know, advertising or talk.
    advertised = tried_by_fifths({"aware_by_advertising": 0.12, "aware_by_talk": 0.0})
    told = tried_by_fifths({"aware_by_advertising": 0.01, "aware_by_talk": 1.0})
    assert advertised == sorted(advertised, reverse=True)
    assert told[:3] == sorted(told[:3])
    assert told[2:] == sorted(told[2:], reverse=True)
    # In the end nearly everybody has tried it, either way.
    assert min(sum(advertised), sum(told)) > 540


def test_advertising_has_diminishing_returns_in_those_who_know():
    spent = (100.0, 1000.0, 10_000.0)
    known = [
        figure(live(entering({"aware_by_advertising": 0.1}, advertising=s)), "known_by")[9, 2]
        for s in spent
    ]
    assert known == sorted(known)
    assert known[1] - known[0] > 0
    assert (known[2] - known[1]) / 9000 < (known[1] - known[0]) / 900


def test_nobody_forgets_the_own_firm():
    market = Market(
        market_of(
            3,
            customers=300,
            periods=8,
            behaviour={
                **ON,
                "forgetting": 1.0,
                "aware_by_talk": 0.0,
                "review": False,
                "population_turnover": False,
            },
            segment=RESTLESS,
        )
    )
    run = market.run()
    own = market.customers.get("firm").astype(int)
    for firm in range(3):
        assert (knowing(market, firm) == (own == firm)).all()
    assert (figure(run, "known_by") == figure(run, "customers")).all()


def test_who_knows_no_other_firm_leaves_for_none():
    alone = {**ON, **NEVER, "outside_option": False}
    run = live(market_of(3, behaviour=alone, segment=RESTLESS))
    assert total(run, "reviews") > 0.0
    assert figure(run, "lost_price").sum() + figure(run, "lost_rival_pull").sum() == 0.0


def test_a_firm_is_forgotten_at_its_rate():
    behaviour = {**ON, **NEVER, "aware_start": 1.0, "forgetting": 0.1, "review": False}
    scenario = market_of(2, customers=4000, periods=10, behaviour=behaviour)
    run = live(scenario.with_overrides({"behaviour.population_turnover": False}))
    others = 4000 - figure(run, "customers")[:, 0]
    left = (figure(run, "known_by")[:, 0] - figure(run, "customers")[:, 0]) / others
    assert left == pytest.approx(0.9 ** np.arange(1, 11), abs=0.03)


def test_bad_talk_makes_nobody_known_unless_told_to():
    def known(by_bad: float) -> float:
        scenario = market_of(
            [{}, {"quality": 0.05}],
            customers=400,
            periods=12,
            behaviour={
                **ON,
                **NEVER,
                "talk_base": 0.5,
                "aware_by_talk": 1.0,
                "aware_by_bad_talk": by_bad,
                "failure_rate": 0.5,
                "review": False,
                "belief_start": 0.9,
            },
        )
        run = live(scenario)
        assert total(run, "talk_bad", 1) > 10 * total(run, "talk_good", 1)
        return float(figure(run, "known_by")[-1, 1] - figure(run, "customers")[-1, 1])

    assert known(1.0) > 3 * known(0.0)


def test_failing_more_makes_a_firm_known_to_no_more_and_wins_no_more():
    def entrant(failures: float) -> tuple[float, float]:
        talk = {"aware_by_advertising": 0.02, "aware_by_talk": 1.0, "talk_base": 0.4}
        run = live(entering(talk, advertising=300.0, skill_start=1.0 - failures))
        return figure(run, "known_by")[-1, 2], total(run, "acquired", 2)

    known, won = zip(*(entrant(failures) for failures in (0.0, 0.5, 1.0)), strict=True)
    assert known[0] > known[1] > known[2]
    assert won[0] > won[1] > won[2]


def test_the_dissatisfied_look_around_less_where_they_know_less():
    def reviews(**behaviour: float) -> float:
        scenario = market_of(
            4,
            customers=1000,
            behaviour={**ON, **NEVER, "dissatisfaction_review": 5.0, **behaviour},
            segment={"restlessness": 0.0},
        )
        return total(live(scenario), "reviews")

    bound, wide, apart = reviews(), reviews(aware_start=1.0), reviews(review_by_breadth=0.0)
    assert bound < 0.7 * wide
    assert apart > 1.2 * bound


def test_a_newcomer_knows_what_the_acquaintances_know():
    scenario = market_of(
        2,
        customers=3000,
        periods=1,
        market={"population_turnover": 1.0},
        behaviour={**ON, **NEVER, "aware_start": 0.4, "review": False},
    )
    market = Market(scenario)
    run = market.run()
    before = figure(run, "known_by")[0]
    after = np.array([knowing(market, firm).sum() for firm in range(2)])
    assert after == pytest.approx(before, rel=0.06)


def test_a_story_tells_the_chance_to_look_around_by_what_somebody_knows():
    """Who knows no other firm has no reason to look around in a price that is lower there."""
    reasons = {}
    for known in (0.0, 1.0):
        cheap = entering({"aware_start": known}).with_overrides({"firms.Brio.price": 15.0})
        market = Witness(cheap, range(40))
        market.run()
        reasons[known] = {
            name
            for row in range(40)
            for period in market.lives[row][1:6]
            for fact in period.facts
            if isinstance(fact, Repeated) and fact.firm == 0
            for name in fact.reasons
        }
    assert "price" in reasons[1.0]
    assert reasons[0.0] and "price" not in reasons[0.0]


def test_a_story_says_whom_somebody_did_not_know():
    market = Witness(entering({"aware_start": 0.0}), range(40))
    market.run()
    reviews = [
        fact
        for row in range(40)
        for period in market.lives[row]
        for fact in period.facts
        if isinstance(fact, Reviewed)
    ]
    assert any(fact.unknown for fact in reviews)
    for fact in reviews:
        assert not {offer.firm for offer in fact.offers} & set(fact.unknown)
