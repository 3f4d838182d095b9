"""Comparisons over a made-up market: pairing, failures, interruption, data."""

import json
import math

import pandas as pd
import pytest

import relsim.study.compare.worlds as worlds
from relsim.errors import InputError, RunError
from relsim.result.figures import COMPARED
from tests.study.fakes import fake_live

FIGURES = list(COMPARED)


def test_arms_meet_the_same_luck(compare, scenario):
    found = compare(scenario, ["none", "social"], replications=20).differences["social"]
    assert found["npv"].mean == pytest.approx(500_000 * 0.044 - 15)
    assert found["retention"].variance_reduction > 20


def test_a_strategy_compared_with_itself_differs_by_exactly_nothing(compare, scenario):
    comparison = compare(scenario, ["social", "social"], replications=5)
    for found in comparison.differences["social (2)"].values():
        assert (found.mean, found.low, found.high) == (0.0, 0.0, 0.0)
        assert found.variance_reduction is None
        assert found.chance_better == 0.5


def test_a_placebo_changes_profit_and_nothing_that_it_cannot_touch(compare, scenario):
    found = compare(scenario, ["none", "placebo"], replications=10).differences["placebo"]
    assert found["retention"].mean == 0.0
    assert found["profit"].mean == pytest.approx(-15)
    assert found["cost_per_customer"].chance_better == 0.0


@pytest.mark.parametrize("threads", [2, 8])
def test_threads_change_nothing(compare, scenario, threads):
    one = compare(scenario, replications=6, threads=1)
    many = compare(scenario, replications=6, threads=threads)
    assert json.dumps(one.to_json()) == json.dumps(many.to_json())
    pd.testing.assert_frame_equal(one.samples, many.samples, check_exact=True)


def test_samples_have_a_row_an_arm_and_replication(compare, scenario):
    samples = compare(scenario, ["none", "social"], replications=3).samples
    assert list(samples.columns) == ["strategy", "replication", *FIGURES, "payback"]
    assert samples["strategy"].tolist() == ["none"] * 3 + ["social"] * 3
    assert samples["replication"].tolist() == [0, 1, 2] * 2


def test_json_has_exactly_the_keys_promised(compare, scenario):
    data = json.loads(json.dumps(compare(scenario, ["none", "social"]).to_json(), allow_nan=False))
    keys = ["scenario", "seed", "replications", "periods", "version", "strategies", "settings"]
    assert list(data) == keys
    baseline, social = data["strategies"]
    assert list(baseline) == ["name", *FIGURES, "payback", "difference"]
    assert baseline["payback"] is None
    assert list(social["payback"]) == ["mean", "low", "high", "n"]
    assert baseline["difference"] is None
    assert list(baseline["npv"]) == ["mean", "low", "high", "n"]
    assert list(social["difference"]) == ["baseline", *FIGURES]
    assert social["difference"]["baseline"] == "none"
    assert list(social["difference"]["npv"]) == [
        "mean",
        "low",
        "high",
        "n",
        "variance_reduction",
        "chance_better",
    ]


def test_frame_and_json_say_the_same(compare, scenario):
    comparison = compare(scenario, ["none", "social"], replications=4)
    frame = comparison.to_frame().set_index(["strategy", "figure"])
    data = comparison.to_json()["strategies"][1]
    for figure in FIGURES:
        row = frame.loc[("social", figure)]
        assert row["mean"] == data[figure]["mean"]
        assert row["difference_high"] == data["difference"][figure]["high"]
    assert frame.loc[("none", "npv")].isna()["difference"]


def test_summary_has_the_means(compare, scenario):
    comparison = compare(scenario, ["none", "social"], replications=4)
    assert comparison.summary().loc["social", "share"] == pytest.approx(
        comparison.samples.query("strategy == 'social'")["share"].mean()
    )


def test_a_figure_undefined_in_some_worlds_is_counted(monkeypatch, compare, scenario):
    def live(world, *rest):
        figures = fake_live(world)
        return {**figures, "retention": None} if world.replication == 1 else figures

    monkeypatch.setattr(worlds, "live", live)
    comparison = compare(scenario, ["none", "social"], replications=4)
    assert comparison.estimates["none"]["retention"].n == 3
    assert comparison.differences["social"]["retention"].n == 3
    assert comparison.differences["social"]["npv"].n == 4
    assert "Defined in some worlds only: annual retention under none (3 of 4)" in str(comparison)


def test_a_figure_undefined_everywhere_is_null(monkeypatch, compare, scenario):
    monkeypatch.setattr(worlds, "live", lambda *rest: {**fake_live(*rest), "share": None})
    social = compare(scenario, ["none", "social"], replications=3).to_json()["strategies"][1]
    assert social["share"] == {"mean": None, "low": None, "high": None, "n": 0}
    assert social["difference"]["share"]["chance_better"] is None


def test_a_failed_run_leaves_its_pair_out_and_is_told(monkeypatch, compare, scenario):
    def live(world, *rest):
        if (world.strategy, world.replication) == ("social", 2):
            raise ZeroDivisionError("by nothing")
        return fake_live(world)

    monkeypatch.setattr(worlds, "live", live)
    comparison = compare(scenario, ["none", "social"], replications=4)
    assert comparison.estimates["none"]["npv"].n == 4
    assert comparison.differences["social"]["npv"].n == 3
    assert [(one.strategy, one.replication) for one in comparison.failures] == [("social", 2)]
    failure = comparison.to_json()["failures"][0]
    assert failure["message"] == "ZeroDivisionError: by nothing"
    assert "Traceback" in failure["traceback"] and "line" in failure["traceback"]
    assert str(comparison).startswith("1 of 8 runs failed")


def test_nothing_but_failures_is_an_error(monkeypatch, compare, scenario):
    def live(*arguments):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(worlds, "live", live)
    with pytest.raises(RunError, match="Every run failed"):
        compare(scenario, replications=2)


def stop_after(runs):
    def progress(done, total):
        if done == runs:
            raise KeyboardInterrupt

    return progress


def test_an_interruption_keeps_the_worlds_that_every_arm_finished(compare, scenario):
    comparison = compare(
        scenario, ["none", "social"], replications=10, threads=1, progress=stop_after(5)
    )
    assert comparison.interrupted
    kept = comparison.replications
    assert kept in (2, 3)  # the run under way may be done, too
    assert comparison.to_json()["interrupted"] is True
    whole = compare(scenario, ["none", "social"], replications=kept)
    pd.testing.assert_frame_equal(comparison.samples, whole.samples, check_exact=True)


def test_an_interruption_before_the_first_world_is_passed_on(compare, scenario, monkeypatch):
    def interrupted(*arguments, **words):
        raise KeyboardInterrupt

    monkeypatch.setattr("relsim.study.parallel._finished", interrupted)
    with pytest.raises(KeyboardInterrupt):
        compare(scenario, ["none", "social"])


@pytest.mark.parametrize(("setting", "value"), [("replications", 0), ("seed", -1), ("threads", 0)])
def test_numbers_that_make_no_sense_are_refused(compare, scenario, setting, value):
    with pytest.raises(InputError, match=f"{setting}: found {value}"):
        compare(scenario, **{setting: value})


def test_one_replication_has_means_and_no_intervals(compare, scenario):
    data = compare(scenario, ["none", "social"], replications=1).to_json()["strategies"][0]
    assert data["npv"]["low"] is None
    assert math.isfinite(data["npv"]["mean"])


def test_the_command_makes_it_again(compare, scenario):
    comparison = compare(scenario, ["none", "social"], replications=3, seed=9)
    assert comparison.command == (
        "relsim compare made_up --strategies none,social --replications 3 --seed 9"
    )
