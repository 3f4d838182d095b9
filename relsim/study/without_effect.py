"""Settings that changed nothing where they are compared, and why, as far as a rule tells."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from relsim.behaviour import BEHAVIOUR, LEVERS, MARKET, MECHANISMS
from relsim.behaviour.declaration import Mechanism, Parameter, Trait
from relsim.result.words import Sentence, listed
from relsim.scenario import Scenario
from relsim.scenario.paths import split_path
from relsim.words.catalogue import marked

NOT_SET, ZERO = marked(("{setting} is not set", "{setting} is 0"))
_ROOMS = {"firms": "levers", "strategies": "levers", "segments": "traits"}


def same(ours: Iterable[NDArray[np.float64]], theirs: Iterable[NDArray[np.float64]]) -> bool:
    """Tell whether figures are the same to the bit in every world, and there are any."""
    pairs = list(zip(ours, theirs, strict=True))
    defined = any(np.isfinite(one).any() for one, _ in pairs)
    return defined and all(np.array_equal(one, other, equal_nan=True) for one, other in pairs)


def sentence(scenario: Scenario, whose: str, paths: Iterable[str]) -> Sentence:
    """Say that settings were without effect, with the reason of each that has one."""
    told = [
        Sentence("{name} ({reason})", name=_key(path), reason=reason)
        if (reason := reason_of(scenario, path))
        else _key(path)
        for path in paths
    ]
    return Sentence(
        "Without effect {whose}: {settings}. Every figure compared is the same to the last bit.",
        whose=whose,
        settings=listed(told),
    )


def reason_of(scenario: Scenario, path: str) -> str:
    """Say why a setting does nothing in a market; empty where no rule tells.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"behaviour.satiation": False})
    >>> reason_of(scenario, "behaviour.satiation_cap")
    'behaviour.satiation is off'
    >>> reason_of(scenario, "behaviour.guarantee_found")
    'guarantee is 0 with every firm'
    """
    found = _declared(path)
    if found is None:
        return ""
    mechanism, declared = found
    switched_off = bool(mechanism.switch) and not getattr(scenario.behaviour, mechanism.name)
    if switched_off and declared.name != mechanism.name:
        return str(Sentence("{setting} is off", setting=f"behaviour.{mechanism.name}"))
    idle = [_idle(scenario, name) for name in declared.needs]
    return listed(idle) if all(idle) else ""


def _idle(scenario: Scenario, name: str) -> str:
    """Say that what a setting needs is not there; empty where it is.

    A lever is at work where firms, strategies or events differ in it, or anybody has another
    value than a default of 0.
    """
    lever = LEVERS.get(name)
    if lever is None:
        table, room = (BEHAVIOUR, "behaviour") if name in BEHAVIOUR else (MARKET, "market")
        value = getattr(getattr(scenario, room), name)
        idle = not value if table[name].default is None else value == 0
        said = NOT_SET if value is None else ZERO
        return str(Sentence(said, setting=f"{room}.{name}")) if idle else ""
    values = [getattr(firm, name, lever.default) for firm in scenario.firms]
    sets = [one.levers for one in scenario.strategies.values()]
    values += [table[name] for table in sets if name in table]
    values += [event.set[name] for event in scenario.events if name in event.set]
    if len(set(values)) > 1:
        return ""
    if values[0] == lever.default and lever.code(lever.default) == 0.0:
        value = lever.default if lever.choices else 0
        return str(Sentence("{setting} is {value} with every firm", setting=name, value=value))
    if values[0] is None:
        return str(Sentence("{setting} is not set with any firm", setting=name))
    # What is 0 where nobody uses it is at work as soon as everybody does.
    used = lever.default is None or lever.code(lever.default) == 0.0
    return "" if used else str(Sentence("{setting} is the same with every firm", setting=name))


def _declared(path: str) -> tuple[Mechanism, Parameter | Trait] | None:
    """Return the mechanism and the declaration of the setting that a path leads to."""
    parts = split_path(path)
    place = 2 if parts[0] in _ROOMS or parts[:2] == ("market", "costs") else 1
    room = "costs" if parts[:2] == ("market", "costs") else _ROOMS.get(parts[0], parts[0])
    for mechanism in MECHANISMS:
        groups: dict[str, tuple[Parameter | Trait, ...]] = {
            "behaviour": mechanism.behaviour,
            "market": mechanism.market,
            "costs": mechanism.costs,
            "levers": mechanism.levers,
            "traits": mechanism.traits,
        }
        for one in groups.get(room, ()):
            if len(parts) > place and one.name == parts[place]:
                return mechanism, one
    return None


def _key(path: str) -> str:
    parts = split_path(path)
    return ".".join(parts[2:]) if parts[0] in _ROOMS else path
