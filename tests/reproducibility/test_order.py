"""Runs know nothing of each other: any order, any company, any number of workers."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

import relsim
from relsim.market import Market
from tests.market.markets import differing, outcome, rich

WORLDS = [(strategy, world) for strategy in ("none", "social") for world in range(2)]
SCENARIOS = {
    "insurance": relsim.load("insurance", {"market.customers": 200, "market.periods": 12}),
    "rich": rich(3, customers=200, periods=12),
}
RUNS = [(name, *world) for name in SCENARIOS for world in WORLDS]


def lived(run):
    """Return all that one run leaves behind."""
    name, strategy, replication = run
    return outcome(Market(SCENARIOS[name], seed=5, replication=replication, strategy=strategy))


@pytest.fixture(scope="module")
def in_order():
    return {run: lived(run) for run in RUNS}


@pytest.mark.parametrize("place", range(3))
def test_runs_in_another_order_leave_the_same_bytes(in_order, place):
    # Every third of the orders that begin with another run than the first.
    order = next(itertools.islice(itertools.permutations(RUNS), 10_007 * (place + 1), None))
    assert list(order) != RUNS
    assert [run for run in order if differing(lived(run), in_order[run])] == []


def test_runs_beside_each_other_leave_the_same_bytes(in_order):
    with ThreadPoolExecutor(max_workers=4) as pool:
        beside = dict(zip(RUNS, pool.map(lived, RUNS), strict=True))
    assert [run for run in RUNS if differing(beside[run], in_order[run])] == []


def test_steps_of_two_markets_in_turn_leave_the_same_bytes(in_order):
    runs = RUNS[0], RUNS[-1]
    markets = [
        Market(SCENARIOS[name], seed=5, replication=replication, strategy=strategy)
        for name, strategy, replication in runs
    ]
    while not all(market.finished for market in markets):
        for market in markets:
            market.step()
    for run, market in zip(runs, markets, strict=True):
        assert differing(outcome(market), in_order[run]) == []


@pytest.mark.parametrize("threads", [2, 5])
def test_workers_of_a_sweep_change_not_a_bit(threads):
    design = relsim.grid({"market.freedom": [0.3, 1.0], "market.observability": [0.2, 0.9]})
    words = {"strategies": ["none", "social"], "replications": 2, "seed": 3}
    alone = relsim.sweep(SCENARIOS["insurance"], design, threads=1, **words)
    many = relsim.sweep(SCENARIOS["insurance"], design, threads=threads, **words)
    pd.testing.assert_frame_equal(many.to_frame(), alone.to_frame(), check_exact=True)
