"""Customers are born: traits from their laws, first beliefs, and a firm at the opening.

What a field begins with, and whether joining a firm sets it back, is said where the field is
declared; ``newborn`` is a record of a customer made of that.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour import FIELDS, TRAITS
from relsim.behaviour.population import first_belief
from relsim.market.chance import Purpose, normal, uniform
from relsim.market.engine import compiled, helper, written_out
from relsim.market.knowing import get_to_know, learn_of
from relsim.market.laws import drawn
from relsim.market.signing import sign_long_ago
from relsim.market.tables import Births, Block, Conditions

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Floats,
        Keys,
        Number,
        Stream,
    )

TRAIT_NAMES = tuple(TRAITS)
SHORT = tuple(trait.kind == "f4" for trait in TRAITS.values())
assert len(TRAIT_NAMES) <= Purpose.TALKATIVE - Purpose.TRAIT, "each trait has a purpose of its own"
SET_BACK = tuple(name for name, field in FIELDS.items() if not field.lasting)
LASTING = tuple(name for name, field in FIELDS.items() if field.lasting and not field.per_firm)
AS_BORN = {name: TRAIT_NAMES.index(name) for name in TRAIT_NAMES} | {
    name: TRAIT_NAMES.index(str(field.birth))
    for name, field in FIELDS.items()
    if field.birth in TRAITS
}
"""Which of the traits drawn each field begins as: traits, and what changes from one."""

set_back, have_what_lasts = (
    written_out(name, "customer, newborn", (f"customer.{one} = newborn.{one}" for one in fields))
    for name, fields in (("set_back", SET_BACK), ("have_what_lasts", LASTING))
)
have_traits = written_out(
    "have_traits",
    "customer, values",
    (f"customer.{one} = values[{t}]" for one, t in AS_BORN.items()),
)


@helper
def number_of(row: int, generation: int, population: int) -> Number:
    """Return a customer's number, which luck is keyed by: row + generation × population."""
    return np.uint64(row + int(generation) * population)


@helper
def taste_of(keys: Keys, firm: int, number: Number, spread: float) -> float:
    """Return how well a firm happens to fit a customer: drawn by key, never stored."""
    return spread * normal(uniform(keys[Purpose.TASTE, firm], number))


@helper
def segment_of(stream: Stream, number: Number, shares: Floats, ids: Keys) -> int:
    """Return a customer's segment: the winner of a race keyed by segment, fair to the shares.

    Keyed by the segments' ids, so that the order in which they are written cannot matter.
    """
    if shares.shape[0] == 1:
        return 0
    best = math.inf
    winner = 0
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
def tied_luck(one: float, own: float, correlation: float) -> float:
    """Return the uniform number of a trait that goes with another's, by a Gaussian copula.

    Both margins stay as they are.
    """
    if correlation == 0.0:
        return own
    rest = math.sqrt(1.0 - correlation * correlation)
    mixed = correlation * normal(one) + rest * normal(own)
    luck = 0.5 * math.erfc(-mixed * 0.7071067811865476)
    if luck < 1e-300:
        return 1e-300
    return luck if luck < 1.0 - 2.0**-53 else 1.0 - 2.0**-53


@helper
def draw_traits(
    customer: CustomerRecord, number: Number, keys: Keys, births: Births, draws: Floats
) -> None:
    """Draw the traits of a customer whose segment is known; ``draws`` is room for them."""
    laws, quantiles, _, _ = births
    luck = draws[0]
    values = draws[1]
    s = customer.segment
    for t in range(laws.shape[1]):
        luck[t] = uniform(keys[Purpose.TRAIT + t, keys.shape[1] - 1], number)
    for t in range(laws.shape[1]):
        law = laws[s][t]
        own = luck[t] if law.tied < 0 else tied_luck(luck[law.tied], luck[t], law.tie)
        value = drawn(law, quantiles, own)
        values[t] = np.float64(np.float32(value)) if SHORT[t] else value
    have_traits(customer, values)


@helper
def begin(customer: CustomerRecord, firm: int, period: int, newborn: CustomerRecord) -> None:
    """Begin a relationship: state is set back to birth, but for what lasts."""
    set_back(customer, newborn)
    customer.firm = np.int8(firm)
    customer.start = np.int32(period)
    if firm >= 0:
        get_to_know(customer, firm)


@helper
def be_born(
    customer: CustomerRecord,
    row: int,
    generation: int,
    priors: Floats,
    draws: Floats,
    keys: Keys,
    births: Births,
    conditions: Conditions,
) -> None:
    """Make a new customer in a row: nobody's yet, with traits and first beliefs."""
    theory = conditions.theories[0]
    newborn = conditions.newborn[0]
    _, _, shares, segment_ids = births
    have_what_lasts(customer, newborn)
    begin(customer, -1, 0, newborn)
    customer.generation = np.int32(generation)
    number = number_of(row, generation, int(conditions.world[0].population))
    stream = keys[Purpose.SEGMENT, keys.shape[1] - 1]
    customer.segment = np.int8(segment_of(stream, number, shares, segment_ids))
    draw_traits(customer, number, keys, births, draws)
    # Below what is believed before anything is heard stands how likely the firm is known.
    for j in range(priors.shape[1]):
        if theory.awareness > 0.0:
            learn_of(customer, j, priors[1, j], number, keys, Purpose.AWARE)
        taste = taste_of(keys, j, number, theory.taste_spread)
        luck = normal(uniform(keys[Purpose.FIRST_BELIEF, j], number))
        customer.belief[j] = first_belief(priors[0, j], taste, luck, theory)


@compiled
def open_market(
    block: Block,
    opening: Floats,
    start: int,
    keys: Keys,
    births: Births,
    conditions: Conditions,
) -> None:
    """Fill a block of rows with the customers of the opening."""
    customers, first = block
    newborn = conditions.newborn[0]
    theory = conditions.theories[0]
    world = conditions.world[0]
    population = int(world.population)
    priors = np.empty((2, opening.shape[0]))
    for j in range(opening.shape[0]):
        priors[0, j] = theory.belief_start
        priors[1, j] = theory.aware_start if conditions.sides[j].present > 0.0 else 0.0
    draws = np.empty((2, births.laws.shape[1]))
    stream = keys[Purpose.OPENING, keys.shape[1] - 1]
    for i in range(customers.shape[0]):
        customer = customers[i]
        row = first + i
        be_born(customer, row, 0, priors, draws, keys, births, conditions)
        luck = uniform(stream, number_of(row, 0, population))
        for j in range(opening.shape[0]):
            if luck < opening[j]:
                begin(customer, j, start, newborn)
                if theory.contracts > 0.0:
                    number = number_of(row, 0, population)
                    sign_long_ago(customer, conditions.sides[j], stream, number, world)
                break
