"""What a relationship is at the moment: tenure, the price paid, what leaving would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.behaviour.contract import weight_of_fee
from relsim.behaviour.pricing import loyal_price
from relsim.behaviour.rewards import net_price, points_weight
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
def standing_offer(customer: CustomerRecord, firm: SideRecord, world: WorldRecord) -> float:
    """Return the present firm's price before the loyalty discount: promised, or today's offer."""
    if world.contracts > 0.0 and customer.signed > 0.0:
        return customer.signed
    return float(firm.offer)


@helper
def own_price(customer: CustomerRecord, firm: SideRecord, world: WorldRecord) -> float:
    """Return what a customer would pay the present firm for a use of spend 1."""
    offer = standing_offer(customer, firm, world)
    return loyal_price(offer, firm.loyalty_discount, tenure_of(customer, world))


@helper
def net_of_points(price: float, firm: SideRecord, theory: TheoryRecord) -> float:
    """Return a price less the points that a customer of a firm earns by paying it."""
    return net_price(price, firm.reward_rate) if theory.rewards > 0.0 else price


@helper
def switching_cost_of(
    customer: CustomerRecord, price: float, settled: float, firm: SideRecord, theory: TheoryRecord
) -> float:
    """Return what leaving the present firm would cost a customer, in utils."""
    if theory.switching_cost <= 0.0:
        return 0.0
    weight = 0.0
    if customer.points > 0.0:
        weight = points_weight(
            customer.points,
            price * customer.spend,
            firm.reward_threshold,
            customer.price_sensitivity_now,
            theory,
        )
    return cost_of_leaving(
        settled,
        weight,
        customer.social_bond,
        customer.structural_bond,
        theory,
    )


@helper
def cost_of_going(customer: CustomerRecord, settled: float, scene: Scene) -> float:
    """Return what leaving the firm that a customer has just met would cost, in utils."""
    price = own_price(customer, scene.firm, scene.world)
    return switching_cost_of(customer, price, settled, scene.firm, scene.theory) + fee_felt(
        customer, net_of_points(price, scene.firm, scene.theory), scene.theory, scene.world
    )


@helper
def fee_felt(
    customer: CustomerRecord, price: float, theory: TheoryRecord, world: WorldRecord
) -> float:
    """Return what the fee for leaving before the term ends weighs, in utils."""
    if world.contracts <= 0.0 or customer.fee <= 0.0 or customer.bound_until <= world.period:
        return 0.0
    sensitivity = customer.price_sensitivity_now
    return weight_of_fee(customer.fee, price * customer.spend, sensitivity, theory)
