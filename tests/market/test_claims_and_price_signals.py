"""Claims to one segment, claims that are not kept, and prices that are known to be low."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from relsim.market import Market
from relsim.scenario import Scenario
from tests.market.markets import bare, differing, figure, live, outcome, state

KINDS = [{"name": name, "share": share} for name, share in (("plain", 0.75), ("heavy", 0.25))]


def within(found: float, truth: float, error: float) -> bool:
    """Return whether a draw is within four standard errors of the truth."""
    return abs(found - truth) <= 4 * error


# ------------------------------------------------------------------------------ one segment


def advertised(segment: int | None, spend: float = 100.0) -> Market:
    """Return a market that lived one month in which one firm advertised."""
    firm = {"advertising": spend, "claim": 0.9, "advertised_segment": segment}
    words = {"advertising": True, "review": False}
    market = Market(
        bare([firm, {}], customers=2000, periods=1, behaviour=words, segments=KINDS), seed=6
    )
    market.run()
    return market


def moved(market: Market) -> np.ndarray:
    """Return whose belief about the advertiser moved."""
    return np.asarray(market.customers.records["belief"])[:, 0] > market.spec.behaviour.belief_start


@pytest.mark.parametrize("segment", [1, 2])
def test_advertising_to_a_segment_moves_its_beliefs_and_nobody_elses(segment):
    market = advertised(segment)
    reached = moved(market)
    there = np.asarray(market.customers.get("segment")) == segment - 1
    assert not reached[~there].any()
    # The same money among fewer people: goodwill over the heads of the segment.
    heads = 2000 * KINDS[segment - 1]["share"]
    chance = 1 - np.exp(-100.0 / (1.25 * heads))
    assert within(reached[there].mean(), chance, np.sqrt(chance * (1 - chance) / there.sum()))


def test_advertising_to_no_segment_reaches_people_of_all():
    market = advertised(None)
    kinds = np.asarray(market.customers.get("segment"))
    assert all(moved(market)[kinds == kind].any() for kind in (0, 1))


def test_advertising_to_a_segment_that_is_not_there_costs_and_reaches_nobody():
    nobody, silent = advertised(5), advertised(None, 0.0)
    assert not moved(nobody).any()
    assert differing(state(nobody), state(silent)) == []
    assert figure(nobody.run(), "advertising_cost")[0, 0] == 100.0


# ------------------------------------------------------------------------- claims and trust


def claimed(claim: float, claim_trust: float, **behaviour: Any) -> Market:
    """Return a market whose firm reached everybody, after the use that followed."""
    firm = {"advertising": 1.0, "claim": claim}
    words = {"advertising": True, "trust": True, "review": False, "claim_weight": 0.0}
    words |= {"claim_trust": claim_trust, "estrangement": 0.0, "trust_by_contact": 0.0, **behaviour}
    market = Market(
        bare([firm], periods=2, behaviour=words, market={"costs": {"reach": 1e-9}}), seed=6
    )
    market.run()
    return market


def test_a_claim_above_the_experience_costs_trust_by_as_much_as_it_fell_short():
    market = claimed(0.9, 0.3, quality_noise=0.0)
    # The first use came before the first claim; the second one is held against it.
    run = market.run()
    experience = (figure(run, "experience") / figure(run, "uses"))[1, 0]
    # Satisfaction stays at .55, which builds trust twice.
    trust = 0.4 + 0.12 * 0.05 * (1 - 0.4)
    trust -= 0.3 * (0.9 - experience)
    trust += 0.12 * 0.05 * (1 - trust)
    assert np.array(market.customers.get("trust")) == pytest.approx(trust)


def test_a_claim_below_the_experience_costs_no_trust():
    modest, careless = claimed(0.2, 0.3), claimed(0.2, 0.0)
    assert set(differing(state(modest), state(careless))) <= {"promised"}


def test_claims_above_the_experience_cost_more_trust_the_larger_they_are():
    trust = [np.array(claimed(claim, 0.3).customers.get("trust")) for claim in (0.7, 0.9, 1.0)]
    assert (trust[0] >= trust[1]).all() and (trust[1] > trust[2]).any()
    assert trust[0].mean() > trust[1].mean() > trust[2].mean()


def test_no_claim_touches_trust_where_the_weight_is_nothing():
    bold, modest = claimed(1.0, 0.0), claimed(0.0, 0.0)
    assert differing(state(bold), state(modest)) == []


# ---------------------------------------------------------------------------- price signals


def priced(signal: float, memory: float, periods: int, **more: Any) -> Scenario:
    """Return a market of a cheap firm and a dear one, where price itself hardly counts."""
    words = {"low_price_signal": signal, "low_price_memory": memory, "outside_option": False}
    return bare(
        [{"price": 15.0}, {"price": 25.0}],
        customers=4000,
        periods=periods,
        behaviour=words,
        segment={"price_sensitivity": 1e-9, **more.pop("segment", {})},
        **more,
    )


@pytest.mark.parametrize(("period", "months"), [("month", 1), ("quarter", 3)])
def test_cheapness_builds_up_towards_the_distance_to_the_price_level(period, months):
    words = {"period": period, "reference_price": 20.0}
    market = Market(priced(0.4, 0.1, 7, market=words))
    market.run()
    learned = 1 - 0.9 ** (7 * months)
    assert market.firm_records["cheapness"][:2] == pytest.approx([0.25 * learned, 0.0])


def test_a_price_that_is_no_longer_low_is_forgotten_again():
    rise = {"period": 5, "firm": "Alba", "set": {"price": 25.0}}
    market = Market(priced(0.4, 0.1, 9, events=[rise]))
    market.run()
    assert market.firm_records["cheapness"][0] == pytest.approx(0.25 * (1 - 0.9**5) * 0.9**4)


def test_a_promotion_is_no_low_price():
    firm = {"promotion_depth": 0.5, "promotion_frequency": 1.0}
    market = Market(bare([firm, {}], periods=5, behaviour={"low_price_signal": 0.4}))
    market.run()
    assert not market.firm_records["cheapness"].any()


def test_a_firm_known_as_cheap_is_chosen_as_if_it_were_believed_that_much_worse():
    # Everybody reviews; what is known at the end of the first period decides.
    run = live(priced(0.8, 1.0, 1, segment={"restlessness": 1.0}))
    share = figure(run, "customers")[0, 0] / 4000
    chance = 1 / (1 + np.exp(5 * 0.8 * 0.25))
    assert within(share, chance, np.sqrt(chance * (1 - chance) / 4000))


def test_c20_a_signal_of_nothing_is_a_price_that_is_never_known():
    def words(signal: float, memory: float) -> Market:
        return Market(priced(signal, memory, 12, segment={"restlessness": 0.3}), 3)

    never, unheeded = outcome(words(0.4, 0.0)), outcome(words(0.0, 0.2))
    assert differing(never, unheeded) == ["firm cheapness"]
