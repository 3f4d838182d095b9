"""The result of a fit: the scenario that fits, and how well it does."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from relsim.result.saving import write_whole
from relsim.study.fit.cohort import Cohort
from relsim.version import __version__

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from relsim.scenario import Scenario


UNMOVED = (
    "These settings hardly move the curve: nothing was fitted, and their values mean nothing. Try "
    "others, for example the mean of restlessness."
)


@dataclass(frozen=True, eq=False)
class Fit:
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
        return data

    def to_toml(self) -> str:
        """Return the fitted scenario as a file; its first comment is the command that made it.

        Returns
        -------
        str
            TOML.
        """
        command = self.command.replace("\n", " ").replace("\r", " ")
        head = (
            f"# {command}\n"
            f"# relsim {__version__}; root mean square error {self.error:.2f} percentage points.\n"
            f"{f'# {UNMOVED}' if self.unmoved else ''}\n"
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

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Show observed against fitted in a terminal."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        if self.interrupted:
            yield Text("Interrupted: this is the best found until then.", style="bold yellow")
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
        for heading in ("period", "observed", "fitted", "off by"):
            table.add_column(heading, justify="right")
        shares = zip(self.cohort.periods, self.cohort.shares, self.fitted, strict=True)
        for period, observed, fitted in shares:
            gap = 100 * (fitted - observed)
            table.add_row(
                str(period), f"{observed:.1%}", f"{fitted:.1%}", f"{gap:+.1f}" if period else ""
            )
        yield Text("Customers left of the cohort", style="bold")
        yield table
        yield ""
        settings = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
        settings.add_column("fitted setting")
        settings.add_column("value", justify="right")
        for path, value in self.values.items():
            settings.add_row(Text(path), f"{value:g}")
        yield settings
        yield ""
        yield (
            f"Root mean square error: {self.error:.2f} percentage points "
            f"({self.before:.2f} before the fit)."
        )
        if self.unmoved:
            yield Text(UNMOVED, style="bold yellow")
        yield Text(
            f"{self.evaluations} places tried, {self.replications} replications each, seed "
            f"{self.seed}; relsim {__version__}",
            style="dim",
        )
        yield Text(f"Again: {self.command}", style="dim")

    def __str__(self) -> str:
        """Return the tables as plain text."""
        from rich.console import Console

        console = Console(file=io.StringIO(), width=100, color_system=None, legacy_windows=False)
        with console.capture() as captured:
            console.print(self)
        return "\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n"))

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, float_format="{:.3f}".format))
