"""The table of planted faults in this folder's README.md, and what it comes to."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.mutants import FAULTS
from tests.mutants.planting import Found
from tests.mutants.stages import STAGES, family_of

README = Path(__file__).with_name("README.md")
GENERATED = re.compile(r"(?<=<!-- generated -->\n).*(?=<!-- end -->)", re.DOTALL)
ENOUGH = 0.95
"""Share of the faults that the three families must catch."""


def told() -> Found:
    """Return what the table says was found, of faults that are still there in the same file."""
    found: Found = {}
    places = {fault.name: fault.file.removeprefix("relsim/") for fault in FAULTS}
    for line in README.read_text(encoding="utf-8").splitlines():
        cells = line.strip("| ").split(" | ")
        caught = re.fullmatch(r"`(\S+): (.*)`", cells[3]) if len(cells) == 5 else None
        if caught and f"`{places.get(cells[0])}`" == cells[2]:
            test = f"tests/{caught[1]}::test_{caught[2]}"
            (stage,) = (one for one in STAGES if f"tests/{caught[1]}" in one.tests)
            found[cells[0]] = {"caught_by": test, "family": family_of(test), "stage": stage.name}
    return found


def bites(found: Found) -> bool:
    """Tell whether enough of the faults that were looked for are caught."""
    caught = sum(bool(result["caught_by"]) for result in found.values())
    return bool(found) and caught >= ENOUGH * len(found)


def summary(found: Found) -> str:
    """Return in a few lines how many faults are caught, by family and by stage."""
    caught = [result for result in found.values() if result["caught_by"]]
    families = Counter(result["family"] for result in caught)
    stages = Counter(result["stage"] for result in caught)
    by_family = ", ".join(f"{family}: {families[family]}" for family in "ABC")
    by_stage = ", ".join(f"{stage.name}: {stages[stage.name]}" for stage in STAGES)
    lines = [
        f"{len(found)} faults planted, {len(caught)} caught.",
        f"By the family of the first test that fails: {by_family}.",
        f"By stage: {by_stage}.",
    ]
    return "\n".join(lines)


def table(found: Found) -> str:
    """Return the table in Markdown, a row a fault."""
    rows = [
        "| what is wrong | kind of mistake | in | caught by | family |",
        "|---|---|---|---|---|",
    ]
    for fault in FAULTS:
        if fault.name not in found:
            continue
        result = found[fault.name]
        file, _, test = result["caught_by"].partition("::")
        # Cases that are told apart by their place alone are no news.
        test = re.sub(r"\[pair\d+\]$|-\d+(?=\]$)", "", test.removeprefix("test_"))
        where = file.removeprefix("tests/")
        caught = f"`{where}: {test}`" if file else "**nothing**"
        place = fault.file.removeprefix("relsim/")
        cells = (fault.name, fault.mistake, f"`{place}`", caught, result["family"])
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def write(found: Found) -> None:
    """Write what was found between the markers of README.md; other rows stay.

    Parameters
    ----------
    found : dict
        By name of the fault. What has neither been looked for nor a row gets none.
    """
    found = told() | found
    text = f"{summary(found)}\n\n{table(found)}\n"
    before = README.read_text(encoding="utf-8")
    README.write_text(GENERATED.sub(lambda _: text, before), encoding="utf-8")
