"""How a mechanism says what it needs: parameters, traits, levers, fields, columns, rules.

Everything a user can set or read is declared once, beside the mechanism it belongs
to. Validation, records, defaults, the documentation's tables and the tooltips of the
page are all derived from these declarations, so no number stands in two places.

This file imports nothing but the standard library: a wrong scenario must be refused
before anything heavy is loaded.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, TypeVar

Record: TypeAlias = Any
"""A row of the customers', firms' or parameters' table: attributes are its fields."""

Value = float | int | bool | str | None
Function = TypeVar("Function", bound=Callable[..., object])

Per = Literal["", "month", "month amount"]
Law = Literal["beta", "lognormal", "exponential"]
Known = Literal["definition", "measured", "fitted", "guess"]
"""How a number is known: said and not found out (a convention, an input of the user's), measured
outside, fitted to something outside, or guessed."""

MOST, MOST_MONEY = 1e9, 1e12
"""Where a range ends that declares no end: there, sums over everybody are still finite numbers.

No weight, load or multiple known of a market, and no price in any currency, comes near.
"""
LEAST = 1e-12
"""The least of what is divided by; smaller is as good as nothing, and its quotients overflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value that a scenario can set.

    Parameters
    ----------
    name : str
        The key in the scenario's table; unique within that table.
    default : float, int, bool, str or None
        The value when the scenario says nothing. Its type is the type allowed
        (a float parameter accepts whole numbers); None means "not set" and is only
        used for optional numbers.
    meaning : str
        One sentence in plain words, in terms of marketing.
    title : str
        What people read in its place, in a few words; the name where that is plain.
    unit : str
        What one is one of: ``"chance"``, ``"utils"``, ``"money"``, ``"periods"`` …
        A unit that starts with ``"money"`` scales with the currency.
    low, high : float
        The closed range that is allowed. A number's range always ends: where none is declared, at
        ``MOST``, or at ``MOST_MONEY`` for an amount of money.
    whole : bool
        True for counts.
    per : {"", "month", "month amount"}
        How it is carried to a period of another length: not at all, as a rate
        (r becomes 1 − (1 − r)^months), or in proportion to the months.
    plausible : tuple of float, optional
        The range that a sensitivity analysis varies; by default half to double the
        default, cut to the allowed range.
    choices : tuple of str
        The words allowed, for a parameter that is a choice.
    event : bool
        True when an ``[[events]]`` entry may change it during a run.
    source : str
        Where the value or the rule comes from.
    known : {"", "definition", "measured", "fitted", "guess"}
        How the default is known; by default fitted where the source says so, else a guess.
    needs : tuple of str
        Other settings without which it does nothing: levers that nobody uses or in which no firm
        stands apart, numbers that are 0. One of them is enough.
    """

    name: str
    default: Value
    meaning: str
    title: str = ""
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    whole: bool = False
    per: Per = ""
    plausible: tuple[float, float] | None = None
    choices: tuple[str, ...] = ()
    event: bool = False
    source: str = ""
    known: Known | Literal[""] = ""
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """End the range of a number that declares no end."""
        if isinstance(self.default, (bool, str)):
            return
        most = MOST_MONEY if self.money else MOST
        for end, instead in (("low", -most), ("high", most)):
            if math.isinf(getattr(self, end)):
                object.__setattr__(self, end, instead)

    @property
    def called(self) -> str:
        """What people read in place of its name."""
        return self.title or self.name.replace("_", " ")

    @property
    def money(self) -> bool:
        """Whether the value is an amount of money, and so scales with the currency."""
        return self.unit.startswith("money")

    @property
    def in_percent(self) -> bool:
        """Whether people read the value as a percentage."""
        return self.high <= 1 and self.unit.startswith(("share", "chance", "intensity"))

    @property
    def how_known(self) -> Known:
        """How the default is known, where nothing is declared, too."""
        return self.known or ("fitted" if self.source.startswith("fitted") else "guess")

    @property
    def endless(self) -> bool:
        """Whether its range ends only where numbers do, and so says nothing of what is usual."""
        return self.high >= MOST

    def code(self, value: Value) -> float:
        """Return ``value`` as the number the engine stores.

        A choice becomes its place in ``choices``, a truth value 0 or 1, and a number
        that is not set NaN.
        """
        if self.choices:
            return float(self.choices.index(str(value)))
        return math.nan if value is None else float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PerHead:
    """What a lever costs in proportion, for each customer it goes to; the books follow it.

    Parameters
    ----------
    into : str
        The column of the books.
    default : float
        Money per customer and month with the lever at 1.
    meaning, unit, source : str
        As in :class:`Parameter`.
    name : str
        Its key in ``[market.costs]``; the lever's name when empty.
    """

    into: str
    default: float
    meaning: str
    unit: str = "money per customer and month"
    source: str = "starting value"
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever(Parameter):
    """A setting of a firm: what a strategy may set (a lever) or only the market (a circumstance).

    Parameters
    ----------
    visibility : str
        The behaviour parameter that says how well rivals see it; empty when rivals
        cannot or would not copy it.
    cost : str
        In words, what it costs; need not be said of a cost per head.
    per_head : PerHead, optional
        What it costs by customers and months, in proportion to its value.
    strategic : bool
        False for a circumstance that a strategy may not set (a firm's unit cost).
    momentary : bool
        True when an event's value holds for one period only (a scandal).
    personal : bool
        True when it works person by person, so that targeting may hold it back from some.
    """

    visibility: str = ""
    cost: str = ""
    per_head: PerHead | None = None
    strategic: bool = True
    momentary: bool = False
    personal: bool = False
    event: bool = True

    def __post_init__(self) -> None:
        """Say in words what a cost per head is, where nothing else is said."""
        Parameter.__post_init__(self)  # `super` is of no use in a class with slots
        if self.per_head and not self.cost:
            words = f"`costs.{self.unit_cost.name}` per customer and month at 1"
            object.__setattr__(self, "cost", words)

    @property
    def unit_cost(self) -> Parameter:
        """The key in ``[market.costs]`` of its cost per head."""
        assert self.per_head is not None
        return Parameter(
            name=self.per_head.name or self.name,
            default=self.per_head.default,
            low=0.0,
            unit=self.per_head.unit,
            meaning=self.per_head.meaning,
            source=self.per_head.source,
            needs=(self.name,),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Something a customer is born with, drawn once from a law.

    A segment sets it to a number (everybody the same) or to a table of the law's two
    terms, for example ``need_rate = {mean = 0.9, concentration = 20}``.

    Parameters
    ----------
    name : str
        The key in a segment.
    law : {"beta", "lognormal", "exponential"}
        Beta by mean and concentration (the sum of its two parameters), lognormal by
        mean and sigma (of the logarithm), exponential by mean alone.
    mean, spread : float
        The default terms; ``spread`` is the concentration or the sigma.
    low, high : float
        The range of a value; ``settable`` is that of the mean.
    tied_to, tie : str
        Another trait whose luck its own goes with, and the parameter that holds their
        correlation.
    kind : str
        Its NumPy type: eight bytes, or four where seven digits say all that is known of it.
    meaning, unit, source, known, needs : str, str, str, str, tuple of str
        As in :class:`Parameter`.
    """

    name: str
    law: Law
    mean: float
    meaning: str
    spread: float = 0.0
    unit: str = ""
    low: float = 0.0
    high: float = math.inf
    tied_to: str = ""
    tie: str = ""
    kind: str = "f8"
    source: str = ""
    known: Known | Literal[""] = ""
    needs: tuple[str, ...] = ()

    @property
    def spread_name(self) -> str:
        """The key of the law's second term, empty for a law that has only a mean."""
        return {"beta": "concentration", "lognormal": "sigma", "exponential": ""}[self.law]

    @property
    def settable(self) -> Parameter:
        """Its mean, or the value that everybody has, declared as a parameter."""
        return Parameter(
            name=self.name,
            default=float(self.mean),
            meaning=self.meaning,
            unit=self.unit,
            low=LEAST if self.law == "lognormal" else self.low,
            high=self.high,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One number of a record (a customer's, or a firm's) that changes during a run.

    Parameters
    ----------
    name : str
        Attribute of the record.
    meaning : str
        One sentence in plain words.
    birth : float or str
        The value at birth, or the parameter or trait that holds it.
    lasting : bool
        False when joining a firm sets a customer's field back to birth.
    low, high : float
        The range it is kept in at the moment it is set.
    kind : str
        NumPy type of the column: ``"f8"`` unless a smaller one holds it exactly, and ``"bits"``
        for one bit a firm.
    per_firm : bool
        True when a customer has one for every firm.
    codes : tuple of str
        Words for the values, when they are codes.
    """

    name: str
    meaning: str
    birth: float | str = 0.0
    lasting: bool = False
    low: float = -math.inf
    high: float = math.inf
    kind: str = "f8"
    per_firm: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the books: a number per firm and period.

    Parameters
    ----------
    name : str
        Column of ``Run.periods``.
    meaning : str
        One sentence in plain words.
    unit : str
        ``"customers"``, ``"uses"``, ``"money"`` …
    cost : bool
        True for a cost line: profit is revenue minus the sum of these.
    rate : str
        The key in ``[market.costs]`` that a cost line is in proportion to, where it is one alone
        and no lever's cost per head says so.
    relationship : bool
        True when it is part of relationship spending.
    mean_of : str
        When set, the passes add up a sum and ``periods`` shows it divided by this
        column.
    one_of : str
        The row of columns that it stands in, such as ``"tiers"``; passes count in the row
        by code, and codes follow the order of declaration.
    """

    name: str
    meaning: str
    unit: str
    cost: bool = False
    rate: str = ""
    relationship: bool = False
    mean_of: str = ""
    one_of: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One equation of the model and the function that holds it.

    ``term`` is what a story calls its answer where that is added to what a firm offers, and
    ``sign`` is −1 where it is taken off.
    """

    equation: str
    function: Callable[..., object]
    term: str = ""
    sign: int = 1


@dataclass(slots=True, kw_only=True)
class Mechanism:
    """One idea about how people or firms act, and everything it needs.

    Parameters
    ----------
    name : str
        The file's name, and, where ``switch`` is given, the key in ``[behaviour]``
        that turns the mechanism off.
    title : str
        In plain words.
    literature : tuple of str
        Author and year of each source.
    switch : str
        What happens when it is turned off; empty when it has no switch of its own.
    on : bool
        Whether the switch is on by default.
    parameters : tuple of Parameter
        Keys of ``[behaviour]``.
    market, costs : tuple of Parameter
        Keys of ``[market]`` and of ``[market.costs]``; costs per head come from the levers.
    traits : tuple of Trait
        What customers are born with: keys of a segment.
    levers : tuple of Lever
        Keys of a firm, and of a strategy where they are strategic.
    fields, firm_fields : tuple of Field
        State that changes: of a customer, of a firm.
    columns : tuple of Column
        What it books.
    """

    name: str
    title: str
    literature: tuple[str, ...] = ()
    switch: str = ""
    on: bool = True
    parameters: tuple[Parameter, ...] = ()
    market: tuple[Parameter, ...] = ()
    costs: tuple[Parameter, ...] = ()
    traits: tuple[Trait, ...] = ()
    levers: tuple[Lever, ...] = ()
    fields: tuple[Field, ...] = ()
    firm_fields: tuple[Field, ...] = ()
    columns: tuple[Column, ...] = ()
    rules: list[Rule] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Add what its levers cost per head to its costs."""
        per_head = (lever.unit_cost for lever in self.levers if lever.per_head)
        self.costs = (*per_head, *self.costs)

    def rule(
        self, equation: str, *, term: str = "", sign: int = 1
    ) -> Callable[[Function], Function]:
        """Mark a function as one equation of this mechanism.

        The function stays plain Python: the market compiles it with Numba where it is
        called from a pass, and runs it as it stands in the uncompiled reference.

        Parameters
        ----------
        equation : str
            The equation in words and symbols, as the model's description prints it.
        term : str
            For a rule whose answer is a term of a firm's utility: its name, as stories tell it.
        sign : int
            −1 where the answer is taken off the utility.
        """

        def mark(function: Function) -> Function:
            self.rules.append(Rule(equation, function, term, sign))
            return function

        return mark

    @property
    def behaviour(self) -> tuple[Parameter, ...]:
        """The keys it adds to ``[behaviour]``: its switch, then its parameters."""
        if not self.switch:
            return self.parameters
        switch = Parameter(
            name=self.name,
            default=self.on,
            unit="yes or no",
            meaning=f"{self.title}. Off: {self.switch}",
        )
        return (switch, *self.parameters)
