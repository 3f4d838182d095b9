"""What runs in plausible settings say: who beats whom, what decides it, what to measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relsim.result.statistics import Estimate, share_of
from relsim.study.plausible.advantage import BY_CHANCE, FIGURE, Advantages
from relsim.study.plausible.deciding import Deciding, called, deciding
from relsim.study.plausible.living import MEANT, Lived
from relsim.study.plausible.measuring import Measurement, Worth, measurements, of_a_number, worths
from relsim.words.catalogue import Phrase

if TYPE_CHECKING:
    from relsim.scenario import Scenario

Array = NDArray[np.float64]

_NUMBERS_MEASURED = 3


@dataclass(frozen=True, eq=False, repr=False)
class Judged:
    """The numbers; :class:`~relsim.study.plausible.result.Plausible` says what its fields are."""

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
        """What is worth measuring, the best first when known costs are paid."""
        names = list(self.lived.ways[MEANT].numbers.columns)
        paths = dict.fromkeys(
            path
            for strategy in self.strategies[1:]
            for one in self.decided_by(strategy)[:_NUMBERS_MEASURED]
            for path in one.paths
        )
        numbers = [
            Measurement(path, Phrase("knowing {number}", number=called(path)), of_a_number(place))
            for path in paths
            for place in [names.index(path)]
        ]
        year = 12 / self.scenario.months
        return worths(self.advantages, [*measurements(self.lived, year), *numbers])

    @cached_property
    def _worth(self) -> Array:
        """Possible means beside the baseline's: settings, draws, arms."""
        return np.pad(self.advantages.draws, ((0, 0), (0, 0), (1, 0)))
