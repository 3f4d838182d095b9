"""Signals: what is done is kept and shown, and nobody sees a traceback."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.importing import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends POSIX's signals")

SIZE = ["--set", "market.customers=400", "--set", "market.periods=12", "--threads", "1"]
LONG = {
    "compare": ["compare", "insurance", "-n", "5000", "--settings", "none", *SIZE],
    "sweep": ["sweep", "insurance", "--vary", "market.freedom=0:1:2", "-n", "5000", *SIZE],
    "fit": ["fit", "insurance", "-p", "behaviour.loss_aversion", "--output", "-", *SIZE],
    "story": [
        "story",
        "insurance",
        "-s",
        "social",
        "--find",
        "kept",
        "--set",
        "market.customers=90000",
    ],
}
ENDS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}

TALKATIVE = """
import sys
import relsim.cli.output
relsim.cli.output.LOG_SECONDS = 0.0
from relsim.cli import main
main(sys.argv[1:])
"""


def run_by(code, *words):
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def started(*words):
    """Start a command that says after every run how far it is."""
    return run_by(TALKATIVE, *words)


def wait_for(program, lines):
    """Wait until it has said so often how far it is."""
    for line in program.stderr:
        lines -= " of " in line
        if not lines:
            return
    raise AssertionError(f"it ended with {program.wait()}")


# What a sweep shows and keeps then is held by study/test_faults.py.
@pytest.mark.parametrize(
    ("command", "number"), [*(("compare", one) for one in ENDS), ("sweep", signal.SIGHUP)]
)
def test_what_is_done_is_shown(command, number):
    program = started(*LONG[command], "--json")
    wait_for(program, 20)
    program.send_signal(number)
    out, err = program.communicate(timeout=60)
    assert program.returncode == ENDS[number]
    found = json.loads(out)
    assert found["interrupted"] is True
    assert found.get("replications", 1) >= 1
    assert "Traceback" not in err


def test_a_fit_keeps_what_it_found(tmp_path):
    cohort = tmp_path / "cohort.csv"
    cohort.write_text("period,customers\n" + "".join(f"{t},{1000 - 20 * t}\n" for t in range(13)))
    words = [*LONG["fit"], "--cohort", str(cohort), "--evaluations", "5000"]
    program = started(*words)
    wait_for(program, 1)
    program.send_signal(signal.SIGTERM)
    out, err = program.communicate(timeout=60)
    assert program.returncode == 143 and "loss_aversion" in out and "Traceback" not in err


@pytest.mark.parametrize("number", [signal.SIGTERM])
def test_a_story_ends_in_words(number):
    program = started(*LONG["story"])
    wait_for(program, 1)
    program.send_signal(number)
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out) == (ENDS[number], "")
    assert err.splitlines()[-1] in ("Interrupted.", "Ended before all was done.")
    assert "Traceback" not in err


PRESSES_WHILE_LOADING = """
import signal, sys
class Presses:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Presses())
from relsim.cli import main
main(sys.argv[2:])
"""


@pytest.mark.parametrize(
    "module",
    [
        "relsim.cli.faults",
        "typer",
        "relsim.scenario.loading",
        "numba",
        "scipy",
        "relsim.market.clock",
    ],
)
def test_ctrl_c_while_something_is_loaded_leaves_no_traceback(module):
    done = subprocess.run(
        [sys.executable, "-c", PRESSES_WHILE_LOADING, module, *LONG["compare"]],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    # Where relsim has hardly begun, Python may end by the signal itself; a shell calls both 130.
    assert done.returncode in (130, -signal.SIGINT)
    assert done.stdout == "" and done.stderr.endswith("Interrupted.\n")
    assert "Traceback" not in done.stderr


def test_what_is_ignored_stays_so():
    code = (
        "import signal\n"
        "from relsim.cli.leaving import ended_as_by_ctrl_c\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "with ended_as_by_ctrl_c():\n"
        "    signal.raise_signal(signal.SIGHUP)\n"
        "print(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


SWALLOWED = """
import signal, sys
class Held:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)
class Finder:
    held = [Held()]
    def find_spec(self, name, path=None, target=None):
        if name == "scipy":
            self.held.clear()
sys.meta_path.insert(0, Finder())
from relsim.cli import main
main(sys.argv[1:])
"""
COMPILES = """
import sys, time
from relsim.cli import main
from relsim.study.compare import worlds
def live(*all):
    print("compiling", file=sys.stderr, flush=True)
    time.sleep(300)
worlds.live = live
main(sys.argv[1:])
"""


def test_a_press_that_the_interpreter_swallows_ends_it_nevertheless():
    program = run_by(SWALLOWED, *LONG["compare"])
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out) == (143, "")
    assert "Exception ignored" not in err and "Traceback" not in err


def test_nobody_waits_for_what_does_not_listen():
    program = run_by(COMPILES, *LONG["compare"])
    assert "compiling" in program.stderr.readline()
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out, err) == (130, "", "Interrupted.\n")
