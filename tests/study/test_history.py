"""What a comparison keeps of its runs over time agrees with the runs themselves."""

import numpy as np
import pytest

import relsim
from relsim.result.statistics import estimate
from relsim.study.compare.courses import band, course_of, history_of, moments

SMALL = {"market.customers": 200, "market.periods": 24, "market.warm_up": 6}


def history(run, arms, arm):
    """Return the courses of arms of which one has a run."""
    course = course_of(run, moments(24))
    return history_of({(arm, 0): course}, arms, [0], 24)


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", SMALL)


def test_courses_are_those_of_the_run(scenario):
    run = relsim.Market(scenario, seed=3, strategy="social").run()
    found = history(run, ["social"], "social")
    own = run.periods[run.periods["firm"] == scenario.focal.name]
    assert found.curves["share"][0, 0, 1:] == pytest.approx(own["share"])
    assert found.curves["profit"][0, 0, 1:] == pytest.approx(own["profit"].cumsum())
    quality = found.curves["relationship_quality"][0, 0]
    assert np.isnan(quality[0])
    assert quality[1:] == pytest.approx(own["relationship_quality"])
    assert found.totals["lost_failure"][0, 0] == own["lost_failure"].sum()


def test_survival_without_population_turnover_counts_who_never_left(scenario):
    still = scenario.with_overrides({"market.population_turnover": 0.0})
    run = relsim.Market(still, seed=3).run()
    curve = history(run, ["none"], "none").curves["survival"][0, 0]
    spells = run.spells[(run.spells["firm"] == still.focal.name) & (run.spells["start"] < 0)]
    last = spells["start"] + spells["duration"]
    here = [((last >= k) | spells["reason"].isna()).sum() for k in range(25)]
    assert curve == pytest.approx(np.array(here) / here[0])
    assert (np.diff(curve) <= 0).all()


def test_intervals_are_those_of_every_other_figure():
    values = np.random.default_rng(1).normal(size=(7, 3))
    values[2, 1] = np.nan
    found = band(values)
    for place in range(3):
        expected = estimate(values[:, place])
        assert found.mean[place] == pytest.approx(expected.mean)
        assert found.low[place] == pytest.approx(expected.low)
        assert found.high[place] == pytest.approx(expected.high)


def test_a_run_that_failed_is_undefined_throughout(scenario):
    run = relsim.Market(scenario, seed=1).run()
    found = history(run, ["none", "social"], "none")
    assert np.isnan(found.curves["share"][1]).all()
    assert np.isfinite(found.curves["share"][0]).all()


def test_where_no_course_was_kept_there_is_no_history():
    assert history_of({}, ["none"], [0], 24) is None


def test_keeping_courses_changes_no_number_and_no_order(scenario):
    one = relsim.compare(scenario, ["none", "social"], replications=3, threads=1)
    many = relsim.compare(scenario, ["none", "social"], replications=3, threads=4)
    assert one.history.to_frame().equals(many.history.to_frame())


def test_a_long_horizon_is_kept_at_few_moments():
    found = moments(100_000)
    assert len(found) < 300
    assert (found[0], found[-1]) == (0, 100_000)
    assert (np.diff(found) > 0).all()
