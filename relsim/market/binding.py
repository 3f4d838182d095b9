"""What contracts do to one customer: who is bound, who may look around, notice, lapses, fees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.arithmetic import over_months
from relsim.behaviour.choice import LAPSED
from relsim.behaviour.contract import reason_while_bound
from relsim.behaviour.needs import may_choose
from relsim.market.chance import Purpose, uniform
from relsim.market.choosing import move, reconsiders
from relsim.market.engine import helper, rare
from relsim.market.knowing import known_market
from relsim.market.signing import renew_contract, settle
from relsim.market.tables import Conditions, Counts
from relsim.market.terms import notice_signed, side_of

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Keys,
        Number,
        SideRecord,
        Table,
        TallyRecord,
        TheoryRecord,
        WorldRecord,
    )

OPEN, PROMPTED, BOUND, SETTLED = range(4)
"""How a customer comes into a period: free to look around as ever, made to by a renewal, bound, or
with nothing left to decide."""


@helper
def is_due(customer: CustomerRecord, firm: SideRecord, world: WorldRecord) -> bool:
    """Tell whether a contract may end, be given notice of or be renewed in this period."""
    if firm.lapse_rate > 0.0 or customer.leaves_for > 0:
        return True
    left = customer.bound_until - world.period
    return 0 <= left <= notice_signed(customer)


@helper
def standing_within(customer: CustomerRecord, world: WorldRecord) -> int:
    """Return how a customer stands for whose contract nothing is due."""
    return BOUND if customer.bound_until > world.period else OPEN


@rare
def come_to_terms(
    customer: CustomerRecord,
    number: Number,
    conditions: Conditions,
    keys: Keys,
    counts: Counts,
    ended: int,
) -> tuple[int, int]:
    """Let a contract run its course; return the spells ended so far and how the customer stands."""
    sides, theories, worlds, _, _, newborn = conditions
    theory = theories[0]
    world = worlds[0]
    tallies, _, _, _ = counts
    nobody = keys.shape[1] - 1
    firm = sides[customer.firm]
    if firm.lapse_rate > 0.0:
        chance = over_months(firm.lapse_rate, world.months)
        if uniform(keys[Purpose.LAPSE, nobody], number) < chance:
            return move(customer, -1, LAPSED, number, newborn, world, counts, ended), SETTLED
    if customer.leaves_for > 0:
        if world.period < customer.bound_until:
            return ended, SETTLED
        winner = int(customer.leaves_for) - 2
        if winner >= 0 and sides[winner].present <= 0.0:
            winner = -1
        reason = int(customer.leaves_because)
        ended = move(customer, winner, reason, number, newborn, world, counts, ended)
        settle(customer, sides, world)
        return ended, SETTLED
    left = customer.bound_until - world.period
    if left == 0 and notice_signed(customer) > 0:
        renew_contract(customer, firm, tallies[customer.firm], world)
        left = customer.bound_until - world.period
        if left == 0:
            return ended, OPEN
    if left == notice_signed(customer):
        prompted = uniform(keys[Purpose.RENEWAL, nobody], number) < theory.renewal_review
        if prompted:
            # Who is not free has nothing to look around for.
            luck = uniform(keys[Purpose.FREEDOM, nobody], number)
            prompted = may_choose(world.freedom, luck)
        return ended, PROMPTED if prompted else OPEN
    return ended, standing_within(customer, world)


@helper
def looks_around(
    customer: CustomerRecord,
    sides: Table[SideRecord],
    standing: int,
    luck: float,
    theory: TheoryRecord,
    world: WorldRecord,
) -> bool:
    """Tell whether a free customer with a need, or at a renewal, looks around."""
    if standing == OPEN:
        firm = sides[side_of(customer, sides.shape[0] // 2)]
        if not reconsiders(customer, firm, world.lowest_offer, 1.0, luck, theory, world):
            return False
        # Most would not look around if they knew all and were welcome everywhere: what is known
        # and who is welcome is worked out for the others alone.
        if theory.awareness <= 0.0 and world.introduces <= 0.0:
            return True
        lowest, breadth = known_market(customer, sides, theory, world)
        return reconsiders(customer, firm, lowest, breadth, luck, theory, world)
    if standing == SETTLED or theory.review <= 0.0:
        return False
    if standing == PROMPTED:
        return True
    return luck < reason_while_bound(customer.harm, customer.doubt > 0, theory)


@rare
def is_held_back(
    customer: CustomerRecord,
    winner: int,
    reason: int,
    standing: int,
    tally: TallyRecord,
    world: WorldRecord,
) -> bool:
    """Tell whether who wants to leave must stay for the time of notice; who is bound pays."""
    if customer.firm < 0 or customer.bound_until <= world.period:
        return False
    if standing == BOUND:
        fee = np.float64(customer.fee)
        customer.spent += fee
        tally.exit_fees += fee
        tally.revenue += fee
        return False
    customer.leaves_for = np.int8(winner + 2)
    customer.leaves_because = np.int8(reason)
    tally.notices += 1.0
    return True
