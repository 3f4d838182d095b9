"""One customer at a use: payment, quality, failure, recovery, and what is left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.advertising import trust_after_claim
from relsim.behaviour.amends import (
    effect_of,
    expect_recovery,
    felt_after_recovery,
    harm_left,
    recovery_given,
    repair_of,
)
from relsim.behaviour.arithmetic import share
from relsim.behaviour.assurance import heard_share
from relsim.behaviour.bonds import social_bond_after, structural_bond_after
from relsim.behaviour.capacity import turn_away
from relsim.behaviour.comfort import comfort_of
from relsim.behaviour.contact import MACHINE
from relsim.behaviour.customisation import fit_by_knowing, known_after
from relsim.behaviour.failure import customer_failure_chance, severity_felt
from relsim.behaviour.hospitality import flattered
from relsim.behaviour.money import amount_bought, spend_of_year, surplus_of_use
from relsim.behaviour.pricing import learned_sensitivity
from relsim.behaviour.recovery import voice_chance
from relsim.behaviour.rewards import points_kept
from relsim.behaviour.satisfaction import embitter, expect, feel, negativity_of, remember
from relsim.behaviour.service import (
    FINE,
    MISHANDLED,
    RESOLVED,
    RESOLVED_FAST,
    SILENT,
    experience_of,
    quality_delivered,
)
from relsim.behaviour.targeting import worth_after
from relsim.behaviour.trust import trust_after
from relsim.behaviour.variety import satiate
from relsim.market.chance import Purpose, normal, uniform
from relsim.market.engine import helper, rare
from relsim.market.laws import quantile
from relsim.market.tables import Draws, Failure, Scene, Use
from relsim.market.terms import full_price, net_of_points, own_price, standing_offer

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Floats,
        Keys,
        Number,
        SideRecord,
        TheoryRecord,
        WorldRecord,
    )


@helper
def live_through(
    customer: CustomerRecord, draws: Draws, keys: Keys, severities: Floats, scene: Scene
) -> tuple[Use, float]:
    """Let a customer use the service; return the use and how it was felt."""
    firm, theory, world, _ = scene
    note_need(customer, True)
    spend = spend_now(customer, draws.drift, world)
    use = begin_use(customer, spend, draws.taste, draws.noise, scene)
    fault = fails(customer, firm, draws.failing, theory)
    if fault == 0:
        felt = go_well(customer, use, scene)
    else:
        felt = fail(customer, use, fault == 2, draws.number, keys, severities, scene)
    settle_in(customer, firm, theory)
    return use, felt


@helper
def be_refused(customer: CustomerRecord, scene: Scene) -> float:
    """Turn a customer away, whom no room was left for; return how grave that was."""
    _, theory, _, tally = scene
    note_need(customer, False)
    tally.turned_away += 1.0
    turn_away(customer, theory)
    return float(theory.refusal_severity)


@helper
def note_need(customer: CustomerRecord, used: bool) -> None:
    """Keep whether a need was served among those of the last needs."""
    customer.habit = np.uint8(((customer.habit << 1) | int(used)) & 255)


@helper
def negativity_now(customer: CustomerRecord, theory: TheoryRecord) -> float:
    """Return how negative a customer is."""
    return negativity_of(np.float64(customer.negativity), customer.negativity_made, theory)


@helper
def spend_now(customer: CustomerRecord, luck: float, world: WorldRecord) -> float:
    """Return what a customer spends this year."""
    if world.spend_drift <= 0.0:
        return customer.spend
    return spend_of_year(customer.spend, luck, world.spend_drift)


@helper
def begin_use(
    customer: CustomerRecord, spend: float, taste: float, noise: float, scene: Scene
) -> Use:
    """Let a customer buy and pay; return the use with the quality delivered."""
    firm, theory, world, _ = scene
    price = own_price(customer, firm, world)
    amount = amount_bought(spend, customer.trust, theory)
    pay(customer, price, amount, scene)
    net = net_of_points(price, firm, theory)
    fit = theory.taste_spread * taste
    if theory.customisation > 0.0:
        fit += fit_by_knowing(float(customer.known), theory)
    delivered = quality_delivered(firm, customer.structural_bond, fit, noise, theory)
    return Use(spend, net, amount, net * amount, delivered)


@helper
def fails(customer: CustomerRecord, firm: SideRecord, luck: float, theory: TheoryRecord) -> int:
    """Return whose fault a failure of this use is: 0 no failure, 1 the firm's, 2 the customer's."""
    if theory.failure <= 0.0:
        return 0
    if luck < firm.failure_chance:
        return 1
    competence = np.float64(customer.competence)
    own_fault = customer_failure_chance(competence, firm.education, theory)
    return 2 if luck < firm.failure_chance + own_fault else 0


@rare
def is_handled(
    customer: CustomerRecord, severity: float, number: Number, keys: Keys, scene: Scene
) -> bool:
    """Tell whether a failure is voiced by the customer or found by the firm."""
    firm, theory, _, _ = scene
    if theory.recovery <= 0.0:
        return False
    nobody = keys.shape[1] - 1
    if firm.level > 0.0:
        chance = voice_chance(firm.encouragement, severity, customer.social_bond, theory)
        if theory.assurance > 0.0:
            chance *= heard_share(firm.channel > MACHINE - 0.5, firm.human_fallback)
        if uniform(keys[Purpose.VOICE, nobody], number) < chance:
            return True
    found: bool = uniform(keys[Purpose.FOUND, nobody], number) < firm.found
    return found


@rare
def recover(
    customer: CustomerRecord,
    failure: Failure,
    paid: float,
    number: Number,
    keys: Keys,
    scene: Scene,
) -> float:
    """Handle a failure: repair, harm, expectation, trust; return how it is felt in the end."""
    firm, theory, _, tally = scene
    nobody = keys.shape[1] - 1
    fast = uniform(keys[Purpose.FAST, nobody], number) < firm.speed
    luck = normal(uniform(keys[Purpose.RECOVERY, nobody], number))
    given = recovery_given(firm, failure.own_fault, fast, luck, theory)
    expected = customer.recovery_expectation
    resolved = given >= theory.resolved_from * expected
    effect = effect_of(given, failure.severity, failure.negativity, theory)
    repair = repair_of(effect, expected)
    customer.harm = harm_left(failure.severity, repair, fast, theory)
    customer.recovery_expectation = expect_recovery(expected, given, theory)
    if theory.trust > 0.0:
        customer.trust = share(customer.trust + theory.trust_by_hearing)
    tally.complaints += 1.0
    if not (failure.own_fault and firm.dispute > 0.0):
        tally.compensation_cost += firm.compensation * paid
    if not resolved:
        customer.last_outcome = np.int8(MISHANDLED)
        tally.mishandled += 1.0
    else:
        tally.resolved += 1.0
        if fast:
            tally.resolved_fast += 1.0
        customer.last_outcome = np.int8(RESOLVED_FAST if fast else RESOLVED)
    return felt_after_recovery(failure.felt, failure.felt_without, repair, effect, expected, theory)


@helper
def pay(customer: CustomerRecord, price: float, amount: float, scene: Scene) -> float:
    """Book one use: money paid, its cost, points earned and paid out; return what was paid."""
    firm, theory, world, tally = scene
    paid = price * amount
    customer.spent += paid
    tally.uses += 1.0
    tally.revenue += paid
    tally.service_cost += firm.unit_cost * amount
    full = full_price(customer, firm, world)
    if full != price:
        tally.introductory_discounts += (full - price) * amount
    if firm.loyalty_discount != 0.0:
        tally.discounts += (standing_offer(customer, firm, world) - full) * amount
    if customer.start < 0 <= world.period:
        tally.founder_margin += paid - firm.unit_cost * amount
    if theory.rewards > 0.0 and (firm.reward_rate > 0.0 or customer.points > 0.0):
        earned = firm.reward_rate * paid
        held = customer.points + earned
        kept = points_kept(held, price * customer.spend, firm.reward_threshold)
        tally.points_earned += earned
        tally.points_redeemed += held - kept
        customer.spent -= held - kept
        customer.points = kept
    return paid


@helper
def go_well(customer: CustomerRecord, use: Use, scene: Scene) -> float:
    """Live through a use that does not fail; return how it was felt."""
    firm, theory, world, _ = scene
    comfort = comfort_of(firm, world.observability, theory) if theory.comfort > 0.0 else 0.0
    experience = experience_of(use.delivered, customer.trust, 0.0, world.observability, theory)
    experience += comfort
    expectation = customer.belief[customer.firm]
    felt = feel(experience, expectation, negativity_now(customer, theory), theory)
    if theory.hospitality > 0.0:
        felt = flattered(felt, firm.hospitality, theory)
    customer.harm = 0.0
    customer.last_outcome = np.int8(FINE)
    customer.last_severity = np.float32(0.0)
    take_in(customer, experience, felt, False, use, scene)
    return felt


@rare
def fail(
    customer: CustomerRecord,
    use: Use,
    own_fault: bool,
    number: Number,
    keys: Keys,
    severities: Floats,
    scene: Scene,
) -> float:
    """Live through a use that fails: voice, recovery and harm; return how it was felt."""
    firm, theory, world, tally = scene
    nobody = keys.shape[1] - 1
    trust = customer.trust
    drawn = quantile(severities, uniform(keys[Purpose.SEVERITY, nobody], number))
    severity = severity_felt(drawn, use.spend, theory)
    comfort = comfort_of(firm, world.observability, theory) if theory.comfort > 0.0 else 0.0
    experience = experience_of(use.delivered, trust, severity, world.observability, theory)
    experience += comfort
    expectation = customer.belief[customer.firm]
    negativity = negativity_now(customer, theory)
    felt = feel(experience, expectation, negativity, theory)
    customer.last_severity = np.float32(severity)
    if customer.failures < 255:
        customer.failures = np.uint8(customer.failures + 1)
    tally.failures += 1.0
    if own_fault:
        tally.customer_failures += 1.0
    if is_handled(customer, severity, number, keys, scene):
        whole = experience_of(use.delivered, trust, 0.0, world.observability, theory)
        without = feel(whole + comfort, expectation, negativity, theory)
        failure = Failure(own_fault, severity, negativity, felt, without)
        felt = recover(customer, failure, use.paid, number, keys, scene)
    else:
        customer.harm = harm_left(severity, 0.0, False, theory)
        customer.last_outcome = np.int8(SILENT)
        tally.silent += 1.0
    if theory.hospitality > 0.0:
        felt = flattered(felt, firm.hospitality, theory)
    unresolved = customer.last_outcome >= MISHANDLED
    take_in(customer, experience, felt, unresolved, use, scene)
    return felt


@helper
def unresolved_severity(customer: CustomerRecord) -> float:
    """Return how grave the last failure was if nobody put it right."""
    return float(customer.last_severity) if customer.last_outcome >= MISHANDLED else 0.0


@helper
def take_in(
    customer: CustomerRecord,
    experience: float,
    felt: float,
    unresolved: bool,
    use: Use,
    scene: Scene,
) -> None:
    """Let a use enter satisfaction, expectation and character; book what it was worth."""
    firm, theory, world, tally = scene
    expectation = customer.belief[customer.firm]
    gap = experience - expectation
    tally.experience += experience
    tally.expectation_error += gap if gap >= 0.0 else -gap
    tally.surplus += surplus_of_use(
        experience,
        customer.price_sensitivity_now,
        use.net_price / world.price_level,
        customer.social_bond,
        world.price_level * use.spend,
        theory,
    )
    if theory.claim_trust > 0.0:
        if customer.promised > 0 and theory.trust > 0.0:
            customer.trust = trust_after_claim(customer.trust, firm.claim, experience, theory)
        customer.promised = np.int8(0)
    if theory.disconfirmation > 0.0:
        remember(customer, felt, theory)
        customer.belief[customer.firm] = expect(expectation, experience, firm.education, theory)
        customer.negativity_made = embitter(customer.negativity_made, unresolved, theory)


@helper
def bond(customer: CustomerRecord, used: bool, unresolved_severity: float, scene: Scene) -> None:
    """Let trust, the social bond and what is known move, once a period for all with a firm."""
    firm, theory, world, _ = scene
    if theory.trust > 0.0:
        customer.trust = trust_after(
            customer.trust,
            used,
            customer.satisfaction,
            firm.contact,
            firm.warmth,
            firm.direct_messages,
            unresolved_severity,
            theory,
        )
    if theory.social_bonding > 0.0:
        customer.social_bond = social_bond_after(
            customer.social_bond,
            firm.contact,
            firm.warmth,
            np.float64(customer.relational_orientation),
            customer.satisfaction,
            world.months,
            theory,
        )
    if theory.customisation > 0.0 and (firm.customisation > 0.0 or customer.known > 0.0):
        known = known_after(
            float(customer.known),
            used,
            firm.customisation,
            firm.database,
            firm.contact,
            firm.forgets,
            theory,
        )
        customer.known = np.float32(known)


@helper
def note_worth(customer: CustomerRecord, margin: float, tenure: int, world: WorldRecord) -> None:
    """Keep what a customer brings, where some firm targets by it."""
    if world.keeps_worth > 0.0:
        worth = worth_after(float(customer.worth), margin, tenure, world.months)
        customer.worth = np.float32(worth)


@helper
def settle_in(customer: CustomerRecord, firm: SideRecord, theory: TheoryRecord) -> None:
    """Let a use tie the customer's work to the firm's systems, and grow a little stale."""
    if theory.structural_bonding > 0.0:
        customer.structural_bond = structural_bond_after(
            customer.structural_bond, firm.structural, theory
        )
    if theory.satiation > 0.0:
        customer.satiation = satiate(customer.satiation, theory)


@helper
def forget_promotions(customer: CustomerRecord, promoted_use: bool, theory: TheoryRecord) -> None:
    """Let price sensitivity rise with a promoted use and recover otherwise."""
    now = customer.price_sensitivity_now
    if theory.price_learning > 0.0 and (promoted_use or now != customer.price_sensitivity):
        customer.price_sensitivity_now = learned_sensitivity(
            now, customer.price_sensitivity, promoted_use, theory
        )
