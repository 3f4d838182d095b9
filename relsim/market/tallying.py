"""Counting: what a pass writes into its block's books."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour import COLUMNS
from relsim.behaviour.relationship import SIX_NEEDS, quality_of
from relsim.market.engine import helper

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Floats,
        Number,
        SpellRecord,
        TallyRecord,
        TheoryRecord,
        WorldRecord,
    )

OUTCOMES, SEVERITIES, COUNTS = 5, 3, 3
LADDER = OUTCOMES * SEVERITIES * COUNTS
QUALITY_BINS = 100
STAYS = LADDER + QUALITY_BINS
"""Rows of the table of stays: the complaint ladder, then relationship quality in hundredths."""


def row_of(name: str) -> tuple[str, ...]:
    """Return the columns of the books that stand in one row, by code."""
    return tuple(column.name for column in COLUMNS.values() if column.one_of == name)


TIERS, STAGES, LOYALTIES = (len(row_of(name)) for name in ("tiers", "stages", "loyalties"))
KINDS = TIERS + STAGES + LOYALTIES
"""Tiers, stages and loyalty types that a customer can be counted in, one after the other."""


@helper
def count_departure(tally: TallyRecord, reason: int) -> None:
    """Count a customer lost, by reason."""
    tally.lost += 1.0
    tally.losses[reason] += 1.0


@helper
def end_spell(
    spell: SpellRecord, customer: CustomerRecord, number: Number, reason: int, world: WorldRecord
) -> None:
    """Write down a relationship that ends."""
    spell.customer = np.int64(number)
    spell.start = customer.start
    spell.end = np.int32(world.period)
    spell.satisfaction = np.float32(customer.satisfaction)
    spell.firm = customer.firm
    spell.segment = customer.segment
    spell.reason = np.int8(reason)


@helper
def count_stay(customer: CustomerRecord, stays: Floats, stayed: int) -> None:
    """Count whether a need kept the customer, by what went before it with the firm."""
    stays[ladder_row(customer), stayed] += 1.0
    stays[quality_row(customer), stayed] += 1.0


@helper
def forfeit(points: float, tally: TallyRecord) -> None:
    """Count points that leaving forfeits: they were taken for a lower price when earned."""
    tally.points_forfeited += points
    tally.surplus -= points


@helper
def count_arrival(tally: TallyRecord, back: bool, chosen: bool, referred: bool) -> None:
    """Count a customer won."""
    if back:
        tally.won_back += 1.0
    else:
        tally.acquired += 1.0
    if chosen:
        tally.won_by_choice += 1.0
        if referred:
            tally.referrals += 1.0


@helper
def ladder_row(customer: CustomerRecord) -> int:
    """Return the row of the table of stays for a customer's last encounter with the firm."""
    severity = 0
    if customer.last_severity > 0.6:
        severity = 2
    elif customer.last_severity >= 0.4:
        severity = 1
    failures = int(customer.failures)
    if failures > 2:
        failures = 2
    return (int(customer.last_outcome) * SEVERITIES + severity) * COUNTS + failures


@helper
def quality_row(customer: CustomerRecord) -> int:
    """Return the row of the table of stays for a customer's relationship quality."""
    place = int(quality_of(customer.satisfaction, customer.trust) * 100.0)
    return LADDER + (place if place < QUALITY_BINS else QUALITY_BINS - 1)


@helper
def stage_of(customer: CustomerRecord, world: WorldRecord) -> int:
    """Return a customer's place among the kinds by stage: new, kept or enhanced."""
    # Worked out and not branched upon: states that differ from customer to customer
    # make a branch that is guessed wrong half of the time.
    old = int(world.period - customer.start >= world.periods_per_year)
    good = int(quality_of(customer.satisfaction, customer.trust) >= 0.7)
    return TIERS + old + old * good


@helper
def loyalty_of(satisfaction: float, switching_cost: float, theory: TheoryRecord) -> int:
    """Return a customer's place among the kinds by loyalty type, the loyal first."""
    bound = int(switching_cost >= theory.bound_from)
    return KINDS - 1 - 2 * int(satisfaction >= theory.satisfied_from) - bound


@helper
def survey(customer: CustomerRecord, tally: TallyRecord, world: WorldRecord) -> None:
    """Count a customer's state at the end of the period's encounters."""
    satisfaction = customer.satisfaction
    trust = customer.trust
    tally.satisfaction += satisfaction
    tally.trust += trust
    tally.social_bond += customer.social_bond
    tally.structural_bond += customer.structural_bond
    tally.points_held += customer.points
    tally.passed_by += float(int(customer.aside > 0))
    tally.founders += float(int(customer.start < 0))
    if world.contracts > 0.0:
        tally.under_contract += float(int(customer.bound_until > world.period))
    believed = (customer.habit & SIX_NEEDS) == SIX_NEEDS
    tally.misjudged += float(int(believed != (quality_of(satisfaction, trust) >= 0.5)))
    # Everything else is held to its range when the books are closed.
    if not (0.0 <= satisfaction <= 1.0 and 0.0 <= trust <= 1.0):
        tally.out_of_range += 1.0


@helper
def enter_kinds(tally: TallyRecord, kinds: Floats) -> None:
    """Enter a firm's customers, counted by kind, into its books."""
    for tier in range(TIERS):
        tally.customers += kinds[tier]
        tally.tiers[tier] += kinds[tier]
    for stage in range(STAGES):
        tally.stages[stage] += kinds[TIERS + stage]
    for loyalty in range(LOYALTIES):
        tally.loyalties[loyalty] += kinds[TIERS + STAGES + loyalty]
