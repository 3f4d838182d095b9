"""A sweep that dies, in every way and at many points; what it left, and what it comes to again.

``python -m tests.study.dying FOLDER POINTS JOURNAL`` writes a line of JSON a death. Each sweep is
the command line's own, over worlds that are made up, in a child of one process that has loaded
everything.
"""

import json
import os
import random
import resource
import signal
import sqlite3
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import relsim
import relsim.cli.application
import relsim.market.engine
import relsim.study.compare.worlds as worlds
import relsim.study.store.opening as opening
import relsim.study.store.store as storing
from relsim.cli.faults import exit_code_of
from relsim.errors import StorageError
from relsim.result.figures import FIGURES
from relsim.study.store import export, open_store

STORE = "runs.sqlite"
FEW = 10
"""Points of the default run."""
RUNS = 3 * 2 * 8
COMMAND = [
    *("sweep", "insurance", "--set", "market.customers=50", "--set", "market.periods=12"),
    *("--vary", "market.freedom=0:1:3", "--strategies", "none,social", "-n", "8"),
    *("--threads", "1", "--quiet", "--json", "--out", STORE),
]


def live(world, laboratory, stop, keep=None):
    """Make up a run's figures."""
    known = f"{world.strategy} {world.replication} {world.scenario.market.freedom}"
    luck = random.Random(known)
    return {name: None if luck.random() < 0.1 else luck.random() for name in FIGURES}


@dataclass
class Child:
    """A sweep in a process of its own, and how it ended."""

    folder: Path
    code: int = 0
    out: str = ""
    err: str = ""
    told: list = field(default_factory=list)

    def run(self, arm):
        """Run it to its end; `arm` prepares its death, given what tells the parent something."""
        readers, writers = zip(*(os.pipe() for _ in range(3)), strict=True)
        child = os.fork()
        if not child:
            os.chdir(self.folder)
            os.dup2(writers[0], 1)
            os.dup2(writers[1], 2)
            sys.stdout, sys.stderr = (os.fdopen(one, "w", encoding="utf-8") for one in (1, 2))
            arm(lambda *words: os.write(writers[2], (" ".join(map(str, words)) + "\n").encode()))
            os._exit(exit_code_of(COMMAND))
        for writer in writers:
            os.close(writer)
        texts = []
        for reader in readers:
            with open(reader, encoding="utf-8") as pipe:
                texts.append(pipe.read())
        self.out, self.err, told = texts
        self.told = [line.split() for line in told.splitlines()]
        self.code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return self


def telling(tell):
    """Tell the parent what is safe, and how long the file is that is written to."""
    flush = storing.Store.flush

    def flushed(store):
        flush(store)
        files = [one for one in (Path(f"{STORE}-wal"), Path(STORE)) if one.exists()]
        tell("safe", store.acknowledged, files[0].stat().st_size)

    storing.Store.flush = flushed


def at_statement(number, strike):
    """Strike at the n-th statement that SQLite begins."""
    connect, seen = sqlite3.connect, [0]

    def count(statement):
        seen[0] += 1
        if seen[0] == number:
            strike()

    def connected(*rest, **words):
        connection = connect(*rest, **words)
        connection.set_trace_callback(count)
        return connection

    sqlite3.connect = connected
    return seen


def killed_at_statement(number):
    """Kill the driver, as by kill -9."""

    def arm(tell):
        telling(tell)
        at_statement(number, lambda: os.kill(os.getpid(), signal.SIGKILL))

    return arm


def killed_at_byte(number):
    """Kill the driver within the very write that passes so many bytes of a file."""

    def arm(tell):
        telling(tell)
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))

    return arm


def limited_to(number):
    """Let no file grow larger, as a quota does."""

    def arm(tell):
        telling(tell)
        resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))

    return arm


def disk_full_at(pages):
    """Let SQLite find the disk full."""

    def arm(tell):
        telling(tell)
        connect = sqlite3.connect

        def connected(*rest, **words):
            connection = connect(*rest, **words)
            connection.execute(f"PRAGMA max_page_count = {pages}")
            return connection

        sqlite3.connect = connected

    return arm


def read_only_from(number):
    """Let the store become read-only at the n-th time that something is written."""

    def arm(tell):
        telling(tell)
        flush, seen = storing.Store.flush, [0]

        def flushed(store):
            seen[0] += 1
            if seen[0] == number:
                store._connection.execute("PRAGMA query_only = 1")
            flush(store)

        storing.Store.flush = flushed

    return arm


def pressed_at(number, *signals):
    """Send signals while the n-th run is lived through."""

    def arm(tell):
        telling(tell)
        seen = [0]

        def lived(*rest):
            seen[0] += 1
            if seen[0] == number:
                for one in signals:
                    os.kill(os.getpid(), one)
                    time.sleep(0.3)
            return live(*rest)

        worlds.live = lived

    return arm


def unharmed(tell):
    """Count the statements of a sweep that nothing happens to."""
    telling(tell)
    seen = at_statement(0, None)
    leave = os._exit

    def leaving(code):
        tell("statements", seen[0])
        leave(code)

    os._exit = leaving


def deaths(points, statements, longest):
    """Return every death by its name: half of the points at statements, half within writes."""
    half = points // 2

    def spread(last):
        return [1 + place * (last - 1) // max(half - 1, 1) for place in range(half)]

    found = {f"killed at statement {at}": killed_at_statement(at) for at in spread(statements)}
    found |= {f"killed at byte {at}": killed_at_byte(at) for at in spread(longest - 1)}
    places = (longest // 2,) if points <= FEW else spread(longest - 1)
    found |= {f"limited to {at} bytes": limited_to(at) for at in places}
    found |= {f"disk full at page {at}": disk_full_at(at) for at in (3, 10)[points <= FEW :]}
    found |= {f"read-only from flush {at}": read_only_from(at) for at in (1, 5)[points <= FEW :]}
    ends = {"ended": [signal.SIGTERM], "pressed once": [signal.SIGINT]}
    ends["pressed twice"] = [signal.SIGINT] * 2
    for name, signals in ends.items():
        places = (20,) if points <= FEW else range(1, RUNS, 5)
        found |= {f"{name} at run {at}": pressed_at(at, *signals) for at in places}
    return found


def table(folder):
    """Return the runs as they are exported, with what stands beside them but the sessions."""
    os.chdir(folder)
    export(STORE, "runs.csv")
    about = json.loads(Path("runs.csv.json").read_text(encoding="utf-8"))
    assert sum(one["runs"] for one in about.pop("made_by")) == about["rows"]
    return Path("runs.csv").read_bytes(), about


def kept(folder):
    """Return what a store holds, and whether it is read."""
    try:
        with open_store(folder / STORE) as store:
            return dict(store)
    except (StorageError, relsim.InputError):
        return None


def main(folder, points, journal):
    opening.journal_for = lambda place: journal
    worlds.live = live
    storing.BATCH = 3
    # Loads here what every child needs.
    small = relsim.load("insurance", {"market.customers": 50, "market.periods": 12})
    relsim.sweep(small, relsim.grid({"market.freedom": [0.5]}), ["none"], replications=2).to_json()
    (folder / "whole").mkdir(parents=True)
    whole = Child(folder / "whole").run(unharmed)
    assert whole.code == 0, whole.err
    reference, right = kept(whole.folder), table(whole.folder)
    statements = int(whole.told[-1][1])
    longest = max(int(words[2]) for words in whole.told if words[0] == "safe")
    for name, arm in deaths(points, statements, longest).items():
        place = folder / name.replace(" ", "-")
        place.mkdir()
        dead = Child(place).run(arm)
        found = kept(place)
        again = Child(place).run(lambda tell: None)
        print(
            json.dumps(
                {
                    "death": name,
                    "code": dead.code,
                    "said": dead.err,
                    "out": dead.out,
                    "safe": max([int(words[1]) for words in dead.told if words[0] == "safe"] + [0]),
                    "kept": None if found is None else len(found),
                    "true": found is None or found.items() <= reference.items(),
                    "again": again.code,
                    "same": again.out == whole.out and table(place) == right,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]), sys.argv[3])
