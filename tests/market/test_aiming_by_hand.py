"""Who is held back, who is counted where, and what is estimated: worked out beside the passes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from relsim.behaviour.control_group import GROUPS, group_of
from relsim.behaviour.propensity import kind_of, rate_of_kind
from relsim.market import Market
from relsim.market.births import number_of
from relsim.market.chance import Purpose, uniform
from relsim.market.following import ALL, BEGINS, CONTROL, ROWS, WITH
from relsim.market.measures import control_group
from tests.market.markets import market_of

SHARE = 0.4


@pytest.fixture(scope="module")
def steps():
    """Return a small market that targets by uplift, and what stood before and after each period."""
    levers = {"social": 0.8, "target_by": "uplift", "database": 1.0, "pilot_months": 2.0}
    aimed = {**levers, "target_from": 0.5, "control_share": SHARE}
    market = Market(
        market_of(
            [{"strategy": "aimed"}, {}],
            customers=60,
            periods=5,
            warm_up=2.0,
            market={"population_turnover": 0.0},
            segment={"restlessness": {"mean": 0.3, "concentration": 4.0}, "need_rate": 0.8},
            strategies={"aimed": aimed},
        ),
        seed=2,
        uncompiled=True,
    )
    seen, trials = [], []
    with np.errstate(over="ignore"):
        while not market.finished:
            before = market.customers.records.copy()
            counted = np.zeros(0) if not seen else followed(market).history.copy()
            market.step()
            after = market.customers.records.copy()
            seen.append((before, counted, after, market._state.estimates.copy()))
            trials.append(market.books.trials[0].copy())
    return market, seen, trials


def followed(market):
    """Return what is kept of who leaves."""
    return market._clock.aiming._following


def luck_of(market, row):
    """Return what decides for life whether a customer is in the first firm's control group."""
    with np.errstate(over="ignore"):
        number = number_of(row, 0, 60)
        return uniform(market._state.keys[Purpose.CONTROL, 0], number)


def in_control(market, row):
    """Tell whether a customer belongs to the first firm's control group, by key."""
    return luck_of(market, row) < SHARE


def kinds_of(market, records, period):
    """Return what kinds of customers there are, by what stood before a period."""
    mean = records["worth"][records["firm"] == 0].sum() / max(1, (records["firm"] == 0).sum())
    return [
        kind_of(
            (period - one["start"]) / 12,
            int(one["last_outcome"]),
            bool(one["wants"] and one["habit"] & 1),
            bool(one["worth"] >= mean),
        )
        for one in records
    ]


def test_in_the_pilot_all_but_the_control_group_get_the_levers(steps):
    market, seen, _ = steps
    for before, _, after, _ in seen[2:4]:
        stayed = np.flatnonzero((before["firm"] == 0) & (after["firm"] == 0))
        stayed = stayed[before["start"][stayed] == after["start"][stayed]]
        expected = [2 if in_control(market, row) else 0 for row in stayed]
        assert after["aside"][stayed].tolist() == expected and len(set(expected)) == 2


def test_who_left_is_counted_with_the_firm_that_was_left(steps):
    market, seen, _ = steps
    history = followed(market).history.sum(axis=0)
    moved = [(one["firm"], other["firm"]) for one, _, other, _ in seen]
    for firm in (0, 1):
        had = sum(int((before == firm).sum()) for before, _ in moved)
        left = sum(int(((before == firm) & (after != firm)).sum()) for before, after in moved)
        assert history[firm, :, 0].sum(axis=0).tolist() == [left, had] and left > 5
    control = sum(
        in_control(market, row) for before, _ in moved[2:4] for row in np.flatnonzero(before == 0)
    )
    assert market.books.tallies["control"][2:4, 0].sum() == control


def test_each_side_of_a_pilot_is_counted_in_its_random_groups(steps):
    market, seen, trials = steps
    expected = np.zeros((2, GROUPS, 2))
    for before, _, after, _ in seen[2:4]:
        for row in np.flatnonzero(before["firm"] == 0):
            luck = luck_of(market, row)
            left = after["firm"][row] != 0
            expected[int(luck < SHARE), group_of(SHARE, luck)] += (left, 1)
    assert not trials[1].any() and (trials[3] == expected).all()
    assert (expected[:, :, 0].sum(axis=1) > 0).all()


def test_rates_of_every_kind_lean_on_those_of_their_side(steps):
    market, seen, _ = steps
    theory = market._state.theory.view(np.recarray)[0]
    sides = seen[-1][1].sum(axis=0)[0].copy()
    left, had = sides[:, 0].sum(axis=0)
    sides[ALL] = sides.sum(axis=0)
    for found, counts in zip(market._clock.aiming._rates[0], sides, strict=True):
        mean = rate_of_kind(*counts[0], left / had, theory)
        expected = [mean, *(rate_of_kind(*counts[row], mean, theory) for row in range(1, ROWS))]
        assert found == pytest.approx(expected, abs=1e-12)
    assert sides[:, 0, 1].all()


def test_uplift_is_worked_out_from_the_counts_of_both_sides(steps):
    market, seen, _ = steps
    period = 2
    before, counted, _, estimates = seen[period + 2]
    sides, theory = counted.sum(axis=0)[0], market._state.theory.view(np.recarray)[0]
    left, had = sides[:, 0].sum(axis=0)

    def risk(side: int, kind: int) -> float:
        mean = rate_of_kind(*sides[side, 0], left / had, theory)
        parts = (kind // 12, kind // 4 % 3, kind // 2 % 2, kind % 2)
        rows = [sides[side, begin + part] for begin, part in zip(BEGINS[1:], parts, strict=True)]
        return sum(rate_of_kind(*row, mean, theory) - mean for row in rows) + mean

    kinds = kinds_of(market, before, period)
    for row in np.flatnonzero(before["firm"] == 0):
        expected = risk(CONTROL, kinds[row]) - risk(WITH, kinds[row])
        assert estimates[row] == pytest.approx(expected, abs=1e-12)
    assert np.ptp(estimates[before["firm"] == 0]) > 0


def test_what_a_control_group_measures():
    trials = np.zeros((2, 20, 2))
    trials[0, :, 1] = trials[1, :, 1] = 50.0
    trials[0, :10, 0] = 1.0  # with the levers: 10 of 1000
    trials[1, :, 0] = np.where(np.arange(20) % 2, 3.0, 1.0)  # control: 40 of 1000
    found = control_group(trials, 12)
    assert found is not None
    assert found.with_levers.mean == pytest.approx(0.99**12)
    assert found.kept.mean == pytest.approx(0.99**12 - 0.96**12)
    error = [
        12 * (1 - rate) ** 11 * math.sqrt(20 / 19 * 20 * spread**2) / 1000
        for rate, spread in ((0.01, 0.5), (0.04, 1.0))
    ]
    half = stats.t.ppf(0.975, 38) * math.hypot(*error)
    assert found.kept.high is not None
    assert found.kept.high - found.kept.mean == pytest.approx(half)
    assert control_group(np.zeros((2, 20, 2)), 12) is None


def test_where_nobody_left_nothing_is_said_of_how_sure_that_is():
    trials = np.zeros((2, 20, 2))
    trials[:, :, 1] = 5.0
    found = control_group(trials, 12)
    assert found is not None and (found.kept.mean, found.kept.low) == (0.0, None)
