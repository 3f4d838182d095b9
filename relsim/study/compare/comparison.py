"""The result of comparing strategies: its numbers, as frames and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from relsim.result.figures import COMPARED, PAYBACK
from relsim.result.result import Result
from relsim.result.statistics import Difference, Estimate, difference, estimate
from relsim.study.compare.equivalence import Verdict, judge_all

if TYPE_CHECKING:
    from relsim.result.table import Shown, Table
    from relsim.scenario import Scenario
    from relsim.study.compare.budget import Scaling
    from relsim.study.compare.courses import History
    from relsim.study.compare.precision import Precision


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


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result):
    """Strategies of the focal firm side by side, each met by the same luck.

    Made by :func:`relsim.compare`. Printing it shows the table of ``relsim compare``; in a
    notebook it shows itself.

    Parameters
    ----------
    scenario : Scenario
        The market.
    seed : int
        Of all luck.
    strategies : tuple of str
        Names of the arms, the baseline first.
    samples : pandas.DataFrame
        One row an arm and replication: ``strategy``, ``replication``, then a column a figure
        (NaN where it is undefined, and everywhere in a run that failed), and ``payback``.
    failures : tuple of Failure
        Runs that could not be finished.
    interrupted : bool
        Whether Ctrl-C ended it early. Then the replications that every arm had finished count.
    command : str
        The command line that makes it again.
    history : History, optional
        Courses over time and totals by kind, for charts.
    equal_budget : float, optional
        Money per customer and period that the strategies were brought to.
    scalings : mapping of str to Scaling
        With an equal budget, what every arm but the baseline was scaled by.
    precision : Precision, optional
        How narrow the intervals were to be, and whether they are.
    margins : mapping of str to float
        The smallest difference that matters, by figure, in the figure's own unit.
    """

    scenario: Scenario
    seed: int
    strategies: tuple[str, ...]
    samples: pd.DataFrame
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False
    command: str = ""
    history: History | None = None
    equal_budget: float | None = None
    scalings: Mapping[str, Scaling] = field(default_factory=dict)
    precision: Precision | None = None
    margins: Mapping[str, float] = field(default_factory=dict)

    @property
    def baseline(self) -> str:
        """The strategy that the others are held against."""
        return self.strategies[0]

    @property
    def replications(self) -> int:
        """Replications that the numbers rest on."""
        return int(self.samples["replication"].nunique())

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

    def to_frame(self) -> pd.DataFrame:
        """Return every number of the comparison, a row a strategy and figure.

        Returns
        -------
        pandas.DataFrame
            Columns ``strategy``, ``figure``, ``mean``, ``low``, ``high``, ``n``; then, empty for
            the baseline, ``difference``, ``difference_low``, ``difference_high``,
            ``difference_n``, ``variance_reduction`` and ``chance_better``. Shares are numbers
            from 0 to 1. The figure ``payback`` has a row for every strategy but the baseline.
            Three more columns appear when they apply: ``equivalence`` (the verdict), ``factor``
            and ``budget_reached`` (with an equal budget).

        Examples
        --------
        >>> import relsim
        >>> comparison = relsim.compare(
        ...     relsim.load("insurance", {"market.customers": 200, "market.periods": 24}),
        ...     ["none", "social"], replications=3)
        >>> list(comparison.to_frame().columns[:6])
        ['strategy', 'figure', 'mean', 'low', 'high', 'n']
        """
        rows = []
        for strategy in self.strategies:
            for name in COMPARED:
                found = self.estimates[strategy][name]
                row = {"strategy": strategy, "figure": name, **found.ends(), "n": found.n}
                if strategy != self.baseline:
                    row |= self.differences[strategy][name].columns()
                    if name in self.margins:
                        row["equivalence"] = self.verdicts[strategy][name].word
                rows.append(row)
            if strategy != self.baseline:
                paid = self.payback[strategy]
                rows.append(
                    {"strategy": strategy, "figure": PAYBACK.key, **paid.ends(), "n": paid.n}
                )
        columns = [*_FRAME, *_DIFFERENCE, *(["equivalence"] if self.margins else [])]
        frame = pd.DataFrame(rows).reindex(columns=columns)
        if self.equal_budget is not None:
            scaling = [self.scalings.get(str(name)) for name in frame["strategy"]]
            frame["factor"] = [one.factor if one else np.nan for one in scaling]
            frame["budget_reached"] = [one.reached if one else None for one in scaling]
        return frame.astype(dict.fromkeys([*_FRAME[2:5], *_DIFFERENCE], "float64"))

    def summary(self) -> pd.DataFrame:
        """Return the means, a row a strategy and a column a figure.

        Returns
        -------
        pandas.DataFrame
            Indexed by strategy; intervals and differences are in :meth:`to_frame`.
        """
        return pd.DataFrame(
            {
                name: [self.estimates[strategy][name].mean for strategy in self.strategies]
                for name in COMPARED
            },
            index=pd.Index(self.strategies, name="strategy"),
            dtype="float64",
        )

    def to_json(self) -> dict[str, object]:
        """Return the comparison as plain values, ready for :func:`json.dumps`.

        Returns
        -------
        dict
            Keys ``scenario``, ``seed``, ``replications``, ``periods``, ``version`` and
            ``strategies``; shares are numbers from 0 to 1, and what is undefined is None. More
            keys appear only when they apply: ``equal_budget``, ``precision``, ``failures``
            (strategy, replication and message of each run that failed) and ``interrupted``.
        """
        from relsim.study.compare.plain_data import comparison_data

        return comparison_data(self)

    def tables(self) -> list[Table]:
        """Return what each strategy leads to, and how it differs from the baseline."""
        from relsim.study.compare.tables import tables

        return tables(self)

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number; empty when all went well."""
        from relsim.study.compare.tables import warnings

        return warnings(self)

    def notes(self) -> list[Shown]:
        """Return what explains the numbers and how to get them again."""
        from relsim.study.compare.tables import notes

        return notes(self)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every number and every world, by the name of their sheet."""
        return {"figures": self.to_frame(), "worlds": self.samples}

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
        # Rows are in order of replication, so that arms pair by position.
        return self.samples[figure].to_numpy(dtype=np.float64)[self._rows[strategy]]

    @cached_property
    def _rows(self) -> dict[str, NDArray[np.bool_]]:
        """Which rows of the samples are a strategy's."""
        names = self.samples["strategy"].to_numpy()
        return {strategy: names == strategy for strategy in self.strategies}

    def __repr__(self) -> str:
        """Return what was compared, in a line."""
        return (
            f"<Comparison of {', '.join(self.strategies)} on {self.scenario.name!r}: "
            f"{self.replications} replications, seed {self.seed}>"
        )


_FRAME = ["strategy", "figure", "mean", "low", "high", "n"]
_DIFFERENCE = [
    "difference",
    "difference_low",
    "difference_high",
    "difference_n",
    "variance_reduction",
    "chance_better",
]
