"""Closed forms of choice: B7 to B12, B18, B19, B29 and B30."""

import itertools
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from relsim.behaviour import defaults
from relsim.behaviour.choice import pull
from relsim.market import Market
from relsim.scenario import Scenario
from tests.market.markets import ALIKE, bare, closed, live
from tests.market.test_churn import within

N = 20_000
SENSITIVITY = 4.0
REFERENCE = 20.0
RARE = 6.3e-5
"""The chance of being beyond 4 standard errors."""


def utilities(prices: Sequence[float], sensitivity: float = SENSITIVITY) -> np.ndarray:
    """Return what firms of equal repute offer at these prices."""
    return -sensitivity * (np.asarray(prices) / REFERENCE - 1.0)


def priced(
    prices: Sequence[float],
    *,
    restlessness: float = 1.0,
    customers: int = N,
    periods: int = 1,
    behaviour: Mapping[str, Any] | None = None,
    **more: Any,
) -> Scenario:
    """Return a market in which nothing but prices tells the firms apart."""
    more.setdefault("segment", {"restlessness": restlessness})
    firms = more.pop("firms", [{"price": price} for price in prices])
    return bare(
        firms,
        customers=customers,
        periods=periods,
        behaviour={"outside_option": False, "belief_weight": 0.0, **(behaviour or {})},
        **more,
    )


PRICES = (18.0, 20.0, 25.0)


def test_b7_shares_are_those_of_the_logit():
    counts = closed(live(priced(PRICES)))[0]
    expected = special.softmax(utilities(PRICES)) * N
    assert stats.chisquare(counts, expected).pvalue > RARE


def test_b7_beliefs_count_by_their_weight():
    # An event of the media sets the first firm's repute .2 above the others'.
    scenario = priced(
        (20.0, 20.0, 20.0),
        behaviour={"belief_weight": 5.0, "challenges": True},
        events=[{"period": 0, "firm": "Alba", "set": {"media": 0.2}}],
    )
    expected = special.softmax([5.0 * 0.2, 0.0, 0.0]) * N
    assert stats.chisquare(closed(live(scenario))[0], expected).pvalue > RARE


def test_b8_a_third_firm_does_not_change_the_odds_of_the_first_two():
    with_third = closed(live(priced(PRICES), seed=1))[0]
    without = closed(live(priced(PRICES[:2]), seed=2))[0]
    truth = utilities(PRICES)[0] - utilities(PRICES)[1]
    for counts in (with_third, without):
        assert within(np.log(counts[0] / counts[1]), truth, np.sqrt((1 / counts[:2]).sum()))


def test_b9_the_outside_option_takes_its_share():
    behaviour = {"outside_option": True, "outside_utility": 0.0}
    counts = closed(live(priced(PRICES, behaviour=behaviour)))[0]
    truth = 1.0 / (1.0 + np.exp(utilities(PRICES)).sum())
    assert within(1 - counts.sum() / N, truth, np.sqrt(truth * (1 - truth) / N))


def probability(price: float) -> float:
    """Return the first firm's probability at a price, by the model's own utility."""
    theory = defaults()
    values = [
        pull(0.68, SENSITIVITY, own, REFERENCE, 0.0, theory.belief_weight, theory.reference_weight)
        for own in (price, *PRICES[1:])
    ]
    return float(special.softmax(values)[0])


def test_b10_own_price_elasticity_in_probabilities():
    price, step = PRICES[0], 1e-4
    slope = (probability(price + step) - probability(price - step)) / (2 * step)
    found = slope * price / probability(price)
    truth = -SENSITIVITY * price / REFERENCE * (1 - probability(price))
    assert found == pytest.approx(truth, rel=1e-6)


def test_b10_own_price_elasticity_by_paired_difference():
    step = 0.1
    chosen = []
    for price in (PRICES[0] - step, PRICES[0] + step):
        market = Market(priced((price, *PRICES[1:]), customers=100_000))
        market.run()
        chosen.append(market.customers.get("firm") == 0)
    difference = chosen[1].astype(float) - chosen[0]
    scale = PRICES[0] / (2 * step) / probability(PRICES[0])
    truth = -SENSITIVITY * PRICES[0] / REFERENCE * (1 - probability(PRICES[0]))
    error = difference.std() / np.sqrt(len(difference)) * scale
    assert within(difference.mean() * scale, truth, error)


def test_b11_two_firms_approach_their_balance():
    restlessness, prices = 0.2, (18.0, 22.0)
    share = special.softmax(utilities(prices))[1]
    firms = [{"price": prices[0], "opening_share": 1.0}, {"price": prices[1], "opening_share": 0.0}]
    scenario = priced(prices, restlessness=restlessness, periods=12, firms=firms)
    to_second, to_first = restlessness * share, restlessness * (1 - share)
    truth = share * (1 - (1 - to_second - to_first) ** 12)
    found = closed(live(scenario))[-1, 1] / N
    assert within(found, truth, np.sqrt(truth * (1 - truth) / N))


def test_b12_a_row_follows_the_powers_of_the_switching_matrix():
    restlessness, periods = 0.3, 4
    shares = special.softmax(utilities(PRICES))
    matrix = (1 - restlessness) * np.eye(3) + restlessness * np.tile(shares, (3, 1))
    start = np.array([0.0, 0.1, 0.9])
    firms = [
        {"price": price, "opening_share": share} for price, share in zip(PRICES, start, strict=True)
    ]
    scenario = priced(PRICES, restlessness=restlessness, periods=periods, firms=firms)
    expected = start @ np.linalg.matrix_power(matrix, periods) * N
    assert stats.chisquare(closed(live(scenario))[-1], expected).pvalue > RARE


def test_b12_the_switching_matrix_is_the_one_of_the_closed_form():
    restlessness = 0.3
    shares = special.softmax(utilities(PRICES))
    matrix = (1 - restlessness) * np.eye(3) + restlessness * np.tile(shares, (3, 1))
    moves = live(priced(PRICES, restlessness=restlessness)).switching(0).to_numpy()[:3, :3]
    for row, chances in zip(moves, matrix, strict=True):
        assert stats.chisquare(row, chances * row.sum()).pvalue > RARE


def test_b18_inertia_and_luck_make_the_repeat_rate():
    inertia = 0.7
    shares = special.softmax(utilities(PRICES))
    firms = [
        {"price": price, "opening_share": share}
        for price, share in zip(PRICES, shares, strict=True)
    ]
    run = live(priced(PRICES, restlessness=1 - inertia, firms=firms))
    truth = inertia + (1 - inertia) * (shares**2).sum()
    found = np.trace(run.switching(0).to_numpy()) / N
    assert within(found, truth, np.sqrt(truth * (1 - truth) / N))


def test_b19_equal_firms_share_equally_and_concentrate_by_luck_alone():
    firms, customers, worlds = 4, 100, 400
    scenario = priced([20.0] * firms, customers=customers)
    shares = np.array(
        [closed(Market(scenario, replication=k).run())[0] / customers for k in range(worlds)]
    )
    error = shares.std(axis=0, ddof=1) / np.sqrt(worlds)
    assert within(shares.mean(axis=0), 1 / firms, error)
    concentration = (shares**2).sum(axis=1)
    truth = 1 / firms + (1 - 1 / firms) / customers
    assert within(concentration.mean(), truth, concentration.std(ddof=1) / np.sqrt(worlds))


def test_b29_two_kinds_of_customers_mix_their_logits():
    share, sensitivities = 0.3, (1.0, 8.0)
    kinds = zip(("calm", "keen"), (share, 1 - share), sensitivities, strict=True)
    mixed = priced(
        PRICES,
        segments=[
            {
                **ALIKE,
                "name": name,
                "share": part,
                "price_sensitivity": sensitivity,
                "restlessness": 1.0,
            }
            for name, part, sensitivity in kinds
        ],
    )
    calm, keen = (special.softmax(utilities(PRICES, one)) for one in sensitivities)
    expected = (share * calm + (1 - share) * keen) * N
    assert stats.chisquare(closed(live(mixed))[0], expected).pvalue > RARE


# ------------------------------------------------------------------ an exact small market

TRIANGLES = 100_000
REVIEW = 0.6
WEIGHT = 2.0


@cache
def step_chances(before: tuple[int, int, int]) -> dict[tuple[int, ...], float]:
    """Return the chances of all states that three friends can be in next, with two firms."""
    each = []
    for one in range(3):
        friends = [before[other] for other in range(3) if other != one]
        counts = np.array([friends.count(firm) for firm in (0, 1)])
        chances = REVIEW * special.softmax(WEIGHT * counts / 2)
        chances[before[one]] += 1 - REVIEW
        each.append(chances)
    return {
        after: float(np.prod([each[one][after[one]] for one in range(3)]))
        for after in itertools.product((0, 1), repeat=3)
    }


def test_b30_three_friends_two_firms_three_periods_have_the_exact_joint_law(tmp_path: Path):
    rows = np.arange(3 * TRIANGLES).reshape(-1, 3)
    edges = np.vstack([rows[:, [0, 1]], rows[:, [1, 2]], rows[:, [0, 2]]])
    np.savetxt(tmp_path / "friends.csv", edges, fmt="%d")
    scenario = priced(
        (20.0, 20.0),
        restlessness=REVIEW,
        customers=3 * TRIANGLES,
        periods=3,
        behaviour={"reference_group": True, "reference_weight": WEIGHT},
        market={"network": "file", "network_file": "friends.csv"},
        folder=tmp_path,
    )
    market = Market(scenario)
    path = [market.customers.get("firm").copy()]
    while not market.finished:
        market.step()
        path.append(market.customers.get("firm").copy())
    weights = 2 ** np.arange(12)
    found = np.bincount(
        np.concatenate([firms.reshape(-1, 3) for firms in path], axis=1) @ weights, minlength=4096
    )
    states = list(itertools.product((0, 1), repeat=3))
    expected = np.zeros(4096)
    for lives in itertools.product(states, repeat=4):
        chance = 1 / 8
        for before, after in itertools.pairwise(lives):
            chance *= step_chances(before)[after]
        expected[int(np.concatenate(lives) @ weights)] = chance * TRIANGLES
    rare = expected < 5
    observed = np.append(found[~rare], found[rare].sum())
    truth = np.append(expected[~rare], expected[rare].sum())
    assert len(truth) > 1000
    assert stats.chisquare(observed, truth).pvalue > RARE
