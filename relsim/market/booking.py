"""The books of a period: what levers and events cost, and what follows for staff and learning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.behaviour.arithmetic import over_months, positive
from relsim.behaviour.choice import TURNOVER
from relsim.behaviour.learning import learn
from relsim.behaviour.money import quality_cost
from relsim.behaviour.staff import skill_after, staff_satisfaction_after
from relsim.market.engine import compiled, helper
from relsim.market.firm_passes import by_channel, by_level
from relsim.market.tables import Conditions, Lines, Plain, Sheet

if TYPE_CHECKING:
    from relsim.market.typed import Floats, Ints, SideRecord, TallyRecord, TheoryRecord, WorldRecord


@compiled
def keep_books(conditions: Conditions, plain: Plain, sheet: Sheet, lines: Lines) -> None:
    """Book the period's costs and profit; then staff react and the firm learns."""
    sides, theories, worlds, _, _, _ = conditions
    theory = theories[0]
    world = worlds[0]
    firms = sides.shape[0] // 2
    for j in range(firms):
        firm = sides[j]
        tally = sheet.tallies[j]
        books = sheet.plain[j]
        if firm.present > 0.0:
            book_levers(firm, tally, world)
            picked = tally.customers - tally.passed_by
            book_heads(firm, picked, tally, world)
            book_per_head(plain.sides[j], plain.world[0], picked * world.months, books, lines)
            if tally.passed_by > 0.0:
                aside = sides[j + firms]
                book_heads(aside, tally.passed_by, tally, world)
                heads = tally.passed_by * world.months
                book_per_head(plain.sides[j + firms], plain.world[0], heads, books, lines)
        book_events(firm, tally, world)
        tally.profit = tally.revenue - total(books, lines.costs)
        firm.gained += tally.profit
        spent = total(books, lines.spending)
        tally.relationship_spending = spent - usual_spending(firm, tally, world)
        tally.relationship_quality = 0.5 * (tally.satisfaction + tally.trust)
        react(firm, tally, theory, world)
        tally.closed = tally.opened + tally.acquired + tally.won_back - tally.lost
        sheet.closings[j] = tally.closed


@helper
def react(firm: SideRecord, tally: TallyRecord, theory: TheoryRecord, world: WorldRecord) -> None:
    """Let staff feel the period, the firm learn from complaints, and both stand in the books."""
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


@helper
def total(row: Floats, columns: Ints) -> float:
    """Return the sum of some columns of a firm's books."""
    amount = 0.0
    for k in range(columns.shape[0]):
        amount += row[columns[k]]
    return amount


@helper
def book_levers(firm: SideRecord, tally: TallyRecord, world: WorldRecord) -> None:
    """Book what levers cost as a whole, however many customers there are."""
    if firm.account_capacity >= 0.0:
        tally.account_cost = firm.account_capacity * world.cost_account_staff * world.months
    tally.advertising_cost = firm.advertising * world.months
    tally.launches = firm.launched
    tally.innovation_cost = firm.launched * world.cost_launch * world.population
    if world.capacity > 0.0:
        tally.capacity_cost = firm.room * world.cost_capacity


@helper
def book_heads(firm: SideRecord, customers: float, tally: TallyRecord, world: WorldRecord) -> None:
    """Book what costs by head and month, but not in proportion to a lever alone."""
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


@helper
def book_per_head(firm: Floats, world: Floats, heads: float, books: Floats, lines: Lines) -> None:
    """Book what levers cost per head, as they are declared, for some of a firm's customers."""
    _, _, levers, rates, into, begins = lines
    for k in range(begins.shape[0] - 1):
        low = begins[k]
        high = begins[k + 1]
        if high - low == 1:
            # Rounded in this order since there are golden figures.
            books[into[low]] += heads * world[rates[low]] * firm[levers[low]]
            continue
        amount = 0.0
        for c in range(low, high):
            amount += world[rates[c]] * firm[levers[c]]
        books[into[low]] += heads * amount


@helper
def book_events(firm: SideRecord, tally: TallyRecord, world: WorldRecord) -> None:
    """Book what happened: customers won, set-ups, complaints, referrals, points."""
    tally.acquisition_cost = world.cost_acquisition * tally.won_by_choice
    # Who has just come to a firm that targets is not picked out yet: systems are set up then.
    won = tally.taken_up if firm.aims > 0.0 else tally.acquired + tally.won_back
    rise = firm.structural - firm.structural_before
    raised = rise * (tally.opened - (tally.lost - tally.losses[TURNOVER]))
    if firm.aims > 0.0:
        raised = rise * positive(tally.customers - tally.passed_by)
    tally.setup_cost = world.cost_setup * firm.structural * won
    if rise > 0.0 and raised > 0.0:
        tally.setup_cost += world.cost_setup * raised
    tally.handling_cost = world.cost_handling * tally.complaints
    tally.referral_cost = world.cost_referral * firm.referral_reward * tally.referrals
    tally.reward_cost = tally.points_earned - tally.points_forfeited


@helper
def usual_spending(firm: SideRecord, tally: TallyRecord, world: WorldRecord) -> float:
    """Return what of staff and innovation was spent before any strategy: no relationship's."""
    heads = tally.customers * world.months
    staff = heads * (
        world.cost_training * firm.base_training + world.cost_staff_reward * firm.base_staff_reward
    )
    if firm.present <= 0.0:
        return float(staff)
    launches = over_months(firm.base_innovation, world.months)
    return float(staff + launches * world.cost_launch * world.population)
