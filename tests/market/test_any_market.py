"""Identities A1 to A12 in markets of any kind: any levers, laws, events, networks and periods."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.market.anything import Followed, hold_lives, scenarios
from tests.market.markets import columns
from tests.market.replay import Replayed
from tests.market.test_identities import STRANGE, hold

SEEDS = st.integers(0, 2**62)
# What a market is made of takes longer to draw than the market to live.
UNHURRIED = {"suppress_health_check": list(HealthCheck)}


def hold_all(scenario, seed):
    """Hold the identities of a market against its books and against its customers."""
    market = Followed(scenario, seed=seed, strategy="any")
    run = market.run()
    hold(run)
    hold_lives(market, run)


def hold_replay(scenario, seed):
    """Hold A11: some customers, lived again uncompiled, are their rows in every period."""
    customers = scenario.market.customers
    market = Replayed(scenario, rows=range(0, customers, 9), seed=seed, strategy="any")
    market.run()
    if not market.kept:
        return
    for again, kept in zip(market.kept, market.watched.records, strict=True):
        rows = columns(kept, len(market.firms))
        assert [name for name in rows if rows[name].tobytes() != again[name].tobytes()] == []


@settings(max_examples=60, **UNHURRIED)
@given(scenario=scenarios(), seed=SEEDS)
def test_identities_hold_in_any_market(scenario, seed):
    hold_all(scenario, seed)


@settings(max_examples=15, **UNHURRIED)
@given(scenario=scenarios(most=30), seed=SEEDS)
def test_a11_lives_are_rows_in_any_market(scenario, seed):
    hold_replay(scenario, seed)


@pytest.mark.statistics
@settings(max_examples=3000, **UNHURRIED)
@given(scenario=scenarios(), seed=SEEDS)
def test_identities_hold_in_thousands_of_markets(scenario, seed):
    hold_all(scenario, seed)


@pytest.mark.statistics
@settings(max_examples=500, **UNHURRIED)
@given(scenario=scenarios(), seed=SEEDS)
def test_a11_lives_are_rows_in_hundreds_of_markets(scenario, seed):
    hold_replay(scenario, seed)


@pytest.mark.parametrize("name", STRANGE)
def test_identities_hold_against_the_customers_themselves_when(name):
    market = Followed(STRANGE[name], seed=5)
    hold_lives(market, market.run())
