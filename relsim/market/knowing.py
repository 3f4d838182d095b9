"""Which firms a customer knows: one bit a firm, never lost of the own one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.awareness import becomes_known, breadth_of
from relsim.market.chance import uniform
from relsim.market.engine import helper, rare
from relsim.market.terms import is_welcome

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Keys,
        Number,
        SideRecord,
        Table,
        TheoryRecord,
        WorldRecord,
    )


@helper
def knows(customer: CustomerRecord, firm: int, theory: TheoryRecord) -> bool:
    """Tell whether a customer knows a firm; everybody does while awareness is off."""
    return theory.awareness <= 0.0 or (customer.aware >> firm) & 1 > 0


@helper
def get_to_know(customer: CustomerRecord, firm: int) -> None:
    """Let a customer know a firm."""
    customer.aware = np.uint16(customer.aware | (1 << firm))


@rare
def learn_of(
    customer: CustomerRecord, firm: int, chance: float, number: Number, keys: Keys, purpose: int
) -> None:
    """Let a customer come to know a firm by chance."""
    if becomes_known(chance, uniform(keys[purpose, firm], number)):
        get_to_know(customer, firm)


@helper
def known_market(
    customer: CustomerRecord,
    sides: Table[SideRecord],
    theory: TheoryRecord,
    world: WorldRecord,
) -> tuple[float, float]:
    """Return the lowest net price that a customer knows of, and the breadth of what is known."""
    lowest = 1e300
    known = 0
    others = 0
    for j in range(sides.shape[0] // 2):
        if sides[j].present <= 0.0:
            continue
        # Worked out and not branched upon: who knows whom would often be guessed wrong.
        other = int(customer.firm != j)
        aware = int(knows(customer, j, theory))
        others += other
        known += other & aware
        welcome = other & int(is_welcome(customer, j, world))
        offer = sides[j].newcomer_offer if welcome > 0 else sides[j].net_offer
        lowest = offer if aware > 0 and offer < lowest else lowest
    if theory.awareness <= 0.0:
        return lowest, 1.0
    return lowest, breadth_of(float(known), float(others), theory)


@helper
def forget(customer: CustomerRecord, forgotten: int) -> int:
    """Let firms be forgotten, but for the own one; return the bits of those still known."""
    own = 1 << int(customer.firm) if customer.firm >= 0 else 0
    known = int(customer.aware) & ~(forgotten & ~own)
    customer.aware = np.uint16(known)
    return known
