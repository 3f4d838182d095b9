"""Ids and shares that a file leaves out, and shares that must add up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from relsim.scenario.lines import Path
from relsim.scenario.source import Source
from relsim.scenario.wording import show

_TOLERANCE = 1e-9


def fill_shares(
    tables: Sequence[object], room: str, key: str, source: Source
) -> list[float] | None:
    """Return everybody's share; those not written split what is left equally.

    A firm that is not in the market at the opening has no share unless one is written.

    Examples
    --------
    >>> fill_shares([{"share": 0.5}, {}, {}], "segments", "share", Source("a.toml"))
    [0.5, 0.25, 0.25]
    """
    written = [_written(table, key) for table in tables]
    if all(_absent(table) for table in tables) and not any(written):
        return [0.0] * len(written)
    shares = [share for share in written if share is None or _is_share(share)]
    if len(shares) < len(written):
        return None
    given = [share for share in shares if share is not None]
    total = math.fsum(given)
    silent = len(shares) - len(given)
    exact = abs(total - 1.0) <= _TOLERANCE
    if not exact and (total > 1.0 or not silent):
        last = max(place for place, share in enumerate(shares) if share is not None)
        others = total - (shares[last] or 0.0)
        _no_sum((room, last, key), total, others, source)
        return None
    rest = max(0.0, 1.0 - total) / silent if silent else 0.0
    return [rest if share is None else float(share) for share in shares]


def _absent(table: object) -> bool:
    return isinstance(table, Mapping) and table.get("present") is False


def _written(table: object, key: str) -> object:
    if not isinstance(table, Mapping):
        return None
    return table.get(key, 0.0 if _absent(table) else None)


def _is_share(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return 0.0 <= value <= 1.0


def _no_sum(path: Path, total: float, others: float, source: Source) -> None:
    instead = "leave one out and it takes the rest"
    if 0.0 <= others <= 1.0:
        instead = f"write {1.0 - others:.12g} here, or {instead}"
    source.fault(
        path,
        f"the shares of the {path[0]} sum to {total:.12g}",
        "they must sum to 1",
        instead,
    )


def fill_ids(tables: Sequence[object], room: str, source: Source) -> list[int] | None:
    """Return everybody's id: the one written, else the place in the file.

    Examples
    --------
    >>> fill_ids([{"id": 7}, {}], "firms", Source("a.toml"))
    [7, 1]
    """
    ids: list[int] = []
    sound = True
    for place, table in enumerate(tables):
        written = table.get("id") if isinstance(table, Mapping) else None
        number = place if written is None else written
        if not isinstance(number, int) or isinstance(number, bool):
            return None
        if number in ids:
            spoken = (room, place) if written is None else (room, place, "id")
            taken = f"the id {show(number)} is taken by {room}[{ids.index(number)}]"
            where_from = "an id that is not written is the place in the file, from 0"
            source.fault(spoken, taken, where_from, f"write id = {max(ids) + 1}")
            sound = False
        ids.append(number)
    return ids if sound else None
