"""Targeting: who gets the levers that work person by person, and what the others meet.

Every firm stands twice among ``sides``: as its targeted customers meet it, and as those do
whom its personal levers pass by, for whom these levers stay as they were before any strategy.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour import LEVERS
from relsim.behaviour.targeting import (
    SATISFACTION,
    SEGMENT,
    TENURE,
    VALUE,
    estimated,
    within_target,
)
from relsim.market.births import number_of
from relsim.market.chance import Purpose, normal, uniform
from relsim.market.engine import compiled, helper
from relsim.market.firm_passes import keep_in_touch
from relsim.market.tables import Block, Conditions
from relsim.market.terms import tenure_of

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Floats,
        Ints,
        Keys,
        Table,
        TallyRecord,
        WorldRecord,
    )

PERSONAL = tuple(name for name, lever in LEVERS.items() if lever.personal)
"""Levers that targeting may hold back from some customers."""


@compiled
def step_aside(conditions: Conditions, table: Floats, usual: Floats, columns: Ints) -> None:
    """Write every firm that targets as those meet it whom its personal levers pass by."""
    sides, theories, _, _, _, _ = conditions
    firms = sides.shape[0] // 2
    for j in range(firms):
        if sides[j].aims <= 0.0:
            continue
        for c in range(table.shape[1]):
            table[firms + j, c] = table[j, c]
        for k in range(columns.shape[0]):
            table[firms + j, columns[k]] = usual[j, columns[k]]
        sides[firms + j].near = sides[j].passed_by
        keep_in_touch(sides[firms + j], theories[0])


@compiled
def estimate(block: Block, conditions: Conditions, keys: Keys, estimates: Floats) -> None:
    """Estimate the value of the customers of firms that target by it; NaN for all others."""
    customers, first = block
    sides, theories, worlds, _, _, _ = conditions
    theory = theories[0]
    population = int(worlds[0].population)
    for i in range(customers.shape[0]):
        customer = customers[i]
        own = customer.firm
        estimates[i] = math.nan
        if own >= 0 and int(sides[own].aims) == VALUE:
            number = number_of(first + i, customer.generation, population)
            luck = normal(uniform(keys[Purpose.WORTH, own], number))
            worth = float(customer.worth)
            estimates[i] = estimated(worth, sides[own].database, luck, theory)


def draw_line(firms: np.ndarray, held: np.ndarray, estimates: np.ndarray) -> None:
    """Set from which estimated value to which each firm's personal levers go."""
    for place in np.flatnonzero(firms["aims"].astype(int) == VALUE):
        ranked = np.sort(estimates[held == place])
        count = len(ranked)
        firm = firms[place]
        low = math.ceil(firm["target_from"] * count) if firm["target_from"] <= 1.0 else count
        firm["worth_from"] = ranked[low] if low < count else math.inf
        high = firm["target_to"]
        last = count - 1 if np.isnan(high) else min(count - 1, math.floor(high * count))
        firm["worth_to"] = ranked[last] if count else math.inf


@helper
def measure_of(customer: CustomerRecord, aims: int, estimate: float, world: WorldRecord) -> float:
    """Return what decides whether a firm's personal levers go to a customer."""
    if aims == VALUE:
        return estimate
    if aims == SATISFACTION:
        return float(customer.satisfaction)
    if aims == TENURE:
        return tenure_of(customer, world)
    return float(customer.segment) + 1.0 if aims == SEGMENT else 0.0


@compiled
def take_aim(
    block: Block, conditions: Conditions, estimates: Floats, tallies: Table[TallyRecord]
) -> None:
    """Decide for every customer whether the present firm's personal levers pass by."""
    customers = block.customers
    sides, world = conditions.sides, conditions.world[0]
    for i in range(customers.shape[0]):
        customer = customers[i]
        own = customer.firm
        if own < 0:
            continue
        firm = sides[own]
        aims = int(firm.aims)
        got = True
        if aims > 0:
            measure = measure_of(customer, aims, estimates[i], world)
            low = firm.worth_from if aims == VALUE else firm.target_from
            high = firm.worth_to if aims == VALUE else firm.target_to
            got = within_target(measure, low, high)
        if got and customer.aside > 0:
            tallies[own].taken_up += 1.0
        customer.aside = np.int8(0 if got else 1)
