"""Amounts by figure: how narrow an interval is to be, how small a difference matters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from relsim.errors import InputError
from relsim.result.figures import COMPARED
from relsim.scenario.wording import nearest, show


def read_amounts(option: str, texts: Sequence[str] | None) -> dict[str, float] | None:
    """Return amounts by figure from ``FIGURE=AMOUNT``, as the command line gave them.

    Examples
    --------
    >>> read_amounts("precision", ["retention=0.5", "npv=10000"])
    {'retention': 0.5, 'npv': 10000.0}
    """
    if not texts:
        return None
    amounts: dict[str, float] = {}
    for text in texts:
        name, equals, amount = (part.strip() for part in text.partition("="))
        try:
            value = float(amount)
        except ValueError:
            value = math.nan
        if not equals or not name or math.isnan(value):
            raise InputError(
                f"{option}: found {show(text)}. Write FIGURE=AMOUNT, such as retention=0.5 "
                "(points) or npv=10000."
            )
        if name in amounts:
            raise InputError(f"{option}: {show(name)} is named twice.")
        amounts[name] = value
    in_units(option, amounts)
    return amounts


def in_units(option: str, amounts: Mapping[str, float]) -> dict[str, float]:
    """Return amounts in the units of the figures, checked.

    Examples
    --------
    >>> in_units("precision", {"retention": 0.5, "npv": 10_000})
    {'retention': 0.005, 'npv': 10000.0}
    """
    found: dict[str, float] = {}
    for name, value in amounts.items():
        if name not in COMPARED:
            near = nearest(str(name), COMPARED)
            hint = f"Did you mean {near}? " if near else ""
            raise InputError(
                f"{option}: there is no figure {show(name)}. {hint}There are: "
                f"{', '.join(COMPARED)}."
            )
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 < value < math.inf:
            raise InputError(
                f"{option}: {name} = {show(value)}; allowed is a number above 0, for a percentage "
                "in points (0.5 is half a point)."
            )
        found[name] = value / COMPARED[name].counted_in().scale
    return found
