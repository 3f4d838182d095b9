"""What a strategy sets, and the same strategy with some of it changed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from relsim.behaviour import LEVERS
from relsim.behaviour.declaration import Value
from relsim.scenario import Scenario


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
