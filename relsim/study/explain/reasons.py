"""What explains a comparison: who kept whom, and why leaving grows rarer with tenure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.result.result import Joined, Result
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


@dataclass(frozen=True, eq=False)
class Reasons(Joined):
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

    @property
    def parts(self) -> tuple[Result, ...]:
        """All results, in the order in which they are shown."""
        return (*self.attributions, self.sorting)

    def to_json(self) -> dict[str, object]:
        """Return it as plain values.

        Returns
        -------
        dict
            ``attribution``, a list, and ``sorting``: what joins the comparison's data.
        """
        return {
            "attribution": [one.to_json() for one in self.attributions],
            "sorting": self.sorting.to_json(),
        }

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the parts of levers under all strategies, then sorting."""
        parts = [frame for one in self.attributions for frame in one.frames().values()]
        whole = {"attribution": pd.concat(parts, ignore_index=True)} if parts else {}
        return {**whole, **self.sorting.frames()}


@dataclass(frozen=True, eq=False)
class Explained(Joined):
    """A comparison and what explains it, shown and written as one."""

    comparison: Comparison
    reasons: Reasons

    @property
    def parts(self) -> tuple[Result, ...]:
        """Both, in the order in which they are shown."""
        return self.comparison, self.reasons

    def to_json(self) -> dict[str, object]:
        """Return the comparison's data with those of the reasons."""
        return {**self.comparison.to_json(), **self.reasons.to_json()}


def find_reasons(
    comparison: Comparison,
    arms: Sequence[Arm],
    threads: int | None = None,
    progress: Progress | None = None,
) -> Reasons:
    """Attribute every strategy that differs to its levers, and leaving to sorting and dynamics."""
    baseline, *others = dict.fromkeys(arm.strategy for arm in arms)
    options: dict[str, Any] = {
        "replications": min(comparison.replications, MOST_WORLDS),
        "seed": comparison.seed,
        "threads": threads,
        "progress": progress,
    }
    scenario, found = comparison.scenario, []
    for name in others:
        scaling = comparison.scalings.get(name)
        levers = scenario.strategies[name].levers if scaling is None else scaling.levers
        if levers_that_differ(scenario, levers, baseline):
            found.append(attribute(scenario, name, baseline=baseline, levers=levers, **options))
    return Reasons(tuple(found), sorting(scenario, baseline, **options))
