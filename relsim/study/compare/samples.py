"""The runs of a comparison, put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relsim.result.figures import COMPARED, PAYBACK
from relsim.result.statistics import numbers
from relsim.study.arms import Arm
from relsim.study.compare.break_even import COST_LINES, LINES
from relsim.study.compare.by_year import values, year_ends
from relsim.study.compare.memory import Figures, Lived
from relsim.study.compare.numbers import Failure
from relsim.study.compare.outcomes import Outcomes
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


def outcomes(arms: Sequence[Arm], kept: Kept, scenario: Scenario) -> Outcomes:
    """Return what every arm came to in every world; NaN in those of a run that failed."""
    found = {
        (arms.index(task.arm), task.replication): {} if isinstance(run, Failed) else run.figures
        for task, run in kept
    }
    worlds = sorted({replication for _, replication in found})
    shape = len(arms), len(worlds)
    runs = [found[place, world] for place in range(len(arms)) for world in worlds]
    figures = {name: numbers(run.get(name) for run in runs).reshape(shape) for name in COMPARED}
    paid = [
        _payback(found[place, world], found[0, world]) if place else None
        for place in range(len(arms))
        for world in worlds
    ]
    missing, ends = [np.nan] * len(COST_LINES), year_ends(scenario)
    costs = np.array([list(run.get(LINES, missing)) for run in runs], dtype=np.float64)
    by_year = np.array([values(np.asarray(run.get(PATH, ())), ends) for run in runs])
    return Outcomes(
        worlds,
        {**figures, PAYBACK.key: numbers(paid).reshape(shape)},
        costs.reshape(*shape, len(COST_LINES)),
        by_year.reshape(*shape, len(ends)),
        COST_LINES,
        (ends * scenario.months / 12).tolist(),
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
