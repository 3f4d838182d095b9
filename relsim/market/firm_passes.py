"""What every firm does every period: arithmetic on arrays over firms, compiled.

Objects for four firms would take as long as the customers; so firms are records too, and
Python runs for one only where a schedule is due or a user's firm decides.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.advertising import goodwill_after, reach_chance
from relsim.behaviour.arithmetic import over_months, positive
from relsim.behaviour.assurance import found_chance
from relsim.behaviour.capacity import ease, served_chance
from relsim.behaviour.contact import contact_of, motivation_of, planned_contact, reach_of, warmth_of
from relsim.behaviour.contract import periods_of
from relsim.behaviour.declaration import LEAST
from relsim.behaviour.failure import firm_failure_chance
from relsim.behaviour.hospitality import exposure_chance
from relsim.behaviour.introductory import introductory_price
from relsim.behaviour.needs import demand_of
from relsim.behaviour.pricing import known_as_cheap, offered_price
from relsim.behaviour.rewards import net_price
from relsim.behaviour.service import delivery_of
from relsim.behaviour.staff import staff_leaving
from relsim.behaviour.targeting import ALL_BUT_CONTROL, RISK, UPLIFT, VALUE
from relsim.market.chance import Purpose, uniform
from relsim.market.engine import compiled, helper
from relsim.market.tables import Conditions

if TYPE_CHECKING:
    from relsim.market.typed import (
        Floats,
        Keys,
        SideRecord,
        Stream,
        Table,
        TallyRecord,
        TheoryRecord,
        WorldRecord,
    )


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


@compiled
def act(conditions: Conditions, heads: Floats, shares: Floats, keys: Keys) -> None:
    """Firms set their offers for the period: prices, promotions, launches, contact, advertising."""
    sides, theories, worlds, _, _, _ = conditions
    theory = theories[0]
    world = worlds[0]
    open_firms = 0.0
    world.news = 0.0
    world.launches = 0.0
    world.introduces = 0.0
    world.long_away = math.inf
    world.demand = demand_now(keys[Purpose.BUSY, heads.shape[0]], world)
    for j in range(heads.shape[0]):
        firm = sides[j]
        firm.opened = heads[j]
        firm.launched = 0.0
        take_risks(firm, keys[Purpose.EXPOSURE, j], theory, world)
        take_sides(firm, theory, world)
        if theory.contracts > 0.0 and (firm.term > 0.0 or firm.lapse_rate > 0.0):
            world.contracts = 1.0
        if firm.challenge > 0.0 or firm.scandal > 0.0 or firm.media != 0.0:
            world.news = 1.0
        if firm.present <= 0.0:
            firm.reached = 0.0
            continue
        open_firms += 1.0
        if firm.introductory > 0.0 and firm.introductory_months > 0.0:
            world.introduces = 1.0
            world.long_away = periods_of(theory.newcomer_again, world.months)
        luck = uniform(keys[Purpose.PROMOTION, j], np.uint64(0))
        on = luck < firm.promotion_frequency and firm.promotion_depth > 0.0
        firm.promoted = 1.0 if on else 0.0
        firm.offer = offered_price(firm.price, firm.promotion_depth, firm.promoted > 0.0)
        # Who comes to a firm that targets is passed by at first.
        rate = firm.base_reward_rate if firm.aims > 0.0 else firm.reward_rate
        firm.net_offer = net_price(firm.offer, rate) if theory.rewards > 0.0 else firm.offer
        firm.welcome = periods_of(firm.introductory_months, world.months)
        firm.newcomer_offer = firm.net_offer
        if firm.welcome > 0.0:
            firm.newcomer_offer = introductory_price(firm.net_offer, firm.introductory)
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
    compare_prices(sides, world)
    for j in range(heads.shape[0]):
        firm = sides[j]
        firm.cheapness = known_as_cheap(firm.cheapness, firm.price, world.price_level, theory)
        firm.tarnish = theory.low_price_signal * firm.cheapness


@helper
def take_sides(firm: SideRecord, theory: TheoryRecord, world: WorldRecord) -> None:
    """Set what decides whom a firm's personal levers go to, and what must be kept for it."""
    aims = firm.target_by
    if aims <= 0.0 and firm.control_share > 0.0:
        aims = float(ALL_BUT_CONTROL)
    if theory.targeting <= 0.0:
        aims = 0.0
    if aims != firm.aims:
        firm.aims = aims
        firm.aims_since = world.period
    kind = int(aims)
    if kind in (RISK, UPLIFT) or (aims > 0.0 and firm.control_share > 0.0):
        world.follows = 1.0
    if kind == VALUE or world.follows > 0.0:
        world.keeps_worth = 1.0


@helper
def demand_now(stream: Stream, world: WorldRecord) -> float:
    """Return by what the season, and luck with busy times, multiply needs in this period."""
    year = int(world.periods_per_year)
    length = 1.0 / year
    busy = uniform(stream, np.uint64(0)) < world.busy_chance
    return demand_of(
        (int(world.period) % year) * length,
        length,
        world.needs_first_quarter,
        world.needs_second_quarter,
        world.needs_third_quarter,
        world.needs_fourth_quarter,
        world.busy_needs if busy else 1.0,
    )


@helper
def take_risks(firm: SideRecord, stream: Stream, theory: TheoryRecord, world: WorldRecord) -> None:
    """Let favours come to light now and then; like a scandal, it is news."""
    firm.exposed = 0.0
    if theory.hospitality > 0.0 and firm.hospitality > 0.0 and firm.present > 0.0:
        luck = uniform(stream, np.uint64(0))
        if luck < exposure_chance(firm.hospitality, world.months, theory):
            firm.exposed = 1.0
            world.news = 1.0


@helper
def share_addressed(firm: SideRecord, shares: Floats) -> float:
    """Return the share of the population that a firm's advertising is for."""
    if not firm.advertised_segment >= 1.0:
        return 1.0
    place = int(firm.advertised_segment) - 1
    return float(shares[place]) if place < shares.shape[0] else 0.0


@helper
def keep_in_touch(firm: SideRecord, theory: TheoryRecord) -> None:
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
def compare_prices(sides: Table[SideRecord], world: WorldRecord) -> None:
    """Set the price level, and the lowest prices of the market: net, and for newcomers, too."""
    weighted = 0.0
    weight = 0.0
    plain = 0.0
    lowest = 1e300
    offer = 1e300
    for j in range(sides.shape[0] // 2):
        if sides[j].present <= 0.0:
            continue
        weighted += sides[j].opened * sides[j].net_offer
        weight += sides[j].opened
        plain += sides[j].net_offer
        if sides[j].net_offer < lowest:
            lowest = sides[j].net_offer
        if sides[j].newcomer_offer < offer:
            offer = sides[j].newcomer_offer
    if world.open_firms <= 0.0:
        world.price_level = 1.0
        world.lowest_price = 1.0
        world.lowest_offer = 1.0
        return
    world.lowest_price = lowest
    world.lowest_offer = offer
    if world.reference_price > 0.0:
        world.price_level = world.reference_price
    elif weight > 0.0:
        world.price_level = weighted / weight
    else:
        world.price_level = plain / world.open_firms
    # A price that is copied from far above can round to nothing, and the level divides.
    world.price_level = max(world.price_level, LEAST)


@compiled
def meet_demand(conditions: Conditions, tallies: Table[TallyRecord]) -> None:
    """Demand meets capacity: load, ease and the chance of being served."""
    sides, theories, worlds, _, _, _ = conditions
    theory = theories[0]
    world = worlds[0]
    for j in range(sides.shape[0] // 2):
        firm = sides[j]
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
