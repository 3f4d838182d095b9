"""Where what fills a place meets the template: figures and Han characters are set apart.

What fills a place is known only when a sentence is shown, and a Chinese template cannot say whether
a space belongs beside it: 在 12 期里 has two, 在最初几期里 none. So the seams are set here, and
nowhere else; no text is searched, and what fills a place is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

SPACE = " "
HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
WIDE = "[\u3000-\u4dbf\u4e00-\u9fff\uff00-\uff60“”]"
"""Han characters and their marks: two of them need no space in between."""

FIGURE = r"(?:[^\W\u2e80-\u9fff_]|[%+−±×€£¥$]|\.\d)"
"""A letter or digit of other scripts, a sign of a number: set apart from a Han character."""

MARK = "[\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]"
"""A mark that is as wide as a character, its own space within."""

NO_SPACE = re.compile(f"{WIDE}\n{WIDE}|{MARK}\n.|.\n{MARK}")
A_SPACE = re.compile(f"{HAN}\n{FIGURE}|{FIGURE}\n{HAN}")
"""What the last characters before a seam and the first behind it come to."""


def gap(before: str, behind: str, written: str) -> str:
    """Return the space that belongs between two texts, given the one that a template has there.

    Examples
    --------
    >>> gap("在", "12 期", ""), gap("多", "三倍", " "), gap("Alba", "，", ""), gap("a", "b", " ")
    (' ', '', '', ' ')
    >>> gap("概括：", "Alba", " ")
    ''
    """
    seam = f"{before[-1:]}\n{behind[:2]}"
    if NO_SPACE.match(seam):
        return ""
    return SPACE if A_SPACE.match(seam) else written


def pieces(template: str, places: Mapping[str, object]) -> list[object]:
    """Return a template in pieces, what fills its places among them as it is.

    Examples
    --------
    >>> pieces("共{number}个", {"number": 12})
    ['共', ' ', 12, ' ', '个']
    """
    found: list[object] = []
    before = written = ""
    for text, name, form, _ in Formatter().parse(template):
        if text.startswith(SPACE):
            written = SPACE
        held = "" if name is None else places[name]
        made = format(held, form) if form else held
        for piece, space in ((text.strip(SPACE), text.endswith(SPACE)), (made, False)):
            if shown := str(piece):
                found += [gap(before, shown, written) if before else written, piece]
                before, written = shown, ""
            if space:
                written = SPACE
    return [one for one in (*found, written) if one != ""]


def filled(template: str, places: Mapping[str, object]) -> str:
    """Return a template with its places filled.

    Examples
    --------
    >>> [filled("在{periods}里", {"periods": one}) for one in ("12 期", "几期")]
    ['在 12 期里', '在几期里']
    """
    return "".join(map(str, pieces(template, places)))
