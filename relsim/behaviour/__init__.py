"""How people and firms act: one file per mechanism.

This room imports nothing of ours and nothing heavy. What the mechanisms declare is
collected here; everything else in the house reads these mappings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType, SimpleNamespace
from typing import TypeVar

from relsim.behaviour import amends, learning  # noqa: F401 - their rules are recovery's
from relsim.behaviour.advertising import advertising
from relsim.behaviour.arithmetic import over_months
from relsim.behaviour.assurance import assurance
from relsim.behaviour.awareness import awareness
from relsim.behaviour.bonds import social, structural
from relsim.behaviour.capacity import capacity
from relsim.behaviour.challenge import challenge
from relsim.behaviour.choice import REASONS, choice
from relsim.behaviour.comfort import comfort
from relsim.behaviour.contact import contact
from relsim.behaviour.contract import contract
from relsim.behaviour.control_group import control_group
from relsim.behaviour.customisation import customisation
from relsim.behaviour.declaration import (
    Column,
    Field,
    Lever,
    Mechanism,
    Parameter,
    PerHead,
    Rule,
    Trait,
)
from relsim.behaviour.failure import failure
from relsim.behaviour.hospitality import hospitality
from relsim.behaviour.imitation import imitation
from relsim.behaviour.introductory import introductory
from relsim.behaviour.minds import minds
from relsim.behaviour.money import money
from relsim.behaviour.needs import needs
from relsim.behaviour.population import population
from relsim.behaviour.pricing import pricing
from relsim.behaviour.propensity import propensity
from relsim.behaviour.recovery import recovery
from relsim.behaviour.relationship import relationship
from relsim.behaviour.review import review
from relsim.behaviour.rewards import points
from relsim.behaviour.satisfaction import satisfaction
from relsim.behaviour.service import service
from relsim.behaviour.staff import staff
from relsim.behaviour.switching_cost import switching_cost
from relsim.behaviour.talkers import talkers
from relsim.behaviour.targeting import targeting
from relsim.behaviour.trust import trust
from relsim.behaviour.variety import variety
from relsim.behaviour.word_of_mouth import word_of_mouth

MECHANISMS: tuple[Mechanism, ...] = (
    needs,
    review,
    choice,
    switching_cost,
    contract,
    pricing,
    capacity,
    service,
    comfort,
    failure,
    satisfaction,
    hospitality,
    recovery,
    assurance,
    contact,
    customisation,
    trust,
    social,
    structural,
    variety,
    word_of_mouth,
    advertising,
    challenge,
    staff,
    minds,
    imitation,
    targeting,
    propensity,
    control_group,
    money,
    points,
    relationship,
    population,
    introductory,
    talkers,
    awareness,
)
"""Every mechanism, in the order in which the model is described."""

Declared = TypeVar("Declared", Parameter, Lever, Trait, Field, Column)


def _collect(groups: Iterable[Iterable[Declared]]) -> Mapping[str, Declared]:
    found: dict[str, Declared] = {}
    for group in groups:
        for one in group:
            if one.name in found:
                raise ValueError(f"{one.name} is declared twice")
            found[one.name] = one
    return MappingProxyType(found)


BEHAVIOUR = _collect(mechanism.behaviour for mechanism in MECHANISMS)
"""Keys of ``[behaviour]``: every mechanism's switch and parameters."""

MARKET = _collect(mechanism.market for mechanism in MECHANISMS)
"""Keys of ``[market]`` that belong to a mechanism."""

COSTS = _collect(mechanism.costs for mechanism in MECHANISMS)
"""Keys of ``[market.costs]``."""

TRAITS = _collect(mechanism.traits for mechanism in MECHANISMS)
"""Keys of a segment: what its customers are born with."""

LEVERS = _collect(mechanism.levers for mechanism in MECHANISMS)
"""Keys of a firm; those that are ``strategic`` are keys of a strategy too."""

FIELDS = _collect(mechanism.fields for mechanism in MECHANISMS)
"""State of a customer."""

FIRM_FIELDS = _collect(mechanism.firm_fields for mechanism in MECHANISMS)
"""State of a firm."""

COLUMNS = _collect(mechanism.columns for mechanism in MECHANISMS)
"""Columns of the books."""


def _rates() -> Mapping[str, str]:
    """Return the unit cost that each cost line is in proportion to, where it is one alone."""
    found = {name: [column.rate] for name, column in COLUMNS.items() if column.rate}
    for lever in LEVERS.values():
        if lever.per_head is not None:
            found.setdefault(lever.per_head.into, []).append(lever.unit_cost.name)
    return MappingProxyType({name: rates[0] for name, rates in found.items() if len(rates) == 1})


RATES = _rates()
"""Keys of ``[market.costs]`` by the column of the books that is in proportion to each."""

RULES: tuple[Rule, ...] = tuple(rule for mechanism in MECHANISMS for rule in mechanism.rules)
"""Every equation with its function."""


def carried(parameter: Parameter, value: float, months: float) -> float:
    """Return a parameter's value carried to a period of ``months``.

    Examples
    --------
    >>> carried(BEHAVIOUR["estrangement"], 0.01, 1.0)
    0.01
    >>> round(carried(BEHAVIOUR["skill_by_practice"], 0.012, 3.0), 6)
    0.036
    """
    if parameter.per == "month":
        return over_months(value, months)
    if parameter.per == "month amount":
        return value * months
    return value


def defaults(months: float = 1.0) -> SimpleNamespace:
    """Return the ``[behaviour]`` parameters at their defaults, carried to a period's length.

    For trying a rule by hand; a market makes its own record from its scenario.

    Examples
    --------
    >>> defaults().loss_aversion
    2.0
    """
    return SimpleNamespace(
        **{
            name: carried(parameter, parameter.code(parameter.default), months)
            for name, parameter in BEHAVIOUR.items()
        }
    )


__all__ = [
    "BEHAVIOUR",
    "COLUMNS",
    "COSTS",
    "FIELDS",
    "FIRM_FIELDS",
    "LEVERS",
    "MARKET",
    "MECHANISMS",
    "RATES",
    "REASONS",
    "RULES",
    "TRAITS",
    "Column",
    "Field",
    "Lever",
    "Mechanism",
    "Parameter",
    "PerHead",
    "Rule",
    "Trait",
    "carried",
    "defaults",
]
