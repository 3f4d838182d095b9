"""Targeting: who gets the levers that work person by person, and what the others meet.

Every firm stands twice among ``sides``: as its targeted customers meet it, and as those do
whom its personal levers pass by, for whom these levers stay as they were before any strategy.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour import LEVERS
from relsim.behaviour.control_group import is_control
from relsim.behaviour.targeting import (
    ALL_BUT_CONTROL,
    CONTROL_GROUP,
    PASSED_BY,
    REACHED,
    RISK,
    SATISFACTION,
    SEGMENT,
    TENURE,
    UPLIFT,
    VALUE,
    estimated,
    within_target,
)
from relsim.market.births import number_of
from relsim.market.chance import Purpose, normal, uniform
from relsim.market.engine import compiled, helper
from relsim.market.firm_passes import keep_in_touch
from relsim.market.following import ALL, CONTROL, SIDES, WITH, kind_now, risk_of_kind
from relsim.market.tables import Block, Conditions, Foresight
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
RANKED = (VALUE, RISK, UPLIFT)
"""What firms estimate of their customers, and rank them by."""


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
def estimate(
    block: Block, conditions: Conditions, keys: Keys, known: Foresight, estimates: Floats
) -> None:
    """Estimate value, risk or uplift of customers of firms that target by it; NaN for others."""
    customers, first = block
    sides, theories, worlds, _, _, _ = conditions
    theory, world = theories[0], worlds[0]
    means, rates, codes = known
    follows = codes.shape[0] > 0
    population = int(world.population)
    for i in range(customers.shape[0]):
        customer = customers[i]
        own = customer.firm
        estimates[i] = math.nan
        kind = 0
        if follows:
            codes[i] = -1
            if own >= 0:
                kind = kind_now(customer, means[own], world)
                codes[i] = kind * SIDES
        aims = int(sides[own].aims) if own >= 0 else 0
        if aims in RANKED:
            measure = float(customer.worth)
            if aims == RISK:
                measure = risk_of_kind(rates[own, ALL], kind)
            elif aims == UPLIFT:
                measure = risk_of_kind(rates[own, CONTROL], kind)
                measure -= risk_of_kind(rates[own, WITH], kind)
            number = number_of(first + i, customer.generation, population)
            luck = normal(uniform(keys[Purpose.WORTH, own], number))
            estimates[i] = estimated(measure, sides[own].database, luck, theory)


def draw_line(
    firms: np.ndarray, held: np.ndarray, estimates: np.ndarray, months: np.ndarray
) -> None:
    """Set from which estimate to which each firm's levers go that has aimed so many months."""
    for place in np.flatnonzero(np.isin(firms["aims"].astype(int), RANKED)):
        firm = firms[place]
        if int(firm["aims"]) == UPLIFT and months[place] < firm["pilot_months"]:
            firm["ranked_from"], firm["ranked_to"] = -math.inf, math.inf
            continue
        ranked = np.sort(estimates[held == place])
        count = len(ranked)
        low = math.ceil(firm["target_from"] * count) if firm["target_from"] <= 1.0 else count
        firm["ranked_from"] = ranked[low] if low < count else math.inf
        high = firm["target_to"]
        last = count - 1 if np.isnan(high) else min(count - 1, math.floor(high * count))
        firm["ranked_to"] = ranked[last] if count else math.inf


@helper
def measure_of(customer: CustomerRecord, aims: int, estimate: float, world: WorldRecord) -> float:
    """Return what decides whether a firm's personal levers go to a customer."""
    if aims in RANKED:
        return estimate
    if aims == SATISFACTION:
        return float(customer.satisfaction)
    if aims == TENURE:
        return tenure_of(customer, world)
    return float(customer.segment) + 1.0 if aims == SEGMENT else 0.0


@compiled
def take_aim(
    block: Block,
    conditions: Conditions,
    keys: Keys,
    estimates: Floats,
    codes: Ints,
    tallies: Table[TallyRecord],
) -> None:
    """Decide for every customer whether the present firm's personal levers pass by."""
    customers, first = block
    sides, world = conditions.sides, conditions.world[0]
    population = int(world.population)
    for i in range(customers.shape[0]):
        customer = customers[i]
        own = customer.firm
        if own < 0:
            continue
        firm = sides[own]
        aims = int(firm.aims)
        aside = REACHED
        if aims > 0 and aims != ALL_BUT_CONTROL:
            measure = measure_of(customer, aims, estimates[i], world)
            low = firm.ranked_from if aims in RANKED else firm.target_from
            high = firm.ranked_to if aims in RANKED else firm.target_to
            aside = REACHED if within_target(measure, low, high) else PASSED_BY
        if aims > 0 and firm.control_share > 0.0 and aside == REACHED:
            number = number_of(first + i, customer.generation, population)
            held_back = is_control(firm.control_share, uniform(keys[Purpose.CONTROL, own], number))
            codes[i] += CONTROL if held_back else WITH
            if held_back and firm.control_gets <= 0.0:
                aside = CONTROL_GROUP
        if aside == REACHED and customer.aside > 0:
            tallies[own].taken_up += 1.0
        customer.aside = np.int8(aside)
