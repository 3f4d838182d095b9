"""What is timed: whole markets, comparisons, starts. Seconds, unless a name says otherwise."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

from relsim.market import Market
from relsim.market import clock as clocks
from tests.benchmarks.markets import plain_market
from tests.benchmarks.twin import TwinMarket

COMPARE = ("compare", "insurance")
FOUR = ("--strategies", "none,financial,social,structural", "--replications", "30", "--seed", "1")
ALONE = ("--replications", "1", "--settings", "none")
STARTING = """
import json, sys, time
moments = [time.perf_counter()]
import relsim
from relsim.study import compare
scenario = relsim.load("insurance", {"market.periods": 1, "market.warm_up": 0.0})
moments.append(time.perf_counter())
whole = relsim.load("insurance")
first = relsim.Market(whole)
moments.append(time.perf_counter())
first.run()
moments.append(time.perf_counter())
relsim.Market(whole, replication=1).run()
moments.append(time.perf_counter())
print(json.dumps([b - a for a, b in zip(moments, moments[1:])]))
"""
PARTS = ("imports", "opening a market (kernels)", "its run (kernels)", "another market, run")
LIVED_LARGE = """
import json, pathlib, resource, sys, time
from relsim.market import Market
from tests.benchmarks.markets import plain_market
market = Market(plain_market(*map(int, sys.argv[1:])), threads=1)
start, busy = time.perf_counter(), time.process_time()
market.run()
took = [time.perf_counter() - start, time.process_time() - busy]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
status = pathlib.Path("/proc/self/status")
if status.exists():  # what the process that began this one took counts as well, otherwise
    (peak,) = (line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line)
print(json.dumps([*took, int(peak) * 1024]))
"""


class Stepped(Market):
    """The same market step by step, as somebody's own class lives."""


class Watch:
    """A watch on compiled passes."""

    seconds = 0.0

    def on(self, function: Any) -> Any:
        """Return a pass whose time is taken."""

        def call(*arguments: Any) -> Any:
            start = time.thread_time()
            answer = function(*arguments)
            self.seconds += time.thread_time() - start
            return answer

        return call


def in_and_outside_the_passes() -> tuple[float, float]:
    """Return the time in the passes and outside, of 2 000 customers × 120 periods × 4 firms."""
    scenario = plain_market(2000, 120)
    Market(scenario).run()
    inside, outside = [], []
    for replication in range(31):
        watch = Watch()
        hurried = watch.on(clocks.live_through)
        with (
            mock.patch.object(Market, "_engine", lambda _, function, on=watch.on: on(function)),
            mock.patch.object(clocks, "live_through", hurried),
        ):
            start = time.thread_time()
            Market(scenario, replication=replication).run()
            total = time.thread_time() - start
        inside.append(watch.seconds)
        outside.append(total - watch.seconds)
    return statistics.median(inside), statistics.median(outside)


def of_checking() -> float:
    """Return the share of a run's time that checking the identities takes."""
    scenario = plain_market(2000, 120)
    shares = []
    for replication in range(15):
        one = Market(scenario, replication=replication)
        start = time.thread_time()
        one.run()
        total = time.thread_time() - start
        start = time.thread_time()
        one._clock.close_books()
        shares.append((time.thread_time() - start) / total)
    return statistics.median(shares)


def in_turns(works: list[Callable[[], object]], times: int) -> list[float]:
    """Return the median time of each of some works, taken in turns."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, each in zip(works, took, strict=True):
            start = time.perf_counter()
            work()
            each.append(time.perf_counter() - start)
    return [statistics.median(each) for each in took]


def many(model: type[Market], runs: int, threads: int) -> Callable[[], object]:
    """Return the work of many markets of 2 000 customers × 120 periods, side by side."""
    scenario = plain_market(2000, 120)

    def work() -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda world: model(scenario, replication=world).run(), range(runs)))

    return work


def one_large(customers: int, periods: int, threads: int) -> Callable[[], object]:
    """Return the work of one large market, made anew each time."""
    scenario = plain_market(customers, periods)
    return lambda: Market(scenario, threads=threads).run()


def nanoseconds(
    model: type[Market] | type[TwinMarket], customers: int, periods: int, runs: int
) -> float:
    """Return what a customer costs a period in a whole run, set-up apart; the median."""
    scenario = plain_market(customers, periods)
    took = []
    for number in range(runs):
        one = model(scenario, number)
        start = time.thread_time()
        one.run()
        took.append(time.thread_time() - start)
    return 1e9 * statistics.median(took) / (customers * periods)


def against_the_twin(customers: int, periods: int, runs: int) -> tuple[float, float]:
    """Return nanoseconds a customer and period of the engine and of the twin, in turns."""
    nanoseconds(Market, customers, periods, 1)
    engine, twin = [], []
    for _ in range(runs):
        engine.append(nanoseconds(Market, customers, periods, 5))
        twin.append(nanoseconds(TwinMarket, customers, periods, 1))
    return statistics.median(engine), statistics.median(twin)


def of_command(*words: str, times: int, cache: str | None = None) -> float:
    """Return the median time of a whole command, the first of several left out."""
    more = {"RELSIM_CACHE": cache} if cache else {}
    took = []
    for _ in range(times):
        start = time.perf_counter()
        command = [sys.executable, "-m", "relsim", *words]
        subprocess.run(command, env=os.environ | more, capture_output=True)
        took.append(time.perf_counter() - start)
    return statistics.median(took[1:] or took)


def of_starting(times: int, cache: str | None = None) -> dict[str, float]:
    """Return what a fresh process spends before it has run two markets, by part; medians."""
    more = {"RELSIM_CACHE": cache} if cache else {}
    took = []
    for _ in range(times):
        command = [sys.executable, "-c", STARTING]
        done = subprocess.run(
            command, env=os.environ | more, capture_output=True, text=True, check=True
        )
        took.append(json.loads(done.stdout))
    medians = (statistics.median(each) for each in zip(*took, strict=True))
    return dict(zip(PARTS, medians, strict=True))


def with_nothing_kept(measure: Callable[[str], Any]) -> Any:
    """Return what is measured in processes that find no compiled code."""
    with tempfile.TemporaryDirectory() as folder:
        return measure(folder)


def of_a_refusal() -> float:
    """Return the time of a command whose file is refused."""
    with tempfile.TemporaryDirectory() as folder:
        wrong = Path(folder) / "wrong.toml"
        wrong.write_text("[market]\ncustomers = -1\n", encoding="utf-8")
        return of_command("compare", str(wrong), times=4)


def of_a_very_large_run(customers: int, periods: int) -> tuple[float, float, float]:
    """Return seconds of a large market on one thread, those it was busy, and the bytes it took."""
    command = [sys.executable, "-c", LIVED_LARGE, str(customers), str(periods)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, busy, peak = json.loads(done.stdout)
    return seconds, busy, peak
