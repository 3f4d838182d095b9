"""Every rule against answers worked out by hand.

Parameters are away from their defaults and differ from each other, and a rule is given only those
that its equation names. So a changed sign, base, coefficient, limit or order changes an answer. The
arithmetic stands as a person with the equation and a pencil would write it down.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from types import SimpleNamespace as Those

import pytest

from relsim.behaviour import REASONS, RULES, carried
from relsim.behaviour.arithmetic import clip, logistic, over_months, positive, share, smaller
from relsim.behaviour.declaration import Parameter

FUNCTIONS: dict[str, Callable[..., object]] = {
    rule.function.__name__: rule.function for rule in RULES
}
PENDING: frozenset[str] = frozenset()
"""Rules that have no answer yet; only ever to shrink."""

E = math.e
ADVANTAGES = ("price", "rival's pull", "peers", "boredom")


def one(**fields: float) -> Those:
    """Return a record with these fields and no others."""
    return Those(**fields)


COST = one(
    switching_cost_scale=2.0,
    procedural_cost=0.5,
    relational_cost=1.1,
    structural_cost=1.7,
)
REVIEWS = one(doubt_review=0.07, dissatisfaction_review=0.4, price_review=0.03)
LEARNED = one(price_recovery=0.25, promotion_learning=0.1)
LOADED = one(load_penalty=2.0, best_load=0.7)
STAFFED = one(skill_base=0.7, skill_effect=0.5)
SERVED = one(joint_value=0.25, quality_noise=0.08)
SERVICE = one(quality=0.5, improvement=0.04, joint=0.06, delivery=0.9, consistency=0.25)
JUDGED = one(process_base=0.2, process_trust=0.8, severity_weight=0.5)
PRESSED = {
    "failure_rate": 0.2,
    "machine_failures": 0.4,
    "failures_under_load": 3.0,
    "best_load": 0.8,
}
PEOPLE, MACHINE = 2.0, 3.0
TIRED = {"learned": 0.4, "skill": 0.7, "channel": PEOPLE}
FELT = one(felt_slope=1.5, felt_centre=0.6, loss_aversion=3.0, negativity_weight=0.25)
EXPECTS = one(expectation_rate=0.1, education_expectation=0.3)
EMBITTERS = one(negativity_gain=0.4, negativity_loss=0.1)
VOICE = one(voice_base=-1.0, voice_encouragement=1.6, voice_severity=0.5, voice_bond=2.0)
RECOVERS = one(
    recovery_by_compensation=0.4,
    recovery_by_empowerment=0.25,
    recovery_by_skill=0.5,
    recovery_by_speed=0.15,
    recovery_noise=0.1,
)
GIVES = {"compensation": 0.5, "empowerment": 0.4, "skill": 0.6}
OPEN, STRICT = one(**GIVES, dispute=0.0), one(**GIVES, dispute=1.0)
MENDS = one(delight=0.6, double_deviation=0.7)
HARMS = one(harm_base=0.2, harm_severity=0.4, late_harm=0.25)
LEARNS = one(learning_rate=4.0, learning_limit=0.7)
TRUSTS = one(
    trust_by_contact=0.1,
    trust_by_messages=0.2,
    trust_by_satisfaction=0.2,
    estrangement=0.08,
    trust_floor=0.1,
    trust_loss=0.5,
)
TALKS = one(talk_base=0.1, talk_feeling=0.5, grumble_below=0.3, refer_above=0.6)
HEARS = {"hearing_weight": 0.2, "hearing_own": 0.4, "negative_weight": 1.5}
CLAIMS = one(claim_weight=0.25, hearing_own=0.4)
STAFF = one(
    staff_satisfaction_rate=0.25,
    staff_by_customers=0.5,
    staff_by_care=0.3,
    staff_under_load=0.4,
    staff_load_limit=0.8,
)
SKILLS = {
    "skill_by_practice": 0.02,
    "skill_by_training": 0.1,
    "staff_turnover": 0.2,
    "skill_of_new_staff": 0.25,
}
SURPLUS = one(belief_weight=4.0, relational_cost=0.8, outside_utility=-1.0)

# rule: (arguments, answer), …
ANSWERS: dict[str, list[tuple[tuple[object, ...], object]]] = {
    # needs
    "has_need": [
        ((0.3, 1.0, 0.29), True),
        ((0.3, 1.0, 0.3), False),
        ((0.3, 3.0, 0.89), True),
        ((0.3, 0.5, 0.2), False),
    ],
    "share_within": [
        ((2 / 12, 4 / 12, 0.25), 0.75),
        ((2 / 12, 4 / 12, 0.0), 0.25),
        ((2 / 12, 4 / 12, 0.5), 0.0),
        ((0.0, 1.0, 0.5), 0.25),
    ],
    # Three quarters of four months from March lie in the second quarter, the rest before it.
    "demand_of": [
        ((2 / 12, 4 / 12, 3.0, 0.4, 9.0, 7.0, 1.0), (3.0 + 3 * 0.4) / 4),
        ((0.75, 0.25, 3.0, 0.4, 9.0, 7.0, 2.0), 14.0),
        ((0.5, 1 / 12, 3.0, 0.4, 9.0, 7.0, 1.0), 9.0),
        ((0.0, 1.0, 3.0, 0.4, 9.0, 7.0, 1.0), 19.4 / 4),
        ((0.3, 1 / 52, 1.0, 1.0, 1.0, 1.0, 1.0), 1.0),
    ],
    "may_choose": [((0.6, 0.59), True), ((0.6, 0.6), False), ((0.6, 0.7), False)],
    "assigned": [
        ((3, 0.33), 0),
        ((3, 0.34), 1),
        ((3, 0.66), 1),
        ((3, 0.67), 2),
        ((3, 1.0), 2),
        ((1, 0.99), 0),
    ],
    # review: restlessness, harm, doubt, satisfaction, sensitivity, own price, lowest price, breadth
    "review_chance": [
        # 30 % dearer at 5 utils per 100 %: 1.5 utils at .03 each.
        ((0.02, 0.11, True, 1.0, 5.0, 26.0, 20.0, 1.0, REVIEWS), 0.02 + 0.11 + 0.07 + 0.045),
        ((0.02, 0.11, False, 1.0, 5.0, 26.0, 20.0, 1.0, REVIEWS), 0.175),
        ((0.02, 0.11, False, 1.0, 5.0, 15.0, 20.0, 1.0, REVIEWS), 0.13),
        ((0.02, 0.0, True, 1.0, 5.0, 20.0, 20.0, 1.0, REVIEWS), 0.09),
        # Of the .4, a sixteenth at half, .8 to the fourth with little, and all without any.
        ((0.02, 0.0, False, 0.5, 5.0, 20.0, 20.0, 1.0, REVIEWS), 0.02 + 0.025),
        ((0.02, 0.0, False, 0.2, 5.0, 20.0, 20.0, 1.0, REVIEWS), 0.02 + 0.4 * 0.4096),
        ((0.02, 0.0, False, 0.0, 5.0, 20.0, 20.0, 1.0, REVIEWS), 0.42),
        ((0.6, 0.7, False, 1.0, 5.0, 20.0, 20.0, 1.0, REVIEWS), 1.0),
        # Who knows a quarter of the others looks around a quarter as often for that.
        ((0.02, 0.0, True, 0.0, 5.0, 20.0, 20.0, 0.25, REVIEWS), 0.09 + 0.1),
    ],
    # choice: belief, sensitivity, price, reference price, peers, their weights
    "pull": [
        ((0.6, 3.0, 25.0, 20.0, 0.25, 7.0, 2.0), 4.2 - 0.75 + 0.5),
        ((0.6, 3.0, 15.0, 20.0, 0.25, 7.0, 2.0), 4.2 + 0.75 + 0.5),
    ],
    # Satisfaction, trust, harm, trust at birth and the three weights.
    "attachment": [
        ((0.8, 0.7, 0.0, 0.3, 2.5, 1.2, 0.8), 1.5 + 0.48),
        ((0.3, 0.1, 0.0, 0.3, 2.5, 1.2, 0.8), -1.0 - 0.24),
        ((0.8, 0.7, 0.75, 0.3, 2.5, 1.2, 0.8), 1.5 + 0.48 - 0.6),
    ],
    "gumbel": [((math.exp(-math.exp(-2.0)),), 2.0), ((math.exp(-E),), -1.0)],
    "reason_for_leaving": [
        # Harm goes first, whatever else speaks; without it silence says nothing.
        ((0.01, True, 9.0, 9.0, 9.0, 9.0), REASONS.index("failure")),
        ((0.01, False, 9.0, 9.0, 9.0, 9.0), REASONS.index("poor recovery")),
        *(
            ((0.0, True, *terms), REASONS.index(ADVANTAGES[terms.index(0.4)]))
            for terms in itertools.permutations((-0.1, 0.05, 0.3, 0.4))
        ),
        ((0.0, False, 0.05, 0.0, 0.0, 0.0), REASONS.index("price")),
        ((0.0, False, 0.0, 0.0, 0.0, 0.0), REASONS.index("no bond")),
        ((0.0, False, -0.3, -0.2, -0.1, 0.0), REASONS.index("no bond")),
        # The first of equals.
        ((0.0, False, 0.4, 0.4, 0.4, 0.4), REASONS.index("price")),
        ((0.0, False, 0.1, 0.4, 0.4, 0.4), REASONS.index("rival's pull")),
        ((0.0, False, 0.1, 0.1, 0.4, 0.4), REASONS.index("peers")),
    ],
    # switching cost
    "settled_after": [((1.5, 2.5), 1 - 1 / E**0.6), ((0.0, 2.5), 0.0)],
    # Settled, weight of points, social and structural bond.
    "cost_of_leaving": [
        ((0.4, 1.2, 0.3, 0.7, COST), 2 * (0.2 + 1.2 + 0.33 + 1.19)),
        ((0.4, 0.0, 0.3, 0.7, COST), 2 * (0.2 + 0.33 + 1.19)),
    ],
    # contracts
    "periods_of": [
        ((12.0, 1.0), 12.0),
        ((12.0, 3.0), 4.0),
        ((13.0, 3.0), 5.0),
        ((0.0, 1.0), 0.0),
        ((24.0, 12 / 52), 104.0),
    ],
    "reason_while_bound": [
        ((0.3, False, REVIEWS), 0.3),
        ((0.3, True, REVIEWS), 0.37),
        ((0.98, True, REVIEWS), 1.0),
        ((0.0, False, REVIEWS), 0.0),
    ],
    "weight_of_fee": [
        ((90.0, 30.0, 4.0, one(look_ahead=6.0)), 2.0),
        ((0.0, 30.0, 4.0, one(look_ahead=6.0)), 0.0),
    ],
    "price_at_renewal": [
        ((20.0, 16.0, 0.25, False), 25.0),
        ((0.0, 16.0, 0.25, True), 20.0),
        ((20.0, 16.0, 0.0, True), 16.0),
        ((20.0, 16.0, 0.0, False), 0.0),
        ((20.0, 16.0, -0.25, False), 15.0),
    ],
    # prices
    "offered_price": [((30.0, 0.2, True), 24.0), ((30.0, 0.2, False), 30.0)],
    # Half a year is a quarter of two years.
    "loyal_price": [
        ((30.0, 0.2, 0.5), 28.5),
        ((30.0, 0.2, 2.0), 24.0),
        ((30.0, 0.2, 7.0), 24.0),
        ((30.0, 0.0, 7.0), 30.0),
        ((30.0, 0.1, 2.0), 27.0),
    ],
    # Now 6, born with 4.
    "learned_sensitivity": [
        ((6.0, 4.0, True, LEARNED), 6 - 0.5 + 0.4),
        ((6.0, 4.0, False, LEARNED), 5.5),
        ((3.0, 4.0, False, LEARNED), 3.25),
    ],
    # Cheapness known, list price, the price it is compared with.
    "known_as_cheap": [
        ((0.2, 15.0, 20.0, one(low_price_memory=0.4)), 0.2 + 0.4 * 0.05),
        ((0.2, 30.0, 20.0, one(low_price_memory=0.4)), 0.12),
    ],
    # capacity
    "ease": [((1.2, LOADED), 1 / E), ((0.7, LOADED), 1.0), ((0.2, LOADED), 1.0)],
    "served_chance": [
        ((200.0, 150.0), 0.75),
        ((150.0, 200.0), 1.0),
        ((150.0, 150.0), 1.0),
        ((0.0, 0.0), 1.0),
    ],
    # service
    "delivery_of": [((0.8, 0.4, STAFFED), 0.8 * 0.9)],
    # (.5 + .04 + .06 + .1) × .9, and two standard deviations of three quarters of .08 less.
    "quality_delivered": [
        ((SERVICE, 0.4, 0.03, -2.0, SERVED), 0.63 + 0.03 - 0.12),
        ((SERVICE, 0.4, 0.03, 1.0, SERVED), 0.63 + 0.03 + 0.06),
        ((SERVICE, 0.4, 0.9, 0.0, SERVED), 1.0),
        ((SERVICE, 0.4, -0.9, 0.0, SERVED), 0.0),
    ],
    # Seven tenths can be judged; the rest is taken on trust.
    "experience_of": [
        ((0.6, 0.5, 0.3, 0.7, JUDGED), 0.42 + 0.18 - 0.15),
        ((0.0, 0.0, 1.0, 1.0, JUDGED), -0.5),
    ],
    # comfort
    "comfort_of": [
        (
            (
                one(convenience=0.5, setting=0.8),
                0.7,
                one(convenience_experience=0.06, setting_process=0.25),
            ),
            0.03 + 0.3 * 0.2,
        ),
    ],
    "effort_saved": [((0.4, one(convenience_effort=0.5)), 0.2)],
    # hospitality
    "flattered": [
        ((0.5, 0.4, one(hospitality_feeling=0.25)), 0.6),
        ((0.95, 0.4, one(hospitality_feeling=0.25)), 1.0),
    ],
    "exposure_chance": [
        ((0.5, 1.0, one(hospitality_scandal=0.2)), 0.1),
        ((0.5, 3.0, one(hospitality_scandal=0.2)), 0.271),
    ],
    # failure
    "firm_failure_chance": [
        (
            (
                one(**{**TIRED, "channel": MACHINE}, load=1.1),
                one(**PRESSED, capacity_limits=1.0),
            ),
            0.4 * 0.2 * 0.6 * 1.9 * 0.8,
        ),
        (
            (one(**TIRED, load=1.1), one(**PRESSED, capacity_limits=1.0)),
            0.2 * 0.6 * 1.9 * 0.8,
        ),
        (
            (one(**TIRED, load=0.5), one(**PRESSED, capacity_limits=1.0)),
            0.2 * 0.6 * 0.8,
        ),
        (
            (one(**TIRED, load=1.1), one(**PRESSED, capacity_limits=0.0)),
            0.2 * 0.6 * 0.8,
        ),
        (
            (
                one(learned=0.0, load=0.5, skill=0.0, channel=PEOPLE),
                one(**{**PRESSED, "failure_rate": 0.9}, capacity_limits=1.0),
            ),
            1.0,
        ),
    ],
    "severity_felt": [
        # The square root of a spend of 4 doubles it.
        ((0.4, 4.0, one(severity_by_spend=0.5)), 0.8),
        ((0.4, 0.25, one(severity_by_spend=0.5)), 0.2),
        ((0.9, 4.0, one(severity_by_spend=0.5)), 1.0),
        ((0.4, 4.0, one(severity_by_spend=0.0)), 0.4),
    ],
    "customer_failure_chance": [
        ((0.6, 0.25, one(customer_failure_rate=0.3)), 0.3 * 0.75 * 0.4),
    ],
    # satisfaction
    "negativity_of": [((0.8, 0.2, one(born_negativity=0.4)), 0.32 + 0.12)],
    # Experience, expectation, negativity.
    "feel": [
        ((0.7, 0.5, 0.4, FELT), 0.5 + 0.15 + 0.2 - 0.1),
        ((0.65, 0.6, 0.4, FELT), 0.5 + 0.075 + 0.05 - 0.1),
        ((0.55, 0.6, 0.4, FELT), 0.5 - 0.075 - 0.15 - 0.1),
        ((0.6, 0.6, 0.4, FELT), 0.4),
        ((2.0, 0.5, 0.4, FELT), 1.0),
        ((0.0, 0.5, 0.4, FELT), 0.0),
    ],
    "expect": [
        ((0.5, 0.9, 0.4, EXPECTS), 0.5 + 0.22 * 0.4),
        ((0.5, 0.2, 0.4, EXPECTS), 0.5 - 0.22 * 0.3),
        ((0.9, 9.0, 1.0, EXPECTS), 1.0),
        ((0.1, -9.0, 1.0, EXPECTS), 0.0),
    ],
    "embitter": [((0.3, True, EMBITTERS), 0.58), ((0.3, False, EMBITTERS), 0.27)],
    "tier_of": [
        *(((0.1 * tier,), tier - 2) for tier in (4, 5, 8, 9)),
        *(((bound,), tier) for tier, bound in enumerate((0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9), 1)),
        *(
            ((math.nextafter(bound, 0.0),), tier)
            for tier, bound in enumerate((0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9))
        ),
        ((0.0,), 0),
        ((1.0,), 7),
    ],
    # recovery
    "voice_chance": [
        # Log-odds of −1 + .8 + .2 + .6.
        ((0.5, 0.4, 0.3, VOICE), 1 / (1 + E**-0.6)),
        ((0.0, 0.0, 0.0, VOICE), 1 / (1 + E)),
    ],
    # Own fault, fast, luck.
    "recovery_given": [
        ((OPEN, False, False, 1.5, RECOVERS), 0.2 + 0.1 + 0.3 + 0.15),
        ((OPEN, False, True, 1.5, RECOVERS), 0.75 + 0.15),
        ((OPEN, True, False, 1.5, RECOVERS), 0.75),
        ((STRICT, False, False, 1.5, RECOVERS), 0.75),
        ((STRICT, True, False, 1.5, RECOVERS), 0.75 - 0.2),
        ((OPEN, False, False, -1.0, RECOVERS), 0.5),
        ((OPEN, False, False, -9.0, RECOVERS), 0.0),
    ],
    # recovery, severity, negativity
    "effect_of": [
        ((0.9, 0.5, 0.4, one(severity_discount=0.2, negativity_discount=0.3)), 0.9 * 0.9 * 0.88),
        ((0.9, 0.0, 0.4, one(severity_discount=0.2, negativity_discount=0.3)), 0.9 * 0.88),
        ((0.9, 0.5, 0.0, one(severity_discount=0.2, negativity_discount=0.3)), 0.9 * 0.9),
    ],
    "repair_of": [
        ((0.3, 0.6), 0.5),
        ((0.6, 0.6), 1.0),
        ((0.7, 0.6), 1.0),
        ((0.0, 0.0), 1.0),
    ],
    # Felt, felt without the failure, repair, effect, expectation.
    "felt_after_recovery": [
        ((0.3, 0.7, 0.5, 0.5, 0.8, MENDS), 0.3 + 0.2),
        # .3 beyond what was expected delights.
        ((0.2, 0.5, 1.0, 1.1, 0.8, MENDS), 0.5 + 0.18),
        # .3 short of half of it is a second failure.
        ((0.4, 0.8, 0.125, 0.1, 0.8, MENDS), 0.4 + 0.05 - 0.21),
        ((0.2, 0.9, 1.0, 1.0, 0.1, MENDS), 1.0),
        ((0.1, 0.2, 0.0, 0.0, 0.8, MENDS), 0.0),
    ],
    # Severity, repair, fast: .6 of the harm is mended by a repair of .8, a quarter less when late.
    "harm_left": [
        ((0.5, 0.8, True, HARMS), 0.4 * 0.4),
        ((0.5, 0.8, False, HARMS), 0.4 * 0.55),
        ((0.5, 0.5, True, HARMS), 0.4),
        ((0.5, 0.2, False, HARMS), 0.4),
        ((0.5, 1.0, True, HARMS), 0.0),
        ((1.0, 0.8, True, one(harm_base=0.9, harm_severity=0.4, late_harm=0.25)), 1.0 * 0.4),
    ],
    "expect_recovery": [
        ((0.5, 0.9, one(expectation_of_recovery_rate=0.25)), 0.6),
        ((0.5, 0.3, one(expectation_of_recovery_rate=0.25)), 0.5),
        ((1.1, 2.0, one(expectation_of_recovery_rate=0.25)), 1.2),
    ],
    # Six complaints of fifty customers at half the lever.
    "learn": [
        ((0.1, 0.5, 6.0, 50.0, LEARNS), 0.1 + 0.24 * 0.6),
        ((0.1, 0.5, 50.0, 50.0, LEARNS), 0.7),
        ((0.1, 0.5, 6.0, 0.0, LEARNS), 0.1),
    ],
    # assurance
    "found_chance": [
        ((0.4, 0.6, 0.5, one(guarantee_found=0.3)), 0.24 + 0.15),
        ((0.9, 1.0, 0.5, one(guarantee_found=0.3)), 1.0),
    ],
    "heard_share": [((True, 0.25), 0.25), ((False, 0.25), 1.0)],
    # customisation: known, used, customised, database, contact, the share that is forgotten
    "known_after": [
        ((0.2, True, 0.5, 0.8, 0.6, 0.1, one(knowing_rate=0.25)), 0.2 - 0.02 + 0.06 * 0.8),
        ((0.2, False, 0.5, 0.8, 0.6, 0.1, one(knowing_rate=0.25)), 0.18),
        ((0.2, True, 0.5, 0.8, 0.6, 0.1, one(knowing_rate=99.0)), 1.0),
        ((0.2, False, 0.5, 0.8, 0.6, 1.5, one(knowing_rate=0.25)), 0.0),
    ],
    "fit_by_knowing": [((0.4, one(knowing_quality=0.25)), 0.1)],
    # contact
    "warmth_of": [((0.6, 0.7), 0.72), ((0.9, 0.8), 1.0)],
    "motivation_of": [
        ((0.3, 0.5, one(motivation_base=0.2, motivation_reward=0.4)), 0.2 + 0.3 + 0.2),
        ((0.9, 0.5, one(motivation_base=0.2, motivation_reward=0.4)), 1.0),
    ],
    "reach_of": [
        ((30.0, 0.5, 100.0), 0.6),
        ((0.3, 0.5, 1.0), 0.6),
        ((50.0, 0.5, 100.0), 1.0),
        ((60.0, 0.5, 100.0), 1.0),
        ((math.nan, 0.5, 100.0), 1.0),
        ((0.0, 0.5, 100.0), 0.0),
        ((0.0, 0.0, 100.0), 1.0),
    ],
    "contact_of": [((0.5, one(contact_floor=0.2)), 0.6)],
    "planned_contact": [((0.5, 0.3), 0.5), ((0.2, 0.3), 0.3)],
    # trust: trust, contact, warmth, messages
    "trust_gain_by_contact": [((0.4, 0.5, 0.6, 2.0, TRUSTS), 0.1 * 0.7 * 0.6)],
    # Trust, used, satisfaction, contact, warmth, messages, severity.
    "trust_after": [
        (
            (0.4, True, 0.8, 0.5, 0.6, 2.0, 0.3, TRUSTS),
            0.4 + 0.2 * 0.3 * 0.6 + 0.042 - 0.08 * 0.3 * 0.5 - 0.5 * 0.4 * 0.3,
        ),
        ((0.4, False, 0.8, 0.5, 0.6, 2.0, 0.3, TRUSTS), 0.4 + 0.042 - 0.012 - 0.06),
        ((0.4, True, 0.3, 0.5, 0.6, 2.0, 0.3, TRUSTS), 0.4 + 0.042 - 0.012 - 0.06),
        ((0.05, False, 0.5, 0.0, 0.0, 0.0, 0.0, TRUSTS), 0.05 + 0.08 * 0.05),
        ((0.5, False, 0.5, 1.0, 1.0, 99.0, 0.0, TRUSTS), 1.0),
        ((0.5, False, 0.5, 0.0, 0.0, 0.0, 1.0, one(**{**vars(TRUSTS), "trust_loss": 1.0})), 0.0),
    ],
    # bonds: bond, contact, warmth, orientation, satisfaction, months
    "social_bond_after": [
        # Growth .5 × .4 × .6 × .6 = .072 of what is missing, decay .1 of what is there.
        (
            (0.2, 0.5, 0.8, 0.6, 0.3, 1.0, one(social_growth=0.5, social_decay=0.1)),
            0.2 + 0.072 * 0.8 - 0.02,
        ),
        # More than content is no more than welcome.
        (
            (0.2, 0.5, 0.8, 0.6, 0.9, 1.0, one(social_growth=0.5, social_decay=0.1)),
            0.2 + 0.12 * 0.8 - 0.02,
        ),
        (
            (0.2, 0.5, 0.8, 0.6, 0.3, 2.0, one(social_growth=0.5, social_decay=0.1)),
            0.2376 + 0.072 * 0.7624 - 0.02376,
        ),
        ((0.2, 0.5, 0.8, 0.0, 0.3, 1.0, one(social_growth=0.5, social_decay=0.0)), 0.2),
        ((0.2, 0.5, 0.8, 0.0, 0.3, 1.0, one(social_growth=0.5, social_decay=0.05)), 0.19),
        # A rate beyond 1 goes all the way and no further.
        ((0.2, 1.0, 1.0, 1.0, 0.5, 1.0, one(social_growth=1.0, social_decay=0.5)), 2 / 3),
    ],
    "structural_bond_after": [
        ((0.2, 0.7, one(structural_growth=0.3)), 0.2 + 0.15),
        ((0.7, 0.2, one(structural_growth=0.3)), 0.7),
    ],
    # satiation
    "satiate": [((2.0, one(satiation_memory=0.6)), 1.8), ((0.0, one(satiation_memory=0.6)), 0.6)],
    "renew": [((3.0, one(renewal=0.2)), 0.6)],
    "boredom": [
        ((0.5, 3.0, one(satiation_cap=4.0)), 1.5),
        ((0.5, 4.0, one(satiation_cap=4.0)), 2.0),
        ((0.5, 5.0, one(satiation_cap=4.0)), 2.0),
    ],
    # talk: felt, negativity, referral reward
    "talk_chance": [
        ((0.2, 0.5, 1.0, TALKS), 0.1 + 0.5 * 0.36 * 1.5),
        # At the bounds themselves nobody is louder.
        ((0.3, 0.5, 1.0, TALKS), 0.1 + 0.5 * 0.16),
        ((0.6, 0.5, 1.0, TALKS), 0.1 + 0.5 * 0.04),
        ((0.9, 0.5, 1.0, TALKS), 2 * (0.1 + 0.5 * 0.64)),
        ((1.0, 0.5, 2.0, TALKS), 1.0),
    ],
    "told_value": [
        ((0.4, one(told_base=0.3, told_slope=0.5)), 0.5),
        ((0.9, one(told_base=0.6, told_slope=0.5)), 1.0),
    ],
    # About the own firm, good.
    "report_weight": [
        ((False, True, one(**HEARS)), 0.2),
        ((True, True, one(**HEARS)), 0.08),
        ((False, False, one(**HEARS)), 0.3),
        ((True, False, one(**HEARS)), 0.12),
        ((False, False, one(**{**HEARS, "negative_weight": 9.0})), 1.0),
    ],
    # Weights of .2 and .3 on .4 and .9: a mean of .7, and .8 × .7 is left.
    "belief_after_talk": [((0.4, 0.5, 0.35, 0.56), 0.4 + 0.44 * 0.3)],
    # advertising
    "goodwill_after": [
        ((100.0, 30.0, 0.2, 0.2), 80.0 + 30.0),
        ((110.0, 30.0, 0.2, 0.2), 88.0 + 30.0),
        # Two of these months at once.
        ((100.0, 30.0, 0.2, 0.36), 118.0),
    ],
    "reach_chance": [
        ((50.0, 40.0, 2.5, 3.0), 1 - 1 / E**1.5),
        ((0.5, 0.4, 2.5, 3.0), 1 - 1 / E**1.5),
        ((0.0, 40.0, 2.5, 3.0), 0.0),
        ((50.0, 0.0, 2.5, 3.0), 0.0),
    ],
    "belief_after_claim": [
        ((0.5, 0.9, False, CLAIMS), 0.5 + 0.1),
        ((0.5, 0.9, True, CLAIMS), 0.5 + 0.04),
        ((0.5, 0.1, False, CLAIMS), 0.5 - 0.1),
    ],
    # Trust, claim, experience.
    "trust_after_claim": [
        ((0.5, 0.9, 0.6, one(claim_trust=0.2)), 0.44),
        ((0.5, 0.6, 0.9, one(claim_trust=0.2)), 0.5),
        ((0.1, 0.9, 0.1, one(claim_trust=0.2)), 0.0),
    ],
    # challenges
    "damping": [((0.5, 0.6), 0.7)],
    "belief_after_news": [
        ((0.5, 0.2), 0.7),
        ((0.5, -0.2), 0.3),
        ((0.5, 0.6), 1.0),
        ((0.5, -0.6), 0.0),
    ],
    "news_strength": [((2.0, 0.7, one(news_weight=0.1)), 0.14)],
    # staff: now, customers, care, load
    "staff_satisfaction_after": [
        ((0.4, 0.7, 0.5, 1.05, STAFF), 0.4 + 0.25 * (0.5 + 0.1 + 0.15 - 0.1 - 0.4)),
        ((0.4, 0.7, 0.5, 0.6, STAFF), 0.4 + 0.25 * (0.5 + 0.1 + 0.15 - 0.4)),
        ((0.4, 0.3, 0.5, 0.6, STAFF), 0.4 + 0.25 * (0.5 - 0.1 + 0.15 - 0.4)),
        ((1.0, 1.0, 9.0, 0.6, STAFF), 1.0),
        ((0.1, 0.0, 0.0, 9.0, STAFF), 0.0),
    ],
    "staff_leaving": [
        ((0.9, 1.0, one(staff_turnover=0.2)), 0.12),
        ((0.9, 2.0, one(staff_turnover=0.2)), 0.2256),
        ((0.0, 1.0, one(staff_turnover=0.9)), 1.0),
    ],
    # Skill, training, staff satisfaction, months.
    "skill_after": [
        ((0.6, 0.5, 0.9, 1.0, one(**SKILLS)), 0.6 + 0.07 * 0.4 - 0.12 * 0.35),
        # Of 12 % a month, 22.56 % leave in two.
        ((0.6, 0.5, 0.9, 2.0, one(**SKILLS)), 0.6 + 0.07 * 0.4 - 0.2256 * 0.35),
        ((0.6, 0.5, 0.0, 1.0, one(**{**SKILLS, "staff_turnover": 0.9})), 0.6 + 0.028 - 0.35),
        ((0.6, 0.5, 0.9, 1.0, one(**{**SKILLS, "skill_by_practice": 9.0})), 1.0),
    ],
    # propensity: tenure in years, outcome (silent is unknown), used, worthy
    "kind_of": [
        ((0.99, 0, False, False), 0),
        ((1.0, 4, False, True), 13),
        ((2.0, 2, True, False), 30),
        ((5.0, 3, True, True), 47),
    ],
    "rate_of_kind": [
        ((6.0, 100.0, 0.02, one(estimate_caution=100.0)), 0.04),
        ((6.0, 100.0, 0.02, one(estimate_caution=0.0)), 0.06),
        ((0.0, 0.0, 0.02, one(estimate_caution=0.0)), 0.02),
    ],
    "risk_of": [((0.02, 0.03, 0.06, 0.01, 0.02), 0.06)],
    # control group
    "is_control": [((0.25, 0.24), True), ((0.25, 0.25), False), ((1.0, 0.999), True)],
    "group_of": [((0.5, 0.24), 9), ((0.5, 0.76), 10), ((1.0, 0.999), 19), ((0.2, 0.2), 0)],
    # introductory offers
    "introductory_price": [((20.0, 0.3), 14.0)],
    "price_looking_ahead": [
        ((20.0, 0.3, 3.0, one(look_ahead=6.0)), 17.0),
        ((20.0, 0.3, 9.0, one(look_ahead=6.0)), 14.0),
    ],
    "hears_of_offer": [
        ((0.4, 0.07, one(loyalty_penalty=0.2)), True),
        ((0.4, 0.09, one(loyalty_penalty=0.2)), False),
        ((0.0, 0.01, one(loyalty_penalty=9.0)), False),
    ],
    "is_new_again": [((2.0, 3.0), False), ((3.0, 3.0), True), ((900.0, math.inf), False)],
    # minds
    "matched_price": [
        ((20.0, 20.0, 15.0, 10.0, 0.2, 1.0), 19.0),
        ((20.0, 20.0, 5.0, 10.0, 0.5, 2.0), 12.5),
        ((12.0, 20.0, 30.0, 10.0, 0.5, 1.0), 16.0),
    ],
    "span_of": [((0.1, 1.0), 10.0), ((0.3, 1.0), 4.0), ((0.5, 6.0), 1.0)],
    "tried": [
        ((0.5, True, 0.0, 1.0, one(trial_step=0.2)), 0.7),
        ((0.1, False, 0.0, 1.0, one(trial_step=0.2)), 0.0),
        ((20.0, False, 0.0, 1e9, one(trial_step=0.2)), 16.0),
        ((110.0, True, 0.0, 120.0, one(trial_step=0.2)), 120.0),
    ],
    "pays": [((2.0, 1.0), True), ((1.0, 1.0), False), ((-2.0, -1.0), False)],
    # imitation: own, the leader's, speed, visibility, months
    "imitated": [
        ((0.2, 0.8, 0.3, 0.5, 1.0), 0.2 + 0.15 * 0.6),
        ((0.8, 0.2, 0.3, 0.5, 1.0), 0.8 - 0.15 * 0.6),
        ((0.2, 0.8, 0.3, 0.5, 2.0), 0.2 + 0.2775 * 0.6),
        ((0.2, 0.8, 4.0, 0.5, 1.0), 0.8),
    ],
    # targeting: worth, margin of the period, tenure in periods, months
    "worth_after": [
        ((10.0, 30.0, 3, 1.0), 15.0),
        ((10.0, 30.0, 0, 1.0), 30.0),
        ((10.0, 30.0, 40, 1.0), 10 + 20 / 12),
        ((10.0, 34.0, 12, 1.0), 12.0),
        ((4.0, 30.0, 1, 3.0), 7.0),
        ((4.0, 30.0, 9, 3.0), 5.5),
        ((4.0, 36.0, 2, 12.0), 3.0),
    ],
    "estimated": [
        ((10.0, 0.6, 1.5, one(estimation_noise=0.5)), 10 * E**0.3),
        ((10.0, 0.0, 2.0, one(estimation_noise=500.0)), 10 * E**100),
        ((10.0, 0.0, -2.0, one(estimation_noise=500.0)), 10 * E**-100),
    ],
    "within_target": [
        ((0.5, 0.5, 0.7), True),
        ((0.49, 0.5, 0.7), False),
        ((0.7, 0.5, 0.7), True),
        ((0.71, 0.5, 0.7), False),
        ((9.0, 0.5, math.nan), True),
        ((0.1, 0.5, math.nan), False),
    ],
    # money
    "amount_bought": [
        ((1.5, 0.7, one(spend_growth=0.5, trust_start=0.3)), 1.5 * 1.2),
        ((1.5, 0.1, one(spend_growth=0.5, trust_start=0.3)), 1.5 * 0.9),
        ((1.5, 0.7, one(spend_growth=0.0, trust_start=0.3)), 1.5),
        ((0.05, 0.7, one(spend_growth=0.5, trust_start=0.3)), 0.06),
        ((1.5, 0.0, one(spend_growth=9.0, trust_start=0.3)), 0.0),
    ],
    "spend_of_year": [((1.5, 1.0, 0.4), 1.5 * E**0.32), ((1.5, -2.0, 1.0), 1.5 / E**2.5)],
    # 2.4 for the experience, .6 for a price a fifth dearer, .4 for the bond, 1 for going without.
    "surplus_of_use": [((0.6, 3.0, 1.2, 0.5, 40.0, SURPLUS), (2.4 - 0.6 + 0.4 + 1.0) * 40 / 3)],
    "quality_cost": [((0.8, 2.0, 5.0, 0.6), 2 * (E - 1)), ((0.4, 2.0, 5.0, 0.6), 2 * (1 / E - 1))],
    # points: a reward is one and a half uses of 20; three quarters of a use are saved
    "net_price": [((30.0, 0.2), 24.0), ((30.0, 0.0), 30.0)],
    "points_kept": [
        ((29.5, 20.0, 1.5), 29.5),
        ((30.0, 20.0, 1.5), 0.0),
        ((31.0, 20.0, 1.5), 0.0),
        ((0.1, 20.0, 0.0), 0.0),
    ],
    "points_weight": [
        ((15.0, 20.0, 1.5, 4.0, one(look_ahead=6.0, goal_gradient=0.0)), 4 * 0.75 / 6),
        # Half-way to the reward half the pull is added, beyond it all, and for none at once.
        ((15.0, 20.0, 1.5, 4.0, one(look_ahead=6.0, goal_gradient=0.4)), 0.5 * 1.2),
        ((60.0, 20.0, 1.5, 4.0, one(look_ahead=6.0, goal_gradient=0.4)), 2.0 * 1.4),
        ((15.0, 20.0, 0.0, 4.0, one(look_ahead=6.0, goal_gradient=0.4)), 0.5 * 1.4),
    ],
    # relationship
    "quality_of": [((0.3, 0.8), 0.55)],
    # awareness
    "becomes_known": [((0.4, 0.39), True), ((0.4, 0.4), False), ((0.0, 0.01), False)],
    "is_forgotten": [((0.19, one(forgetting=0.2)), True), ((0.2, one(forgetting=0.2)), False)],
    "breadth_of": [
        ((1.0, 4.0, one(review_by_breadth=0.8)), 1 - 0.8 * 0.75),
        ((4.0, 4.0, one(review_by_breadth=0.8)), 1.0),
        ((0.0, 4.0, one(review_by_breadth=0.0)), 1.0),
        ((0.0, 0.0, one(review_by_breadth=0.8)), 1.0),
    ],
    # talkers
    "talkativeness_of": [
        ((1.0, one(talk_spread=0.4)), E**0.32),
        ((-2.0, one(talk_spread=1.0)), 1 / E**2.5),
        ((-2.0, one(talk_spread=0.0)), 1.0),
    ],
    # population
    "first_belief": [
        ((0.5, 0.1, -1.5, one(belief_spread=0.05)), 0.5 + 0.1 - 0.075),
        ((0.5, 0.6, 0.0, one(belief_spread=0.05)), 1.0),
        ((0.5, -0.6, 0.0, one(belief_spread=0.05)), 0.0),
    ],
    "newcomers_prior": [((0.9, one(reputation=0.3, belief_start=0.4)), 0.28 + 0.27)],
}

# Rules that change a customer: (before, the other arguments), after.
CHANGES: dict[str, list[tuple[Those, tuple[object, ...], dict[str, float]]]] = {
    "remember": [
        (one(satisfaction=0.6), (0.2, one(satisfaction_rate=0.4)), {"satisfaction": 0.44}),
        (one(satisfaction=0.6), (0.9, one(satisfaction_rate=0.4)), {"satisfaction": 0.72}),
    ],
}
REFUSED = {"refusal_dissatisfaction": 0.12, "refusal_severity": 0.35}
for _satisfaction, _harm, _felt, _left, _harmed in (
    (0.5, 0.1, 1.0, 0.38, 0.35),
    (0.5, 0.6, 1.0, 0.38, 0.6),
    (0.05, 0.1, 1.0, 0.0, 0.35),
    (0.5, 0.1, 0.0, 0.5, 0.35),
):
    CHANGES.setdefault("turn_away", []).append(
        (
            one(satisfaction=_satisfaction, harm=_harm, last_outcome=1, last_severity=0.0),
            (one(**REFUSED, disconfirmation=_felt),),
            {"satisfaction": _left, "harm": _harmed, "last_outcome": 4, "last_severity": 0.35},
        )
    )

CASES = [(name, *case) for name, cases in ANSWERS.items() for case in cases]
CHANGED = [(name, *case) for name, cases in CHANGES.items() for case in cases]


def test_every_rule_has_a_known_answer():
    assert len(FUNCTIONS) == len(RULES)
    assert set(FUNCTIONS) - PENDING == {*ANSWERS, *CHANGES}


def test_nothing_is_pending_that_has_its_answer_or_is_no_rule():
    assert set(FUNCTIONS) - {*ANSWERS, *CHANGES} >= PENDING


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    CASES,
    ids=[f"{name}-{k}" for k, (name, *_) in enumerate(CASES)],
)
def test_a_rule_gives_the_answer_worked_out_by_hand(name, arguments, answer):
    found = FUNCTIONS[name](*arguments)
    assert type(found) is type(answer)
    assert found == pytest.approx(answer, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("name", "before", "arguments", "after"),
    CHANGED,
    ids=[f"{name}-{k}" for k, (name, *_) in enumerate(CHANGED)],
)
def test_a_rule_leaves_the_customer_worked_out_by_hand(name, before, arguments, after):
    customer = one(**vars(before))
    FUNCTIONS[name](customer, *arguments)
    assert vars(customer) == pytest.approx(after, rel=1e-12, abs=1e-15)


# ------------------------------------------------------------------ what rules are made of


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        (clip(0.5, 0.2, 0.7), 0.5),
        (clip(0.1, 0.2, 0.7), 0.2),
        (clip(0.9, 0.2, 0.7), 0.7),
        (share(0.4), 0.4),
        (share(-0.4), 0.0),
        (share(1.4), 1.0),
        (positive(0.3), 0.3),
        (positive(-0.3), 0.0),
        (smaller(2.0, 3.0), 2.0),
        (smaller(3.0, 2.0), 2.0),
        # Of a tenth a month, 27.1 % are gone after three, and 1 − √.9 after half of one.
        (over_months(0.1, 3.0), 0.271),
        (over_months(0.19, 0.5), 0.1),
        (over_months(0.1, 1.0), 0.1),
        (over_months(0.0, 3.0), 0.0),
        (over_months(1.0, 3.0), 1.0),
        (logistic(1.0), E / (1 + E)),
        (logistic(-1.0), 1 / (1 + E)),
        (logistic(0.0), 0.5),
        (logistic(-1e4), 0.0),
        (logistic(1e4), 1.0),
    ],
)
def test_small_arithmetic_gives_the_answer_worked_out_by_hand(found, answer):
    assert found == pytest.approx(answer, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("per", "answer"), [("month", 0.271), ("month amount", 0.3), ("", 0.1)], ids=str
)
def test_a_parameter_is_carried_to_a_quarter_by_its_kind(per, answer):
    parameter = Parameter(name="any", default=0.1, per=per, meaning="Anything.")
    assert carried(parameter, 0.1, 3.0) == pytest.approx(answer, rel=1e-12)
