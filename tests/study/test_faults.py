"""A sweep on disk dies in every way: nothing acknowledged is lost, and it goes on to its table."""

import json
import os
import signal
import subprocess
import sys

import pytest

from relsim.study.store.journal import AHEAD, BACK
from tests.importing import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks, and sends POSIX's signals")

CODES = {
    "killed at statement": -9,
    "killed at byte": -getattr(signal, "SIGXFSZ", 25),
    "limited to": 4,
    "disk full": 4,
    "read-only": 4,
    "ended": 143,
    "pressed": 130,
}
"""What each kind of death leaves with."""


def died(folder, points, journal):
    """Return what came of every death."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.study.dying", str(folder), str(points), journal],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def hold(deaths, points):
    kills = [one for one in deaths if one["death"].startswith("killed")]
    assert len(kills) == points
    for one in deaths:
        (code,) = (code for kind, code in CODES.items() if one["death"].startswith(kind))
        # After the last write there is nothing to be killed at.
        assert one["code"] == code, one
        assert (one["kept"] or 0) >= one["safe"], "what was acknowledged is there"
        assert one["true"], "what is there is what was written"
        assert one["again"] == 0 and one["same"], "it goes on to the table of one left alone"
        assert "Traceback" not in one["said"]
        if code == 4:
            assert "run the same command again; it goes on from there" in one["said"]
        if code > 128 and one["safe"]:
            assert json.loads(one["out"])["runs"] == one["kept"] == one["safe"], "shown and kept"
    assert {one["kept"] for one in deaths} > {None, 0} or points < 100


def test_whatever_a_sweep_dies_of(tmp_path):
    hold(died(tmp_path, 10, AHEAD), 10)


@pytest.mark.faults
@pytest.mark.parametrize("journal", [AHEAD, BACK])
def test_whatever_a_sweep_dies_of_at_a_hundred_points(tmp_path, journal):
    hold(died(tmp_path, 100, journal), 100)
