"""One customer at a need: whether to review, what each firm offers, who wins, why, and the move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.choice import ASSIGNED, LEFT_MARKET, attachment, gumbel, pull
from relsim.behaviour.choice import reason_for_leaving as reason_to_leave
from relsim.behaviour.comfort import effort_saved
from relsim.behaviour.needs import assigned
from relsim.behaviour.review import review_chance
from relsim.behaviour.service import SILENT
from relsim.behaviour.variety import boredom
from relsim.market.births import begin
from relsim.market.chance import Purpose, uniform
from relsim.market.engine import helper, rare
from relsim.market.knowing import knows
from relsim.market.tables import Around, Conditions, Counts
from relsim.market.tallying import count_arrival, count_departure, end_spell, forfeit
from relsim.market.terms import (
    fee_felt,
    is_long_elsewhere,
    net_of_points,
    net_offer_ahead,
    own_price,
    own_price_ahead,
    side_of,
    switching_cost_of,
    welcome_left,
)

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Floats,
        Keys,
        Number,
        SideRecord,
        Table,
        TallyRecord,
        TheoryRecord,
        WorldRecord,
    )


@rare
def peer_shares(row: int, around: Around, world: WorldRecord, peers: Floats) -> None:
    """Write the share of a row's acquaintances that each firm had when the period began."""
    before, heads, offsets, neighbours = around
    firms = peers.shape[0]
    for j in range(firms):
        peers[j] = 0.0
    if world.complete_network > 0.0:
        others = world.population - 1.0
        if others > 0.0:
            for j in range(firms):
                peers[j] = (heads[j] - (1.0 if before[row] == j else 0.0)) / others
        return
    low = offsets[row]
    high = offsets[row + 1]
    for k in range(low, high):
        firm = before[neighbours[k]]
        if firm >= 0:
            peers[firm] += 1.0
    if high > low:
        for j in range(firms):
            peers[j] /= high - low


@rare
def decide(
    customer: CustomerRecord, number: Number, peers: Floats, conditions: Conditions, keys: Keys
) -> int:
    """Return the firm with the largest utility for a customer; −1 for none.

    A separate function, so that a story can call it and show every term.
    """
    sides, theories, worlds, settled, _, _ = conditions
    theory = theories[0]
    world = worlds[0]
    nobody = peers.shape[0]
    best = -1e300
    winner = -1
    if theory.outside_option > 0.0 or world.open_firms <= 0.0:
        best = theory.outside_utility + gumbel(uniform(keys[Purpose.CHOICE, nobody], number))
    for j in range(nobody):
        if sides[j].present <= 0.0 or not knows(customer, j, theory):
            continue
        value = utility(customer, j, sides, peers[j], settled, theory, world)
        value += gumbel(uniform(keys[Purpose.CHOICE, j], number))
        if value > best:
            best = value
            winner = j
    return winner


@helper
def compare_offers(
    row: int,
    customer: CustomerRecord,
    number: Number,
    around: Around,
    peers: Floats,
    conditions: Conditions,
    keys: Keys,
) -> tuple[int, int]:
    """Return who wins a customer who looks around, and why the own firm loses if it does."""
    sides, theories, worlds, _, _, _ = conditions
    peer_shares(row, around, worlds[0], peers)
    winner = decide(customer, number, peers, conditions, keys)
    if customer.firm < 0 or winner == customer.firm:
        return winner, LEFT_MARKET
    return winner, why(customer, winner, sides, peers, theories[0], worlds[0])


@helper
def utility(
    customer: CustomerRecord,
    j: int,
    sides: Table[SideRecord],
    peers: float,
    settled: Floats,
    theory: TheoryRecord,
    world: WorldRecord,
) -> float:
    """Return what firm ``j`` offers a customer, in utils, before luck."""
    own = customer.firm == j
    firm = sides[side_of(customer, sides.shape[0] // 2) if own else j]
    price = 0.0
    if own:
        price = own_price(customer, firm, world)
        net = net_of_points(own_price_ahead(customer, firm, theory, world), firm, theory)
    else:
        net = net_offer_ahead(customer, j, firm, theory, world)
    approval = theory.reference_weight if theory.reference_group > 0.0 else 0.0
    value = pull(
        customer.belief[j] - firm.tarnish,
        customer.price_sensitivity_now,
        net,
        world.price_level,
        peers,
        theory.belief_weight,
        approval,
    )
    if own:
        value += attachment(
            customer.satisfaction,
            customer.trust,
            customer.harm,
            theory.trust_start,
            theory.satisfaction_weight,
            theory.trust_weight,
            theory.harm_weight,
        )
        tenure = int(world.period - customer.start)
        value += switching_cost_of(customer, price, settled[tenure], firm, theory)
        value += fee_felt(customer, net, theory, world)
        if theory.satiation > 0.0:
            value -= bored(customer, theory)
        if theory.comfort > 0.0:
            value += effort_saved(firm.convenience, theory)
    return value


@helper
def bored(customer: CustomerRecord, theory: TheoryRecord) -> float:
    """Return what a wish for a change takes from the present firm."""
    return boredom(np.float64(customer.variety_seeking), customer.satiation, theory)


@rare
def why(
    customer: CustomerRecord,
    winner: int,
    sides: Table[SideRecord],
    peers: Floats,
    theory: TheoryRecord,
    world: WorldRecord,
) -> int:
    """Return the code of the reason for which a customer leaves the firm for the winner."""
    if winner < 0:
        return LEFT_MARKET
    own = customer.firm
    present = sides[side_of(customer, sides.shape[0] // 2)]
    price = net_of_points(own_price_ahead(customer, present, theory, world), present, theory)
    saving = price - net_offer_ahead(customer, winner, sides[winner], theory, world)
    saving *= customer.price_sensitivity_now / world.price_level
    better = customer.belief[winner] - sides[winner].tarnish
    belief = theory.belief_weight * (better - (customer.belief[own] - present.tarnish))
    approval = 0.0
    if theory.reference_group > 0.0:
        approval = theory.reference_weight * (peers[winner] - peers[own])
    variety = 0.0
    if theory.satiation > 0.0:
        variety = bored(customer, theory)
    silent = customer.last_outcome == SILENT
    return reason_to_leave(customer.harm, silent, saving, belief, approval, variety)


@rare
def lot(sides: Table[SideRecord], luck: float, world: WorldRecord) -> int:
    """Return the open firm that an unfree customer is assigned; −1 when none is open."""
    if world.open_firms <= 0.0:
        return -1
    place = assigned(int(world.open_firms), luck)
    for j in range(sides.shape[0] // 2):
        if sides[j].present > 0.0:
            if place == 0:
                return j
            place -= 1
    return -1


@helper
def reconsiders(
    customer: CustomerRecord,
    firm: SideRecord,
    lowest_price: float,
    breadth: float,
    luck: float,
    theory: TheoryRecord,
    world: WorldRecord,
) -> bool:
    """Tell whether a free customer with a need reconsiders the present firm."""
    if theory.review <= 0.0:
        return False
    price = net_of_points(own_price(customer, firm, world), firm, theory)
    chance = review_chance(
        np.float64(customer.restlessness),
        customer.harm,
        customer.doubt > 0,
        customer.satisfaction,
        customer.price_sensitivity_now,
        price,
        lowest_price,
        breadth,
        theory,
    )
    return luck < chance


@rare
def hear_of_offer(
    customer: CustomerRecord, firm: SideRecord, tally: TallyRecord, world: WorldRecord
) -> None:
    """Let a customer hear what newcomers pay, who doubts unless that is the own price."""
    if welcome_left(customer, firm, world) <= 0.0:
        customer.doubt = np.int8(1)
        tally.offers_heard += 1.0


@helper
def forget_reasons(customer: CustomerRecord) -> None:
    """Let doubt, and the good heard of others, end with the need that they bore upon."""
    customer.doubt = np.int8(0)
    customer.heard_good = np.uint16(0)


@rare
def move(
    customer: CustomerRecord,
    winner: int,
    reason: int,
    number: Number,
    newborn: Table[CustomerRecord],
    world: WorldRecord,
    counts: Counts,
    ended: int,
) -> int:
    """Carry a customer from the present firm to the winner; return the spells ended so far."""
    tallies, _, _, departures = counts
    own = customer.firm
    if is_long_elsewhere(customer, world):
        customer.ever_left = np.uint16(0)
    if own >= 0:
        count_departure(tallies[own], reason)
        forfeit(customer.points, tallies[own])
        end_spell(departures[ended], customer, number, reason, world)
        ended += 1
        customer.ever_left = np.uint16(customer.ever_left | (1 << int(own)))
    if winner >= 0:
        back = (customer.ever_left >> winner) & 1
        referred = (customer.heard_good >> winner) & 1
        count_arrival(tallies[winner], back > 0, reason != ASSIGNED, referred > 0)
        begin(customer, winner, int(world.period), newborn[0])
    else:
        customer.firm = np.int8(-1)
        customer.start = np.int32(world.period)
        customer.points = 0.0
    return ended
