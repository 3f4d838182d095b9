"""Plain words for what was found and what is allowed."""

from __future__ import annotations

import datetime
import difflib
import json
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from relsim.behaviour.declaration import Parameter
from relsim.scenario.names import UNSEEN
from relsim.scenario.numerals import ODD_BLANKS, rewritten

_LONGEST = 60
_SHARES = 1.0
_ALIKE = 0.7
"""As like as a word and the same with a slip of the finger or two; below, words mislead."""


def show(value: object) -> str:
    """Return a value as a short, harmless piece of text.

    Examples
    --------
    >>> show(True), show("10"), show(10**30)
    ('true', '"10"', 'a whole number too large to hold')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        huge = abs(value) >= 10**24
        return "a whole number too large to hold" if huge else str(value)
    if isinstance(value, float):
        if math.isnan(value):
            return "nan (not a number)"
        if math.isinf(value):
            sign = "-" if value < 0 else ""
            return f"{sign}inf (infinity, or a number too large to hold)"
        return repr(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return "a date or time"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, Sequence):
        return "a list"
    return "nothing" if value is None else f"a Python {type(value).__name__}"


def excerpt(text: str) -> str:
    """Return a piece of a file, cut, with whatever could steer a terminal spelt out.

    Examples
    --------
    >>> excerpt('name = "Alba"')
    'name = "Alba"'
    """
    cut = text if len(text) <= 2 * _LONGEST else text[: 2 * _LONGEST - 1] + "…"
    return _told_apart(cut)


def visible(text: str) -> str:
    """Spell out whatever could steer a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"\\u{ord(character):04x}" if unicodedata.category(character) in UNSEEN else character
        for character in text
    )


def _quoted(text: str) -> str:
    """Quote a text with whatever could steer a terminal spelt out, and cut it."""
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return _told_apart(json.dumps(cut, ensure_ascii=False))


def _told_apart(text: str) -> str:
    """Spell out what steers a terminal, and blanks that only look like one."""
    seen = visible(text)
    for blank, called in ODD_BLANKS.items():
        seen = seen.replace(blank, f"[{called}]")
    return seen


def number(value: float) -> str:
    """Return a limit as people write it.

    Examples
    --------
    >>> number(10_000_000), number(0.15), number(1.0)
    ('10,000,000', '0.15', '1')
    """
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:g}"


def allowed(parameter: Parameter) -> str:
    """Say what may stand for a parameter, with range and unit.

    Examples
    --------
    >>> allowed(Parameter(name="share", default=0.5, low=0, high=1, meaning="", unit="share"))
    'allowed is a number from 0 to 1 (share)'
    """
    unit = f" ({parameter.unit})" if parameter.unit else ""
    if parameter.choices:
        words = ", ".join(f'"{word}"' for word in parameter.choices)
        return f"allowed is one of {words}"
    if isinstance(parameter.default, bool):
        return "allowed is true or false"
    if isinstance(parameter.default, str):
        return f"allowed is text in quotes{unit}"
    kind = "a whole number" if parameter.whole else "a number"
    return f"allowed is {kind}{_range(parameter)}{unit}"


def _range(parameter: Parameter) -> str:
    return f" from {number(parameter.low)} to {number(parameter.high)}"


def advice(parameter: Parameter, value: object) -> str:
    """Say what to write instead of a value that is not allowed.

    Examples
    --------
    >>> share = Parameter(name="freedom", default=1.0, low=0, high=1, meaning="")
    >>> advice(share, 5), advice(share, "0.5")
    ('write 0.05 for 5 %', 'write 0.5 without quotes')
    """
    if parameter.choices:
        near = nearest(value, parameter.choices) if isinstance(value, str) else ""
        return f'did you mean "{near}"?' if near else ""
    if isinstance(parameter.default, bool):
        return _yes_or_no(value)
    if isinstance(parameter.default, str):
        plain = isinstance(value, (int, float)) and not isinstance(value, bool)
        return f'write "{show(value)}"' if plain and math.isfinite(_float(value)) else ""
    if isinstance(value, str):
        return _unquoted(value)
    if isinstance(value, bool):
        return ""
    if isinstance(value, (int, float)):
        return _within(parameter, value)
    return ""


def _float(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (OverflowError, TypeError, ValueError):
        return math.inf


def _yes_or_no(value: object) -> str:
    word = show(value).strip('"').lower() if isinstance(value, (str, int, float)) else ""
    if word in {"yes", "on", "true", "1", "1.0"}:
        return "write true"
    if word in {"no", "off", "false", "0", "0.0"}:
        return "write false"
    return ""


def _unquoted(text: str) -> str:
    """Guess the number somebody meant by a text."""
    text = text.strip()
    meant = rewritten(text.removesuffix("%"))
    if not meant or not math.isfinite(float(meant)):
        return ""
    if text.endswith("%"):
        return f"write {float(meant) / 100:.12g} for {meant} %"
    # What only wants its quotes away is a number of Python's; else more is wrong than quotes.
    return f"write {meant} without quotes" if _is_number(text) else f"write {meant}"


def _is_number(text: str) -> bool:
    try:
        return text.isascii() and math.isfinite(float(text))
    except ValueError:
        return False


def _within(parameter: Parameter, value: float) -> str:
    """Point to the nearest value that is allowed, or to the share a percentage stands for."""
    found = _float(value)
    if math.isnan(found):
        return f"write {show(parameter.default)}, its default" if parameter.default else ""
    low, high = parameter.low, parameter.high
    is_share = low >= 0 and high <= _SHARES
    if is_share and high < found <= 100 and (found >= 2 or high < _SHARES):
        share = found / 100
        if low <= share <= high:
            return f"write {share:.12g} for {found:.12g} %"
    if found > high:
        most = f"{int(high)}" if high == int(high) else f"{high:g}"
        return f"write at most {most}"
    if found < low:
        return f"write at least {number(low)}"
    if parameter.whole and math.isfinite(found):
        thousands = round(1000 * found, 6)
        grouped = 1 <= found < 1000 and thousands.is_integer() and thousands <= high
        point = f"; for thousands write {thousands:.0f}, without a point" if grouped else ""
        return f"write {round(found)}{point}"
    return ""


def nearest(word: object, known: Iterable[str]) -> str:
    """Return the known word most like a given one, or nothing when none is like it.

    Examples
    --------
    >>> nearest("custmers", ["customers", "periods"]), nearest("churn", ["currency", "periods"])
    ('customers', '')
    """
    if not isinstance(word, str) or len(word) > 2 * _LONGEST:
        return ""
    by_lower = {candidate.lower(): candidate for candidate in known}
    asked = word.lower().replace("-", "_").replace(" ", "_")
    for attempt in (word.lower(), asked):
        if attempt in by_lower:
            return by_lower[attempt]
        near = difflib.get_close_matches(attempt, by_lower, n=1, cutoff=_ALIKE)
        if near:
            return by_lower[near[0]]
        longer = [candidate for candidate in by_lower if candidate.startswith(attempt)]
        if len(attempt) > 2 and len(longer) == 1:
            return by_lower[longer[0]]
        within = [candidate for candidate in by_lower if _share_words(attempt, candidate)]
        if len(within) == 1:
            return by_lower[within[0]]
    return ""


def _share_words(one: str, other: str) -> bool:
    """Tell whether all words of one name stand in the other."""
    words, more = set(one.split("_")), set(other.split("_"))
    return words <= more or more <= words


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Ask after the known word most like a given one; nothing when none is like it."""
    near = nearest(word, known)
    return f"did you mean {_told_apart(near)}?" if near else ""
