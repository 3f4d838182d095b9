"""One customer as a period begins: what decides itself, and whom a need leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.behaviour.choice import ASSIGNED, CLOSED
from relsim.behaviour.needs import may_choose
from relsim.market.binding import (
    OPEN,
    SETTLED,
    come_to_terms,
    is_due,
    looks_around,
    standing_within,
)
from relsim.market.chance import Purpose, uniform
from relsim.market.choosing import compare_offers, lot, move
from relsim.market.engine import helper
from relsim.market.tables import Around, Conditions, Counts, Turn
from relsim.market.tallying import count_stay

if TYPE_CHECKING:
    from relsim.market.typed import CustomerRecord, Floats, Keys, Number


@helper
def stand(
    customer: CustomerRecord,
    number: Number,
    conditions: Conditions,
    keys: Keys,
    counts: Counts,
    ended: int,
) -> tuple[int, int]:
    """Let closed firms lose customers and contracts run; return spells ended and the standing."""
    sides, _, worlds, _, _, newborn = conditions
    world = worlds[0]
    if customer.firm >= 0 and sides[customer.firm].present <= 0.0:
        ended = move(customer, -1, CLOSED, number, newborn, world, counts, ended)
    if world.contracts <= 0.0 or customer.firm < 0:
        return ended, OPEN
    if is_due(customer, sides[customer.firm], world):
        return come_to_terms(customer, number, conditions, keys, counts, ended)
    return ended, standing_within(customer, world)


@helper
def consider(
    customer: CustomerRecord,
    turn: Turn,
    around: Around,
    peers: Floats,
    conditions: Conditions,
    keys: Keys,
    counts: Counts,
) -> tuple[int, int]:
    """Return whom a need, or a renewal, leads a customer to, and why the own firm loses if so."""
    sides, theories, worlds, _, _, _ = conditions
    tallies, _, stays, _ = counts
    theory = theories[0]
    world = worlds[0]
    row, number, need, standing, luck = turn
    nobody = keys.shape[1] - 1
    own = customer.firm
    winner = int(own)
    reason = ASSIGNED
    free = world.freedom >= 1.0 or may_choose(
        world.freedom, uniform(keys[Purpose.FREEDOM, nobody], number)
    )
    if not free:
        if need and standing <= OPEN:
            drawn = uniform(keys[Purpose.ASSIGNMENT, nobody], number)
            winner = lot(sides, drawn, world)
    elif standing != SETTLED and (
        own < 0 or looks_around(customer, sides, standing, luck, theory, world)
    ):
        winner, reason = compare_offers(row, customer, number, around, peers, conditions, keys)
        if own >= 0:
            tallies[own].reviews += 1.0
    if need and free and own >= 0 and world.period >= 0.0 and standing != SETTLED:
        count_stay(customer, stays[own], int(winner == own))
    return winner, reason
