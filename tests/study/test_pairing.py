"""Every paired figure is paired world by world: what a world adds to all arms cancels out."""

import numpy as np
import pytest

import relsim
import relsim.study.compare.worlds as worlds
from relsim.result.figures import COMPARED
from relsim.study.compare.courses import CURVES, Course, history_of, moments

GAIN = {"none": 0.0, "social": 1.0, "structural": 2.0}


def offset(replication):
    """Return what a world adds to every figure: more than any strategy does."""
    return 1_000.0 * (replication + 1)


def live(world, *rest):
    """Return figures that are a strategy's gain and the world's offset, and nothing else."""
    gain, there = GAIN[world.strategy], offset(world.replication)
    path = np.array([-5.0, 3.0, 3.0]) * (gain > 0) + there
    return {**dict.fromkeys(COMPARED, gain + there), "discounted_profit": path}


@pytest.fixture
def found(monkeypatch, scenario):
    monkeypatch.setattr(worlds, "live", live)
    return relsim.compare(scenario, list(GAIN), replications=5)


@pytest.mark.parametrize("name", COMPARED)
def test_a_difference_is_that_of_each_world(found, name):
    for strategy in ("social", "structural"):
        one = found.differences[strategy][name]
        assert (one.mean, one.low, one.high, one.n) == (GAIN[strategy],) * 3 + (5,)


def test_payback_is_held_against_the_baseline_of_the_same_world(found):
    assert found.payback["social"].n == 5
    assert set(found.samples.query("strategy != 'none'")["payback"]) == {2.0}


def test_a_course_against_another_is_that_of_each_world():
    points = moments(3)
    courses = {
        (arm, one): Course(
            {name: np.full(len(points), gain + offset(one)) for name in CURVES}, {"profit": 0.0}
        )
        for arm, gain in GAIN.items()
        for one in range(4)
    }
    history = history_of(courses, list(GAIN), range(4), 3)
    for name in CURVES:
        gap = history.course(name, "structural", against="social")
        assert all((end == 1.0).all() for end in gap)


def test_payback_of_a_real_market_is_worked_out_again_world_by_world():
    scenario = relsim.load("logistics", {"market.customers": 150, "market.periods": 36})
    found = relsim.compare(scenario, ["none", "recovery"], replications=4)
    ahead = []
    for replication in range(4):
        none, recovery = (
            relsim.Market(scenario, seed=1, replication=replication, strategy=arm).run()
            for arm in ("none", "recovery")
        )
        profit = [run.of_firm().line("profit") for run in (recovery, none)]
        months = np.arange(1, 37) / 12
        gap = np.cumsum((profit[0] - profit[1]) * (1 + scenario.market.discount_rate) ** -months)
        late = [k for k in range(36) if (gap[k:] >= 0).all()]
        ahead.append(late[0] if late else np.nan)
    kept = found.samples.query("strategy == 'recovery'")["payback"].to_numpy()
    np.testing.assert_array_equal(kept, ahead)
    assert len(set(ahead)) > 1
