"""Which experiments try a statement: their scripts say so, and nobody else needs to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from relsim.scenario import bundled


def tried() -> dict[str, list[str]]:
    """Return the experiments that try a statement, by its number.

    Examples
    --------
    >>> tried()["S4.03"]
    ['win_win']
    """
    found: dict[str, list[str]] = {}
    for name, script in bundled("experiments").items():
        for number in named_in(script):
            found.setdefault(number, []).append(name)
    return found


def named_in(script: Path) -> Iterator[str]:
    """Yield the numbers that a script gives its claim, without running it."""
    for node in ast.walk(ast.parse(script.read_bytes())):
        if isinstance(node, ast.keyword) and node.arg == "concepts":
            yield from ast.literal_eval(node.value)
