"""Six things are added to one copy of relsim, each in as many places as a README promises."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.copying import ROOT, copied
from tests.extending.additions import HERE, KINDS, read

COPIED = (
    *("relsim", "scenarios", "experiments", "tests", ".github", ".ci"),
    *("pyproject.toml", "README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE"),
)
NUMBERS = ("no", "one", "two", "three", "four", "five")
ROOM = {
    "lever": "behaviour",
    "mechanism": "behaviour",
    "figure": "result",
    "chart": "view",
    "claim": "claims",
    "command": "cli",
}
"""Whose README says how many places each takes."""

GENERATORS = (
    ("relsim", "claims", "points_pay", "--ledger", "--quiet"),
    ("tests.documentation",),
    ("tests.golden",),
)
"""What makes anew whatever nobody types."""

LISTS = (
    *("tests/extending/checks.py", "tests/test_documentation.py", "tests/test_rooms.py"),
    *("tests/test_style.py", "tests/test_package.py", "tests/behaviour", "tests/textbook"),
    *("tests/cli", "tests/view", "tests/stories", "tests/experiments/test_scripts.py"),
    *("tests/scenario/test_scenario_every_key.py", "tests/scenario/test_scenario_size.py"),
    *("tests/golden", "tests/market/test_measures.py", "tests/market/test_costs.py"),
    *("tests/market/test_joining.py", "tests/market/test_identities.py"),
    *("tests/market/test_replay.py", "tests/market/test_stretch.py"),
    *("tests/market/test_without_luck.py", "tests/study/test_comparing.py"),
    *("relsim/behaviour", "relsim/market", "relsim/view", "relsim/result"),
)
"""Tests that look at everything of a kind, whatever there is of it."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return a copy of relsim to which all six are added."""
    root = copied(tmp_path_factory.mktemp("copy"), COPIED)
    for kind in KINDS:
        read(kind).write(root)
    return root


def run(copy, *words, **environment):
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, f"{done.stdout}{done.stderr}"[-6000:]


@pytest.mark.parametrize("kind", KINDS)
def test_an_addition_takes_as_many_places_as_its_readme_says(kind):
    text = (ROOT / "relsim" / ROOM[kind] / "README.md").read_text(encoding="utf-8")
    (number,) = re.findall(rf"\*\*A {kind}\b[^*:]*: (\w+) places?\.\*\*", text)
    places = read(kind).places
    assert len(places) == NUMBERS.index(number)
    assert len({place.file for place in places}) == len(places), "a place is a file"
    assert all(place.file.startswith(("relsim/", "experiments/")) for place in places)


@pytest.mark.parametrize("kind", KINDS)
def test_contributing_gives_the_same_count(kind):
    text = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (number,) = re.findall(rf"^\| an? (?:[\w']+ )?{kind}\b[^|]*\| (\w+) \|", text, re.MULTILINE)
    assert len(read(kind).places) == NUMBERS.index(number)


def test_every_file_here_is_one_of_the_additions():
    assert {path.stem for path in HERE.glob("*.toml")} == set(KINDS)


def test_what_is_added_is_everywhere_it_belongs(copy):
    checks = ("pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/extending/checks.py")
    run(copy, *checks, RELSIM_TESTS_UNCOMPILED="1", PYTHONDONTWRITEBYTECODE="1")


@pytest.mark.extending
def test_the_house_stands_with_what_was_added(copy, tmp_path_factory):
    cache = tmp_path_factory.mktemp("compiled")
    for words in GENERATORS:
        run(copy, *words, RELSIM_CACHE=str(cache))
    # Settings that are kept are of the numbers without what was added.
    kept = "not settings_that_come and not ledger_says_besides"
    run(copy, "pytest", "-q", "-k", kept, *LISTS, RELSIM_CACHE=str(cache))
    shutil.rmtree(cache)
