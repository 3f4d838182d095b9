"""One report and one listener: who hears it, and what all reports of a period do."""

from __future__ import annotations

from typing import Any

import numpy as np

from relsim.behaviour.challenge import damping
from relsim.behaviour.word_of_mouth import belief_after_talk, talk_chance, told_value
from relsim.market.chance import Purpose, uniform
from relsim.market.engine import helper, rare
from relsim.market.terms import side_of


@helper
def listener_of(row: int, luck: float, offsets: Any, neighbours: Any, world: Any) -> int:
    """Return the acquaintance who hears a report, drawn at random; −1 when there is none."""
    if world.complete_network > 0.0:
        others = int(world.population) - 1
        if others < 1:
            return -1
        listener = min(int(luck * others), others - 1)
        return listener + 1 if listener >= row else listener
    low = offsets[row]
    degree = offsets[row + 1] - low
    if degree <= 0:
        return -1
    return int(neighbours[low + min(int(luck * degree), degree - 1)])


@rare
def hear(
    customer: Any,
    number: Any,
    weights: Any,
    values: Any,
    lefts: Any,
    marks: Any,
    sides: Any,
    keys: Any,
    theory: Any,
) -> None:
    """Let one listener take in all reports of the period, a firm at a time."""
    doubt = False
    nobody = marks.shape[0]
    for j in range(nobody):
        if marks[j] == 0:
            continue
        if weights[j] > 0.0:
            customer.belief[j] = belief_after_talk(
                customer.belief[j], weights[j], values[j], lefts[j]
            )
        own = customer.firm == j
        good = marks[j] & 1
        bad = marks[j] & 2
        if good and not own:
            customer.heard_good = np.uint16(customer.heard_good | (1 << j))
        if customer.firm >= 0 and ((own and bad) or (good and not own)):
            doubt = True
        weights[j] = 0.0
        values[j] = 0.0
        lefts[j] = 1.0
        marks[j] = 0
    if doubt:
        own_firm = sides[side_of(customer, nobody)]
        chance = damping(own_firm.reassurance, customer.trust)
        if uniform(keys[Purpose.DOUBT, nobody], number) < chance:
            customer.doubt = np.int8(1)


@helper
def talks(felt: float, negativity: float, firm: Any, luck: float, theory: Any) -> bool:
    """Tell whether a customer tells an acquaintance about a use."""
    if theory.word_of_mouth <= 0.0:
        return False
    return luck < talk_chance(felt, negativity, firm.referral_reward, theory)


@rare
def tell(
    messages: Any, told: int, listener: int, firm: int, felt: float, theory: Any, tally: Any
) -> int:
    """Write down a report for its listener; return how many there are."""
    if listener < 0:
        return told
    good = felt >= 0.5
    messages[told].value = told_value(felt, theory)
    messages[told].listener = np.int32(listener)
    messages[told].firm = np.int8(firm)
    messages[told].good = np.int8(1 if good else 0)
    if good:
        tally.talk_good += 1.0
    else:
        tally.talk_bad += 1.0
    return told + 1
