"""What may be chosen: levers between two values, anew from some years on, for one segment alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from relsim.behaviour import LEVERS
from relsim.behaviour.declaration import Lever, Value
from relsim.errors import InputError
from relsim.scenario import Scenario
from relsim.scenario.wording import nearest, number, show
from relsim.scenario.writing import path_of
from relsim.study.arms import choose_arms
from relsim.study.levers import levers_under, with_levers

MONTHS_A_YEAR = 12
SEGMENT = "segment"
EVERYBODY = "everybody"

Picked = Mapping[str, float | str]
"""What is chosen, by the name of the choice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A lever from a year on, and between what it may be set."""

    lever: str
    year: float
    low: float
    high: float

    @property
    def name(self) -> str:
        """What it is called: the lever, and from when it holds if not from the start."""
        return self.lever if not self.year else f"{self.lever} from year {self.year:g}"

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return LEVERS[self.lever].whole


@dataclass(frozen=True, eq=False)
class Choices:
    """All that may be chosen; what makes no sense is refused when it is made.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        What is done beside the levers that are chosen, and what a choice is held against.
    levers : mapping of str to pair of float
        Between what each may be set.
    years : sequence of float
        From when they may be set anew.
    segments : bool
        Whether those that work person by person may go to one segment alone.
    """

    scenario: Scenario
    strategy: str
    levers: Mapping[str, tuple[float, float]]
    years: Sequence[float] = ()
    segments: bool = False

    def __post_init__(self) -> None:
        """Refuse what makes no sense, and what the market refuses at either end."""
        choose_arms(self.scenario.strategies, [self.strategy])
        if not self.levers:
            raise InputError("optimise: there is no lever. Name one by --lever NAME=LOW:HIGH.")
        for name, ends in self.levers.items():
            _check(_lever(name), ends, bool(self.years))
        horizon = self.scenario.market.periods * self.scenario.months / MONTHS_A_YEAR
        for year in self.years:
            if not (math.isfinite(year) and 0 < year < horizon):
                raise InputError(
                    f"years: found {year:g}; allowed is more than 0 and less than {horizon:g}, "
                    "the end of the run."
                )
        if [*self.years] != sorted(set(self.years)):
            raise InputError("years: write them once each, from the first to the last.")
        if self.segments and not any(LEVERS[name].personal for name in self.levers):
            raise InputError(
                "segments: none of the levers works person by person, so none can go to one "
                f"segment alone. Those that do are {', '.join(_personal())}."
            )
        if self.segments and len(self.scenario.segments) < 2:
            raise InputError("segments: the market has only one.")
        for end in (0, 1):
            self.market_of({one.name: (one.low, one.high)[end] for one in self.numbers})

    @cached_property
    def numbers(self) -> tuple[Choice, ...]:
        """The choices that are numbers, year by year."""
        return tuple(
            Choice(name, year, *map(float, ends))
            for year in (0.0, *self.years)
            for name, ends in self.levers.items()
        )

    @cached_property
    def home(self) -> Picked | None:
        """The choice that changes nothing, if it is one of those allowed."""
        levers = levers_under(self.scenario, self.strategy)
        found: dict[str, float | str] = {SEGMENT: EVERYBODY} if self.segments else {}
        for one in self.numbers:
            value = levers[one.lever]
            if not isinstance(value, int | float) or not one.low <= value <= one.high:
                return None
            found[one.name] = int(value) if one.whole else float(value)
        return found

    @cached_property
    def who(self) -> tuple[str, ...]:
        """Whom personal levers may go to: all, or one segment; empty where that is no question."""
        if not self.segments:
            return ()
        return (EVERYBODY, *(one.name for one in self.scenario.segments))

    def market_of(self, picked: Picked) -> tuple[Scenario, str]:
        """Return the market in which a choice is made, and the strategy that makes it."""
        levers: dict[str, Value] = dict(self.scenario.strategies[self.strategy].levers)
        later: dict[float, dict[str, float]] = {}
        for one in self.numbers:
            value = float(picked[one.name])
            if one.year:
                later.setdefault(one.year, {})[one.lever] = value
            else:
                levers[one.lever] = value
        if (segment := picked.get(SEGMENT, EVERYBODY)) != EVERYBODY:
            place = float(1 + [one.name for one in self.scenario.segments].index(str(segment)))
            levers |= {"target_by": "segment", "target_from": place, "target_to": place}
        market, name = with_levers(self.scenario, levers)
        if later:
            market = market.with_overrides(
                {
                    path_of("events", f"{name} from year {year:g}"): {
                        "period": round(year * MONTHS_A_YEAR / self.scenario.months),
                        "firm": self.scenario.focal.name,
                        "set": held,
                    }
                    for year, held in later.items()
                }
            )
        return market, name


def _lever(name: str) -> Lever:
    if name not in LEVERS:
        near = nearest(name, LEVERS)
        hint = f"Did you mean {near}? " if near else ""
        raise InputError(
            f"levers: there is no lever {show(name)}. {hint}relsim show levers lists them."
        )
    return LEVERS[name]


def _check(lever: Lever, ends: tuple[float, float], anew: bool) -> None:
    """Refuse what is no lever that can be searched, or no range that it allows."""
    if not lever.strategic:
        raise InputError(f"levers: {lever.name} is a circumstance, not a choice of strategy.")
    if lever.choices or isinstance(lever.default, bool):
        raise InputError(
            f"levers: {lever.name} is no number. Search once for each of its words: --set "
            f"strategies.NAME.{lever.name}=WORD --strategy NAME."
        )
    if anew and (lever.momentary or not lever.event):
        raise InputError(f"levers: {lever.name} cannot be set anew in a later year.")
    low, high = ends
    if not lever.low <= low < high <= lever.high:
        raise InputError(
            f"levers: {lever.name} from {low:g} to {high:g}; allowed are two rising numbers from "
            f"{number(lever.low)} to {number(lever.high)}."
        )


def _personal() -> list[str]:
    return [name for name, lever in LEVERS.items() if lever.personal]
