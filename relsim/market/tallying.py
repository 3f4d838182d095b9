"""Counting: what a pass writes into its block's books."""

from __future__ import annotations

from typing import Any

from relsim.behaviour.choice import (
    ASSIGNED,
    BOREDOM,
    CLOSED,
    FAILURE,
    LEFT_MARKET,
    NO_BOND,
    PEERS,
    POOR_RECOVERY,
    PRICE,
    PULL,
)
from relsim.behaviour.relationship import SIX_NEEDS, quality_of
from relsim.market.engine import helper

OUTCOMES, SEVERITIES, COUNTS = 5, 3, 3
LADDER = OUTCOMES * SEVERITIES * COUNTS
QUALITY_BINS = 100
STAYS = LADDER + QUALITY_BINS
"""Rows of the table of stays: the complaint ladder, then relationship quality in hundredths."""
PLACES = 15
"""Tiers, stages and loyalty types that a customer can be counted in."""


@helper
def count_departure(tally: Any, reason: int) -> None:
    """Count a customer lost, by reason."""
    tally.lost += 1.0
    if reason == LEFT_MARKET:
        tally.lost_left_the_market += 1.0
    elif reason == FAILURE:
        tally.lost_failure += 1.0
    elif reason == POOR_RECOVERY:
        tally.lost_poor_recovery += 1.0
    elif reason == PRICE:
        tally.lost_price += 1.0
    elif reason == PULL:
        tally.lost_rival_pull += 1.0
    elif reason == PEERS:
        tally.lost_peers += 1.0
    elif reason == BOREDOM:
        tally.lost_boredom += 1.0
    elif reason == NO_BOND:
        tally.lost_no_bond += 1.0
    elif reason == ASSIGNED:
        tally.lost_assigned_elsewhere += 1.0
    elif reason == CLOSED:
        tally.lost_firm_closed += 1.0
    else:
        tally.lost_population_turnover += 1.0


@helper
def count_arrival(tally: Any, back: bool, chosen: bool, referred: bool) -> None:
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
def ladder_row(customer: Any) -> int:
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
def quality_row(customer: Any) -> int:
    """Return the row of the table of stays for a customer's relationship quality."""
    place = int(quality_of(customer.satisfaction, customer.trust) * 100.0)
    return LADDER + (place if place < QUALITY_BINS else QUALITY_BINS - 1)


@helper
def stage_of(customer: Any, world: Any) -> int:
    """Return a customer's place in the census by stage: new, kept or enhanced."""
    # Worked out and not branched upon: states that differ from customer to customer
    # make a branch that is guessed wrong half of the time.
    old = int(world.period - customer.start >= world.periods_per_year)
    good = int(quality_of(customer.satisfaction, customer.trust) >= 0.7)
    return 8 + old + old * good


@helper
def loyalty_of(satisfaction: float, switching_cost: float, theory: Any) -> int:
    """Return a customer's place in the census by loyalty type."""
    bound = int(switching_cost >= theory.bound_from)
    return 11 + 2 * int(satisfaction >= theory.satisfied_from) + bound


@helper
def survey(customer: Any, tally: Any) -> None:
    """Count a customer's state at the end of the period's encounters."""
    satisfaction = customer.satisfaction
    trust = customer.trust
    tally.satisfaction += satisfaction
    tally.trust += trust
    tally.social_bond += customer.social_bond
    tally.structural_bond += customer.structural_bond
    tally.points_held += customer.points
    tally.passed_by += float(int(customer.aside))
    tally.founders += float(int(customer.start < 0))
    believed = (customer.habit & SIX_NEEDS) == SIX_NEEDS
    tally.misjudged += float(int(believed != (quality_of(satisfaction, trust) >= 0.5)))
    # Everything else is held to its range when the books are closed.
    if not (0.0 <= satisfaction <= 1.0 and 0.0 <= trust <= 1.0):
        tally.out_of_range += 1.0


@helper
def enter_census(tally: Any, census: Any) -> None:
    """Enter the counted places of a firm's customers into its books."""
    for tier in range(8):
        tally.customers += census[tier]
    tally.tier_1 += census[0]
    tally.tier_2 += census[1]
    tally.tier_3 += census[2]
    tally.tier_4 += census[3]
    tally.tier_5 += census[4]
    tally.tier_6 += census[5]
    tally.tier_7 += census[6]
    tally.tier_8 += census[7]
    tally.new += census[8]
    tally.kept += census[9]
    tally.enhanced += census[10]
    tally.defectors += census[11]
    tally.hostages += census[12]
    tally.mercenaries += census[13]
    tally.loyalists += census[14]
