"""What a relationship is at the moment: tenure, the price paid, what leaving would cost."""

from __future__ import annotations

from typing import Any

from relsim.behaviour.pricing import loyal_price
from relsim.behaviour.switching_cost import cost_of_leaving
from relsim.market.engine import helper


@helper
def tenure_of(customer: Any, world: Any) -> float:
    """Return a customer's tenure with the present firm, in years."""
    return float((world.period - customer.start) * world.months / 12.0)


@helper
def side_of(customer: Any, firms: int) -> int:
    """Return the place, in ``sides``, of the present firm as the customer meets it."""
    return int(customer.firm) + firms * int(customer.aside)


@helper
def own_price(customer: Any, firm: Any, world: Any) -> float:
    """Return what a customer would pay the present firm for a use of spend 1."""
    return loyal_price(firm.offer, firm.loyalty_discount, tenure_of(customer, world))


@helper
def switching_cost_of(customer: Any, price: float, settled: float, theory: Any) -> float:
    """Return what leaving the present firm would cost a customer, in utils."""
    if theory.switching_cost <= 0.0:
        return 0.0
    return cost_of_leaving(
        settled,
        customer.points,
        price * customer.spend,
        customer.social_bond,
        customer.structural_bond,
        theory,
    )
