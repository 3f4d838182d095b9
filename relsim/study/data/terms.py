"""Contracts by their names: how long they bind, and whether leaving gathers where they end."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12},
    **{"ein": 1, "eine": 1, "zwei": 2, "drei": 3, "un": 1, "une": 1, "deux": 2, "trois": 3},
}
_SPAN = re.compile(
    r"(?P<many>\d+|[a-z]+)[ -]?(?P<unit>year|jahr|an|ano|month|monat|mois|mes)[a-z]*", re.IGNORECASE
)
_FREE = re.compile(r"month.?to.?month|monthly|none|no contract|prepaid|monatlich|mensuel", re.I)
_NEAR = (-3, -2, -1, 1, 2, 3)
"""Periods around the end of a term that it is held against."""


def term_of(name: str) -> float | None:
    """Return the months that a contract binds, by its name; None where it does not tell.

    Examples
    --------
    >>> term_of("Two year"), term_of("Month-to-month"), term_of("24 Monate"), term_of("Gold")
    (24.0, 0.0, 24.0, None)
    """
    if _FREE.search(name):
        return 0.0
    for found in _SPAN.finditer(name):
        word = found["many"].casefold()
        many = float(word) if word.isdigit() else _WORDS.get(word)
        if many is not None:
            return float(many) * (1 if found["unit"][0].casefold() == "m" else 12)
    return None


def around_ends(exits: Numbers, left: Flags, term: float) -> tuple[float, float]:
    """Return how many left where a term ends, and how many would have as in periods around it.

    Examples
    --------
    >>> when = np.array([10.0, 11.0, 12.0, 12.0, 13.0, 14.0])
    >>> around_ends(when, np.array([True, False, True, True, False, False]), 12)
    (2.0, 0.2)
    """
    ended = usual = 0.0
    for end in np.arange(term, exits.max(), term):
        near = end + np.array([step for step in _NEAR if abs(step) < term])
        at_risk = sum(float((exits >= when).sum()) for when in near)
        gone = float(np.isin(exits[left], near).sum())
        ended += float((exits[left] == end).sum())
        usual += gone / max(at_risk, 1.0) * float((exits >= end).sum())
    return ended, usual
