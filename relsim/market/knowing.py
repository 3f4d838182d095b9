"""Which firms a customer knows: one bit a firm, never lost of the own one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.awareness import becomes_known, breadth_of, is_forgotten
from relsim.behaviour.introductory import introductory_price
from relsim.market.chance import uniform
from relsim.market.engine import helper, rare
from relsim.market.terms import is_welcome

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Keys,
        Number,
        SideRecord,
        Stream,
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
    known = 0.0
    others = 0.0
    for j in range(sides.shape[0] // 2):
        if sides[j].present <= 0.0:
            continue
        aware = knows(customer, j, theory)
        if customer.firm != j:
            others += 1.0
            known += 1.0 if aware else 0.0
        offer = sides[j].net_offer
        cut = sides[j].introductory if customer.firm != j else 0.0
        if cut > 0.0 and is_welcome(customer, j, world):
            offer = introductory_price(offer, cut)
        if aware and offer < lowest:
            lowest = offer
    return lowest, breadth_of(known, others, theory)


@helper
def still_knows(
    customer: CustomerRecord, firm: int, stream: Stream, number: Number, theory: TheoryRecord
) -> bool:
    """Let a firm be forgotten by chance, but for the own one; tell whether it is still known."""
    known = (int(customer.aware) >> firm) & 1
    # Drawn for everybody: a branch on who knows it would often be guessed wrong.
    lost = known & int(is_forgotten(uniform(stream, number), theory))
    if lost > 0 and customer.firm != firm:
        customer.aware = np.uint16(int(customer.aware) & ~(1 << firm))
        return False
    return known > 0
