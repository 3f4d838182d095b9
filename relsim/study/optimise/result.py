"""What a search found, as a result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.result.exports import records
from relsim.result.result import Result
from relsim.scenario.provenance import settings_of
from relsim.study.optimise import tables
from relsim.study.optimise.found import Found
from relsim.study.optimise.question import SPENDING
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.result.statistics import Estimate
    from relsim.result.table import Block, Shown, Table
    from relsim.scenario import Scenario


class Optimum(Found, Result):
    """The best choice, what it is worth in other worlds, its neighbours, and all that was tried.

    Made by :func:`relsim.optimise`. Printing it shows tables; in a notebook it shows itself.

    Parameters
    ----------
    question : Question
        What was asked.
    trials : tuple of Trial
        All that was tried, in order.
    chosen : Trial
        The best: of the finalists, where they were looked at; `best` is what it sets.
    finalists : tuple of Finalist
        The best few in other worlds, the best first; of two goals, along the front.
    around : tuple of Around
        The best in still other worlds, then with one choice moved alone.
    home : tuple of Estimate
        The goals of what the best is held against, in the worlds of the search.
    failures : tuple of Failure
        Runs that failed.
    interrupted : bool
        Whether Ctrl-C ended it early.
    command : str
        The command line that makes it again.
    unsettled : str or Sentence
        Why no plausible settings were looked at, where nobody said so.
    plausible : Plausible or None
        The best beside the strategy that it is held against, in plausible settings.
    """

    def market(self) -> tuple[Scenario, str]:
        """Return the market with the best as a strategy, and its name.

        Returns
        -------
        tuple of Scenario and str
            For :func:`relsim.compare`; what is set anew in later years stands among the events.
        """
        return self.question.choices.market_of(self.best)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the best few, what lies around the best, and every trial."""
        goals = self.question.goals
        finalists = [
            {
                "rank": rank,
                **one.trial.picked,
                **self._each(one.values, ""),
                **self._each(one.gains, "gain_"),
                **_ends(one.behind, f"behind_{goals[0]}"),
                **_ends(one.spending, SPENDING),
                "within_limit": one.within,
            }
            for rank, one in enumerate(self.finalists, 1)
        ]
        around = [
            {
                "choice": one.name or "none",
                "at": one.at,
                **self._each(one.values, ""),
                **self._each(one.gains, "gain_"),
                **self._each(one.behind, "behind_"),
                **_ends(one.spending, SPENDING),
            }
            for one in self.around
        ]
        trials = [
            {
                "trial": one.place,
                **one.picked,
                **dict(zip(goals, one.values or (None,) * len(goals), strict=True)),
                SPENDING: one.spending if one.values else None,
                "within_limit": one.within,
            }
            for one in self.trials
        ]
        found = {
            "best": pd.DataFrame(finalists),
            "around": pd.DataFrame(around),
            "trials": pd.DataFrame(trials),
        }
        return {**found, **(self.plausible.frames() if self.plausible else {})}

    def to_frame(self) -> pd.DataFrame:
        """Return every trial, a row each."""
        return self.frames()["trials"]

    def to_json(self) -> dict[str, object]:
        """Return it as plain values, ready for :func:`json.dumps`."""
        frames = self.frames()
        found: dict[str, object] = {
            "scenario": self.scenario.name,
            "seed": self.question.seed,
            "version": __version__,
            "best": dict(self.best),
            "goals": list(self.question.goals),
            "limit": self.question.limit,
            "finalists": records(frames["best"]),
            "around": records(frames["around"]),
            "trials": records(frames["trials"]),
            "failures": [one.to_json() for one in self.failures],
            "settings": self.settings(),
        }
        if self.plausible is not None:
            found["plausible"] = self.plausible.to_json()
        return {**found, "interrupted": True} if self.interrupted else found

    def settings(self) -> Mapping[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers, code."""
        question, choices = self.question, self.question.choices
        base = self.scenario.strategies[choices.strategy].levers
        return settings_of(
            self.scenario,
            {choices.strategy: base},
            seed=question.seed,
            replications=question.replications,
            fresh=question.fresh,
            trials=question.trials,
            limit=question.limit,
            levers=choices.written,
            command=self.command,
        )

    def tables(self) -> list[Table]:
        """Return the best few, and what lies around the best."""
        return tables.tables(self)

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number."""
        return tables.warnings(self)

    def conclusions(self) -> list[Shown]:
        """Say what is best, by how much, and what cannot be told from it."""
        return tables.conclusions(self)

    def notes(self) -> list[Shown]:
        """Return what explains the numbers."""
        return tables.notes(self)

    def blocks(self) -> list[Block]:
        """Return all that is shown, plausible settings at the end."""
        return [*super().blocks(), *(self.plausible.blocks() if self.plausible else ())]

    def _each(self, found: tuple[Estimate, ...], before: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, one in zip(self.question.goals, found, strict=True):
            made |= _ends(one, f"{before}{key}")
        return made

    def __repr__(self) -> str:
        """Return what was found, in a line."""
        return f"<Optimum of {self.scenario.name!r}: {tables.named(self.best)}>"


def _ends(found: Estimate, name: str) -> dict[str, float | None]:
    return {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}
