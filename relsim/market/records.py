"""Records: the tables the engine works on, laid out from what the mechanisms declare."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np

from relsim.behaviour import (
    BEHAVIOUR,
    COLUMNS,
    COSTS,
    FIELDS,
    FIRM_FIELDS,
    LEVERS,
    MARKET,
    TRAITS,
    Lever,
    carried,
)
from relsim.behaviour.minds import LEARNER, MINDS
from relsim.behaviour.switching_cost import settled_after
from relsim.behaviour.targeting import RISK, TARGETS, UPLIFT, VALUE
from relsim.market.tables import Lines
from relsim.scenario import Law, Scenario
from relsim.scenario.size import SEATS

INTERNAL = ("founders", "founder_margin", "out_of_range", "paid_so_far", "paid_by_departed")
"""Columns of the tally that only the books' identities read."""

CONDITIONS = (
    "period",
    "months",
    "periods_per_year",
    "population",
    "firms",
    "open_firms",
    "focal",
    "fair_share",
    "price_level",
    "lowest_price",
    "lowest_offer",
    "complete_network",
    "news",
    "launches",
    "keeps_worth",
    "follows",
    "contracts",
    "introduces",
    "long_away",
    "demand",
)
"""What holds in a period besides the settings of ``[market]``."""

FIRM_EXTRAS = (
    "base_price",
    "base_training",
    "base_reward_rate",
    "base_staff_reward",
    "base_innovation",
    "newcomer_offer",
    "welcome",
    "ease",
    "planned",
    "opened",
    "aims",
    "aims_since",
    "near",
    "tarnish",
    "passed_by",
)


def tally_type() -> np.dtype[Any]:
    """Return the record of the books: a number a column, and rows of columns by code.

    A row lies on the very memory of its columns: passes count ``losses[reason]``, and people
    read ``lost_price``.
    """
    names = [*COLUMNS, *INTERNAL]
    rows: dict[str, list[int]] = {}
    for place, column in enumerate(COLUMNS.values()):
        if column.one_of:
            rows.setdefault(column.one_of, []).append(place)
    assert all(places == list(range(places[0], places[-1] + 1)) for places in rows.values())
    return np.dtype(
        {
            "names": [*names, *rows],
            "formats": [*["f8"] * len(names), *(("f8", (len(one),)) for one in rows.values())],
            "offsets": [*range(0, 8 * len(names), 8), *(8 * one[0] for one in rows.values())],
        }
    )


TALLY = tally_type()
THEORY = np.dtype([(name, "f8") for name in BEHAVIOUR])
WORLD = np.dtype(
    [(name, "f8") for name in (*CONDITIONS, *MARKET)] + [(f"cost_{name}", "f8") for name in COSTS]
)
FIRM = np.dtype([(name, "f8") for name in (*LEVERS, *FIRM_FIELDS, *FIRM_EXTRAS)])
SPELL = np.dtype(
    [
        ("customer", "i8"),
        ("start", "i4"),
        ("end", "i4"),
        ("satisfaction", "f4"),
        ("firm", "i1"),
        ("segment", "i1"),
        ("reason", "i1"),
    ]
)
MESSAGE = np.dtype(
    [("value", "f8"), ("talker", "i4"), ("listener", "i4"), ("firm", "i1"), ("good", "i1")]
)


def customer_type(firms: int) -> np.dtype[Any]:
    """Return the record of a customer in a market of so many firms.

    One and the same for all markets: Numba knows a type again by the object faster than by
    its fields.

    Examples
    --------
    >>> customer_type(3)["belief"].shape, customer_type(3) is customer_type(4)
    ((4,), True)
    """
    return _customer_with(next(size for size in SEATS if size >= firms))


@cache
def _customer_with(seats: int) -> np.dtype[Any]:
    """Return the record of a customer who can hold so many beliefs."""
    bits = "u1" if seats <= 8 else "u2"
    columns: list[Any] = [(name, trait.kind) for name, trait in TRAITS.items()]
    for field in FIELDS.values():
        shape = ((seats,),) if field.per_firm else ()
        columns.append((field.name, bits if field.kind == "bits" else field.kind, *shape))
    columns.sort(key=lambda one: -np.dtype(one[1]).itemsize)
    record = np.dtype(columns)
    padding = -record.itemsize % 8
    return np.dtype([*columns, ("padding", "u1", (padding,))]) if padding else record


def plain_of(records: np.ndarray) -> np.ndarray:
    """Return records whose fields are all floats as a row of numbers each, on the same memory."""
    return records.view("f8").reshape(*records.shape, records.dtype.itemsize // 8)


def places_of(names: Iterable[str], record: np.dtype[Any]) -> np.ndarray:
    """Return the places of some fields among a record's numbers."""
    fields: Mapping[str, Any] = record.fields or {}
    return np.array([fields[name][1] // 8 for name in names], np.int64)


def newborn_of(theory: np.ndarray, firms: int) -> np.ndarray:
    """Return the record of a customer who has just been born, traits and beliefs apart."""
    newborn = np.zeros(1, customer_type(firms))
    for field in FIELDS.values():
        if field.birth not in TRAITS:
            birth = theory[field.birth] if isinstance(field.birth, str) else field.birth
            newborn[field.name] = birth
    return newborn


@cache
def lines_of() -> Lines:
    """Return the cost lines of the books, and the levers that are booked by head."""
    by_column: dict[str, list[Lever]] = {}
    for lever in LEVERS.values():
        if lever.per_head:
            by_column.setdefault(lever.per_head.into, []).append(lever)
    levers = [lever for group in by_column.values() for lever in group]
    rates = [f"cost_{lever.unit_cost.name}" for lever in levers]
    into = [name for name, group in by_column.items() for _ in group]
    sizes = [len(group) for group in by_column.values()]
    return Lines(
        costs=places_of((name for name, column in COLUMNS.items() if column.cost), TALLY),
        spending=places_of((name for name, one in COLUMNS.items() if one.relationship), TALLY),
        levers=places_of((lever.name for lever in levers), FIRM),
        rates=places_of(rates, WORLD),
        into=places_of(into, TALLY),
        begins=np.concatenate([[0], np.cumsum(sizes)]),
    )


def theory_of(scenario: Scenario) -> np.ndarray:
    """Return the ``[behaviour]`` parameters as a record, carried to the scenario's period."""
    behaviour, months = scenario.behaviour, scenario.months
    values = tuple(
        carried(parameter, parameter.code(getattr(behaviour, name)), months)
        for name, parameter in BEHAVIOUR.items()
    )
    return np.array([values], THEORY)


def world_of(scenario: Scenario) -> np.ndarray:
    """Return the market's settings and conditions as a record."""
    world = np.zeros(1, WORLD)
    market = scenario.market
    for name, parameter in MARKET.items():
        value = parameter.code(getattr(market, name))
        world[name] = carried(parameter, value, scenario.months)
    for name in COSTS:
        world[f"cost_{name}"] = getattr(market.costs, name)
    # Who signed at the opening is bound, whatever is asked for from period 0 on.
    signed = any(firm.term > 0.0 for firm in scenario.firms)
    world["contracts"] = signed and scenario.behaviour.contracts
    open_firms = sum(bool(firm.present) for firm in scenario.firms)
    world["months"] = scenario.months
    world["demand"] = 1.0
    world["periods_per_year"] = max(1, round(12 / scenario.months))
    world["population"] = market.customers
    world["firms"] = len(scenario.firms)
    world["focal"] = scenario.firms.index(scenario.focal)
    world["complete_network"] = market.network == "complete"
    world["keeps_worth"] = targets_by_value(scenario)
    world["fair_share"] = market.customers * mean_need(scenario) / max(1, open_firms)
    return world


def targets_by_value(scenario: Scenario) -> bool:
    """Tell whether any firm, strategy or event of a scenario targets customers by their value."""
    return _ever(_settings(scenario, scenario.strategies), "target_by", TARGETS[VALUE])


def targets_by_money(scenario: Scenario) -> bool:
    """Tell whether what customers bring ever decides to whom levers go."""
    settings = _settings(scenario, scenario.strategies)
    return _ever(settings, "target_by", TARGETS[VALUE], TARGETS[RISK], TARGETS[UPLIFT])


def follows(scenario: Scenario, strategy: str) -> bool:
    """Tell whether any firm keeps who leaves, the one under study having a strategy."""
    focal = scenario.focal.name
    in_play = [strategy, *(firm.strategy for firm in scenario.firms if firm.name != focal)]
    settings = _settings(scenario, in_play)
    held_back = any(float(levers.get("control_share") or 0.0) > 0.0 for levers in settings)
    return held_back or _ever(settings, "target_by", TARGETS[RISK], TARGETS[UPLIFT])


def learns(scenario: Scenario) -> bool:
    """Tell whether any firm of a scenario ever tries what pays."""
    return _ever(_settings(scenario, scenario.strategies), "mind", MINDS[LEARNER])


def _settings(scenario: Scenario, strategies: Iterable[str]) -> list[Mapping[str, Any]]:
    """Return all that ever sets a lever where these strategies are followed."""
    return [
        *(scenario.strategies[name].levers for name in strategies),
        *(event.set for event in scenario.events),
        *(vars(firm) for firm in scenario.firms),
    ]


def _ever(settings: Iterable[Mapping[str, Any]], lever: str, *values: str) -> bool:
    return any(levers.get(lever) in values for levers in settings)


def settled_table(scenario: Scenario, periods: int) -> np.ndarray:
    """Return how far a customer has settled in, by periods with a firm."""
    time = scenario.behaviour.settling_time
    years = np.arange(periods) * (scenario.months / 12.0)
    return np.array([settled_after(tenure, time) for tenure in years])


def mean_need(scenario: Scenario) -> float:
    """Return the mean chance of a need per period, over the segments."""
    return math.fsum(
        segment.share * (rate.mean if isinstance(rate := segment.need_rate, Law) else rate)
        for segment in scenario.segments
    )


def firms_of(scenario: Scenario) -> np.ndarray:
    """Return the firms at their baseline, before any strategy."""
    firms = np.zeros(len(scenario.firms), FIRM)
    plain = plain_of(firms)
    for j, firm in enumerate(scenario.firms):
        plain[j, : len(LEVERS)] = [
            lever.code(getattr(firm, name, lever.default)) for name, lever in LEVERS.items()
        ]
    for field in FIRM_FIELDS.values():
        birth = field.birth
        firms[field.name] = firms[birth] if isinstance(birth, str) else birth
    for name in ("price", "training", "staff_reward", "innovation", "reward_rate"):
        firms[f"base_{name}"] = firms[name]
    firms["structural_before"] = firms["structural"]
    firms["ease"] = 1.0
    return firms
