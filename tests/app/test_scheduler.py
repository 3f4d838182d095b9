"""Computing in turns."""

import threading
import time

import pytest

from relsim.app.server.jobs import JobState
from relsim.app.server.scheduler import Scheduler
from relsim.study.parallel import Stopped

LONG = 60


@pytest.fixture
def scheduler():
    return Scheduler(at_once=1)


class Endless:
    """A function that goes on until it is told to stop, or let go."""

    def __init__(self):
        self.begun, self.let_go, self.looked = threading.Event(), threading.Event(), 0

    def __call__(self, turn):
        self.begun.set()
        while not self.let_go.is_set():
            turn.look_up(self.looked, 0)
            self.looked += 1
        return "let go"


def test_a_result_is_delivered(scheduler):
    found = []
    job = scheduler.submit("me", lambda turn: 42, lambda job: found.append(job.result))
    assert job.wait(LONG)
    assert found == [42]
    assert job.state is JobState.DONE


def test_an_error_is_delivered(scheduler):
    found = []
    job = scheduler.submit("me", lambda turn: 1 / 0, lambda job: found.append(job.error))
    assert job.wait(LONG)
    assert isinstance(found[0], ZeroDivisionError)
    assert job.state is JobState.FAILED


def test_a_cancelled_job_ends_and_delivers_nothing(scheduler):
    found, endless = [], Endless()
    job = scheduler.submit("me", endless, found.append)
    assert endless.begun.wait(LONG)
    job.cancel()
    assert job.wait(LONG)
    assert job.state is JobState.CANCELLED
    assert found == []


def test_the_newest_job_of_a_session_replaces_the_one_before(scheduler):
    found, endless = [], Endless()
    before = scheduler.submit("me", endless, lambda job: found.append("before"))
    assert endless.begun.wait(LONG)
    after = scheduler.submit("me", lambda turn: None, lambda job: found.append("after"))
    assert before.wait(LONG) and after.wait(LONG)
    assert found == ["after"]
    assert before.state is JobState.CANCELLED


def test_a_result_that_came_too_late_is_not_delivered(scheduler):
    found, begun, go_on = [], threading.Event(), threading.Event()

    def deaf(turn):
        begun.set()
        go_on.wait(LONG)

    before = scheduler.submit("me", deaf, lambda job: found.append("before"))
    assert begun.wait(LONG)
    after = scheduler.submit("me", lambda turn: None, lambda job: found.append("after"))
    go_on.set()
    assert before.wait(LONG) and after.wait(LONG)
    assert found == ["after"]


def test_a_short_job_passes_a_long_one(scheduler):
    endless = Endless()
    long = scheduler.submit("long", endless)
    assert endless.begun.wait(LONG)
    short = scheduler.submit("short", lambda turn: "done")
    assert short.wait(LONG)  # although there is room for one at a time, and the long one goes on
    assert long.state is JobState.RUNNING
    endless.let_go.set()
    assert long.wait(LONG)
    assert long.result == "let go"


def test_two_long_jobs_take_turns(scheduler):
    first, second = Endless(), Endless()
    jobs = [scheduler.submit("first", first), scheduler.submit("second", second)]
    for endless in (first, second):
        assert endless.begun.wait(LONG)
    looked = first.looked
    while first.looked == looked:  # it goes on, too
        assert not jobs[0].wait(0.01)
    for endless in (first, second):
        endless.let_go.set()
    assert all(job.wait(LONG) for job in jobs)


def test_no_more_jobs_compute_than_may():
    scheduler, most, now, lock = Scheduler(at_once=2), 0, 0, threading.Lock()
    gate = threading.Event()

    def watched(turn):
        nonlocal most, now
        with lock:
            now += 1
            most = max(most, now)
        gate.wait(0.05)
        with lock:
            now -= 1

    jobs = [scheduler.submit(f"session {number}", watched) for number in range(10)]
    assert all(job.wait(LONG) for job in jobs)
    assert most <= 2
    assert scheduler.under_way() == 0


def test_who_goes_on_inherits_the_time_taken(scheduler):
    parts, over = [], threading.Event()

    def deliver(job):
        parts.append(job)
        if len(parts) == 2:
            over.set()
        else:
            scheduler.submit("me", lambda turn: None, deliver)

    def take_a_while(turn):
        begun = time.monotonic()
        while time.monotonic() < begun + 0.05:
            turn.look_up()

    scheduler.submit("me", take_a_while, deliver)
    assert over.wait(LONG)
    assert parts[0].spent > 0
    assert parts[1].spent > 0


def test_a_long_job_comes_to_its_turn_among_many_short_ones(scheduler):
    endless = Endless()
    long = scheduler.submit("long", endless)
    assert endless.begun.wait(LONG)
    number, looked = 0, endless.looked
    while endless.looked < looked + 3:
        assert scheduler.submit(f"short {number % 3}", lambda turn: None).wait(LONG)
        number += 1
    endless.let_go.set()
    assert long.wait(LONG)


def test_threads_of_one_job_may_all_look_up(scheduler):
    def several(turn):
        def look():
            for _ in range(1000):
                turn.look_up()

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return "done"

    jobs = [scheduler.submit(f"session {number}", several) for number in range(3)]
    assert all(job.wait(LONG) for job in jobs)
    assert [job.result for job in jobs] == 3 * ["done"]


def test_a_session_that_is_over_has_no_job(scheduler):
    endless = Endless()
    job = scheduler.submit("me", endless)
    assert endless.begun.wait(LONG)
    scheduler.forget("me")
    assert job.wait(LONG)
    assert scheduler.under_way() == 0


def test_a_stopped_run_of_the_engine_is_a_cancelled_job(scheduler):
    def stop(turn):
        raise Stopped

    job = scheduler.submit("me", stop)
    assert job.wait(LONG)
    assert job.state is JobState.CANCELLED
    assert job.error is None


def test_a_delivery_that_fails_does_not_keep_the_session_waiting(scheduler, monkeypatch):
    caught = []
    monkeypatch.setattr(threading, "excepthook", caught.append)

    def fail(job):
        raise RuntimeError("the page has gone")

    assert scheduler.submit("me", lambda turn: 1, fail).wait(LONG)
    assert scheduler.submit("me", lambda turn: 2).wait(LONG)
    assert [one.exc_type for one in caught] == [RuntimeError]
