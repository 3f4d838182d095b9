"""Where a strategy loses, and how that shows itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from relsim.result.exports import records
from relsim.result.result import Result
from relsim.scenario.provenance import settings_of
from relsim.study.plausible import explanation_words as words
from relsim.study.plausible.explained import Explained

if TYPE_CHECKING:
    from relsim.result.table import Shown, Table

    # Of inherited fields, whose types the reference asks for here.
    from relsim.study.compare import Comparison  # noqa: F401
    from relsim.study.plausible.along import Turn  # noqa: F401
    from relsim.study.plausible.losing import Losing  # noqa: F401
    from relsim.study.settings.uncertain import Uncertain  # noqa: F401


@dataclass(frozen=True, eq=False, repr=False)
class Explanation(Explained, Result):
    """Where the second of two strategies is worth less than the first, and what turns that.

    Made by :func:`relsim.explain`.

    Parameters
    ----------
    comparison : Comparison
        The two at the scenario's own numbers, with what settings say.
    losing : Losing
        Boxes of settings in which it loses.
    turns : tuple of Turn
        Numbers that turn it alone, and where.
    ends_looked_at : int
        Of how many ends of intervals that was tried.
    inert : tuple of Uncertain
        Numbers that change no figure of either strategy.
    command : str
        The command line that makes it again.
    """

    def settings(self) -> Mapping[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers."""
        one = self.comparison
        levers = {name: one.levers(name) for name in one.strategies}
        return settings_of(one.scenario, levers, one.own, seed=one.seed, command=self.command)

    def tables(self) -> Sequence[Table]:
        """Return the boxes, and what turns it alone."""
        return words.tables(self)

    def conclusions(self) -> Sequence[Shown]:
        """Say where it loses, what its costs may be, what turns it and what does nothing."""
        return words.conclusions(self)

    def notes(self) -> Sequence[Shown]:
        """Say how that was found."""
        return words.notes(self)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every limit, every break-even, what does nothing, and the runs."""
        limits = [
            {
                "region": place,
                "number": self.numbers[limit.column].path,
                **words.ends_of(self, limit),
                "steady": limit.steady,
                "chance": limit.chance,
                **region.counts(),
            }
            for place, region in enumerate(self.losing.regions, 1)
            for limit in region.limits
        ]
        turns = [
            {
                "number": one.number.path,
                "now": one.number.central,
                **{"at": one.at, "low": one.low, "high": one.high},
            }
            for one in self.turns
        ]
        return {
            "where it loses": pd.DataFrame(limits),
            "what turns it": pd.DataFrame(turns),
            "break_even": self.comparison.break_even(),
            "without effect": pd.DataFrame({"number": [one.path for one in self.inert]}),
            "plausible worlds": self.plausible.runs,
        }

    def to_json(self) -> dict[str, object]:
        """Return all of it as plain values, ready for :func:`json.dumps`."""
        frames, losing = self.frames(), self.losing
        return {
            "strategies": list(self.strategies),
            "home": self.comparison.differences[self.strategies[1]]["npv"].ends(),
            "settings_run": self.plausible.n,
            "lost_in_runs": 1 - (self.plausible.better(self.strategies[1]).mean or 0.0),
            "lost_on_average": losing.lost,
            "emulator_explains": losing.explained,
            "boxes_of": "winning" if losing.wins else "losing",
            "boxes": records(frames["where it loses"]),
            "turns": records(frames["what turns it"]),
            "ends_looked_at": self.ends_looked_at,
            "break_even": records(frames["break_even"]),
            "without_effect": [one.path for one in self.inert],
            "settings": self.settings(),
        }

    def __repr__(self) -> str:
        """Return what it is, in a line."""
        ours, theirs = self.strategies[1], self.strategies[0]
        return f"<Where {ours} loses to {theirs} on {self.comparison.scenario.name!r}>"
