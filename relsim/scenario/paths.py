"""Dotted paths as people write them: ``firms.Alba.price``, and ``firms.Alba.price=22``."""

from __future__ import annotations

import re
import tomllib

from relsim.errors import InputError
from relsim.scenario.reading import has_endless_key
from relsim.scenario.wording import show

_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^."'][^.]*)\s*""")


def split_path(path: str) -> tuple[str, ...]:
    """Split a dotted path into its parts.

    Examples
    --------
    >>> split_path("firms.Alba.price"), split_path('firms."Dr. Weiß".price')
    (('firms', 'Alba', 'price'), ('firms', 'Dr. Weiß', 'price'))
    """
    if not isinstance(path, str):
        raise _no_path(path)
    parts: list[str] = []
    place = 0
    while True:
        found = _PART.match(path, place)
        if not found:
            raise _no_path(path)
        parts.append(_unquoted(found[1], path))
        place = found.end()
        if place == len(path):
            return tuple(parts)
        if path[place] != ".":
            raise _no_path(path)
        place += 1


def _no_path(path: object) -> InputError:
    return InputError(
        f"{show(path)} is not a path. Write names with dots between them, such as "
        'market.customers or firms."Dr. Weiß".price.'
    )


def _unquoted(part: str, path: str) -> str:
    if part[0] not in "\"'":
        return part.strip()
    try:
        return str(tomllib.loads(f"part = {part}")["part"])
    except ValueError:
        raise _no_path(path) from None


def parse_assignment(assignment: str) -> tuple[str, object]:
    """Read ``PATH=VALUE``, as the command line's ``--set`` takes it.

    Examples
    --------
    >>> parse_assignment("market.customers=20_000")
    ('market.customers', 20000)
    >>> parse_assignment("firms.Alba.level=basic")
    ('firms.Alba.level', 'basic')
    """
    path, text = split_assignment(assignment)
    if has_endless_key(text):
        return path, text
    try:
        read = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return path, text
    value = read["value"]
    plain = set(read) == {"value"} and isinstance(value, (bool, int, float, str, dict, list))
    return path, value if plain else text


def split_assignment(assignment: str) -> tuple[str, str]:
    """Part ``PATH=VALUE``, and check the path.

    Examples
    --------
    >>> split_assignment('segments."a=b".spend = {mean = 2}')
    ('segments."a=b".spend', '{mean = 2}')
    """
    place = equals_sign(assignment)
    if place < 0:
        raise InputError(
            f"{show(assignment)} sets nothing. Write PATH=VALUE, such as market.customers=500."
        )
    path, text = assignment[:place].strip(), assignment[place + 1 :].strip()
    split_path(path)
    return path, text


def parted(text: str) -> list[str]:
    """Part a list at its commas; those in quotes, brackets and braces belong to a value.

    Examples
    --------
    >>> parted('none, "cheap, but slow",{mean = 1, sigma = 2}')
    ['none', '"cheap, but slow"', '{mean = 1, sigma = 2}']
    """
    parts, begun, depth, quoted = [], 0, 0, False
    for place, character in enumerate(text):
        if character == '"' and text[place - 1 : place] != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (character in "[{") - (character in "]}")
            if character == "," and depth <= 0:
                parts.append(text[begun:place].strip())
                begun = place + 1
    return [*parts, text[begun:].strip()]


def equals_sign(text: str) -> int:
    """Return the place of the first equals sign outside quotes, or -1.

    Examples
    --------
    >>> equals_sign('segments."a=b".spend=2')
    20
    """
    quote = ""
    for place, character in enumerate(text):
        if quote:
            quote = "" if character == quote and text[place - 1] != "\\" else quote
        elif character in "\"'" and text[:place].rstrip()[-1:] in ("", "."):
            quote = character
        elif character == "=":
            return place
    return -1
