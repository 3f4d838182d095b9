"""What a firm knows of its customers: how it grows, fades, ends and pays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from relsim.market import Market
from relsim.scenario import Scenario
from tests.market.markets import bare, differing, figure, live, market_of, state

KNOWING: dict[str, Any] = {
    "customisation": True,
    "knowing_rate": 0.2,
    "contact_floor": 1.0,
    "quality_noise": 0.0,
}
"""Contact is full, so that only the two levers decide how fast a firm learns."""
LEARNING = 0.2 * 0.5 * 0.8


def knowing(periods: int, behaviour: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """Return a market of one firm that everybody uses in every period and nobody leaves."""
    return bare(
        [{"customisation": 0.5, "database": 0.8}],
        customers=40,
        periods=periods,
        behaviour={**KNOWING, "review": False, **(behaviour or {})},
        **more,
    )


def known(market: Market) -> np.ndarray:
    """Return how well each customer is known."""
    return np.array(market.customers.get("known"), dtype=float)


def test_every_use_teaches_a_share_of_what_is_not_known_yet():
    market = Market(knowing(9))
    market.run()
    assert known(market) == pytest.approx(1 - (1 - LEARNING) ** 9, rel=1e-6)


def test_who_does_not_come_does_not_become_known():
    market = Market(knowing(9, segment={"need_rate": 0.0}))
    market.run()
    assert not known(market).any()


@pytest.mark.parametrize(("period", "months"), [("month", 1), ("quarter", 3)])
def test_staff_who_leave_take_what_they_know_with_them(period, months):
    # Staff satisfaction stays at .5, where staff turnover is the parameter itself.
    staff = {"staff": True, "staff_turnover": 0.1, "staff_satisfaction_rate": 0.0}
    forget = {"period": 5, "firm": "Alba", "set": {"customisation": 0.0}}
    scenario = knowing(
        8, behaviour=staff, events=[forget], market={"period": period, "reference_price": 20.0}
    )
    scenario = scenario.with_overrides({"firms.Alba.staff_satisfaction_start": 0.5})
    leaving = 1 - 0.9**months
    truth = 0.0
    for _ in range(5):
        truth += LEARNING * (1 - truth) - leaving * truth
    market = Market(scenario)
    market.run()
    assert known(market) == pytest.approx(truth * (1 - leaving) ** 3, rel=1e-6)


def test_the_happier_the_staff_the_better_a_firm_remembers():
    def remembered(satisfaction: float) -> float:
        staff = {"staff": True, "staff_turnover": 0.2, "staff_satisfaction_rate": 0.0}
        scenario = knowing(12, behaviour=staff)
        market = Market(
            scenario.with_overrides({"firms.Alba.staff_satisfaction_start": satisfaction})
        )
        market.run()
        return float(known(market).mean())

    assert remembered(0.2) < remembered(0.5) < remembered(0.9)


def test_what_is_known_raises_quality_from_the_next_use_on():
    run = live(knowing(6, behaviour={"knowing_quality": 0.1}))
    unknown = live(knowing(6, behaviour={"knowing_quality": 0.0}))
    gained = figure(run, "experience")[:, 0] - figure(unknown, "experience")[:, 0]
    before = 1 - (1 - LEARNING) ** np.arange(6)
    observed = 0.8 * 0.1 * before
    assert gained / figure(run, "uses")[:, 0] == pytest.approx(observed, rel=1e-5)


def test_a_new_relationship_begins_unknown():
    scenario = bare(
        [{"customisation": 1.0, "database": 1.0, "level": "partnership"}] * 2,
        periods=20,
        behaviour=KNOWING,
        segment={"restlessness": 0.3},
    )
    market = Market(scenario)
    market.run()
    tenure = market.period - 1 - np.array(market.customers.get("start"))
    for periods in (0, 1, 2):
        one = known(market)[tenure == periods]
        assert one.size and one == pytest.approx(1 - 0.8 ** (periods + 1), rel=1e-5)


@pytest.mark.parametrize("missing", ["customisation", "database"])
def test_c20_without_either_lever_nothing_is_remembered_to_the_bit(missing):
    firm = {"customisation": 0.8, "database": 0.9, "social": 0.5, missing: 0.0}
    words: dict[str, Any] = {"periods": 24, "warm_up": 3.0}
    on, off = (
        Market(market_of([firm, {}], behaviour={"customisation": switch}, **words), 5)
        for switch in (True, False)
    )
    on.run(), off.run()
    assert differing(state(on), state(off)) == []
    assert not known(on).any()


def test_the_control_remembers_with_both_levers():
    firm = {"customisation": 0.8, "database": 0.9, "social": 0.5}
    on, off = (
        Market(market_of([firm, {}], behaviour={"customisation": switch}, periods=24), 5)
        for switch in (True, False)
    )
    on.run(), off.run()
    assert known(on).any() and not known(off).any()
    assert "satisfaction" in differing(state(on), state(off))
