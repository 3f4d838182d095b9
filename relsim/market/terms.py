"""What a relationship is at the moment: tenure, the price paid, what leaving would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.behaviour.pricing import loyal_price
from relsim.behaviour.switching_cost import cost_of_leaving
from relsim.market.engine import helper

if TYPE_CHECKING:
    from relsim.market.tables import Scene
    from relsim.market.typed import CustomerRecord, SideRecord, TheoryRecord, WorldRecord


@helper
def tenure_of(customer: CustomerRecord, world: WorldRecord) -> float:
    """Return a customer's tenure with the present firm, in years."""
    return float((world.period - customer.start) * world.months / 12.0)


@helper
def side_of(customer: CustomerRecord, firms: int) -> int:
    """Return the place, in ``sides``, of the present firm as the customer meets it."""
    return int(customer.firm) + firms * int(customer.aside)


@helper
def own_price(customer: CustomerRecord, firm: SideRecord, world: WorldRecord) -> float:
    """Return what a customer would pay the present firm for a use of spend 1."""
    return loyal_price(firm.offer, firm.loyalty_discount, tenure_of(customer, world))


@helper
def switching_cost_of(
    customer: CustomerRecord, price: float, settled: float, theory: TheoryRecord
) -> float:
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


@helper
def cost_of_going(customer: CustomerRecord, settled: float, scene: Scene) -> float:
    """Return what leaving the firm that a customer has just met would cost, in utils."""
    price = own_price(customer, scene.firm, scene.world)
    return switching_cost_of(customer, price, settled, scene.theory)
