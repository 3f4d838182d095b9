"""What may be a name: any script, but nothing invisible or misleading.

Names end up in tables, charts, file names and terminals. A control character could
steer a terminal, and a bidirectional override could make one name look like another.
"""

from __future__ import annotations

import unicodedata

LONGEST = 100

# Indic and Persian words need the two joiners; every other format character is invisible.
_JOINERS = "\u200c\u200d"
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories of characters that nobody sees, or that steer a terminal."""

_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters, marks and signs by their category, of which nothing is seen all the same."""

_MARKS_OF_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def folded(name: str) -> str:
    """Return what two names must not have in common.

    Examples
    --------
    >>> folded("STRASSE") == folded("straße")
    True
    """
    normal = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", normal)


def hidden(text: str, lines: bool = False) -> str:
    r"""Name the first character that nobody could see, or nothing.

    Examples
    --------
    >>> hidden("Alba\x07")
    'a control character (U+0007)'
    >>> hidden("Größe 日本 कंपनी")
    ''
    """
    for character in text:
        category = unicodedata.category(character)
        blank = character in _BLANKS
        if (category not in UNSEEN and not blank) or character in _JOINERS:
            continue
        if lines and character in "\n\r\t":
            continue
        code = f"(U+{ord(character):04X})"
        if character in _MARKS_OF_DIRECTION:
            return f"a character that turns the reading direction {code}"
        if category == "Cf" or blank:
            return f"an invisible character {code}"
        return f"a control character {code}"
    return ""


def objection(name: str, longest: int = LONGEST) -> str:
    """Say why a text cannot be a name, or nothing when it can.

    Examples
    --------
    >>> objection("Alba")
    ''
    >>> objection("  ")
    'is empty'
    """
    if not name.strip():
        return "is empty"
    if len(name) > longest:
        return f"has {len(name):,} characters, {longest} at most are allowed"
    if unseen := hidden(name):
        return f"holds {unseen}"
    if all(one in _JOINERS or unicodedata.category(one).startswith("M") for one in name):
        return "is empty"
    if name != name.strip():
        return "begins or ends with a space"
    return ""
