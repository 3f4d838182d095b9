"""Choice in probabilities: B7 to B10, B29, C5, C10 and C15 exactly, and the draws against them.

A witness notes every term of the utilities that the engine compares; without luck, their softmax is
the chance of each option.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from relsim.market.witness.facts import Reviewed
from tests.market.markets import bare, closed, live, market_of
from tests.market.probabilities import OUTSIDE, chances, probabilities_of, witnessed
from tests.market.test_logit import PRICES, RARE, REFERENCE, SENSITIVITY, priced, utilities

EXACT = {"rtol": 0.0, "atol": 1e-12}


def shares_at(prices: Any, **words: Any) -> np.ndarray:
    """Return the chances of a customer whom nothing but prices tells firms apart."""
    return chances(priced(tuple(prices), customers=1, **words))[0]


def test_b7_chances_are_those_of_the_logit():
    np.testing.assert_allclose(shares_at(PRICES), special.softmax(utilities(PRICES)), **EXACT)


@pytest.mark.parametrize("others", [(25.0,), (5.0,), (25.0, 5.0)])
def test_b8_odds_of_two_firms_do_not_depend_on_others(others):
    alone, together = shares_at(PRICES[:2]), shares_at((*PRICES[:2], *others))
    truth = np.exp(-SENSITIVITY * (PRICES[0] - PRICES[1]) / REFERENCE)
    assert alone[0] / alone[1] == pytest.approx(truth, rel=1e-12)
    assert together[0] / together[1] == pytest.approx(truth, rel=1e-12)


@pytest.mark.parametrize("utility", [0.0, -4.0, 2.5])
def test_b9_the_outside_option_has_its_chance(utility):
    behaviour = {"outside_option": True, "outside_utility": utility}
    market = witnessed(priced(PRICES, customers=1, behaviour=behaviour))
    found = probabilities_of(market, 0)[OUTSIDE]
    truth = 1 / (1 + np.exp(utilities(PRICES) - utility).sum())
    assert found == pytest.approx(truth, abs=1e-12)


@pytest.mark.parametrize("price", [12.0, 18.0, 30.0])
@pytest.mark.parametrize("own", [False, True])
def test_b10_own_price_elasticity_of_the_engines_chances(price, own):
    step = 1e-4
    share = 1.0 if own else 0.0

    def chance(at: float) -> float:
        firms = [{"price": at, "opening_share": share}, *({"price": one} for one in PRICES[1:])]
        return float(shares_at((), firms=firms)[0])

    slope = (chance(price + step) - chance(price - step)) / (2 * step)
    truth = -SENSITIVITY * price / REFERENCE * (1 - chance(price))
    assert slope * price / chance(price) == pytest.approx(truth, rel=1e-6)


def lively(**words: Any) -> Any:
    """Return a market of different customers who all review, with everything they feel."""
    return market_of(
        3,
        customers=20,
        periods=5,
        market={"reference_price": 20.0, "population_turnover": 0.0},
        segment={"restlessness": 1.0, "need_rate": 1.0},
        behaviour={"outside_option": False},
        **words,
    )


def test_c5_a_constant_for_all_firms_changes_no_chance():
    # A word of the media about every firm alike, in the last period.
    media = [
        {"period": 4, "firm": name, "set": {"media": 0.05}} for name in ("Alba", "Brio", "Cora")
    ]
    plain, moved = (witnessed(lively(events=events), 20) for events in ([], media))
    assert (moved.customers.get("belief")[:, :3] < 1).all()
    for row in range(20):
        before, after = (probabilities_of(market, row) for market in (plain, moved))
        np.testing.assert_allclose(list(after.values()), list(before.values()), **EXACT)
        assert moved.lives[row][-1].record.firm == plain.lives[row][-1].record.firm


def test_c5_with_an_outside_option_a_constant_does_matter():
    behaviour = {"outside_option": True, "belief_weight": 5.0}
    low, high = (
        chances(priced(PRICES, customers=1, behaviour={**behaviour, "belief_start": belief}))[0]
        for belief in (0.1, 0.2)
    )
    assert high[0] < low[0]


@pytest.mark.parametrize("parts", [2, 3])
def test_c10_a_firm_split_keeps_its_chance(parts):
    # ln of the parts off the utility is what a higher price takes.
    split = REFERENCE * (1 + np.log(parts) / SENSITIVITY)
    whole = shares_at((REFERENCE, 22.0))
    cut = shares_at((split,) * parts + (22.0,))
    assert cut[:parts].sum() == pytest.approx(whole[0], abs=1e-12)
    assert cut[parts] == pytest.approx(whole[1], abs=1e-12)


def test_c15_a_higher_price_lowers_everybodys_chance_of_the_firm():
    before, after = (
        chances(lively(events=[{"period": 4, "firm": "Alba", "set": {"price": price}}]), 20)
        for price in (20.0, 20.5)
    )
    assert (after[:, 0] < before[:, 0]).all()
    assert (after[:, 1:] > before[:, 1:]).all()
    odds = [found[:, 1] / found[:, 2] for found in (before, after)]
    np.testing.assert_allclose(odds[1], odds[0], rtol=1e-12)


def test_b29_a_mixture_of_two_kinds_is_the_mean_of_their_chances():
    segments = [
        {"name": name, "price_sensitivity": one, "restlessness": 1.0, "need_rate": 1.0}
        for name, one in (("calm", 1.0), ("keen", 8.0))
    ]
    market = witnessed(priced(PRICES, customers=30, segment=None, segments=segments), 30)
    kinds = market.customers.get("segment")
    assert 0 < kinds.sum() < 30
    for row, kind in enumerate(kinds):
        truth = special.softmax(utilities(PRICES, (1.0, 8.0)[kind]))
        np.testing.assert_allclose(list(probabilities_of(market, row).values()), truth, **EXACT)


def test_draws_follow_the_chances_of_customers_who_are_all_different():
    """Independent draws with chances of their own: the sum of those squares is a chi²."""
    rows, periods = 100, 6
    scenario = market_of(
        3,
        customers=rows,
        periods=periods,
        segment={"restlessness": 1.0, "need_rate": 1.0},
        behaviour={"outside_utility": 1.0},
    )
    market = witnessed(scenario, rows, seed=6)
    chosen, expected, variance = np.zeros(4), np.zeros(4), np.zeros(4)
    for row, life in market.lives.items():
        for place, period in enumerate(life):
            if not any(isinstance(fact, Reviewed) for fact in period.facts):
                continue
            found = probabilities_of(market, row, place)
            assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)
            for firm, chance in found.items():
                expected[firm] += chance
                variance[firm] += chance * (1 - chance)
            (review,) = (fact for fact in period.facts if isinstance(fact, Reviewed))
            chosen[review.winner] += 1
    assert chosen.sum() > 500
    assert (np.abs(chosen - expected) <= 4 * np.sqrt(variance)).all()


def test_choice_shares_are_those_of_the_softmax():
    prices = (17.0, 19.0, 21.0, 26.0)
    counts = closed(live(priced(prices, customers=50_000), seed=8))[0]
    expected = chances(priced(prices, customers=1))[0] * 50_000
    assert stats.chisquare(counts, expected).pvalue > RARE


def test_chances_of_a_market_without_a_choice_are_nothing_to_ask_for():
    market = witnessed(bare(1, customers=1, periods=1))
    with pytest.raises(ValueError, match="unpack"):
        probabilities_of(market, 0)
