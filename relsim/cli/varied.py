"""What is varied, as ``--vary`` and ``--lever`` take it: a range, or the values themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from relsim.errors import InputError


def read_varied(
    option: str, texts: Sequence[str] | None
) -> dict[str, tuple[float, float] | list[Any]]:
    """Return what is behind each name: two ends, or a list of values.

    Examples
    --------
    >>> read_varied("--vary", ["market.freedom=0:1", "market.customers=100,200"])
    {'market.freedom': (0.0, 1.0), 'market.customers': [100, 200]}
    >>> read_varied("--lever", ["social=0:1:3", "renews=true,false"])
    {'social': [0.0, 0.5, 1.0], 'renews': [True, False]}
    """
    found: dict[str, tuple[float, float] | list[Any]] = {}
    for text in texts or ():
        name, values = _varied(option, text)
        if name in found:
            raise InputError(f"{option}: {name} is named twice.")
        found[name] = values
    return found


def read_ranges(option: str, texts: Sequence[str] | None) -> dict[str, tuple[float, float]]:
    """Return the two ends behind each name, where nothing but ranges makes sense.

    Examples
    --------
    >>> read_ranges("--vary", ["firms.Alba.price=18:24"])
    {'firms.Alba.price': (18.0, 24.0)}
    """
    found = {}
    for name, held in read_varied(option, texts).items():
        if isinstance(held, list):
            raise InputError(f"{option}: {name} wants a range here. Write {name}=LOW:HIGH.")
        found[name] = held
    return found


def _varied(option: str, text: str) -> tuple[str, tuple[float, float] | list[Any]]:
    from relsim.scenario.paths import parse_assignment, parted, split_assignment
    from relsim.study.sweep.design import MOST_POINTS, spread

    try:
        path, values = split_assignment(text)
    except InputError:
        raise _unreadable(option, text) from None
    if not values:
        raise _unreadable(option, text)
    if ":" not in values or set(values) & set('",[{'):
        return path, [parse_assignment(f"{path}={one}")[1] for one in parted(values)]
    try:
        low, high, *rest = (float(one) for one in values.split(":"))
        points = int(rest[0]) if rest else 2
        whole = len(rest) <= 1 and (not rest or points == rest[0])
    except (ValueError, OverflowError):
        raise _unreadable(option, text) from None
    if not (whole and math.isfinite(high - low) and low < high and points >= 2):
        raise _unreadable(option, text)
    if points > MOST_POINTS:
        raise InputError(
            f"{option} {text}: {points:,} points; at most {MOST_POINTS:,} are allowed."
        )
    return path, spread(low, high, points) if rest else (low, high)


def _unreadable(option: str, text: str) -> InputError:
    name = "NAME" if option == "--lever" else "PATH"
    return InputError(
        f'{option}: "{text}" cannot be read. Write {name}=LOW:HIGH, {name}=LOW:HIGH:POINTS with '
        f"rising ends and 2 points or more, or {name}=A,B,C."
    )
