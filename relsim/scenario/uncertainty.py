"""What a user knows of a number that is not known exactly: ``[uncertainty]``."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from relsim.behaviour import BEHAVIOUR, COSTS, MARKET
from relsim.behaviour.declaration import Parameter
from relsim.scenario.declared import declaration, is_decimal
from relsim.scenario.lines import Path
from relsim.scenario.source import Source
from relsim.scenario.wording import did_you_mean, number, show
from relsim.scenario.writing import path_of

Law = Literal["uniform", "log-uniform", "odds-uniform", "normal", "log-normal", "odds-normal"]
"""Even over the interval, or most likely in its middle; on its own scale, that of its logarithm,
or that of the logarithm of its odds."""

_KEYS = ("low", "high", "law")
_LAWS = get_args(Law)
_PATHS = [
    *(f"behaviour.{name}" for name in BEHAVIOUR),
    *(f"market.{name}" for name in MARKET),
    *(f"market.costs.{name}" for name in COSTS),
]
_EXAMPLE = "write { low = 1, high = 3 }, or false where it is known exactly"


@dataclass(frozen=True, slots=True)
class Interval:
    """What is thought of a number; what is None stays as declared.

    Parameters
    ----------
    low, high : float or None
        Between which it lies.
    law : Law or None
        How likely it is where.
    known : bool
        True where it is known exactly.
    """

    low: float | None = None
    high: float | None = None
    law: Law | None = None
    known: bool = False


def check_uncertainty(
    raw: object, segments: Collection[str], source: Source
) -> dict[str, Interval]:
    """Return what ``[uncertainty]`` says by path, noting what is wrong.

    Examples
    --------
    >>> check_uncertainty({"behaviour": {"loss_aversion": False}}, (), Source("a.toml"))
    {'behaviour.loss_aversion': Interval(low=None, high=None, law=None, known=True)}
    """
    found: dict[str, Interval] = {}
    if not isinstance(raw, Mapping):
        place: Path = ("uncertainty",)
        source.fault(place, f"found {show(raw)}", "", "write [uncertainty] above the paths")
        return found
    for parts, held in _leaves(raw, ()):
        parameter = _parameter(parts, segments, source)
        if parameter is None:
            continue
        interval = _interval(("uncertainty", *parts), held, parameter, source)
        if interval is not None:
            found[path_of(*parts)] = interval
    return found


def _leaves(
    table: Mapping[str, object], above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], object]]:
    for key, held in table.items():
        if isinstance(held, Mapping) and held and not set(held) & set(_KEYS):
            yield from _leaves(held, (*above, key))
        else:
            yield (*above, key), held


def _parameter(
    parts: tuple[str, ...], segments: Collection[str], source: Source
) -> Parameter | None:
    """Return the declaration of what may be uncertain; note where a path leads to nothing such."""
    place = ("uncertainty", *parts)
    if parts[0] in ("firms", "strategies"):
        what = "what a firm chooses is not uncertain"
        source.fault(place, what, "", "leave it out, or sweep it: relsim sweep --vary")
        return None
    if parts[0] == "segments" and len(parts) > 1 and parts[1] not in segments:
        instead = did_you_mean(parts[1], segments) or "there are: " + ", ".join(segments)
        source.fault(place, f"there is no segment {show(parts[1])}", "", instead)
        return None
    parameter = declaration(parts)
    if parameter is None or not is_decimal(parameter):
        near = "" if parameter else did_you_mean(".".join(parts), _PATHS)
        instead = (
            near or 'name one that "relsim show uncertainty" lists, as behaviour.loss_aversion'
        )
        source.fault(place, "leads to no number that can be uncertain", "", instead)
        return None
    return parameter


def _interval(place: Path, held: object, parameter: Parameter, source: Source) -> Interval | None:
    if held is False:
        return Interval(known=True)
    if not isinstance(held, Mapping) or not held:
        source.fault(place, f"found {show(held)}", "", _EXAMPLE)
        return None
    faults = [
        (key, f"there is no key {show(key)}", "the keys are " + ", ".join(_KEYS))
        for key in held
        if key not in _KEYS
    ]
    span = f"allowed is a number from {number(parameter.low)} to {number(parameter.high)}"
    faults += [
        (key, f"found {show(held[key])}", span)
        for key in ("low", "high")
        if key in held and not _within(held[key], parameter)
    ]
    law = held.get("law")
    if law is not None and law not in _LAWS:
        faults.append(("law", f"found {show(law)}", "allowed are " + ", ".join(_LAWS)))
    if not faults:
        faults += _between(held)
    for key, what, allowed in faults:
        source.fault((*place, key), what, allowed)
    if faults:
        return None
    low, high = (None if held.get(key) is None else float(held[key]) for key in ("low", "high"))
    return Interval(low, high, law)


def _within(value: object, parameter: Parameter) -> bool:
    sound = isinstance(value, int | float) and not isinstance(value, bool)
    return sound and parameter.low <= value <= parameter.high  # type: ignore[operator]


def _between(held: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """Return what is wrong with both ends together, and with a law for them."""
    low, high = held.get("low", -math.inf), held.get("high", math.inf)
    if not low < high:  # type: ignore[operator]
        return [("high", f"found {show(held['high'])}", f"it must lie above low = {show(low)}")]
    law = str(held.get("law", ""))
    if law.startswith(("log", "odds")) and low <= 0 and "low" in held:  # type: ignore[operator]
        return [("low", f"found {show(low)}", f"the law {law} wants it above 0")]
    if law.startswith("odds") and high >= 1 and "high" in held:  # type: ignore[operator]
        return [("high", f"found {show(high)}", f"the law {law} wants it below 1")]
    return []
