"""The result of a sweep: every run a row, means and paired differences at every point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.exports import records
from relsim.result.result import Result
from relsim.result.words import counted
from relsim.scenario.provenance import settings_of
from relsim.study.sweep import tables
from relsim.study.sweep.runs import Runs
from relsim.version import __version__

if TYPE_CHECKING:
    import pandas as pd

    from relsim.result.table import Shown, Table


class Sweep(Runs, Result):
    """Strategies side by side at many settings, all met by the same luck.

    Made by :func:`relsim.sweep`. Printing it shows a table; in a notebook it shows itself.

    Parameters
    ----------
    scenario : Scenario
        The market, before any point's settings.
    seed : int
        Of all luck.
    strategies : tuple of str
        Names of the arms, the baseline first.
    paths : tuple of str
        What is varied.
    samples : pandas.DataFrame
        One row a run: see :meth:`to_frame`.
    planned : int
        Runs that were wanted.
    interrupted : bool
        Whether Ctrl-C ended it early; the runs that had finished are there.
    command : str
        The command line that makes it again; a comment that says why, where none does.
    own : tuple of Own
        Phases and firms of a user's own that it was made with.
    budget : float or None
        What every strategy but the baseline was brought to spend, per customer and period.

    Examples
    --------
    >>> import relsim
    >>> small = relsim.load("insurance", {"market.customers": 100, "market.periods": 12})
    >>> design = relsim.grid({"market.freedom": [0.0, 1.0]})
    >>> found = relsim.sweep(small, design, ["none", "social"], replications=2)
    >>> found.paths, len(found.to_frame())
    (('market.freedom',), 8)
    """

    def to_frame(self) -> pd.DataFrame:
        """Return every run, a row each.

        Returns
        -------
        pandas.DataFrame
            ``point`` (place in the design), a column a path, ``strategy``, ``replication``, a
            column a figure of :meth:`relsim.Run.summary` (NaN where undefined, and everywhere in
            a run that failed), ``error``, ``command`` and ``traceback`` (empty where all went
            well).
        """
        return self.samples.copy()

    def to_json(self) -> dict[str, object]:
        """Return the sweep as plain values, ready for :func:`json.dumps`.

        Returns
        -------
        dict
            Keys ``scenario``, ``seed``, ``paths``, ``strategies``, ``runs``, ``version``,
            ``summary`` (rows), ``failures`` (rows), ``settings`` (what decides it), and
            ``interrupted`` when it was.
        """
        failures = self.failures[
            ["point", "strategy", "replication", "error", "command", "traceback"]
        ]
        found: dict[str, object] = {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "paths": list(self.paths),
            "strategies": list(self.strategies),
            "runs": len(self.samples),
            "version": __version__,
            "summary": records(self.summary()),
            "failures": records(failures),
            "settings": self.settings(),
        }
        return {**found, "interrupted": True} if self.interrupted else found

    def settings(self) -> dict[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers, code.

        Levers are those before any point's settings; the points stand in the data.
        """
        known = self.scenario.strategies
        return settings_of(
            self.scenario,
            {name: known[name].levers for name in self.strategies if name in known},
            self.own,
            seed=self.seed,
            replications=self.worlds,
            equal_budget=self.budget,
            paths=list(self.paths),
            command=self.command,
        )

    def tables(self) -> list[Table]:
        """Return retention and net present value at every point."""
        return tables.tables(self)

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number; empty when all went well."""
        return tables.warnings(self)

    def conclusions(self) -> list[Shown]:
        """Say where differences flip, if one number is varied."""
        return tables.conclusions(self)

    def notes(self) -> list[Shown]:
        """Return what explains the numbers."""
        return tables.notes(self)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every run, and means and differences, by the name of their sheet."""
        return {"worlds": self.to_frame(), "figures": self.summary()}

    def __repr__(self) -> str:
        """Return what was varied, in a line."""
        return (
            f"<Sweep of {', '.join(self.strategies)} on {self.scenario.name!r} over "
            f"{', '.join(self.paths)}: {counted(len(self.points), 'point')}, "
            f"{counted(self.worlds, 'replication')}, seed {self.seed}>"
        )
