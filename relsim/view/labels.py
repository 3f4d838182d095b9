"""Names as a chart shows them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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
    return escape(text, quote=False).replace("$", "&#36;")


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
