"""A column of numbers, whose separators are settled by the column as a whole."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from relsim.errors import InputError
from relsim.scenario.numerals import DECIMAL_SIGNS, readings
from relsim.scenario.wording import show
from relsim.study.data.sheet import Placed

_MONEY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b")
"""Signs of money, which say nothing of how much it is."""


def check_decimal(decimal: str | None) -> None:
    """Refuse a sign that stands before no decimals."""
    if decimal is not None and decimal not in DECIMAL_SIGNS:
        raise InputError(f"--decimal: found {show(decimal)}; allowed is . or , and nothing else.")


def read_numbers(
    column: Sequence[Placed], decimal: str | None, faults: list[str], least: float = 0.0
) -> list[float | None]:
    """Return numbers from the least on, None for what is none, and note what is wrong."""
    found = [_readings(placed) for placed in column]
    sign = decimal or _decimal_sign(column, found, faults)
    numbers = []
    for placed, means in zip(column, found, strict=True):
        value = means.get(sign, math.nan)
        sound = math.isfinite(value) and value >= least
        if not sound and (sign or not means):
            faults.append(f"{placed.where}: {_why(placed, means, sign)}")
        numbers.append(value if sound else None)
    return numbers


def is_percent(column: Sequence[Placed], faults: list[str]) -> bool:
    """Tell whether numbers are written in per cent; some of them are no answer."""
    signed = [placed for placed in column if placed.text.endswith("%")]
    plain = [placed for placed in column if placed.text and not placed.text.endswith("%")]
    if signed and plain:
        faults.append(
            f"{plain[0].where}: found {show(plain[0].text)} without a percent sign, and "
            f"{show(signed[0].text)} on line {signed[0].line}. Write all of them in one way."
        )
    return bool(signed)


def _readings(placed: Placed) -> dict[str, float]:
    if isinstance(placed.cell, float):
        return dict.fromkeys(DECIMAL_SIGNS, placed.cell)
    return readings(_MONEY.sub("", placed.text.removesuffix("%")))


def _why(placed: Placed, means: dict[str, float], sign: str) -> str:
    found = f"found {show(placed.text)}; allowed is a number from 0."
    if means and sign not in means:
        return f"found {show(placed.text)}, where {show(sign)} stands before no decimals."
    return found if placed.text else f"{found} The cell is empty: fill it, or delete the row."


def _decimal_sign(
    column: Sequence[Placed], found: Sequence[dict[str, float]], faults: list[str]
) -> str:
    """Return the sign that stands before decimals in all of a column, or note that none does."""
    read = [(placed, means) for placed, means in zip(column, found, strict=True) if means]
    possible = [sign for sign in DECIMAL_SIGNS if all(sign in means for _, means in read)]
    if not possible:
        one = next(placed for placed, means in read if "," not in means)
        other = next(placed for placed, means in read if "." not in means)
        faults.append(
            f"{other.where}: {show(other.text)} has a decimal comma, and {show(one.text)} on line "
            f"{one.line} a decimal point. Write all of them in one way."
        )
        return ""
    unlike = [(placed, means) for placed, means in read if len(set(means.values())) > 1]
    if len(possible) > 1 and unlike:
        placed, means = unlike[0]
        point, comma = (f"{means[sign]:.15g}" for sign in DECIMAL_SIGNS)
        faults.append(
            f"{placed.where}: {show(placed.text)} may be {point} or {comma}, and nothing else in "
            "the column tells. Say which sign stands before decimals: "
            f"--decimal . for {point}, --decimal , for {comma}."
        )
        return ""
    return possible[0]
