"""Parameters of a user's own phases, by ``NAME.parameter``."""

from __future__ import annotations

import math
from collections.abc import Mapping

from relsim.behaviour.declaration import Value
from relsim.scenario.checking import check_names
from relsim.scenario.source import Source
from relsim.scenario.wording import show


def check_phases(raw: object, source: Source) -> dict[str, Value]:
    """Return the parameters of all phases in one flat table, noting what is wrong.

    Which parameters a phase has, only the market knows that it is handed to; here they
    need only be plain values.

    Examples
    --------
    >>> check_phases({"fashion": {"strength": 0.2}}, Source("a.toml"))
    {'fashion.strength': 0.2}
    """
    found: dict[str, Value] = {}
    if not isinstance(raw, Mapping):
        source.fault(("phases",), f"found {show(raw)}", "", "write [phases.NAME] above the keys")
        return found
    check_names(((("phases", name), name) for name in raw), "phase", source)
    for name, table in raw.items():
        if not isinstance(table, Mapping):
            instead = "write [phases.NAME] above the keys"
            source.fault(("phases", name), f"found {show(table)}", "allowed is a table", instead)
            continue
        for key, value in table.items():
            if _is_plain(value):
                found[f"{name}.{key}"] = value
            else:
                choice = "allowed are finite numbers, text, true and false"
                source.fault(("phases", name, key), f"found {show(value)}", choice)
    return found


def _is_plain(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) < 2**63
    return isinstance(value, str)
