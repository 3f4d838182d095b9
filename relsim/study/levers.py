"""What a strategy sets, how that is said, and the same strategy with some of it changed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from relsim.behaviour import LEVERS
from relsim.behaviour.declaration import Parameter, Value
from relsim.result.quantity import Unit
from relsim.scenario import Scenario
from relsim.words.catalogue import translate

_DIGITS = 12
"""Of a number without a unit: all that somebody wrote, and no trace of how a computer counts."""


def levers_under(scenario: Scenario, strategy: str, firm: str = "") -> dict[str, Value]:
    """Return every lever of a firm, by default the one under study, as it stands under a strategy.

    Examples
    --------
    >>> import relsim
    >>> levers = levers_under(relsim.load("insurance"), "social")
    >>> levers["social"], levers["price"]
    (0.5, 20.0)
    """
    set_by_it = scenario.strategies[strategy].levers
    table = next((one for one in scenario.firms if one.name == firm), scenario.focal)
    return {
        name: set_by_it.get(name, getattr(table, name))
        for name, lever in LEVERS.items()
        if lever.strategic
    }


def unit_of(declared: Parameter, currency: str) -> Unit:
    r"""Return what people read a setting's value in.

    Examples
    --------
    >>> unit_of(LEVERS["reward_rate"], "€").text(0.0375), unit_of(LEVERS["price"], "€").text(20)
    ('3.75\xa0%', '€20.00')
    """
    if declared.money:
        return Unit("money", 2, currency)
    return Unit("percent" if declared.in_percent else "ratio", _DIGITS, significant=True)


def in_words(declared: Parameter, value: Value, currency: str) -> str:
    r"""Return a setting's value as people read it.

    Examples
    --------
    >>> in_words(LEVERS["social"], 0.5, "€"), in_words(LEVERS["mind"], "still", "€")
    ('50\xa0%', 'still')
    """
    if value is None:
        return translate("not set")
    if isinstance(value, bool):
        return translate("yes" if value else "no")
    if isinstance(value, str):
        return translate(value.replace("_", " "))
    return unit_of(declared, currency).text(value)


def levers_that_differ(
    scenario: Scenario, ours: Mapping[str, Value], baseline: str
) -> tuple[str, ...]:
    """Return the levers that have another value under one strategy than under another.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance")
    >>> levers_that_differ(scenario, scenario.strategies["social"].levers, "none")
    ('reward_rate', 'social')
    """
    theirs = scenario.strategies[baseline].levers

    def value(levers: Mapping[str, Value], name: str) -> Value:
        return levers.get(name, getattr(scenario.focal, name))

    order = dict.fromkeys([*ours, *theirs])
    return tuple(name for name in order if value(ours, name) != value(theirs, name))


def with_levers(scenario: Scenario, levers: Mapping[str, Value]) -> tuple[Scenario, str]:
    """Return the scenario with one more strategy, and its name.

    No strategy is changed: a rival may follow one of the same name.

    Examples
    --------
    >>> import relsim
    >>> changed, name = with_levers(relsim.load("insurance"), {"social": 0.2})
    >>> dict(changed.strategies[name].levers)
    {'social': 0.2}
    """
    taken = {known.casefold() for known in scenario.strategies}
    name = next(one for place in count(1) if (one := f"changed {place}") not in taken)
    levers = {lever: value for lever, value in levers.items() if value is not None}
    return scenario.with_overrides({f'strategies."{name}"': levers}), name
