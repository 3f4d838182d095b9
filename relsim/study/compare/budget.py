"""Equal budgets: one factor on a strategy's levers that brings its spending to an amount."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relsim.behaviour import LEVERS
from relsim.behaviour.declaration import Lever, Value
from relsim.errors import InputError
from relsim.result.words import counted
from relsim.scenario.wording import show
from relsim.study.levers import levers_under

if TYPE_CHECKING:
    from relsim.scenario import Scenario

FEW, MANY = 16, 64
"""Worlds in which a factor is sought, and in which it is then made sharp; they are none of the
comparison's."""

_CLOSE = 0.001
"""Spending this near to the amount, as a part of it, is near enough to stop."""
_REACHED = 0.01
"""Spending farther away than this part of the amount has not reached it."""
_NUDGE = 1.05
"""How far away the second point of the tangent lies."""
_STEPS = 2
"""Steps along the tangent, each in many worlds."""
_MOST = 1024.0
"""No factor is larger, for levers whose range has no end."""
_LEAST = 0.01
"""A lever that must stay above 0 is lowered to no less than this part of where it was."""

Spending = Callable[[float, int], float]
"""What a strategy spends per customer and period, with a factor on its levers, as a mean over a
number of worlds."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """A strategy brought to a budget.

    Parameters
    ----------
    factor : float
        On the difference of every numeric lever from the firm's baseline.
    reached : bool
        Whether the factor brings spending to the amount, as far as the search could see.
        Where it does not, the strategy runs at its limit.
    levers : mapping of str to value
        What the strategy sets with that factor.
    since : int
        The period from which on that holds.
    later : tuple of Scaling
        Where the amount differs from year to year: what holds from then on.
    """

    factor: float
    reached: bool
    levers: Mapping[str, Value]
    since: int = 0
    later: tuple[Scaling, ...] = ()

    @property
    def phases(self) -> tuple[Scaling, ...]:
        """What holds one after the other."""
        return (self, *self.later)


Budget = float | tuple[float, ...]
"""Money per customer and period: one amount, or one a year of which the last one stays."""


def check_budget(asked: float | str | Sequence[float], years: int | None = None) -> Budget:
    """Return a budget, checked: amounts above 0, and no more of them than there are years.

    Examples
    --------
    >>> check_budget(1.5), check_budget("1.2/0.6"), check_budget([0.5])
    (1.5, (1.2, 0.6), 0.5)
    """
    # No comma between them: 1,5 would be read as two amounts where one and a half was meant.
    parts: Any = asked.split("/") if isinstance(asked, str) else asked
    try:
        listed = [parts] if isinstance(parts, int | float) else list(parts)
        found = tuple(math.nan if isinstance(one, bool) else float(one) for one in listed)
    except (TypeError, ValueError):
        found = ()
    if not found or not all(0 < one < math.inf for one in found):
        raise InputError(
            f"equal_budget: found {show(asked)}; allowed is an amount of money above 0, per "
            "customer and period, or one a year, as in 1.2/0.6 (the last one stays)."
        )
    if years is not None and len(found) > max(years, 1):
        raise InputError(
            f"equal_budget: found {len(found)} amounts, one a year; the market has "
            f"{counted(years, 'year')}. Leave some out: the last one stays."
        )
    return found[0] if len(found) == 1 else found


def check_amount(asked: float | str) -> float:
    """Return one amount, checked, where it cannot differ from year to year.

    Examples
    --------
    >>> check_amount("1.5")
    1.5
    """
    found = check_budget(asked)
    if isinstance(found, tuple):
        raise InputError(
            f"equal_budget: found {show(asked)}; here it is one amount for all years. relsim "
            "compare takes one a year."
        )
    return found


def amounts_of(budget: Budget) -> tuple[float, ...]:
    """Return the amounts of a budget, the first year's first."""
    return budget if isinstance(budget, tuple) else (budget,)


def as_option(budget: Budget) -> float | str:
    """Return a budget as an option takes it."""
    return "/".join(map(repr, budget)) if isinstance(budget, tuple) else budget


def bring_to(scenario: Scenario, strategy: str, amount: float, spending: Spending) -> Scaling:
    """Return a strategy whose spending per customer and period is an amount, or its limit.

    Examples
    --------
    Spending that grows with the square of the factor:

    >>> import relsim
    >>> found = bring_to(relsim.load("insurance"), "social", 2.0, lambda factor, _: factor**2)
    >>> round(found.factor, 3), found.reached, round(found.levers["social"], 3)
    (1.414, True, 0.707)
    """
    limit = largest_factor(scenario, strategy)
    factor, spent = find_factor(amount, lambda factor: spending(factor, FEW), limit)
    if abs(spent - amount) <= _REACHED * amount:
        factor, spent = _sharpened(amount, spending, factor, spent, limit)
    reached = abs(spent - amount) <= _REACHED * amount
    return Scaling(factor, reached, scaled_levers(scenario, strategy, factor))


def bring_near(scenario: Scenario, strategy: str, amount: float, spending: Spending) -> Scaling:
    """Return the same as :func:`bring_to`, roughly: for a look in seconds."""
    limit = largest_factor(scenario, strategy)
    before, factor = (0.0, spending(0.0, FEW // 4)), 1.0
    for _ in range(_STEPS):
        spent = spending(factor, FEW // 4)
        slope = (spent - before[1]) / (factor - before[0])
        if not slope > 0 or abs(spent - amount) <= _REACHED * amount:
            break
        before, factor = (factor, spent), factor + (amount - spent) / slope
        factor = min(max(factor, 0.0), limit)
        if factor == before[0]:
            break
    reached = abs(spending(factor, FEW // 4) - amount) <= 2 * _REACHED * amount
    return Scaling(factor, reached, scaled_levers(scenario, strategy, factor))


def scaled_levers(scenario: Scenario, strategy: str, factor: float) -> dict[str, Value]:
    """Return a strategy's levers with a factor on their difference from the baseline.

    Examples
    --------
    >>> import relsim
    >>> scaled_levers(relsim.load("insurance"), "social", 3.0)
    {'reward_rate': 0.15000000000000002, 'social': 1.0}
    """
    levers = dict(scenario.strategies[strategy].levers)
    for name, (base, value) in _numeric(scenario, strategy).items():
        if factor != 1:
            low, high = _range(LEVERS[name], base)
            levers[name] = min(max(base + factor * (value - base), low), high)
    return levers


def largest_factor(scenario: Scenario, strategy: str) -> float:
    """Return the factor beyond which every lever of a strategy stands at its limit.

    Examples
    --------
    >>> import relsim
    >>> largest_factor(relsim.load("insurance"), "social")
    10.0
    """
    factors = [1.0]
    for name, (base, value) in _numeric(scenario, strategy).items():
        low, high = _range(LEVERS[name], base)
        factors.append(((high if value > base else low) - base) / (value - base))
    return min(max(factors), _MOST)


def find_factor(
    amount: float, spending: Callable[[float], float], limit: float
) -> tuple[float, float]:
    """Return the factor at which spending is an amount, and what is spent there.

    Examples
    --------
    >>> find_factor(5.0, lambda factor: factor, limit=2.0)
    (2.0, 2.0)
    """
    spent: dict[float, float] = {}

    def gap(factor: float) -> float:
        if factor not in spent:
            spent[factor] = spending(factor)
        over = spent[factor] - amount
        return 0.0 if abs(over) <= _CLOSE * amount else over

    low, high = 0.0, 1.0
    while gap(high) < 0 and high < limit:
        low, high = high, min(2 * high, limit)
    if gap(high) > 0 > gap(low):
        high = _between(gap, low, high)
    elif gap(high) > 0:
        high = low
    return high, spent[high]


def _between(gap: Callable[[float], float], low: float, high: float) -> float:
    """Return where a gap closes: bisection, hastened by interpolation (Brent 1973)."""
    from scipy.optimize import brentq

    return float(brentq(gap, low, high, xtol=1e-6, rtol=1e-6, maxiter=50, disp=False))


def _sharpened(
    amount: float, spending: Spending, factor: float, spent: float, limit: float
) -> tuple[float, float]:
    """Return the factor after steps along the tangent, in many worlds instead of few."""
    near = min(factor * _NUDGE, limit)
    rise = spending(near, FEW) - spent if near != factor else 0.0
    best, here = factor, spending(factor, MANY)
    for _ in range(_STEPS):
        if not rise or abs(here - amount) <= _CLOSE * amount:
            break
        better = best + (amount - here) * (near - factor) / rise
        better = min(max(better, best / 2), 2 * best, limit)
        there = spending(better, MANY)
        if abs(there - amount) >= abs(here - amount):
            break  # where spending jumps, the tangent leads astray
        best, here = better, there
    return best, here


def _numeric(scenario: Scenario, strategy: str) -> dict[str, tuple[float, float]]:
    """Return the numbers that a strategy changes: the firm's own value and the strategy's."""
    ours = levers_under(scenario, strategy)
    found = {}
    for name in scenario.strategies[strategy].levers:
        base, value = getattr(scenario.focal, name), ours[name]
        if _is_number(base) and _is_number(value) and base != value:
            found[name] = (float(base), float(str(value)))
    return found


def _is_number(value: Value) -> bool:
    # Account capacity that is not set has no end, so there is nothing to scale.
    return isinstance(value, int | float) and not isinstance(value, bool)


def _range(lever: Lever, base: float) -> tuple[float, float]:
    low = max(lever.low, _LEAST * base) if lever.low > 0.0 else lever.low
    return low, lever.high
