"""Closed forms of leaving, life and value: B1 to B6, B16, B23, B26."""

import numpy as np
import pytest
from scipy import special

from relsim.scenario import Scenario
from tests.market.markets import FREE, bare, closed, figure, live, total

N = 20_000
LEAVE = {"outside_utility": 1e5}
"""Every review ends in doing without, for good."""


def leaving(
    restlessness: object, periods: int, *, customers: int = N, **market: object
) -> Scenario:
    """Return a market of one firm whose customers leave with a chance of their own, for good."""
    return bare(
        [FREE],
        customers=customers,
        periods=periods,
        segment={"restlessness": restlessness},
        behaviour=LEAVE,
        market=market,
    )


def within(found: object, truth: object, error: object) -> bool:
    """Tell whether everything found lies within 4 standard errors of the truth."""
    return bool((np.abs(np.asarray(found) - truth) <= 4 * np.asarray(error)).all())


def test_b1_constant_churn_survives_geometrically():
    churn = 0.08
    left = closed(live(leaving(churn, 24)))[:, 0] / N
    t = np.array([1, 3, 6, 12, 24])
    truth = (1 - churn) ** t
    assert within(left[t - 1], truth, np.sqrt(truth * (1 - truth) / N))


def test_b1_the_survival_curve_of_the_run_is_the_same_share():
    run = live(leaving(0.08, 24))
    curve = run.survival().to_numpy()
    assert curve[0] == 1.0
    np.testing.assert_allclose(curve[1:25], closed(run)[:, 0] / N, rtol=1e-12)


@pytest.mark.parametrize("horizon", [6, 60])
def test_b2_mean_life_within_a_horizon(horizon):
    churn = 0.08
    durations = live(leaving(churn, horizon)).spells["duration"]
    lives = np.minimum(durations, horizon)
    truth = (1 - (1 - churn) ** horizon) / churn
    assert within(lives.mean(), truth, lives.std() / np.sqrt(N))


def test_b2_whole_lives_have_the_mean_and_variance_of_a_geometric_law():
    churn = 0.3
    spells = live(leaving(churn, 80)).spells
    assert spells["event"].all()
    lives = spells["duration"]
    variance = (1 - churn) / churn**2
    kurtosis = 6 + churn**2 / (1 - churn)
    assert within(lives.mean(), 1 / churn, np.sqrt(variance / N))
    assert within(lives.var(), variance, variance * np.sqrt((kurtosis + 2) / N))


ALPHA, BETA = 0.7, 2.1
SPREAD = {"mean": ALPHA / (ALPHA + BETA), "concentration": ALPHA + BETA}


def sbg_survival(t: np.ndarray) -> np.ndarray:
    """Return the survival of the shifted-beta-geometric law (Fader & Hardie 2007)."""
    return np.exp(special.betaln(ALPHA, BETA + t) - special.betaln(ALPHA, BETA))


def test_b3_churn_of_ones_own_survives_as_shifted_beta_geometric():
    left = closed(live(leaving(SPREAD, 24)))[:, 0] / N
    t = np.arange(1, 25)
    truth = sbg_survival(t)
    assert within(left, truth, np.sqrt(truth * (1 - truth) / N))


def test_b4_aggregate_retention_rises_although_nobody_changes():
    left = np.concatenate([[N], closed(live(leaving(SPREAD, 12)))[:, 0]])
    t = np.arange(1, 13)
    truth = (BETA + t - 1) / (ALPHA + BETA + t - 1)
    found = left[1:] / left[:-1]
    assert within(found, truth, np.sqrt(truth * (1 - truth) / left[:-1]))
    assert (np.diff(truth) > 0).all()
    assert found[-1] > found[0]


def value_market(restlessness: object, years: int) -> Scenario:
    """Return a market of years in which a customer pays a margin of 8 at each renewal."""
    return leaving(restlessness, years, customers=5_000, period="year", discount_rate=0.1)


def test_b5_lifetime_value_after_the_first_renewal_is_the_textbooks():
    margin, churn, discount = 8.0, 0.2, 0.1
    run = live(value_market(churn, 60))
    keep = 1 - churn
    truth = margin * keep / (1 + discount - keep)
    lives = run.spells["duration"].to_numpy() - run.spells["event"].to_numpy()
    worth = margin * (1 - (1 + discount) ** -lives.astype(float)) / discount
    assert within(run.summary()["lifetime_value"], truth, worth.std() / np.sqrt(5_000))


def test_b5_lifetime_value_carries_on_beyond_a_short_horizon():
    margin, churn, discount = 8.0, 0.2, 0.1
    keep = 1 - churn
    truth = margin * keep / (1 + discount - keep)
    values = [
        live(value_market(churn, 5), seed=seed).summary()["lifetime_value"] for seed in range(20)
    ]
    # The tail is a ratio of estimates, biased by some 1/n.
    error = np.std(values, ddof=1) / np.sqrt(20)
    assert within(np.mean(values), truth, error + truth / 5_000)


def test_b5_with_the_first_payment_now_a_present_customer_is_worth_a_renewals_more():
    margin, churn, discount = 8.0, 0.2, 0.1
    keep = 1 - churn
    run = live(value_market(churn, 5))
    # Nobody is won, so all equity is that of present customers, who pay now.
    found = run.summary()["customer_equity"] / closed(run)[-1, 0]
    truth = margin * (1 + discount) / (1 + discount - keep)
    observed = run.books.cohorts[:, 0, 0].sum()
    slope = margin * (1 + discount) / (1 + discount - keep) ** 2
    assert within(found, truth, slope * np.sqrt(keep * churn / observed))
    after_renewal = margin * keep / (1 + discount - keep)
    assert truth - after_renewal == pytest.approx(margin)


@pytest.mark.parametrize("payments", [1, 4, 12])
def test_b5_so_many_payments_are_worth_the_sum_of_a_geometric_series(payments):
    margin, churn, discount = 8.0, 0.2, 0.1
    run = live(value_market(churn, payments))
    q = (1 - churn) / (1 + discount)
    # The first payment falls a year away, after the first chance to leave.
    truth = q * margin * (1 - q**payments) / (1 - q)
    spells = run.spells
    lives = spells["duration"].to_numpy() - spells["event"].to_numpy()
    worth = margin * (1 - (1 + discount) ** -lives.astype(float)) / discount
    assert run.summary()["npv"] / 5_000 == pytest.approx(worth.mean(), rel=1e-12)
    assert within(worth.mean(), truth, worth.std() / np.sqrt(5_000))


def test_b6_lifetime_value_of_shifted_beta_geometric_churn():
    run = live(value_market(SPREAD, 150))
    truth = 8.0 * (special.hyp2f1(1, BETA, ALPHA + BETA, 1 / 1.1) - 1)
    lives = run.spells["duration"].to_numpy() - run.spells["event"].to_numpy()
    worth = 8.0 * (1 - 1.1 ** -lives.astype(float)) / 0.1
    # Beyond 150 years money is worth a millionth.
    assert within(run.summary()["lifetime_value"], truth, worth.std() / np.sqrt(5_000) + 1e-4)


def test_b16_revenue_of_a_cohort():
    churn, horizon = 0.1, 24
    run = live(leaving(churn, horizon))
    paid = run.customers["spent"]
    # The first payment falls after the first chance to leave.
    truth = 20.0 * (1 - churn) * (1 - (1 - churn) ** horizon) / churn
    assert within(paid.mean(), truth, paid.std() / np.sqrt(N))
    assert total(run, "revenue") == pytest.approx(paid.sum(), rel=1e-12)


TWO_EXITS = bare(
    2,
    customers=N,
    periods=80,
    segment={"restlessness": 0.3},
    behaviour={"outside_option": True, "belief_weight": 0.0, "outside_utility": -1.0},
)


def exits(firm: str = "Alba") -> tuple[np.ndarray, np.ndarray]:
    """Return durations and whether they ended outside, of first spells with a firm."""
    spells = live(TWO_EXITS).spells
    own = spells[(spells["firm"] == firm) & (spells["start"] < 0) & spells["event"]]
    return own["duration"].to_numpy(), (own["reason"] == "left the market").to_numpy()


def test_b23_two_exits_share_the_leavers_by_their_rates():
    _, outside = exits()
    weight = np.exp(-1.0)
    truth = weight / (1 + weight)
    assert within(outside.mean(), truth, np.sqrt(truth * (1 - truth) / len(outside)))


def test_b23_time_until_either_exit_is_geometric():
    durations, _ = exits()
    weight = np.exp(-1.0)
    rate = 0.3 * (1 + weight) / (2 + weight)
    assert within(durations.mean(), 1 / rate, np.sqrt((1 - rate) / len(durations)) / rate)


def test_b23_the_way_out_says_nothing_about_the_time():
    durations, outside = exits()
    difference = durations[outside].mean() - durations[~outside].mean()
    errors = [durations[way].var() / way.sum() for way in (outside, ~outside)]
    assert abs(difference) < 4 * np.sqrt(sum(errors))


def test_b26_win_back_is_a_two_state_market():
    restlessness, utility = 0.3, -0.5
    scenario = bare(
        1,
        customers=N,
        periods=15,
        segment={"restlessness": restlessness},
        behaviour={"outside_option": True, "belief_weight": 0.0, "outside_utility": utility},
    )
    run = live(scenario)
    outside = np.exp(utility) / (1 + np.exp(utility))
    leave, back = restlessness * outside, 1 - outside
    t = np.arange(1, 16)
    level = back / (leave + back)
    truth = level + (1 - level) * (1 - leave - back) ** t
    assert within(closed(run)[:, 0] / N, truth, np.sqrt(truth * (1 - truth) / N))
    assert figure(run, "won_back")[2:].all()
    assert not figure(run, "acquired").any()
