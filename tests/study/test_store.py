"""The store: what was acknowledged is kept, what is not the store's is said and never read."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import numpy as np
import pytest

import relsim
from relsim.errors import InputError, StorageError
from relsim.scenario.own_code import Own
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import Stopped
from relsim.study.store import Failure, export, fill, merge, open_store, purpose_of
from relsim.study.store.session import Session

PURPOSE = {"kind": "test", "seed": 1, "scenario": {"market": {"freedom": 0.5}}}


def figures_of(number):
    return {"npv": number / 7, "retention": None, "course": [number / 9] * 20}


@pytest.fixture
def place(tmp_path):
    return tmp_path / "runs.sqlite"


@pytest.fixture
def full(place):
    with open_store(place, PURPOSE) as store:
        for number in range(200):
            store.put((number,), figures_of(number))
    return place


def contents(path):
    with open_store(path) as store:
        return list(store)


def test_what_is_put_comes_back_to_the_bit_and_in_order(place):
    figures = {"a": 0.1 + 0.2, "b": None, "c": float("inf"), "d": [1.5, -0.0], "e": 3}
    failure = Failure("ZeroDivisionError: by nothing", "Traceback …", "relsim run insurance")
    with open_store(place, PURPOSE) as store:
        store.put((10, "é/ ", 0), {"npv": np.float64(1) / 3, "count": np.int64(4)})
        store.put((2, "b", 1), failure)
        store.put((2, "b", 0), figures)
        assert store.done() == {(10, "é/ ", 0), (2, "b", 1), (2, "b", 0)}
        assert store.get((2, "b", 1)) == failure
        assert store.get((3,)) is None
    assert contents(place) == [
        ((2, "b", 0), figures),
        ((2, "b", 1), failure),
        ((10, "é/ ", 0), {"npv": 1 / 3, "count": 4}),
    ]


def test_every_run_says_of_which_session_it_is(place, tmp_path, monkeypatch):
    later = "2031-01-01T00:00:00+00:00"
    with open_store(place, PURPOSE) as store:
        store.put((0,), {"npv": 1.0})
    with monkeypatch.context() as another:
        another.setattr(Session, "this", lambda: Session(later, "9", "3.99", "3", "1", "Plan 9"))
        with open_store(place, PURPOSE) as store:
            store.put((1,), {"npv": 2.0})
            store.put((2,), Failure("by nothing", "", ""))
    with open_store(place, PURPOSE):
        pass  # keeps nothing, and is no session of any run
    with open_store(place) as store:
        assert [made_by.begun == later for _, _, made_by in store.rows()] == [False, True, True]
        assert [*store.sessions().values()] == [1, 2]
        assert Session.this().python == next(iter(store.sessions())).python
    merge(tmp_path / "whole.sqlite", [place])
    about = export(tmp_path / "whole.sqlite", tmp_path / "runs.csv")
    assert [one["runs"] for one in about["made_by"]] == [1, 2]
    assert about["made_by"][1]["system"] == "Plan 9", "merged, a run stays of its own session"
    sql = sqlite3.connect(place)
    sql.execute("UPDATE sessions SET content = replace(content, '3.99', '3.98')")
    sql.commit()
    sql.close()
    with pytest.raises(StorageError, match="the run 0000000001 is not what was written"):
        open_store(place)


def test_undefined_numbers_come_back(place):
    with open_store(place, PURPOSE) as store:
        store.put((0,), {"npv": float("nan")})
    ((_, found),) = contents(place)
    assert np.isnan(found["npv"])


def test_what_was_kept_once_is_not_kept_again(full):
    with open_store(full, PURPOSE) as store:
        store.put((5,), {"npv": -1.0})
        assert store.get((5,)) == figures_of(5)
        assert len(store) == 200


def test_another_purpose_is_refused_with_what_differs(full):
    other = {"kind": "test", "seed": 2, "scenario": {"market": {"freedom": 0.75}}}
    words = r"begun for something else: .*market.freedom was 0.5 and is now 0.75.*seed was 1 and"
    with pytest.raises(InputError, match=words):
        open_store(full, other)
    assert len(contents(full)) == 200


def test_a_purpose_holds_all_that_decides_a_run(place):
    scenario = relsim.load("insurance", {"market.customers": 50})
    own = Own("phase", "tax", "mine:Tax", "abc", {"rate": 0.1}, "")
    purpose = purpose_of("sweep", scenario, [own], seed=1)
    with open_store(place, purpose):
        pass
    again = purpose_of("sweep", relsim.load("insurance", {"market.customers": 50}), [own], seed=1)
    with open_store(place, again):
        pass
    changed = [
        purpose_of("sweep", scenario.with_overrides({"market.freedom": 0.123}), [own], seed=1),
        purpose_of("sweep", scenario, [Own("phase", "tax", "mine:Tax", "abd", {}, "")], seed=1),
        purpose_of("sweep", scenario, [], seed=1),
        purpose_of("sweep", scenario, [own], seed=2),
        {**purpose, "engine": "0123"},
        {**purpose, "relsim": "0.0.9"},
    ]
    for one in changed:
        with pytest.raises(InputError, match="begun for something else"):
            open_store(place, one)


def test_code_that_nobody_can_read_is_not_stored(place):
    own = Own("phase", "tax", "mine:Tax", "", {}, "")
    with pytest.raises(InputError, match="cannot be read"):
        purpose_of("sweep", relsim.load("insurance"), [own])


WRITE = f"""
import sys, time
from relsim.study.store import open_store
with open_store(sys.argv[1], {PURPOSE}) as store:
    for number in range(3):
        store.put((number,), dict(npv=1.0))
    store.flush()
    print(store.acknowledged, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def elsewhere(place):
    """Return another process that has written three runs and still writes."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(place)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "3\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_writer_is_told_who_the_first_is_and_a_dead_one_is_no_hindrance(place, elsewhere):
    assert len(contents(place)) == 3, "others may read meanwhile"
    words = f"somebody writes it already: process {elsewhere.pid} on .+, since 20"
    with pytest.raises(StorageError, match=words):
        open_store(place, PURPOSE)
    elsewhere.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    elsewhere.wait()
    with open_store(place, PURPOSE) as store:
        store.put((3,), {"npv": 2.0})
    assert [key for key, _ in contents(place)] == [(0,), (1,), (2,), (3,)]


def test_a_writer_of_another_computer_gives_way_only_when_that_is_said(full):
    sql = sqlite3.connect(full)
    sql.execute("INSERT INTO writer VALUES ('far away', 7, '2026-01-01 00:00:00')")
    sql.commit()
    sql.close()
    with pytest.raises(StorageError, match=r"process 7 on far away, since 2026-01-01.*--take-over"):
        open_store(full, PURPOSE)
    with open_store(full, PURPOSE, take_over=True) as store:
        assert len(store) == 200


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.9, 0.99])
def test_a_store_cut_short_is_never_read(full, part):
    os.truncate(full, int(full.stat().st_size * part))
    for purpose in (None, PURPOSE):
        if part == 0.0 and purpose is not None:
            continue  # an empty file is begun
        with pytest.raises(StorageError, match=r"damaged|no store"):
            open_store(full, purpose)


def test_no_flipped_bit_is_read_as_data(full, tmp_path):
    whole = contents(full)
    data = full.read_bytes()
    luck = np.random.default_rng(1)
    found = 0
    for number in range(40):
        at, bit = int(luck.integers(len(data))), int(luck.integers(8))
        copy = tmp_path / f"copy{number}.sqlite"
        spoilt = bytearray(data)
        spoilt[at] ^= 1 << bit
        copy.write_bytes(spoilt)
        try:
            assert contents(copy) == whole, "what cannot be told from the store is the store"
        except StorageError:
            found += 1
    assert found > 20


@pytest.mark.parametrize("content", [b"period,customers\n0,100\n" * 50, b"\0" * 8192])
def test_another_programs_file_is_refused_and_left_as_it_is(place, content):
    place.write_bytes(content)
    for purpose in (None, PURPOSE):
        with pytest.raises(StorageError, match="no store of relsim"):
            open_store(place, purpose)
    assert place.read_bytes() == content


def test_another_programs_database_is_refused_and_left_as_it_is(place):
    sql = sqlite3.connect(place)
    sql.execute("CREATE TABLE customers (name TEXT)")
    sql.commit()
    sql.close()
    before = place.read_bytes()
    for purpose in (None, PURPOSE):
        with pytest.raises(StorageError, match="no store of relsim"):
            open_store(place, purpose)
    assert place.read_bytes() == before


def test_a_row_that_is_gone_is_missed(full):
    sql = sqlite3.connect(full)
    sql.execute("DELETE FROM runs WHERE key = '0000000005'")
    sql.commit()
    sql.close()
    with pytest.raises(StorageError, match="200 runs were written, 199 are there"):
        open_store(full)


def test_what_is_not_there_or_no_file_is_said(place, tmp_path):
    with pytest.raises(InputError, match="no store of that name"):
        open_store(place)
    with pytest.raises(InputError, match="this is a folder"):
        open_store(tmp_path, PURPOSE)
    with pytest.raises(InputError, match="there is no folder"):
        open_store(tmp_path / "not there" / "runs.sqlite", PURPOSE)


def test_a_killed_writer_leaves_a_journal_that_is_read(place, elsewhere, tmp_path):
    elsewhere.kill()
    elsewhere.wait()
    for name in ("runs.sqlite", "runs.sqlite-wal"):
        shutil.copy(place.with_name(name), tmp_path / f"copy-{name}")
    assert len(contents(tmp_path / "copy-runs.sqlite")) == 3


def squares(key, stop):
    return {"square": key[0] ** 2}


def test_only_what_is_missing_is_lived_through(place):
    lived, told = [], []

    def run(key, stop):
        lived.append(key)
        if key == (3,):
            raise ZeroDivisionError("by nothing")
        return squares(key, stop)

    keys = [(number,) for number in range(5)]
    with open_store(place, PURPOSE) as store:
        fill(store, keys[:3], run, Laboratory(), str)
        fill(store, keys, run, Laboratory(), str, lambda *numbers: told.append(numbers))
    assert lived == keys
    assert told[-1] == (5, 5)
    failure = contents(place)[3][1]
    assert (failure.error, failure.command) == ("ZeroDivisionError: by nothing", "(3,)")
    assert failure.traceback.endswith("ZeroDivisionError: by nothing\n")


def test_ctrl_c_lets_what_has_begun_finish(place):
    begun = []

    def run(key, stop):
        begun.append(key)
        time.sleep(0.05)
        stop.look_up(1, 2)
        return squares(key, stop)

    def interrupt(done, total):
        if len(begun) >= 4 and not interrupt.did:
            interrupt.did = True
            raise KeyboardInterrupt

    interrupt.did = False
    with open_store(place, PURPOSE) as store:
        keys = [(number,) for number in range(50)]
        assert fill(store, keys, run, Laboratory(at_once=2), str, interrupt)
        assert {*begun} - {(0,)} <= store.done() | {begun[-1]}
    kept = {key for key, _ in contents(place)}
    assert len(begun) < 50 and kept <= {*begun} and len(kept) >= len(begun) - 1


def test_ctrl_c_twice_ends_now(place):
    def run(key, stop):
        if key == (0,):
            return squares(key, stop)
        try:
            while True:
                time.sleep(0.01)
                stop.look_up(1, 2)
        except Stopped:
            ended.append(key)
            raise

    def interrupt(done, total):
        if not told:
            told.append(done)
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            raise KeyboardInterrupt

    ended, told = [], []
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        with open_store(place, PURPOSE) as store:
            keys = [(number,) for number in range(5)]
            assert fill(store, keys, run, Laboratory(at_once=2), str, interrupt)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert ended
    assert contents(place) == [((0,), {"square": 0})]
