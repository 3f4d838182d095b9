"""The table of twins in the description of settings, made from what was kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.documentation import ROOT, table
from tests.twins.twin import DIFFERENCES, GROUPS, KINDS

FILE = Path(__file__).with_name("twins.json")
PAGE = ROOT / "relsim" / "study" / "settings" / "README.md"
MARKER = re.compile(r"(<!-- computed: twins -->\n)(.*?)(<!-- end of computed -->)", re.DOTALL)
SHARES = (0.5, 0.9)
GROUPED: Mapping[str, Sequence[str]] = {
    **GROUPS,
    "all numbers": [path for paths in GROUPS.values() for path in paths],
    "differences between strategies": [name for name, _, _ in DIFFERENCES],
}

Twins = Mapping[str, Sequence[Mapping[str, Any]]]


def kept() -> Twins:
    """Return what was kept of all twins, by kind."""
    return json.loads(FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def covered(twins: Sequence[Mapping[str, Any]], group: str, share: float) -> float:
    """Return how often the middle share of the settings holds the truth of a group's numbers."""
    ranks = _all(twins, "ranks", group)
    return float(np.mean(np.abs(ranks - 0.5) <= share / 2))


def width(twins: Sequence[Mapping[str, Any]], group: str) -> float:
    """Return what part of what was thought beforehand is left, on average."""
    return float(np.mean(_all(twins, "width", group)))


def _all(twins: Sequence[Mapping[str, Any]], key: str, group: str) -> np.ndarray:
    # A model that lacks a mechanism lacks its numbers.
    return np.array(
        [one[key][name] for one in twins for name in GROUPED[group] if name in one[key]]
    )


def text(found: Twins) -> str:
    """Return the table."""
    sound = {kind: [one for one in twins if "ranks" in one] for kind, twins in found.items()}
    head = ["of", "in 50%", "in 90%", "width left", "wrong: in 90%", "wrong: width left"]
    rows = [
        [
            group,
            *(f"{covered(sound['right'], group, share):.0%}" for share in SHARES),
            f"{width(sound['right'], group):.0%}",
            f"{covered(sound['wrong'], group, 0.9):.0%}",
            f"{width(sound['wrong'], group):.0%}",
        ]
        for group in GROUPED
    ]
    refused = {kind: len(found[kind]) - len(sound[kind]) for kind in KINDS}
    below = (
        f"{len(found['right'])} twins, {refused['right']} of them refused; "
        f"{len(found['wrong'])} wrong ones, {refused['wrong']} of them refused. "
        f"Effective number {np.mean([one['effective'] for one in sound['right']]):.0f} on average."
    )
    below += _told_most(sound["right"])
    return f"{table(head, rows)}\n\n{below}\n".replace("%", " %")


def _told_most(twins: Sequence[Mapping[str, Any]]) -> str:
    """Say of the two numbers of which most was learnt how often they were caught."""
    left = {name: np.mean([one["width"][name] for one in twins]) for name in GROUPED["all numbers"]}
    said = []
    for name in sorted(left, key=left.__getitem__)[:2]:
        caught = sum(abs(one["ranks"][name] - 0.5) <= 0.45 for one in twins)
        said.append(f"`{name}` ({left[name]:.0%} of its width left) in {caught}")
    return f" Of single numbers the middle 90% caught {' and '.join(said)} of {len(twins)}."


def written() -> str:
    """Return the page with the table of what was kept."""
    page = PAGE.read_text(encoding="utf-8")
    return MARKER.sub(lambda part: part[1] + text(kept()) + part[3], page)


def write() -> None:
    """Write the table into the page."""
    PAGE.write_text(written(), encoding="utf-8")
