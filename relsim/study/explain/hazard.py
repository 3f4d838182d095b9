"""The result of splitting the fall of leaving with tenure: chances, sentences, tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from relsim.result.figures import OUTCOMES
from relsim.result.statistics import Estimate, estimate
from relsim.result.table import Cell, Row, Sheet
from relsim.study.compare.plain_data import ends
from relsim.study.explain.lives import TENURES

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from relsim.scenario import Scenario

CURVES = ["leaving", "same_mix", "identical"]
"""Chances of leaving within a year: as customers are, at one mix of restlessness, identical."""


@dataclass(frozen=True, eq=False)
class Sorting:
    """Chances of leaving by tenure, and what makes them fall.

    Made by :func:`sorting`.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        What the firm follows.
    worlds : pandas.DataFrame
        A row a replication and class of tenure (``replication``, ``tenure``): chance of leaving
        within a year as customers are (``leaving``), if every class had the mix of restlessness of
        the first (``same_mix``), among identical customers (``identical``); then the mean of
        each state (``trust``) and its change within a year among those who stayed
        (``trust_change``).
    replications : int
        Worlds.
    """

    scenario: Scenario
    strategy: str
    worlds: pd.DataFrame
    replications: int

    @cached_property
    def falls(self) -> dict[str, Estimate]:
        """How far leaving falls from the first to the last class of tenure, as shares a year.

        ``all`` of it; ``dynamics``, the fall among identical customers; ``sorting``, the rest;
        ``same_mix``, the fall at the same mix of restlessness.
        """
        table = self.worlds.pivot(index="replication", columns="tenure", values=CURVES)
        fall = {name: table[name][TENURES[0]] - table[name][TENURES[-1]] for name in CURVES}
        return {
            "all": estimate(fall["leaving"]),
            "dynamics": estimate(fall["identical"]),
            "sorting": estimate(fall["leaving"] - fall["identical"]),
            "same_mix": estimate(fall["same_mix"]),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return means over worlds, a row a class of tenure.

        Returns
        -------
        pandas.DataFrame
            ``tenure`` and the columns of `worlds`, then ``leaving_low`` and ``leaving_high``.
        """
        means = self.worlds.drop(columns="replication").groupby("tenure", sort=False).mean()
        for name, place in (("leaving_low", "low"), ("leaving_high", "high")):
            means[name] = [getattr(self._estimate("leaving", one), place) for one in means.index]
        return means.reset_index()

    def to_json(self) -> dict[str, object]:
        """Return it as plain values, ready for :func:`json.dumps`.

        Returns
        -------
        dict
            ``strategy``, ``replications``, ``falls`` and ``tenures``.
        """
        tenures = [
            {"tenure": one, **{name: ends(self._estimate(name, one)) for name in self._columns}}
            for one in TENURES
        ]
        return {
            "strategy": self.strategy,
            "replications": self.replications,
            "falls": {name: ends(found) for name, found in self.falls.items()},
            "tenures": tenures,
        }

    def sheets(self) -> list[Sheet]:
        """Return its tables, whatever shows them."""
        outcome = OUTCOMES["retention"]
        rows = []
        for one in TENURES:
            found = [self._estimate(name, one) for name in CURVES]
            chances = [Cell(outcome.show(chance.mean), _doubt(chance)) for chance in found]
            rows.append(Row(one, "", (*chances, self._state(one, "trust"), self._bonds(one))))
        columns = ("as they are", "same mix", "identical", "trust", "bonds")
        title = f"Chance of leaving within a year, by tenure at its start, under {self.strategy}"
        return [Sheet(title, columns, tuple(rows))]

    def notes(self) -> list[str]:
        """Return what explains the table."""
        fall = {name: _points(found) for name, found in self.falls.items()}
        return [
            f"From {TENURES[0]} to {TENURES[-1]} of tenure, leaving falls by {fall['all']}. Among "
            f"identical customers it falls by {fall['dynamics']}: that is dynamics, people who "
            f"change. The rest, {fall['sorting']}, is sorting: who was likely to leave left "
            "first.",
            "Same mix: as if every class of tenure had the first one's mix of restless and "
            f"calm customers; then it falls by {fall['same_mix']}. Identical: every trait "
            "replaced by its mean over all customers, and no taste for a firm. Luck still differs, "
            "and identical customers also make another market: the split is an account, no law.",
            "Trust and bonds (social plus structural): means at the year's start, below them the "
            "change within a year of those who stayed it. ± is half of a 95 % interval over "
            f"{self.replications} worlds.",
        ]

    @property
    def _columns(self) -> list[str]:
        return [name for name in self.worlds.columns if name not in ("replication", "tenure")]

    def _estimate(self, column: str, tenure: str) -> Estimate:
        return estimate(self.worlds.loc[self.worlds["tenure"] == tenure, column].to_numpy())

    def _state(self, tenure: str, *names: str) -> Cell:
        levels = [self._estimate(name, tenure).mean for name in names]
        changes = [self._estimate(f"{name}_change", tenure).mean for name in names]
        if None in levels:
            return Cell("-", "")
        top = f"{sum(value or 0.0 for value in levels):.3f}"
        if None in changes:
            return Cell(top, "")
        return Cell(top, f"{sum(value or 0.0 for value in changes):+.3f} within")

    def _bonds(self, tenure: str) -> Cell:
        return self._state(tenure, "social_bond", "structural_bond")

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Show the table in a terminal."""
        from relsim.result.layout import on_terminal

        yield from on_terminal(self.sheets(), self.notes(), options.max_width)

    def __str__(self) -> str:
        """Return the table as plain text, 100 characters wide."""
        from relsim.result.layout import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from relsim.result.layout import as_html

        return as_html(self.sheets(), self.notes())


def _doubt(found: Estimate) -> str:
    return "" if found.half_width is None else f"± {100 * found.half_width:.1f}"


def _points(found: Estimate) -> str:
    if found.mean is None:
        return "an unknown amount"
    half = "" if found.half_width is None else f" ± {100 * found.half_width:.1f}"
    return f"{100 * found.mean:.1f}{half} points"
