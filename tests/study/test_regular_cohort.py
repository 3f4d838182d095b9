"""The scenario that was fitted to a real cohort still follows it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import relsim
from relsim.study.data.cohort import read_cohort
from relsim.study.fit.yardstick import beta_geometric, staying

OBSERVED = read_cohort(Path(__file__).parents[1] / "data" / "regular.csv")


def cohort_left(replications: int) -> np.ndarray:
    """Return the share of the opening customers who never left, after each renewal."""
    scenario = relsim.load(
        "subscription_regular",
        {
            "market.warm_up": 0.0,
            "market.periods": len(OBSERVED.shares) - 1,
            "behaviour.population_turnover": False,
        },
    )
    left = np.zeros(len(OBSERVED.shares))
    for replication in range(replications):
        run = relsim.Market(scenario, seed=1, replication=replication).run()
        own = run.spells[(run.spells["firm"] == scenario.focal.name) & (run.spells["start"] < 0)]
        # Who left in period t had begun in the period before the first: t + 1 periods.
        lasted = np.where(own["event"], own["duration"], np.inf)
        left += [np.mean(lasted > renewals) for renewals in range(len(left))]
    return left / replications


def test_the_subscription_follows_the_real_cohort_within_two_and_a_half_points():
    misses = 100 * (cohort_left(4) - np.array(OBSERVED.shares))
    assert np.sqrt(np.mean(misses[1:] ** 2)) <= 2.5


def test_five_renewals_tell_the_yardstick_the_next_two():
    law = beta_geometric(OBSERVED.periods[:6], OBSERVED.shares[:6])
    assert staying(*law, [6, 7]) == pytest.approx(OBSERVED.shares[6:], abs=0.01)


@pytest.mark.statistics
def test_five_renewals_predict_the_next_two_beside_the_yardstick():
    """The market begins its search far from what was fitted to all seven."""
    segment = "segments.subscribers.restlessness"
    begun = {f"{segment}.mean": 0.4, f"{segment}.concentration": 1.0}
    fitted = relsim.fit(
        relsim.load("subscription_regular", begun),
        OBSERVED,
        {f"{segment}.mean": (0.01, 0.9), f"{segment}.concentration": (0.1, 20.0)},
        hold_out=2,
        replications=2,
    )
    later = [row for row in fitted.survival() if row["held_out"]]
    assert [(row["period"], row["observed"]) for row in later] == [(6, 0.262), (7, 0.241)]
    missed = fitted.to_json()["error_held_out"]
    assert missed["fitted"] < 2.5 and missed["yardstick"] < 1.0
    assert all(row["low"] <= row["observed"] <= row["high"] for row in later)


def test_the_cohort_begins_whole():
    assert cohort_left(1)[0] == 1.0


def test_the_fit_can_be_told_from_the_default_market():
    scenario = relsim.load(
        "subscription_regular",
        {
            "segments.subscribers.restlessness.mean": 0.1,
            "market.warm_up": 0.0,
            "behaviour.population_turnover": False,
        },
    )
    run = relsim.Market(scenario, seed=1).run()
    survival = run.survival().to_numpy()[: len(OBSERVED.shares)]
    assert np.max(np.abs(survival - OBSERVED.shares)) > 0.025
