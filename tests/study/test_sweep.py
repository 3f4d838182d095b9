"""Sweeps: order and threads change nothing, failures are rows, too many of them forbid ranks."""

import json

import numpy as np
import pandas as pd
import pytest

import relsim
import relsim.study.compare.worlds as worlds
from relsim.errors import InputError, RunError, SomeRunsFailed
from relsim.result.exports import as_workbook
from relsim.result.figures import FIGURES
from relsim.study.sweep.design import grid
from relsim.study.sweep.sweeping import sweep

ARMS = ["none", "social"]


@pytest.fixture(scope="module")
def market():
    return relsim.load("insurance", {"market.customers": 60, "market.periods": 24})


@pytest.fixture
def made_up(monkeypatch):
    """Put figures that are known below a sweep: the social strategy pays above freedom .4."""

    def live(world, *rest):
        freedom = world.scenario.market.freedom
        luck = np.random.default_rng([world.seed, world.replication]).normal(size=2)
        gain = (freedom - 0.4) * 10 + 0.01 * luck[0] if world.strategy == "social" else 0.0
        return {"npv": 100 + 50 * luck[1] + gain, "retention": 0.8, "profit": None}

    monkeypatch.setattr(worlds, "live", live)


def freedoms(*values):
    return grid({"market.freedom": list(values)})


def test_every_run_is_a_row_with_all_figures(market):
    found = sweep(market, freedoms(0.0, 1.0), ARMS, replications=2).to_frame()
    assert len(found) == 8
    assert set(relsim.Market(market).run().summary()) <= set(found.columns)
    assert found["error"].eq("").all()


def test_a_point_of_a_sweep_is_the_comparison_at_that_setting(market):
    found = sweep(market, freedoms(0.3, 1.0), ARMS, replications=3, seed=5)
    there = market.with_overrides({"market.freedom": 0.3})
    alone = relsim.compare(there, ARMS, replications=3, seed=5)
    gap = alone.differences["social"]["npv"]
    assert found.difference(0, "social", "npv") == gap


@pytest.mark.parametrize("threads", [1, 3])
def test_order_of_points_and_threads_change_nothing(market, threads):
    forth = sweep(market, freedoms(0.0, 0.5, 1.0), ARMS, replications=2, threads=threads)
    back = sweep(market, freedoms(1.0, 0.5, 0.0), ARMS, replications=2, threads=2)
    keys = ["market.freedom", "strategy", "replication"]
    ordered = [
        one.to_frame().drop(columns="point").sort_values(keys, ignore_index=True)
        for one in (forth, back)
    ]
    pd.testing.assert_frame_equal(*ordered, check_exact=True)


def test_a_flip_is_found_where_it_was_put(market, made_up):
    found = sweep(market, freedoms(0.0, 0.25, 0.5, 0.75, 1.0), ARMS, replications=20)
    (flip,) = found.flips("npv", "social")
    assert flip.at == pytest.approx(0.4, abs=0.002)
    assert flip.low < 0.4 < flip.high
    assert found.flips("retention", "social") == []


def test_flips_go_along_one_path_and_keep_the_others(market, made_up):
    design = grid({"market.freedom": [0.0, 1.0], "market.observability": [0.2, 0.8]})
    found = sweep(market, design, ARMS, replications=5)
    flips = found.flips("npv", "social", along="market.freedom")
    assert [flip.elsewhere["market.observability"] for flip in flips] == [0.2, 0.8]
    with pytest.raises(InputError, match="Say along which one"):
        found.flips("npv", "social")


def test_the_best_comes_first(market, made_up):
    ranking = sweep(market, freedoms(0.0, 1.0), ARMS, replications=5).ranking("npv")
    assert ranking.loc[0, ["market.freedom", "strategy"]].tolist() == [1.0, "social"]


@pytest.mark.parametrize("figure", FIGURES)
def test_what_is_better_is_what_the_figure_says(market, monkeypatch, figure):
    def live(world, *rest):
        return dict.fromkeys(FIGURES, 10.0 + (world.strategy == "social") + 0.1 * world.replication)

    monkeypatch.setattr(worlds, "live", live)
    found = sweep(market, freedoms(1.0), ARMS, replications=2)
    better = FIGURES[figure].higher_is_better
    assert found.ranking(figure).loc[0, "strategy"] == ("social" if better else "none")
    assert found.difference(0, "social", figure).chance_better == float(better)


def break_some(monkeypatch, broken):
    real = worlds.live

    def live(world, *rest):
        if broken(world):
            raise ZeroDivisionError("by nothing")
        return real(world, *rest)

    monkeypatch.setattr(worlds, "live", live)


def test_a_failed_run_is_a_row_with_the_command_that_repeats_it(market, made_up, monkeypatch):
    break_some(monkeypatch, lambda world: (world.replication, world.strategy) == (3, "social"))
    found = sweep(market, freedoms(0.5), ARMS, replications=5, seed=9)
    (row,) = found.failures.to_dict("records")
    assert row["error"] == "ZeroDivisionError: by nothing"
    assert np.isnan(row["npv"])
    assert row["traceback"].endswith("ZeroDivisionError: by nothing\n")
    assert found.to_json()["failures"][0]["traceback"] == row["traceback"]
    assert "error" not in found.figures and "npv" in found.figures
    assert row["command"] == (
        "relsim run insurance --strategy social --seed 9 --replication 3 --set "
        "market.customers=60 --set market.periods=24 --set market.freedom=0.5"
    )
    assert found.difference(0, "social", "npv").n == 4


def test_above_one_percent_of_failures_nothing_is_ranked(market, made_up, monkeypatch):
    break_some(monkeypatch, lambda world: world.replication == 0)
    found = sweep(market, freedoms(0.0, 1.0), ARMS, replications=50)
    assert "4 of 200 runs failed" in str(found)
    for question in (lambda: found.ranking("npv"), lambda: found.flips("npv", "social")):
        with pytest.raises(SomeRunsFailed, match="more than 1 %"):
            question()


def test_one_failure_in_a_hundred_still_allows_ranks(market, made_up, monkeypatch):
    break_some(monkeypatch, lambda world: world.replication == 0 and world.strategy == "none")
    found = sweep(market, freedoms(0.0), ARMS, replications=50)
    assert len(found.ranking("npv")) == 2


def test_nothing_but_failures_is_an_error(market, made_up, monkeypatch):
    break_some(monkeypatch, lambda world: True)
    with pytest.raises(RunError, match="Every run failed"):
        sweep(market, freedoms(0.0), ARMS, replications=2)


def test_an_interruption_keeps_what_is_done(market, made_up):
    def stop(done, total):
        if done == 7:
            raise KeyboardInterrupt

    found = sweep(market, freedoms(0.0, 1.0), ARMS, replications=5, threads=1, progress=stop)
    assert found.interrupted
    assert 7 <= len(found.to_frame()) < 20
    assert "Interrupted" in str(found)
    assert found.difference(0, "social", "npv").n >= 1


def test_an_interruption_before_anything_is_passed_on(market, made_up, monkeypatch):
    def interrupted(*arguments, **words):
        raise KeyboardInterrupt

    monkeypatch.setattr("relsim.study.parallel._finished", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sweep(market, freedoms(0.0), ARMS, replications=1)


def test_data_say_what_the_frame_says(market, made_up):
    found = sweep(market, freedoms(0.0, 1.0), ARMS, replications=3)
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    rows = [
        row for row in data["summary"] if row["figure"] == "npv" and row["strategy"] == "social"
    ]
    assert [row["difference"] for row in rows] == [
        found.difference(point, "social", "npv").mean for point in (0, 1)
    ]
    assert as_workbook({"summary": found.summary()}).startswith(b"PK")
    assert "<table>" in found._repr_html_()


@pytest.mark.parametrize(
    ("design", "strategies", "words"),
    [
        ({"market.fredom": [0.1]}, ARMS, "row 0 .*freedom"),
        ({"market.freedom": [0.5, 7.0]}, ARMS, "row 1"),
        ({"firms.Nobody.price": [1.0]}, ARMS, "Nobody"),
        ({"market.freedom": [0.5]}, ["nonsense"], "no strategy"),
        ({"market.freedom": [0.5]}, "none", "write a list"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_runs(
    market, monkeypatch, design, strategies, words
):
    monkeypatch.setattr(worlds, "live", lambda *arguments: pytest.fail("it ran"))
    with pytest.raises(InputError, match=words):
        sweep(market, grid(design), strategies, replications=2)


def test_too_many_runs_are_refused_with_their_product(market):
    with pytest.raises(
        InputError, match=r"2 points × 2 strategies × 1,000,000 .* = 4,000,000 runs"
    ):
        sweep(market, freedoms(0.0, 1.0), ARMS, replications=1_000_000)
