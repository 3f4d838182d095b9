"""Signing a contract: at joining, at the opening, and again at a renewal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.arithmetic import smaller
from relsim.behaviour.contract import periods_of, price_at_renewal
from relsim.market.chance import uniform
from relsim.market.engine import helper
from relsim.market.terms import is_welcome

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Number,
        SideRecord,
        Stream,
        Table,
        TallyRecord,
        WorldRecord,
    )

_STAGGER = np.uint64(0xA0761D6478BD642F)


@helper
def sign(customer: CustomerRecord, firm: SideRecord, world: WorldRecord) -> None:
    """Let a customer who has just joined sign what the firm asks for today."""
    if firm.term > 0.0:
        bind(customer, firm, customer.start, world)
        customer.signed = firm.offer if firm.price_promise > 0.0 else 0.0


@helper
def bind(customer: CustomerRecord, firm: SideRecord, since: float, world: WorldRecord) -> None:
    """Bind a customer from a period on, for the term, the notice and the fee of today."""
    term = periods_of(firm.term, world.months)
    # Who had to give notice before the term begins never could.
    notice = smaller(periods_of(firm.notice, world.months), term)
    customer.bound_until = np.int32(since + term)
    customer.leaves_for = np.int8(-notice)
    customer.fee = np.float32(firm.exit_fee)


@helper
def settle(customer: CustomerRecord, sides: Table[SideRecord], world: WorldRecord) -> None:
    """Let a customer who has just joined a firm, if any, sign and be welcomed."""
    if customer.firm < 0:
        return
    firm = sides[customer.firm]
    # Nobody is known well enough yet to be picked out.
    if firm.aims > 0.0:
        customer.aside = np.int8(1)
    if world.contracts > 0.0:
        sign(customer, firm, world)
    if firm.introductory > 0.0 and is_welcome(customer, int(customer.firm), world):
        customer.newcomer = np.int8(1)


@helper
def sign_long_ago(
    customer: CustomerRecord, firm: SideRecord, stream: Stream, number: Number, world: WorldRecord
) -> None:
    """Let a customer of the opening have signed at some time within a term; nobody all at once."""
    sign(customer, firm, world)
    if firm.price_promise > 0.0 and firm.term > 0.0:
        # No offer stands yet.
        customer.signed = firm.price
    if firm.term > 0.0:
        term = periods_of(firm.term, world.months)
        over = int(uniform(stream + _STAGGER, number) * term)
        customer.bound_until = np.int32(customer.bound_until - over)


@helper
def renew_contract(
    customer: CustomerRecord, firm: SideRecord, tally: TallyRecord, world: WorldRecord
) -> None:
    """Sign again, at the terms and the price of today; or let all that was signed end."""
    if firm.renews <= 0.0 or firm.term <= 0.0:
        customer.signed = 0.0
        customer.fee = np.float32(0.0)
        customer.leaves_for = np.int8(0)
        return
    tally.renewals += 1.0
    bind(customer, firm, world.period, world)
    price = price_at_renewal(
        customer.signed, firm.offer, firm.renewal_rise, firm.price_promise > 0.0
    )
    customer.signed = price
