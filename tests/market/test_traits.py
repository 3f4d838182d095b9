"""Traits follow their laws: against SciPy, at the middle and in the tails."""

import numba
import numpy as np
import pytest
from scipy import stats

from relsim.market import Market, laws
from tests.market.markets import market_of

CUSTOMERS = 40_000
PLAIN = market_of(1, customers=CUSTOMERS, market={"network": "none"})


@numba.njit
def quantiles(table: np.ndarray, points: np.ndarray) -> np.ndarray:
    found = np.empty(points.shape[0])
    for i in range(points.shape[0]):
        found[i] = laws.quantile(table, points[i])
    return found


def born(**segment: object) -> np.recarray:
    """Return the customers of a market at its opening."""
    scenario = market_of(1, customers=CUSTOMERS, market={"network": "none"}, segment=segment)
    return Market(scenario, seed=3).customers.records


@pytest.mark.parametrize(
    ("mean", "concentration"),
    [(0.9, 20.0), (0.5, 4.0), (0.015, 80.0), (1 / 3, 3.0), (0.7, 10.0), (0.1, 1.0), (0.5, 1e4)],
)
def test_beta_quantiles_are_those_of_scipy(mean, concentration):
    table = laws.beta_quantiles(mean, concentration)
    points = np.concatenate([np.geomspace(1e-6, 0.5, 300), 1 - np.geomspace(1e-6, 0.5, 300)])
    expected = stats.beta.ppf(points, mean * concentration, (1 - mean) * concentration)
    spread = stats.beta.std(mean * concentration, (1 - mean) * concentration)
    np.testing.assert_allclose(quantiles(table, points), expected, rtol=2e-4, atol=3e-4 * spread)


@pytest.mark.parametrize(("mean", "concentration"), [(0.015, 80.0), (0.9, 20.0), (0.02, 0.5)])
def test_the_table_of_quantiles_keeps_the_mean(mean, concentration):
    # Luck evenly spread over (0, 1) is an integral without chance.
    points = (np.arange(200_000) + 0.5) / 200_000
    found = quantiles(laws.beta_quantiles(mean, concentration), points).mean()
    assert found == pytest.approx(mean, rel=2e-4)


def test_larger_luck_is_never_a_smaller_trait():
    points = np.sort(np.random.default_rng(1).random(20_000))
    assert (np.diff(quantiles(laws.beta_quantiles(0.015, 80.0), points)) >= 0).all()


@pytest.mark.parametrize(
    ("trait", "law"),
    [
        ("need_rate", stats.beta(18, 2)),
        ("spend", stats.lognorm(1.0, scale=np.exp(-0.5))),
        ("price_sensitivity", stats.lognorm(0.4, scale=4.0 * np.exp(-0.08))),
        ("relational_orientation", stats.beta(2, 2)),
        ("variety_seeking", stats.expon(scale=0.15)),
        ("restlessness", stats.beta(1.2, 78.8)),
        ("negativity", stats.beta(1, 2)),
        ("competence", stats.beta(7, 3)),
    ],
)
def test_a_trait_follows_its_law(trait, law):
    found = Market(PLAIN, seed=2).customers.get(trait)
    assert stats.kstest(found, law.cdf).pvalue > 6.3e-5


def test_traits_of_one_customer_are_strangers():
    records = Market(PLAIN, seed=2).customers
    names = ("need_rate", "spend", "price_sensitivity", "relational_orientation")
    names += ("variety_seeking", "restlessness", "negativity", "competence")
    ranks = [stats.rankdata(records.get(name)) for name in names]
    pairs = (np.corrcoef(ranks) * np.sqrt(CUSTOMERS))[np.triu_indices(len(names), 1)]
    assert np.abs(pairs).max() < 4.8  # the largest of 28, at 4 standard errors for one


def test_a_number_instead_of_a_law_is_everybodys():
    assert set(born(restlessness=0.25)["restlessness"]) == {0.25}


@pytest.mark.parametrize("correlation", [-0.8, -0.3, 0.5, 1.0])
def test_price_sensitivity_and_orientation_have_the_correlation_asked_for(correlation):
    scenario = market_of(
        1,
        customers=CUSTOMERS,
        market={"network": "none"},
        behaviour={"price_bond_correlation": correlation},
    )
    customers = Market(scenario, seed=5).customers
    # By ranks and back to normal scores: the copula's own correlation.
    scores = [
        stats.norm.ppf((stats.rankdata(customers.get(name)) - 0.5) / CUSTOMERS)
        for name in ("price_sensitivity", "relational_orientation")
    ]
    found = np.corrcoef(scores)[0, 1]
    error = max(1 - correlation**2, 1e-3) / np.sqrt(CUSTOMERS)
    assert abs(found - correlation) < 4 * error


@pytest.mark.parametrize("correlation", [-0.8, 1.0])
def test_correlation_leaves_the_margin_of_orientation_alone(correlation):
    scenario = market_of(
        1,
        customers=CUSTOMERS,
        market={"network": "none"},
        behaviour={"price_bond_correlation": correlation},
    )
    found = Market(scenario, seed=5).customers.get("relational_orientation")
    assert stats.kstest(found, stats.beta(2, 2).cdf).pvalue > 6.3e-5


def test_segments_have_their_shares():
    shares = [0.5, 0.3, 0.2]
    scenario = market_of(
        1,
        customers=CUSTOMERS,
        market={"network": "none"},
        segments=[{"name": f"s{k}", "share": share} for k, share in enumerate(shares)],
    )
    counts = np.bincount(Market(scenario, seed=4).customers.get("segment"), minlength=3)
    assert stats.chisquare(counts, np.array(shares) * CUSTOMERS).pvalue > 6.3e-5


def test_opening_shares_are_those_of_the_scenario():
    shares = [0.1, 0.6, 0.3]
    scenario = market_of(
        [{"opening_share": share} for share in shares],
        customers=CUSTOMERS,
        market={"network": "none"},
    )
    counts = np.bincount(Market(scenario, seed=4).customers.get("firm"), minlength=3)
    assert stats.chisquare(counts, np.array(shares) * CUSTOMERS).pvalue > 6.3e-5


def test_tastes_of_two_firms_are_normal_and_strangers():
    scenario = market_of(
        2,
        customers=CUSTOMERS,
        market={"network": "none"},
        behaviour={"belief_spread": 0.0, "taste_spread": 0.05, "belief_start": 0.5},
    )
    tastes = Market(scenario, seed=6).customers.get("belief")[:, :2] - 0.5
    assert stats.kstest(tastes[:, 0], stats.norm(0, 0.05).cdf).pvalue > 6.3e-5
    assert abs(np.corrcoef(tastes.T)[0, 1]) * np.sqrt(CUSTOMERS) < 4.0
