"""What a relationship is at the moment: tenure, the price paid, what leaving would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.contract import weight_of_fee
from relsim.behaviour.introductory import (
    introductory_price,
    is_new_again,
    price_looking_ahead,
)
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
    return int(customer.firm) + firms * int(customer.aside > 0)


@helper
def standing_offer(customer: CustomerRecord, firm: SideRecord, world: WorldRecord) -> float:
    """Return the present firm's price before the loyalty discount: promised, or today's offer."""
    if world.contracts > 0.0 and customer.signed > 0.0:
        return customer.signed
    return float(firm.offer)


@helper
def full_price(customer: CustomerRecord, firm: SideRecord, world: WorldRecord) -> float:
    """Return what the present firm asks of a customer who is no newcomer, for a use of spend 1."""
    offer = standing_offer(customer, firm, world)
    return loyal_price(offer, firm.loyalty_discount, tenure_of(customer, world))


@helper
def welcome_left(customer: CustomerRecord, firm: SideRecord, world: WorldRecord) -> float:
    """Return for how many periods more a customer pays what newcomers pay."""
    if customer.newcomer <= 0 or firm.introductory <= 0.0:
        return 0.0
    left = customer.start + firm.welcome - world.period
    return left if left > 0.0 else 0.0


@helper
def own_price(customer: CustomerRecord, firm: SideRecord, world: WorldRecord) -> float:
    """Return what a customer would pay the present firm for a use of spend 1."""
    price = full_price(customer, firm, world)
    if welcome_left(customer, firm, world) > 0.0:
        price = introductory_price(price, firm.introductory)
    return price


@helper
def own_price_ahead(
    customer: CustomerRecord, firm: SideRecord, theory: TheoryRecord, world: WorldRecord
) -> float:
    """Return the present firm's price over the needs that a customer looks ahead."""
    price = full_price(customer, firm, world)
    left = welcome_left(customer, firm, world)
    if left > 0.0:
        price = price_looking_ahead(price, firm.introductory, customer.need_rate * left, theory)
    return price


@helper
def is_long_elsewhere(customer: CustomerRecord, world: WorldRecord) -> bool:
    """Tell whether a customer has been with one firm, or with none, long enough to be new again."""
    return is_new_again(world.period - customer.start, world.long_away)


@helper
def is_welcome(customer: CustomerRecord, j: int, world: WorldRecord) -> bool:
    """Tell whether a customer would join a firm as a newcomer: who left it long ago does again."""
    return (customer.ever_left >> j) & 1 == 0 or is_long_elsewhere(customer, world)


@helper
def net_offer_ahead(
    customer: CustomerRecord, j: int, firm: SideRecord, theory: TheoryRecord, world: WorldRecord
) -> float:
    """Return another firm's net price over the needs that a customer looks ahead."""
    net: float = firm.net_offer
    if firm.introductory > 0.0 and is_welcome(customer, j, world):
        net = price_looking_ahead(net, firm.introductory, customer.need_rate * firm.welcome, theory)
    return net


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
    firm, theory, world, _ = scene
    price = 0.0
    owes = world.contracts > 0.0 and customer.fee > 0.0
    if customer.points > 0.0 or owes:
        price = own_price(customer, firm, world)
    cost = switching_cost_of(customer, price, settled, firm, theory)
    if owes:
        cost += fee_felt(customer, net_of_points(price, firm, theory), theory, world)
    return cost


@helper
def pays_for_leaving(customer: CustomerRecord, world: WorldRecord) -> bool:
    """Tell whether leaving now breaks a contract: notice is not given, and cannot be now."""
    left = customer.bound_until - world.period
    return left > 0 and customer.leaves_for <= 0 and left != notice_signed(customer)


@helper
def notice_signed(customer: CustomerRecord) -> int:
    """Return how many periods ahead a customer who has not given notice must give it."""
    return -int(customer.leaves_for)


@helper
def fee_felt(
    customer: CustomerRecord, price: float, theory: TheoryRecord, world: WorldRecord
) -> float:
    """Return what the fee for leaving before the term ends weighs, in utils."""
    if world.contracts <= 0.0 or customer.fee <= 0.0:
        return 0.0
    if not pays_for_leaving(customer, world):
        return 0.0
    sensitivity = customer.price_sensitivity_now
    return weight_of_fee(np.float64(customer.fee), price * customer.spend, sensitivity, theory)
