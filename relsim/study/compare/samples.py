"""The runs of a comparison, put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from relsim.result.figures import COMPARED, PAYBACK
from relsim.result.statistics import numbers
from relsim.study.arms import Arm
from relsim.study.compare.break_even import COST_LINES, LINES
from relsim.study.compare.by_year import values, year_ends
from relsim.study.compare.memory import Figures, Lived
from relsim.study.compare.numbers import Failure
from relsim.study.compare.payback import PATH, payback
from relsim.study.parallel import Batch, Failed

if TYPE_CHECKING:
    from relsim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Task:
    """One run: an arm in one replication."""

    replication: int
    arm: Arm


Kept = list[tuple[Task, Lived | Failed]]


def complete(batch: Batch[Task, Lived], arms: int) -> Kept:
    """Return tasks with their results: all, or after Ctrl-C those of complete replications."""
    results = list(zip(batch.tasks, batch.results, strict=True))
    worlds = [results[start : start + arms] for start in range(0, len(results), arms)]
    kept: Kept = []
    for world in worlds:
        there = [(task, result) for task, result in world if result is not None]
        if len(there) == arms:
            kept.extend(there)
    return kept


def samples(arms: Sequence[Arm], kept: Kept) -> pd.DataFrame:
    """Return a row an arm and replication, arm by arm."""
    rows = _in_order(arms, kept)
    base = {replication: figures for place, replication, figures in rows if place == 0}
    columns = {name: numbers(figures.get(name) for _, _, figures in rows) for name in COMPARED}
    columns[PAYBACK.key] = numbers(
        _payback(figures, base[replication]) if place else None
        for place, replication, figures in rows
    )
    return pd.DataFrame(
        {
            "strategy": [arms[place].name for place, _, _ in rows],
            "replication": [replication for _, replication, _ in rows],
            **columns,
        }
    )


def costs(arms: Sequence[Arm], kept: Kept) -> pd.DataFrame:
    """Return discounted cost lines, a row an arm and replication as in :func:`samples`."""
    missing = [np.nan] * len(COST_LINES)
    rows = _in_order(arms, kept)
    lines = [list(figures.get(LINES, missing)) for _, _, figures in rows]
    return _beside(arms, rows, COST_LINES, lines)


def by_year(arms: Sequence[Arm], kept: Kept, scenario: Scenario) -> pd.DataFrame:
    """Return net present value up to each year, a row an arm and replication."""
    ends = year_ends(scenario)
    rows = _in_order(arms, kept)
    lines = [values(np.asarray(figures.get(PATH, ())), ends) for _, _, figures in rows]
    return _beside(arms, rows, (ends * scenario.months / 12).tolist(), lines)


Ordered = list[tuple[int, int, Figures]]


def _in_order(arms: Sequence[Arm], kept: Kept) -> Ordered:
    """Return figures by place of the arm and replication; none of a run that failed."""
    rows: Ordered = [
        (arms.index(task.arm), task.replication, {} if isinstance(run, Failed) else run.figures)
        for task, run in kept
    ]
    return sorted(rows, key=lambda row: row[:2])


def _beside(
    arms: Sequence[Arm], rows: Ordered, names: Sequence[object], lines: Sequence[object]
) -> pd.DataFrame:
    """Return lines of numbers beside the arm and replication that they are of."""
    columns = np.array(lines, dtype=np.float64).reshape(len(rows), len(names)).T
    return pd.DataFrame(
        {
            "strategy": [arms[place].name for place, _, _ in rows],
            "replication": [replication for _, replication, _ in rows],
            **dict(zip(names, columns, strict=True)),
        }
    )


def failures(kept: Kept) -> tuple[Failure, ...]:
    """Return the runs that failed."""
    return tuple(
        Failure(task.arm.name, task.replication, result.message, result.details)
        for task, result in kept
        if isinstance(result, Failed)
    )


def _payback(figures: Figures, baseline: Figures) -> int | None:
    if PATH not in figures or PATH not in baseline:
        return None
    return payback(figures[PATH], baseline[PATH])
