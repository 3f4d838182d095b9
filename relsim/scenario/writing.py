"""From plain data back to TOML, in the layout in which people write scenarios."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from relsim.scenario.strategies import Levers, ready_made

_BARE = re.compile(r"^[A-Za-z0-9_-]+$")
_ORDER = (
    "market",
    "segments",
    "firms",
    "strategies",
    "events",
    "behaviour",
    "phases",
    "uncertainty",
)


def to_toml(document: Mapping[str, object]) -> str:
    """Return a document as TOML, without what every scenario has anyway.

    Examples
    --------
    >>> print(to_toml({"firms": [{"name": "Alba"}], "market": {"periods": 12}, "events": []}))
    [market]
    periods = 12
    <BLANKLINE>
    [[firms]]
    name = "Alba"
    <BLANKLINE>
    """
    blocks: list[str] = []
    for room in _ORDER:
        held = document.get(room)
        if not held:
            continue
        if isinstance(held, list):
            blocks += [_block(f"[[{room}]]", table) for table in held]
        elif not isinstance(held, Mapping):
            continue
        elif room == "strategies":
            own = _not_ready_made(held)
            blocks += [_block(f"[strategies.{key(name)}]", own[name]) for name in own]
        elif room == "phases":
            blocks += [_block(f"[phases.{key(name)}]", held[name]) for name in held]
        else:
            blocks += _room(room, held)
    return "\n".join(blocks)


def _room(room: str, table: Mapping[str, object]) -> list[str]:
    """Write ``[market]`` with its costs apart, or ``[behaviour]``."""
    costs = table.get("costs")
    plain = {name: value for name, value in table.items() if name != "costs"}
    blocks = [_block(f"[{room}]", plain)] if plain else []
    if isinstance(costs, Mapping) and costs:
        blocks.append(_block(f"[{room}.costs]", costs))
    return blocks


def _not_ready_made(strategies: Mapping[str, Levers]) -> dict[str, Levers]:
    """Leave out the strategies that every scenario has, where they are unchanged."""
    known = ready_made()
    told = {
        name: {lever: value for lever, value in table.items() if value != ""}
        for name, table in strategies.items()
    }
    return {name: table for name, table in told.items() if known.get(name) != table}


def _block(header: str, table: Mapping[str, object]) -> str:
    # TOML has no word for what is not set: such keys are left out.
    lines = [f"{key(name)} = {literal(held)}" for name, held in table.items() if held is not None]
    return "\n".join([header, *lines]) + "\n"


def path_of(*parts: str) -> str:
    """Return a path for an override; a name that needs quotes gets them.

    Examples
    --------
    >>> path_of("firms", "Dr. Weiß", "price")
    'firms."Dr. Weiß".price'
    """
    return ".".join(key(part) for part in parts)


def key(name: str) -> str:
    """Return a key as TOML, in quotes where it needs them.

    Examples
    --------
    >>> key("price"), key("Dr. Weiß")
    ('price', '"Dr. Weiß"')
    """
    return name if _BARE.match(name) else literal(name)


def literal(value: object) -> str:
    """Return a value as TOML.

    Examples
    --------
    >>> literal(True), literal("face"), literal({"mean": 0.5})
    ('true', '"face"', '{ mean = 0.5 }')
    """
    if isinstance(value, str):
        # JSON escapes what TOML must have escaped, but for one character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inner = [f"{key(name)} = {literal(held)}" for name, held in value.items()]
        return f"{{ {', '.join(inner)} }}" if inner else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(literal(held) for held in value)}]"
    return repr(value)
