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
from relsim.result.statistics import Estimate, share_of
from relsim.study.compare.by_year import EQUITY
from relsim.study.plausible import tables
from relsim.study.plausible.advantage import FIGURE, Advantages
from relsim.study.plausible.deciding import Deciding, deciding
from relsim.study.plausible.living import MEANT, Lived
from relsim.study.plausible.measuring import Measurement, Worth, measurements, of_a_number, worths

if TYPE_CHECKING:
    from relsim.result.table import Shown, Table
    from relsim.scenario import Scenario

FIGURES_SHOWN = (FIGURE, "retention", EQUITY)

BY_CHANCE = 0.05
"""A number decides when at most this often chance alone explains as much."""

_NUMBERS_MEASURED = 3


@dataclass(frozen=True, eq=False, repr=False)
class Plausible(Result):
    """Strategies in plausible settings: shares, who beats whom, what decides, what to measure.

    Made by :func:`relsim.compare` with `settings`.

    Parameters
    ----------
    lived : Lived
        The runs.
    scenario : Scenario
        The market.
    """

    lived: Lived
    scenario: Scenario

    @property
    def strategies(self) -> tuple[str, ...]:
        """The arms, the baseline first."""
        return self.lived.strategies

    @property
    def n(self) -> int:
        """Settings that every arm was lived through in."""
        return len(self.lived.places[MEANT])

    @cached_property
    def advantages(self) -> Advantages:
        """Advantages in net present value, luck taken off."""
        return Advantages(self.lived)

    def gaps(self, strategy: str, other: str | None = None, figure: str = FIGURE) -> Array:
        """Return how a strategy differs from another, the baseline by default, setting by setting.

        Parameters
        ----------
        strategy, other : str
            Which.
        figure : str
            In what: ``"npv"``, ``"retention"`` or ``"customer_equity"``.

        Returns
        -------
        numpy.ndarray
            As they came, luck included; where a figure is undefined, it is left out.
        """
        values = self.lived.values(figure)
        ours, theirs = (
            values[:, self.strategies.index(name)]
            for name in (strategy, other or self.strategies[0])
        )
        found = ours - theirs
        return np.asarray(found[np.isfinite(found)])

    def better(self, strategy: str, other: str | None = None, figure: str = FIGURE) -> Estimate:
        """Return in what share of plausible worlds a strategy is better, a tie counting half."""
        found = self.gaps(strategy, other, figure)
        return share_of(float(((np.sign(found) + 1) / 2).sum()), len(found))

    def better_on_average(self, strategy: str, other: str | None = None) -> float:
        """Return the share of settings in which a strategy's mean advantage is above nothing."""
        worth = self._worth
        ours, theirs = (
            self.strategies.index(name) for name in (strategy, other or self.strategies[0])
        )
        gap = worth[..., ours] - worth[..., theirs]
        return float(((np.sign(gap) + 1) / 2).mean())

    @cached_property
    def best(self) -> dict[str, float]:
        """In what share of settings each strategy is worth most."""
        first = self._worth.argmax(axis=2)
        return {name: float((first == place).mean()) for place, name in enumerate(self.strategies)}

    @cached_property
    def regret(self) -> dict[str, float]:
        """What each strategy gives away on average against knowing the setting: money."""
        most = self._worth.max(axis=2)
        lost = (most[..., None] - self._worth).mean(axis=(0, 1))
        return dict(zip(self.strategies, map(float, lost), strict=True))

    @cached_property
    def perfect_information(self) -> float:
        """What knowing the setting is worth: no measurement is worth more."""
        return min(self.regret.values())

    @cached_property
    def ignorance_to_luck(self) -> dict[str, float | None]:
        """How many times ignorance spreads each advantage as far as luck: variance by variance."""
        known, luck = np.diag(self.advantages.ignorance), np.diag(self.advantages.luck)
        return {
            name: float(known[place] / luck[place]) if luck[place] > 0 else None
            for place, name in enumerate(self.strategies[1:])
        }

    @cached_property
    def widths(self) -> dict[str, dict[str, float]]:
        """Shares of settings with a mean advantage: by what the settings are, by strategy."""
        ways = [way for way, places in self.lived.places.items() if len(places)]
        return {
            way: dict(zip(self.strategies[1:], map(float, self.advantages.share(way)), strict=True))
            for way in ways
        }

    @cached_property
    def deciding(self) -> dict[str, list[Deciding]]:
        """What explains each strategy's advantage, the largest share first."""
        return {
            name: deciding(self.advantages, place) for place, name in enumerate(self.strategies[1:])
        }

    def decided_by(self, strategy: str) -> list[Deciding]:
        """Return what explains a strategy's advantage beyond chance."""
        return [one for one in self.deciding[strategy] if one.chance <= BY_CHANCE]

    @cached_property
    def measured(self) -> list[Worth]:
        """What is worth measuring, the best first, before its cost."""
        names = list(self.lived.ways[MEANT].numbers.columns)
        paths = dict.fromkeys(
            path
            for strategy in self.strategies[1:]
            for one in self.decided_by(strategy)[:_NUMBERS_MEASURED]
            for path in one.paths
        )
        numbers = [
            Measurement(path, f"knowing {tables.called(path)}", of_a_number(names.index(path)))
            for path in paths
        ]
        return worths(self.advantages, [*measurements(self.lived), *numbers])

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
            "plausible worlds": self._runs,
            "what decides": pd.DataFrame(
                [
                    {"strategy": name, "numbers": ", ".join(one.paths), **one._asdict()}
                    for name, found in self.deciding.items()
                    for one in found
                ]
            ).drop(columns="paths", errors="ignore"),
            "what to measure": pd.DataFrame(
                [
                    {"measurement": one.key, "in_words": one.words, **one.gain.ends()}
                    for one in self.measured
                ]
            ),
        }

    @cached_property
    def _runs(self) -> pd.DataFrame:
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

    @cached_property
    def _worth(self) -> Array:
        """Possible means beside the baseline's: settings, draws, arms."""
        return np.pad(self.advantages.draws, ((0, 0), (0, 0), (1, 0)))

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
