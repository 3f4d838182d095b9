"""The network as plain Python is the network as compiled, tie by tie."""

import numpy as np
import pytest

from relsim.market import network
from relsim.market.chance import market_key

KEY = market_key(5, 0)
BUILDERS = [
    (network.small_world, (60, 4, 0.3)),
    (network.small_world, (9, 4, 1.0)),
    (network.random_pairs, (60, 240)),
    (network.scale_free, (60, 4)),
]


@pytest.mark.parametrize(("build", "size"), BUILDERS)
def test_ties_are_the_same_compiled_or_not(build, size):
    with np.errstate(over="ignore"):
        plain = build.py_func(*size, KEY)
    assert np.array_equal(plain, build(*size, KEY))
    assert len(plain) > 0


def test_ties_are_laid_out_the_same_compiled_or_not():
    edges = np.array([(0, 1), (2, 1), (3, 0), (1, 3)], np.int32)
    found = []
    for lay_out in (network._lay_out, network._lay_out.py_func):
        offsets = np.array([0, 2, 5, 6, 8], np.int64)
        neighbours = np.zeros(8, np.int32)
        lay_out(edges, offsets, neighbours, offsets[:-1].copy())
        found.append(neighbours)
    assert np.array_equal(*found)
    assert [sorted(found[0][a:b]) for a, b in zip([0, 2, 5, 6], [2, 5, 6, 8], strict=True)] == [
        [1, 3],
        [0, 2, 3],
        [1],
        [0, 1],
    ]
