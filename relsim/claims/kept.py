"""What the ledger keeps of a claim: its verdict, and estimates in place of worlds."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relsim.claims.breadth import Breadth
from relsim.claims.breaking import Breaking
from relsim.claims.structures import Structures
from relsim.claims.worlds import Place
from relsim.errors import InputError
from relsim.result.statistics import Estimate
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.claims.claim import Claim
    from relsim.claims.contrast import Contrast

Entries = dict[str, dict[str, Any]]
"""What the ledger keeps, by claim."""


def folder() -> Path:
    """Return where the ledger stands: the experiments folder."""
    from relsim.scenario.places import folder as place_of

    found = place_of("experiments")
    if found is None:
        raise InputError("ledger: there is no experiments folder; the ledger stands in a checkout.")
    return found


def read_ledger() -> Entries:
    """Return the entries of the ledger by claim; empty when there is none yet."""
    file = folder() / "ledger.json"
    entries: Entries = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return entries


def kept(claim: Claim) -> dict[str, Any] | None:
    """Return the evidence that the ledger keeps of a claim; None when it is of something else."""
    if claim.script() is None:
        return None
    entry = read_ledger().get(claim.name)
    if entry is None or entry["fingerprint"] != fingerprint(claim):
        return None
    evidence: dict[str, Any] = entry["evidence"]
    return evidence if evidence["version"] == __version__ else None


def kept_beside(claim: Claim) -> dict[str, Any]:
    """Return what the ledger's other stages say of a claim, as evidence holds it."""
    if kept(claim) is None:
        return {}
    entry, found = read_ledger()[claim.name], dict[str, Any]()
    if "settings" in entry:
        found["breadth"] = Breadth.from_json(entry["settings"]["breadth"])
    if "structures" in entry:
        found["structures"] = Structures.from_json(entry["structures"]["structures"])
    if "breaking" in entry:
        found["breaking"] = Breaking.from_json(entry["breaking"]["breaking"])
    return found


def fingerprint(claim: Claim) -> str:
    """Return a hash of what a claim's script says and of what its market's file does.

    Not of how it imports or explains itself: a module that moved, or a comment, changes no number.
    Nor of the question of its bet, nor of defaults: one that matters moves the pulse, and a new
    lever at rest moves nothing.
    """
    from relsim.scenario import load

    script = claim.script()
    text = "" if script is None else "".join(_said(ast.parse(script.read_bytes())))
    market = load(claim.scenario).to_toml(words=False)
    return hashlib.sha256(f"{text}{market}".encode()).hexdigest()[:16]


def _said(part: object) -> Iterator[str]:
    """Yield a syntax tree without imports, docstrings and places in the file.

    Empty fields are left out, too: newer Pythons add some.
    """
    if isinstance(part, list):
        yield "["
        for one in part:
            yield from () if _is_silent(one) else _said(one)
        yield "]"
    elif isinstance(part, ast.AST):
        yield type(part).__name__
        for name, held in ast.iter_fields(part):
            if held is not None and held != []:
                yield name
                yield from _said(held)
    else:
        yield repr(part)


def _is_silent(statement: object) -> bool:
    """Tell whether a statement imports, is a bare text such as a docstring, or asks for a bet."""
    if isinstance(statement, ast.keyword):
        return statement.arg == "bet"
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Import | ast.ImportFrom)


class Kept:
    """An entry of the ledger where worlds are asked: what came of them, not each of them."""

    def __init__(self, claim: Claim, evidence: Mapping[str, Any]) -> None:
        self.name = claim.name
        self._parts = {(one["name"], one["measure"]): _ends(one) for one in evidence["parts"]}
        self._curves = {(one["name"], one["contrast"]): one for one in evidence["sweeps"]}
        self._arms = evidence["arms"]
        self._sweeps = [one.name for one in claim.sweeps]
        along = [
            (Place(number, value), place)
            for number, vary in enumerate(claim.sweeps)
            for place, value in enumerate(vary.values)
        ]
        self.places = (Place(None, None), *(place for place, _ in along))
        self._steps = (0, *(step for _, step in along))

    def estimate(self, contrast: Contrast, place: int = 0) -> Estimate:
        """Return a contrast's mean over worlds with its interval."""
        sweep = self.places[place].sweep
        if sweep is None or contrast.at is not None:
            return self._parts[contrast.name, contrast.figure]
        points = self._curves[self._sweeps[sweep], contrast.name]["points"]
        return _ends(points[self._steps[place]])

    def level(self, arm: str, figure: str, place: int = 0) -> Estimate:
        """Return the mean of a figure in one arm; along a sweep only of what is bet on."""
        sweep = self.places[place].sweep
        if sweep is None:
            return _ends(self._arms[arm][figure])
        curves = (one for (name, _), one in self._curves.items() if name == self._sweeps[sweep])
        arms = next(one["arms"] for one in curves if one["arms"])
        return _ends(arms[arm][self._steps[place]])

    def are_single(self, figure: str) -> bool:
        """Tell whether a figure has a level of its own."""
        return all(figure in levels for levels in self._arms.values())

    def picture(self) -> str:
        """Return the picture as it stands beside the ledger."""
        return (folder() / "pictures" / f"{self.name}.svg").read_text(encoding="utf-8")


def _ends(found: Mapping[str, Any]) -> Estimate:
    return Estimate(found["mean"], found["low"], found["high"], found["n"])
