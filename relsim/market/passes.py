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
firms, theories, world : ndarray of records
    Firms, parameters (one record) and conditions (one record).
keys : ndarray of uint64, shape (purposes, firms + 1)
    Luck of the period.
tallies : ndarray of ``TALLY``, shape (firms + 1,)
    The block's books; the last is for who has no firm.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from relsim.behaviour.advertising import belief_after_claim
from relsim.behaviour.arithmetic import share
from relsim.behaviour.bonds import social_bond_after, structural_bond_after
from relsim.behaviour.capacity import turn_away
from relsim.behaviour.challenge import belief_after_news, damping, news_strength
from relsim.behaviour.choice import ASSIGNED, CLOSED, LEFT_MARKET, attachment, gumbel, pull
from relsim.behaviour.choice import reason_for_leaving as reason_to_leave
from relsim.behaviour.failure import customer_failure_chance
from relsim.behaviour.money import amount_bought, points_kept, surplus_of_use
from relsim.behaviour.needs import assigned, has_need, may_choose
from relsim.behaviour.pricing import learned_sensitivity, loyal_price
from relsim.behaviour.recovery import (
    expect_recovery,
    felt_after_recovery,
    harm_left,
    recovery_given,
    repair_of,
    voice_chance,
)
from relsim.behaviour.review import review_chance
from relsim.behaviour.satisfaction import (
    embitter,
    expect,
    feel,
    negativity_of,
    remember,
)
from relsim.behaviour.service import (
    FINE,
    MISHANDLED,
    RESOLVED,
    RESOLVED_FAST,
    SILENT,
    experience_of,
    quality_delivered,
)
from relsim.behaviour.switching_cost import cost_of_leaving
from relsim.behaviour.trust import trust_after
from relsim.behaviour.variety import boredom, renew, satiate
from relsim.behaviour.word_of_mouth import (
    belief_after_talk,
    report_weight,
    talk_chance,
    told_value,
)
from relsim.market.births import begin, number_of
from relsim.market.chance import Purpose, make_normal, normal, stage, uniform
from relsim.market.engine import compiled, helper, rare
from relsim.market.laws import quantile
from relsim.market.tallying import (
    PLACES,
    count_arrival,
    count_departure,
    count_stay,
    enter_census,
    survey,
)

TILE = 256
"""Rows whose common luck is drawn ahead in a tight loop."""


@helper
def tenure_of(customer: Any, world: Any) -> float:
    """Return a customer's tenure with the present firm, in years."""
    return float((world.period - customer.start) * world.months / 12.0)


@helper
def own_price(customer: Any, firm: Any, world: Any) -> float:
    """Return what a customer would pay the present firm for a use of spend 1."""
    return loyal_price(firm.offer, firm.loyalty_discount, tenure_of(customer, world))


@helper
def switching_cost_of(customer: Any, price: float, settled: Any, theory: Any, world: Any) -> float:
    """Return what leaving the present firm would cost a customer, in utils."""
    if theory.switching_cost <= 0.0:
        return 0.0
    return cost_of_leaving(
        settled[int(world.period - customer.start)],
        customer.points,
        price * customer.spend,
        customer.social_bond,
        customer.structural_bond,
        theory,
    )


@rare
def peer_shares(
    row: int, before: Any, offsets: Any, neighbours: Any, heads: Any, world: Any, peers: Any
) -> None:
    """Write the share of a row's acquaintances that each firm had when the period began."""
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
    customer: Any,
    number: Any,
    firms: Any,
    peers: Any,
    settled: Any,
    keys: Any,
    theory: Any,
    world: Any,
) -> int:
    """Return the firm with the largest utility for a customer; −1 for none.

    A separate function, so that a story can call it and show every term.
    """
    nobody = firms.shape[0]
    best = -1e300
    winner = -1
    if theory.outside_option > 0.0 or world.open_firms <= 0.0:
        best = theory.outside_utility + gumbel(uniform(keys[Purpose.CHOICE, nobody], number))
    for j in range(nobody):
        if firms[j].present <= 0.0:
            continue
        value = utility(customer, j, firms, peers[j], settled, theory, world)
        value += gumbel(uniform(keys[Purpose.CHOICE, j], number))
        if value > best:
            best = value
            winner = j
    return winner


@helper
def utility(
    customer: Any, j: int, firms: Any, peers: float, settled: Any, theory: Any, world: Any
) -> float:
    """Return what firm ``j`` offers a customer, in utils, before luck."""
    firm = firms[j]
    own = customer.firm == j
    price = own_price(customer, firm, world) if own else firm.offer
    approval = theory.reference_weight if theory.reference_group > 0.0 else 0.0
    value = pull(
        customer.belief[j],
        customer.price_sensitivity_now,
        price,
        world.price_level,
        peers,
        theory.belief_weight,
        approval,
    )
    if own:
        value += attachment(
            customer.satisfaction,
            customer.trust,
            theory.trust_start,
            theory.satisfaction_weight,
            theory.trust_weight,
        )
        value += switching_cost_of(customer, price, settled, theory, world)
        if theory.satiation > 0.0:
            value -= boredom(customer.variety_seeking, customer.satiation, theory)
    return value


@rare
def why(customer: Any, winner: int, firms: Any, peers: Any, theory: Any, world: Any) -> int:
    """Return the code of the reason for which a customer leaves the firm for the winner."""
    if winner < 0:
        return LEFT_MARKET
    own = customer.firm
    price = own_price(customer, firms[own], world)
    saving = customer.price_sensitivity_now * (price - firms[winner].offer) / world.price_level
    belief = theory.belief_weight * (customer.belief[winner] - customer.belief[own])
    approval = 0.0
    if theory.reference_group > 0.0:
        approval = theory.reference_weight * (peers[winner] - peers[own])
    variety = 0.0
    if theory.satiation > 0.0:
        variety = boredom(customer.variety_seeking, customer.satiation, theory)
    silent = customer.last_outcome == SILENT
    return reason_to_leave(customer.harm, silent, saving, belief, approval, variety)


@rare
def lot(firms: Any, luck: float, world: Any) -> int:
    """Return the open firm that an unfree customer is assigned; −1 when none is open."""
    if world.open_firms <= 0.0:
        return -1
    place = assigned(int(world.open_firms), luck)
    for j in range(firms.shape[0]):
        if firms[j].present > 0.0:
            if place == 0:
                return j
            place -= 1
    return -1


@helper
def reconsiders(customer: Any, firms: Any, luck: float, theory: Any, world: Any) -> bool:
    """Tell whether a free customer with a need reconsiders the present firm."""
    if theory.review <= 0.0:
        return False
    price = own_price(customer, firms[customer.firm], world)
    chance = review_chance(
        customer.restlessness,
        customer.harm,
        customer.doubt > 0,
        customer.price_sensitivity_now,
        price,
        world.lowest_price,
        theory.doubt_review,
        theory.price_review,
    )
    return luck < chance


@rare
def move(
    customer: Any,
    winner: int,
    reason: int,
    number: Any,
    theory: Any,
    world: Any,
    tallies: Any,
    departures: Any,
    ended: int,
) -> int:
    """Carry a customer from the present firm to the winner; return the spells ended so far."""
    own = customer.firm
    if own >= 0:
        count_departure(tallies[own], reason)
        tallies[own].points_forfeited += customer.points
        departures[ended].customer = np.int64(number)
        departures[ended].start = customer.start
        departures[ended].end = np.int32(world.period)
        departures[ended].firm = own
        departures[ended].segment = customer.segment
        departures[ended].reason = np.int8(reason)
        ended += 1
        customer.ever_left = np.uint16(customer.ever_left | (1 << int(own)))
    if winner >= 0:
        back = (customer.ever_left >> winner) & 1
        referred = (customer.heard_good >> winner) & 1
        count_arrival(tallies[winner], back > 0, reason != ASSIGNED, referred > 0)
        begin(customer, winner, int(world.period), theory)
    else:
        customer.firm = np.int8(-1)
        customer.points = 0.0
    return ended


@compiled
def choose(
    customers: Any,
    first: int,
    before: Any,
    heads: Any,
    offsets: Any,
    neighbours: Any,
    firms: Any,
    theories: Any,
    world_: Any,
    settled: Any,
    keys: Any,
    tallies: Any,
    moves: Any,
    stays: Any,
    departures: Any,
) -> int:
    """Needs arise; customers with a reason review; they stay, switch or leave the market.

    Parameters
    ----------
    before : ndarray of int8, shape (customers of the market,)
        Everybody's firm when the period began.
    heads : ndarray of float, shape (firms,)
        Customers of each firm when the period began.
    offsets, neighbours : ndarray
        The network.
    settled : ndarray of float
        How far a customer has settled in, by periods with the firm.
    moves : ndarray of float, shape (firms + 1, firms + 1)
        Customers by firm before and after.
    stays : ndarray of float, shape (firms, 100, 2)
        Needs by what went before (see ``tallying``), and whether the customer stayed.
    departures : ndarray of ``SPELL``
        Room for the spells that end.

    Returns
    -------
    int
        How many spells ended.
    """
    theory = theories[0]
    world = world_[0]
    nobody = firms.shape[0]
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
            if own >= 0 and firms[own].present <= 0.0:
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
                    winner = lot(firms, uniform(keys[Purpose.ASSIGNMENT, nobody], number), world)
                elif own < 0 or reconsiders(customer, firms, review_luck[i], theory, world):
                    peer_shares(row, before, offsets, neighbours, heads, world, peers)
                    winner = decide(customer, number, firms, peers, settled, keys, theory, world)
                    reason = LEFT_MARKET
                    if own >= 0:
                        tallies[own].reviews += 1.0
                        if winner != own:
                            reason = why(customer, winner, firms, peers, theory, world)
                if free and own >= 0 and world.period >= 0.0:
                    count_stay(customer, stays[own], winner == own)
                if winner != own:
                    ended = move(
                        customer, winner, reason, number, theory, world, tallies, departures, ended
                    )
                customer.doubt = np.int8(0)
                customer.heard_good = np.uint16(0)
                if customer.firm >= 0:
                    tallies[customer.firm].wanted += 1.0
            moves[before[row], customer.firm] += 1.0
    return ended


@helper
def fails(customer: Any, firm: Any, luck: float, theory: Any) -> int:
    """Return whose fault a failure of this use is: 0 no failure, 1 the firm's, 2 the customer's."""
    if theory.failure <= 0.0:
        return 0
    if luck < firm.failure_chance:
        return 1
    own_fault = customer_failure_chance(customer.competence, firm.education, theory)
    return 2 if luck < firm.failure_chance + own_fault else 0


@rare
def is_handled(
    customer: Any, firm: Any, severity: float, number: Any, keys: Any, theory: Any
) -> bool:
    """Tell whether a failure is voiced by the customer or found by the firm."""
    if theory.recovery <= 0.0:
        return False
    nobody = keys.shape[1] - 1
    if firm.level > 0.0:
        chance = voice_chance(firm.encouragement, severity, customer.social_bond, theory)
        if uniform(keys[Purpose.VOICE, nobody], number) < chance:
            return True
    found: bool = uniform(keys[Purpose.FOUND, nobody], number) < firm.found
    return found


@rare
def recover(
    customer: Any,
    firm: Any,
    own_fault: bool,
    severity: float,
    felt: float,
    felt_without: float,
    paid: float,
    number: Any,
    keys: Any,
    theory: Any,
    tally: Any,
) -> float:
    """Handle a failure: repair, harm, expectation, trust; return how it is felt in the end."""
    nobody = keys.shape[1] - 1
    fast = uniform(keys[Purpose.FAST, nobody], number) < firm.speed
    luck = normal(uniform(keys[Purpose.RECOVERY, nobody], number))
    given = recovery_given(firm, own_fault, fast, luck, theory)
    expected = customer.recovery_expectation
    resolved = given >= theory.resolved_from * expected
    effect = given * (1.0 - theory.severity_discount * severity)
    repair = repair_of(effect, expected)
    customer.harm = harm_left(severity, repair, theory)
    customer.recovery_expectation = expect_recovery(expected, given, theory)
    if theory.trust > 0.0:
        customer.trust = share(customer.trust + theory.trust_by_hearing)
    tally.complaints += 1.0
    if not (own_fault and firm.dispute > 0.0):
        tally.compensation_cost += firm.compensation * paid
    if not resolved:
        customer.last_outcome = np.int8(MISHANDLED)
        tally.mishandled += 1.0
    else:
        tally.resolved += 1.0
        if fast:
            tally.resolved_fast += 1.0
        customer.last_outcome = np.int8(RESOLVED_FAST if fast else RESOLVED)
    return felt_after_recovery(felt, felt_without, repair, effect, expected, theory)


@helper
def pay(customer: Any, firm: Any, price: float, theory: Any, world: Any, tally: Any) -> float:
    """Book one use: money paid, its cost, points; return what was paid."""
    amount = amount_bought(customer.spend, customer.trust, theory)
    paid = price * amount
    customer.spent += paid
    tally.uses += 1.0
    tally.revenue += paid
    tally.service_cost += firm.unit_cost * amount
    tally.discounts += (firm.offer - price) * amount
    if customer.start < 0 <= world.period:
        tally.founder_margin += paid - firm.unit_cost * amount
    if theory.rewards > 0.0:
        earned = firm.reward_rate * paid
        kept = points_kept(customer.points, earned, price * customer.spend)
        tally.points_earned += earned
        tally.points_redeemed += customer.points + earned - kept
        customer.points = kept
    return paid


@helper
def encounter(
    customer: Any,
    firm: Any,
    taste: float,
    noise: float,
    failure_luck: float,
    number: Any,
    keys: Any,
    severities: Any,
    theory: Any,
    world: Any,
    tally: Any,
) -> float:
    """Live through one use; return how it was felt in the end."""
    price = own_price(customer, firm, world)
    trust = customer.trust
    paid = pay(customer, firm, price, theory, world, tally)
    delivered = quality_delivered(firm, customer.structural_bond, taste, noise, theory)
    fault = fails(customer, firm, failure_luck, theory)
    if fault > 0:
        return fail(
            customer,
            firm,
            fault == 2,
            delivered,
            price,
            paid,
            number,
            keys,
            severities,
            theory,
            world,
            tally,
        )
    experience = experience_of(delivered, trust, 0.0, world.observability, theory)
    expectation = customer.belief[customer.firm]
    negativity = negativity_of(customer.negativity, customer.negativity_made, theory)
    felt = feel(experience, expectation, negativity, theory)
    customer.harm = 0.0
    customer.last_outcome = np.int8(FINE)
    customer.last_severity = np.float32(0.0)
    take_in(customer, firm, experience, felt, False, price, theory, world, tally)
    return felt


@rare
def fail(
    customer: Any,
    firm: Any,
    own_fault: bool,
    delivered: float,
    price: float,
    paid: float,
    number: Any,
    keys: Any,
    severities: Any,
    theory: Any,
    world: Any,
    tally: Any,
) -> float:
    """Live through a use that fails: voice, recovery and harm; return how it was felt."""
    nobody = keys.shape[1] - 1
    trust = customer.trust
    severity = quantile(severities, uniform(keys[Purpose.SEVERITY, nobody], number))
    experience = experience_of(delivered, trust, severity, world.observability, theory)
    expectation = customer.belief[customer.firm]
    negativity = negativity_of(customer.negativity, customer.negativity_made, theory)
    felt = feel(experience, expectation, negativity, theory)
    customer.last_severity = np.float32(severity)
    if customer.failures < 255:
        customer.failures = np.uint8(customer.failures + 1)
    tally.failures += 1.0
    if own_fault:
        tally.customer_failures += 1.0
    if is_handled(customer, firm, severity, number, keys, theory):
        whole = experience_of(delivered, trust, 0.0, world.observability, theory)
        without = feel(whole, expectation, negativity, theory)
        felt = recover(
            customer, firm, own_fault, severity, felt, without, paid, number, keys, theory, tally
        )
    else:
        customer.harm = harm_left(severity, 0.0, theory)
        customer.last_outcome = np.int8(SILENT)
        tally.silent += 1.0
    unresolved = customer.last_outcome >= MISHANDLED
    take_in(customer, firm, experience, felt, unresolved, price, theory, world, tally)
    return felt


@helper
def take_in(
    customer: Any,
    firm: Any,
    experience: float,
    felt: float,
    unresolved: bool,
    price: float,
    theory: Any,
    world: Any,
    tally: Any,
) -> None:
    """Let a use enter satisfaction, expectation and character; book what it was worth."""
    expectation = customer.belief[customer.firm]
    gap = experience - expectation
    tally.experience += experience
    tally.expectation_error += gap if gap >= 0.0 else -gap
    tally.surplus += surplus_of_use(
        experience,
        customer.price_sensitivity_now,
        price / world.price_level,
        customer.social_bond,
        world.price_level * customer.spend,
        theory,
    )
    if theory.disconfirmation > 0.0:
        remember(customer, felt, theory)
        customer.belief[customer.firm] = expect(expectation, experience, firm.education, theory)
        customer.negativity_made = embitter(customer.negativity_made, unresolved, theory)


@helper
def bond(
    customer: Any,
    firm: Any,
    used: bool,
    unresolved_severity: float,
    theory: Any,
    world: Any,
) -> None:
    """Let trust and the social bond move, as they do once a period for everybody with a firm."""
    if theory.trust > 0.0:
        customer.trust = trust_after(
            customer.trust,
            used,
            customer.satisfaction,
            firm.contact,
            firm.warmth,
            firm.direct_messages,
            unresolved_severity,
            theory,
        )
    if theory.social_bonding > 0.0:
        customer.social_bond = social_bond_after(
            customer.social_bond,
            firm.contact,
            firm.warmth,
            customer.relational_orientation,
            customer.satisfaction,
            world.months,
            theory,
        )


@compiled
def experience(
    customers: Any,
    first: int,
    offsets: Any,
    neighbours: Any,
    firms: Any,
    theories: Any,
    world_: Any,
    settled: Any,
    keys: Any,
    tables: Any,
    tallies: Any,
    messages: Any,
) -> int:
    """Encounter, failure, recovery, satisfaction, trust, bonds, money; and who will talk.

    Parameters
    ----------
    offsets, neighbours : ndarray
        The network.
    settled : ndarray of float
        How far a customer has settled in, by periods with the firm.
    tables : ndarray of float
        Quantile tables; the first is the severity of failures.
    messages : ndarray of ``MESSAGE``
        Room for what is told.

    Returns
    -------
    int
        How many reports were told.
    """
    theory = theories[0]
    world = world_[0]
    nobody = firms.shape[0]
    population = int(world.population)
    severities = tables[0]
    numbers = np.empty(TILE, np.uint64)
    taste_luck = np.empty(TILE)
    taste = np.empty(TILE)
    noise_luck = np.empty(TILE)
    noise = np.empty(TILE)
    failure_luck = np.empty(TILE)
    talk_luck = np.empty(TILE)
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
            row = first + tile + i
            firm_place = customer.firm
            promoted_use = False
            if firm_place >= 0:
                firm = firms[firm_place]
                tally = tallies[firm_place]
                used = False
                unresolved = 0.0
                if customer.wants > 0:
                    number = numbers[i]
                    used = firm.served_chance >= 1.0 or (
                        uniform(keys[Purpose.SERVED, nobody], number) < firm.served_chance
                    )
                    customer.habit = np.uint8(((customer.habit << 1) | (1 if used else 0)) & 255)
                    if used:
                        promoted_use = firm.promoted > 0.0
                        negativity = negativity_of(
                            customer.negativity, customer.negativity_made, theory
                        )
                        felt = encounter(
                            customer,
                            firm,
                            theory.taste_spread * taste[i],
                            noise[i],
                            failure_luck[i],
                            number,
                            keys,
                            severities,
                            theory,
                            world,
                            tally,
                        )
                        if customer.last_outcome >= MISHANDLED:
                            unresolved = float(customer.last_severity)
                        if theory.structural_bonding > 0.0:
                            customer.structural_bond = structural_bond_after(
                                customer.structural_bond, firm.structural, theory
                            )
                        if theory.satiation > 0.0:
                            customer.satiation = satiate(customer.satiation, theory)
                        if theory.word_of_mouth > 0.0:
                            chance = talk_chance(felt, negativity, firm.referral_reward, theory)
                            if talk_luck[i] < chance:
                                luck = uniform(keys[Purpose.LISTENER, nobody], number)
                                listener = listener_of(row, luck, offsets, neighbours, world)
                                if listener >= 0:
                                    good = felt >= 0.5
                                    messages[told].value = told_value(felt, theory)
                                    messages[told].listener = np.int32(listener)
                                    messages[told].firm = firm_place
                                    messages[told].good = np.int8(1 if good else 0)
                                    told += 1
                                    if good:
                                        tally.talk_good += 1.0
                                    else:
                                        tally.talk_bad += 1.0
                    else:
                        tally.turned_away += 1.0
                        turn_away(customer, theory)
                        unresolved = theory.refusal_severity
                bond(customer, firm, used, unresolved, theory, world)
                price = own_price(customer, firm, world)
                cost = switching_cost_of(customer, price, settled, theory, world)
                survey(customer, tally, census[firm_place], cost, theory, world)
            if theory.price_learning > 0.0 and (
                promoted_use or customer.price_sensitivity_now != customer.price_sensitivity
            ):
                customer.price_sensitivity_now = learned_sensitivity(
                    customer.price_sensitivity_now,
                    customer.price_sensitivity,
                    promoted_use,
                    theory,
                )
            tallies[nobody].paid_so_far += customer.spent
    for j in range(nobody):
        enter_census(tallies[j], census[j])
    return told


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
    firms: Any,
    keys: Any,
    theory: Any,
) -> None:
    """Let one listener take in all reports of the period, a firm at a time."""
    doubt = False
    for j in range(firms.shape[0]):
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
        chance = damping(firms[customer.firm].reassurance, customer.trust)
        if uniform(keys[Purpose.DOUBT, firms.shape[0]], number) < chance:
            customer.doubt = np.int8(1)


@compiled
def talk(
    customers: Any,
    first: int,
    messages: Any,
    order: Any,
    firms: Any,
    theories: Any,
    world_: Any,
    keys: Any,
    weights: Any,
    values: Any,
    lefts: Any,
    marks: Any,
) -> None:
    """Word of mouth reaches its listeners, then advertising everybody.

    Parameters
    ----------
    messages : ndarray of ``MESSAGE``
        Everything told this period, by anybody.
    order : ndarray of int
        Which of them are for listeners of this block, in the order of the talkers' rows.
    weights, values, lefts, marks : ndarray, shape (block, firms)
        Room for Σ weight, Σ weight·value, Π (1 − weight) and what was heard; clean
        (0, 0, 1, 0) before and after.
    """
    theory = theories[0]
    world = world_[0]
    nobody = firms.shape[0]
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
        hear(customers[i], number, weights[i], values[i], lefts[i], marks[i], firms, keys, theory)
    if theory.advertising <= 0.0:
        return
    for j in range(nobody):
        reached = firms[j].reached
        if reached <= 0.0 or firms[j].present <= 0.0:
            continue
        claim = firms[j].claim
        stream = keys[Purpose.REACH, j]
        for i in range(customers.shape[0]):
            customer = customers[i]
            number = number_of(first + i, customer.generation, population)
            if uniform(stream, number) < reached:
                customer.belief[j] = belief_after_claim(
                    customer.belief[j], claim, customer.firm == j, theory
                )


@compiled
def bucket(messages: Any, block: int, starts: Any, order: Any) -> None:
    """Sort the period's reports by the block of their listener, keeping the talkers' order.

    Parameters
    ----------
    messages : ndarray of ``MESSAGE``
        Everything told this period.
    block : int
        Rows in a block.
    starts : ndarray of int64, shape (blocks + 1,)
        Zeros; becomes where each block's reports begin in ``order``.
    order : ndarray of int64, shape (messages,)
        Becomes the places in ``messages``.
    """
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
    firms: Any,
    theories: Any,
    world_: Any,
    keys: Any,
) -> None:
    """Challenges, scandals, media and innovations reach everybody at once."""
    theory = theories[0]
    population = int(world_[0].population)
    for i in range(customers.shape[0]):
        customer = customers[i]
        number = number_of(first + i, customer.generation, population)
        own = customer.firm
        damped = 1.0
        if own >= 0:
            damped = damping(firms[own].reassurance, customer.trust)
        for j in range(firms.shape[0]):
            firm = firms[j]
            doubt = 0.0
            change = firm.media
            if own != j and firm.challenge > 0.0:
                change += news_strength(firm.challenge, damped, theory)
                doubt = firm.challenge * damped if own >= 0 else 0.0
            if firm.scandal > 0.0:
                if own == j:
                    change -= news_strength(firm.scandal, damped, theory)
                    doubt = firm.scandal * damped
                else:
                    change -= news_strength(firm.scandal, 1.0, theory)
            if change != 0.0:
                customer.belief[j] = belief_after_news(customer.belief[j], change)
            if doubt > 0.0 and uniform(keys[Purpose.NEWS, j], number) < doubt:
                customer.doubt = np.int8(1)


@compiled
def renew_all(customers: Any, firms: Any, theories: Any) -> None:
    """Let an innovation of the own firm take away satiation."""
    theory = theories[0]
    for i in range(customers.shape[0]):
        customer = customers[i]
        if customer.firm >= 0 and firms[customer.firm].launched > 0.0:
            customer.satiation = renew(customer.satiation, theory)
