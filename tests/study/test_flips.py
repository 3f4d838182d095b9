"""Where a difference changes its sign."""

import numpy as np
import pytest

from relsim.result.statistics import Estimate
from relsim.study.sweep.flips import crossings


def seen(means, half):
    return [Estimate(mean, mean - half, mean + half, 20) for mean in means]


def test_a_straight_line_flips_where_it_crosses_zero_with_its_interval():
    values = [0.0, 1.0, 2.0, 3.0, 4.0]
    (flip,) = crossings("x", values, seen([2 * (x - 1.7) for x in values], 0.5))
    assert (flip.at, flip.low, flip.high) == pytest.approx((1.7, 1.45, 1.95))
    assert flip.rising


def test_a_falling_difference_says_so():
    assert not crossings("x", [0, 1], seen([1, -1], 0.1))[0].rising


def test_two_crossings_are_two_flips():
    found = crossings("x", [0, 1, 2], seen([1, -1, 1], 0.1))
    assert [flip.at for flip in found] == pytest.approx([0.5, 1.5])


def test_nothing_flips_where_one_side_is_in_doubt():
    assert crossings("x", [0, 1, 2], seen([1, 0.5, -0.1], 0.3)) == []


def test_points_in_doubt_between_widen_the_place():
    sure = [Estimate(2, 1, 3, 9), Estimate(0.1, -1, 1.2, 9), Estimate(-2, -3, -1, 9)]
    (flip,) = crossings("x", [0, 1, 2], sure)
    assert flip.low <= 1 <= flip.high
    assert flip.low < flip.at < flip.high


def test_another_level_can_be_crossed():
    (flip,) = crossings("x", [0, 1], seen([0, 1], 0.05), level=0.25)
    assert flip.at == pytest.approx(0.25)


def test_undefined_points_are_left_out():
    gaps = [*seen([-1], 0.1), Estimate(None, None, None, 0), *seen([1], 0.1)]
    (flip,) = crossings("x", [0, 1, 2], gaps)
    assert flip.at == pytest.approx(1.0)


def test_the_interval_of_the_place_covers_the_truth_as_often_as_it_says():
    random = np.random.default_rng(5)
    truth, hits, found = 0.8, 0, 0
    values = np.linspace(0, 2, 5)
    for _ in range(400):
        worlds = (values - truth) + random.normal(size=(20, 1)) + 0.2 * random.normal(size=(20, 5))
        half = 2.093 * worlds.std(axis=0, ddof=1) / 20**0.5
        gaps = [
            Estimate(m, m - h, m + h, 20) for m, h in zip(worlds.mean(axis=0), half, strict=True)
        ]
        for flip in crossings("x", values, gaps):
            found += 1
            hits += flip.low <= truth <= flip.high
    assert found > 350
    assert abs(hits / found - 0.95) < 4 * (0.95 * 0.05 / found) ** 0.5
