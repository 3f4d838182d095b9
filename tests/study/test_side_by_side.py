"""Many runs at once: order, failures, interruption."""

import threading
import time

import pytest

from relsim.errors import InputError, RunError
from relsim.study.parallel import LARGE_MARKET, Failed, ask_all, share_out


@pytest.mark.parametrize("at_once", [1, 2, 8])
def test_answers_come_in_the_order_of_the_questions(at_once):
    def slow_at_first(number):
        time.sleep(0.01 if number == 0 else 0)
        return number * 2

    assert ask_all(range(20), slow_at_first, at_once=at_once).found == tuple(range(0, 40, 2))


def test_no_questions_no_answers():
    assert ask_all([], str, at_once=2).found == ()


def test_a_failure_takes_no_other_run_with_it():
    def answer(number):
        if number == 1:
            raise ZeroDivisionError("one")
        return number

    found = ask_all([0, 1, 2], answer, at_once=2).found
    assert (found[0], found[2]) == (0, 2)
    assert isinstance(found[1], Failed)
    assert found[1].message == "ZeroDivisionError: one"
    assert "answer" in found[1].details


def test_bad_input_ends_everything_at_once():
    def answer(number):
        raise InputError("no such edge list")

    with pytest.raises(InputError, match="no such edge list"):
        ask_all(range(100), answer, at_once=2)


def test_a_fault_of_ours_is_a_failure():
    def answer(number):
        raise RunError("it broke")

    assert isinstance(ask_all([0], answer, at_once=1).found[0], Failed)


def test_progress_counts_every_run():
    told = []
    ask_all(range(5), str, at_once=2, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_an_interruption_keeps_what_is_done():
    def interrupt(done, total):
        if done == 3:
            raise KeyboardInterrupt

    answers = ask_all(range(1000), str, at_once=1, progress=interrupt)
    assert answers.interrupted
    assert answers.found[:3] == ("0", "1", "2")
    assert answers.found[-1] is None


def test_nothing_new_begins_after_an_interruption():
    begun = []
    lock = threading.Lock()

    def answer(number):
        with lock:
            begun.append(number)
        return number

    def interrupt(done, total):
        raise KeyboardInterrupt

    ask_all(range(1000), answer, at_once=2, progress=interrupt)
    assert len(begun) < 10


def test_large_markets_share_their_threads():
    assert share_out(2, LARGE_MARKET - 1) == (2, 1)
    assert share_out(2, LARGE_MARKET) == (1, 2)


def test_no_threads_are_refused():
    with pytest.raises(InputError, match="threads: found 0"):
        share_out(0, 100)
