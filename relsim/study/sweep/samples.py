"""The runs of a sweep as a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.result.figures import FIGURES
from relsim.result.statistics import numbers
from relsim.study.parallel import Failed

if TYPE_CHECKING:
    from relsim.study.sweep.design import Point

Task = tuple[int, int, int]
"""One run: replication, point, arm."""


def table_of(
    points: Sequence[Point],
    arms: Sequence[str],
    done: Sequence[tuple[Task, Any]],
    command_of: Callable[[Task], str],
) -> pd.DataFrame:
    """Return the runs of a sweep in order of point, arm and replication."""
    rows = sorted(done, key=lambda one: (one[0][1], one[0][2], one[0][0]))
    figures: list[Mapping[str, Any]] = [
        {} if isinstance(found, Failed) else found for _, found in rows
    ]
    columns: dict[str, object] = {"point": [task[1] for task, _ in rows]}
    for path in points[0]:
        columns[path] = [points[task[1]][path] for task, _ in rows]
    columns["strategy"] = [arms[task[2]] for task, _ in rows]
    columns["replication"] = [task[0] for task, _ in rows]
    for key in FIGURES:
        columns[key] = numbers(found.get(key) for found in figures)
    columns["error"] = [found.message if isinstance(found, Failed) else "" for _, found in rows]
    columns["command"] = [
        command_of(task) if isinstance(found, Failed) else "" for task, found in rows
    ]
    columns["traceback"] = [found.details if isinstance(found, Failed) else "" for _, found in rows]
    return pd.DataFrame(columns)
