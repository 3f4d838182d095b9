"""Giving memory back when nobody is there."""

import ctypes
import sys
import threading
import time

import pytest

from relsim.app.server import tidying
from relsim.app.server.tidying import Tidying, give_back

LONG = 30


def test_the_last_one_who_leaves_has_it_tidied_up():
    done = threading.Event()
    Tidying(lambda: False, done.set, after=0.01).somebody_left()
    assert done.wait(LONG)


def test_nothing_is_tidied_up_around_people():
    asked, done = threading.Event(), threading.Event()

    def anybody():
        asked.set()
        return True

    Tidying(anybody, done.set, after=0.01).somebody_left()
    assert asked.wait(LONG)
    assert not done.wait(0.1)


def test_a_session_that_takes_its_time_to_end_is_waited_for():
    answers, done = [False, True, True], threading.Event()
    Tidying(answers.pop, done.set, after=0.01, between=0.01).somebody_left()
    assert done.wait(LONG)
    assert answers == []


def test_many_who_leave_at_once_have_it_tidied_up_once():
    times, done = [], threading.Event()

    def tidy():
        times.append(time.monotonic())
        done.set()

    tidy_up = Tidying(lambda: False, tidy, after=0.05, between=LONG)
    for _ in range(10):
        tidy_up.somebody_left()
    assert done.wait(LONG)
    tidy_up.somebody_left()
    time.sleep(0.2)
    assert len(times) == 1


def test_the_next_time_comes_when_its_time_has_come():
    times, twice = [], threading.Event()

    def tidy():
        times.append(time.monotonic())
        if len(times) == 2:
            twice.set()
        else:
            tidy_up.somebody_left()

    tidy_up = Tidying(lambda: False, tidy, after=0.01, between=0.3)
    tidy_up.somebody_left()
    assert twice.wait(LONG)
    assert times[1] - times[0] >= 0.29


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="malloc_trim is of glibc")
def test_memory_that_was_freed_is_given_back():
    if not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("another C library")
    assert give_back()


def test_a_c_library_without_the_word_is_no_trouble(monkeypatch):
    monkeypatch.setattr(tidying.ctypes, "CDLL", lambda name: object())
    assert not give_back()
