"""The runs of a sweep as a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.result.figures import FIGURES
from relsim.result.statistics import numbers
from relsim.study.store.store import Failure, Kept

if TYPE_CHECKING:
    from relsim.study.sweep.design import Point

Key = tuple[int, int, int]
"""One run: point, arm, replication."""


def table_of(
    points: Sequence[Point], arms: Sequence[str], rows: Sequence[tuple[Key, Kept]]
) -> pd.DataFrame:
    """Return runs as a frame, a row each."""
    figures: list[Mapping[str, Any]] = [
        {} if isinstance(found, Failure) else found for _, found in rows
    ]
    columns: dict[str, object] = {"point": [key[0] for key, _ in rows]}
    for path in points[0]:
        columns[path] = [points[key[0]][path] for key, _ in rows]
    columns["strategy"] = [arms[key[1]] for key, _ in rows]
    columns["replication"] = [key[2] for key, _ in rows]
    for name in FIGURES:
        columns[name] = numbers(found.get(name) for found in figures)
    for name in ("error", "command", "traceback"):
        columns[name] = [
            getattr(found, name) if isinstance(found, Failure) else "" for _, found in rows
        ]
    return pd.DataFrame(columns)
