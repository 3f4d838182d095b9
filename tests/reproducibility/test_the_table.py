"""The table of what must give the same bytes names tests that there are."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SECTION = (TESTS / "README.md").read_text(encoding="utf-8").split("\n## Reproducibility\n")[1]
ROWS = [
    cells
    for line in SECTION.split("\n## ")[0].splitlines()
    if (cells := line.strip("| ").split(" | ")) and ".py" in line and len(cells) == 3
]


def named():
    """Return each file of the table with the beginning of each test that it is said to hold."""
    found = []
    for _, tests, _ in ROWS:
        for part in tests.split("; "):
            files = re.findall(r"`([\w/]+\.py)`", part)
            names = re.findall(r"`(\w+)…?`(?!\.py)", part)
            for file in files:
                found += [(file, name) for name in names if name != "made_with"] or [(file, "")]
    return found


def test_the_table_has_rows():
    assert len(ROWS) >= 10


@pytest.mark.parametrize(("file", "name"), named())
def test_a_named_test_exists(file, name):
    source = (TESTS / file).read_text(encoding="utf-8")
    assert re.search(rf"^def test_{name}\w*\(", source, re.MULTILINE)
