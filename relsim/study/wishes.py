"""What a user asks of a figure: how narrow an interval, how small a difference."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from relsim.errors import InputError
from relsim.scenario.wording import nearest, show
from relsim.study.figures import OUTCOMES


def read_wishes(option: str, texts: Sequence[str] | None) -> dict[str, float] | None:
    """Return what ``FIGURE=AMOUNT`` asks for, as the command line gave it.

    Parameters
    ----------
    option : str
        What the messages call it.
    texts : sequence of str or None
        Such as ``retention=0.5``.

    Returns
    -------
    dict of str to float, or None
        As written, percentages in points; None when nothing was given.

    Raises
    ------
    InputError
        For a text that is no wish, and whatever :func:`in_units` refuses.

    Examples
    --------
    >>> read_wishes("precision", ["retention=0.5", "npv=10000"])
    {'retention': 0.5, 'npv': 10000.0}
    """
    if not texts:
        return None
    wishes: dict[str, float] = {}
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
        if name in wishes:
            raise InputError(f"{option}: {show(name)} is named twice.")
        wishes[name] = value
    in_units(option, wishes)
    return wishes


def in_units(option: str, wishes: Mapping[str, float]) -> dict[str, float]:
    """Return amounts in the units of the figures, checked.

    Parameters
    ----------
    option : str
        What the messages call it.
    wishes : mapping of str to float
        By figure; percentages in points.

    Returns
    -------
    dict of str to float
        Shares as numbers from 0 to 1.

    Raises
    ------
    InputError
        For a figure that is not compared, or an amount that is no number above 0.

    Examples
    --------
    >>> in_units("precision", {"retention": 0.5, "npv": 10_000})
    {'retention': 0.005, 'npv': 10000.0}
    """
    found: dict[str, float] = {}
    for name, value in wishes.items():
        if name not in OUTCOMES:
            near = nearest(str(name), OUTCOMES)
            hint = f"Did you mean {near}? " if near else ""
            raise InputError(
                f"{option}: there is no figure {show(name)}. {hint}There are: "
                f"{', '.join(OUTCOMES)}."
            )
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 < value < math.inf:
            raise InputError(
                f"{option}: {name} = {show(value)}; allowed is a number above 0, for a percentage "
                "in points (0.5 is half a point)."
            )
        found[name] = value / 100 if OUTCOMES[name].unit == "percent" else float(value)
    return found


def as_written(wishes: Mapping[str, float] | None) -> list[str]:
    """Return wishes as the command line takes them.

    Parameters
    ----------
    wishes : mapping of str to float, or None
        By figure; percentages in points.

    Returns
    -------
    list of str
        ``FIGURE=AMOUNT``.

    Examples
    --------
    >>> as_written({"retention": 0.5})
    ['retention=0.5']
    """
    return [f"{name}={value!r}" for name, value in (wishes or {}).items()]
