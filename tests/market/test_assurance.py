"""Guarantees, machines, and failures that are worse for some or mended late."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from relsim.market import Market
from relsim.scenario import Scenario
from tests.market.markets import bare, differing, live, market_of, outcome, state, total

FAILING: dict[str, Any] = {
    "failure": True,
    "recovery": True,
    "assurance": True,
    "review": False,
    "failure_rate": 1.0,
    "recovery_noise": 0.0,
}
MUTE, LOUD = {"voice_base": -500.0}, {"voice_base": 500.0}


def failing(firm: dict[str, Any], behaviour: dict[str, Any], **more: Any) -> Scenario:
    """Return a market of one firm that fails at every use."""
    return bare([firm], behaviour={**FAILING, **behaviour}, **more)


def within(found: float, truth: float, error: float) -> bool:
    """Return whether a draw is within four standard errors of the truth."""
    return abs(found - truth) <= 4 * error


# ------------------------------------------------------------------------------- guarantee


@pytest.mark.parametrize(
    ("level", "guarantee", "share"),
    [
        ("reactive", 0.0, 0.0),
        ("reactive", 0.6, 0.3),
        ("accountable", 0.6, 0.7),
        ("partnership", 0.8, 1.0),
    ],
)
def test_a_guarantee_finds_a_share_of_the_silent_failures(level, guarantee, share):
    run = live(failing({"level": level, "guarantee": guarantee}, MUTE))
    found, failures = total(run, "complaints"), total(run, "failures")
    assert failures == 300 * 12
    assert within(found / failures, share, np.sqrt(share * (1 - share) / failures))
    assert total(run, "silent") == failures - found


def test_what_a_guarantee_finds_is_handled_like_a_complaint():
    firm = {"speed": 1.0, "compensation": 0.9}
    voiced = Market(failing(firm, LOUD), 3)
    found = Market(failing({**firm, "guarantee": 1.0}, {**MUTE, "guarantee_found": 1.0}), 3)
    voiced.run(), found.run()
    assert differing(state(voiced), state(found)) == []


# --------------------------------------------------------------------------------- machine


def machine(fallback: float, **behaviour: Any) -> Scenario:
    """Return a market of a machine that always fails, with so much of a human behind it."""
    firm = {"channel": "machine", "human_fallback": fallback}
    return failing(firm, {**LOUD, "machine_failures": 2.0, **behaviour})


def test_a_machine_without_a_human_hears_no_complaint():
    run = live(machine(0.0))
    assert total(run, "failures") == total(run, "silent") == 300 * 12
    assert total(run, "complaints") == 0


def test_a_machine_hears_as_many_as_reach_the_human_behind_it():
    run = live(machine(0.4))
    assert within(total(run, "complaints") / 3600, 0.4, np.sqrt(0.24 / 3600))


def test_a_machine_hears_as_people_do_where_the_switch_is_off():
    assert total(live(machine(0.0, assurance=False)), "complaints") == 3600


@pytest.mark.parametrize("channel", ["face", "phone", "mail"])
def test_a_human_behind_people_costs_and_changes_nothing(channel):
    with_it, without = (
        Market(failing({"channel": channel, "human_fallback": lever}, {"voice_base": 0.0}), 3)
        for lever in (1.0, 0.0)
    )
    dear, free = with_it.run(), without.run()
    assert differing(state(with_it), state(without)) == []
    assert total(dear, "assurance_cost") == pytest.approx(0.2 * 300 * 12)
    assert total(free, "assurance_cost") == 0


@pytest.mark.parametrize("multiple", [0.0, 0.5, 1.0, 2.0])
def test_a_machine_fails_a_multiple_as_often_as_people(multiple):
    words = {"failure_rate": 0.2, "machine_failures": multiple}
    by_machine = live(failing({"channel": "machine"}, words))
    by_people = live(failing({"channel": "face"}, {"failure_rate": 0.2 * multiple}))
    assert total(by_machine, "failures") == total(by_people, "failures")
    assert total(live(failing({"channel": "face"}, words)), "failures") > 0


@pytest.mark.parametrize("off", [{}, {"assurance": False}], ids=["on", "off"])
def test_c20_without_guarantee_and_machine_assurance_changes_nothing(off):
    words: dict[str, Any] = {"periods": 24, "warm_up": 3.0}
    plain = outcome(Market(market_of(3, **words), 5))
    other = outcome(Market(market_of(3, behaviour=off, **words), 5))
    assert differing(plain, other) == []


# -------------------------------------------------------------------------------- severity


def severities(spend: float, power: float) -> np.ndarray:
    """Return how bad everybody's failure was, of customers who spend so much."""
    words = {**MUTE, "severity_by_spend": power}
    market = Market(failing({}, words, periods=1, segment={"spend": spend}), 3)
    market.run()
    return np.array(market.customers.get("last_severity"), dtype=float)


def test_a_failure_is_worse_for_who_spends_more_up_to_the_worst():
    small, large = severities(1.0, 0.25), severities(16.0, 0.25)
    assert large == pytest.approx(np.minimum(1.0, 2.0 * small), rel=1e-6)
    assert (large == 1.0).any() and (large < 1.0).any()


def test_a_failure_is_as_bad_for_everybody_where_the_power_is_nothing():
    assert (severities(1.0, 0.0) == severities(16.0, 0.0)).all()
    assert (severities(1.0, 0.0) == severities(1.0, 0.25)).all()


# ------------------------------------------------------------------------------- late harm


WHOLE = {"harm_base": 0.6, "harm_severity": 0.6, "severity_discount": 0.0}


def harms(speed: float, late_harm: float) -> np.ndarray:
    """Return what a well-mended failure left, of everybody."""
    firm = {"speed": speed, "compensation": 1.0, "empowerment": 1.0}
    words = {**LOUD, **WHOLE, "late_harm": late_harm, "recovery_by_speed": 0.0}
    market = Market(failing(firm, words, periods=1), 3)
    market.run()
    assert set(market.customers.get("last_outcome")) == {2 if speed else 1}
    return np.array(market.customers.get("harm"), dtype=float)


def test_what_is_mended_late_keeps_a_share_of_the_harm():
    fast, late = harms(1.0, 0.4), harms(0.0, 0.4)
    assert fast == pytest.approx(0.0)
    severity = severities(1.0, 0.0)
    # As much is given, fast or late; only the moment differs.
    assert late == pytest.approx(0.4 * np.minimum(1.0, 0.6 + 0.6 * severity), rel=1e-6)
    assert (late > fast).all()


def test_late_is_as_good_as_fast_where_lateness_does_no_harm():
    assert harms(0.0, 0.0) == pytest.approx(harms(1.0, 0.0))
