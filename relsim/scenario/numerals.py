"""Numbers as people write them: which sign sets thousands apart, and which the decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping

ODD_BLANKS: Mapping[str, str] = {
    "\u00a0": "no-break space",
    "\u2007": "figure space",
    "\u2009": "thin space",
    "\u202f": "narrow no-break space",
}
"""Blanks that look like one and are none, by what they are called."""

DECIMAL_SIGNS = (".", ",")
_PLAIN = str.maketrans({**dict.fromkeys(ODD_BLANKS, " "), "\u2019": "'", "\u2212": "-"})
_BARE = {
    sign: re.compile(rf"[+-]?(?:\d+(?:[{sign}]\d*)?|[{sign}]\d+)(?:[eE][+-]?\d+)?", re.ASCII)
    for sign in DECIMAL_SIGNS
}
_GROUPED = {
    sign: re.compile(
        rf"[+-]?[1-9]\d{{0,2}}(?:(?:[{other}]\d{{3}})+|(?: \d{{3}})+|(?:'\d{{3}})+)"
        rf"(?:[{sign}]\d+)?",
        re.ASCII,
    )
    for sign, other in zip(DECIMAL_SIGNS, reversed(DECIMAL_SIGNS), strict=True)
}
_IN_A_LINE = re.compile(
    r"=\s*(?P<number>[+-]?\d[\d.,'\u2019 \u00a0\u2007\u2009\u202f]*\d)\s*(?=$|[,}#\]])"
)
_LONGEST = 400
_IN_QUOTES = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")


def readings(text: str) -> dict[str, float]:
    """Return what a text may mean, by the sign that then stands before the decimals.

    Examples
    --------
    >>> readings("1,000"), readings("1.234,5"), readings("5'000"), readings("many")
    ({'.': 1000.0, ',': 1.0}, {',': 1234.5}, {'.': 5000.0, ',': 5000.0}, {})
    """
    written = text.strip().translate(_PLAIN)
    found = {}
    for sign, other in zip(DECIMAL_SIGNS, reversed(DECIMAL_SIGNS), strict=True):
        if len(written) > _LONGEST:
            break
        if _GROUPED[sign].fullmatch(written):
            bare = re.sub(rf"[{other} ']", "", written)
        elif _BARE[sign].fullmatch(written):
            bare = written
        else:
            continue
        found[sign] = float(bare.replace(sign, "."))
    return found


def rewritten(text: str) -> str:
    """Return a number as relsim reads it; nothing for what is none.

    Where a sign could set thousands apart or decimals, a comma sets thousands apart: so relsim
    writes them itself.

    Examples
    --------
    >>> rewritten("5,000"), rewritten("0,5"), rewritten("1.234,50"), rewritten("many")
    ('5000', '0.5', '1234.5', '')
    """
    found = readings(text)
    if not found:
        return ""
    value = found.get(".", found.get(",", 0.0))
    return f"{value:.15g}"


def slip_in(line: str) -> str:
    """Return what to write for the number of a line that TOML does not read, or nothing.

    Examples
    --------
    >>> slip_in("customers = 5,000"), slip_in("need = { mean = 0,9 }"), slip_in("share = 0.5")
    ('5000', '0.9', '')
    """
    for found in _IN_A_LINE.finditer(line):
        number = found["number"]
        if not _BARE["."].fullmatch(number) and (right := rewritten(number)):
            return right
    return ""


def odd_blank(text: str) -> str:
    r"""Name the first blank that only looks like one, or nothing.

    Examples
    --------
    >>> odd_blank("Alba\u00a0Nord"), odd_blank("Alba Nord")
    ('a no-break space (U+00A0)', '')
    """
    for character in text:
        if character in ODD_BLANKS:
            return f"a {ODD_BLANKS[character]} (U+{ord(character):04X})"
    return ""


def odd_blank_outside_quotes(line: str) -> str:
    """Name the first odd blank of a line of TOML where none may stand."""
    return odd_blank(_IN_QUOTES.sub("", line))
