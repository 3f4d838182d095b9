"""Measure, print a table, and write it into this folder's README.

Medians of several runs on whatever machine this is; no test asserts a second.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import numba
import numpy as np

import relsim
from relsim.market import Market, blocks
from relsim.market import clock as clocks
from tests.benchmarks.markets import plain_market
from tests.benchmarks.twin import TwinMarket

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- generated -->", "<!-- end -->"

class Clock:
    """A watch on compiled passes."""

    seconds = 0.0

    def on(self, function: Any) -> Any:
        """Return a pass whose time is taken."""

        def call(*arguments: Any) -> Any:
            start = time.perf_counter()
            answer = function(*arguments)
            self.seconds += time.perf_counter() - start
            return answer

        return call


def in_and_outside_the_passes() -> tuple[float, float]:
    """Return milliseconds in the passes and outside, of 2 000 customers × 120 periods × 4 firms."""
    scenario = plain_market(2000, 120)
    Market(scenario).run()
    inside, outside = [], []
    for replication in range(31):
        clock = Clock()
        hurried = clock.on(clocks.live_through)
        with (
            mock.patch.object(Market, "_engine", lambda _, function, on=clock.on: on(function)),
            mock.patch.object(clocks, "live_through", hurried),
        ):
            start = time.perf_counter()
            Market(scenario, replication=replication).run()
            total = time.perf_counter() - start
        inside.append(1e3 * clock.seconds)
        outside.append(1e3 * (total - clock.seconds))
    return statistics.median(inside), statistics.median(outside)


class Stepped(Market):
    """The same market step by step, as somebody's own class lives."""


def milliseconds_each(model: type[Market], threads: int) -> float:
    """Return the time of one of many markets of 2 000 customers × 120 periods, side by side."""
    scenario = plain_market(2000, 120)
    took = []
    for _ in range(5):
        with ThreadPoolExecutor(threads) as pool:
            start = time.perf_counter()
            list(pool.map(lambda world: model(scenario, replication=world).run(), range(20)))
            took.append((time.perf_counter() - start) / 20)
    return 1e3 * statistics.median(took)


def seconds_of_a_large_run(customers: int, periods: int, threads: int, runs: int) -> float:
    """Return the median seconds of a run."""
    scenario = plain_market(customers, periods)
    took = []
    for replication in range(runs):
        start = time.perf_counter()
        Market(scenario, replication=replication, threads=threads).run()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def seconds_of_checking() -> float:
    """Return the share of a run's time that checking the identities takes."""
    scenario = plain_market(2000, 120)
    shares = []
    for replication in range(15):
        one = Market(scenario, replication=replication)
        start = time.perf_counter()
        one.run()
        total = time.perf_counter() - start
        start = time.perf_counter()
        one._clock.close_books()
        shares.append((time.perf_counter() - start) / total)
    return statistics.median(shares)


def seconds_of_a_comparison(*more: str) -> float:
    """Return the median seconds of the comparison in the README, as a whole process, warm."""
    command = [
        *(sys.executable, "-m", "relsim", "compare", "insurance"),
        *("--strategies", "none,financial,social,structural"),
        *("--replications", "30", "--seed", "1", "--json", "--quiet", *more),
    ]
    took = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took.append(time.perf_counter() - start)
    return statistics.median(took[1:])


def microseconds_of_a_customer_and_period(
    model: type[Market] | type[TwinMarket], customers: int, periods: int, runs: int
) -> float:
    """Return the median time of a run, set-up apart, for each customer and period."""
    scenario = plain_market(customers, periods)
    took = []
    for number in range(runs + 1):
        one = model(scenario, number)
        start = time.perf_counter()
        one.run()
        took.append(time.perf_counter() - start)
    return 1e6 * statistics.median(took[1:]) / (customers * periods)


def as_fast_as_the_twin(customers: int, periods: int) -> str:
    """Return how many times as fast the engine is as the same model in plain Mesa."""
    engine = microseconds_of_a_customer_and_period(Market, customers, periods, 15)
    twin = microseconds_of_a_customer_and_period(TwinMarket, customers, periods, 2)
    return f"{twin / engine:.0f} × ({engine:.3f} against {twin:.1f} µs a customer and period)"


def side_by_side(alone: float, beside: float) -> str:
    """Say how long a market takes alone and beside another."""
    return f"{alone:.1f} ms each, {beside:.1f} ms, {alone / beside:.2f} × as fast"


def table() -> str:
    """Return the whole table as Markdown."""
    inside, outside = in_and_outside_the_passes()
    stepped, hurried = [[milliseconds_each(each, n) for n in (1, 2)] for each in (Stepped, Market)]
    one, two = (seconds_of_a_large_run(1_000_000, 60, threads, 3) for threads in (1, 2))
    rows = [
        (
            "`relsim compare insurance --settings none`, 4 strategies × 30 replications",
            "15 s",
            f"{seconds_of_a_comparison('--settings', 'none'):.1f} s",
        ),
        (
            "`relsim compare insurance`, the same and 100 settings that come with it",
            "30 s",
            f"{seconds_of_a_comparison():.1f} s",
        ),
        ("2 000 customers × 120 periods × 4 firms: in the passes", "25 ms", f"{inside:.1f} ms"),
        ("the same: outside them, set-up and checks included", "8 ms", f"{outside:.1f} ms"),
        ("such markets one after the other, and two side by side", "", side_by_side(*hurried)),
        ("the same, step by step", "", side_by_side(*stepped)),
        ("checking the identities, of a run's time", "5 %", f"{100 * seconds_of_checking():.1f} %"),
        (
            "a customer with its network, 4 firms",
            "256 bytes",
            f"{Market(plain_market(100_000, 1)).bytes_per_customer:.0f} bytes",
        ),
        ("1 000 000 customers × 60 periods, one thread", "runs", f"{one:.1f} s"),
        ("the same, two threads", "threads pay", f"{two:.1f} s, {one / two:.2f} × as fast"),
        (
            "against the same model in plain Mesa (`twin.py`), 2 000 customers × 120 periods",
            "60 × as fast",
            as_fast_as_the_twin(2_000, 120),
        ),
        (
            "the same, 100 000 customers × 4 periods",
            "60 × as fast",
            as_fast_as_the_twin(100_000, 4),
        ),
    ]
    lines = ["| what | aim | measured |", "|---|---|---|"]
    lines += [f"| {what} | {aim} | {measured} |" for what, aim, measured in rows]
    machine = (
        f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
    )
    versions = f"NumPy {np.__version__}, Numba {numba.__version__}, relsim {relsim.__version__}"
    return "\n".join([*lines, "", f"Medians. {machine}; {versions}; block {blocks.BLOCK} rows."])


def main() -> None:
    """Measure and write the table."""
    text = table()
    print(text)
    page = README.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    tail = rest.split(END)[1]
    README.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
