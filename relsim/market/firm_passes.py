"""What every firm does every period: arithmetic on arrays over firms, compiled.

Objects for four firms would take as long as the customers; so firms are records too, and
Python runs for one only where a schedule is due or a user's firm decides.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from relsim.behaviour.advertising import goodwill_after, reach_chance
from relsim.behaviour.arithmetic import over_months, positive
from relsim.behaviour.assurance import found_chance
from relsim.behaviour.capacity import ease, served_chance
from relsim.behaviour.contact import contact_of, motivation_of, planned_contact, reach_of, warmth_of
from relsim.behaviour.failure import firm_failure_chance
from relsim.behaviour.hospitality import exposure_chance
from relsim.behaviour.imitation import imitated
from relsim.behaviour.money import quality_cost
from relsim.behaviour.pricing import known_as_cheap, offered_price
from relsim.behaviour.recovery import learn
from relsim.behaviour.service import delivery_of
from relsim.behaviour.staff import skill_after, staff_leaving, staff_satisfaction_after
from relsim.behaviour.targeting import VALUE
from relsim.market.chance import Purpose, uniform
from relsim.market.engine import compiled, helper


@helper
def by_level(level: float, one: float, two: float, three: float, four: float, five: float) -> float:
    """Return the value that belongs to a relationship level, 0 (basic) to 4 (partnership)."""
    if level < 0.5:
        return one
    if level < 1.5:
        return two
    if level < 2.5:
        return three
    return four if level < 3.5 else five


@helper
def by_channel(channel: float, one: float, two: float, three: float, four: float) -> float:
    """Return the value that belongs to a channel, 0 (face to face) to 3 (machine)."""
    if channel < 0.5:
        return one
    if channel < 1.5:
        return two
    return three if channel < 2.5 else four


@helper
def leader_of(closings: Any, now: int, span: int, firms: Any) -> int:
    """Return the firm with the largest mean share of the last six months, or −1."""
    best = -1.0
    leader = -1
    for j in range(closings.shape[1]):
        if firms[j].present <= 0.0:
            continue
        total = 0.0
        for t in range(max(0, now - span), now):
            heads = 0.0
            for k in range(closings.shape[1]):
                heads += closings[t, k]
            if heads > 0.0:
                total += closings[t, j] / heads
        if total > best:
            best = total
            leader = j
    return leader


@compiled
def imitate(
    firms: Any,
    table: Any,
    columns: Any,
    visibility: Any,
    closings: Any,
    now: int,
    theories: Any,
    world_: Any,
) -> None:
    """Let firms that have lost share move towards the leader."""
    theory = theories[0]
    world = world_[0]
    year = int(world.periods_per_year)
    if now < year + 1:
        return
    leader = leader_of(closings, now, max(1, (year + 1) // 2), firms)
    before = 0.0
    after = 0.0
    for k in range(closings.shape[1]):
        before += closings[now - 1 - year, k]
        after += closings[now - 1, k]
    if leader < 0 or before <= 0.0 or after <= 0.0:
        return
    for j in range(firms.shape[0]):
        told_not_to = j == int(world.focal) and theory.focal_imitates <= 0.0
        if j == leader or told_not_to or firms[j].present <= 0.0:
            continue
        if closings[now - 1, j] / after >= closings[now - 1 - year, j] / before:
            continue
        for c in range(columns.shape[0]):
            column = columns[c]
            table[j, column] = imitated(
                table[j, column],
                table[leader, column],
                theory.imitation_speed,
                visibility[c],
                world.months,
            )


@compiled
def act(firms: Any, heads: Any, shares: Any, theories: Any, world_: Any, keys: Any) -> None:
    """Firms set their offers for the period: prices, promotions, launches, contact, advertising."""
    theory = theories[0]
    world = world_[0]
    open_firms = 0.0
    world.news = 0.0
    world.launches = 0.0
    for j in range(firms.shape[0]):
        firm = firms[j]
        firm.opened = heads[j]
        firm.launched = 0.0
        take_risks(firm, keys[Purpose.EXPOSURE, j], theory, world)
        firm.aims = firm.target_by if theory.targeting > 0.0 else 0.0
        if int(firm.aims) == VALUE:
            world.keeps_worth = 1.0
        if firm.challenge > 0.0 or firm.scandal > 0.0 or firm.media != 0.0:
            world.news = 1.0
        if firm.present <= 0.0:
            firm.reached = 0.0
            continue
        open_firms += 1.0
        luck = uniform(keys[Purpose.PROMOTION, j], np.uint64(0))
        on = luck < firm.promotion_frequency and firm.promotion_depth > 0.0
        firm.promoted = 1.0 if on else 0.0
        firm.offer = offered_price(firm.price, firm.promotion_depth, firm.promoted > 0.0)
        luck = uniform(keys[Purpose.LAUNCH, j], np.uint64(0))
        firm.launched = 1.0 if luck < over_months(firm.innovation, world.months) else 0.0
        if firm.launched > 0.0:
            firm.improvement += theory.innovation_quality
            world.launches += 1.0
        # Account staff look after those whom the levers went to when last counted.
        firm.near = firm.opened
        if firm.aims > 0.0:
            firm.near = positive(firm.opened - firm.passed_by)
        keep_in_touch(firm, theory)
        firm.forgets = 0.0
        if theory.staff > 0.0:
            firm.forgets = staff_leaving(firm.staff_satisfaction, world.months, theory)
        decay = theory.goodwill_decay
        monthly = over_months(decay, 1.0 / world.months)
        firm.goodwill = goodwill_after(firm.goodwill, firm.advertising, monthly, decay)
        addressed = world.population * share_addressed(firm, shares)
        firm.reached = reach_chance(firm.goodwill, addressed, world.cost_reach, world.months)
    world.open_firms = open_firms
    compare_prices(firms, world)
    for j in range(firms.shape[0]):
        firm = firms[j]
        firm.cheapness = known_as_cheap(firm.cheapness, firm.price, world.price_level, theory)
        firm.tarnish = theory.low_price_signal * firm.cheapness


@helper
def take_risks(firm: Any, stream: Any, theory: Any, world: Any) -> None:
    """Let favours come to light now and then; like a scandal, it is news."""
    firm.exposed = 0.0
    if theory.hospitality > 0.0 and firm.hospitality > 0.0 and firm.present > 0.0:
        luck = uniform(stream, np.uint64(0))
        if luck < exposure_chance(firm.hospitality, world.months, theory):
            firm.exposed = 1.0
            world.news = 1.0


@helper
def share_addressed(firm: Any, shares: Any) -> float:
    """Return the share of the population that a firm's advertising is for."""
    if not firm.advertised_segment >= 1.0:
        return 1.0
    place = int(firm.advertised_segment) - 1
    return float(shares[place]) if place < shares.shape[0] else 0.0


@helper
def keep_in_touch(firm: Any, theory: Any) -> None:
    """Set how warm a firm's contact is and how much of what is planned reaches customers."""
    channel_warmth = by_channel(
        firm.channel,
        theory.warmth_face,
        theory.warmth_phone,
        theory.warmth_mail,
        theory.warmth_machine,
    )
    firm.warmth = warmth_of(channel_warmth, firm.staff_satisfaction)
    level_contact = by_level(
        firm.level,
        theory.level_contact_basic,
        theory.level_contact_reactive,
        theory.level_contact_accountable,
        theory.level_contact_proactive,
        theory.level_contact_partnership,
    )
    firm.planned = planned_contact(firm.social, level_contact)
    firm.reach = reach_of(firm.account_capacity, firm.planned, firm.near)
    motivation = motivation_of(firm.staff_satisfaction, firm.staff_reward, theory)
    firm.intensity = firm.planned * motivation * firm.reach
    firm.contact = contact_of(firm.intensity, theory)
    found = by_level(
        firm.level,
        theory.level_found_basic,
        theory.level_found_reactive,
        theory.level_found_accountable,
        theory.level_found_proactive,
        theory.level_found_partnership,
    )
    guarantee = firm.guarantee if theory.assurance > 0.0 else 0.0
    firm.found = found_chance(found, firm.reach, guarantee, theory)
    joint = by_level(
        firm.level,
        theory.level_joint_basic,
        theory.level_joint_reactive,
        theory.level_joint_accountable,
        theory.level_joint_proactive,
        theory.level_joint_partnership,
    )
    firm.joint = joint * firm.reach


@helper
def compare_prices(firms: Any, world: Any) -> None:
    """Set the price level and the lowest price that customers compare with."""
    weighted = 0.0
    weight = 0.0
    plain = 0.0
    lowest = 1e300
    for j in range(firms.shape[0]):
        if firms[j].present <= 0.0:
            continue
        weighted += firms[j].opened * firms[j].offer
        weight += firms[j].opened
        plain += firms[j].offer
        if firms[j].offer < lowest:
            lowest = firms[j].offer
    if world.open_firms <= 0.0:
        world.price_level = 1.0
        world.lowest_price = 1.0
        return
    world.lowest_price = lowest
    if world.reference_price > 0.0:
        world.price_level = world.reference_price
    elif weight > 0.0:
        world.price_level = weighted / weight
    else:
        world.price_level = plain / world.open_firms


@compiled
def meet_demand(firms: Any, tallies: Any, theories: Any, world_: Any) -> None:
    """Demand meets capacity: load, ease and the chance of being served."""
    theory = theories[0]
    world = world_[0]
    for j in range(firms.shape[0]):
        firm = firms[j]
        wanted = tallies[j].wanted
        if world.capacity <= 0.0:
            firm.load = theory.elastic_load
            firm.room = wanted / theory.elastic_load
        else:
            firm.room = firm.capacity * world.fair_share
            firm.load = wanted / firm.room if firm.room > 0.0 else 0.0
        firm.ease = 1.0
        firm.served_chance = 1.0
        if theory.capacity_limits > 0.0:
            firm.ease = ease(firm.load, theory)
            firm.served_chance = served_chance(wanted, firm.room)
        firm.delivery = delivery_of(firm.ease, firm.skill, theory)
        firm.failure_chance = firm_failure_chance(firm, theory) if theory.failure > 0.0 else 0.0


@compiled
def keep_books(
    sides: Any,
    tallies: Any,
    plain: Any,
    cost_columns: Any,
    spending_columns: Any,
    closings: Any,
    now: int,
    theories: Any,
    world_: Any,
) -> None:
    """Book the period's costs and profit; then staff react and the firm learns."""
    theory = theories[0]
    world = world_[0]
    firms = sides.shape[0] // 2
    for j in range(firms):
        firm = sides[j]
        tally = tallies[j]
        if firm.present > 0.0:
            book_levers(firm, sides[j + firms], tally, theory, world)
        book_events(firm, tally, world)
        tally.profit = tally.revenue - total(plain[j], cost_columns)
        spent = total(plain[j], spending_columns)
        tally.relationship_spending = spent - usual_spending(firm, tally, world)
        tally.relationship_quality = 0.5 * (tally.satisfaction + tally.trust)
        customers = tally.customers
        if theory.staff > 0.0:
            mean = tally.satisfaction / customers if customers > 0.0 else 0.5
            care = firm.training + firm.staff_reward
            firm.skill = skill_after(
                firm.skill, firm.training, firm.staff_satisfaction, world.months, theory
            )
            load = firm.load if theory.capacity_limits > 0.0 else 0.0
            firm.staff_satisfaction = staff_satisfaction_after(
                firm.staff_satisfaction, mean, care, load, theory
            )
        firm.learned = learn(firm.learned, firm.learning, tally.complaints, customers, theory)
        firm.structural_before = firm.structural
        firm.passed_by = tally.passed_by
        tally.skill = firm.skill
        tally.staff_satisfaction = firm.staff_satisfaction
        tally.exposures = firm.exposed
        tally.closed = tally.opened + tally.acquired + tally.won_back - tally.lost
        closings[now, j] = tally.closed


@helper
def total(row: Any, columns: Any) -> float:
    """Return the sum of some columns of a firm's books."""
    amount = 0.0
    for k in range(columns.shape[0]):
        amount += row[columns[k]]
    return amount


@helper
def book_levers(firm: Any, aside: Any, tally: Any, theory: Any, world: Any) -> None:
    """Book what the levers cost: by head, as each customer meets the firm, and as a whole."""
    book_heads(firm, tally.customers - tally.passed_by, tally, world)
    if tally.passed_by > 0.0:
        book_heads(aside, tally.passed_by, tally, world)
    if firm.account_capacity >= 0.0:
        tally.account_cost = firm.account_capacity * world.cost_account_staff * world.months
    tally.advertising_cost = firm.advertising * world.months
    tally.launches = firm.launched
    tally.innovation_cost = firm.launched * world.cost_launch * world.population
    if world.capacity > 0.0:
        tally.capacity_cost = firm.room * world.cost_capacity


@helper
def book_heads(firm: Any, customers: float, tally: Any, world: Any) -> None:
    """Book what the levers cost by head and month, for some of a firm's customers."""
    heads = customers * world.months
    dearness = quality_cost(
        firm.quality, world.cost_quality, world.cost_quality_steepness, world.cost_quality_reference
    )
    tally.quality_cost += heads * (dearness + world.cost_consistency * firm.consistency)
    channel = by_channel(
        firm.channel,
        world.cost_channel_face,
        world.cost_channel_phone,
        world.cost_channel_mail,
        world.cost_channel_machine,
    )
    tally.contact_cost += heads * world.cost_social * channel * firm.social
    tally.level_cost += heads * by_level(
        firm.level,
        world.cost_level_basic,
        world.cost_level_reactive,
        world.cost_level_accountable,
        world.cost_level_proactive,
        world.cost_level_partnership,
    )
    tally.message_cost += heads * world.cost_message * firm.direct_messages
    tally.systems_cost += heads * world.cost_systems * firm.structural
    tally.recovery_cost += heads * (
        world.cost_encouragement * firm.encouragement
        + world.cost_empowerment * firm.empowerment
        + world.cost_speed * firm.speed
        + world.cost_learning * firm.learning
    )
    tally.assurance_cost += heads * (
        world.cost_guarantee * firm.guarantee + world.cost_human_fallback * firm.human_fallback
    )
    tally.reassurance_cost += heads * world.cost_reassurance * firm.reassurance
    tally.education_cost += heads * world.cost_education * firm.education
    tally.customisation_cost += heads * (
        world.cost_customisation * firm.customisation + world.cost_database * firm.database
    )
    tally.comfort_cost += heads * (
        world.cost_convenience * firm.convenience + world.cost_setting * firm.setting
    )
    tally.hospitality_cost += heads * world.cost_hospitality * firm.hospitality
    tally.staff_cost += heads * (
        world.cost_training * firm.training + world.cost_staff_reward * firm.staff_reward
    )


@helper
def book_events(firm: Any, tally: Any, world: Any) -> None:
    """Book what happened: customers won, set-ups, complaints, referrals, points."""
    tally.acquisition_cost = world.cost_acquisition * tally.won_by_choice
    # Who has just come to a firm that targets is not picked out yet: systems are set up then.
    won = tally.taken_up if firm.aims > 0.0 else tally.acquired + tally.won_back
    rise = firm.structural - firm.structural_before
    raised = rise * (tally.opened - (tally.lost - tally.lost_population_turnover))
    if firm.aims > 0.0:
        raised = rise * positive(tally.customers - tally.passed_by)
    tally.setup_cost = world.cost_setup * firm.structural * won
    if rise > 0.0 and raised > 0.0:
        tally.setup_cost += world.cost_setup * raised
    tally.handling_cost = world.cost_handling * tally.complaints
    tally.referral_cost = world.cost_referral * firm.referral_reward * tally.referrals
    tally.reward_cost = tally.points_earned - tally.points_forfeited


@helper
def usual_spending(firm: Any, tally: Any, world: Any) -> float:
    """Return what of staff and innovation was spent before any strategy: no relationship's."""
    heads = tally.customers * world.months
    staff = heads * (
        world.cost_training * firm.base_training + world.cost_staff_reward * firm.base_staff_reward
    )
    if firm.present <= 0.0:
        return float(staff)
    launches = over_months(firm.base_innovation, world.months)
    return float(staff + launches * world.cost_launch * world.population)
