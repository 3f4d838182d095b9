"""Who stayed at the next need: whose needs count, from when on, and in which row of the ladder."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from relsim.behaviour.service import MISHANDLED, RESOLVED, SILENT
from relsim.market import Run
from relsim.market.tallying import COUNTS, SEVERITIES, ladder_row, quality_row
from tests.market.markets import bare, live

LADDER = 45


def needs(run: Run) -> int:
    """Return all needs that the ladders of two firms count."""
    return sum(int(run.ladder(name)["needs"].sum()) for name in ("Alba", "Brio"))


@pytest.mark.parametrize(("freedom", "counted"), [(1.0, 50), (0.0, 0)])
def test_only_needs_of_who_may_choose_count(freedom, counted):
    scenario = bare(2, customers=10, periods=5, market={"freedom": freedom})
    assert needs(live(scenario)) == counted


def test_needs_count_for_as_long_as_there_is_a_choice():
    events = [{"period": 3, "set": {"freedom": 0.0}}]
    assert needs(live(bare(2, customers=10, periods=5, events=events))) == 30


def test_needs_of_the_warm_up_do_not_count():
    assert needs(live(bare(2, customers=10, periods=5, warm_up=3.0))) == 50


def test_who_goes_to_another_firm_did_not_stay():
    scenario = bare(
        [{"opening_share": 1.0}, {"opening_share": 0.0}],
        customers=10,
        periods=2,
        behaviour={"belief_weight": 0.0},
        segment={"restlessness": 1.0, "price_sensitivity": 1e8},
        events=[{"period": 1, "firm": "Alba", "set": {"price": 30.0}}],
    )
    # At equal prices luck decides; then all whom Alba still has go to the cheaper one.
    run = live(scenario)
    left = run.books.closings[0, 0]
    first = run.ladder("Alba").iloc[0]
    assert (first["needs"], first["failures"]) == (10 + left, "0")
    assert 0 < left < 10
    assert first["stayed"] == pytest.approx(left / (10 + left))


@pytest.mark.parametrize(
    ("outcome", "severity", "failures", "row"),
    [
        (0, 0.0, 0, 0),
        (RESOLVED, 0.39, 1, (1 * 3 + 0) * 3 + 1),
        (RESOLVED, 0.4, 1, (1 * 3 + 1) * 3 + 1),
        (MISHANDLED, 0.6, 2, (3 * 3 + 1) * 3 + 2),
        (MISHANDLED, 0.61, 2, (3 * 3 + 2) * 3 + 2),
        (SILENT, 1.0, 7, (4 * 3 + 2) * 3 + 2),
    ],
)
def test_the_row_goes_by_outcome_then_severity_then_failures(outcome, severity, failures, row):
    customer = SimpleNamespace(last_outcome=outcome, last_severity=severity, failures=failures)
    assert (SEVERITIES, COUNTS) == (3, 3)
    assert ladder_row(customer) == row


@pytest.mark.parametrize(
    ("satisfaction", "trust", "row"), [(0.0, 0.0, 0), (0.5, 0.25, 37), (1.0, 1.0, 99)]
)
def test_relationship_quality_goes_by_hundredths_after_the_ladder(satisfaction, trust, row):
    customer = SimpleNamespace(satisfaction=satisfaction, trust=trust)
    assert quality_row(customer) == LADDER + row
