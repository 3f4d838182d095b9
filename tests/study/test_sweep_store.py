"""A sweep on disk: resumed, parted, merged, exported, it is the one that was never interrupted."""

import hashlib
import json
import tracemalloc

import numpy as np
import pandas as pd
import pytest

import relsim
import relsim.study.compare.worlds as worlds
from relsim.cli.faults import exit_code_of
from relsim.errors import InputError, RunError, SomeRunsFailed
from relsim.result.figures import FIGURES
from relsim.study.store import Failure, export, merge, open_store
from relsim.study.sweep.design_file import read_design
from relsim.study.sweep.question import BYTES_PER_RUN

ARMS = ["none", "social"]
DESIGN = relsim.grid({"market.freedom": [0.0, 0.5, 1.0]})


@pytest.fixture(scope="module")
def market():
    return relsim.load("insurance", {"market.customers": 50, "market.periods": 12})


@pytest.fixture(scope="module")
def whole(market, tmp_path_factory):
    """Return a sweep on disk, with its store."""
    place = tmp_path_factory.mktemp("whole") / "runs.sqlite"
    return relsim.sweep(market, DESIGN, ARMS, replications=4, store=place), place


def same(one, other):
    pd.testing.assert_frame_equal(one.to_frame(), other.to_frame(), check_exact=True)


def told(found):
    """Return what is printed, in one line."""
    return " ".join(str(found).split())


def test_a_sweep_on_disk_is_the_one_in_memory(market, whole):
    same(whole[0], relsim.sweep(market, DESIGN, ARMS, replications=4))
    assert str(whole[1]) in whole[0].command


def test_a_sweep_that_was_interrupted_goes_on_to_the_same_table(market, whole, tmp_path):
    def stop(done, total):
        if 0 < done < total and not told:
            told.append(done)
            raise KeyboardInterrupt

    told, place = [], tmp_path / "runs.sqlite"
    first = relsim.sweep(market, DESIGN, ARMS, replications=4, store=place, progress=stop)
    assert first.interrupted and 0 < len(first.samples) < 24
    second = relsim.sweep(market, DESIGN, ARMS, replications=4, store=place)
    same(second, whole[0])
    export(place, tmp_path / "one.csv")
    export(whole[1], tmp_path / "other.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()


def test_more_worlds_are_added_to_those_that_are_there(market, whole, tmp_path, monkeypatch):
    place = tmp_path / "runs.sqlite"
    relsim.sweep(market, DESIGN, ARMS, replications=3, store=place)
    lived, real = [], worlds.live
    monkeypatch.setattr(worlds, "live", lambda *rest: (lived.append(rest[0]), real(*rest))[1])
    same(relsim.sweep(market, DESIGN, ARMS, replications=4, store=place), whole[0])
    assert {world.replication for world in lived} == {3}


def test_parts_make_the_whole(market, whole, tmp_path):
    parts = [tmp_path / f"{part}.sqlite" for part in (1, 2, 3)]
    for part, place in enumerate(parts, 1):
        found = relsim.sweep(market, DESIGN, ARMS, replications=4, store=place, shard=(part, 3))
        assert found.difference(int(found.samples["point"][0]), "social", "npv").n >= 1
        assert f"--shard {part}/3" in found.command
        most = found.samples.groupby(["point", "strategy"])["replication"].nunique().max()
        assert f"Part {part} of 3" in str(found) and f"interval over {most} world" in told(found)
        assert len(found.samples) == 8  # and not what another part holds
    assert merge(tmp_path / "runs.sqlite", parts) == 24
    same(
        relsim.sweep(market, DESIGN, ARMS, replications=4, store=tmp_path / "runs.sqlite"), whole[0]
    )


def test_parts_of_another_study_or_that_contradict_are_refused(market, whole, tmp_path):
    other = tmp_path / "other.sqlite"
    relsim.sweep(market, DESIGN, ARMS, replications=1, seed=2, store=other)
    with pytest.raises(InputError, match="were begun for something else: seed was 1 and is now 2"):
        merge(tmp_path / "runs.sqlite", [whole[1], other])
    with open_store(whole[1]) as store:
        purpose = store.purpose
    with open_store(tmp_path / "false.sqlite", purpose) as store:
        store.put((0, 0, 0), {"npv": 1.0})
    with pytest.raises(InputError, match="says something else"):
        merge(tmp_path / "second.sqlite", [whole[1], tmp_path / "false.sqlite"])


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_an_export_holds_every_run_to_the_bit_and_says_what_it_is(whole, tmp_path, ending):
    file = tmp_path / f"runs.{ending}"
    about = export(whole[1], file)
    read = pd.read_csv if ending == "csv" else pd.read_parquet
    words = ["error", "command", "traceback"]
    found = read(file, **({"float_precision": "round_trip"} if ending == "csv" else {}))
    frame = whole[0].to_frame()
    pd.testing.assert_frame_equal(
        found.drop(columns=words)[frame.columns[:-3]], frame.drop(columns=words), check_exact=True
    )
    beside = json.loads((tmp_path / f"runs.{ending}.json").read_text(encoding="utf-8"))
    assert beside["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest() == about["sha256"]
    assert (beside["rows"], beside["failed"]) == (24, 0)
    assert beside["made_for"]["scenario"]["market"]["customers"] == 50
    assert beside["columns"]["npv"]["unit"] == "money"


def test_a_run_takes_little_room(whole):
    with open_store(whole[1]) as store:
        runs = len(store)
        sizes = [len(json.dumps(kept)) for _, kept in store if not isinstance(kept, Failure)]
    assert runs == 24 and max(sizes) < 2 * BYTES_PER_RUN


def test_memory_hardly_grows_with_runs(market, tmp_path, monkeypatch):
    """A run more takes less than a kilobyte, most of it in the frame that is returned."""
    luck = np.random.default_rng(1)
    monkeypatch.setattr(
        worlds, "live", lambda *rest: dict(zip(FIGURES, luck.random(len(FIGURES)), strict=True))
    )
    most = []
    for worlds_each in (50, 200):
        tracemalloc.start()
        place = tmp_path / f"{worlds_each}.sqlite"
        relsim.sweep(market, DESIGN, ARMS, replications=worlds_each, store=place)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (most[1] - most[0]) / (6 * 150) < 1_000


SIZE = ["--set", "market.customers=50", "--set", "market.periods=12"]


def test_three_bad_runs_of_a_thousand_leave_the_others(market, tmp_path, monkeypatch, capsys):
    luck = {(0.0, 7), (0.5, 40), (1.0, 99)}

    def live(world, *rest):
        place = (world.scenario.market.freedom, world.replication)
        if place in luck and world.strategy == "social":
            raise ZeroDivisionError("by nothing")
        return {"npv": float(world.replication)}

    monkeypatch.setattr(worlds, "live", live)
    place = tmp_path / "runs.sqlite"
    design = relsim.grid({"market.freedom": [0.0, 0.25, 0.5, 0.75, 1.0]})
    found = relsim.sweep(market, design, ARMS, replications=100, store=place)
    assert len(found.samples) == 1000 and found.samples["npv"].notna().sum() == 997
    assert len(found.failures) == 3
    assert "3 of 1,000 runs failed" in str(found)
    row = found.failures.iloc[0]
    assert row["error"] == "ZeroDivisionError: by nothing" and "--replication 7" in row["command"]
    assert export(place, tmp_path / "runs.csv")["failed"] == 3
    words = ["sweep", "insurance", *SIZE, "--vary", "market.freedom=0:1:5", "--strategies"]
    code = exit_code_of([*words, ",".join(ARMS), "-n", "100", "--out", str(place), "--json"])
    shown = json.loads(capsys.readouterr().out)
    assert (code, shown["runs"], len(shown["failures"])) == (SomeRunsFailed.exit_code, 1000, 3)
    assert code == 3
    monkeypatch.setattr(worlds, "live", lambda *rest: 1 / 0)
    with pytest.raises(RunError, match="Every run failed"):
        relsim.sweep(market, DESIGN, ARMS, replications=2, store=tmp_path / "bad.sqlite")


def test_a_plan_says_what_it_would_take_and_begins_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(worlds, "live", lambda *rest: 1 / 0)
    place = tmp_path / "runs.sqlite"
    words = ["sweep", "insurance", *SIZE, "--vary", "market.freedom=0:1:5", "-n", "30", "--plan"]
    words += ["--strategies", "none,social", "--threads", "2", "--out", str(place)]
    assert exit_code_of(words) == 0
    assert "5 points × 2 strategies × 30 worlds: 300 runs in this part." in capsys.readouterr().out
    assert exit_code_of([*words, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert (whole["runs"], whole["store"]) == (300, 300 * BYTES_PER_RUN)
    assert exit_code_of([*words, "--json", "--shard", "2/10"]) == 0
    part = json.loads(capsys.readouterr().out)
    assert part["runs"] == 30 and 0 < part["seconds"] < whole["seconds"] and part["memory"] > 0
    assert exit_code_of([*words, "--set", "firms.Alba.prise=3"]) == 2
    assert not list(tmp_path.iterdir())


def test_a_changed_market_is_refused(market, whole):
    dearer = market.with_overrides({"firms.Alba.price": 23.0})
    with pytest.raises(InputError, match=r"something else: .*Alba.price was 20.0 and is now 23.0"):
        relsim.sweep(dearer, DESIGN, ARMS, replications=4, store=whole[1])
    with pytest.raises(InputError, match="something else"):
        relsim.sweep(market, DESIGN, ["none"], replications=4, store=whole[1])


def test_every_point_has_its_own_budget(market, tmp_path):
    two = relsim.grid({"market.freedom": [0.5, 1.0]})
    options = {"replications": 2, "equal_budget": 0.5}
    found = relsim.sweep(market, two, ARMS, store=tmp_path / "runs.sqlite", **options)
    same(found, relsim.sweep(market, two, ARMS, store=tmp_path / "runs.sqlite", **options))
    there = market.with_overrides({"market.freedom": 0.5})
    alone = relsim.compare(there, ARMS, **options)
    assert found.difference(0, "social", "npv") == alone.differences["social"]["npv"]
    assert "brought to spend €0.50" in str(found) and "--equal-budget 0.5" in found.command
    export(tmp_path / "runs.sqlite", tmp_path / "runs.csv")
    rows = pd.read_csv(tmp_path / "runs.csv").query("strategy == 'social' and point == 0")
    assert rows["budget_factor"].iloc[0] == pytest.approx(alone.scalings["social"].factor)


FILES = [
    ("d.toml", "[grid]\nmarket.freedom = [0, 0.5]\n'firms.Alba.price' = [19.0, 20.0]\n", (4, 2)),
    ("d.toml", "[latin_hypercube]\npoints = 5\nseed = 3\nfirms.Alba.price = [18, 24]\n", (5, 1)),
    (
        "d.toml",
        "[sobol]\npoints = 8\nmarket.freedom = [0, 1]\n[grid]\nx.y=[1]",
        (8, 2),
    ),
    ("d.csv", "market.freedom,firms.Alba.level\n0.5,basic\n1,proactive\n", (2, 2)),
    ("d.csv", "market.freedom;firms.Alba.price\n0.5;19\n1;20.5\n", (2, 2)),
]


@pytest.mark.parametrize(("name", "text", "shape"), FILES)
def test_a_design_is_read_from_a_file(market, tmp_path, name, text, shape):
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_design(tmp_path / name, market)
    assert found.shape == shape
    assert all(np.isfinite(found.select_dtypes("number").to_numpy()).ravel())


BAD = [
    ("d.toml", "[gird]\nx.y = [1]", r"Did you mean \[grid\]"),
    ("d.toml", "[sobol]\npoints = 6\nmarket.freedom = [0, 1]", "Write 4 or 8"),
    ("d.toml", "[sobol]\nmarket.freedom = [0, 1]", "write points = 64"),
    ("d.toml", "[grid]\nmarket.freedom = 3", "write a list"),
    ("d.toml", "[grid", "not TOML"),
    ("d.toml", "[grid]\na.b = [1]\n[sobol]\npoints = 2\na.b = [0, 1]", "stands in two tables"),
    ("d.csv", "market.freedom,firms.Alba.price\n0.5,\n1,2\n", "the cell is empty"),
    ("gone.csv", None, "no such file"),
    ("gone.toml", None, "no such file"),
]


@pytest.mark.parametrize(("name", "text", "words"), BAD)
def test_what_is_no_design_is_refused(market, tmp_path, name, text, words):
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_design(tmp_path / name, market)


def test_settings_are_a_design(market, tmp_path):
    from relsim.study.settings.settings import Settings

    prior = Settings.prior(market, 2, seed=1)
    prior.write(tmp_path / "settings.csv")
    found = read_design(tmp_path / "settings.csv", market)
    assert len(found) == 2
    assert found["behaviour.loss_aversion"][0] == prior.overrides(0)["behaviour.loss_aversion"]
