"""Intervals cover the truth as often as they say, also where their width decides when to stop.

The market is a toy: luck that both strategies share, and luck of their own. The long suite,
``pytest -m statistics``, asks the whole comparison; the short one asks the same statistics without
the threads and frames around them.

Stopping when an interval is narrow prefers worlds in which it came out too narrow. With normal
luck, 50 000 macro-replications put the cost at .6 points at most: 94.4 % where a wish lies just
below what 30 worlds give. There, 1 000 macro-replications fall below 93 % once in forty times by
luck alone, so the long suite asks 2 000.
"""

import numpy as np
import pytest

import relsim
import relsim.study.compare.worlds as worlds
from relsim.result.statistics import difference
from relsim.study.compare.precision import next_step
from tests.study.fakes import FakeScenario

GAP = 0.02
SPREADS = {"heavy": lambda luck: luck.exponential() - 1, "normal": lambda luck: luck.normal()}
WORLDS = 1000
"""Macro-replications."""


def toy(shape):
    """Return a market that is a few random numbers."""

    def live(world, *rest):
        shared = np.random.default_rng([world.seed, world.replication]).normal(0, 0.03)
        better = world.strategy == "social"
        own = SPREADS[shape](np.random.default_rng([world.seed, world.replication, better]))
        return {"retention": 0.8 + GAP * better + shared + 0.01 * own}

    return live


def covers(found):
    return found.low <= GAP <= found.high


def gaps_until_sharp(luck, widest, shape):
    """Return the difference at which adding worlds stops, and how many there were."""
    worlds = 30
    gaps = GAP + 0.01 * np.array([SPREADS[shape](luck) - SPREADS[shape](luck) for _ in range(240)])
    while True:
        found = difference(gaps[:worlds], np.zeros(worlds))
        if found.half_width <= widest or worlds == len(gaps):
            return found
        worlds = next_step(worlds, len(gaps))


@pytest.mark.parametrize("shape", SPREADS)
@pytest.mark.parametrize("widest", [1.0, 0.005, 0.0035])
def test_intervals_cover_as_often_as_they_say(shape, widest):
    hits = [
        covers(gaps_until_sharp(np.random.default_rng([7, trial]), widest, shape))
        for trial in range(WORLDS)
    ]
    assert 0.93 <= np.mean(hits) <= 0.97


@pytest.mark.statistics
@pytest.mark.parametrize("shape", SPREADS)
@pytest.mark.parametrize("precision", [None, {"retention": 0.5}, {"retention": 0.3}])
def test_a_whole_comparison_covers_as_often_as_it_says(monkeypatch, shape, precision):
    monkeypatch.setattr(worlds, "live", toy(shape))
    words = {"precision": precision, "max_replications": 240 if precision else None}
    hits, counts = [], []
    for seed in range(2 * WORLDS):
        found = relsim.compare(FakeScenario(), ["none", "social"], seed=seed, threads=1, **words)
        hits.append(covers(found.differences["social"]["retention"]))
        counts.append(found.replications)
    print(f"{shape}, {precision}: {np.mean(hits):.3f} covered, {np.mean(counts):.0f} worlds")
    assert 0.93 <= np.mean(hits) <= 0.97
