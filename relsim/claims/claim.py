"""A claim as its script states it: all that a reader must know, and nothing else."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from relsim.claims.contrast import Contrast, check_contrast
from relsim.claims.figures import figure_named
from relsim.errors import InputError
from relsim.result.figure import Figure
from relsim.result.quantity import Quantity, Unit
from relsim.result.statistics import Estimate

if TYPE_CHECKING:
    from relsim.behaviour.declaration import Value
    from relsim.claims.bisection import Ask
    from relsim.scenario import Scenario

PART = Unit("percent")
"""Of an effect that is a part of an arm's mean."""

Verdict = Literal["supported", "conditional", "refuted", "undecided"]

TOLD: tuple[Verdict, ...] = ("supported", "conditional", "refuted")
"""Verdicts that a script puts into words; of what is undecided there is nothing to tell."""

Overrides = Mapping[str, object]


def exactly(value: float) -> Estimate:
    """Return a value without an interval, such as a mark of an axis."""
    return Estimate(value, None, None, 0)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a script that differs from the scenario's, and why."""

    value: object
    reason: str


def because(value: object, reason: str) -> Setting:
    """Return a setting with the reason for which a script changes it.

    Parameters
    ----------
    value : object
        As in an override.
    reason : str
        Why the claim cannot be tried with the scenario's own.

    Returns
    -------
    Setting
        For :attr:`Claim.settings`.

    Examples
    --------
    >>> because(0.03, "a slow copier; 0 would mean that nobody copies").value
    0.03
    """
    return Setting(value, reason)


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the things that stand beside each other in a claim.

    Parameters
    ----------
    strategy : str
        What the firm under study follows.
    levers : mapping of str to value
        Levers on top of that strategy's.
    settings : mapping of str to object, or callable
        Overrides of the scenario that hold in this arm. A callable is given an
        :class:`~relsim.claims.Ask` and returns them: for a setting that has to be sought
        first, in worlds of its own.
    budget : float, optional
        Money per customer and period: one factor on the levers brings the arm there.
    """

    strategy: str = "none"
    levers: Mapping[str, Value] = field(default_factory=dict)
    settings: Overrides | Callable[[Ask], Overrides] = field(default_factory=dict)
    budget: float | None = None


@dataclass(frozen=True, slots=True)
class Vary:
    """A setting along which a claim may flip.

    Parameters
    ----------
    name : str
        What it is in words: ``"freedom of choice"``.
    values : sequence
        Rising numbers for a curve; pairs for a grid.
    path : str
        The setting, as in an override.
    settings : callable, optional
        From a value to overrides, in place of `path`.
    axes : pair of str
        For pairs: what their two numbers are.
    unit : {"", "percent"}
        Percent shows a share as a percentage.
    """

    name: str
    values: Sequence[Any]
    path: str = ""
    settings: Callable[[Any], Overrides] | None = None
    axes: tuple[str, str] = ("", "")
    unit: str = ""

    @property
    def is_grid(self) -> bool:
        """Whether its values are pairs."""
        return bool(self.values) and isinstance(self.values[0], tuple | list)

    def overrides(self, value: Any) -> Overrides:
        """Return what a value sets."""
        return {self.path: value} if self.settings is None else self.settings(value)

    @property
    def counted_in(self) -> Unit:
        """The unit of its values: three digits tell them apart."""
        return Unit("percent" if self.unit == "percent" else "ratio", 3, significant=True)

    def quantity(self, value: float) -> Quantity:
        """Return a value, ready to be shown."""
        return Quantity(value, self.counted_in)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is run.

    Parameters
    ----------
    replications : int
        Worlds.
    customers, periods : int, optional
        Of each market; by default the scenario's.
    """

    replications: int
    customers: int | None = None
    periods: int | None = None

    @property
    def overrides(self) -> dict[str, object]:
        """The same as overrides."""
        sizes = {"market.customers": self.customers, "market.periods": self.periods}
        return {path: value for path, value in sizes.items() if value is not None}


FULL = Size(30)
QUICK = Size(8, customers=500, periods=60)
PULSE = Size(2, customers=200, periods=24)
"""Two small worlds: no estimate of anything, but whatever moves the model moves them."""

LEAST_WORLDS = 20
"""A full-size claim rests on no fewer."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim of a textbook, ready to be put to the test.

    Parameters
    ----------
    name : str
        That of its script.
    sentence : str
        The claim in one sentence.
    by : str
        Who made it: author and year.
    concepts : sequence of str
        Rows of the list of concepts that it answers (``S1.20``).
    scenario : str
        The market: a bundled name.
    arms : mapping of str to Arm or str
        By name; a bare word is a strategy.
    contrasts : sequence of Contrast
        What is predicted, and from which effect on it matters. The first is the one that
        pictures and the lesson show.
    figures : mapping of str to Figure
        Figures of its own; those of every run need not be named.
    sweeps : sequence of Vary
        Settings along which it may flip.
    settings : mapping of str to Setting
        What differs from the scenario, each with its reason (:func:`because`).
    size, quick : Size
        How much is run, and in seconds.
    courses : sequence of str
        Figures whose courses are drawn over time, arm by arm.
    drawn : sequence of str
        Contrasts that the picture shows as rows, by name; they share a unit.
    meaning : mapping of str to str
        One line a verdict of ``TOLD``: what it means. It may hold ``{effect}``, ``{size}``
        (without its sign), ``{interval}``, ``{where}`` (where along the sweeps it holds and
        fails), ``{flip}``, and ``{part_2}``, ``{size_2}``, ``{interval_2}`` for the second
        contrast and so on.
    bet : str
        What is bet on, the first contrast along the first sweep, as a question to somebody who
        has read nothing else; without one its names are put together.
    questions : sequence of str
        Three for the class.
    about : str
        A remark that the reader needs, such as what a number from outside says.
    """

    name: str
    sentence: str
    by: str
    concepts: Sequence[str]
    scenario: str
    arms: Mapping[str, Arm | str]
    contrasts: Sequence[Contrast]
    figures: Mapping[str, Figure] = field(default_factory=dict)
    sweeps: Sequence[Vary] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict)
    size: Size = FULL
    quick: Size = QUICK
    courses: Sequence[str] = ()
    drawn: Sequence[str] = ()
    meaning: Mapping[str, str]
    bet: str = ""
    questions: Sequence[str]
    about: str = ""

    def __post_init__(self) -> None:
        """Refuse a claim that could not be tried."""
        if not self.contrasts:
            raise InputError(f"{self.name}: it has no contrast, so that nothing is predicted.")
        for one in self.contrasts:
            check_contrast(one, self.arms)
            if one.at is not None and self.place_of(one.at) is None:
                raise InputError(f"{one.name}: no sweep of {self.name} has the value {one.at}.")
        names = [one.name for one in self.contrasts]
        if unknown := [name for name in self.drawn if name not in names]:
            raise InputError(f"{self.name}: drawn names {unknown[0]!r}, which is no contrast.")
        if missing := [word for word in TOLD if word not in self.meaning]:
            raise InputError(f"{self.name}: meaning says nothing for {', '.join(missing)}.")
        if self.size.replications < LEAST_WORLDS:
            raise InputError(
                f"{self.name}: {self.size.replications} replications; at least {LEAST_WORLDS}."
            )
        for path, setting in self.settings.items():
            if not isinstance(setting, Setting) or not setting.reason:
                raise InputError(
                    f"{self.name}: {path} has no reason; write because(VALUE, REASON)."
                )

    @property
    def main(self) -> Contrast:
        """The contrast that pictures show: the first."""
        return self.contrasts[0]

    def market_at(self, size: Size) -> Scenario:
        """Return the market at home, of some size."""
        from relsim.scenario import load

        settings = {path: one.value for path, one in self.settings.items()}
        return load(self.scenario, {**settings, **size.overrides})

    def arm(self, name: str) -> Arm:
        """Return an arm in full."""
        found = self.arms[name]
        return Arm(found) if isinstance(found, str) else found

    @property
    def contrasted(self) -> list[str]:
        """The figures that its contrasts are about, each once."""
        return list(dict.fromkeys(one.figure for one in self.contrasts))

    def figure(self, key: str) -> Figure:
        """Return a figure of its own, or one that every run has."""
        return self.figures[key] if key in self.figures else figure_named(key)

    def effect(self, contrast: Contrast, found: Estimate) -> Quantity:
        """Return an effect in its figure's unit, or as a part of an arm's mean."""
        if contrast.relative_to is not None:
            return Quantity(found.mean, PART, found.low, found.high, signed=True, form="cell")
        figure = self.figure(contrast.figure)
        shown = figure.level if len(contrast.weights) == 1 else figure.difference
        return shown(found, bare=True)

    def place_of(self, value: object) -> tuple[int, int] | None:
        """Return the sweep and the place in it where a value, or a named sweep's value, stands."""
        name = ""
        if isinstance(value, tuple) and isinstance(value[0], str):
            name, value = value
        for number, vary in enumerate(self.sweeps):
            if name in ("", vary.name) and value in list(vary.values):
                return number, list(vary.values).index(value)
        return None

    def command(self, *more: str, quick: bool = False, seed: int = 1) -> str:
        """Return the command line that tries it, as what it comes to keeps it."""
        words = [*(["--quick"] if quick else []), *(["--seed", str(seed)] if seed != 1 else [])]
        return shlex.join(["relsim", "claims", self.name, *words, *more])

    def script(self) -> Path | None:
        """Return the script that states it, when it is one that comes with relsim."""
        from relsim.scenario import bundled

        return bundled("experiments").get(self.name)
