"""What leaving and joining set anew, take along and forfeit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from relsim.behaviour import FIELDS
from relsim.behaviour.contract import UNSIGNED
from relsim.market import Market
from tests.market.markets import figure, market_of
from tests.market.test_by_hand import CUSTOMER, FIRM, STILL

ANEW = {
    "doubt": 0,
    "firm": 1,
    "start": 4,
    "last_outcome": 0,
    "last_severity": 0.0,
    "failures": 0,
    "satisfaction": 0.55,
    "recovery_expectation": 0.75,
    "harm": 0.0,
    "trust": 0.35,
    "social_bond": 0.0,
    "structural_bond": 0.0,
    "satiation": 0.0,
    "points": 0.0,
    "habit": 0,
    "known": 0.0,
    "worth": 0.0,
    "aside": 0,
    "promised": 0,
    "bound_until": UNSIGNED,
    "signed": 0.0,
    "fee": 0.0,
    "leaves_for": 0,
    "leaves_because": 0,
    "newcomer": 0,
}
CLEARED_BEFORE = ("doubt", "leaves_for", "leaves_because", "newcomer")
"""Nobody here doubts, gives notice or came by an offer in the period before."""
KEPT = ("belief", "price_sensitivity_now", "negativity_made", "spent", "generation", "segment")
OTHERWISE = ("wants", "aware", "ever_left", "heard_good", "cohort")
"""Fields that a choice changes in another way than by the join."""


ATTENTIVE = {
    "promotion_depth": 0.2,
    "promotion_frequency": 1.0,
    "customisation": 0.8,
    "database": 0.6,
    "advertising": 1e4,
    "target_by": "value",
    "target_from": 0.5,
    "term": 24.0,
    "exit_fee": 10.0,
    "price_promise": True,
    "introductory": 0.3,
}


@dataclass(frozen=True)
class Snapshot:
    """Keeps a copy of the customers in the middle of every period."""

    name: str = "snapshot"
    after: str = "choose"
    kept: list[np.ndarray] = field(default_factory=list)

    def run(self, market: Market) -> None:
        self.kept.append(market.customers.records.copy())


def moved() -> tuple[Market, np.ndarray, np.ndarray]:
    """Return a market in which all leave Alba in period 4, and customers before and after."""
    scenario = market_of(
        [
            {**FIRM, **ATTENTIVE, "opening_share": 1.0},
            {"opening_share": 0.0, "price": 25.0},
        ],
        customers=50,
        periods=6,
        behaviour={
            **STILL,
            "failure_rate": 0.4,
            "harm_base": 0.0,
            "harm_severity": 0.1,
            "satisfaction_start": 0.55,
            "trust_start": 0.35,
            "recovery_expectation_start": 0.75,
            "review": False,
            "claim_trust": 0.1,
            "contracts": True,
        },
        segment=CUSTOMER,
        events=[{"period": 4, "firm": "Alba", "set": {"present": False}}],
    )
    snapshot = Snapshot()
    market = Market(scenario, phases=[snapshot])
    watch = market.watch(range(50))
    market.run()
    return market, watch.records[3], snapshot.kept[4]


def test_every_field_of_a_customer_is_set_anew_kept_or_changed_otherwise():
    named = [*ANEW, *KEPT, *OTHERWISE]
    assert sorted(named) == sorted(FIELDS)


def test_joining_sets_anew_what_belongs_to_a_relationship():
    _, before, after = moved()
    for name, value in ANEW.items():
        assert (after[name] == np.asarray(value, after[name].dtype)).all(), name
        assert (before[name] != value).any() or name in CLEARED_BEFORE, name


def test_joining_takes_character_and_beliefs_along():
    _, before, after = moved()
    for name in KEPT:
        assert after[name].tobytes() == before[name].tobytes(), name
    for name in ("negativity_made", "price_sensitivity_now", "spent"):
        assert np.ptp(before[name]) > 0 or before[name][0] > 0, name
    assert (after["ever_left"] == 1).all()


def test_leaving_forfeits_all_points_and_costs_the_loser_less():
    market, before, _ = moved()
    run = market.result()
    held = before["points"].sum()
    assert held > 0
    assert figure(run, "points_forfeited")[4].tolist() == [pytest.approx(held, rel=1e-12), 0.0]
    assert figure(run, "reward_cost")[4, 0] == pytest.approx(-held, rel=1e-12)
    assert figure(run, "lost_firm_closed")[4].tolist() == [50, 0]
    assert figure(run, "acquired")[4].tolist() == [0, 50]
    assert figure(run, "won_by_choice")[4].tolist() == [0, 50]
    assert figure(run, "won_back").sum() == 0


def test_who_goes_without_a_firm_forfeits_points_and_keeps_the_rest():
    scenario = market_of(
        [FIRM],
        customers=50,
        periods=6,
        behaviour={**STILL, "outside_option": True},
        segment=CUSTOMER,
        events=[{"period": 4, "firm": "Alba", "set": {"present": False}}],
    )
    market = Market(scenario)
    watch = market.watch(range(50))
    market.run()
    before, after = watch.records[3], watch.records[4]
    assert (after["firm"] == -1).all()
    assert (after["points"] == 0).all() and (before["points"] > 0).all()
    assert (before["start"] == -1).all() and (after["start"] == 4).all()
    for name in ("satisfaction", "trust", "social_bond", "structural_bond", "satiation"):
        assert after[name].tobytes() == before[name].tobytes(), name
