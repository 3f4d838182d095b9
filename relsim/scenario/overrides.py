"""Changing a scenario by dotted path and name: ``firms.Alba.price``."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from relsim.behaviour import TRAITS
from relsim.errors import Fault, InputError
from relsim.scenario.lines import Path
from relsim.scenario.reading import has_endless_key
from relsim.scenario.wording import did_you_mean, show

Document = dict[str, Any]

_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^."'][^.]*)\s*""")
_TABLES = ("market", "behaviour")
_NAMED = ("strategies", "phases")
_LISTED = ("segments", "firms", "events")
ROOMS = (*_TABLES, *_LISTED, *_NAMED)


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
    place = _equals_sign(assignment)
    if place < 0:
        raise InputError(
            f"{show(assignment)} sets nothing. Write PATH=VALUE, such as market.customers=500."
        )
    path, text = assignment[:place].strip(), assignment[place + 1 :].strip()
    split_path(path)
    if has_endless_key(text):
        return path, text
    try:
        read = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return path, text
    value = read["value"]
    plain = set(read) == {"value"} and isinstance(value, (bool, int, float, str, dict, list))
    return path, value if plain else text


def _equals_sign(text: str) -> int:
    """Return the place of the first equals sign outside quotes, or -1."""
    quote = ""
    for place, character in enumerate(text):
        if quote:
            quote = "" if character == quote and text[place - 1] != "\\" else quote
        elif character in "\"'" and text[:place].rstrip()[-1:] in ("", "."):
            quote = character
        elif character == "=":
            return place
    return -1


def plain(value: object) -> Any:
    """Return data as TOML could hold them: no numpy numbers, tuples or unset values.

    Examples
    --------
    >>> plain({"a": (1, 2), "b": None})
    {'a': [1, 2]}
    """
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in value.items() if held is not None}
    if isinstance(value, (list, tuple)):
        return [plain(held) for held in value]
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    if hasattr(value, "item"):
        try:
            return value.item()
        except (TypeError, ValueError):
            return value
    return value


def apply(
    document: Document, overrides: Mapping[str, object]
) -> tuple[Document, dict[Path, str], list[Fault]]:
    """Return a document with overrides applied to a copy of it.

    Examples
    --------
    >>> apply({"market": {"periods": 12}}, {"market.periods": 24})[0]
    {'market': {'periods': 24}}
    """
    document = copy.deepcopy(document)
    changed: dict[Path, str] = {}
    faults: list[Fault] = []
    for path, value in overrides.items():
        shown = show(path)[1:-1] if isinstance(path, str) else show(path)
        try:
            place = _put(document, split_path(path), plain(value))
        except InputError as error:
            faults.append(Fault(f"override {shown}", str(error)))
        except _NoSuchPlaceError as error:
            faults.append(Fault(f"override {shown}", error.what, "", error.instead))
        else:
            changed[place] = shown
    return document, changed, faults


class _NoSuchPlaceError(Exception):
    def __init__(self, what: str, instead: str = "") -> None:
        self.what, self.instead = what, instead


def _put(document: Document, parts: tuple[str, ...], value: object) -> Path:
    """Set one value and return the place where it went."""
    room = parts[0]
    if room not in ROOMS:
        instead = did_you_mean(room, ROOMS) or "begin with one of " + ", ".join(ROOMS)
        raise _NoSuchPlaceError(f"a scenario has no {show(room)}", instead)
    if room in _TABLES:
        if len(parts) < 2:
            raise _NoSuchPlaceError("a whole table cannot be set", f"name a key: {room}.KEY")
        return _put_below(document.setdefault(room, {}), (room,), parts[1:], value)
    if len(parts) < 2:
        raise _NoSuchPlaceError(f"{room} are addressed by name", f"write {room}.NAME.KEY")
    if room in _NAMED:
        return _put_named(document.setdefault(room, {}), room, parts[1:], value)
    return _put_listed(document.setdefault(room, []), room, parts[1:], value)


def _put_named(tables: Any, room: str, parts: tuple[str, ...], value: object) -> Path:
    """Set a value in a table that is found by its key: a strategy, a phase."""
    if not isinstance(tables, dict):
        return (room,)
    name = parts[0]
    if len(parts) == 1:
        _must_be_table(room, value)
        tables[name] = value
        return (room, name)
    if name not in tables:
        if room != "phases":
            raise _unknown(room, name, list(tables))
        tables[name] = {}
    return _put_below(tables[name], (room, name), parts[1:], value)


def _put_listed(tables: Any, room: str, parts: tuple[str, ...], value: object) -> Path:
    """Set a value in a table that is found by its name: a segment, a firm, an event."""
    if not isinstance(tables, list):
        return (room,)
    name = parts[0]
    names = [table.get("name") if isinstance(table, dict) else None for table in tables]
    if len(parts) == 1:
        _must_be_table(room, value)
        table = {"name": name, **value}  # type: ignore[dict-item]
        if name in names:
            tables[names.index(name)] = table
            return (room, names.index(name))
        tables.append(table)
        return (room, len(tables) - 1)
    if name not in names:
        raise _unknown(room, name, [known for known in names if isinstance(known, str)])
    place = names.index(name)
    return _put_below(tables[place], (room, place), parts[1:], value)


def _must_be_table(room: str, value: object) -> None:
    if not isinstance(value, dict):
        raise _NoSuchPlaceError(
            f"found {show(value)}, but {room} are tables", f"name a key: {room}.NAME.KEY"
        )


def _unknown(room: str, name: str, known: list[str]) -> _NoSuchPlaceError:
    choice = ", ".join(show(word)[1:-1] for word in known[:12])
    others = f"there are: {choice}" if known else f"a table makes one: {room}.NAME={{ … }}"
    instead = did_you_mean(name, known) or others
    return _NoSuchPlaceError(f"there is no {show(name)} among the {room}", instead)


def _put_below(table: Any, place: Path, parts: tuple[str, ...], value: object) -> Path:
    """Set a value below a table, making the tables between."""
    for depth, part in enumerate(parts[:-1]):
        here = table.get(part, {}) if isinstance(table, dict) else None
        if part in TRAITS and isinstance(here, (int, float)) and depth == len(parts) - 2:
            return _put_trait(table, (*place, part), here, parts[-1], value)
        if not isinstance(here, dict):
            shown = ".".join(str(step) for step in (*place, part))
            what = f"{shown} has no keys of its own"
            raise _NoSuchPlaceError(what, "leave out what follows, or write a table there first")
        table[part] = here
        table, place = here, (*place, part)
    if not isinstance(table, dict):
        return place
    if value is None:
        table.pop(parts[-1], None)
    else:
        table[parts[-1]] = value
    return (*place, parts[-1])


def _put_trait(table: Document, place: Path, same: float, term: str, value: object) -> Path:
    """Set one term of a trait that is the same for everybody so far."""
    trait = str(place[-1])
    # The mean of what is the same for everybody is that number; it stays without spread.
    table[trait] = value if term == "mean" else {"mean": same, term: value}
    return place
