"""Every cost line of the books, worked out by hand: whose heads, which rate, how many months."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from relsim.behaviour import COLUMNS
from relsim.market import Market
from relsim.scenario import Scenario
from tests.market.markets import figure, live, market_of
from tests.market.test_by_hand import CUSTOMER, STILL

HEADS = 7
RATES = {
    "quality": 0.31,
    "quality_steepness": 5.0,
    "quality_reference": 0.6,
    "consistency": 0.37,
    "education": 0.41,
    "encouragement": 0.43,
    "empowerment": 0.47,
    "speed": 0.53,
    "learning": 0.59,
    "social": 0.61,
    "channel_phone": 0.67,
    "level_accountable": 0.71,
    "account_staff": 0.73,
    "message": 0.79,
    "systems": 0.83,
    "setup": 0.89,
    "launch": 0.97,
    "reassurance": 1.01,
    "training": 1.03,
    "staff_reward": 1.07,
    "acquisition": 1.09,
    "capacity": 1.13,
    "handling": 1.27,
    "referral": 1.31,
    "customisation": 1.37,
    "database": 1.39,
    "convenience": 1.49,
    "setting": 1.51,
    "hospitality": 1.57,
    "guarantee": 1.63,
    "human_fallback": 1.67,
}
LEVERS = {
    "price": 20.0,
    "unit_cost": 12.0,
    "quality": 0.8,
    "consistency": 0.2,
    "education": 0.3,
    "encouragement": 0.1,
    "empowerment": 0.4,
    "speed": 0.6,
    "learning": 0.7,
    "social": 0.5,
    "channel": "phone",
    "level": "accountable",
    "account_capacity": 17.0,
    "direct_messages": 1.5,
    "structural": 0.25,
    "innovation": 1.0,
    "reassurance": 0.35,
    "training": 0.45,
    "staff_reward": 0.55,
    "advertising": 19.0,
    "capacity": 3.0,
    "referral_reward": 0.9,
    "compensation": 0.5,
    "customisation": 0.6,
    "database": 0.3,
    "convenience": 0.2,
    "setting": 0.9,
    "hospitality": 0.15,
    "guarantee": 0.33,
    "human_fallback": 0.66,
}
CHARGED = {
    "quality_cost": 21 * (0.31 * (np.e - 1) + 0.37 * 0.2),
    "education_cost": 21 * 0.41 * 0.3,
    "recovery_cost": 21 * (0.43 * 0.1 + 0.47 * 0.4 + 0.53 * 0.6 + 0.59 * 0.7),
    "contact_cost": 21 * 0.61 * 0.67 * 0.5,
    "level_cost": 21 * 0.71,
    "account_cost": 17 * 0.73 * 3,
    "message_cost": 21 * 0.79 * 1.5,
    "systems_cost": 21 * 0.83 * 0.25,
    "reassurance_cost": 21 * 1.01 * 0.35,
    "customisation_cost": 21 * (1.37 * 0.6 + 1.39 * 0.3),
    "comfort_cost": 21 * (1.49 * 0.2 + 1.51 * 0.9),
    "hospitality_cost": 21 * 1.57 * 0.15,
    "assurance_cost": 21 * (1.63 * 0.33 + 1.67 * 0.66),
    "staff_cost": 21 * (1.03 * 0.45 + 1.07 * 0.55),
    "advertising_cost": 19 * 3,
    "innovation_cost": 0.97 * 7,
    # Room for three times the needs of the only firm: seven people, .8 needs each.
    "capacity_cost": 3 * 7 * 0.8 * 1.13,
    "setup_cost": 0.0,
    "acquisition_cost": 0.0,
    "handling_cost": 0.0,
    "referral_cost": 0.0,
    "compensation_cost": 0.0,
    "reward_cost": 0.0,
}


def charged(events: list[dict[str, Any]] | None = None, firms: int = 1, **words: Any) -> Scenario:
    """Return a market of quarters whose firm uses every lever that costs."""
    return market_of(
        [LEVERS, *[{"capacity": 3.0}] * (firms - 1)],
        customers=HEADS,
        periods=3,
        market={"period": "quarter", "capacity": "fixed", "costs": RATES},
        behaviour={**STILL, "customer_failure_rate": 0.0, **words},
        segment={**CUSTOMER, "need_rate": 0.8, "spend": 1.0},
        events=events or [],
    )


def test_every_line_is_charged_by_its_own_rate():
    run = live(charged())
    uses = figure(run, "uses")[0, 0]
    expected = {**CHARGED, "service_cost": 12 * uses}
    assert set(expected) == {name for name, one in COLUMNS.items() if one.cost}
    assert {name: figure(run, name)[0, 0] for name in expected} == pytest.approx(expected)
    profit = 20 * uses - sum(expected.values())
    assert figure(run, "profit")[0, 0] == pytest.approx(profit, rel=1e-12)


# What is spent on relationships; staff and launches only beyond the baseline, which is this.
RELATIONAL = (
    *("contact_cost", "level_cost", "account_cost", "message_cost", "systems_cost", "setup_cost"),
    *("recovery_cost", "reassurance_cost", "education_cost", "compensation_cost"),
    *("handling_cost", "referral_cost", "reward_cost"),
    *("customisation_cost", "comfort_cost", "hospitality_cost", "assurance_cost"),
)


def test_relationship_spending_is_the_relational_lines():
    run = live(charged())
    expected = sum(CHARGED[name] for name in RELATIONAL)
    assert figure(run, "relationship_spending")[0, 0] == pytest.approx(expected, rel=1e-12)


def test_relationship_spending_counts_staff_and_launches_beyond_the_baseline():
    more = {"training": 0.65, "staff_reward": 0.85, "innovation": 0.0}
    run = live(charged([{"period": 0, "firm": "Alba", "set": more}]))
    beyond = 21 * (1.03 * 0.2 + 1.07 * 0.3) - 0.97 * 7
    expected = sum(CHARGED[name] for name in RELATIONAL) + beyond
    assert figure(run, "relationship_spending")[0, 0] == pytest.approx(expected, rel=1e-12)


def test_a_raised_tie_is_set_up_with_everybody_who_stayed():
    run = live(charged([{"period": 1, "firm": "Alba", "set": {"structural": 0.45}}]))
    assert figure(run, "setup_cost")[:, 0].tolist() == [0, pytest.approx(0.89 * 0.2 * 7), 0]


def test_a_lowered_tie_gives_nothing_back():
    run = live(charged([{"period": 1, "firm": "Alba", "set": {"structural": 0.15}}]))
    assert figure(run, "setup_cost")[:, 0].tolist() == [0, 0, 0]
    assert figure(run, "systems_cost")[1, 0] == pytest.approx(21 * 0.83 * 0.15)


def test_newcomers_are_set_up_and_won_at_their_cost():
    events = [
        {"period": 1, "firm": "Brio", "set": {"present": False}},
        {"period": 1, "firm": "Alba", "set": {"structural": 0.45}},
    ]
    run = live(charged(events, firms=2), seed=3)
    won = figure(run, "acquired")[1, 0]
    opened = figure(run, "opened")[1, 0]
    assert won > 0 and opened > 0
    assert figure(run, "acquisition_cost")[1, 0] == pytest.approx(1.09 * won)
    assert figure(run, "setup_cost")[1, 0] == pytest.approx(0.89 * (0.45 * won + 0.2 * opened))
    # Heads are those of the encounters: who came in this period is among them.
    assert figure(run, "level_cost")[1, 0] == pytest.approx(0.71 * 3 * (opened + won))


def test_complaints_are_handled_and_compensated_at_their_cost():
    run = live(charged(failure_rate=1.0, voice_base=500.0, skill_by_practice=0.0), seed=2)
    uses, complaints = figure(run, "uses")[0, 0], figure(run, "complaints")[0, 0]
    assert complaints == uses > 0
    assert figure(run, "handling_cost")[0, 0] == pytest.approx(1.27 * complaints)
    assert figure(run, "compensation_cost")[0, 0] == pytest.approx(0.5 * 20 * complaints)
    # Each of them teaches.
    learned = min(1.0, 5 * 0.7 * complaints / 7) * 0.6
    market = Market(charged(failure_rate=1.0, voice_base=500.0, skill_by_practice=0.0), seed=2)
    market.step()
    assert market.firms["Alba"].learned == pytest.approx(learned, rel=1e-12)


def test_a_firm_that_is_not_there_pays_for_no_lever():
    run = live(charged([{"period": 1, "firm": "Alba", "set": {"present": False}}]))
    for name in CHARGED:
        if name not in ("reward_cost",):
            assert figure(run, name)[2, 0] == 0.0, name
    assert figure(run, "relationship_spending")[2, 0] == 0.0
