"""Time as a chart's axis shows it: years where the horizon is long, periods where it is short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.result.words import Sentence, counted, plural
from relsim.words.catalogue import Word

if TYPE_CHECKING:
    from relsim.scenario import Scenario

_MOST_PERIODS = 36
_MOST_TICKS = 12
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class Clock:
    """How periods become a place on the axis.

    Parameters
    ----------
    factor : float
        Units of the axis in a period.
    noun : str
        One unit: ``"year"`` or the scenario's period.
    last : float
        The end of the axis.
    """

    factor: float
    noun: str
    last: float

    @property
    def title(self) -> str:
        """The title of the axis."""
        periods = Word(plural(self.noun))
        return str(Sentence("{periods} since the strategies start", periods=periods))

    @property
    def step(self) -> float:
        """The distance of two ticks: whole units, and not too many of them.

        Examples
        --------
        >>> Clock(1 / 12, "year", 10).step, Clock(1, "month", 24).step
        (1, 2)
        """
        return next((one for one in _STEPS if self.last / one <= _MOST_TICKS), self.last / 10)


def clock(scenario: Scenario) -> Clock:
    """Return the clock that suits a scenario's horizon.

    Examples
    --------
    >>> import relsim
    >>> clock(relsim.load("insurance")).noun
    'year'
    """
    periods = int(scenario.market.periods)
    if periods > _MOST_PERIODS and scenario.months < 12:
        return Clock(scenario.months / 12, "year", periods * scenario.months / 12)
    return Clock(1.0, str(scenario.market.period), float(periods))


def horizon(scenario: Scenario) -> str:
    """Return how long the strategies are followed, in words.

    Examples
    --------
    >>> import relsim
    >>> horizon(relsim.load("insurance"))
    '10 years'
    """
    time = clock(scenario)
    if time.noun == "year" and time.last == int(time.last):
        return counted(int(time.last), "year")
    return counted(int(scenario.market.periods), str(scenario.market.period))
