"""The keys of a scenario's tables with their types, for whoever checks types.

The tables are models that are built from the declarations when the program runs, which no type
checker sees. ``python -m tests.documentation`` writes what it sees, ``relsim/scenario/keys.pyi``.
"""

from __future__ import annotations

import json
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from relsim.scenario import tables
from relsim.scenario.table import Law, Table

NAMES = (
    "CostsTable",
    "MarketTable",
    "SegmentTable",
    "FirmTable",
    "StrategyTable",
    "EventTable",
    "FirmChange",
    "MarketChange",
    "BehaviourTable",
)
FILLED_IN = ("id", "share", "opening_share")
"""Keys that a file may leave out and a scenario has, so that they always have a value."""
LONGEST = 100
HEAD = '''"""The keys of a scenario's tables. Written by ``python -m tests.documentation``."""

from typing import Literal

from relsim.scenario.table import Law, Table
'''


def keys() -> str:
    """Return the stub of all tables."""
    return "\n".join([HEAD, *(_class(name) for name in NAMES)])


def _class(name: str) -> str:
    model: type[Table] = getattr(tables, name)
    fields = model.model_fields.items()
    lines = [_folded(f"    {key}: {_type(key, field)}") for key, field in fields]
    return "\n".join([f"class {name}(Table):", *lines, ""])


def _folded(line: str) -> str:
    """Return a line as ruff would have it, where choices make it too long."""
    if len(line) <= LONGEST:
        return line
    return line.replace("Literal[", "Literal[\n        ").replace("] = ...", "\n    ] = ...")


def _type(key: str, field: FieldInfo) -> str:
    words = [_word(kind) for kind in get_args(field.annotation) or (field.annotation,)]
    if get_origin(field.annotation) is Literal:
        choices = ", ".join(json.dumps(word) for word in get_args(field.annotation))
        words = [f"Literal[{choices}]"]
    if key in FILLED_IN:
        words.remove("None")
    return " | ".join(words) + ("" if field.is_required() else " = ...")


def _word(kind: Any) -> str:
    if get_origin(kind) is not None:
        # A number with its range: what is annotated comes first.
        kind = get_args(kind)[0]
    if kind is NoneType:
        return "None"
    if isinstance(kind, type) and issubclass(kind, Law):
        return "Law"
    return str(getattr(kind, "__name__", kind))
