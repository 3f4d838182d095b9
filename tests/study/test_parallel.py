"""Many runs at once: order, failures, interruption."""

import signal
import threading
import time

import pytest

from relsim.errors import InputError, RunError
from relsim.study import parallel
from relsim.study.parallel import LARGE_MARKET, Failed, Stopped, run_all, share_out


def text(number, stop):
    return str(number)


@pytest.mark.parametrize("at_once", [1, 2, 8])
def test_results_come_in_the_order_of_the_tasks(at_once):
    def slow_at_first(number, stop):
        time.sleep(0.01 if number == 0 else 0)
        return number * 2

    assert run_all(range(20), slow_at_first, at_once=at_once).results == tuple(range(0, 40, 2))


def test_no_tasks_no_results():
    assert run_all([], text, at_once=2).results == ()


def test_a_failure_takes_no_other_run_with_it():
    def run(number, stop):
        if number == 1:
            raise ZeroDivisionError("one")
        return number

    found = run_all([0, 1, 2], run, at_once=2).results
    assert (found[0], found[2]) == (0, 2)
    assert isinstance(found[1], Failed)
    assert found[1].message == "ZeroDivisionError: one"
    assert "run" in found[1].details


def test_bad_input_ends_everything_at_once():
    def run(number, stop):
        raise InputError("no such edge list")

    with pytest.raises(InputError, match="no such edge list"):
        run_all(range(100), run, at_once=2)


def test_a_fault_of_ours_is_a_failure():
    def run(number, stop):
        raise RunError("it broke")

    assert isinstance(run_all([0], run, at_once=1).results[0], Failed)


def test_progress_counts_every_run():
    told = []
    run_all(range(5), text, at_once=2, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_an_interruption_keeps_what_is_done():
    def interrupt(done, total):
        if done == 3:
            raise KeyboardInterrupt

    batch = run_all(range(1000), text, at_once=1, progress=interrupt)
    assert batch.interrupted
    assert batch.results[:3] == ("0", "1", "2")
    assert batch.results[-1] is None


def test_nothing_new_begins_after_an_interruption():
    begun = []
    lock = threading.Lock()

    def run(number, stop):
        with lock:
            begun.append(number)
        return number

    def interrupt(done, total):
        raise KeyboardInterrupt

    run_all(range(1000), run, at_once=2, progress=interrupt)
    assert len(begun) < 10


def test_large_markets_share_their_threads():
    assert share_out(2, LARGE_MARKET - 1) == (2, 1)
    assert share_out(2, LARGE_MARKET) == (1, 2)


def test_no_threads_are_refused():
    with pytest.raises(InputError, match="threads: found 0"):
        share_out(0, 100)


def test_a_run_that_is_told_to_stop_ends_all_the_others():
    begun = []

    def run(number, stop):
        begun.append(number)
        stop.look_up(0, 0)

    def look_up(done, total):
        if len(begun) > 2:
            raise Stopped

    with pytest.raises(Stopped):
        run_all(range(1000), run, at_once=1, look_up=look_up)
    assert len(begun) < 10


def test_where_one_missing_run_spoils_all_a_failure_is_raised_and_named():
    def run(number, stop):
        if number == 1:
            raise ZeroDivisionError("one")
        return number

    assert run_all([0, 2], run, at_once=2).all_of("A run") == [0, 2]
    with pytest.raises(RunError, match="A run of the search failed with ZeroDivisionError: one"):
        run_all([0, 1, 2], run, at_once=2).all_of("A run of the search")


def pressing(times):
    """Return a progress callback that presses Ctrl-C so often, after the first run."""

    def progress(done, total):
        if done == 1:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)

    return progress


def test_a_press_tears_nothing_and_is_heard_between_runs():
    kept = []

    def keep(number, found):
        kept.append(number)
        signal.raise_signal(signal.SIGINT)
        kept.append("whole")

    batch = run_all(range(1000), text, at_once=1, keep=keep, progress=pressing(1))
    assert batch.interrupted and kept[:2] == [0, "whole"] and len(kept) < 20
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize(("times", "kept"), [(1, [0, 1]), (2, [0])])
def test_once_finishes_what_has_begun_and_twice_does_not(times, kept):
    found = []
    begun, pressed = threading.Event(), threading.Event()

    def run(number, stop):
        if number:
            begun.set()
        while number and not (times == 1 and pressed.wait(0.01)):
            stop.look_up(0, 0)
        return number

    def keep(number, result):
        found.append(number)

    def progress(done, total):
        begun.wait()
        pressing(times)(done, total)
        pressed.set()

    batch = run_all(range(1000), run, at_once=1, keep=keep, progress=progress)
    assert batch.interrupted and found == kept


def test_nobody_waits_for_a_run_that_does_not_listen(monkeypatch):
    monkeypatch.setattr(parallel, "_PATIENCE", 0.1)
    ended = threading.Event()

    def run(number, stop):
        if number:
            ended.wait(60)
        return number

    try:
        batch = run_all(range(3), run, at_once=2, progress=pressing(1))
        assert batch.interrupted and batch.results == (0, None, None)
        assert any(not one.done() for one in parallel.abandoned)
    finally:
        ended.set()
