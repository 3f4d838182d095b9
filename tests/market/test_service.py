"""Closed forms of the encounter: satisfaction's memory (B21) and complaints (B22)."""

import numpy as np
import pytest
from scipy import stats

from relsim.market import Market, Run
from tests.market.markets import bare, figure, live, total
from tests.market.test_churn import within

N = 10_000
WEIGHT, SLOPE, NOISE = 0.3, 1.2, 0.02
EXPECTED = 0.68


def satisfactions() -> np.ndarray:
    """Return satisfactions by period and customer, after it has forgotten where it began."""
    scenario = bare(
        1,
        customers=N,
        periods=45,
        market={"observability": 1.0},
        behaviour={
            "disconfirmation": True,
            "review": False,
            # Linear: no aversion, no learning of expectations, nothing cut off.
            "loss_aversion": 1.0,
            "expectation_rate": 0.0,
            "quality_noise": NOISE,
            "belief_start": EXPECTED,
        },
    )
    market = Market(scenario)
    watch = market.watch(range(N))
    market.run()
    return np.asarray(watch.records["satisfaction"][-8:])


def test_b21_satisfaction_is_an_exponentially_weighted_mean_of_what_was_felt():
    found = satisfactions()
    quality, centre = 0.72, 0.59
    mean = 0.5 + SLOPE * (quality - centre) + (quality - EXPECTED)
    spread = (SLOPE + 1) * NOISE
    variance = spread**2 * WEIGHT / (2 - WEIGHT)
    last = found[-1]
    assert within(last.mean(), mean, last.std() / np.sqrt(N))
    assert within(last.var(), variance, variance * np.sqrt(2 / N))
    for lag in (1, 3, 7):
        truth = (1 - WEIGHT) ** lag
        correlation = np.corrcoef(found[-1], found[-1 - lag])[0, 1]
        assert within(correlation, truth, (1 - truth**2) / np.sqrt(N))


FAILURE, PERIODS = 0.1, 20
VOICE = -0.4
COMPENSATION, EMPOWERMENT, SKILL = 0.6, 0.5, 0.5
GIVEN = 0.5 * COMPENSATION + 0.3 * EMPOWERMENT + 0.2 * SKILL


def complaints(**firm: object) -> Run:
    scenario = bare(
        [{"speed": 0.0, "level": "reactive", **firm}],
        customers=N,
        periods=PERIODS,
        behaviour={
            "failure": True,
            "recovery": True,
            "review": False,
            "failure_rate": FAILURE,
            "customer_failure_rate": 0.0,
            "voice_base": VOICE,
            "voice_severity": 0.0,
            "expectation_of_recovery_rate": 0.0,
        },
    )
    return live(scenario)


def test_b22_failures_complaints_and_resolutions_are_binomial():
    run = complaints()
    chances = {
        "failures": FAILURE,
        "complaints": FAILURE / (1 + np.exp(-VOICE)),
        "resolved": FAILURE / (1 + np.exp(-VOICE)) * stats.norm.sf((0.8 * 0.8 - GIVEN) / 0.2),
    }
    uses = N * PERIODS
    assert total(run, "uses") == uses
    for name, chance in chances.items():
        assert within(total(run, name) / uses, chance, np.sqrt(chance * (1 - chance) / uses)), name


def test_b22_a_firm_without_a_channel_hears_nothing():
    run = complaints(level="basic")
    assert total(run, "complaints") == 0
    assert total(run, "silent") == total(run, "failures") > 0


def test_b22_silent_failures_are_found_as_often_as_the_level_says():
    run = complaints(level="proactive", encouragement=0.0)
    silent, found = 1 - 1 / (1 + np.exp(-VOICE)), 0.7
    failures = total(run, "failures")
    truth = silent * (1 - found)
    error = np.sqrt(truth * (1 - truth) / failures)
    assert within(total(run, "silent") / failures, truth, error)


def test_handling_and_compensation_are_paid_for_every_complaint_and_nothing_else():
    run = complaints()
    assert total(run, "handling_cost") == pytest.approx(2.0 * total(run, "complaints"))
    paid = total(run, "complaints") * 20.0
    assert total(run, "compensation_cost") == pytest.approx(COMPENSATION * paid)
    assert figure(run, "revenue").sum() == pytest.approx(20.0 * total(run, "uses"))


CERTAIN = {
    "failure": True,
    "recovery": True,
    "review": False,
    "severity_mean": 1.0,
    "recovery_noise": 0.0,
    "voice_base": 1000.0,
}


def test_a_severe_failure_leaves_what_its_recovery_does_not_mend():
    scenario = bare([{"speed": 0.0}], periods=1, behaviour={**CERTAIN, "failure_rate": 1.0})
    market = Market(scenario)
    market.run()
    # Full severity discounts the recovery by a quarter, its harm is cut at 1, and late is late.
    repair = 0.75 * GIVEN / 0.8
    mended = (2 * repair - 1) * (1 - scenario.behaviour.late_harm)
    assert market.customers.get("harm") == pytest.approx(1.0 - mended)
    assert set(market.customers.get("last_outcome")) == {3}


@pytest.mark.parametrize(("policy", "share"), [("accept_all", 0.6), ("adjudicate", 0.0)])
def test_who_caused_the_failure_is_compensated_unless_the_firm_adjudicates(policy, share):
    scenario = bare(
        [{"dispute": policy}],
        segment={"competence": 0.0},
        behaviour={**CERTAIN, "failure_rate": 0.0, "customer_failure_rate": 1.0},
    )
    run = live(scenario)
    assert total(run, "customer_failures") == total(run, "complaints") == 300 * 12
    assert total(run, "compensation_cost") == pytest.approx(share * total(run, "revenue"))
