"""The same question in another process, environment and folder prints the same bytes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = "import sys; sys.path.insert(0, {root!r}); from relsim.cli import main; main()"
QUESTION = [
    *("compare", "insurance", "--strategies", "none,social", "--replications", "3"),
    *("--set", "market.customers=200", "--set", "market.periods=24", "--json", "--quiet"),
    *("--settings", "none"),
]


def printed(folder, **surroundings):
    """Return what the command line prints in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(root=str(ROOT)), *QUESTION],
        cwd=folder,
        env={**os.environ, **surroundings},
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_hash_seed_locale_time_zone_threads_and_folder_change_not_a_byte(tmp_path):
    plain = printed(ROOT, PYTHONHASHSEED="0", PYTHONUTF8="1", TZ="UTC")
    strange = {
        "PYTHONHASHSEED": "4242",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TZ": "Pacific/Kiritimati",
        "NUMBA_NUM_THREADS": "2",
        "COLUMNS": "40",
    }
    assert b'"strategies"' in plain
    assert printed(tmp_path, **strange) == plain
