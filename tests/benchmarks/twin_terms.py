"""What a firm of the Mesa twin does for the customers it cares for, and for those it passes by."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.benchmarks.twin_firm import Firm
    from tests.benchmarks.twin_person import Person

# Levers that work person by person.
PERSONAL = (
    *("loyalty_discount", "convenience", "education", "hospitality", "encouragement"),
    *("compensation", "empowerment", "speed", "dispute", "guarantee", "human_fallback", "social"),
    *("channel", "level", "customisation", "direct_messages", "structural", "referral_reward"),
    *("reassurance", "reward_rate"),
)


# What a firm only estimates; its customers are ranked by it.
ESTIMATED = ("value", "risk", "uplift")


class Terms:
    """The terms on which a firm meets a customer: personal levers and the contact they lead to.

    The firm's own are those of the customers it cares for; ``PassedBy`` are those of the others.
    """

    def plan_contact(self, firm: Firm, heads: int) -> None:
        """See how much contact reaches so many customers, and how warm it is."""
        theory = firm.model.theory
        own = f"_{self.level}"
        warmth = getattr(theory, f"warmth_{self.channel}")
        self.warmth = min(1.0, warmth * (0.5 + firm.staff_satisfaction))
        willing = theory.motivation_base + firm.staff_satisfaction
        motivation = min(1.0, willing + theory.motivation_reward * firm.staff_reward)
        planned = max(self.social, getattr(theory, "level_contact" + own))
        wanted = planned * heads
        unlimited = firm.account_capacity is None or wanted == 0
        reach = 1.0 if unlimited else min(1.0, firm.account_capacity / wanted)
        realised = planned * motivation * reach
        self.contact = theory.contact_floor + (1 - theory.contact_floor) * realised
        self.found = getattr(theory, "level_found" + own) * reach
        if theory.assurance:
            self.found = min(1.0, self.found + theory.guarantee_found * self.guarantee)
        self.joint = getattr(theory, "level_joint" + own) * reach

    def chance_to_be_heard(self, theory: Any) -> float:
        """Return how much of what customers voice is heard at all."""
        if self.level == "basic":
            return 0.0
        return self.human_fallback if theory.assurance and self.channel == "machine" else 1.0

    def costs_by_heads(self, unit: Any, head_months: float) -> dict[str, float]:
        """Return what the personal levers cost for so many customers and months."""
        channel = getattr(unit, f"channel_{self.channel}")
        recovery = (
            unit.encouragement * self.encouragement
            + unit.empowerment * self.empowerment
            + unit.speed * self.speed
        )
        assurance = unit.guarantee * self.guarantee + unit.human_fallback * self.human_fallback
        rates = {
            "contact_cost": unit.social * channel * self.social,
            "level_cost": getattr(unit, f"level_{self.level}"),
            "message_cost": unit.message * self.direct_messages,
            "systems_cost": unit.systems * self.structural,
            "recovery_cost": recovery,
            "reassurance_cost": unit.reassurance * self.reassurance,
            "education_cost": unit.education * self.education,
            "assurance_cost": assurance,
            "customisation_cost": unit.customisation * self.customisation,
            "comfort_cost": unit.convenience * self.convenience,
            "hospitality_cost": unit.hospitality * self.hospitality,
        }
        return {line: head_months * rate for line, rate in rates.items()}


class PassedBy(Terms):
    """The terms of customers whom the personal levers pass by: as the scenario sets them."""

    def __init__(self, baseline: Any) -> None:
        for lever in PERSONAL:
            setattr(self, lever, getattr(baseline, lever))


def choose_targets(firm: Firm, customers: list[Person]) -> None:
    """Decide for each customer of a firm whether its personal levers go there."""
    low, high = firm.target_from, firm.target_to
    high = math.inf if high is None else high
    everybody = firm.target_by == "everybody" or firm.in_pilot
    decisive = {} if everybody else what_decides(firm, customers)
    if firm.target_by in ESTIMATED and not everybody:
        low, high = ends_of_ranking(sorted(decisive.values()), low, high)
    for customer in customers:
        customer.in_target = everybody or low <= decisive[customer] <= high
        control = customer.is_control_of(firm) and not firm.control_gets
        aside = not customer.in_target or control
        firm.books["taken_up"] += customer.aside and not aside
        customer.aside = aside
    firm.note_customers(customers)


def ends_of_ranking(ranked: list[float], low: float, high: float) -> tuple[float, float]:
    """Return the estimates at both ends of a share of the ranking."""
    first, last = math.ceil(low * len(ranked)), len(ranked) - 1
    if high != math.inf:
        last = min(last, math.floor(high * len(ranked)))
    return (ranked[first], ranked[last]) if first <= last else (math.inf, -math.inf)


def what_decides(firm: Firm, customers: list[Person]) -> dict[Person, float]:
    """Return what decides about each customer."""
    if firm.target_by in ESTIMATED:
        found = firm.estimates(customers)
        return {one: firm.blur(estimate, one) for one, estimate in found.items()}
    return {one: getattr(one, firm.target_by) for one in customers}
