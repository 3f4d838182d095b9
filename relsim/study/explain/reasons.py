"""What explains a comparison: who kept whom, and why leaving grows rarer with tenure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relsim.result.result import Joined, Result
from relsim.study.explain.attributing import attribute
from relsim.study.explain.attribution import Attribution
from relsim.study.explain.hazard import Sorting
from relsim.study.explain.spill_over import SpillOver, spill_over
from relsim.study.explain.tenure import sorting
from relsim.study.levers import levers_that_differ, levers_under

if TYPE_CHECKING:
    import pandas as pd

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
    spill_overs : tuple of SpillOver
        One for each strategy with a control group.
    """

    attributions: tuple[Attribution, ...]
    sorting: Sorting
    spill_overs: tuple[SpillOver, ...] = ()

    @property
    def parts(self) -> tuple[Result, ...]:
        """All results, in the order in which they are shown."""
        return (*self.attributions, *self.spill_overs, self.sorting)

    def to_json(self) -> dict[str, object]:
        """Return it as plain values.

        Returns
        -------
        dict
            ``attribution``, a list, ``sorting`` and, where a strategy has a control group,
            ``spill_over``, a list: what joins the comparison's data.
        """
        more = {"spill_over": [one.to_json() for one in self.spill_overs]}
        return {
            **(more if self.spill_overs else {}),
            "attribution": [one.to_json() for one in self.attributions],
            "sorting": self.sorting.to_json(),
        }

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the parts of levers under all strategies, then sorting."""
        import pandas as pd

        parts = [frame for one in self.attributions for frame in one.frames().values()]
        whole = {"attribution": pd.concat(parts, ignore_index=True)} if parts else {}
        sheets = [one.frames() for one in (*self.spill_overs, self.sorting)]
        return {**whole, **{name: frame for one in sheets for name, frame in one.items()}}


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
    """Attribute strategies to levers, leaving to sorting; tell what control groups measure."""
    baseline, *others = dict.fromkeys(arm.strategy for arm in arms)
    options: dict[str, Any] = {
        "replications": min(comparison.replications, MOST_WORLDS),
        "seed": comparison.seed,
        "threads": threads,
        "progress": progress,
    }
    scenario = comparison.scenario
    found: list[Attribution] = []
    measured: list[SpillOver] = []
    for name in others:
        scaling = comparison.scalings.get(name)
        levers = scenario.strategies[name].levers if scaling is None else scaling.levers
        if levers_that_differ(scenario, levers, baseline):
            found.append(attribute(scenario, name, baseline=baseline, levers=levers, **options))
        share = float(levers_under(scenario, name)["control_share"] or 0.0)
        if 0.0 < share < 1.0:
            measured.append(spill_over(scenario, name, levers=levers, **options))
    return Reasons(tuple(found), sorting(scenario, baseline, **options), tuple(measured))
