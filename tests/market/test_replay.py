"""A11: the lives of watched customers, lived again uncompiled, are their rows exactly."""

import numpy as np
import pytest

from tests.market.markets import columns, rich
from tests.market.replay import Replayed

SCENARIOS = {
    "four firms, months": rich(4, periods=18),
    "one firm, weeks, complete network": rich(1, period="week", network="complete"),
    "nine firms, years": rich(9, period="year", network="random", warm_up=6.0),
}


@pytest.fixture(scope="module", params=SCENARIOS)
def replayed(request):
    market = Replayed(SCENARIOS[request.param], rows=range(0, 100, 7), seed=11)
    market.run()
    return market


def test_every_period_of_every_watched_life_is_its_row_exactly(replayed):
    watched = replayed.watched.records
    assert len(watched) == len(replayed.kept) > 12
    for period, again in enumerate(replayed.kept):
        rows = columns(watched[period], len(replayed.firms))
        wrong = [name for name in rows if rows[name].tobytes() != again[name].tobytes()]
        assert not wrong, f"period {period}"


def test_a_watched_life_ends_as_the_customers_row(replayed):
    rows = list(replayed.lives)
    last = replayed.watched.records[-1]
    assert last.tobytes() == replayed.customers.records[rows].tobytes()


def test_watched_lives_are_eventful():
    market = Replayed(SCENARIOS["four firms, months"], rows=range(0, 100, 7), seed=11)
    market.run()
    lives = market.watched.records
    moved = (np.diff(lives["firm"].astype(int), axis=0) != 0).sum()
    assert moved > 10
    assert lives["failures"].max() > 1
    assert lives["generation"].max() > 0


def test_watching_changes_nothing():
    plain = Replayed(SCENARIOS["four firms, months"], rows=(), seed=11)
    watched = Replayed(SCENARIOS["four firms, months"], rows=range(5), seed=11)
    plain.run()
    watched.run()
    assert plain.customers.records.tobytes() == watched.customers.records.tobytes()
