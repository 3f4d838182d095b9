"""The table of twins in the description of settings, made from what was kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.documentation import ROOT, table
from tests.twins.twin import ANEW, DIFFERENCES, GROUPS, KINDS

FILE = Path(__file__).with_name("twins.json")
PAGE = ROOT / "relsim" / "study" / "settings" / "README.md"
MARKER = re.compile(r"(<!-- computed: twins -->\n)(.*?)(<!-- end of computed -->)", re.DOTALL)
SHARES = (0.5, 0.9)
GROUPED: Mapping[str, Sequence[str]] = {
    **GROUPS,
    "all numbers": [path for paths in GROUPS.values() for path in paths],
    "differences between strategies": [name for name, _, _ in DIFFERENCES],
    "the same, lived anew": [f"{name}{ANEW}" for name, _, _ in DIFFERENCES],
}

Twin = Mapping[str, Any]
Twins = Sequence[Twin]


def kept() -> Mapping[str, Twins]:
    """Return what was kept of all twins, by kind."""
    return json.loads(FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def covered(twins: Twins, group: str, share: float) -> float:
    """Return how often the middle share of the settings holds the truth of a group's numbers."""
    return float(np.mean([_caught(one, name, share) for one, name in _all(twins, group)]))


def width(twins: Twins, group: str) -> float:
    """Return what part of what was thought beforehand is left, on average."""
    return float(np.mean([one["width"][name] for one, name in _all(twins, group)]))


def _all(twins: Twins, group: str) -> list[tuple[Twin, str]]:
    # A model that lacks a mechanism lacks its numbers.
    return [(one, name) for one in twins for name in GROUPED[group] if name in one["ranks"]]


def _caught(one: Twin, name: str, share: float, worlds: int | None = None) -> float:
    """Return in which share of its worlds the middle share of the settings holds the truth."""
    ranks = np.array(one["ranks"][name][:worlds])
    return float(np.mean(np.abs(ranks - 0.5) <= share / 2))


def of_one_world(twins: Twins, group: str) -> float:
    """Return what covering by nine tenths comes to, were each twin seen in one world alone."""
    return float(np.mean([_caught(one, name, 0.9, 1) for one, name in _all(twins, group)]))


def text(found: Mapping[str, Twins]) -> str:
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
    alone = of_one_world(sound["right"], "differences between strategies")
    below += f" Differences of one world of each twin alone: in 90%, {alone:.0%}."
    return f"{table(head, rows)}\n\n{below}\n".replace("%", " %")


def _told_most(twins: Twins) -> str:
    """Say of the two numbers of which most was learnt how often they were caught."""
    left = {name: np.mean([one["width"][name] for one in twins]) for name in GROUPED["all numbers"]}
    said = []
    for name in sorted(left, key=left.__getitem__)[:2]:
        caught = round(sum(_caught(one, name, 0.9) for one in twins))
        said.append(f"`{name}` ({left[name]:.0%} of its width left) in {caught}")
    return f" Of single numbers the middle 90% caught {' and '.join(said)} of {len(twins)}."


def written() -> str:
    """Return the page with the table of what was kept."""
    page = PAGE.read_text(encoding="utf-8")
    return MARKER.sub(lambda part: part[1] + text(kept()) + part[3], page)


def write() -> None:
    """Write the table into the page."""
    PAGE.write_text(written(), encoding="utf-8")
