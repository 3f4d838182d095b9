"""From author and year to the full reference.

References stand in two places and nowhere else: the model's description, and `REFERENCES.md` beside
this file for works that the model does not rest on.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_LISTS = (("relsim.behaviour", "README.md"), ("relsim.textbook", "REFERENCES.md"))
_YEAR = re.compile(r"\((\d{4})\)")


@cache
def references() -> tuple[str, ...]:
    """Return every full reference, the model's first.

    Examples
    --------
    >>> references()[0]
    'Anderson, E. W. (1998). Customer satisfaction and word of mouth. *Journal of Service ...'
    """
    found = []
    for room, file in _LISTS:
        text = (files(room) / file).read_text(encoding="utf-8")
        section = text.split("\n## References\n")[1].split("\n## ")[0]
        found += [" ".join(work.split()) for work in section.split("\n- ")[1:]]
    return tuple(found)


def matches(citation: str) -> list[str]:
    """Return the references that a citation could mean."""
    authors, year = citation.rsplit(" ", 1)
    names = re.split(r", | & ", authors.removesuffix(" et al."))
    several = len(names) > 1 or authors.endswith(" et al.")
    found = []
    for work in references():
        dated = _YEAR.search(work)
        if dated is None or dated[1] != year:
            continue
        head = work[: dated.start()]
        begins = re.match(rf"{re.escape(names[0])}\b", head) is not None
        written_by_several = " & " in head or " et al." in head
        if begins and several == written_by_several and all(name in head for name in names):
            found.append(work)
    return found


def reference(citation: str) -> str:
    """Return the full reference of a citation, without Markdown.

    Examples
    --------
    >>> reference("Levitt 1983")
    'Levitt, T. (1983). After the sale is over. Harvard Business Review 61(5), 87–93.'
    """
    found = matches(citation)
    if not found:
        raise KeyError(citation)
    return found[0].replace("*", "")
