"""Convenience, setting and favours: what they lift, whom they keep, and what comes to light."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from relsim.market import Market
from tests.market.markets import bare, closed, differing, figure, live, market_of, state

STEADY: dict[str, Any] = {"comfort": True, "quality_noise": 0.0, "review": False}
FLATTERED: dict[str, Any] = {**STEADY, "hospitality": True, "hospitality_scandal": 0.0}


def within(found: float, truth: float, error: float) -> bool:
    """Return whether a draw is within four standard errors of the truth."""
    return abs(found - truth) <= 4 * error


def experience(run: Any) -> np.ndarray:
    """Return the mean experience of a use of the first firm, by period."""
    return np.asarray(figure(run, "experience")[:, 0] / figure(run, "uses")[:, 0])


# --------------------------------------------------------------------------------- comfort


@pytest.mark.parametrize("observability", [0.0, 0.4, 1.0])
def test_comfort_adds_to_the_experience_what_the_levers_say(observability):
    market = {"observability": observability}
    behaviour = {**STEADY, "convenience_experience": 0.05, "setting_process": 0.2}
    plain = live(bare([{}], behaviour=behaviour, market=market))
    nice = live(bare([{"convenience": 0.6, "setting": 0.5}], behaviour=behaviour, market=market))
    gained = 0.05 * 0.6 + (1 - observability) * 0.2 * 0.5
    assert experience(nice) - experience(plain) == pytest.approx(gained)


KEEPING = {"comfort": True, "convenience_experience": 0.0, "convenience_effort": 3.0}


def joiners(convenience: float, share: float) -> np.ndarray:
    """Return who is with the first firm after one period in which everybody reviews."""
    scenario = bare(
        [{"convenience": convenience, "opening_share": share}, {"opening_share": 1 - share}],
        periods=1,
        customers=1000,
        behaviour=KEEPING,
        segment={"restlessness": 1.0},
    )
    market = Market(scenario, 7)
    market.run()
    return np.asarray(market.customers.get("firm")) == 0


def test_effort_saved_brings_in_nobody():
    without, with_it = joiners(0.0, 0.0), joiners(1.0, 0.0)
    assert 0 < without.sum() < 1000
    assert (without == with_it).all()


def test_effort_saved_keeps_those_who_are_there_as_the_logit_says():
    without, with_it = joiners(0.0, 1.0), joiners(1.0, 1.0)
    assert (without <= with_it).all()
    # Doing without is four utils below zero, and belief is worth the same everywhere.
    scenario = bare(2, behaviour=KEEPING)
    other = np.exp(scenario.behaviour.outside_utility - 5 * scenario.behaviour.belief_start)
    kept = np.exp(3.0) / (np.exp(3.0) + 1 + other)
    assert within(with_it.mean(), kept, np.sqrt(kept * (1 - kept) / 1000))


# ----------------------------------------------------------------------------- hospitality


def test_favours_lift_the_feeling_and_nothing_that_is_not_made_of_feeling():
    behaviour = {**FLATTERED, "disconfirmation": True, "hospitality_feeling": 0.1}
    behaviour |= {"trust": True, "social_bonding": True, "satisfaction_rate": 0.3}
    # Trust and bond grow with satisfaction; here they do not ask for it.
    behaviour |= {"trust_by_satisfaction": 0.0, "relational_cost": 0.0}
    alike = {"relational_orientation": 0.0}
    plain, treated = (
        Market(bare([{"hospitality": lever}], periods=1, behaviour=behaviour, segment=alike))
        for lever in (0.0, 0.6)
    )
    plain.run(), treated.run()
    assert differing(state(plain), state(treated)) == ["satisfaction"]
    gained = np.subtract(*(np.array(m.customers.get("satisfaction")) for m in (treated, plain)))
    assert gained == pytest.approx(0.3 * 0.1 * 0.6)


def test_exposed_favours_are_a_scandal_of_strength_one_to_the_bit():
    words: dict[str, Any] = {"periods": 8, "segment": {"restlessness": 0.05}}
    behaviour = {"hospitality_scandal": 1.0, "hospitality_feeling": 0.0}
    scandals = [{"period": t, "firm": "Alba", "set": {"scandal": 1.0}} for t in range(8)]
    exposed = Market(market_of([{"hospitality": 1.0}, {}], behaviour=behaviour, **words), 5)
    told = Market(market_of(2, behaviour=behaviour, events=scandals, **words), 5)
    assert (figure(exposed.run(), "exposures") == [1, 0]).all()
    assert not figure(told.run(), "exposures").any()
    assert differing(state(exposed), state(told)) == []


def test_a_scandal_that_is_larger_stays_as_large_when_favours_come_to_light():
    words: dict[str, Any] = {"periods": 4}
    behaviour = {"hospitality_scandal": 1.0, "hospitality_feeling": 0.0}
    scandals = [{"period": t, "firm": "Alba", "set": {"scandal": 3.0}} for t in range(4)]
    both, one = (
        Market(market_of([firm, {}], behaviour=behaviour, events=scandals, **words), 5)
        for firm in ({"hospitality": 1.0}, {})
    )
    both.run(), one.run()
    assert differing(state(both), state(one)) == []


@pytest.mark.parametrize(("period", "months"), [("month", 1), ("quarter", 3)])
def test_favours_come_to_light_as_often_as_their_chance_a_month_says(period, months):
    behaviour = {**FLATTERED, "hospitality_scandal": 0.2}
    market = {"period": period, "reference_price": 20.0}
    scenario = bare(
        [{"hospitality": 0.5}], customers=1, periods=3000, behaviour=behaviour, market=market
    )
    chance = 1 - (1 - 0.2 * 0.5) ** months
    found = figure(live(scenario), "exposures").mean()
    assert within(found, chance, np.sqrt(chance * (1 - chance) / 3000))


# ---------------------------------------------------------------------------- at nothing


@pytest.mark.parametrize("switch", ["comfort", "hospitality"])
def test_c20_a_lever_at_nothing_is_the_mechanism_switched_off(switch):
    words: dict[str, Any] = {"periods": 24, "warm_up": 3.0}
    on, off = (Market(market_of(3, behaviour={switch: one}, **words), 5) for one in (True, False))
    one, other = on.run(), off.run()
    assert differing(state(on), state(off)) == []
    assert (closed(one) == closed(other)).all()


@pytest.mark.parametrize(
    ("switch", "firm"),
    [
        ("comfort", {"convenience": 1.0, "setting": 1.0}),
        ("hospitality", {"hospitality": 1.0}),
    ],
)
def test_with_the_switch_off_the_levers_cost_and_do_nothing(switch, firm):
    words: dict[str, Any] = {"periods": 12, "behaviour": {switch: False}}
    with_it, without = (Market(market_of([table, {}], **words), 5) for table in (firm, {}))
    paid, unpaid = (figure(one.run(), f"{switch}_cost")[:, 0] for one in (with_it, without))
    assert differing(state(with_it), state(without)) == []
    assert (paid > 0).all() and not unpaid.any()
