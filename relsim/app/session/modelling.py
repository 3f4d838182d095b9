"""What is looked at of the model: the plan, a mechanism with its curves, or the statements."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relsim.app.session.curves import along, answer, arguments_of
from relsim.behaviour import MECHANISMS
from relsim.behaviour.declaration import Mechanism, Rule
from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.app.session.curves import Argument
    from relsim.scenario import Scenario

STATEMENTS = "statements"
"""The part of the model that is the register of what textbooks say."""

OPENING = "trust"
"""The mechanism that is shown until somebody chooses."""

NAMES: Mapping[str, Mechanism] = {one.name: one for one in MECHANISMS}


@dataclass(frozen=True)
class Bent:
    """A curve as somebody bent it: along which number, and what the others are."""

    along: str = ""
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Curve:
    """A rule along one of its numbers."""

    rule: Rule
    arguments: tuple[Argument, ...]
    along: Argument
    answers: tuple[float | None, ...]
    before: tuple[float | None, ...]
    """The same with all other numbers as in this market, and in the rule's example."""
    here: float | None
    """The answer where the marks stand."""


def check_part(name: object) -> str:
    """Return a part of the model; nothing, the opening one, for what is none.

    Examples
    --------
    >>> check_part("trust"), check_part("<b>")
    ('trust', '')
    """
    return str(name) if name == STATEMENTS or name in NAMES else ""


def shown(part: str) -> Mechanism:
    """Return the mechanism that is shown."""
    return NAMES.get(part, NAMES[OPENING])


def bend(scenario: Scenario, part: str, said: Mapping[str, Any]) -> tuple[int, Bent]:
    """Return which curve is bent, and how; a browser may say anything."""
    rules, place = shown(part).rules, said.get("rule")
    if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(rules):
        raise InputError("model: name an equation by its place.")
    known = {one.name: one for one in arguments_of(rules[place], scenario)}
    values = said.get("values")
    kept = {
        name: min(max(float(value), known[name].low), known[name].high)
        for name, value in (values if isinstance(values, Mapping) else {}).items()
        if name in known and isinstance(value, int | float) and math.isfinite(value)
    }
    name = said.get("along")
    return place, Bent(str(name) if name in known else "", kept)


def curves(scenario: Scenario, part: str, bent: Mapping[int, Bent]) -> list[Curve]:
    """Return a mechanism's curves, as they are bent."""
    return [
        _curve(rule, scenario, bent.get(place, Bent()))
        for place, rule in enumerate(shown(part).rules)
    ]


def _curve(rule: Rule, scenario: Scenario, bent: Bent) -> Curve:
    arguments = arguments_of(rule, scenario)
    chosen = next((one for one in arguments if one.name == bent.along), None)
    if chosen is None:
        # The first that decides anything; what a thing was before says least of how it grows.
        drawn = [one for one in arguments if not one.switch]
        telling = [one for one in drawn if len(set(along(rule, scenario, one.name, {}))) > 1]
        grows = rule.equation.split(" +=")[0]
        chosen = next((one for one in telling if one.name != grows), (telling or drawn)[0])
    return Curve(
        rule,
        tuple(arguments),
        chosen,
        tuple(along(rule, scenario, chosen.name, bent.values)),
        tuple(along(rule, scenario, chosen.name, {})),
        answer(rule, scenario, bent.values),
    )
