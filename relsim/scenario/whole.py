"""Whole numbers that somebody hands over in Python, where nothing has checked them yet."""

from __future__ import annotations

from numbers import Integral
from typing import Any

from relsim.errors import InputError
from relsim.scenario.wording import show

LARGEST = 2**63 - 1
"""What the engine holds."""


def check_whole(least: int, most: float = LARGEST, **given: Any) -> None:
    """Refuse what is no whole number: True and 1.0 are none, NumPy's integers are.

    Examples
    --------
    >>> check_whole(1, replications=30)
    >>> check_whole(1, replications=1.5)
    Traceback (most recent call last):
        ...
    relsim.errors.InputError: replications: found 1.5; allowed is a whole number from 1.
    """
    for name, value in given.items():
        whole = isinstance(value, Integral) and not isinstance(value, bool)
        if not whole or not least <= int(value) <= most:
            upper = f" to {most:,}" if most < LARGEST or (whole and value > most) else ""
            raise InputError(
                f"{name}: found {show(value)}; allowed is a whole number from {least}{upper}."
            )
