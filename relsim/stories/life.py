"""One customer's life under one strategy, as it was noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relsim.market.witness.facts import Fact, Moved, Replaced, gist

if TYPE_CHECKING:
    from relsim.market.witness import Period

FELT = ("satisfaction", "trust", "social_bond", "structural_bond")
"""What a life is summed up by when it ends."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One relationship: with whom, from when to when, and why it ended.

    Parameters
    ----------
    firm : int
        Place of the firm; −1 without one.
    first, last : int
        Periods; the last is the one in which the customer left, or the last of the story.
    reason : str
        Empty where it lasts.
    """

    firm: int
    first: int
    last: int
    reason: str


@dataclass(frozen=True)
class Life:
    """What happened to a customer under one strategy.

    Parameters
    ----------
    strategy : str
        The focal firm's.
    opening : record
        The customer at the beginning.
    periods : tuple of Period
        In order; at least one, unless the market lives through none.
    called : str
        What people read in place of the strategy's name, where that is something else.
    """

    strategy: str
    opening: Any
    periods: tuple[Period, ...]
    called: str = ""

    @property
    def title(self) -> str:
        """What its strategy is called."""
        return self.called or self.strategy

    def facts(self) -> Iterator[tuple[int, Fact]]:
        """Yield everything that happened with its period."""
        for period in self.periods:
            for fact in period.facts:
                yield period.period, fact

    @cached_property
    def spells(self) -> tuple[Spell, ...]:
        """The firms of this life, one after the other."""
        if not self.periods:
            return ()
        found = []
        firm, since = int(self.opening.firm), self.periods[0].period
        for period, fact in self.facts():
            if isinstance(fact, Moved):
                if firm >= 0 or period > since:
                    reason = fact.reason if firm >= 0 else ""
                    found.append(Spell(firm, since, period, reason))
                firm, since = fact.to, period
        reason = "population turnover" if self.replaced else ""
        return (*found, Spell(firm, since, self.periods[-1].period, reason))

    @property
    def replaced(self) -> bool:
        """Whether population turnover ended it."""
        return any(isinstance(fact, Replaced) for fact in self.periods[-1].facts[-1:])

    def at(self, period: int) -> Period:
        """Return one period."""
        return self.periods[period - self.periods[0].period]

    def before(self, period: int) -> Any:
        """Return the customer's record when a period began."""
        place = period - self.periods[0].period
        return self.periods[place - 1].record if place > 0 else self.opening


def first_difference(one: Life, other: Life) -> int | None:
    """Return the first period in which not the same happened in two lives."""
    for mine, yours in zip(one.periods, other.periods, strict=True):
        if mine.wanted != yours.wanted:
            return mine.period
        if [gist(fact) for fact in mine.facts] != [gist(fact) for fact in yours.facts]:
            return mine.period
    return None


def first_other_firm(one: Life, other: Life) -> int | None:
    """Return the first period at whose end the customer is with different firms."""
    for mine, yours in zip(one.periods, other.periods, strict=True):
        if mine.record.firm != yours.record.firm:
            return mine.period
    return None
