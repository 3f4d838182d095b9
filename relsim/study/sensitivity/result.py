"""What came of it, as a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.result.exports import records
from relsim.result.result import Result
from relsim.scenario.provenance import settings_of
from relsim.study.sensitivity import tables
from relsim.study.sensitivity.found import Found
from relsim.study.sensitivity.indices import Effect, Share
from relsim.study.sensitivity.question import Target
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.result.table import Shown, Table

_TOLD = ["figure", "strategy", "baseline", "input"]


class Sensitivity(Found, Result):
    """Which numbers move outcomes and differences.

    Made by :func:`relsim.sensitivity`. Printing it shows tables; in a notebook it shows itself.

    Parameters
    ----------
    question : Question
        What was asked.
    effects : dict of Target to list of Effect
        Of every number, in the order of the inputs; empty where nothing was screened.
    kept : tuple of int
        Places of the numbers that were looked at closely, those that move most first.
    shares : dict of Target to list of Share
        Of the numbers in `kept`; without what does not vary.
    luck : dict of Target to float or None
        What part of that variance is luck that differs from point to point.
    ends : dict of Target to list of Ends
        With each number in `kept` low and high alone.
    done : int
        Runs that finished or failed.
    failures : tuple of Failure
        Those that failed.
    interrupted : bool
        Whether Ctrl-C ended it early.
    command : str
        The command line that makes it again.
    """

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return shares, ends and effects by the name of their sheet, a row a target and number."""
        inputs = self.question.inputs
        screened = [
            {**self._row(target, place), **one._asdict()}
            for target, held in self.effects.items()
            for place, one in enumerate(held)
        ]
        shared = [
            {**self._row(target, place), **one._asdict(), "luck": self.luck[target]}
            for target, held in self.shares.items()
            for place, one in zip(self.kept, held, strict=True)
        ]
        at_ends = [
            {
                **self._row(target, place),
                "low": tables.end(inputs[place], 0),
                "high": tables.end(inputs[place], 1),
                **{
                    f"{where}_{name}": value
                    for where, one in zip(("at_low", "at_high", "change"), at, strict=True)
                    for name, value in one.ends().items()
                },
            }
            for target, held in self.ends.items()
            for place, at in zip(self.kept, held, strict=True)
        ]
        return {
            "shares": pd.DataFrame(shared, columns=[*_TOLD, *Share._fields, "luck"]),
            "ends": pd.DataFrame(at_ends),
            "screening": pd.DataFrame(screened, columns=[*_TOLD, *Effect._fields]),
            "inputs": pd.DataFrame(
                [
                    {"input": one.path, "law": one.law, "low": one.low, "high": one.high}
                    for one in inputs
                ]
            ),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the shares, a row a target and number."""
        return self.frames()["shares"]

    def to_json(self) -> dict[str, object]:
        """Return it as plain values, ready for :func:`json.dumps`."""
        found: dict[str, object] = {
            "scenario": self.scenario.name,
            "seed": self.question.seed,
            "version": __version__,
            **{name: records(frame) for name, frame in self.frames().items()},
            "runs": self.done,
            "failures": [one.to_json() for one in self.failures],
            "settings": self.settings(),
        }
        return {**found, "interrupted": True} if self.interrupted else found

    def settings(self) -> dict[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers, code."""
        question, known = self.question, self.scenario.strategies
        return settings_of(
            self.scenario,
            {arm.name: known[arm.strategy].levers for arm in question.arms},
            seed=question.seed,
            replications=question.replications,
            trajectories=question.trajectories if question.screened else None,
            points=question.points,
            command=self.command,
        )

    def tables(self) -> list[Table]:
        """Return the screening, the shares and the ends of every figure."""
        return tables.tables(self)

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number."""
        return tables.warnings(self)

    def conclusions(self) -> list[Shown]:
        """Say what decides each difference."""
        return tables.conclusions(self)

    def notes(self) -> list[Shown]:
        """Return what explains the numbers."""
        return tables.notes(self)

    def _row(self, target: Target, place: int) -> dict[str, Any]:
        path = self.question.inputs[place].path
        return dict(
            zip(_TOLD, (target.figure, target.strategy, target.baseline, path), strict=True)
        )

    def __repr__(self) -> str:
        """Return what was asked, in a line."""
        return f"<Sensitivity of {self.scenario.name!r} to {len(self.question.inputs)} numbers>"
