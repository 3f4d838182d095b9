"""Changing a scenario by dotted path and name: ``firms.Alba.price``."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from relsim.behaviour import TRAITS
from relsim.errors import Fault, InputError
from relsim.scenario.document import NAMED, ROOMS, TABLES, Document, plain
from relsim.scenario.lines import Path
from relsim.scenario.paths import split_path
from relsim.scenario.wording import did_you_mean, show


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
    if room in TABLES:
        if len(parts) < 2:
            raise _NoSuchPlaceError("a whole table cannot be set", f"name a key: {room}.KEY")
        return _put_below(document.setdefault(room, {}), (room,), parts[1:], value)
    if len(parts) < 2:
        raise _NoSuchPlaceError(f"{room} are addressed by name", f"write {room}.NAME.KEY")
    if room in NAMED:
        return _put_named(document.setdefault(room, {}), room, parts[1:], value)
    return _put_listed(document.setdefault(room, []), room, parts[1:], value)


def _put_named(tables: object, room: str, parts: tuple[str, ...], value: object) -> Path:
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


def _put_listed(tables: object, room: str, parts: tuple[str, ...], value: object) -> Path:
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


def _put_below(table: object, place: Path, parts: tuple[str, ...], value: object) -> Path:
    """Set a value below a table, making the tables between."""
    for depth, part in enumerate(parts[:-1]):
        here = table.get(part, {}) if isinstance(table, dict) else None
        is_trait = part in TRAITS and depth == len(parts) - 2
        if isinstance(table, dict) and is_trait and isinstance(here, (int, float)):
            return _put_trait(table, (*place, part), here, parts[-1], value)
        if not isinstance(table, dict) or not isinstance(here, dict):
            shown = ".".join(str(step) for step in (*place, part))
            what = f"{shown} has no keys of its own"
            raise _NoSuchPlaceError(what, "leave out what follows, or write a table there first")
        if part not in table:
            table[part] = here
        # Whoever keeps a text with its values takes a table in by copying it.
        table, place = table[part], (*place, part)
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
