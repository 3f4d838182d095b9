"""Limits count every period that is lived, warming up included."""

import pytest

import relsim
from relsim.app.server import limits
from relsim.app.server.limits import CUSTOMERS, LIVED, why_too_large
from relsim.scenario import size_of


def market(periods, warm_up, period="month", customers=1_000):
    return relsim.load(
        "insurance",
        {
            "market.customers": customers,
            "market.periods": periods,
            "market.period": period,
            "market.warm_up": warm_up,
        },
    )


@pytest.mark.parametrize(
    ("periods", "warm_up", "period", "lived"),
    [
        (100, 0.0, "month", 100),
        (1, 99.0, "month", 100),
        (20, 12.0, "week", 72),
        (1, 1.0, "year", 2),
    ],
)
def test_the_page_takes_on_what_is_lived_and_not_a_period_more(
    monkeypatch, periods, warm_up, period, lived
):
    scenario = market(periods, warm_up, period)
    monkeypatch.setattr(limits, "LIVED", 1_000 * lived * 2 * 3)
    assert why_too_large(scenario, strategies=2, replications=3) is None
    monkeypatch.setattr(limits, "LIVED", 1_000 * lived * 2 * 3 - 1)
    told = why_too_large(scenario, strategies=2, replications=3)
    assert f"1,000 customers × {lived} periods (warming up included)" in told
    assert "Choose fewer, for example 2 replications" in told


def test_the_page_takes_on_so_many_customers_and_not_one_more():
    assert why_too_large(market(1, 0.0, customers=CUSTOMERS), 1, 1) is None
    assert "100,001 customers are more" in why_too_large(
        market(1, 0.0, customers=CUSTOMERS + 1), 1, 1
    )
    assert LIVED >= CUSTOMERS  # one period of the largest market is possible


def test_memory_and_time_count_a_month_of_warming_up_like_any_other():
    short, long = market(60, 0.0), market(12, 48.0)
    one, other = size_of(short), size_of(long)
    assert one.market_bytes == other.market_bytes
    assert one.seconds == pytest.approx(other.seconds)
    assert size_of(market(60, 48.0)).seconds > one.seconds
    assert size_of(market(60, 48.0)).market_bytes > one.market_bytes
