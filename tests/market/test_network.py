"""Who knows whom: every kind of network has the ties it is said to have, and none to oneself."""

import numpy as np
import pytest

from relsim.market import Market
from tests.market.markets import market_of

DRAWN = ("small_world", "random", "scale_free")
SIZES = [(2, 1), (2, 8), (3, 2), (9, 8), (40, 1000), (400, 8), (400, 7), (400, 1)]


def network_of(kind, size, degree, rewiring=1.0, seed=3):
    words = {"network": kind, "network_degree": degree, "network_rewiring": rewiring}
    scenario = market_of(1, customers=size, periods=1, market=words)
    return Market(scenario, seed=seed, uncompiled=True).network


def ties(network):
    """Return every tie twice: who knows, and whom."""
    degrees = np.diff(network.offsets)
    return np.repeat(np.arange(len(degrees)), degrees), network.neighbours


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize(("size", "degree"), SIZES)
def test_nobody_is_tied_to_oneself_and_every_tie_is_mutual(kind, size, degree):
    for seed in range(3):
        one, other = ties(network_of(kind, size, degree, seed=seed))
        assert (one != other).all()
        assert ((other >= 0) & (other < size)).all()
        there, back = (
            np.sort(a.astype(np.int64) * size + b) for a, b in ((one, other), (other, one))
        )
        assert (there == back).all()


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize(("size", "degree"), [(400, 8), (400, 20), (50, 6)])
def test_the_mean_degree_is_the_one_asked_for(kind, size, degree):
    found = len(network_of(kind, size, degree).neighbours) / size
    # The core of a scale-free network has fewer acquaintances to choose from.
    short = degree * (degree // 2 + 1) / size if kind == "scale_free" else 0.0
    assert degree - short <= found <= degree


@pytest.mark.parametrize("kind", DRAWN)
def test_an_odd_degree_lacks_one_at_most(kind):
    found = len(network_of(kind, 400, 7).neighbours) / 400
    assert found == 7.0 if kind == "random" else 5.9 <= found <= 6.0


def test_ties_are_spread_as_each_kind_spreads_them():
    plain = np.diff(network_of("small_world", 400, 8, rewiring=0.0).offsets)
    assert (plain == 8).all()
    random = np.diff(network_of("random", 2_000, 8).offsets)
    # 16,000 ends fall on 2,000 customers: Poisson, within four standard errors.
    assert abs(random.var() / random.mean() - 1.0) <= 4 * np.sqrt(2 / 2_000)
    free = np.diff(network_of("scale_free", 2_000, 8).offsets)
    assert free.min() >= 4 and free.max() > 60


@pytest.mark.parametrize("rewiring", [0.0, 0.3, 1.0])
def test_so_many_ties_of_a_small_world_lead_far_away(rewiring):
    size = 2_000
    one, other = ties(network_of("small_world", size, 8, rewiring))
    apart = np.abs(one - other)
    far = float((np.minimum(apart, size - apart) > 4).mean())
    # A tie that is laid anew may by chance lead nearby: to 8 of 1,999.
    expected = rewiring * (1 - 8 / (size - 1))
    assert abs(far - expected) <= 4 * np.sqrt(rewiring * (1 - rewiring) / 8_000) + 0.01 * rewiring


def test_complete_and_none_hold_no_ties():
    for kind in ("complete", "none"):
        network = network_of(kind, 30, 8)
        assert len(network.neighbours) == 0 and not network.offsets.any()
        assert network.complete == (kind == "complete")
