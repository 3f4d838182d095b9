"""Workers of dask.distributed live through the same worlds, to the bit, and may die of them."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial

import pandas as pd
import pytest
from distributed import LocalCluster

import relsim
from relsim.claims import Size, read_claim, try_out
from relsim.cli.faults import exit_code_of
from relsim.errors import InputError
from relsim.study.cluster import AUTO, LOCAL, MANY_RUNS, cluster_at, worth
from relsim.study.parallel import Failed
from relsim.study.settings import calibrate
from relsim.study.settings.pattern import Pattern
from relsim.study.store import export
from tests.importing import ROOT

ARMS = ["none", "social"]
DESIGN = relsim.grid({"market.freedom": [0.0, 0.5, 1.0]})
BOOKS = Pattern(
    name="staying", measured="retention", target=0.9, error=0.02, source="our books", own=True
)


@pytest.fixture(scope="module")
def market():
    return relsim.load("insurance", {"market.customers": 50, "market.periods": 12})


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return where a scheduler listens to which two workers were started by hand."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1"]
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as cluster:
        workers = [
            subprocess.Popen(
                [*command, "--no-nanny", "--no-dashboard", cluster.scheduler_address],
                cwd=tmp_path_factory.mktemp("worker"),
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for _ in range(2)
        ]
        yield cluster.scheduler_address
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()


@pytest.fixture(scope="module")
def cluster(address):
    with cluster_at(address) as found:
        found.client.wait_for_workers(2, timeout=60)
        yield found


def test_a_sweep_on_two_workers_is_to_the_byte_the_one_of_this_process(market, address, tmp_path):
    for name, where in (("here", None), ("there", address)):
        place = tmp_path / name / "runs.sqlite"
        place.parent.mkdir()
        found = relsim.sweep(market, DESIGN, ARMS, replications=4, store=place, cluster=where)
        assert len(found.samples) == 24 and not found.interrupted
        export(place, place.with_name("runs.csv"))
    here, there = (tmp_path / name / "runs.csv" for name in ("here", "there"))
    assert here.read_bytes() == there.read_bytes()
    assert what_stands_beside(here) == what_stands_beside(there)


def what_stands_beside(file):
    """Return what an export says of itself, but for when its only session began."""
    about = json.loads(file.with_name(f"{file.name}.json").read_text(encoding="utf-8"))
    (session,) = about["made_by"]
    return about, session.pop("begun").startswith("20")


def compared(market, cluster, **options):
    return relsim.compare(market, ARMS, replications=2, cluster=cluster, **options)


def claimed(market, cluster):
    claim, size = read_claim("two_keys"), Size(2, customers=50, periods=12)
    return try_out(claim, size=size, sweeps=False, budgets=False, cluster=cluster)


def calibrated(market, cluster):
    return calibrate(market, [BOOKS], runs=60, cluster=cluster)


@pytest.mark.parametrize(
    "question",
    [
        compared,
        claimed,
        pytest.param(
            partial(compared, equal_budget=0.5, settings=30), marks=pytest.mark.faults, id="all"
        ),
        pytest.param(calibrated, marks=pytest.mark.faults),
    ],
)
def test_whatever_else_lives_through_worlds_comes_to_the_same_there(market, cluster, question):
    here, there = (question(market, one).to_json() for one in (None, cluster))
    assert there == here


def test_what_fails_there_is_a_row_and_bad_input_ends_it(cluster):
    def run(number, stop):
        if number == 1:
            raise ZeroDivisionError("by nothing")
        if number == 5:
            raise InputError("no such edge list")
        return number

    one, failed, three = cluster.each([0, 1, 2], run).results
    assert (one, three) == (0, 2) and isinstance(failed, Failed)
    assert failed.message == "ZeroDivisionError: by nothing" and "in run" in failed.details
    with pytest.raises(InputError, match="no such edge list"):
        cluster.each([4, 5, 6], run)


def test_ctrl_c_waits_for_what_is_under_way_and_a_second_one_does_not(cluster):
    def press(times):
        def progress(done, total):
            if done == 1:
                for _ in range(times):
                    signal.raise_signal(signal.SIGINT)

        return progress

    def slow(number, stop):
        time.sleep(0.2 if number < 2 else 1.0)
        return number

    for times in (1, 2):
        kept = []
        keep = partial(lambda found, number, result: found.append(number), kept)
        batch = cluster.each(range(40), slow, progress=press(times), keep=keep)
        assert batch.interrupted and len(kept) < 20
        assert len(kept) > 2 if times == 1 else len(kept) <= 2
    batch = cluster.each(range(40), slow, progress=press(1))
    assert batch.interrupted and batch.results[39] is None


def test_another_version_or_code_that_is_not_there_is_said(cluster, monkeypatch):
    monkeypatch.setattr("relsim.study.cluster._engine", lambda: "another")
    with pytest.raises(InputError, match="a worker has another version of relsim"):
        cluster.each([1], lambda number, stop: number)


@pytest.mark.parametrize(
    ("where", "words"), [("nowhere", "write local"), ("tcp://127.0.0.1:9", "nobody answers")]
)
def test_where_no_cluster_is_is_said(where, words, capsys, monkeypatch):
    monkeypatch.setattr("relsim.study.cluster._WAIT", 1)
    options = ["--set", "market.customers=50", "--set", "market.periods=12", "--cluster", where]
    assert exit_code_of(["compare", "insurance", "-n", "2", *options]) == 2
    assert words in capsys.readouterr().err


def test_a_cluster_that_is_not_there_leaves_no_store(market, tmp_path, monkeypatch):
    monkeypatch.setattr("relsim.study.cluster._WAIT", 1)
    with pytest.raises(InputError, match="nobody answers"):
        relsim.sweep(market, DESIGN, store=tmp_path / "runs", cluster="tcp://127.0.0.1:9")
    with pytest.raises(InputError, match="nobody answers"):
        calibrate(market, [BOOKS], store=tmp_path / "runs", cluster="tcp://127.0.0.1:9")
    assert not list(tmp_path.iterdir())


def test_a_small_sweep_stays_in_this_process():
    assert worth(AUTO, MANY_RUNS, on_disk=True) is None
    assert worth(AUTO, MANY_RUNS + 1, on_disk=False) is None
    assert worth(AUTO, MANY_RUNS + 1, on_disk=True) == LOCAL
    assert worth("none", 9_999, on_disk=True) == "none"


@pytest.mark.faults
def test_a_worker_that_is_killed_is_replaced_and_a_run_that_kills_three_is_a_row(market, tmp_path):
    def run(number, stop):
        if number == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with cluster_at(LOCAL, 2) as found:
        results = found.each(range(30), run).results
        assert [one for one in results if not isinstance(one, Failed)] == [
            number for number in range(30) if number != 7
        ]
        assert results[7].message == "crashed: 3 workers died of it"
        killed = []

        def kill(done, total):
            if done == 3:
                for place in found.client.run(os.getpid).values():
                    os.kill(place, signal.SIGKILL)
                    killed.append(place)

        there = relsim.sweep(market, DESIGN, ARMS, replications=20, cluster=found, progress=kill)
    assert len(killed) == 2 and not len(there.failures)
    here = relsim.sweep(market, DESIGN, ARMS, replications=20)
    pd.testing.assert_frame_equal(there.to_frame(), here.to_frame(), check_exact=True)
