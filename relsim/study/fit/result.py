"""The result of a fit: the scenario that fits, and how well it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.result.result import Result
from relsim.result.saving import write_whole
from relsim.result.table import Table
from relsim.result.words import Sentence, counted
from relsim.scenario.editing import edited
from relsim.scenario.paths import split_path
from relsim.scenario.provenance import settings_of
from relsim.study.data.cohort import Cohort
from relsim.study.fit import told
from relsim.study.fit.fitted import Fitted
from relsim.study.fit.known import reach, warnings_of
from relsim.version import __version__
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    # What the numbers of a fit are made of: whoever documents it looks for their types here.
    from numpy.typing import NDArray  # noqa: F401

    from relsim.result.table import Shown
    from relsim.scenario import Scenario  # noqa: F401
    from relsim.study.fit.course import Course  # noqa: F401
    from relsim.study.fit.known import Known  # noqa: F401
    from relsim.study.fit.sales import Sales  # noqa: F401
    from relsim.study.fit.strands import Strand  # noqa: F401


_INTERVALS = marked(
    "Interval: 95 %, {reach}. Moves: how far the curve moves from one end of the range to the "
    "other, root mean square."
)
OF_THE_FIT_ALONE = ("market.customers", "market.periods", "market.warm_up")
"""What ``--set`` may change for the search only: the size of the market and how long it lives."""


@dataclass(frozen=True, eq=False, repr=False)
class Fit(Fitted, Result):
    """Settings under which the market loses customers as a cohort did.

    Made by :func:`relsim.fit`.

    Parameters
    ----------
    scenario : Scenario
        With the fitted settings.
    strands : tuple of Strand
        What was observed: of all, or group by group.
    values : dict of str to float
        The fitted settings, by path.
    before : float
        Root mean square error of the scenario as it was, in percentage points.
    fitted : numpy.ndarray
        Shares left in the fitted market, one for each observed period of each strand.
    seed, replications : int
        The luck that it was fitted under.
    evaluations : int
        Places tried.
    interrupted : bool
        Whether Ctrl-C ended the search.
    command : str
        The command line that makes it again.
    known : tuple of Known
        How well each setting is known; empty after Ctrl-C.
    courses : tuple of Course
        What was held out, what is to come, the interval and the yardstick, a strand each; empty
        after Ctrl-C.
    sales : Sales, optional
        How often all customers together came again, where purchases were followed.
    correlation : numpy.ndarray or None
        How the fitted settings go together.
    """

    def to_frame(self) -> pd.DataFrame:
        """Return observed against fitted, a row a period.

        Returns
        -------
        pandas.DataFrame
            Columns ``period``, ``customers`` and, as shares of the opening, ``observed``,
            ``fitted``, ``low``, ``high`` (95 % of the fitted curve) and ``yardstick``;
            ``held_out`` says what was observed and not fitted. What there is not is empty.
        """
        rows = [
            {"customers": customers, **row}
            for strand, those in zip(self.strands, self.by_strand(), strict=True)
            for row, customers in zip(those, _customers(strand.cohort, those), strict=True)
        ]
        names = [*self.names[:-6], "customers", *self.names[-6:]]
        return pd.DataFrame(rows)[names].astype({"observed": float, "yardstick": float})

    def to_json(self) -> dict[str, object]:
        """Return the fit as plain values, ready for :func:`json.dumps`.

        Returns
        -------
        dict
            ``survival`` has a row a period, ``purchases`` what was bought again so far;
            ``parameters`` the settings with their intervals; ``error`` and ``error_before`` are
            root mean squares in percentage points, shares numbers from 0 to 1.
        """
        data: dict[str, object] = {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "evaluations": self.evaluations,
            "version": __version__,
            "values": dict(self.values),
            "error": self.error,
            "error_before": self.before,
            "survival": self.survival(),
            "yardstick": self.law or None,
            "error_held_out": self.held_out_errors(),
        }
        if self.sales is not None:
            data["purchases"] = self.sales.rows()
        if self.correlation is not None:
            data["correlation"] = self.correlation.tolist()
        if self.known:
            data["parameters"] = {
                one.bounds.path: {
                    "value": one.value,
                    "sought_from": one.bounds.low,
                    "sought_to": one.bounds.high,
                    "low": one.low,
                    "high": one.high,
                    "moves_points": one.moves,
                    "stopped_at": one.stopped_at or None,
                }
                for one in self.known
            }
        if self.interrupted:
            data["interrupted"] = True
        return {**data, "settings": self.settings()}

    def settings(self) -> dict[str, object]:
        """Return what decides it, as plain values: version, seed, changes, what was fitted."""
        strategy = self.scenario.focal.strategy
        return settings_of(
            self.scenario,
            {strategy: self.scenario.strategies[strategy].levers},
            seed=self.seed,
            replications=self.replications,
            cohort=self.cohort.source,
            fitted=self.values,
            command=self.command,
        )

    def to_toml(self) -> str:
        """Return the scenario's own text with the fitted settings, below the command that made it.

        Returns
        -------
        str
            TOML. Of other overrides it holds those that the fit rests on; the size of the market
            and its horizon are those of the file.
        """
        kept = {
            path: value
            for path, value in self.scenario.overrides.items()
            if ".".join(split_path(path)) not in OF_THE_FIT_ALONE or path in self.values
        }
        said = [
            self.command.removeprefix("# "),
            f"relsim {__version__}; root mean square error {told.ERROR.text(self.error)} "
            f"percentage points, {told.ERROR.text(self.before)} before the fit.",
            *map(str, self.warnings()),
        ]
        head = "".join(f"# {' '.join(line.split())}\n" for line in said)
        return f"{head}\n{edited(self.scenario, kept)}"

    def write(self, path: str | Path) -> None:
        """Write the fitted scenario to a file.

        Parameters
        ----------
        path : str or pathlib.Path
            Replaced whole, if it exists.

        Raises
        ------
        InputError
            When the scenario would be no better than the one it began with.
        """
        self.require_better(path)
        write_whole(path, self.to_toml())

    def require_better(self, path: str | Path) -> None:
        """Refuse to write a scenario that fits no better than the one it began with."""
        if not self.better:
            after, before = told.ERROR.text(self.error), told.ERROR.text(self.before)
            raise InputError(
                f"{path}: not written, for it would be no better than the scenario was: an error "
                f"of {after} percentage points, {before} before. "
                "Fit other settings, or widen their ranges: PATH=LOW..HIGH."
            )

    def tables(self) -> list[Table]:
        """Return observed against fitted, and the fitted settings."""
        return told.tables(self)

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number; empty when all went well."""
        found: list[Shown] = []
        if self.interrupted:
            found.append(marked("Interrupted: this is the best found until then."))
        if not self.better:
            found.append(
                marked("Nothing that was tried follows the cohort better than the scenario did.")
            )
        return [*found, *warnings_of(self.known)]

    def conclusions(self) -> list[Shown]:
        """Say how well it fits, and which of two retentions this is."""
        return [*told.conclusions(self)]

    def notes(self) -> list[Shown]:
        """Return how to get the numbers again."""
        return [
            Sentence(
                "{evaluations} places tried, {replications} each, seed {seed}; relsim {version}",
                evaluations=self.evaluations,
                replications=counted(self.replications, "replication"),
                seed=self.seed,
                version=__version__,
            ),
            *self.cohort.remarks,
            *([told.INTERVAL] if self.courses else []),
            *([Sentence(told.YARDSTICK, law=self.law)] if self.law else []),
            *([Sentence(_INTERVALS, reach=reach(self.strands))] if self.known else []),
            Sentence("Again: {command}", command=self.command),
        ]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return observed against fitted, by the name of its sheet."""
        sold = {"purchases": pd.DataFrame(self.sales.rows())} if self.sales else {}
        return {"periods": self.to_frame(), **sold}

    def __repr__(self) -> str:
        """Return what was fitted, in a line."""
        return (
            f"<Fit of {', '.join(self.values)} on {self.scenario.name!r}: "
            f"{self.evaluations} places tried, seed {self.seed}>"
        )


def _customers(cohort: Cohort, rows: Sequence[Mapping[str, Any]]) -> Iterator[float]:
    """Yield how many customers were left in each period, as they were counted."""
    for at, row in enumerate(rows):
        counted = at < len(cohort.customers)
        share = np.nan if row["observed"] is None else row["observed"]
        yield cohort.customers[at] if counted else cohort.customers[0] * share
