"""Intervals against an independent library, their coverage, and the exact cases."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from relsim.result.statistics import Estimate, difference, estimate, numbers, t_quantile

values = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)
pairs = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=2, max_size=40)


@pytest.mark.parametrize("n", [2, 3, 10, 30, 1000])
def test_quantile_is_students(n):
    assert t_quantile(n) == pytest.approx(stats.t.ppf(0.975, n - 1), rel=1e-12)


def test_interval_agrees_with_scipy():
    sample = np.random.default_rng(1).normal(3, 2, 17)
    found = estimate(sample)
    low, high = stats.t.interval(0.95, 16, loc=sample.mean(), scale=stats.sem(sample))
    assert (found.mean, found.low, found.high) == pytest.approx((sample.mean(), low, high))


def test_paired_interval_agrees_with_scipy():
    generator = np.random.default_rng(2)
    base = generator.normal(0, 1, 25)
    ours = base + generator.normal(0.2, 0.3, 25)
    expected = stats.ttest_rel(ours, base).confidence_interval(0.95)
    found = difference(ours, base)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_interval_covers_the_truth_as_often_as_it_says():
    generator = np.random.default_rng(3)
    trials = 4000
    hits = 0
    for _ in range(trials):
        found = estimate(generator.normal(1, 5, 6))
        hits += found.low <= 1 <= found.high
    standard_error = math.sqrt(0.95 * 0.05 / trials)
    assert hits / trials == pytest.approx(0.95, abs=4 * standard_error)


def test_variance_reduction_follows_from_the_correlation():
    generator = np.random.default_rng(4)
    shared = generator.normal(0, 3, 20_000)
    ours = shared + generator.normal(0, 1, 20_000)
    theirs = shared + generator.normal(0, 1, 20_000)
    # Var(a) + Var(b) = 20, Var(a - b) = 2.
    assert difference(ours, theirs).variance_reduction == pytest.approx(10, rel=0.05)


@given(values)
def test_mean_lies_within_its_interval(sample):
    found = estimate(sample)
    assert found.low <= found.mean <= found.high


@given(values)
def test_self_comparison_is_exactly_nothing(sample):
    found = difference(sample, sample)
    assert (found.mean, found.low, found.high) == (0.0, 0.0, 0.0)
    assert found.variance_reduction is None
    assert found.chance_better == 0.5


@given(pairs)
def test_swapping_arms_changes_only_the_sign(sample):
    ours, theirs = np.array(sample).T
    there, back = difference(ours, theirs), difference(theirs, ours)
    assert back.mean == -there.mean
    assert back.chance_better == pytest.approx(1 - there.chance_better)


def test_less_is_better_for_costs():
    assert difference([1, 2], [2, 3], higher_is_better=False).chance_better == 1.0


def test_ties_count_half():
    assert difference([1, 2, 0], [1, 1, 1]).chance_better == 0.5


def test_constant_difference_has_no_variance_reduction():
    found = difference([2.0, 3.0, 5.0], [1.0, 2.0, 4.0])
    assert (found.low, found.high, found.variance_reduction) == (1.0, 1.0, None)


def test_undefined_replications_are_left_out_and_counted():
    assert estimate(numbers([0.5, None, 0.5])) == Estimate(0.5, 0.5, 0.5, 2)


def test_undefined_everywhere_is_none():
    assert estimate(numbers([None, None])) == Estimate(None, None, None, 0)


def test_one_replication_has_no_interval():
    assert estimate([0.25]) == Estimate(0.25, None, None, 1)
    assert estimate([0.25]).half_width is None


def test_a_pair_counts_only_where_both_arms_are_defined():
    found = difference([1.0, np.nan, 3.0, 4.0], [0.0, 1.0, np.nan, 2.0])
    assert (found.n, found.mean) == (2, 1.5)


def test_infinite_is_undefined():
    assert estimate(numbers([math.inf, 1.0, 1.0])).n == 2


def test_equal_values_have_exactly_their_own_mean():
    assert estimate([0.1] * 3) == Estimate(0.1, 0.1, 0.1, 3)
