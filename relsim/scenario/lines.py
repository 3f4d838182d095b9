"""On which line of a TOML text a key stands.

The standard parser keeps no line numbers. But a text that ends before a key's line does
not hold the key, and one that ends after it does; so the line is found by bisection, with
the parser itself as the only judge. Nothing here knows TOML's grammar, but that a list over
several lines ends with a bracket.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]

_CHARACTERS_PARSED_AT_MOST = 1_500_000
_NOTHING = object()


class Lines:
    r"""Finds lines in one text, remembering what it parsed.

    Parameters
    ----------
    text : str
        A text that parses as TOML.

    Examples
    --------
    >>> lines = Lines('[market]\nperiods = 12\n[[firms]]\nname = "Alba"\n')
    >>> lines.find(("market", "periods")), lines.find(("firms", 0, "name"))
    (2, 4)
    """

    def __init__(self, text: str) -> None:
        self._lines = text.replace("\r\n", "\n").split("\n")
        self._parsed: dict[tuple[int, str], dict[str, object] | None] = {(0, ""): {}}
        self._left = _CHARACTERS_PARSED_AT_MOST

    def find(self, path: Path) -> int | None:
        """Return the line on which a key's statement begins, counted from 1.

        Within a list that is written over several lines it is the line of the element.
        """
        if not path or not self._holds(len(self._lines), path):
            return None
        last = self._shortest(path)
        first = last - 1
        # A value of several lines is complete on its last one only: go back to its first.
        while first > 0 and self._left > 0 and self._prefix(first) is None:
            first -= 1
        if self._left <= 0:
            return None
        return self._element(first, last, path) or first + 1

    def _element(self, first: int, last: int, path: Path) -> int | None:
        """Return the line of an element within a list of several lines."""
        end = next((n for n in range(first + 1, last) if self._holds(n, path, "]")), None)
        if end is None:
            return None
        begin = end
        while begin > first + 2 and self._prefix(begin - 1, "]") is None:
            begin -= 1
        key = str(path[-1])
        # An element may take several lines, too: the one with the key is the one to show.
        spread = range(begin, end + 1)
        return next((line for line in spread if key in self._lines[line - 1]), begin)

    def _shortest(self, path: Path) -> int:
        """Return the length of the shortest prefix that parses and holds the path."""
        without, top = 0, len(self._lines)
        answer = top
        while top - without > 1 and self._left > 0:
            middle = (without + top) // 2
            probe = middle
            while probe < top and self._prefix(probe) is None and self._left > 0:
                probe += 1
            if probe == top:
                top = middle
            elif self._holds(probe, path):
                answer, top = probe, middle
            else:
                without = probe
        return answer

    def _prefix(self, length: int, end: str = "") -> dict[str, object] | None:
        """Parse the first lines, or return None when they do not parse on their own."""
        if (length, end) not in self._parsed:
            if self._left <= 0:
                return None
            text = "\n".join([*self._lines[:length], end] if end else self._lines[:length])
            self._left -= len(text)
            try:
                self._parsed[length, end] = tomllib.loads(text)
            except (ValueError, RecursionError):
                self._parsed[length, end] = None
        return self._parsed[length, end]

    def _holds(self, length: int, path: Path, end: str = "") -> bool:
        here: object = self._prefix(length, end)
        for step in path:
            here = _inside(here, step)
        return here is not _NOTHING


def _inside(here: object, step: str | int) -> object:
    """Return what stands one step further in, or that nothing does."""
    if isinstance(here, list) and isinstance(step, int):
        return here[step] if step < len(here) else _NOTHING
    return here.get(step, _NOTHING) if isinstance(here, Mapping) else _NOTHING
