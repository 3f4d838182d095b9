"""Customers are born: traits from their laws, first beliefs, and a firm at the opening."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from relsim.behaviour import TRAITS
from relsim.behaviour.population import first_belief
from relsim.market.chance import Purpose, normal, uniform
from relsim.market.engine import compiled, helper
from relsim.market.laws import drawn

T_NEED, T_SPEND, T_PRICE, T_RELATION, T_VARIETY, T_RESTLESS, T_NEGATIVE, T_COMPETENCE = (
    list(TRAITS).index(name)
    for name in (
        "need_rate",
        "spend",
        "price_sensitivity",
        "relational_orientation",
        "variety_seeking",
        "restlessness",
        "negativity",
        "competence",
    )
)
NO_FIRM = np.int8(-1)


@helper
def number_of(row: int, generation: int, population: int) -> Any:
    """Return a customer's number, which luck is keyed by: row + generation × population."""
    return np.uint64(row + int(generation) * population)


@helper
def trait_luck(keys: Any, trait: int, number: Any) -> float:
    """Return the uniform number that one of a customer's traits is drawn with."""
    return uniform(keys[Purpose.TRAIT + trait, keys.shape[1] - 1], number)


@helper
def taste_of(keys: Any, firm: int, number: Any, spread: float) -> float:
    """Return how well a firm happens to fit a customer: drawn by key, never stored."""
    return spread * normal(uniform(keys[Purpose.TASTE, firm], number))


@helper
def segment_of(keys: Any, number: Any, shares: Any, ids: Any) -> int:
    """Return a customer's segment: the winner of a race keyed by segment, fair to the shares.

    Keyed by the segments' ids, so that the order in which they are written cannot matter.
    """
    if shares.shape[0] == 1:
        return 0
    best = math.inf
    winner = 0
    stream = keys[Purpose.SEGMENT, keys.shape[1] - 1]
    for s in range(shares.shape[0]):
        if shares[s] <= 0.0:
            continue
        luck = uniform(stream + ids[s] * np.uint64(0xD1B54A32D192ED03), number)
        time = -math.log(luck) / shares[s]
        if time < best:
            best = time
            winner = s
    return winner


@helper
def orientation_luck(price: float, own: float, correlation: float) -> float:
    """Return the uniform number for relational orientation, tied to price sensitivity's.

    A Gaussian copula: both margins stay as they are.
    """
    if correlation == 0.0:
        return own
    rest = math.sqrt(1.0 - correlation * correlation)
    mixed = correlation * normal(price) + rest * normal(own)
    luck = 0.5 * math.erfc(-mixed * 0.7071067811865476)
    if luck < 1e-300:
        return 1e-300
    return luck if luck < 1.0 - 2.0**-53 else 1.0 - 2.0**-53


@helper
def draw_traits(customer: Any, number: Any, keys: Any, laws: Any, tables: Any, theory: Any) -> None:
    """Draw the traits of a customer whose segment is known."""
    s = customer.segment
    customer.need_rate = drawn(laws[s, T_NEED], tables, trait_luck(keys, T_NEED, number))
    customer.spend = drawn(laws[s, T_SPEND], tables, trait_luck(keys, T_SPEND, number))
    price = trait_luck(keys, T_PRICE, number)
    customer.price_sensitivity = drawn(laws[s, T_PRICE], tables, price)
    own = trait_luck(keys, T_RELATION, number)
    relation = orientation_luck(price, own, theory.price_bond_correlation)
    customer.relational_orientation = drawn(laws[s, T_RELATION], tables, relation)
    variety = trait_luck(keys, T_VARIETY, number)
    customer.variety_seeking = drawn(laws[s, T_VARIETY], tables, variety)
    restless = trait_luck(keys, T_RESTLESS, number)
    customer.restlessness = drawn(laws[s, T_RESTLESS], tables, restless)
    negative = trait_luck(keys, T_NEGATIVE, number)
    customer.negativity = drawn(laws[s, T_NEGATIVE], tables, negative)
    competent = trait_luck(keys, T_COMPETENCE, number)
    customer.competence = drawn(laws[s, T_COMPETENCE], tables, competent)
    customer.price_sensitivity_now = customer.price_sensitivity


@helper
def begin(customer: Any, firm: int, period: int, theory: Any) -> None:
    """Begin a relationship: state is set back to birth, but for beliefs and character."""
    customer.firm = np.int8(firm)
    customer.start = np.int32(period)
    customer.satisfaction = theory.satisfaction_start
    customer.trust = theory.trust_start
    customer.social_bond = 0.0
    customer.structural_bond = 0.0
    customer.points = 0.0
    customer.satiation = 0.0
    customer.recovery_expectation = theory.recovery_expectation_start
    customer.harm = 0.0
    customer.last_severity = np.float32(0.0)
    customer.last_outcome = np.int8(0)
    customer.failures = np.uint8(0)
    customer.habit = np.uint8(0)
    customer.doubt = np.int8(0)
    customer.known = np.float32(0.0)
    customer.worth = np.float32(0.0)
    customer.aside = np.int8(0)
    customer.promised = np.int8(0)


@helper
def be_born(
    customer: Any,
    row: int,
    population: int,
    priors: Any,
    keys: Any,
    laws: Any,
    tables: Any,
    shares: Any,
    segment_ids: Any,
    theory: Any,
) -> None:
    """Make a new customer in a row: nobody's yet, with traits and first beliefs."""
    number = number_of(row, customer.generation, population)
    customer.segment = np.int8(segment_of(keys, number, shares, segment_ids))
    draw_traits(customer, number, keys, laws, tables, theory)
    begin(customer, -1, 0, theory)
    customer.negativity_made = 0.0
    customer.spent = 0.0
    customer.wants = np.int8(0)
    customer.cohort = NO_FIRM
    customer.ever_left = np.uint16(0)
    customer.heard_good = np.uint16(0)
    for j in range(priors.shape[0]):
        taste = taste_of(keys, j, number, theory.taste_spread)
        luck = normal(uniform(keys[Purpose.FIRST_BELIEF, j], number))
        customer.belief[j] = first_belief(priors[j], taste, luck, theory)


@compiled
def open_market(
    customers: Any,
    first: int,
    opening: Any,
    start: int,
    keys: Any,
    laws: Any,
    tables: Any,
    shares: Any,
    segment_ids: Any,
    theories: Any,
    world: Any,
) -> None:
    """Fill a block of rows with the customers of the opening."""
    theory = theories[0]
    population = int(world[0].population)
    priors = np.full(opening.shape[0], theory.belief_start)
    stream = keys[Purpose.OPENING, keys.shape[1] - 1]
    for i in range(customers.shape[0]):
        customer = customers[i]
        customer.generation = np.int32(0)
        row = first + i
        be_born(customer, row, population, priors, keys, laws, tables, shares, segment_ids, theory)
        luck = uniform(stream, number_of(row, 0, population))
        for j in range(opening.shape[0]):
            if luck < opening[j]:
                begin(customer, j, start, theory)
                break
