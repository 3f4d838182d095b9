"""One report and one listener: who hears it, and what all reports of a period do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.challenge import damping
from relsim.behaviour.talkers import talkativeness_of
from relsim.behaviour.word_of_mouth import belief_after_talk, report_weight, talk_chance, told_value
from relsim.market.chance import Purpose, uniform
from relsim.market.engine import helper, rare
from relsim.market.knowing import learn_of
from relsim.market.tables import Around, Heard
from relsim.market.terms import side_of

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Keys,
        MessageRecord,
        Number,
        SideRecord,
        Table,
        TallyRecord,
        TheoryRecord,
        WorldRecord,
    )


@helper
def listener_of(row: int, luck: float, around: Around, world: WorldRecord) -> int:
    """Return the acquaintance who hears a report, drawn at random; −1 when there is none."""
    if world.complete_network > 0.0:
        others = int(world.population) - 1
        if others < 1:
            return -1
        listener = min(int(luck * others), others - 1)
        return listener + 1 if listener >= row else listener
    _, _, offsets, neighbours = around
    low = offsets[row]
    degree = offsets[row + 1] - low
    if degree <= 0:
        return -1
    return int(neighbours[low + min(int(luck * degree), degree - 1)])


@helper
def weigh(message: MessageRecord, i: int, own: bool, heard: Heard, theory: TheoryRecord) -> None:
    """Add a report to what its listener has heard this period about the firm."""
    j = message.firm
    good = message.good > 0
    weight = report_weight(own, good, theory)
    heard.weights[i, j] += weight
    heard.values[i, j] += weight * message.value
    heard.lefts[i, j] *= 1.0 - weight
    heard.marks[i, j] |= 1 if good else 2


@rare
def hear(
    customer: CustomerRecord,
    i: int,
    number: Number,
    heard: Heard,
    sides: Table[SideRecord],
    keys: Keys,
    theory: TheoryRecord,
) -> None:
    """Let one listener take in all reports of the period, a firm at a time."""
    weights, values, lefts, marks = heard
    doubt = False
    nobody = marks.shape[1]
    for j in range(nobody):
        if marks[i, j] == 0:
            continue
        if weights[i, j] > 0.0:
            customer.belief[j] = belief_after_talk(
                customer.belief[j], weights[i, j], values[i, j], lefts[i, j]
            )
        own = customer.firm == j
        good = marks[i, j] & 1
        bad = marks[i, j] & 2
        if good and not own:
            customer.heard_good = np.uint16(customer.heard_good | (1 << j))
        if customer.firm >= 0 and ((own and bad) or (good and not own)):
            doubt = True
        if theory.awareness > 0.0:
            chance = theory.aware_by_talk if good else theory.aware_by_bad_talk
            learn_of(customer, j, chance, number, keys, Purpose.HEARD_OF)
        weights[i, j] = 0.0
        values[i, j] = 0.0
        lefts[i, j] = 1.0
        marks[i, j] = 0
    if doubt:
        own_firm = sides[side_of(customer, nobody)]
        chance = damping(own_firm.reassurance, customer.trust)
        if uniform(keys[Purpose.DOUBT, nobody], number) < chance:
            customer.doubt = np.int8(1)


@helper
def talks(
    felt: float,
    negativity: float,
    talkative: float,
    firm: SideRecord,
    luck: float,
    theory: TheoryRecord,
) -> bool:
    """Tell whether a customer tells an acquaintance about a use."""
    if theory.word_of_mouth <= 0.0:
        return False
    chance = talk_chance(felt, negativity, firm.referral_reward, theory)
    if theory.talk_spread > 0.0:
        chance *= talkativeness_of(talkative, theory)
    return luck < chance


@rare
def tell(
    messages: Table[MessageRecord],
    told: int,
    talker: int,
    listener: int,
    firm: int,
    felt: float,
    theory: TheoryRecord,
    tally: TallyRecord,
) -> int:
    """Write down a report, from its talker to its listener; return how many there are."""
    if listener < 0:
        return told
    good = felt >= 0.5
    messages[told].value = told_value(felt, theory)
    messages[told].talker = np.int32(talker)
    messages[told].listener = np.int32(listener)
    messages[told].firm = np.int8(firm)
    messages[told].good = np.int8(1 if good else 0)
    if good:
        tally.talk_good += 1.0
    else:
        tally.talk_bad += 1.0
    return told + 1
