"""What strategies come to in plausible settings of a market, and how it shows itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from relsim.result.exports import records
from relsim.result.result import Result
from relsim.result.statistics import Estimate
from relsim.study.compare.by_year import EQUITY
from relsim.study.plausible import tables
from relsim.study.plausible.advantage import FIGURE
from relsim.study.plausible.judged import Judged
from relsim.study.plausible.living import MEANT

if TYPE_CHECKING:
    from relsim.result.table import Shown, Table

FIGURES_SHOWN = (FIGURE, "retention", EQUITY)


@dataclass(frozen=True, eq=False, repr=False)
class Plausible(Judged, Result):
    """Strategies in plausible settings: shares, who beats whom, what decides, what to measure.

    Made by :func:`relsim.compare` with `settings`.

    Parameters
    ----------
    lived : Lived
        The runs.
    scenario : Scenario
        The market.
    """

    def tables(self) -> list[Table]:
        """Return what each strategy comes to in plausible worlds."""
        return [tables.shares(self)]

    def warnings(self) -> list[Shown]:
        """Say where there are too few settings, or where Ctrl-C came first."""
        return tables.warnings(self)

    def conclusions(self) -> list[Shown]:
        """Say who beats whom, what decides it and what to measure first."""
        return tables.conclusions(self)

    def notes(self) -> list[Shown]:
        """Say what the shares are."""
        return tables.notes(self)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every run, every number's share and every measurement."""
        return {
            "plausible worlds": self.runs,
            "what decides": pd.DataFrame(
                [
                    {"strategy": name, "numbers": ", ".join(one.paths), **one._asdict()}
                    for name, found in self.deciding.items()
                    for one in found
                ]
            ).drop(columns="paths", errors="ignore"),
            "what to measure": pd.DataFrame(
                [
                    {
                        **{"measurement": one.key, "in_words": one.words, **one.gain.ends()},
                        **{"cost": one.cost, "net": one.net},
                    }
                    for one in self.measured
                ]
            ),
        }

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Every run, a row each."""
        return pd.DataFrame(
            [
                {
                    "settings": way or self.lived.ways[MEANT].kind,
                    "setting": place,
                    "luck": luck,
                    "strategy": self.strategies[arm],
                    **{name: held for name, held in found.items() if np.ndim(held) == 0},
                }
                for (way, place, luck, arm), found in self.lived.runs.items()
            ]
        )

    def to_json(self) -> dict[str, object]:
        """Return all of it as plain values."""
        others = self.strategies[1:]
        return {
            "settings": self.n,
            "kind": self.lived.ways[MEANT].kind,
            "strategies": {
                name: {
                    "better": {
                        figure: _share(self.better(name, figure=figure)) for figure in FIGURES_SHOWN
                    },
                    "quantiles": {
                        figure: _quantiles(self.gaps(name, figure=figure))
                        for figure in FIGURES_SHOWN
                    },
                    "settings_with_an_advantage": self.better_on_average(name),
                    "by_width": {way or "meant": held[name] for way, held in self.widths.items()},
                    "ignorance_to_luck": self.ignorance_to_luck[name],
                    "decided_by": [
                        {**one._asdict(), "paths": list(one.paths)} for one in self.decided_by(name)
                    ],
                }
                for name in others
            },
            "beats": {
                ours: {
                    theirs: {
                        "worlds": self.better(ours, theirs).mean,
                        "settings": self.better_on_average(ours, theirs),
                    }
                    for theirs in self.strategies
                    if theirs != ours
                }
                for ours in self.strategies
            },
            "best": self.best,
            "regret": self.regret,
            "perfect_information": self.perfect_information,
            "measurements": records(self.frames()["what to measure"]),
            "interrupted": self.lived.interrupted,
        }

    def __repr__(self) -> str:
        """Return what it is, in a line."""
        return f"<{', '.join(self.strategies)} in {self.n} plausible settings>"


def _share(found: Estimate) -> dict[str, float | None]:
    return {**found.ends(), "n": found.n}


def _quantiles(gaps: Array) -> dict[str, float | None]:
    names = ("low", "median", "high")
    if not len(gaps):
        return dict.fromkeys(names)
    return dict(zip(names, map(float, np.quantile(gaps, QUANTILES)), strict=True))


Array = NDArray[np.float64]
QUANTILES = (0.05, 0.5, 0.95)
