"""The result of a fit: the scenario that fits, and how well it does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from relsim.result.quantity import Quantity, Unit
from relsim.result.result import Result
from relsim.result.saving import write_whole
from relsim.result.table import Cell, Row, Table
from relsim.result.words import Sentence, counted
from relsim.scenario.provenance import settings_of
from relsim.scenario.wording import number
from relsim.study.fit.cohort import Cohort
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.result.table import Shown
    from relsim.scenario import Scenario


UNMOVED = (
    "These settings hardly move the curve: nothing was fitted, and their values mean nothing. Try "
    "others, for example the mean of restlessness."
)


@dataclass(frozen=True, eq=False, repr=False)
class Fit(Result):
    """Settings under which the market loses customers as a cohort did.

    Made by :func:`relsim.fit`.

    Parameters
    ----------
    scenario : Scenario
        With the fitted settings.
    cohort : Cohort
        What was observed.
    values : dict of str to float
        The fitted settings, by path.
    before : float
        Root mean square error of the scenario as it was, in percentage points.
    fitted : numpy.ndarray
        Shares left in the fitted market, one for each observed period.
    seed, replications : int
        The luck that it was fitted under.
    evaluations : int
        Places tried.
    interrupted : bool
        Whether Ctrl-C ended the search.
    command : str
        The command line that makes it again.
    """

    scenario: Scenario
    cohort: Cohort
    values: dict[str, float]
    before: float
    fitted: NDArray[np.float64]
    seed: int
    replications: int
    evaluations: int
    interrupted: bool = False
    command: str = ""

    @property
    def error(self) -> float:
        """Root mean square error over the periods after the opening, in percentage points."""
        from relsim.study.fit.search import error_in_points

        return error_in_points(self.fitted, self.cohort.shares)

    @property
    def unmoved(self) -> bool:
        """Whether the settings hardly move the curve although it misses the cohort."""
        return self.error > 1.0 and self.error > 0.95 * self.before

    def to_frame(self) -> pd.DataFrame:
        """Return observed against fitted, a row a period.

        Returns
        -------
        pandas.DataFrame
            Columns ``period``, ``customers``, and, as shares of the opening, ``observed`` and
            ``fitted``.
        """
        return pd.DataFrame(
            {
                "period": self.cohort.periods,
                "customers": self.cohort.customers,
                "observed": self.cohort.shares,
                "fitted": self.fitted,
            }
        )

    def to_json(self) -> dict[str, object]:
        """Return the fit as plain values, ready for :func:`json.dumps`.

        Returns
        -------
        dict
            ``error`` and ``error_before`` are root mean squares in percentage points; shares
            are numbers from 0 to 1.
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
            "periods": self.to_frame().to_dict("records"),
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
        """Return the fitted scenario as a file; its first comment is the command that made it.

        Returns
        -------
        str
            TOML.
        """
        command = self.command.replace("\n", " ").replace("\r", " ")
        head = (
            f"# {command.removeprefix('# ')}\n"
            f"# relsim {__version__}; root mean square error {_ERROR.text(self.error)} percentage "
            f"points.\n{f'# {UNMOVED}' if self.unmoved else ''}\n"
        )
        return head + self.scenario.to_toml()

    def write(self, path: str | Path) -> None:
        """Write the fitted scenario to a file.

        Parameters
        ----------
        path : str or pathlib.Path
            Replaced whole, if it exists.
        """
        write_whole(path, self.to_toml())

    def tables(self) -> list[Table]:
        """Return observed against fitted, and the fitted settings."""
        return [self._shares_table(), self._values_table()]

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number; empty when all went well."""
        found: list[Shown] = []
        if self.interrupted:
            found.append("Interrupted: this is the best found until then.")
        if self.unmoved:
            found.append(UNMOVED)
        return found

    def conclusions(self) -> list[Shown]:
        """Say how well it fits."""
        return [
            Sentence(
                "Root mean square error: {error} percentage points ({before} before the fit).",
                error=Quantity(self.error, _ERROR),
                before=Quantity(self.before, _ERROR),
            )
        ]

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
            Sentence("Again: {command}", command=self.command),
        ]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return observed against fitted, by the name of its sheet."""
        return {"periods": self.to_frame()}

    def _shares_table(self) -> Table:
        shares = zip(self.cohort.periods, self.cohort.shares, self.fitted, strict=True)
        rows = tuple(
            Row(
                str(period),
                "",
                (
                    Cell(Quantity(observed, _SHARE)),
                    Cell(Quantity(fitted, _SHARE)),
                    # All are there at the opening, in every market.
                    Cell(_off(fitted - observed) if period else ""),
                ),
                str(period),
            )
            for period, observed, fitted in shares
        )
        columns = ("observed", "fitted", "off by")
        return Table("Customers left of the cohort", columns, rows, "period")

    def _values_table(self) -> Table:
        rows = tuple(
            Row(path, "", (Cell(number(value)),), path) for path, value in self.values.items()
        )
        return Table("", ("value",), rows, "fitted setting")

    def __repr__(self) -> str:
        """Return what was fitted, in a line."""
        return (
            f"<Fit of {', '.join(self.values)} on {self.scenario.name!r}: "
            f"{self.evaluations} places tried, seed {self.seed}>"
        )


_SHARE = Unit("percent")
_ERROR = Unit("ratio", 2)


def _off(gap: float) -> Quantity:
    return Quantity(gap, _SHARE.of_difference, signed=True, form="cell")
