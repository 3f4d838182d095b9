"""The command line that makes a result again."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from relsim.scenario.document import plain
from relsim.scenario.places import bundled

if TYPE_CHECKING:
    from relsim.scenario.own_code import Own
    from relsim.scenario.scenario import Scenario

_CALLS = {
    "compare": "relsim.compare({scenario}, {words})",
    "sweep": "relsim.sweep({scenario}, {words})",
    "run": "relsim.Market({scenario}, {words}).run()",
}
"""What a command is in Python, for those that take code of a user's own."""


def command(
    verb: str, scenario: Scenario, arguments: Mapping[str, object], own: Sequence[Own] = ()
) -> str:
    r"""Return a command line that can be pasted into a terminal; a comment where none repeats it.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 500})
    >>> command("compare", scenario, {"strategies": ["none", "a, b"], "seed": 1})
    'relsim compare insurance --strategies \'none,"a, b"\' --seed 1 --set market.customers=500'
    """
    if scenario.path is None:
        return nothing("the scenario was made in Python; scenario.to_toml() gives the file to name")
    # The command line takes neither code nor one strategy twice.
    lists = [value for value in arguments.values() if isinstance(value, list | tuple)]
    if own or any(len(set(names)) < len(names) for names in lists):
        return _in_python(verb, scenario, arguments, own)
    words = ["relsim", verb, _word(scenario)]
    options = dict(arguments)
    if (design := options.pop("design", None)) is not None:
        words.append(str(design))
    for name, value in options.items():
        for one in _written(value):
            words += [f"--{name.replace('_', '-')}", *one]
    for path, value in scenario.overrides.items():
        words += ["--set", f"{path}={as_toml(value)}"]
    return shlex.join(words)


def nothing(why: str) -> str:
    """Return what stands in place of a command that there is not; a shell reads over it."""
    return f"# no command makes this again: {why}"


def as_names(names: Sequence[str], between: str = ",") -> str:
    """Return names as a list on the command line.

    Examples
    --------
    >>> as_names(["none", "cheap, but slow"])
    'none,"cheap, but slow"'
    """
    return between.join(
        _quoted(name) if set(name) & set(',"') or name != name.strip() else name for name in names
    )


def as_toml(value: object) -> str:
    """Return a value as ``--set`` reads it.

    Examples
    --------
    >>> as_toml({"mean": 0.5}), as_toml(True), as_toml("machine"), as_toml("12")
    ('{"mean" = 0.5}', 'true', 'machine', '"12"')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inside = (f"{_quoted(str(key))} = {_nested(held)}" for key, held in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_nested(held) for held in value) + "]"
    if isinstance(value, str):
        return value if value.isalpha() and value not in _NOT_WORDS else _quoted(value)
    return repr(value)


_NOT_WORDS = {"true", "false", "nan", "inf"}


def _nested(value: object) -> str:
    return _quoted(value) if isinstance(value, str) else as_toml(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _written(value: object) -> Iterator[list[str]]:
    """Yield what stands behind an option, each time that it is given."""
    if value is None or value is False:
        return
    if value is True:
        yield []
    elif isinstance(value, Mapping):
        for name, held in value.items():
            listed = isinstance(held, list | tuple)
            text = ",".join(map(as_toml, held)) if listed else str(held)
            yield [f"{name}={text}"]
    elif isinstance(value, list | tuple):
        yield [as_names(value)]
    else:
        yield [str(value)]


def _in_python(
    verb: str, scenario: Scenario, arguments: Mapping[str, object], own: Sequence[Own]
) -> str:
    """Return a call that hands over phases and firms of a user's own, as a command line."""
    if lost := [one for one in own if not one.expression]:
        return nothing(
            f"{lost[0].name} ({lost[0].code}) can be neither imported nor written down; run the "
            "script or notebook that holds it"
        )
    given = {name: plain(value) for name, value in arguments.items() if value is not None}
    vary, design = given.pop("vary", None), given.pop("design", None)
    words = [] if vary is None else [f"relsim.grid({vary!r})"]
    words += [] if design is None else [repr(design)]
    words += [f"{name}={value!r}" for name, value in given.items()]
    phases = [one.expression for one in own if one.kind == "phase"]
    minds = [f"{one.name!r}: {one.expression}" for one in own if one.kind == "mind"]
    words += [f"phases=[{', '.join(phases)}]"] if phases else []
    words += [f"firms={{{', '.join(minds)}}}"] if minds else []
    overrides = plain(scenario.overrides)
    loaded = f"relsim.load({_word(scenario)!r}{f', {overrides!r}' if overrides else ''})"
    call = _CALLS[verb].format(scenario=loaded, words=", ".join(words))
    modules = sorted({"relsim", *(one.module for one in own)})
    return shlex.join(["python", "-c", f"import {', '.join(modules)}; print({call})"])


def _word(scenario: Scenario) -> str:
    """Return what to write for the scenario: a bundled name, else the file."""
    known = bundled()
    if known.get(scenario.name) == scenario.path:
        return scenario.name
    word = str(scenario.path)
    # A bare name would be that of a bundled scenario, a dash begin an option.
    return f"./{word}" if word in known or word.startswith("-") else word
