"""From the files of a theme each to statements; all that is wrong in them is told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

from relsim.errors import Fault, InputError, ScenarioError
from relsim.scenario.reading import parse_toml
from relsim.scenario.wording import did_you_mean, show
from relsim.textbook.concept import HOME_KINDS, KINDS, Concept, Home
from relsim.textbook.tried import tried

_THEME = re.compile(r"S\d+")
_PLACE = re.compile(r"\d\d")


@dataclass(frozen=True, slots=True)
class Theme:
    """What one file holds.

    Parameters
    ----------
    id : str
        ``S1``: what its statements' numbers begin with.
    title : str
        What it is about.
    concepts : tuple of Concept
        In order.
    """

    id: str
    title: str
    concepts: tuple[Concept, ...]


class _Form(NamedTuple):
    """What may stand behind a key."""

    fits: Callable[[Any], bool]
    allowed: str


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_TEXT = _Form(_is_text, "allowed is text in quotes")
_LIST = _Form(
    lambda value: isinstance(value, list) and bool(value) and all(map(_is_text, value)),
    'allowed is a list of texts in quotes, such as ["Berry 1983"]',
)
_FORMS = {
    "kind": _Form(lambda value: value in KINDS, f"allowed is one of {', '.join(KINDS)}"),
    "emergent": _Form(lambda value: isinstance(value, bool), "allowed is true or false"),
    "says": _TEXT,
    "shown": _TEXT,
    "missing": _TEXT,
    "literature": _LIST,
    "against": _LIST,
    **{f"homes.{kind}": _LIST for kind in HOME_KINDS},
}
_NEEDED = [one.name for one in fields(Concept) if one.default is MISSING and one.name in _FORMS]


@cache
def themes() -> tuple[Theme, ...]:
    """Return every theme with its statements, read once."""
    folder = files("relsim.textbook") / "statements"
    written = (one for one in folder.iterdir() if one.name.endswith(".toml"))
    return read({one.name: one.read_text(encoding="utf-8") for one in written}, tried())


def read(
    texts: Mapping[str, str], tried_by: Mapping[str, list[str]] = MappingProxyType({})
) -> tuple[Theme, ...]:
    """Return what files hold, by their names, in the order of the themes' numbers.

    To the homes that are written there come the experiments that try a statement.
    """
    faults: list[Fault] = []
    documents: dict[str, dict[str, Any]] = {}
    for file, text in texts.items():
        try:
            documents[file] = parse_toml(text, file)
            faults += _faults_of_theme(file, documents[file], tried_by)
        except ScenarioError as error:
            faults += error.faults
    _refuse(faults)
    found = {file: _theme(document, tried_by) for file, document in documents.items()}
    _refuse([*_faults_between(found), *_faults_of_experiments(found, tried_by)])
    return tuple(sorted(found.values(), key=lambda theme: int(theme.id[1:])))


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise InputError("\n\n".join(map(str, faults)))


def _faults_of_theme(
    file: str, document: dict[str, Any], tried_by: Mapping[str, list[str]]
) -> Iterator[Fault]:
    if not _is_text(document.get("title")):
        yield Fault(file, "there is no title", "", 'write title = "…", what the theme is about')
    names = [name for name in document if name != "title"]
    match names:
        case [theme] if _THEME.fullmatch(theme) and isinstance(document[theme], dict):
            for place, written in document[theme].items():
                lives = f"{theme}.{place}" in tried_by
                yield from _faults_of_statement(file, theme, place, written, lives)
        case _:
            found = " and ".join(names) or "no statement"
            allowed = "beside its title, a file holds the statements of one theme"
            instead = "write each below its number, such as [S1.20]"
            yield Fault(file, f"found {found}", allowed, instead)


def _faults_of_statement(
    file: str, theme: str, place: str, written: object, lives: bool
) -> Iterator[Fault]:
    where = f"{file} {theme}.{place}"
    if not _PLACE.fullmatch(place) or not isinstance(written, dict):
        allowed = "a statement is a table, and its number has two digits"
        yield Fault(where, "this is no statement", allowed, f"write [{theme}.07], for example")
        return
    keys = _flat(written)
    for key in _NEEDED:
        if key not in keys:
            yield Fault(where, f"{key} is missing", _FORMS[key].allowed)
    if not lives and not any(key.startswith("homes") for key in keys):
        instead = 'write homes.lever = ["social"], or wherever it lives'
        yield Fault(where, "homes are missing", "a statement lives somewhere", instead)
    for key, value in keys.items():
        if key not in _FORMS:
            allowed = f"allowed are {', '.join(_FORMS)}"
            yield Fault(where, f"there is no key {show(key)}", allowed, did_you_mean(key, _FORMS))
        elif not _FORMS[key].fits(value):
            yield Fault(f"{where} {key}", f"found {show(value)}", _FORMS[key].allowed)


def _flat(written: dict[str, Any]) -> dict[str, Any]:
    """Return a statement with its homes beside its other keys, as they are written."""
    homes = written.get("homes")
    if not isinstance(homes, dict):
        return written
    others = {key: value for key, value in written.items() if key != "homes"}
    return others | {f"homes.{kind}": names for kind, names in homes.items()}


def _faults_between(found: Mapping[str, Theme]) -> Iterator[Fault]:
    """Yield what only shows when all files are seen together."""
    first: dict[str, str] = {}
    for file, theme in found.items():
        if first.setdefault(theme.id, file) != file:
            yield Fault(file, f"theme {theme.id} has a file already", "", f"see {first[theme.id]}")
    known = [concept.id for theme in found.values() for concept in theme.concepts]
    for file, theme in found.items():
        for concept in theme.concepts:
            for other in concept.against:
                if other not in known:
                    where, what = f"{file} {concept.id} against", f"there is no {show(other)}"
                    yield Fault(where, what, "", did_you_mean(other, known))


def _faults_of_experiments(
    found: Mapping[str, Theme], tried_by: Mapping[str, list[str]]
) -> Iterator[Fault]:
    known = [concept.id for theme in found.values() for concept in theme.concepts]
    for number, scripts in tried_by.items():
        if number not in known:
            where = f"{scripts[0]}.py concepts"
            yield Fault(where, f"there is no {show(number)}", "", did_you_mean(number, known))


def _theme(document: dict[str, Any], tried_by: Mapping[str, list[str]]) -> Theme:
    ((theme, held),) = ((key, held) for key, held in document.items() if key != "title")
    concepts = tuple(
        _concept(f"{theme}.{place}", written, tried_by.get(f"{theme}.{place}", []))
        for place, written in held.items()
    )
    return Theme(theme, _folded(document["title"]), concepts)


def _concept(number: str, written: dict[str, Any], tried_by: list[str]) -> Concept:
    homes = dict(written.get("homes", {}))
    homes["experiment"] = sorted({*homes.get("experiment", ()), *tried_by})
    return Concept(
        id=number,
        kind=written["kind"],
        says=_folded(written["says"]),
        shown=_folded(written["shown"]),
        literature=tuple(written["literature"]),
        homes=tuple(Home(kind, name) for kind in HOME_KINDS for name in homes.get(kind, ())),
        emergent=written.get("emergent", False),
        against=tuple(written.get("against", ())),
        missing=_folded(written.get("missing", "")),
    )


def _folded(text: str) -> str:
    """Return a text without the line ends that only keep its file narrow."""
    return " ".join(text.split())
