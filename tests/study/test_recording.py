"""A market that is watched afterwards is the one that was lived, and a fork has one past."""

import numpy as np
import pytest

import relsim
from relsim.errors import RelsimError
from relsim.study.explain.fork import STRATEGY, Fork, forked
from relsim.study.explain.recording import FAILED, FINE, record

SMALL = {"market.customers": 300, "market.periods": 24}


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", SMALL)


@pytest.fixture(scope="module")
def seen(scenario):
    return record(scenario, "social", seed=3)


@pytest.fixture(scope="module")
def run(scenario):
    return relsim.Market(scenario, seed=3, strategy="social").run()


def test_a_recording_shows_the_world_of_the_comparison(seen, run):
    share = run.periods["share"].to_numpy().reshape(24, -1)
    assert np.array_equal(seen.share[1:], share)
    last = run._customers.get("firm")
    assert np.array_equal(seen.firm[-1], last)


def test_every_change_of_firm_is_a_move_with_its_reason(seen):
    changed = np.argwhere(seen.firm[1:] != seen.firm[:-1])
    moves = {(int(one["period"]), int(one["customer"])) for one in seen.moves}
    assert len(changed) > 10
    assert {tuple(map(int, one)) for one in changed} <= moves
    assert all(one["reason"] >= 0 or one["origin"] == -1 for one in seen.moves)


def test_failures_and_talk_are_those_of_the_books(seen, run):
    failed = run.periods.groupby("period")["failures"].sum().to_numpy()
    assert np.array_equal((seen.failure != FINE).sum(axis=1), failed)
    assert (seen.failure == FAILED).any()
    good = run.periods["talk_good"].sum()
    assert int(seen.talk["good"].sum()) == good
    assert (seen.talk["talker"] != seen.talk["listener"]).all()


def test_two_futures_have_one_past_and_the_same_luck(scenario, seen):
    other = record(forked(scenario, "social", Fork(12, "price", 30.0)), "social", seed=3)
    assert np.array_equal(other.firm[:13], seen.firm[:13])
    assert (other.firm[13:] != seen.firm[13:]).any()
    assert other.share[-1, 0] < seen.share[-1, 0]


def test_a_rival_changes_a_lever_and_no_strategy(scenario, seen):
    event = forked(scenario, "social", Fork(12, "price", 12.0, "Brio")).events[-1]
    assert (event.firm, dict(event.set)) == ("Brio", {"price": 12.0})
    other = record(forked(scenario, "social", Fork(12, "price", 12.0, "Brio")), "social", seed=3)
    assert np.array_equal(other.firm[:13], seen.firm[:13])
    assert other.share[-1, 1] > seen.share[-1, 1]


def test_a_fork_into_another_strategy_sets_what_differs(scenario):
    event = forked(scenario, "social", Fork(12, STRATEGY, "none")).events[-1]
    assert (event.period, dict(event.set)) == (12, {"reward_rate": 0.0, "social": 0.0})


@pytest.mark.parametrize(
    ("fork", "said"),
    [
        (Fork(24, "price", 30.0), "period 0 to 23"),
        (Fork(3, STRATEGY, "nowhere"), "no strategy 'nowhere'"),
        (Fork(3, STRATEGY, "social"), "choose another strategy"),
        (Fork(3, STRATEGY, "none", "Brio"), "a rival goes over to no strategy"),
        (Fork(3, "price", 30.0, "Nobody"), "no firm 'Nobody'"),
        (Fork(3, "price", -1.0), "price"),
    ],
)
def test_a_fork_that_makes_no_sense_says_what_would(scenario, fork, said):
    with pytest.raises(RelsimError, match=said):
        forked(scenario, "social", fork)


def test_a_long_market_is_watched_with_fewer_customers():
    long = relsim.load("insurance", {"market.customers": 300, "market.periods": 1_200})
    assert record(long, "none").firm.shape == (1_201, 100)
