"""One market from some period on with a lever changed: two futures after the same past."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from relsim.behaviour.declaration import Value
from relsim.errors import InputError
from relsim.scenario.writing import key
from relsim.study.levers import levers_that_differ, levers_under

if TYPE_CHECKING:
    from relsim.scenario import Scenario

STRATEGY = "strategy"
"""In place of a lever: the firm goes over to another strategy."""


@dataclass(frozen=True)
class Fork:
    """What a firm changes, and when.

    Parameters
    ----------
    period : int
        0 is the first after the warm-up.
    lever : str
        One of its levers, or, of the firm under study, :data:`STRATEGY`.
    value : value
        What it is from then on.
    firm : str
        Which firm; the one under study where none is named.
    """

    period: int
    lever: str
    value: Value
    firm: str = ""


def forked(scenario: Scenario, strategy: str, fork: Fork) -> Scenario:
    """Return a market whose past is the same, and in which a firm changes something in a period.

    Chance is keyed, so both futures meet the same luck.

    Examples
    --------
    >>> import relsim
    >>> changed = forked(relsim.load("insurance"), "none", Fork(36, "social", 0.8))
    >>> changed.events[-1].period, dict(changed.events[-1].set)
    (36, {'social': 0.8})
    """
    last = int(scenario.market.periods) - 1
    if not 0 <= fork.period <= last:
        raise InputError(
            f"fork: found period {fork.period}; the ways can part in period 0 to {last}."
        )
    if fork.firm and fork.firm not in scenario.firm_names:
        raise InputError(
            f"fork: there is no firm {fork.firm!r}; there are {', '.join(scenario.firm_names)}."
        )
    taken = {event.name for event in scenario.events}
    name = next(one for turn in count(1) if (one := f"fork {turn}") not in taken)
    event = {
        "period": fork.period,
        "firm": fork.firm or scenario.focal.name,
        "set": _changes(scenario, strategy, fork),
    }
    return scenario.with_overrides({f"events.{key(name)}": event})


def _changes(scenario: Scenario, strategy: str, fork: Fork) -> dict[str, Value]:
    """Return the levers that are set anew."""
    if fork.lever != STRATEGY:
        return {fork.lever: fork.value}
    if fork.firm not in ("", scenario.focal.name):
        raise InputError("fork: a rival goes over to no strategy; change one of its levers.")
    other = str(fork.value)
    if other not in scenario.strategies:
        raise InputError(
            f"fork: this market has no strategy {other!r}; it has {', '.join(scenario.strategies)}."
        )
    new = levers_under(scenario, other)
    names = levers_that_differ(scenario, scenario.strategies[other].levers, strategy)
    if not names:
        raise InputError(f"fork: {other} does what {strategy} does; choose another strategy.")
    return {name: new[name] for name in names}
