"""``relsim compare --attribution``: who kept whom, below the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.study.explain.attributing import attribute
from relsim.study.explain.attribution import Attribution
from relsim.study.explain.hazard import Sorting
from relsim.study.explain.tenure import sorting
from relsim.study.levers import levers_that_differ

if TYPE_CHECKING:
    from relsim.study.arms import Arm
    from relsim.study.compare import Comparison
    from relsim.study.parallel import Progress

MOST_WORLDS = 10
"""Exact counterfactuals need few worlds."""


@dataclass(frozen=True)
class Reasons:
    """What explains a comparison.

    Parameters
    ----------
    attributions : tuple of Attribution
        One for each strategy that differs from the baseline.
    sorting : Sorting
        Under the baseline.
    """

    attributions: tuple[Attribution, ...]
    sorting: Sorting

    def results(self) -> list[Any]:
        """Return what is printed, from top to bottom."""
        return [part for one in (*self.attributions, self.sorting) for part in (one, "")]

    def to_json(self) -> dict[str, object]:
        """Return what joins the comparison's data."""
        return {
            "attribution": [one.to_json() for one in self.attributions],
            "sorting": self.sorting.to_json(),
        }

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the sheets that join a workbook."""
        parts = [one.to_frame().assign(strategy=one.strategy) for one in self.attributions]
        found = {"sorting": self.sorting.to_frame()}
        return {"attribution": pd.concat(parts, ignore_index=True), **found} if parts else found


def find_reasons(
    comparison: Comparison,
    arms: Sequence[Arm],
    seed: int,
    threads: int | None,
    progress: Progress,
) -> Reasons:
    """Attribute every strategy to its levers, and leaving to sorting and dynamics."""
    baseline, *others = dict.fromkeys(arm.strategy for arm in arms)
    words: dict[str, Any] = {
        "replications": min(comparison.replications, MOST_WORLDS),
        "seed": seed,
        "threads": threads,
        "progress": progress,
    }
    scenario, found = comparison.scenario, []
    for name in others:
        scaling = comparison.scalings.get(name)
        levers = scenario.strategies[name].levers if scaling is None else scaling.levers
        if levers_that_differ(scenario, levers, baseline):
            found.append(attribute(scenario, name, baseline=baseline, levers=levers, **words))
    return Reasons(tuple(found), sorting(scenario, baseline, **words))
