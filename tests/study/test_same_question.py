"""The same question by other ways has the same answer: C13, C21, C22 and C23 of comparisons."""

import json

import numpy as np
import pandas as pd
import pytest

import relsim
from relsim.cli import main
from relsim.result.figures import COMPARED

SMALL = {"market.customers": 200, "market.periods": 24, "market.warm_up": 6.0}
STRATEGIES = ["none", "social", "structural"]
WORLDS = 4


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", SMALL)


@pytest.fixture(scope="module")
def comparison(scenario):
    return relsim.compare(scenario, STRATEGIES, replications=WORLDS, seed=3)


def test_c13_the_command_line_says_what_the_interface_says(comparison, capsys):
    words = [word for path, value in SMALL.items() for word in ("--set", f"{path}={value}")]
    with pytest.raises(SystemExit) as leaving:
        main(
            [
                *("compare", "insurance", "--strategies", ",".join(STRATEGIES), "--seed", "3"),
                *("--replications", str(WORLDS), "--json", "--quiet", *words),
            ]
        )
    printed = capsys.readouterr().out
    assert leaving.value.code == 0
    ours = json.dumps(comparison.to_json(), sort_keys=True)
    assert json.dumps(json.loads(printed), sort_keys=True) == ours


def one_by_one(scenario, order):
    """Return the figures of single runs, lived in an order of worlds, step by step."""
    rows = {}
    for replication in order:
        for strategy in reversed(STRATEGIES):
            market = relsim.Market(scenario, seed=3, replication=replication, strategy=strategy)
            while not market.finished:
                market.step()
            rows[strategy, replication] = market.result().summary()
    return rows


@pytest.mark.parametrize("order", [range(WORLDS), (2, 0, 3, 1)], ids=["in order", "shuffled"])
def test_c13_c21_runs_by_hand_in_any_order_are_those_of_the_comparison(comparison, scenario, order):
    rows = one_by_one(scenario, order)
    assert len(comparison.samples) == len(rows)
    for sample in comparison.samples.to_dict("records"):
        summary = rows[sample["strategy"], sample["replication"]]
        for name in COMPARED:
            found = np.nan if summary[name] is None else summary[name]
            assert sample[name] == found or np.isnan([sample[name], found]).all(), name


@pytest.mark.parametrize("threads", [1, 3, 8])
def test_c21_the_number_of_workers_changes_not_a_number(comparison, scenario, threads):
    words = {"replications": WORLDS, "seed": 3, "threads": threads}
    other = relsim.compare(scenario, STRATEGIES, **words)
    pd.testing.assert_frame_equal(other.samples, comparison.samples, check_exact=True)


def test_c21_fewer_worlds_are_the_first_of_more(comparison, scenario):
    fewer = relsim.compare(scenario, STRATEGIES, replications=2, seed=3).samples
    first = comparison.samples[comparison.samples["replication"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(fewer.reset_index(drop=True), first, check_exact=True)


def test_c22_swapped_arms_change_the_sign_of_every_difference_exactly(scenario):
    words = {"replications": WORLDS, "seed": 3}
    there = relsim.compare(scenario, ["none", "social"], **words).differences["social"]
    back = relsim.compare(scenario, ["social", "none"], **words).differences["none"]
    for name in COMPARED:
        one, other = there[name], back[name]
        assert (one.mean, one.low, one.high) == (-other.mean, -other.high, -other.low), name
        assert one.mean != 0.0, name
        assert one.chance_better == 1 - other.chance_better, name
        assert one.variance_reduction == other.variance_reduction, name


def test_c22_the_order_of_arms_beside_the_baseline_changes_nothing(comparison, scenario):
    words = {"replications": WORLDS, "seed": 3}
    other = relsim.compare(scenario, ["none", "structural", "social"], **words)
    assert other.estimates == {name: comparison.estimates[name] for name in other.strategies}
    assert other.differences == comparison.differences


def test_c23_an_arm_against_itself_differs_by_exactly_nothing_in_every_world(scenario):
    comparison = relsim.compare(scenario, ["social", "social"], replications=WORLDS, seed=3)
    (differences,) = comparison.differences.values()
    for name, found in differences.items():
        assert (found.mean, found.low, found.high) == (0.0, 0.0, 0.0), name
        assert found.chance_better == 0.5, name
        # Nothing over nothing: what is infinite is null in data, and left out of the table.
        assert found.variance_reduction is None, name
    json.dumps(comparison.to_json(), allow_nan=False)
    assert "divided the variance" not in str(comparison)
