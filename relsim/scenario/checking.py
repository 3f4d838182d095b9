"""One table of a document against its model, with every refusal in our own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import ValidationError

from relsim.behaviour.declaration import Parameter, Trait
from relsim.scenario import names, structure
from relsim.scenario.lines import Path
from relsim.scenario.source import Source
from relsim.scenario.synonyms import meaning_of
from relsim.scenario.table import Table
from relsim.scenario.tables import KEYS
from relsim.scenario.wording import advice, allowed, did_you_mean, nearest, show

Keys = Mapping[str, Parameter | Trait]
Checked = TypeVar("Checked", bound=Table)


def check_table(
    raw: object,
    model: type[Checked],
    keys: Keys,
    path: Path,
    source: Source,
    belongs: Mapping[str, str] | None = None,
) -> Checked | None:
    """Turn one table into its model, or note everything that is wrong in it."""
    if not isinstance(raw, Mapping):
        source.fault(path, f"found {show(raw)}", "allowed is a table", _as_table(path))
        return None
    try:
        return model.model_validate(dict(raw))
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    reported: set[Path] = set()
    for problem in problems:
        # A trait may be a number or a law, and the model complains about both: keep one.
        place = _place(raw, keys, problem["loc"])
        if place is None or place in reported:
            continue
        reported.add(place)
        if problem["type"] == "missing":
            _missing(keys[str(place[-1])], path, source)
        elif problem["type"] == "extra_forbidden":
            _unknown(place, keys, path, source, belongs or {})
        else:
            _wrong(_declaration(keys, place), _value(raw, place), (*path, *place), source)
    return None


def _as_table(path: Path) -> str:
    steps = [step for step in path if isinstance(step, str)]
    if len(path) > len(steps):
        return f"write [[{'.'.join(steps)}]] above the keys"
    return f"write [{'.'.join(steps)}] above the keys"


def _place(raw: Mapping[str, object], keys: Keys, found: tuple[str | int, ...]) -> Path | None:
    """Return the place of a problem in the document, or None to leave the problem out."""
    key = found[0]
    if not isinstance(keys.get(str(key)), Trait) or len(found) == 1:
        return (key,)
    if not isinstance(raw[str(key)], Mapping):
        return (key,)
    in_law = str(found[1]).endswith("Law")
    return (key, found[2]) if in_law and len(found) > 2 else None


def _value(raw: Mapping[str, object], place: Path) -> object:
    value: object = raw
    for step in place:
        value = value[step] if isinstance(value, Mapping) else None
    return value


def _declaration(keys: Keys, place: Path) -> Parameter | Trait:
    declared = keys[str(place[0])]
    if isinstance(declared, Trait) and len(place) > 1:
        return structure.law_terms(declared)[str(place[1])]
    return declared


def _wrong(declared: Parameter | Trait, value: object, path: Path, source: Source) -> None:
    """Note a value of the wrong type or out of range."""
    if isinstance(declared, Trait):
        parameter = declared.settable
        terms = " and ".join(structure.law_terms(declared))
        choice = f"{allowed(parameter)}, or a table of {terms}"
        source.fault(path, f"found {show(value)}", choice, advice(parameter, value))
        return
    source.fault(path, f"found {show(value)}", allowed(declared), advice(declared, value))


def _missing(declared: Parameter | Trait, path: Path, source: Source) -> None:
    example = 'name = "Alba"' if declared.name == "name" else f"{declared.name} = 0"
    source.fault(path, f"{declared.name} is missing", "", f"write {example}")


def _unknown(
    place: Path, keys: Keys, path: Path, source: Source, belongs: Mapping[str, str]
) -> None:
    """Note an unknown key, and say which was meant or where it belongs."""
    known: Iterable[str] = keys
    if len(place) > 1:
        declared = keys[str(place[0])]
        known = structure.law_terms(declared) if isinstance(declared, Trait) else ()
    word = str(place[-1])
    full = (*path, *place)
    if source.enough:
        source.fault(full, f"there is no key {show(word)} here")
        return
    if word in belongs:
        source.fault(full, f"{show(word)} cannot stand here", "", belongs[word])
        return
    elsewhere = key_of(word) if len(place) == 1 else ""
    instead = elsewhere or meaning_of(word) or did_you_mean(word, known)
    instead = instead or meaning_of(word, within=True)
    if not instead:
        listed = list(known)
        instead = "the keys are " + ", ".join(listed) if 0 < len(listed) <= 12 else _far(word)
    source.fault(full, f"there is no key {show(word)} here", "", instead)


def key_of(word: str) -> str:
    """Say which tables a key belongs to; nothing when there is no such key."""
    tables = [where for where, keys in KEYS.items() if word in keys]
    return f"it is a key of {' and of '.join(tables)}" if tables else ""


def _far(word: str) -> str:
    """Look for an unknown key in all tables."""
    for where, others in KEYS.items():
        if near := nearest(word, others):
            return f"did you mean {near}, a key of {where}?"
    return "all keys are listed by: relsim show parameters, and relsim show levers"


def check_texts(raw: object, path: Path, source: Source) -> None:
    """Refuse texts that are too long or hold what nobody can see."""
    if not isinstance(raw, Mapping):
        return
    for key, longest in structure.TEXT_LIMITS.items():
        text = raw.get(key)
        if not isinstance(text, str):
            continue
        if len(text) > longest:
            found = f"found a text of {len(text):,} characters"
            source.fault((*path, key), found, f"allowed are {longest:,} at most", "shorten it")
        elif unseen := names.hidden(text, lines=key == "about"):
            # "data\friends.csv" is a path of Windows, and in double quotes a form feed.
            is_path = key == "network_file"
            escape = "in double quotes a backslash begins an escape: write / between folders"
            source.fault(
                (*path, key), f"the text holds {unseen}", "", escape if is_path else "delete it"
            )


def check_names(found: Iterable[tuple[Path, object]], kind: str, source: Source) -> None:
    """Refuse names that are empty, too long, misleading, or the same as another."""
    taken: dict[str, str] = {}
    for path, name in found:
        if not isinstance(name, str):
            continue
        if objection := names.objection(name):
            source.fault(path, f"the name {objection}", "", f"give the {kind} a plain name")
            continue
        other = taken.get(names.folded(name))
        if other is None:
            taken[names.folded(name)] = name
            continue
        what = f"the {kind} {show(name)} is there already"
        if other != name:
            what = f"the names {show(other)} and {show(name)} differ in spelling only"
        source.fault(path, what, f"every {kind} needs a name of its own", "rename one")
