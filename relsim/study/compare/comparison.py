"""The result of comparing strategies: its numbers, as tables, as frames and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.result.figures import COMPARED, PAYBACK
from relsim.result.result import Result
from relsim.scenario.provenance import settings_of
from relsim.study.compare import break_even, by_year, plain_data, tables
from relsim.study.compare.budget import amounts_of
from relsim.study.compare.disagreement import disagreements
from relsim.study.compare.numbers import Numbers

if TYPE_CHECKING:
    import pandas as pd

    from relsim.result.table import Block, Shown, Table
    from relsim.result.words import Sentence


class Comparison(Numbers, Result):
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
    outcomes : Outcomes
        What every arm came to in every world; `samples`, `costs` and `by_year` show it as frames.
    failures : tuple of Failure
        Runs that could not be finished.
    interrupted : bool
        Whether Ctrl-C ended it early. Then the replications that every arm had finished count.
    command : str
        The command line that makes it again; a comment that says why, where none does.
    own : tuple of Own
        Phases and firms of a user's own that it was made with.
    history : History, optional
        Courses over time and totals by kind, for charts.
    equal_budget : float or tuple of float, optional
        Money per customer and period that the strategies were brought to, or one amount a year.
    scalings : mapping of str to Scaling
        With an equal budget, what every arm but the baseline was scaled by.
    precision : Precision, optional
        How narrow the intervals were to be, and whether they are.
    margins : mapping of str to float
        The smallest difference that matters, by figure, in the figure's own unit.
    plausible : Plausible, optional
        What the strategies come to in plausible settings of the market.
    unsettled : str or Sentence
        Why that is not there, if somebody might expect it.
    """

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
            and ``budget_reached`` (with an equal budget; of one that differs by year, ``factor``
            is the first year's, ``factor_from_12`` that from period 12 on).

        Examples
        --------
        >>> import relsim
        >>> comparison = relsim.compare(
        ...     relsim.load("insurance", {"market.customers": 200, "market.periods": 24}),
        ...     ["none", "social"], replications=3)
        >>> list(comparison.to_frame().columns[:6])
        ['strategy', 'figure', 'mean', 'low', 'high', 'n']
        """
        import pandas as pd

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
            for place in range(1, len(amounts_of(self.equal_budget))):
                later = [one.later[place - 1] if one else None for one in scaling]
                since = next(one.since for one in later if one)
                frame[f"factor_from_{since}"] = [one.factor if one else np.nan for one in later]
            frame["budget_reached"] = [
                all(part.reached for part in one.phases) if one else None for one in scaling
            ]
        return frame.astype(dict.fromkeys([*_FRAME[2:5], *_DIFFERENCE], "float64"))

    def summary(self) -> pd.DataFrame:
        """Return the means, a row a strategy and a column a figure.

        Returns
        -------
        pandas.DataFrame
            Indexed by strategy; intervals and differences are in :meth:`to_frame`.
        """
        import pandas as pd

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
            Keys ``scenario``, ``seed``, ``replications``, ``periods``, ``version``,
            ``strategies`` and ``settings`` (what decides it); shares are numbers from 0 to 1, and
            what is undefined is None. More keys appear only when they apply: ``equal_budget``,
            ``precision``, ``plausible`` (what settings say), ``notes`` (sentences: where figures
            in money disagree in sign), ``failures`` (strategy, replication and message of each run
            that failed) and ``interrupted``.
        """
        return {**plain_data.comparison_data(self), "settings": self.settings()}

    def tables(self) -> list[Table]:
        """Return what each strategy leads to, and how it differs from the baseline."""
        return tables.tables(self)

    def settings(self) -> dict[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers, code."""
        return settings_of(
            self.scenario,
            {name: self.levers(name) for name in self.strategies},
            self.own,
            seed=self.seed,
            replications=self.replications,
            command=self.command,
        )

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number; empty when all went well."""
        return tables.warnings(self)

    def conclusions(self) -> list[Sentence]:
        """Say who leads from when, where figures in money disagree, what costs may be at most."""
        return [*by_year.sentences(self), *disagreements(self), *break_even.sentences(self)]

    def break_even(self) -> pd.DataFrame:
        """Return how dear each cost line may become before a strategy is worth no more.

        Returns
        -------
        pandas.DataFrame
            ``strategy``, ``line``, its ``share`` of what is spent more than under the baseline,
            the ``multiple`` of the cost as it is with its interval, and where the line is in
            proportion to one unit cost ``rate``, ``now`` and ``at``. Empty where money feeds
            back: with an equal budget, targeting by worth, or firms that learn or have a
            mind of your own.

        Examples
        --------
        >>> import relsim
        >>> comparison = relsim.compare(
        ...     relsim.load("insurance", {"market.customers": 200, "market.periods": 24}),
        ...     ["none", "social_only"], replications=3)
        >>> comparison.break_even().loc[0, ["line", "rate"]].to_list()
        ['contact_cost', 'social']
        """
        return break_even.frame_of(self)

    def notes(self) -> list[Shown]:
        """Return what explains the numbers and how to get them again."""
        return tables.notes(self)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every number and every world, by the name of their sheet."""
        found = {"figures": self.to_frame(), "worlds": self.samples}
        more = {"by_year": by_year.to_frame(self), "break_even": self.break_even()}
        beside = self.plausible.frames() if self.plausible else {}
        return {**found, **{name: frame for name, frame in more.items() if len(frame)}, **beside}

    def blocks(self) -> list[Block]:
        """Return luck first, then what is not known."""
        return [*super().blocks(), *(self.plausible.blocks() if self.plausible else ())]

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
