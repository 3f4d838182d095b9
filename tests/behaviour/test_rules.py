"""Rules of behaviour: what an example in a docstring does not show."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from relsim.behaviour import BEHAVIOUR, REASONS, carried, defaults
from relsim.behaviour.advertising import belief_after_claim, goodwill_after, reach_chance
from relsim.behaviour.amends import (
    effect_of,
    expect_recovery,
    felt_after_recovery,
    harm_left,
    recovery_given,
    repair_of,
)
from relsim.behaviour.arithmetic import over_months
from relsim.behaviour.bonds import social_bond_after, structural_bond_after
from relsim.behaviour.capacity import ease, served_chance
from relsim.behaviour.challenge import belief_after_news, damping, news_strength
from relsim.behaviour.choice import attachment, gumbel, pull, reason_for_leaving
from relsim.behaviour.contact import contact_of, motivation_of, reach_of, warmth_of
from relsim.behaviour.failure import customer_failure_chance, firm_failure_chance
from relsim.behaviour.imitation import imitated
from relsim.behaviour.learning import learn
from relsim.behaviour.money import amount_bought, quality_cost, surplus_of_use
from relsim.behaviour.needs import assigned
from relsim.behaviour.pricing import learned_sensitivity, loyal_price
from relsim.behaviour.recovery import voice_chance
from relsim.behaviour.review import review_chance
from relsim.behaviour.rewards import points_kept, points_weight
from relsim.behaviour.satisfaction import embitter, expect, feel, negativity_of
from relsim.behaviour.staff import skill_after, staff_satisfaction_after
from relsim.behaviour.switching_cost import cost_of_leaving, settled_after
from relsim.behaviour.trust import trust_after
from relsim.behaviour.variety import boredom, satiate
from relsim.behaviour.word_of_mouth import belief_after_talk, report_weight, talk_chance

THEORY = defaults()
shares = st.floats(0.0, 1.0)
months = st.sampled_from([12 / 52, 1.0, 3.0, 6.0, 12.0])


def theory(length: float = 1.0, **changes: float) -> SimpleNamespace:
    """Return the parameters with some changed, for a period of so many months."""
    found = defaults(length)
    vars(found).update(changes)
    return found


# ------------------------------------------------------------------ the length of a period


@given(rate=shares, one=st.floats(0.1, 20.0), other=st.floats(0.1, 20.0))
def test_what_is_left_after_two_spans_is_what_is_left_after_both(rate, one, other):
    apart = (1 - over_months(rate, one)) * (1 - over_months(rate, other))
    assert 1 - over_months(rate, one + other) == pytest.approx(apart, abs=1e-12)


@given(rate=shares, length=months)
def test_a_rate_stays_a_rate_in_any_period(rate, length):
    assert 0.0 <= over_months(rate, length) <= 1.0


@pytest.mark.parametrize("name", [name for name, one in BEHAVIOUR.items() if one.per == "month"])
def test_a_monthly_rate_leaves_as_much_after_a_year_of_weeks_as_of_months(name):
    parameter = BEHAVIOUR[name]
    rate = float(parameter.default)
    week = carried(parameter, rate, 12 / 52)
    assert (1 - week) ** 52 == pytest.approx((1 - rate) ** 12, rel=1e-12)


PER_USE = (
    *("restlessness", "satisfaction_rate", "expectation_rate", "satiation_memory"),
    *("failure_rate", "talk_base", "promotion_learning", "structural_growth"),
    "trust_by_satisfaction",
)


@pytest.mark.parametrize("name", [name for name in PER_USE if name in BEHAVIOUR])
def test_what_counts_by_the_use_is_the_same_in_any_period(name):
    assert getattr(defaults(12.0), name) == getattr(defaults(1.0), name)


@given(bond=shares, orientation=shares, satisfaction=shares)
def test_a_social_bond_grows_as_far_in_two_months_as_in_one_of_two(bond, orientation, satisfaction):
    once = social_bond_after(bond, 0.8, 0.9, orientation, satisfaction, 2.0, THEORY)
    twice = bond
    for _ in range(2):
        twice = social_bond_after(twice, 0.8, 0.9, orientation, satisfaction, 1.0, THEORY)
    assert twice == pytest.approx(once, abs=1e-12)


@given(own=shares, leaders=shares, speed=shares, visibility=shares)
def test_imitation_copies_as_much_in_three_months_as_in_one_quarter(
    own, leaders, speed, visibility
):
    once = imitated(own, leaders, speed, visibility, 3.0)
    thrice = own
    for _ in range(3):
        thrice = imitated(thrice, leaders, speed, visibility, 1.0)
    assert thrice == pytest.approx(once, abs=1e-12)


@pytest.mark.parametrize("length", [12 / 52, 3.0, 12.0])
def test_goodwill_of_steady_advertising_is_the_same_in_any_period(length):
    decay = defaults(length).goodwill_decay
    goodwill = 0.0
    for _ in range(2000):
        goodwill = goodwill_after(goodwill, 60.0, THEORY.goodwill_decay, decay)
    assert goodwill == pytest.approx(60.0 / THEORY.goodwill_decay, rel=1e-9)


@pytest.mark.parametrize("length", [12 / 52, 3.0, 12.0])
def test_as_many_stay_unreached_in_a_year_of_any_periods(length):
    year = (1 - reach_chance(30.0, 100.0, 1.25, length)) ** (12 / length)
    assert year == pytest.approx(math.exp(-12 * 30.0 / 125.0), rel=1e-12)


# ------------------------------------------------------------------ choice and review


@given(
    restlessness=shares,
    harm=shares,
    doubt=st.booleans(),
    satisfaction=shares,
    sensitivity=st.floats(0.0, 1e3),
    own=st.floats(0.01, 1e3),
    lowest=st.floats(0.01, 1e3),
)
def test_the_chance_of_a_review_is_a_chance(
    restlessness, harm, doubt, satisfaction, sensitivity, own, lowest
):
    reasons = (restlessness, harm, doubt, satisfaction, sensitivity)
    found = review_chance(*reasons, own, lowest, 1.0, THEORY)
    assert 0.0 <= found <= 1.0


@pytest.mark.parametrize(
    "worse",
    [
        {"harm": 0.2},
        {"doubt": True},
        {"satisfaction": 0.4},
        {"own_price": 30.0},
        {"restlessness": 0.2},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_reason_adds_to_the_chance_of_a_review(worse):
    calm = {
        "restlessness": 0.01,
        "harm": 0.0,
        "doubt": False,
        "satisfaction": 0.55,
        "price_sensitivity": 4.0,
        "own_price": 20.0,
        "lowest_price": 20.0,
        "breadth": 1.0,
        "theory": THEORY,
    }
    assert review_chance(**{**calm, **worse}) > review_chance(**calm)


def test_being_cheaper_than_all_others_is_no_reason_for_a_review():
    assert review_chance(0.01, 0.0, False, 1.0, 4.0, 10.0, 20.0, 1.0, THEORY) == 0.01


@given(worse=st.floats(0.0, 0.95), more=st.floats(0.01, 0.05))
def test_satisfaction_calms_over_its_whole_range_and_ever_less(worse, more):
    calm = (4.0, 20.0, 20.0, 1.0, THEORY)
    low, middle, high = (
        review_chance(0.01, 0.0, False, worse + step * more / 2, *calm) for step in (0, 1, 2)
    )
    assert low > middle > high >= 0.01
    assert low - middle > middle - high


def test_gumbel_luck_makes_the_choice_a_logit():
    # Without chance: the law of the largest of two, from 20 000 even points.
    luck = np.array([gumbel(point) for point in (np.arange(20_000) + 0.5) / 20_000])
    advantage = 1.0
    wins = np.searchsorted(np.sort(luck), luck + advantage).mean() / 20_000
    assert wins == pytest.approx(special.expit(advantage), abs=1e-4)


def test_neutral_satisfaction_and_trust_as_at_the_start_attach_nobody():
    assert attachment(0.5, THEORY.trust_start, 0.0, THEORY.trust_start, 3.0, 1.5, 1.0) == 0.0


@given(price=st.floats(0.1, 1e3), scale=st.sampled_from([0.5, 2.0, 128.0]))
def test_what_a_firm_offers_does_not_depend_on_the_currency(price, scale):
    one = pull(0.7, 4.0, price, 20.0, 0.5, 5.0, 0.6)
    assert pull(0.7, 4.0, price * scale, 20.0 * scale, 0.5, 5.0, 0.6) == one


def test_harm_goes_before_every_other_reason_for_leaving():
    assert REASONS[reason_for_leaving(0.1, True, 9.0, 9.0, 9.0, 9.0)] == "failure"
    assert REASONS[reason_for_leaving(0.1, False, 9.0, 9.0, 9.0, 9.0)] == "poor recovery"


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ((0.2, 0.1, 0.1, 0.1), "price"),
        ((0.1, 0.2, 0.1, 0.1), "rival's pull"),
        ((0.1, 0.1, 0.2, 0.1), "peers"),
        ((0.1, 0.1, 0.1, 0.2), "boredom"),
        ((-1.0, -1.0, -1.0, 0.0), "no bond"),
    ],
)
def test_the_largest_advantage_is_the_reason_and_luck_never_is(terms, reason):
    assert REASONS[reason_for_leaving(0.0, False, *terms)] == reason


@given(firms=st.integers(1, 16), luck=st.floats(0.0, 1.0 - 2**-53))
def test_the_lot_always_falls_on_a_firm(firms, luck):
    assert 0 <= assigned(firms, luck) < firms


# ------------------------------------------------------------------ switching cost and points


def leaving(**changes: float) -> float:
    words = {
        "tenure": 1.0,
        "points_weight": 0.2,
        "social_bond": 0.5,
        "structural_bond": 0.5,
        **changes,
    }
    settled = settled_after(words.pop("tenure"), THEORY.settling_time)
    return cost_of_leaving(settled, **words, theory=THEORY)


@pytest.mark.parametrize("what", ["tenure", "points_weight", "social_bond", "structural_bond"])
def test_every_bond_makes_leaving_dearer(what):
    assert leaving(**{what: 0.9 * 20}) > leaving(**{what: 0.0})


def test_a_stranger_leaves_for_nothing():
    assert leaving(tenure=0.0, points_weight=0.0, social_bond=0.0, structural_bond=0.0) == 0.0


@given(saved=st.floats(0.01, 50.0), price=st.floats(0.01, 1e3), needs=st.floats(1.0, 1e3))
def test_points_saved_weigh_as_the_same_money_off_the_price_of_the_needs_ahead(saved, price, needs):
    weight = points_weight(saved * price, price, 1.0, 4.0, theory(look_ahead=needs))
    cheaper = pull(0.7, 4.0, price * (1 - saved / needs), price, 0.0, 5.0, 0.6)
    dearer = pull(0.7, 4.0, price, price, 0.0, 5.0, 0.6)
    assert weight == pytest.approx(cheaper - dearer, abs=1e-9)


def test_the_effort_of_settling_in_anew_has_a_limit():
    settled = leaving(tenure=1e6, points_weight=0.0, social_bond=0.0, structural_bond=0.0)
    assert settled == pytest.approx(THEORY.procedural_cost)


def test_a_scale_of_nothing_makes_leaving_free():
    free = theory(switching_cost_scale=0.0)
    assert cost_of_leaving(5.0, 0.2, 1.0, 1.0, free) == 0.0


@given(held=st.floats(0, 1e3), price=st.floats(0.01, 1e3), reward=st.floats(0.0, 5.0))
def test_points_are_kept_whole_until_they_reach_the_reward(held, price, reward):
    assert points_kept(held, price, reward) == (held if held < reward * price else 0.0)


@given(tenure=st.floats(0.0, 100.0), discount=st.floats(0.0, 0.95))
def test_a_loyalty_discount_grows_for_two_years_and_no_longer(tenure, discount):
    price = loyal_price(20.0, discount, tenure)
    assert 20.0 * (1 - discount) - 1e-12 <= price <= 20.0
    assert loyal_price(20.0, discount, 2.0 + tenure) == loyal_price(20.0, discount, 2.0)


def test_trust_makes_nobody_buy_more_unless_told_to():
    assert amount_bought(1.5, 0.9, THEORY) == amount_bought(1.5, 0.1, THEORY) == 1.5
    assert amount_bought(1.5, 0.9, theory(spend_growth=0.5)) > 1.5


@given(trust=shares, growth=st.floats(0.0, 100.0))
def test_nobody_ever_buys_less_than_nothing(trust, growth):
    assert amount_bought(1.5, trust, theory(spend_growth=growth)) >= 0.0


def test_quality_costs_nothing_at_its_reference_and_ever_more_above():
    costs = [quality_cost(quality, 0.43, 23.4, 0.72) for quality in (0.62, 0.72, 0.82, 0.92)]
    assert costs[1] == 0.0
    assert (np.diff(costs, 2) > 0).all()


def test_surplus_is_what_a_use_is_worth_beyond_doing_without():
    # An offer that is exactly as good as doing without leaves nothing.
    indifferent = THEORY.outside_utility / THEORY.belief_weight
    assert surplus_of_use(indifferent, 4.0, 1.0, 0.0, 20.0, THEORY) == 0.0


# ------------------------------------------------------------------ satisfaction


def test_a_loss_looms_larger_than_an_equal_gain():
    flat = theory(felt_slope=0.0)
    even, gain, loss = (feel(experience, 0.6, 0.0, flat) for experience in (0.6, 0.7, 0.5))
    assert even - loss == pytest.approx(THEORY.loss_aversion * (gain - even))


@given(experience=st.floats(-1.0, 2.0), expectation=shares, negativity=shares)
def test_a_feeling_is_never_beyond_the_best_or_the_worst(experience, expectation, negativity):
    assert 0.0 <= feel(experience, expectation, negativity, THEORY) <= 1.0


def test_higher_expectations_make_the_same_service_feel_worse():
    assert feel(0.7, 0.8, 0.0, THEORY) < feel(0.7, 0.7, 0.0, THEORY)


@given(expectation=shares, experience=shares, education=shares)
def test_expectation_moves_towards_experience_and_not_past_it(expectation, experience, education):
    after = expect(expectation, experience, education, THEORY)
    low, high = sorted((expectation, experience))
    assert low - 1e-15 <= after <= high + 1e-15


@given(made=shares, unresolved=st.booleans())
def test_negativity_made_stays_a_share(made, unresolved):
    assert 0.0 <= embitter(made, unresolved, THEORY) <= 1.0


@given(born=shares, made=shares)
def test_negativity_lies_between_what_is_born_and_what_is_made(born, made):
    low, high = sorted((born, made))
    assert low - 1e-15 <= negativity_of(born, made, THEORY) <= high + 1e-15


# ------------------------------------------------------------------ failure, complaint, recovery

FIRM = SimpleNamespace(
    compensation=0.6, empowerment=0.5, skill=0.5, dispute=0, learned=0.0, load=0.7
)


def ladder(severity: float) -> dict[str, tuple[float, float]]:
    """Return mean harm and mean feeling by outcome, over all luck, for one severity."""
    expected, without = 0.8, 0.6
    felt = feel(0.7 - 0.6 * severity, 0.7, 0.0, THEORY)
    found: dict[str, list[tuple[float, float]]] = {
        "silent": [(harm_left(severity, 0.0, False, THEORY), felt)]
    }
    for luck in special.ndtri((np.arange(400) + 0.5) / 400):
        for fast in (False, True):
            given_ = recovery_given(FIRM, False, fast, luck, THEORY)
            effect = effect_of(given_, severity, 0.0, THEORY)
            repair = repair_of(effect, expected)
            after = felt_after_recovery(felt, without, repair, effect, expected, THEORY)
            if given_ < THEORY.resolved_from * expected:
                outcome = "mishandled"
            else:
                outcome = "resolved fast" if fast else "resolved"
            found.setdefault(outcome, []).append((harm_left(severity, repair, fast, THEORY), after))
    return {name: tuple(np.mean(pairs, axis=0)) for name, pairs in found.items()}


RUNGS = ("silent", "mishandled", "resolved", "resolved fast")


@pytest.mark.parametrize("severity", [0.2, 0.5, 0.8])
def test_each_rung_of_the_complaint_ladder_leaves_less_harm(severity):
    found = ladder(severity)
    harms = [found[rung][0] for rung in RUNGS]
    assert (np.diff(harms) < 0).all()


@pytest.mark.parametrize("severity", [0.2, 0.5, 0.8])
def test_each_rung_of_the_complaint_ladder_feels_better(severity):
    found = ladder(severity)
    feelings = [found[rung][1] for rung in RUNGS]
    assert (np.diff(feelings) > 0).all()


@given(
    severity=shares,
    one=st.floats(0.0, 2.0),
    other=st.floats(0.0, 2.0),
    expected=shares,
    fast=st.booleans(),
)
def test_a_better_recovery_never_leaves_more_harm(severity, one, other, expected, fast):
    low, high = sorted((one, other))
    harms = [
        harm_left(severity, repair_of(effect, expected), fast, THEORY) for effect in (low, high)
    ]
    assert 0.0 <= harms[1] <= harms[0] <= 1.0


@given(severity=shares, repair=shares)
def test_a_late_answer_never_leaves_less_harm(severity, repair):
    fast, late = (harm_left(severity, repair, one, THEORY) for one in (True, False))
    assert 0.0 <= fast <= late <= 1.0


@given(
    felt=shares,
    without=shares,
    expected=st.floats(0.0, 1.2),
    one=st.floats(0.0, 2.0),
    other=st.floats(0.0, 2.0),
)
def test_a_better_recovery_never_feels_worse(felt, without, expected, one, other):
    # A failure feels no better than the same encounter without it.
    felt, without = sorted((felt, without))
    low, high = sorted((one, other))
    feelings = [
        felt_after_recovery(felt, without, repair_of(y, expected), y, expected, THEORY)
        for y in (low, high)
    ]
    assert 0.0 <= feelings[0] <= feelings[1] + 1e-12 <= 1.0 + 1e-12


def test_the_gravest_failure_that_is_not_repaired_leaves_full_harm():
    # What the source of harm_severity says; its default follows that of harm_base.
    assert pytest.approx(1.0) == THEORY.harm_base + THEORY.harm_severity


def test_expecting_no_recovery_is_a_full_repair_and_no_division_by_nothing():
    assert repair_of(0.0, 0.0) == 1.0


def test_a_poor_answer_can_feel_worse_than_none():
    silent, answered = 0.3, felt_after_recovery(0.3, 0.6, 0.0, 0.0, 0.8, THEORY)
    assert answered < silent


@pytest.mark.parametrize("place", [0, 1, 2])
def test_encouragement_severity_and_bond_all_give_voice(place):
    louder = [0.2, 0.2, 0.2]
    louder[place] = 0.8
    assert voice_chance(*louder, THEORY) > voice_chance(0.2, 0.2, 0.2, THEORY)


def test_an_adjudicating_firm_gives_less_only_to_those_at_fault():
    strict = SimpleNamespace(**{**vars(FIRM), "dispute": 1})
    assert recovery_given(strict, True, False, 0.0, THEORY) < recovery_given(
        FIRM, True, False, 0.0, THEORY
    )
    assert recovery_given(strict, False, False, 0.0, THEORY) == recovery_given(
        FIRM, False, False, 0.0, THEORY
    )


@given(luck=st.floats(-40.0, 40.0))
def test_no_recovery_is_less_than_nothing(luck):
    assert recovery_given(FIRM, False, False, luck, THEORY) >= 0.0


@given(expected=st.floats(0.0, 1.2), received=st.floats(0.0, 5.0))
def test_what_is_expected_of_a_recovery_never_falls_and_has_a_limit(expected, received):
    assert expected <= expect_recovery(expected, received, THEORY) <= 1.2


@given(learned=st.floats(0.0, 0.6), lever=shares, complaints=st.floats(0, 1e4))
def test_a_firm_never_learns_beyond_the_limit_nor_forgets(learned, lever, complaints):
    after = learn(learned, lever, complaints, 100.0, THEORY)
    assert learned <= after <= THEORY.learning_limit + 1e-15


def test_a_firm_that_hears_nothing_learns_nothing():
    assert learn(0.2, 1.0, 0.0, 100.0, THEORY) == 0.2


@given(
    rate=shares,
    load=st.floats(0.0, 100.0),
    skill=shares,
    learned=shares,
    channel=st.sampled_from([0.0, 1.0, 2.0, 3.0]),
)
def test_the_chance_of_a_failure_is_a_chance_at_any_load(rate, load, skill, learned, channel):
    firm = SimpleNamespace(learned=learned, load=load, skill=skill, channel=channel)
    assert 0.0 <= firm_failure_chance(firm, theory(failure_rate=rate)) <= 1.0


def test_a_taught_customer_errs_less_and_a_perfect_one_never():
    assert customer_failure_chance(0.5, 0.8, THEORY) < customer_failure_chance(0.5, 0.0, THEORY)
    assert customer_failure_chance(1.0, 0.0, THEORY) == 0.0


# ------------------------------------------------------------------ capacity, contact, staff


def test_load_up_to_the_best_costs_no_quality_and_beyond_ever_more():
    assert ease(THEORY.best_load, THEORY) == 1.0
    eases = [ease(load, THEORY) for load in (0.8, 1.0, 1.5, 3.0)]
    assert (np.diff(eases) < 0).all()
    assert eases[-1] > 0


@given(wanted=st.floats(0.0, 1e6), room=st.floats(0.0, 1e6))
def test_no_more_is_served_than_there_is_room_for(wanted, room):
    assert wanted * served_chance(wanted, room) <= room * (1 + 1e-12)


def test_account_staff_reach_fewer_the_more_customers_there_are():
    assert [reach_of(100.0, 0.5, heads) for heads in (100, 200, 400, 800)] == [1.0, 1.0, 0.5, 0.25]


@pytest.mark.parametrize("customers", [0.0, 10.0, 1e9])
def test_unlimited_account_staff_reach_everybody(customers):
    assert reach_of(math.nan, 1.0, customers) == 1.0


def test_no_account_staff_reach_nobody():
    assert reach_of(0.0, 0.5, 100.0) == 0.0


@given(planned=shares, customers=st.floats(0.0, 1e6), room=st.floats(0.0, 1e6))
def test_staff_never_hold_more_accounts_than_they_can(planned, customers, room):
    reach = reach_of(room, planned, customers)
    assert 0.0 <= reach <= 1.0
    assert reach * planned * customers <= max(room * (1 + 1e-12), 0.0) or reach == 1.0


@given(intensity=shares, satisfaction=shares, reward=shares)
def test_contact_warmth_and_motivation_are_shares(intensity, satisfaction, reward):
    found = (
        contact_of(intensity, THEORY),
        warmth_of(1.0, satisfaction),
        motivation_of(satisfaction, reward, THEORY),
    )
    assert all(0.0 <= value <= 1.0 for value in found)


@given(skill=shares, training=shares, satisfaction=shares, length=months)
def test_skill_stays_a_share_in_any_period(skill, training, satisfaction, length):
    after = skill_after(skill, training, satisfaction, length, defaults(length))
    assert 0.0 <= after <= 1.0


def test_content_customers_and_care_make_content_staff_and_load_does_not():
    base = staff_satisfaction_after(0.5, 0.5, 0.0, 0.7, THEORY)
    assert staff_satisfaction_after(0.5, 0.8, 0.0, 0.7, THEORY) > base
    assert staff_satisfaction_after(0.5, 0.5, 1.0, 0.7, THEORY) > base
    assert staff_satisfaction_after(0.5, 0.5, 0.0, 1.5, THEORY) < base


# ------------------------------------------------------------------ trust and bonds


@given(
    trust=shares,
    used=st.booleans(),
    satisfaction=shares,
    contact=shares,
    warmth=shares,
    messages=st.floats(0.0, 4.0),
    severity=shares,
    length=months,
)
def test_trust_stays_a_share(
    trust, used, satisfaction, contact, warmth, messages, severity, length
):
    after = trust_after(
        trust, used, satisfaction, contact, warmth, messages, severity, defaults(length)
    )
    assert 0.0 <= after <= 1.0


def test_without_contact_trust_falls_back_to_that_of_a_stranger():
    trust = 0.9
    for _ in range(2000):
        trust = trust_after(trust, False, 0.5, 0.0, 0.0, 0.0, 0.0, THEORY)
    assert trust == pytest.approx(THEORY.trust_floor, abs=1e-6)


def test_an_unresolved_failure_costs_the_trusting_more():
    losses = [
        trust_after(trust, False, 0.5, 1.0, 0.0, 0.0, 0.0, THEORY)
        - trust_after(trust, False, 0.5, 1.0, 0.0, 0.0, 0.8, THEORY)
        for trust in (0.3, 0.9)
    ]
    assert losses[1] == pytest.approx(3 * losses[0])


def test_satisfaction_builds_trust_only_at_a_use():
    words = (0.9, 0.1, 1.0, 0.0, 0.0, THEORY)
    assert trust_after(0.4, True, *words) > trust_after(0.4, False, *words)


def test_the_trusting_gain_less_trust_by_a_good_use():
    def gain(trust: float) -> float:
        words = (0.9, 0.1, 1.0, 0.0, 0.0, THEORY)
        return trust_after(trust, True, *words) - trust_after(trust, False, *words)

    assert gain(0.2) == pytest.approx(2 * gain(0.6))


def test_a_social_bond_settles_where_growth_and_decay_balance():
    growth = THEORY.social_growth * 0.55 * 0.9 * 0.5
    bond = 0.0
    for _ in range(1000):
        bond = social_bond_after(bond, 0.55, 0.9, 0.5, 0.6, 1.0, THEORY)
    assert bond == pytest.approx(growth / (growth + THEORY.social_decay), rel=1e-9)


def test_no_wish_for_a_relationship_and_no_contact_let_a_bond_fade():
    assert social_bond_after(0.5, 1.0, 1.0, 0.0, 0.9, 1.0, THEORY) == pytest.approx(0.5 * 0.92)
    assert social_bond_after(0.5, 0.0, 1.0, 1.0, 0.9, 1.0, THEORY) == pytest.approx(0.5 * 0.92)


@given(bond=shares, lever=shares)
def test_a_structural_bond_follows_the_lever_up_and_never_down(bond, lever):
    after = structural_bond_after(bond, lever, THEORY)
    assert bond <= after <= max(bond, lever) + 1e-15


# ------------------------------------------------------------------ variety and prices


def test_boredom_has_a_limit_and_satiation_too():
    satiation = 0.0
    for _ in range(1000):
        satiation = satiate(satiation, THEORY)
    assert satiation == pytest.approx(0.9 / 0.1)
    assert boredom(0.15, satiation, THEORY) == boredom(0.15, 6.0, THEORY)


@given(trait=st.floats(0.1, 20.0), learned=st.floats(0.0, 20.0))
def test_price_sensitivity_recovers_towards_the_born_one_and_not_past_it(trait, learned):
    after = learned_sensitivity(trait + learned, trait, False, THEORY)
    assert trait <= after <= trait + learned


def test_promotions_have_a_limit_to_what_they_teach():
    sensitivity = 4.0
    for _ in range(10_000):
        sensitivity = learned_sensitivity(sensitivity, 4.0, True, THEORY)
    assert sensitivity == pytest.approx(4.0 * (1 + 0.004 / 0.005))


# ------------------------------------------------------------------ imitation


@given(own=shares, leaders=shares, speed=shares, visibility=shares, length=months)
def test_a_copy_lies_between_ones_own_and_the_leaders(own, leaders, speed, visibility, length):
    after = imitated(own, leaders, speed, visibility, length)
    low, high = sorted((own, leaders))
    assert low - 1e-12 <= after <= high + 1e-12


def test_what_is_seen_better_is_copied_faster():
    copies = [
        imitated(0.0, 1.0, 0.2, getattr(THEORY, f"visibility_of_{what}"), 1.0)
        for what in ("systems", "contact", "points", "price")
    ]
    assert (np.diff(copies) > 0).all()


# ------------------------------------------------------------------ talk, advertising, news


@given(felt=shares, negativity=shares, reward=st.floats(0.0, 2.0))
def test_the_chance_to_talk_is_a_chance(felt, negativity, reward):
    assert 0.0 <= talk_chance(felt, negativity, reward, THEORY) <= 1.0


def test_strong_feelings_of_either_kind_are_told_more():
    chances = [talk_chance(felt, 0.0, 0.0, THEORY) for felt in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert chances == pytest.approx(chances[::-1])
    assert chances[0] > chances[1] > chances[2] == THEORY.talk_base


def test_negativity_makes_only_bad_feelings_louder():
    assert talk_chance(0.2, 1.0, 0.0, THEORY) > talk_chance(0.2, 0.0, 0.0, THEORY)
    assert talk_chance(0.8, 1.0, 0.0, THEORY) == talk_chance(0.8, 0.0, 0.0, THEORY)


def test_a_referral_reward_makes_only_the_content_louder():
    assert talk_chance(0.8, 0.0, 1.0, THEORY) == 2 * talk_chance(0.8, 0.0, 0.0, THEORY)
    assert talk_chance(0.5, 0.0, 1.0, THEORY) == talk_chance(0.5, 0.0, 0.0, THEORY)


reports = st.lists(st.tuples(st.floats(0.01, 1.0), shares), min_size=1, max_size=8)


def heard(belief: float, told: list[tuple[float, float]]) -> float:
    weights = [weight for weight, _ in told]
    values = sum(weight * value for weight, value in told)
    left = math.prod(1 - weight for weight in weights)
    return belief_after_talk(belief, sum(weights), values, left)


@given(belief=shares, told=reports)
def test_what_is_heard_moves_a_belief_to_nowhere_beyond_what_is_heard(belief, told):
    values = [value for _, value in told]
    low, high = min([belief, *values]), max([belief, *values])
    assert low - 1e-12 <= heard(belief, told) <= high + 1e-12


@given(belief=shares, told=reports)
def test_the_order_of_talkers_cannot_matter(belief, told):
    assert heard(belief, told[::-1]) == pytest.approx(heard(belief, told), abs=1e-12)


def test_a_word_about_ones_own_firm_and_an_advertisement_of_it_count_less():
    assert report_weight(True, True, THEORY) < report_weight(False, True, THEORY)
    own, other = (belief_after_claim(0.6, 0.8, one, THEORY) for one in (True, False))
    assert 0.6 < own < other


def test_a_bad_word_counts_as_told_and_never_more_than_fully():
    assert report_weight(False, False, theory(negative_weight=2.0)) == 0.3
    assert report_weight(False, False, theory(negative_weight=100.0)) == 1.0


@given(belief=shares, claim=shares)
def test_advertising_moves_beliefs_towards_the_claim_and_not_past_it(belief, claim):
    after = belief_after_claim(belief, claim, False, THEORY)
    low, high = sorted((belief, claim))
    assert low - 1e-15 <= after <= high + 1e-15


def test_reassurance_protects_as_far_as_trust_goes():
    assert damping(1.0, 0.0) == damping(0.0, 1.0) == 1.0
    assert damping(1.0, 1.0) == 0.0


@given(belief=shares, change=st.floats(-20.0, 20.0))
def test_news_leaves_a_belief_a_belief(belief, change):
    assert 0.0 <= belief_after_news(belief, change) <= 1.0


def test_a_full_challenge_moves_beliefs_by_its_weight():
    assert news_strength(1.0, 1.0, THEORY) == THEORY.news_weight
