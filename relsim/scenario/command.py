"""The command line that makes a result again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.scenario import Scenario


def command(verb: str, scenario: Scenario, options: Mapping[str, object]) -> str:
    """Return a command line that can be pasted into a terminal.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 500})
    >>> command("compare", scenario, {"seed": 1})
    'relsim compare insurance --seed 1 --set market.customers=500'
    """
    words = ["relsim", verb, _word(scenario)]
    for name, value in options.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is not None:
                words += [f"--{name}", str(one)]
    for path, value in scenario.overrides.items():
        words += ["--set", f"{path}={as_toml(value)}"]
    return shlex.join(words)


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
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + plain.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def _word(scenario: Scenario) -> str:
    """Return what to write for the scenario: a bundled name, else the file."""
    from relsim.scenario import bundled

    if scenario.path is None or bundled().get(scenario.name) == scenario.path:
        return scenario.name
    return str(scenario.path)
