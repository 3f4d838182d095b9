"""What the worlds of a comparison say: means, paired differences, pay-back, verdicts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relsim.result.figures import COMPARED, PAYBACK
from relsim.result.statistics import Difference, Estimate, difference, estimate
from relsim.study.compare.equivalence import Verdict, judge_all

if TYPE_CHECKING:
    import pandas as pd

    from relsim.behaviour.declaration import Value
    from relsim.result.result import Result
    from relsim.result.table import Shown
    from relsim.scenario import Scenario
    from relsim.scenario.own_code import Own
    from relsim.study.compare.budget import Budget, Scaling
    from relsim.study.compare.courses import History
    from relsim.study.compare.outcomes import Outcomes
    from relsim.study.compare.precision import Precision

_SECOND = re.compile(r" \(\d+\)$")


@dataclass(frozen=True, slots=True)
class Failure:
    """One run of a comparison that could not be finished.

    Parameters
    ----------
    strategy : str
        The arm.
    replication : int
        The replication.
    message : str
        The error in one line.
    details : str
        Its traceback.
    """

    strategy: str
    replication: int
    message: str
    details: str

    def to_json(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "strategy": self.strategy,
            "replication": self.replication,
            "message": self.message,
            "traceback": self.details,
        }


@dataclass(frozen=True, eq=False, repr=False)
class Numbers:
    """The numbers of a comparison; :class:`relsim.Comparison` says what its fields are."""

    scenario: Scenario
    seed: int
    strategies: tuple[str, ...]
    outcomes: Outcomes
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False
    command: str = ""
    own: tuple[Own, ...] = ()
    history: History | None = None
    equal_budget: Budget | None = None
    scalings: Mapping[str, Scaling] = field(default_factory=dict)
    precision: Precision | None = None
    margins: Mapping[str, float] = field(default_factory=dict)
    plausible: Result | None = None
    unsettled: Shown = ""

    @property
    def baseline(self) -> str:
        """The strategy that the others are held against."""
        return self.strategies[0]

    @property
    def replications(self) -> int:
        """Replications that the numbers rest on."""
        return len(self.outcomes.replications)

    @cached_property
    def samples(self) -> pd.DataFrame:
        """A row an arm and replication, a column a figure.

        NaN where it is undefined, and everywhere in a run that failed.
        """
        return self.outcomes.samples(self.strategies)

    @cached_property
    def costs(self) -> pd.DataFrame | None:
        """Cost lines discounted to the strategy's start, rows as in `samples`."""
        return self.outcomes.cost_lines(self.strategies)

    @cached_property
    def by_year(self) -> pd.DataFrame | None:
        """Net present value up to the end of each year, rows as in `samples`."""
        return self.outcomes.by_year(self.strategies)

    @cached_property
    def estimates(self) -> dict[str, dict[str, Estimate]]:
        """Mean and interval: by strategy, then by figure."""
        return {
            strategy: {name: estimate(self.values(strategy, name)) for name in COMPARED}
            for strategy in self.strategies
        }

    @cached_property
    def differences(self) -> dict[str, dict[str, Difference]]:
        """Paired differences to the baseline: by strategy (all but the baseline), by figure."""
        return {
            strategy: {
                name: difference(
                    self.values(strategy, name),
                    self.values(self.baseline, name),
                    higher_is_better=outcome.higher_is_better,
                )
                for name, outcome in COMPARED.items()
            }
            for strategy in self.strategies[1:]
        }

    @cached_property
    def payback(self) -> dict[str, Estimate]:
        """Pay-back by strategy (all but the baseline); ``n`` counts the worlds that paid back."""
        return {
            strategy: estimate(self.values(strategy, PAYBACK.key))
            for strategy in self.strategies[1:]
        }

    @cached_property
    def verdicts(self) -> dict[str, dict[str, Verdict]]:
        """Whether differences matter: by strategy, by figure that has a margin."""
        return judge_all(self.differences, self.margins)

    def levers(self, strategy: str) -> dict[str, Value]:
        """Return what a strategy sets, as it was run: scaled, where budgets are equal.

        Parameters
        ----------
        strategy : str
            The arm.

        Returns
        -------
        dict
            By lever; what it leaves to the firm is not in it.
        """
        if strategy in self.scalings:
            return dict(self.scalings[strategy].levers)
        known = self.scenario.strategies
        # An arm that runs twice is called "social (2)".
        return dict(known[strategy if strategy in known else _SECOND.sub("", strategy)].levers)

    def values(self, strategy: str, figure: str) -> NDArray[np.float64]:
        """Return a figure of a strategy, one value a replication; NaN where it is undefined.

        Parameters
        ----------
        strategy, figure : str
            Which.

        Returns
        -------
        numpy.ndarray
            In order of replication, so that strategies pair by position.
        """
        return np.asarray(self.outcomes.figures[figure][self.strategies.index(strategy)])

    def line_values(self, strategy: str) -> NDArray[np.float64]:
        """Return the discounted cost lines of a strategy, a row a replication."""
        assert self.outcomes.costs is not None
        return np.asarray(self.outcomes.costs[self.strategies.index(strategy)])

    def year_values(self, strategy: str) -> NDArray[np.float64]:
        """Return net present value up to each year under a strategy, a row a replication."""
        assert self.outcomes.values is not None
        return np.asarray(self.outcomes.values[self.strategies.index(strategy)])
