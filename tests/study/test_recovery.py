"""A fit finds the settings that a cohort was made with, in a market that lives."""

import numpy as np
import pytest

import relsim
from relsim.study.data.cohort import Cohort
from tests.study.fakes import left_of_all

RESTLESS = "segments.customers.restlessness.mean"
TEXT = """[market]
customers = 800
[[segments]]
name = "customers"
restlessness = { mean = 0.2, concentration = 5.0 }
[[firms]]
name = "Alba"
price = 21.0
[[firms]]
name = "Brio"
"""
ALONE = {"market.warm_up": 0.0, "market.periods": 10, "behaviour.population_turnover": False}
TIMES = (0, 1, 2, 3, 4, 6, 8, 10)


def cohort_of(truth, seed, worlds=4):
    """Return a cohort that lived under other luck than any fit of it."""
    scenario = relsim.parse(TEXT, {**ALONE, **truth})
    left = sum(left_of_all(scenario, TIMES, seed, world) for world in range(worlds))
    return Cohort(TIMES, tuple(float(count) for count in left))


@pytest.mark.parametrize("truth", [0.05, 0.12])
def test_one_setting_is_found_within_its_interval(truth):
    cohort = cohort_of({RESTLESS: truth}, seed=77)
    fitted = relsim.fit(
        relsim.parse(TEXT), cohort, {RESTLESS: (0.01, 0.5)}, replications=4, evaluations=40
    )
    (one,) = fitted.known
    assert one.low <= truth <= one.high
    assert one.high - one.low < 0.5 * truth
    assert fitted.values[RESTLESS] == pytest.approx(truth, rel=0.2)
    assert fitted.error < 2 < fitted.before


@pytest.mark.statistics
def test_intervals_hold_the_truth_as_often_as_they_say():
    """Truths from the range, each a cohort of one world: 95 % less 4 standard errors of 40."""
    truths = np.exp(np.random.default_rng(11).uniform(np.log(0.03), np.log(0.25), 40))
    held = 0
    for place, truth in enumerate(truths):
        cohort = cohort_of({RESTLESS: float(truth)}, seed=1_000 + place, worlds=1)
        fitted = relsim.fit(
            relsim.parse(TEXT), cohort, {RESTLESS: (0.01, 0.5)}, replications=4, evaluations=30
        )
        (one,) = fitted.known
        held += one.low <= truth <= one.high
    assert held >= 33
