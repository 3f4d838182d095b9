"""The three passes of a period over the customers: choose, experience, talk; and news.

Written by hand, one call a mechanism, so that a period can be read from top to bottom.
Each pass takes a block of rows and writes only that block's rows, tally and lists; so
blocks may run on any number of threads and add up, in order, to the same bits.

Common parameters
-----------------
customers : ndarray of records
    The block of rows.
first : int
    Row of its first customer.
sides : ndarray of records
    Each firm, as its customers meet it; then each as those meet it whom its personal levers
    pass by (see ``targets``).
theories, world : ndarray of records
    Parameters (one record) and conditions (one record).
keys : ndarray of uint64, shape (purposes, firms + 1)
    Luck of the period.
tallies : ndarray of ``TALLY``, shape (firms + 1,)
    The block's books; the last is for who has no firm.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from relsim.behaviour.advertising import belief_after_claim
from relsim.behaviour.capacity import turn_away
from relsim.behaviour.challenge import belief_after_news, damping, news_strength
from relsim.behaviour.choice import ASSIGNED, CLOSED, LEFT_MARKET
from relsim.behaviour.customisation import fit_by_knowing
from relsim.behaviour.money import amount_bought
from relsim.behaviour.needs import has_need, may_choose
from relsim.behaviour.satisfaction import negativity_of, tier_of
from relsim.behaviour.service import MISHANDLED, quality_delivered
from relsim.behaviour.targeting import worth_after
from relsim.behaviour.variety import renew
from relsim.behaviour.word_of_mouth import report_weight
from relsim.market.births import number_of
from relsim.market.chance import Purpose, make_normal, stage, uniform
from relsim.market.choosing import decide, lot, move, peer_shares, reconsiders, why
from relsim.market.encounters import bond, fail, fails, forget_promotions, go_well, pay, settle_in
from relsim.market.engine import compiled
from relsim.market.hearing import hear, listener_of, talks, tell
from relsim.market.tallying import (
    PLACES,
    enter_census,
    ladder_row,
    loyalty_of,
    quality_row,
    stage_of,
    survey,
)
from relsim.market.terms import own_price, side_of, switching_cost_of

TILE = 256
"""Rows whose common luck is drawn ahead in a tight loop."""


@compiled
def choose(
    customers: Any,
    first: int,
    before: Any,
    heads: Any,
    offsets: Any,
    neighbours: Any,
    sides: Any,
    theories: Any,
    world_: Any,
    settled: Any,
    keys: Any,
    tallies: Any,
    moves: Any,
    stays: Any,
    departures: Any,
) -> int:
    """Needs arise; customers with a reason review; they stay, switch or leave the market."""
    theory = theories[0]
    world = world_[0]
    nobody = keys.shape[1] - 1
    population = int(world.population)
    numbers = np.empty(TILE, np.uint64)
    need_luck = np.empty(TILE)
    review_luck = np.empty(TILE)
    peers = np.empty(nobody)
    year_begins = world.period >= 0.0 and world.period % world.periods_per_year == 0.0
    ended = 0
    for tile in range(0, customers.shape[0], TILE):
        size = min(TILE, customers.shape[0] - tile)
        for i in range(size):
            numbers[i] = number_of(first + tile + i, customers[tile + i].generation, population)
        stage(keys[Purpose.NEED, nobody], numbers, size, need_luck)
        stage(keys[Purpose.REVIEW, nobody], numbers, size, review_luck)
        for i in range(size):
            row = first + tile + i
            customer = customers[tile + i]
            own = customer.firm
            if year_begins:
                customer.cohort = own
            tallies[own if own >= 0 else nobody].opened += 1.0
            number = numbers[i]
            if own >= 0 and sides[own].present <= 0.0:
                ended = move(
                    customer, -1, CLOSED, number, theory, world, tallies, departures, ended
                )
                own = customer.firm
            need = theory.needs > 0.0 and has_need(customer.need_rate, need_luck[i])
            customer.wants = np.int8(1 if need else 0)
            if need:
                luck = uniform(keys[Purpose.FREEDOM, nobody], number)
                free = may_choose(world.freedom, luck)
                winner = own
                reason = ASSIGNED
                if not free:
                    winner = lot(sides, uniform(keys[Purpose.ASSIGNMENT, nobody], number), world)
                elif own < 0 or reconsiders(
                    customer, sides[side_of(customer, nobody)], review_luck[i], theory, world
                ):
                    peer_shares(row, before, offsets, neighbours, heads, world, peers)
                    winner = decide(customer, number, sides, peers, settled, keys, theory, world)
                    reason = LEFT_MARKET
                    if own >= 0:
                        tallies[own].reviews += 1.0
                        if winner != own:
                            reason = why(customer, winner, sides, peers, theory, world)
                if free and own >= 0 and world.period >= 0.0:
                    column = int(winner == own)
                    stays[own, ladder_row(customer), column] += 1.0
                    stays[own, quality_row(customer), column] += 1.0
                if winner != own:
                    ended = move(
                        customer, winner, reason, number, theory, world, tallies, departures, ended
                    )
                    # Nobody is known well enough yet to be picked out.
                    if winner >= 0 and sides[winner].aims > 0.0:
                        customer.aside = np.int8(1)
                customer.doubt = np.int8(0)
                customer.heard_good = np.uint16(0)
                if customer.firm >= 0:
                    tallies[customer.firm].wanted += 1.0
            moves[before[row], customer.firm] += 1.0
    return ended


@compiled
def experience(
    customers: Any,
    first: int,
    offsets: Any,
    neighbours: Any,
    sides: Any,
    theories: Any,
    world_: Any,
    settled: Any,
    keys: Any,
    tables: Any,
    tallies: Any,
    messages: Any,
) -> int:
    """Encounter, failure, recovery, satisfaction, trust, bonds, money; and who will talk."""
    theory = theories[0]
    world = world_[0]
    nobody = keys.shape[1] - 1
    population = int(world.population)
    numbers = np.empty(TILE, np.uint64)
    taste_luck = np.empty(TILE)
    taste = np.empty(TILE)
    noise_luck = np.empty(TILE)
    noise = np.empty(TILE)
    failure_luck = np.empty(TILE)
    talk_luck = np.empty(TILE)
    # Arrays are kept out of what is called for everybody: handing one over costs as much
    # as a rule. The places are counted here for the same reason.
    severities = tables[0]
    census = np.zeros((nobody, PLACES))
    told = 0
    for tile in range(0, customers.shape[0], TILE):
        size = min(TILE, customers.shape[0] - tile)
        for i in range(size):
            customer = customers[tile + i]
            numbers[i] = number_of(first + tile + i, customer.generation, population)
            # Who has no firm draws a taste too; nobody will read it.
            taste_luck[i] = uniform(keys[Purpose.TASTE, customer.firm], numbers[i])
        stage(keys[Purpose.NOISE, nobody], numbers, size, noise_luck)
        stage(keys[Purpose.FAILURE, nobody], numbers, size, failure_luck)
        stage(keys[Purpose.TALK, nobody], numbers, size, talk_luck)
        make_normal(taste_luck, size, taste)
        make_normal(noise_luck, size, noise)
        for i in range(size):
            customer = customers[tile + i]
            place = customer.firm
            promoted_use = False
            if place >= 0:
                firm = sides[side_of(customer, nobody)]
                tally = tallies[place]
                margin = 0.0
                used = customer.wants > 0 and (
                    firm.served_chance >= 1.0
                    or uniform(keys[Purpose.SERVED, nobody], numbers[i]) < firm.served_chance
                )
                unresolved = 0.0
                if customer.wants > 0:
                    customer.habit = np.uint8(((customer.habit << 1) | int(used)) & 255)
                if used:
                    promoted_use = firm.promoted > 0.0
                    negativity = negativity_of(
                        customer.negativity, customer.negativity_made, theory
                    )
                    price = own_price(customer, firm, world)
                    amount = amount_bought(customer.spend, customer.trust, theory)
                    paid = pay(customer, firm, price, amount, theory, world, tally)
                    margin = paid - firm.unit_cost * amount
                    fit = theory.taste_spread * taste[i]
                    if theory.customisation > 0.0:
                        fit += fit_by_knowing(float(customer.known), theory)
                    bond_before = customer.structural_bond
                    delivered = quality_delivered(firm, bond_before, fit, noise[i], theory)
                    fault = fails(customer, firm, failure_luck[i], theory)
                    if fault == 0:
                        felt = go_well(customer, firm, delivered, price, theory, world, tally)
                    else:
                        felt = fail(
                            customer,
                            firm,
                            fault == 2,
                            delivered,
                            price,
                            paid,
                            numbers[i],
                            keys,
                            severities,
                            theory,
                            world,
                            tally,
                        )
                    if customer.last_outcome >= MISHANDLED:
                        unresolved = float(customer.last_severity)
                    settle_in(customer, firm, theory)
                    if talks(felt, negativity, firm, talk_luck[i], theory):
                        luck = uniform(keys[Purpose.LISTENER, nobody], numbers[i])
                        row = first + tile + i
                        listener = listener_of(row, luck, offsets, neighbours, world)
                        told = tell(messages, told, listener, place, felt, theory, tally)
                elif customer.wants > 0:
                    tally.turned_away += 1.0
                    turn_away(customer, theory)
                    unresolved = theory.refusal_severity
                bond(customer, firm, used, unresolved, theory, world)
                price = own_price(customer, firm, world)
                tenure = int(world.period - customer.start)
                if world.keeps_worth > 0.0:
                    worth = worth_after(float(customer.worth), margin, tenure, world.months)
                    customer.worth = np.float32(worth)
                cost = switching_cost_of(customer, price, settled[tenure], theory)
                survey(customer, tally)
                census[place, tier_of(customer.satisfaction)] += 1.0
                census[place, stage_of(customer, world)] += 1.0
                census[place, loyalty_of(customer.satisfaction, cost, theory)] += 1.0
            forget_promotions(customer, promoted_use, theory)
            tallies[nobody].paid_so_far += customer.spent
    for j in range(nobody):
        enter_census(tallies[j], census[j])
    return told


@compiled
def talk(
    customers: Any,
    first: int,
    messages: Any,
    order: Any,
    sides: Any,
    theories: Any,
    world_: Any,
    keys: Any,
    weights: Any,
    values: Any,
    lefts: Any,
    marks: Any,
) -> None:
    """Word of mouth reaches its listeners, then advertising everybody."""
    theory = theories[0]
    world = world_[0]
    nobody = keys.shape[1] - 1
    population = int(world.population)
    for k in range(order.shape[0]):
        message = messages[order[k]]
        i = message.listener - first
        j = message.firm
        good = message.good > 0
        weight = report_weight(customers[i].firm == j, good, theory)
        weights[i, j] += weight
        values[i, j] += weight * message.value
        lefts[i, j] *= 1.0 - weight
        marks[i, j] |= 1 if good else 2
    for k in range(order.shape[0]):
        i = messages[order[k]].listener - first
        number = number_of(first + i, customers[i].generation, population)
        hear(customers[i], number, weights[i], values[i], lefts[i], marks[i], sides, keys, theory)
    if theory.advertising <= 0.0:
        return
    for j in range(nobody):
        reached = sides[j].reached
        if reached <= 0.0 or sides[j].present <= 0.0:
            continue
        claim = sides[j].claim
        # Not a number, and so no segment's, where everybody is addressed.
        addressed = sides[j].advertised_segment - 1.0
        stream = keys[Purpose.REACH, j]
        for i in range(customers.shape[0]):
            customer = customers[i]
            if addressed >= 0.0 and customer.segment != addressed:
                continue
            number = number_of(first + i, customer.generation, population)
            if uniform(stream, number) < reached:
                customer.belief[j] = belief_after_claim(
                    customer.belief[j], claim, customer.firm == j, theory
                )
                if theory.claim_trust > 0.0 and customer.firm == j:
                    customer.promised = np.int8(1)


@compiled
def bucket(messages: Any, block: int, starts: Any, order: Any) -> None:
    """Sort the period's reports by the block of their listener, keeping the talkers' order."""
    for k in range(messages.shape[0]):
        starts[messages[k].listener // block + 1] += 1
    for b in range(1, starts.shape[0]):
        starts[b] += starts[b - 1]
    cursor = starts[:-1].copy()
    for k in range(messages.shape[0]):
        b = messages[k].listener // block
        order[cursor[b]] = k
        cursor[b] += 1


@compiled
def spread_news(
    customers: Any,
    first: int,
    sides: Any,
    theories: Any,
    world_: Any,
    keys: Any,
) -> None:
    """Challenges, scandals, media and innovations reach everybody at once."""
    theory = theories[0]
    nobody = keys.shape[1] - 1
    population = int(world_[0].population)
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
def renew_all(customers: Any, sides: Any, theories: Any) -> None:
    """Let an innovation of the own firm take away satiation."""
    theory = theories[0]
    for i in range(customers.shape[0]):
        customer = customers[i]
        if customer.firm >= 0 and sides[customer.firm].launched > 0.0:
            customer.satiation = renew(customer.satiation, theory)
