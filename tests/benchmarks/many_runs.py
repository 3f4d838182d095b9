"""A large sweep against the engine alone, on the same cores: pace, the driver's memory, the disk.

``python -m tests.benchmarks.many_runs --runs 10000`` (Linux). The two take turns, so that whatever
else the machine does meets both: while one lives, the other is stopped by a signal. ``--write``
puts what came of it into this folder's README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import relsim
from relsim.market import Market
from relsim.study.parallel import cores

PAGE = Path(__file__).with_name("README.md")
MARKER = re.compile(r"(<!-- generated: many runs -->\n)(.*?)(<!-- end -->)", re.DOTALL)
MARKET, ARMS, POINTS = "insurance", ("none", "social"), 5
TURN = 8.0
"""Seconds that one lives before the other does."""

_TICK = os.sysconf("SC_CLK_TCK")


def live_alone(told: Path) -> None:
    """Live through worlds of that sweep, one after the other, and note each."""
    scenario = relsim.load(MARKET)
    with told.open("w") as file:
        for world in range(10**9):
            freedom = 0.5 + 0.5 * (world % POINTS) / (POINTS - 1)
            market = scenario.with_overrides({"market.freedom": freedom})
            Market(market, replication=world, strategy=ARMS[world % 2]).run()
            print(world, file=file, flush=True)


class Side:
    """One of the two: its processes, and what it came to in its turns."""

    def __init__(self, commands: list[list[str]]) -> None:
        self.processes = [
            subprocess.Popen(
                [sys.executable, "-m", *command], start_new_session=True, stdout=subprocess.DEVNULL
            )
            for command in commands
        ]
        self.runs, self.seconds, self.processor = 0, 0.0, 0.0

    def send(self, number: int) -> None:
        """Send a signal to all of its processes."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)

    def used(self) -> float:
        """Return seconds of processor time of all of its processes so far."""
        mine, ticks = {str(process.pid) for process in self.processes}, 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if fields[3] in mine:  # its session
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / _TICK


def turn(side: Side, counted: Callable[[], int], seconds: float = TURN) -> None:
    """Let a side live for a while, and add what it came to."""
    side.send(signal.SIGCONT)
    begun, runs, used = time.perf_counter(), counted(), side.used()
    while time.perf_counter() - begun < seconds and side.processes[0].poll() is None:
        time.sleep(0.1)
    if side.processes[0].poll() is None:
        side.seconds += time.perf_counter() - begun
        side.runs += counted() - runs
        side.processor += side.used() - used
        side.send(signal.SIGSTOP)


def kept(store: Path) -> int:
    """Return how many runs a store holds."""
    with suppress(sqlite3.Error):
        connection = sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)
        try:
            return int(connection.execute("SELECT runs FROM tally").fetchone()[0])
        finally:
            connection.close()
    return 0


def megabytes(process: subprocess.Popen[bytes]) -> float:
    """Return the memory of a process."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def measure(folder: Path, runs: int, cluster: str) -> str:
    """Return what both came to, in words."""
    store, notes = folder / "runs.sqlite", [folder / f"{one}.txt" for one in range(cores())]
    command = ["relsim", "sweep", MARKET, "--vary", f"market.freedom=0.5:1:{POINTS}", "--quiet"]
    command += ["--strategies", ",".join(ARMS), "-n", str(runs // (POINTS * len(ARMS))), "--json"]
    alone = Side([["tests.benchmarks.many_runs", "--alone", str(note)] for note in notes])

    def lived() -> int:
        return sum(note.read_text().count("\n") for note in notes if note.exists())

    while lived() < 2 * len(notes):
        time.sleep(0.2)
    alone.send(signal.SIGSTOP)
    sweep = Side([[*command, "--out", str(store), "--cluster", cluster]])
    driver, memory = sweep.processes[0], []
    try:
        while not kept(store) and driver.poll() is None:
            time.sleep(0.2)
        while driver.poll() is None:
            turn(sweep, lambda: kept(store))
            with suppress(OSError):
                memory.append((kept(store), megabytes(driver)))
                print(f"{memory[-1][0]:,} runs, {memory[-1][1]:.1f} MB", file=sys.stderr)
            if driver.poll() is None:
                turn(alone, lived)
    except KeyboardInterrupt:
        pass  # what it came to until then is told
    finally:
        for side in (alone, sweep):
            side.send(signal.SIGKILL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return told(alone, sweep, memory, peak, store.stat().st_size / kept(store))


def told(
    alone: Side, sweep: Side, memory: list[tuple[int, float]], peak: float, size: float
) -> str:
    """Return what both came to."""
    pace = (sweep.runs / sweep.seconds) / (alone.runs / alone.seconds)
    cost = (alone.processor / alone.runs) / (sweep.processor / sweep.runs)
    (few, before), (many, after) = memory[len(memory) // 10], memory[-1]
    growth = 1000 * (after - before) / max(many - few, 1)
    rows = [
        ("runs in turns: sweep, engine alone", f"{sweep.runs:,}, {alone.runs:,}"),
        ("runs a second", f"{sweep.runs / sweep.seconds:.1f}, {alone.runs / alone.seconds:.1f}"),
        ("what the sweep reaches of the engine alone", f"{100 * pace:.1f} % of its pace"),
        ("the same in processor time a run", f"{100 * cost:.1f} %"),
        ("the driver's memory", f"{before:.1f} MB at {few:,} runs, {after:.1f} MB at {many:,}"),
        ("what a thousand runs add to it", f"{growth:.2f} MB"),
        ("the most that any process took", f"{peak:.1f} MB"),
        ("on the disk", f"{size:.0f} bytes a run"),
    ]
    return "\n".join(["| what | found |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=1_000)
    asked.add_argument("--cluster", default="local")
    asked.add_argument("--write", action="store_true", help="into this folder's README.md")
    asked.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    words = asked.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if words.alone:
        live_alone(words.alone)
    with TemporaryDirectory() as folder:
        print(found := measure(Path(folder), words.runs, words.cluster))
    if words.write:
        page = PAGE.read_text(encoding="utf-8")
        of = f"{os.cpu_count()} processors, {platform.machine()}; relsim {relsim.__version__}, "
        of += f"Python {platform.python_version()}; runs of {MARKET}, on {words.cluster} workers."
        new = MARKER.sub(lambda part: f"{part[1]}{found}\n\n{of}\n{part[3]}", page)
        PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
