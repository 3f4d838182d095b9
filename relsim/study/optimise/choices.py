"""What may be chosen: levers between two values or among words, from some years on, for whom."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from relsim.behaviour import LEVERS
from relsim.behaviour.declaration import Lever, Value
from relsim.errors import InputError
from relsim.result.words import listed
from relsim.scenario import Scenario
from relsim.scenario.wording import nearest, number, show
from relsim.scenario.writing import path_of
from relsim.study.arms import choose_arms
from relsim.study.levers import levers_under, with_levers

MONTHS_A_YEAR = 12
SEGMENT = "segment"
EVERYBODY = "everybody"

STEPS = 5
"""Values of a range that are looked at around the best, its ends among them."""
_TARGETING = ("target_by", "target_from", "target_to")

Allowed = tuple[float, float] | Sequence[Value]
"""What a lever may be set to: a pair of numbers is a range, else it is the values themselves."""
Picked = Mapping[str, Value]
"""What is chosen, by the name of the choice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A lever from a year on, or whom levers go to: a range, or the values themselves."""

    lever: str
    year: float = 0.0
    ends: tuple[float, float] | None = None
    values: tuple[Value, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: the lever, and from when it holds if not from the start."""
        return self.lever if not self.year else f"{self.lever} from year {self.year:g}"

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.lever in LEVERS and LEVERS[self.lever].whole

    @property
    def around(self) -> list[Value]:
        """What is looked at around the best: some places of a range, else all values."""
        if self.ends is None:
            return list(self.values)
        (low, high), last = self.ends, STEPS - 1
        places = (low + (high - low) * place / last for place in range(STEPS))
        return list(dict.fromkeys(round(at) if self.whole else float(f"{at:.3g}") for at in places))

    def holds(self, value: Value) -> bool:
        """Return whether it may be set to a value."""
        if self.ends is None:
            return any(_same(value, one) for one in self.values)
        low, high = self.ends
        return isinstance(value, int | float) and low <= value <= high


@dataclass(frozen=True, eq=False)
class Choices:
    """All that may be chosen; what makes no sense is refused when it is made.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        What is done beside the levers that are chosen, and what a choice is held against.
    levers : mapping of str to pair of float or list
        Between what each may be set, or the values themselves.
    years : sequence of float
        From when they may be set anew.
    segments : bool
        Whether those that work person by person may go to one segment alone.
    """

    scenario: Scenario
    strategy: str
    levers: Mapping[str, Allowed]
    years: Sequence[float] = ()
    segments: bool = False

    def __post_init__(self) -> None:
        """Refuse what makes no sense, and what the market refuses at either end."""
        choose_arms(self.scenario.strategies, [self.strategy])
        if not self.levers:
            raise InputError("optimise: there is no lever. Name one by --lever NAME=LOW:HIGH.")
        for name, allowed in self.levers.items():
            _check(_lever(name), allowed, bool(self.years))
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
        if self.segments and (taken := [name for name in _TARGETING if name in self.levers]):
            raise InputError(f"segments: they are chosen by {taken[0]}, too. Search one of them.")
        named = {one.name: one.ends or one.values for one in self.all}
        for place in range(max(map(len, named.values()))):
            self.market_of({name: held[place % len(held)] for name, held in named.items()})

    @cached_property
    def all(self) -> tuple[Choice, ...]:
        """All choices: levers year by year, then whom the personal ones go to."""
        levers = (
            _choice(name, year, allowed)
            for year in (0.0, *self.years)
            for name, allowed in self.levers.items()
        )
        names = (EVERYBODY, *(one.name for one in self.scenario.segments))
        return (*levers, *([Choice(SEGMENT, values=names)] if self.segments else ()))

    @cached_property
    def home(self) -> Picked | None:
        """The choice that changes nothing, if it is one of those allowed."""
        now = {**levers_under(self.scenario, self.strategy), SEGMENT: EVERYBODY}
        if not all(one.holds(now[one.lever]) for one in self.all):
            return None
        return {one.name: _of_its_kind(one, now[one.lever]) for one in self.all}

    @property
    def written(self) -> dict[str, str]:
        """What each lever may be set to, as the command line takes it."""
        return {name: _written(allowed) for name, allowed in self.levers.items()}

    def market_of(self, picked: Picked) -> tuple[Scenario, str]:
        """Return the market in which a choice is made, and the strategy that makes it."""
        levers: dict[str, Value] = dict(self.scenario.strategies[self.strategy].levers)
        later: dict[float, dict[str, Value]] = {}
        for one in self.all:
            value = picked.get(one.name)
            if one.lever == SEGMENT:
                continue
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


def _check(lever: Lever, allowed: Allowed, anew: bool) -> None:
    """Refuse what is no lever that can be searched, and what it does not allow."""
    if not lever.strategic:
        raise InputError(f"levers: {lever.name} is a circumstance, not a choice of strategy.")
    if anew and (lever.momentary or not lever.event):
        raise InputError(f"levers: {lever.name} cannot be set anew in a later year.")
    if isinstance(allowed, str) or not isinstance(allowed, Sequence):
        raise InputError(
            f"levers: {lever.name} = {show(allowed)}; write a pair of numbers, or a list of values."
        )
    if (ends := _ends(allowed)) is None:
        _check_values(lever, allowed)
        return
    if words := _words(lever):
        raise InputError(
            f"levers: {lever.name} is no number; name the values that are tried: "
            f"{lever.name}={','.join(words)}."
        )
    low, high = ends
    if not lever.low <= low < high <= lever.high:
        raise InputError(
            f"levers: {lever.name} from {low:g} to {high:g}; allowed are two rising numbers from "
            f"{number(lever.low)} to {number(lever.high)}."
        )


def _check_values(lever: Lever, values: Sequence[Value]) -> None:
    """Refuse fewer than two values, one that is there twice, and what the lever cannot be."""
    words = _words(lever)
    may_be = str(listed(words)) if words else f"{number(lever.low)} to {number(lever.high)}"
    for place, value in enumerate(values):
        if not _fits(lever, value):
            near = nearest(str(value), words)
            hint = f"Did you mean {near}? " if near else ""
            raise InputError(f"levers: {lever.name} = {show(value)}. {hint}Allowed: {may_be}.")
        if any(_same(value, one) for one in values[:place]):
            raise InputError(f"levers: {lever.name}: {show(value)} is named twice.")
    if len(values) < 2:
        raise InputError(
            f"levers: {lever.name} has one value and is no choice: --set "
            f"strategies.NAME.{lever.name}=VALUE --strategy NAME sets it. Name two or more of "
            f"{may_be}."
        )


def _words(lever: Lever) -> tuple[str, ...]:
    """Return the words that a lever may be set to; none of a number."""
    return ("true", "false") if isinstance(lever.default, bool) else lever.choices


def _fits(lever: Lever, value: Value) -> bool:
    if isinstance(lever.default, bool) or isinstance(value, bool):
        return isinstance(lever.default, bool) and isinstance(value, bool)
    if lever.choices or not isinstance(value, int | float):
        return value in lever.choices
    return lever.low <= value <= lever.high and (not lever.whole or value == round(value))


def _same(one: Value, other: Value) -> bool:
    """Return whether two values are one: 1 and 1.0 are, 1 and true are not."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _choice(name: str, year: float, allowed: Allowed) -> Choice:
    ends = _ends(allowed)
    return Choice(name, year, ends, () if ends else tuple(allowed))


def _of_its_kind(choice: Choice, value: Value) -> Value:
    """Return a value as the choice has it, so that one value is not two."""
    if choice.ends is None:
        return next(one for one in choice.values if _same(one, value))
    assert isinstance(value, int | float)
    return int(value) if choice.whole else float(value)


def _ends(allowed: Allowed) -> tuple[float, float] | None:
    """Return the ends of a range; None where the values themselves are named."""
    numbers = [
        float(one) for one in allowed if isinstance(one, int | float) and not isinstance(one, bool)
    ]
    if not isinstance(allowed, tuple) or not len(numbers) == len(allowed) == 2:
        return None
    return numbers[0], numbers[1]


def _written(allowed: Allowed) -> str:
    if ends := _ends(allowed):
        return ":".join(map(repr, ends))
    return ",".join(one if isinstance(one, str) else str(one).lower() for one in allowed)


def _personal() -> list[str]:
    return [name for name, lever in LEVERS.items() if lever.personal]
