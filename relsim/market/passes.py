"""The three passes of a period over the customers: choose, experience, talk; and news.

Written by hand, one call a mechanism, so that a period can be read from top to bottom.
Each pass takes a block of rows and writes only that block's rows, tally and lists; so
blocks may run on any number of threads and add up, in order, to the same bits.

What they are handed is said in :mod:`relsim.market.tables`; ``keys`` is the luck of the
period, shape (purposes, firms + 1), whose last column is for what no firm has a part in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.advertising import belief_after_claim
from relsim.behaviour.awareness import is_forgotten
from relsim.behaviour.challenge import belief_after_news, damping, news_strength
from relsim.behaviour.introductory import hears_of_offer
from relsim.behaviour.needs import has_need
from relsim.behaviour.satisfaction import tier_of
from relsim.behaviour.variety import renew
from relsim.market.binding import (
    PROMPTED,
    is_held_back,
)
from relsim.market.births import number_of
from relsim.market.chance import Purpose, make_normal, stage, uniform
from relsim.market.choosing import forget_reasons, hear_of_offer, move
from relsim.market.considering import consider, stand
from relsim.market.encounters import (
    be_refused,
    bond,
    forget_promotions,
    live_through,
    negativity_now,
    note_worth,
    unresolved_severity,
)
from relsim.market.engine import compiled, helper, making_room
from relsim.market.hearing import hear, listener_of, talks, tell, weigh
from relsim.market.knowing import forget, learn_of
from relsim.market.signing import renew_contract, settle
from relsim.market.tables import (
    Around,
    Block,
    Conditions,
    Counts,
    Draws,
    Heard,
    Reports,
    Scene,
    Turn,
)
from relsim.market.tallying import KINDS, enter_kinds, loyalty_of, stage_of, survey
from relsim.market.terms import cost_of_going, side_of

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Floats,
        Ints,
        Keys,
        MessageRecord,
        SideRecord,
        Table,
        TallyRecord,
        TheoryRecord,
        WorldRecord,
    )

TILE = 256
"""Rows whose common luck is drawn ahead in a tight loop."""


@helper
def number_tile(
    customers: Table[CustomerRecord], low: int, first: int, population: int, numbers: Keys
) -> int:
    """Write the numbers of a tile of customers; return how many there are."""
    size = min(TILE, customers.shape[0] - low)
    for i in range(size):
        generation = customers[low + i].generation
        numbers[i] = number_of(first + low + i, generation, population)
    return size


@helper
def draw_needs(
    customers: Table[CustomerRecord], low: int, numbers: Keys, keys: Keys, luck: Floats
) -> None:
    """Draw the luck of a tile's needs and reviews."""
    size = min(TILE, customers.shape[0] - low)
    nobody = keys.shape[1] - 1
    stage(keys[Purpose.NEED, nobody], numbers, size, luck[0])
    stage(keys[Purpose.REVIEW, nobody], numbers, size, luck[1])


@compiled
def choose(block: Block, around: Around, conditions: Conditions, keys: Keys, counts: Counts) -> int:
    """Needs arise; customers with a reason review; they stay, switch or leave the market."""
    customers, first = block
    sides, theories, worlds, _, _, newborn = conditions
    tallies, moves, _, _ = counts
    theory = theories[0]
    world = worlds[0]
    before = around.before
    nobody = keys.shape[1] - 1
    population = int(world.population)
    numbers = np.empty(TILE, np.uint64)
    luck = np.empty((2, TILE))
    needing, looking = luck[0], luck[1]
    peers = np.empty(nobody)
    signs, greets = world.contracts > 0.0, world.introduces > 0.0
    year_begins = world.period >= 0.0 and world.period % world.periods_per_year == 0.0
    ended = 0
    for tile in range(0, customers.shape[0], TILE):
        size = number_tile(customers, tile, first, population, numbers)
        draw_needs(customers, tile, numbers, keys, luck)
        for i in range(size):
            row = first + tile + i
            customer = customers[tile + i]
            number = numbers[i]
            if year_begins:
                customer.cohort = customer.firm
            tallies[customer.firm if customer.firm >= 0 else nobody].opened += 1.0
            ended, standing = stand(customer, number, conditions, keys, counts, ended)
            own = customer.firm
            need = theory.needs > 0.0 and has_need(customer.need_rate, world.demand, needing[i])
            customer.wants = np.int8(1 if need else 0)
            if greets and need and own >= 0:
                heard = uniform(keys[Purpose.OFFER, nobody], number)
                if hears_of_offer(sides[own].introductory, heard, theory):
                    hear_of_offer(customer, sides[own], tallies[own], world)
            if need or standing == PROMPTED:
                turn = Turn(row, number, need, standing, looking[i])
                winner, reason = consider(customer, turn, around, peers, conditions, keys, counts)
                if winner != own and not is_held_back(
                    customer, winner, reason, standing, tallies[own], world
                ):
                    ended = move(customer, winner, reason, number, newborn, world, counts, ended)
                    settle(customer, sides, world)
                forget_reasons(customer)
                if need and customer.firm >= 0:
                    tallies[customer.firm].wanted += 1.0
            if signs and own >= 0 and customer.firm == own and customer.bound_until == world.period:
                renew_contract(customer, sides[own], tallies[own], world)
            moves[before[row], customer.firm] += 1.0
    return ended


@making_room
def draw_uses(
    customers: Table[CustomerRecord],
    low: int,
    numbers: Keys,
    keys: Keys,
    luck: Floats,
    theory: TheoryRecord,
    world: WorldRecord,
) -> None:
    """Draw the luck of a tile's uses: failure and talk as uniform numbers, the rest as normal."""
    size = min(TILE, customers.shape[0] - low)
    nobody = keys.shape[1] - 1
    even = np.empty(TILE)
    for i in range(size):
        # Who has no firm draws a taste too; nobody will read it.
        even[i] = uniform(keys[Purpose.TASTE, customers[low + i].firm], numbers[i])
    make_normal(even, size, luck[0])
    stage(keys[Purpose.NOISE, nobody], numbers, size, even)
    make_normal(even, size, luck[1])
    stage(keys[Purpose.FAILURE, nobody], numbers, size, luck[2])
    stage(keys[Purpose.TALK, nobody], numbers, size, luck[3])
    if world.spend_drift > 0.0:
        stage(keys[Purpose.SPEND, nobody], numbers, size, even)
        make_normal(even, size, luck[4])
    if theory.talk_spread > 0.0:
        stage(keys[Purpose.TALKATIVE, nobody], numbers, size, even)
        make_normal(even, size, luck[5])


@compiled
def experience(
    block: Block,
    around: Around,
    conditions: Conditions,
    keys: Keys,
    tallies: Table[TallyRecord],
    messages: Table[MessageRecord],
) -> int:
    """Encounter, failure, recovery, satisfaction, trust, bonds, money; and who will talk."""
    customers, first = block
    sides, theories, worlds, settled, severities, _ = conditions
    theory = theories[0]
    world = worlds[0]
    nobody = keys.shape[1] - 1
    population = int(world.population)
    numbers = np.empty(TILE, np.uint64)
    luck = np.zeros((6, TILE))
    taste, noise, failing, telling = luck[0], luck[1], luck[2], luck[3]
    drift, talkative = luck[4], luck[5]
    # Arrays are kept out of what is called for everybody: handing one over costs as much
    # as a rule. The kinds are counted here for the same reason.
    kinds = np.zeros((nobody, KINDS))
    told = 0
    for tile in range(0, customers.shape[0], TILE):
        size = number_tile(customers, tile, first, population, numbers)
        draw_uses(customers, tile, numbers, keys, luck, theory, world)
        for i in range(size):
            customer = customers[tile + i]
            place = customer.firm
            promoted_use = False
            if place >= 0:
                firm = sides[side_of(customer, nobody)]
                tally = tallies[place]
                scene = Scene(firm, theory, world, tally)
                margin, unresolved = 0.0, 0.0
                served = firm.served_chance
                used = customer.wants > 0 and (
                    served >= 1.0 or uniform(keys[Purpose.SERVED, nobody], numbers[i]) < served
                )
                if used:
                    promoted_use = firm.promoted > 0.0
                    negativity = negativity_now(customer, theory)
                    draws = Draws(numbers[i], taste[i], noise[i], failing[i], drift[i])
                    use, felt = live_through(customer, draws, keys, severities, scene)
                    margin = use.paid - firm.unit_cost * use.amount
                    unresolved = unresolved_severity(customer)
                    if talks(felt, negativity, talkative[i], firm, telling[i], theory):
                        chance = uniform(keys[Purpose.LISTENER, nobody], numbers[i])
                        row = first + tile + i
                        listener = listener_of(row, chance, around, world)
                        told = tell(messages, told, row, listener, place, felt, theory, tally)
                elif customer.wants > 0:
                    unresolved = be_refused(customer, scene)
                bond(customer, used, unresolved, scene)
                tenure = int(world.period - customer.start)
                note_worth(customer, margin, tenure, world)
                cost = cost_of_going(customer, settled[tenure], scene)
                survey(customer, tally, world)
                kinds[place, tier_of(customer.satisfaction)] += 1.0
                kinds[place, stage_of(customer, world)] += 1.0
                kinds[place, loyalty_of(customer.satisfaction, cost, theory)] += 1.0
            forget_promotions(customer, promoted_use, theory)
            tallies[nobody].paid_so_far += customer.spent
        if theory.awareness > 0.0:
            let_fade(customers, tile, numbers, keys, tallies, theory)
    for j in range(nobody):
        enter_kinds(tallies[j], kinds[j])
    return told


@making_room
def let_fade(
    customers: Table[CustomerRecord],
    low: int,
    numbers: Keys,
    keys: Keys,
    tallies: Table[TallyRecord],
    theory: TheoryRecord,
) -> None:
    """Let a tile's customers forget firms that they are not with, and count who is known."""
    size = min(TILE, customers.shape[0] - low)
    luck = np.empty(TILE)
    # Bits of what is forgotten, then of what is still known: drawn for everybody, for a branch
    # on who knows whom would often be guessed wrong.
    bits = np.zeros(TILE, np.int64)
    for j in range(keys.shape[1] - 1):
        stage(keys[Purpose.FORGET, j], numbers, size, luck)
        for i in range(size):
            bits[i] |= int(is_forgotten(luck[i], theory)) << j
    for i in range(size):
        bits[i] = forget(customers[low + i], bits[i])
    for j in range(keys.shape[1] - 1):
        known = 0
        for i in range(size):
            known += (bits[i] >> j) & 1
        tallies[j].known_by += known


@compiled
def talk(block: Block, reports: Reports, conditions: Conditions, keys: Keys, heard: Heard) -> None:
    """Word of mouth reaches its listeners, then advertising everybody."""
    customers, first = block
    messages, order = reports
    sides, theories, worlds, _, _, _ = conditions
    theory = theories[0]
    nobody = keys.shape[1] - 1
    population = int(worlds[0].population)
    for k in range(order.shape[0]):
        message = messages[order[k]]
        own = customers[message.listener - first].firm == message.firm
        weigh(message, message.listener - first, own, heard, theory)
    for k in range(order.shape[0]):
        i = messages[order[k]].listener - first
        number = number_of(first + i, customers[i].generation, population)
        hear(customers[i], i, number, heard, sides, keys, theory)
    if theory.advertising <= 0.0:
        return
    for j in range(nobody):
        if sides[j].reached > 0.0 and sides[j].present > 0.0:
            advertise(block, j, sides[j], keys, theory, population)


@helper
def advertise(
    block: Block, j: int, firm: SideRecord, keys: Keys, theory: TheoryRecord, population: int
) -> None:
    """Let a firm's advertising reach those whom it addresses, each by luck."""
    customers, first = block
    stream = keys[Purpose.REACH, j]
    # Not a number, and so no segment's, where everybody is addressed.
    addressed = firm.advertised_segment - 1.0
    for i in range(customers.shape[0]):
        customer = customers[i]
        if addressed >= 0.0 and customer.segment != addressed:
            continue
        number = number_of(first + i, customer.generation, population)
        if uniform(stream, number) < firm.reached:
            own = customer.firm == j
            customer.belief[j] = belief_after_claim(customer.belief[j], firm.claim, own, theory)
            if theory.claim_trust > 0.0 and own:
                customer.promised = np.int8(1)
            if theory.awareness > 0.0:
                chance = theory.aware_by_advertising
                learn_of(customer, j, chance, number, keys, Purpose.NOTICED)


@compiled
def bucket(messages: Table[MessageRecord], rows: int, starts: Ints, order: Ints) -> None:
    """Sort the period's reports by the block of their listener, keeping the talkers' order."""
    for k in range(messages.shape[0]):
        starts[messages[k].listener // rows + 1] += 1
    for b in range(1, starts.shape[0]):
        starts[b] += starts[b - 1]
    cursor = starts[:-1].copy()
    for k in range(messages.shape[0]):
        b = messages[k].listener // rows
        order[cursor[b]] = k
        cursor[b] += 1


@compiled
def spread_news(block: Block, conditions: Conditions, keys: Keys) -> None:
    """Challenges, scandals, media and innovations reach everybody at once."""
    customers, first = block
    sides, theories, worlds, _, _, _ = conditions
    theory = theories[0]
    nobody = keys.shape[1] - 1
    population = int(worlds[0].population)
    for i in range(customers.shape[0]):
        customer = customers[i]
        number = number_of(first + i, customer.generation, population)
        own = customer.firm
        damped = 1.0
        if own >= 0:
            damped = damping(sides[side_of(customer, nobody)].reassurance, customer.trust)
        for j in range(nobody):
            firm = sides[j]
            scandal = firm.exposed if firm.exposed > firm.scandal else firm.scandal
            doubt = 0.0
            change = firm.media
            if own != j and firm.challenge > 0.0:
                change += news_strength(firm.challenge, damped, theory)
                doubt = firm.challenge * damped if own >= 0 else 0.0
            if scandal > 0.0:
                if own == j:
                    change -= news_strength(scandal, damped, theory)
                    doubt = scandal * damped
                else:
                    change -= news_strength(scandal, 1.0, theory)
            if change != 0.0:
                customer.belief[j] = belief_after_news(customer.belief[j], change)
            if doubt > 0.0 and uniform(keys[Purpose.NEWS, j], number) < doubt:
                customer.doubt = np.int8(1)


@compiled
def renew_all(block: Block, conditions: Conditions) -> None:
    """Let an innovation of the own firm take away satiation."""
    customers = block.customers
    sides, theory = conditions.sides, conditions.theories[0]
    for i in range(customers.shape[0]):
        customer = customers[i]
        if customer.firm >= 0 and sides[customer.firm].launched > 0.0:
            customer.satiation = renew(customer.satiation, theory)
