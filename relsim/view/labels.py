"""Names as a chart shows them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from html import escape
from unicodedata import east_asian_width

LONGEST_NAME = 18
"""Characters of a name on a chart; tables hold the whole name."""


def harmless(text: str) -> str:
    """Return text that a chart shows as it stands.

    Plotly reads a few tags and formulas in its texts, and a user's names are never meant
    as either.

    Examples
    --------
    >>> harmless("<b>$x$</b>")
    '&lt;b&gt;&#36;x&#36;&lt;/b&gt;'
    """
    return escape(str(text), quote=False).replace("$", "&#36;")


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Return names that fit on a chart, each different from the others, by the whole name.

    Examples
    --------
    >>> list(short_names(["none", "no patience at all with it", "no patience at all"]).values())
    ['none', 'no patience at al…', 'no patience at all']
    """
    found: dict[str, str] = {}
    for place, name in enumerate(names, 1):
        short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
        if short in found.values():
            mark = f"… {place}"
            short = name[: LONGEST_NAME - len(mark)] + mark
        found[name] = short
    return found


def letters(text: str) -> int:
    """Return how many letters' room a text takes: a Chinese character takes that of two.

    Examples
    --------
    >>> letters("social"), letters("满意")
    (6, 4)
    """
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in str(text))


def folded(text: str, width: int) -> list[str]:
    """Return a text in lines of so many letters; Chinese ends a line anywhere but before a stop.

    Examples
    --------
    >>> folded("how satisfied customers are", 14), folded("顾客有多满意，有多信任。", 12)
    (['how satisfied', 'customers are'], ['顾客有多满', '意，有多信', '任。'])
    """
    if letters(text) == len(text):
        return textwrap.wrap(text, width)
    lines = [""]
    for word in _WHOLE.findall(text):
        if lines[-1] and letters(lines[-1] + word.rstrip()) > width:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]


_WHOLE = re.compile(r"[“（]*(?:[!-~\u00a0–−±€£¥]+|.)[，。；：、！？）”]*\s*", re.DOTALL)
"""What no line ends within: a Latin word or a number, or a character, with the stops around it."""
