"""Studies over real markets, small ones: what must hold exactly."""

import json

import numpy as np
import pandas as pd
import pytest

import relsim
from relsim.result.figures import COMPARED
from tests.study.fakes import left_of_all

FIRMS = "".join(f'[[firms]]\nname = "{name}"\n' for name in ("Alba", "Brio"))
SMALL = {"market.customers": 300, "market.periods": 24, "market.warm_up": 12.0}
PLACEBO = "[strategies.placebo]\nconsistency = 0.0\n"


@pytest.fixture(scope="module")
def scenario():
    return relsim.parse(FIRMS + PLACEBO, SMALL)


def test_runs_have_every_figure_that_is_compared(scenario):
    assert set(COMPARED) <= set(relsim.Market(scenario).run().summary())


@pytest.mark.parametrize("threads", [2, 8])
def test_threads_change_not_a_byte(scenario, threads):
    words = {"strategies": ["none", "social"], "replications": 4}
    one = relsim.compare(scenario, threads=1, **words)
    many = relsim.compare(scenario, threads=threads, **words)
    assert json.dumps(one.to_json()) == json.dumps(many.to_json())
    pd.testing.assert_frame_equal(one.samples, many.samples, check_exact=True)


def test_the_same_question_twice_gives_the_same_bytes(scenario):
    words = {"strategies": ["none", "structural"], "replications": 2}
    assert json.dumps(relsim.compare(scenario, **words).to_json()) == json.dumps(
        relsim.compare(scenario, **words).to_json()
    )


def test_another_seed_gives_other_luck(scenario):
    one = relsim.compare(scenario, ["none"], replications=2, seed=1)
    two = relsim.compare(scenario, ["none"], replications=2, seed=2)
    assert not one.samples["profit"].equals(two.samples["profit"])


@pytest.mark.parametrize("strategy", ["none", "social", "structural", "recovery"])
def test_a_strategy_compared_with_itself_differs_by_exactly_nothing(scenario, strategy):
    comparison = relsim.compare(scenario, [strategy, strategy], replications=3)
    for found in comparison.differences[f"{strategy} (2)"].values():
        assert (found.mean, found.low, found.high) == (0.0, 0.0, 0.0)


def test_a_strategy_that_changes_nothing_differs_by_exactly_nothing(scenario):
    comparison = relsim.compare(scenario, ["none", "placebo"], replications=3)
    assert {found.mean for found in comparison.differences["placebo"].values()} == {0.0}


def test_retention_of_a_market_below_a_year_is_null(scenario):
    short = scenario.with_overrides({"market.periods": 6})
    data = relsim.compare(short, ["none", "social"], replications=2).to_json()
    assert data["strategies"][0]["retention"] == {"mean": None, "low": None, "high": None, "n": 0}
    assert data["strategies"][1]["difference"]["retention"]["mean"] is None


def test_a_market_without_customers_is_compared_all_the_same(scenario):
    empty = scenario.with_overrides({"market.customers": 0})
    comparison = relsim.compare(empty, ["none", "social"], replications=2)
    json.dumps(comparison.to_json(), allow_nan=False)
    assert comparison.to_json()["strategies"][0]["share"]["mean"] is None
    assert "What each strategy leads to" in str(comparison)


def test_survivors_are_those_who_never_left(scenario):
    quiet = scenario.with_overrides({"market.warm_up": 0.0, "behaviour.population_turnover": False})
    counts = left_of_all(quiet, range(25), 1, 0)
    run = relsim.Market(quiet, seed=1, replication=0).run()
    books = run.periods[run.periods["firm"] == "Alba"]
    assert counts[0] == books["opened"].iloc[0]
    assert np.all(np.diff(counts) <= 0)
    # Whoever is lost in the first period is of the cohort.
    assert counts[1] == counts[0] - books["lost"].iloc[0]
    # At the end, the cohort are those whose spell began at the opening and goes on.
    still = run.spells.query("firm == 'Alba' and start < 0 and reason.isna()")
    assert counts[-1] == len(still)


def test_a_known_setting_is_found_again(scenario):
    truth = scenario.with_overrides({"behaviour.harm_base": 0.9})
    quiet = {"market.warm_up": 0.0, "behaviour.population_turnover": False}
    counts = sum(
        left_of_all(truth.with_overrides(quiet), range(13), 1, world) for world in range(2)
    )
    found = relsim.fit(
        scenario,
        list(counts),
        {"behaviour.harm_base": (0.0, 1.0)},
        replications=2,
        evaluations=30,
    )
    assert found.error < 0.5
    assert found.error <= found.before
