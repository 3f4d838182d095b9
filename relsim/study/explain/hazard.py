"""The result of splitting the fall of leaving with tenure: chances, sentences, tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from relsim.result.figures import FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.result import Result
from relsim.result.statistics import Estimate, estimate
from relsim.result.table import Cell, Row, Table
from relsim.result.words import Sentence, counted
from relsim.study.explain.lives import TENURES
from relsim.words.catalogue import Word, marked

if TYPE_CHECKING:
    from relsim.result.table import Shown
    from relsim.scenario import Scenario

CURVES = ["leaving", "same_mix", "identical"]
"""Chances of leaving within a year: as customers are, at one mix of restlessness, identical."""


@dataclass(frozen=True, eq=False, repr=False)
class Sorting(Result):
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
    decided_by : mapping of str to object
        Version, seed, changes, levers.
    """

    scenario: Scenario
    strategy: str
    worlds: pd.DataFrame
    replications: int
    decided_by: Mapping[str, object] = field(default_factory=dict)

    def settings(self) -> Mapping[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers."""
        return self.decided_by

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
            ``strategy``, ``replications``, ``settings``, ``falls`` and ``tenures``.
        """
        tenures = [
            {"tenure": one, **{name: self._estimate(name, one).ends() for name in self._columns}}
            for one in TENURES
        ]
        return {
            "strategy": self.strategy,
            "replications": self.replications,
            "settings": dict(self.settings()),
            "falls": {name: found.ends() for name, found in self.falls.items()},
            "tenures": tenures,
        }

    def tables(self) -> list[Table]:
        """Return chances of leaving, trust and bonds by class of tenure."""
        rows = []
        for one in TENURES:
            found = (self._estimate(name, one) for name in CURVES)
            chances = [_RETENTION.level(chance, bare=True) for chance in found]
            cells = [Cell(chance, chance.doubt()) for chance in chances]
            states = (self._state(one, "trust"), self._state(one, "social_bond", "structural_bond"))
            rows.append(Row(Word(one), "", (*cells, *states), one))
        title = Sentence(
            "Chance of leaving within a year, by tenure at its start, under {strategy}",
            strategy=self.strategy,
        )
        columns = marked(("as they are", "same mix", "identical", "trust", "bonds"))
        return [Table(title, columns, tuple(rows))]

    def conclusions(self) -> list[Shown]:
        """Say how much of the fall is dynamics, and how much sorting."""
        return [
            Sentence(
                "From {first} to {last} of tenure, leaving falls by {all}. Among identical "
                "customers it falls by {dynamics}: that is dynamics, people who change. The rest, "
                "{sorting}, is sorting: who was likely to leave left first.",
                first=Word(TENURES[0]),
                last=Word(TENURES[-1]),
                **{name: _points(found) for name, found in self.falls.items()},
            )
        ]

    def notes(self) -> list[Shown]:
        """Return what explains the table."""
        return [
            Sentence(
                "Same mix: as if every class of tenure had the first one's mix of restless and "
                "calm customers; then it falls by {same_mix}. Identical: every trait replaced by "
                "its mean over all customers, and no taste for a firm. Luck still differs, and "
                "identical customers also make another market: the split is an account, no law.",
                same_mix=_points(self.falls["same_mix"]),
            ),
            Sentence(
                "Trust and bonds (social plus structural): means at the year's start, below them "
                "the change within a year of those who stayed it. ± is half of a 95 % interval "
                "over {worlds}.",
                worlds=counted(self.replications, "world"),
            ),
        ]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return means over worlds, by the name of their sheet."""
        return {"sorting": self.to_frame()}

    @property
    def _columns(self) -> list[str]:
        return [name for name in self.worlds.columns if name not in ("replication", "tenure")]

    def _estimate(self, column: str, tenure: str) -> Estimate:
        return estimate(self.worlds.loc[self.worlds["tenure"] == tenure, column].to_numpy())

    def _state(self, tenure: str, *names: str) -> Cell:
        """Return a state, or the sum of several, and below it the change within customers."""
        level = self._sum(tenure, names)
        change = self._sum(tenure, [f"{name}_change" for name in names])
        if level is None or change is None:
            return Cell(Quantity(level, _SCORE))
        return Cell(
            Quantity(level, _SCORE),
            Sentence("{change} within", change=Quantity(change, _SCORE, signed=True)),
        )

    def _sum(self, tenure: str, names: Iterable[str]) -> float | None:
        means = [self._estimate(name, tenure).mean for name in names]
        return None if None in means else math.fsum(mean or 0.0 for mean in means)

    def __repr__(self) -> str:
        """Return whose leaving it is, in a line."""
        return (
            f"<Sorting under {self.strategy} on {self.scenario.name!r}: "
            f"{counted(self.replications, 'replication')}>"
        )


_RETENTION = FIGURES["retention"]
_SCORE = FIGURES["trust"].counted_in()


def _points(fall: Estimate) -> Quantity | str:
    if fall.mean is None:
        return marked("an unknown amount")
    return Quantity(fall.mean, Unit("points"), fall.low, fall.high).with_doubt()
