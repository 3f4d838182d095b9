"""The document: what was written, as plain nested data, before anything of it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Document = dict[str, object]
"""Tables by their names; what they hold is anybody's guess until a check has looked at it."""

TABLES = ("market", "behaviour", "uncertainty")
NAMED = ("strategies", "phases")
LISTED = ("segments", "firms", "events")
ROOMS = (*TABLES, *LISTED, *NAMED)
"""Every table at the top of a scenario."""


@dataclass(frozen=True)
class Origin:
    """What a scenario was built from, so that it can be built again with changes."""

    name: str
    label: str
    text: str | None
    path: Path | None
    folder: Path | None
    document: Document


def plain(value: object) -> object:
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
