"""What is known of a market from outside, as data: targets, their doubts, their sources."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relsim.errors import InputError
from relsim.scenario.wording import nearest, show
from relsim.study.settings.measures import Measure, measure
from relsim.words.catalogue import Word

if TYPE_CHECKING:
    from relsim.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Something known that a market is held against.

    Parameters
    ----------
    name : str
        What it is called.
    measured : str
        What is measured: see :class:`relsim.study.settings.measures.Measure`.
    target : float
        What was found outside.
    source : str
        Where.
    error : float
        Standard error of the target, from sampling.
    discrepancy : float
        How wrong the model may be about it, as a standard deviation; written down beforehand.
    log : bool
        Whether errors are those of the logarithm.
    block : str
        Patterns of one block are wrong together; every block must pass.
    holds_out : bool
        True where it checks what came out and chooses nothing.
    arms : tuple of str
        Two strategies: the pattern is then the second's figure less the first's (a pilot, an
        A/B test).
    markets : tuple of str
        Bundled markets that it is known of; empty for all.
    own : bool
        True for a user's own, which is never let off.
    """

    name: str
    measured: str
    target: float
    source: str
    error: float = 0.0
    discrepancy: float = 0.0
    log: bool = False
    block: str = "patterns"
    holds_out: bool = False
    arms: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    own: bool = False

    @property
    def measure(self) -> Measure:
        """What is measured."""
        return measure(self.measured)

    @property
    def aim(self) -> float:
        """The target on the scale of its errors."""
        return self.placed(self.target)

    @property
    def variance(self) -> float:
        """Of the target around what the model can show."""
        return self.error**2 + self.discrepancy**2

    def placed(self, value: float) -> float:
        """Return a value on the scale of the errors; NaN where there is none."""
        if not self.log:
            return value
        return math.log(value) if value > 0 else math.nan

    def luck_placed(self, value: float, variance: float) -> float:
        """Return the variance of a value on the scale of the errors."""
        return variance / value**2 if self.log and value else variance


def read_patterns(path: str | Path) -> tuple[Pattern, ...]:
    """Return a user's patterns from a TOML file of ``[[patterns]]``.

    Parameters
    ----------
    path : str or pathlib.Path
        The file.

    Returns
    -------
    tuple of Pattern

    Raises
    ------
    InputError
        With what is wrong, and where.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise InputError(f"{path}: could not be read ({why}).") from None
    return _parsed(text, str(path), own=True)


def bundled_patterns(scenario: Scenario) -> tuple[Pattern, ...]:
    """Return what is known from outside of a market, or of any.

    Examples
    --------
    >>> import relsim
    >>> len(bundled_patterns(relsim.load("insurance")))
    11
    """
    text = (files("relsim.study.settings") / "patterns.toml").read_text(encoding="utf-8")
    found = _parsed(text, "patterns.toml", own=False)
    return tuple(one for one in found if not one.markets or scenario.name in one.markets)


def digest(patterns: Sequence[Pattern]) -> str:
    """Return a hash of what is known."""
    text = json.dumps([asdict(one) for one in patterns], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "name": str,
    "measured": str,
    "target": (int, float),
    "source": str,
    "error": (int, float),
    "discrepancy": (int, float),
    "log": bool,
    "block": str,
    "holds_out": bool,
    "arms": list,
    "markets": list,
}
_NEEDED = ("name", "measured", "target", "source")
_WORDS = {str: "a text", bool: "true or false", list: "a list of names", (int, float): "a number"}


def _parsed(text: str, label: str, own: bool) -> tuple[Pattern, ...]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{label}: is no TOML: {error}.") from None
    listed = tables.get("patterns")
    if set(tables) != {"patterns"} or not isinstance(listed, list) or not listed:
        raise InputError(f"{label}: write one or more tables [[patterns]], and nothing else.")
    faults: list[str] = []
    found = [
        _pattern(table, f"{label} patterns[{place}]", own, faults)
        for place, table in enumerate(listed)
    ]
    names = [table.get("name") for table in listed if isinstance(table, dict)]
    faults += [
        f"{label}: {show(name)} is named twice."
        for name in {name for name in names if isinstance(name, str) and names.count(name) > 1}
    ]
    if faults:
        raise InputError("\n\n".join(faults))
    return tuple(one for one in found if one is not None)


def _pattern(table: Any, where: str, own: bool, faults: list[str]) -> Pattern | None:
    before = len(faults)
    if not isinstance(table, dict):
        faults.append(f"{where}: found {show(table)}; write a table [[patterns]].")
        return None
    for key, value in table.items():
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            hint = f"Did you mean {near}?" if near else f"There are {', '.join(_KEYS)}."
            faults.append(f"{where}: there is no key {show(key)}. {hint}")
        elif not _of_kind(value, _KEYS[key]):
            faults.append(f"{where} {key}: found {show(value)}; allowed is {_WORDS[_KEYS[key]]}.")
    faults += [f"{where}: {key} is missing. Add it." for key in _NEEDED if key not in table]
    if len(faults) == before:
        _check_values(table, where, faults)
    if len(faults) > before:
        return None
    lists = {key: tuple(map(str, table[key])) for key in ("arms", "markets") if key in table}
    # Ours are in the catalogues; a user's stand as they were written.
    ours = {} if own else {key: Word(table[key]) for key in ("name", "block")}
    return Pattern(**{**table, **lists, **ours}, own=own)


def _of_kind(value: object, kind: type | tuple[type, ...]) -> bool:
    if isinstance(kind, tuple):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and math.isfinite(value)  # type: ignore[arg-type]
    return isinstance(value, kind)


def _check_values(table: Mapping[str, Any], where: str, faults: list[str]) -> None:
    try:
        measure(table["measured"])
    except InputError as error:
        faults.append(f"{where} {error}")
    doubts = [table.get("error", 0.0), table.get("discrepancy", 0.0)]
    if min(doubts) < 0 or max(doubts) <= 0:
        faults.append(
            f"{where}: error and discrepancy are standard deviations from 0, and not both 0; "
            "nothing is known exactly. Say how wrong the model may be: discrepancy = 0.05."
        )
    if table.get("log") and table["target"] <= 0:
        faults.append(f"{where} target: found {table['target']}; a logarithm wants it above 0.")
    if len(table.get("arms", ())) not in (0, 2):
        faults.append(f"{where} arms: name two strategies, or leave it out.")
    if table.get("arms") and (
        table.get("log") or table["measured"].startswith(("left.", "again."))
    ):
        faults.append(f"{where} arms: goes with a figure, stays or staying, without log.")
