"""The runs of a sweep as a frame."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from relsim.errors import RunError
from relsim.result.figures import FIGURES
from relsim.result.statistics import numbers
from relsim.study.store.store import Failure, Kept

if TYPE_CHECKING:
    from relsim.study.sweep.design import Point

Key = tuple[int, int, int]
"""One run: point, arm, replication."""


def table_of(
    points: Sequence[Point], arms: Sequence[str], rows: Iterable[tuple[Key, Kept]]
) -> pd.DataFrame:
    """Return runs as a frame, a row each; they are read one by one, however many there are."""
    keys: list[Key] = []
    figures = {name: array("d") for name in FIGURES}
    failures: dict[int, Failure] = {}
    for place, (key, kept) in enumerate(rows):
        keys.append(key)
        if isinstance(kept, Failure):
            failures[place], kept = kept, {}
        for name, column in figures.items():
            value = kept.get(name)
            column.append(math.nan if value is None else value)
    columns: dict[str, object] = {"point": [key[0] for key in keys]}
    for path in points[0]:
        columns[path] = [points[key[0]][path] for key in keys]
    columns["strategy"] = [arms[key[1]] for key in keys]
    columns["replication"] = [key[2] for key in keys]
    columns |= {name: numbers(figures.pop(name)) for name in [*figures]}
    for name in ("error", "command", "traceback"):
        columns[name] = [getattr(failures.get(place), name, "") for place in range(len(keys))]
    return pd.DataFrame(columns)


def require_any(samples: pd.DataFrame) -> None:
    """Refuse to make a result of runs that all failed."""
    if len(samples) and (samples["error"] != "").all():
        raise RunError(f"Every run failed, the first with {samples['error'].iloc[0]}")
