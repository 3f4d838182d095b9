"""Waves and weights without an engine: functions whose posterior is known, or none learns."""

from dataclasses import replace
from itertools import chain, repeat
from types import SimpleNamespace

import numpy as np
import pytest

from relsim.errors import InputError
from relsim.study.settings import matching, waves
from relsim.study.settings.emulator import learn
from relsim.study.settings.pattern import Pattern

NUMBERS = 8
LUCK = 0.03


def known(targets, error=0.05, discrepancy=0.0):
    return tuple(
        Pattern(
            name=str(place),
            measured="retention",
            target=float(target),
            error=error,
            discrepancy=discrepancy,
            source="a test",
            block=str(place),
            own=True,
        )
        for place, target in enumerate(targets)
    )


def matched(function, targets, sizes, seed=1, luck=LUCK, more=(0, 0), **doubt):
    """Match a function of points to targets; each run has luck of its own."""
    patterns = known(targets, **doubt)

    def measure(wave, points):
        values = function(points)
        noise = np.random.default_rng([seed, wave]).normal(size=values.shape)
        return values + luck * noise, np.full(values.shape, np.nan)

    return waves.match(measure, patterns, NUMBERS, sizes, seed, more)


@pytest.fixture(autouse=True)
def few_candidates(monkeypatch):
    monkeypatch.setattr(waves, "_CANDIDATES", 2**13)


def line(points):
    return np.column_stack([points[:, 0] + 0.5 * points[:, 1]])


def test_weights_are_the_posterior_that_is_known_in_closed_form():
    found = matched(line, [0.9], (150, 75, 75))
    grid = (np.arange(400) + 0.5) / 400
    first, second = np.meshgrid(grid, grid, indexing="ij")
    likely = np.exp(-0.5 * ((first + 0.5 * second - 0.9) / 0.05) ** 2).sum(axis=1)
    place = np.argsort(found.points[:, 0])
    below = np.cumsum(found.weights[place])
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        truth = grid[np.searchsorted(np.cumsum(likely) / likely.sum(), share)]
        assert found.points[place, 0][np.searchsorted(below, share)] == pytest.approx(
            truth, abs=0.06
        )
    assert found.effective > 60


def test_waves_follow_until_enough_settings_count_or_there_were_as_many_as_may_be():
    planned, sizes = matched(line, [0.1], (60, 30, 30)), (60, 30, 30)
    enough = matched(line, [0.1], sizes, more=(60, 9))
    assert planned.effective < 60 <= enough.effective
    assert len(enough.points) in range(150, 391, 30)
    assert np.array_equal(enough.points[:120], planned.points), "the first waves are the same"
    stopped = matched(line, [0.1], sizes, more=(1000, 1))
    assert len(stopped.points) == 150 and stopped.effective < 1000


def test_no_wave_follows_one_that_brought_no_settings(monkeypatch):
    brought = chain([10, 20], repeat(20))

    def weights(view, drawn_from):
        counting = next(brought)
        return np.where(np.arange(len(drawn_from)) < counting, 1 / counting, 0.0)

    monkeypatch.setattr(waves, "_weights", weights)
    found = matched(line, [0.1], (60, 30, 30), more=(1000, 9))
    assert len(found.points) == 120 + 2 * 30


def test_what_is_known_of_markets_in_general_is_left_out_where_it_tells_nothing():
    one, never, always = known([0.5] * 3)
    general = tuple(replace(pattern, own=False) for pattern in (one, never, always))
    shown = np.random.default_rng(1).random((10, 3))
    shown[:, 1], shown[3:, 1], shown[:, 2] = 0.5, np.nan, 1.0
    assert waves._of_this_market(general, shown) == [0]
    assert waves._of_this_market((*general[:2], always), shown) == [0, 2], "one's own is never"
    with pytest.raises(InputError, match="1 cannot be measured in most runs"):
        waves._of_this_market((one, never, always), shown)
    with pytest.raises(InputError, match="none of them tells anything of this market"):
        waves._of_this_market(general[1:], shown[:, 1:])


def test_what_emulators_cannot_learn_narrows_nothing_and_is_missed_by_none():
    def wild(points):
        return np.column_stack([np.sin(200 * points[:, 0] + 300 * points[:, 1])])

    # A run tells its own value well, so only those that hit count; emulators tell nothing.
    found = matched(wild, [0.3], (150, 75, 75), error=0.2)
    spread = np.sqrt(np.cov(found.points[:, 0], aweights=found.weights))
    assert spread == pytest.approx(np.sqrt(1 / 12), rel=0.12)
    shown = found.shown[:, 0]
    assert np.average(abs(shown - 0.3), weights=found.weights) < 0.35 * abs(shown - 0.3).max()


def test_the_error_of_emulators_is_in_the_likelihood():
    """Half of the pattern is nothing that emulators learn, and luck hides it from the run."""

    def half(points):
        return np.column_stack([points[:, 0] + 0.3 * np.sin(300 * points[:, 2])])

    found = matched(half, [0.5], (150, 75, 75), luck=0.3, error=0.02)
    spread = np.sqrt(np.cov(found.points[:, 0], aweights=found.weights))
    # Known exactly the line would leave .02; what is not learnt leaves .3 / sqrt(2) of it.
    assert 0.14 < spread < 0.26


@pytest.mark.statistics
def test_few_hits_are_blurred_until_enough_runs_count(monkeypatch):
    def odd(points):
        return line(points) + 0.3 * np.sin(300 * points[:, 2:3])

    exact = {"error": 0.01, "luck": 0.001}
    blurred = matched(odd, [0.9], (150, 75, 75), **exact).effective
    monkeypatch.setattr(waves, "_BLURS", np.array([1.0]))
    assert matched(odd, [0.9], (150, 75, 75), **exact).effective < 0.6 * blurred
    assert blurred >= 75


def test_luck_that_is_counted_is_taken_and_the_rest_is_told_by_points_lived_twice():
    shown = np.array([[0.1, 0.1], [0.2, np.nan]])
    counted = np.array([[0.04, np.nan], [0.01, np.nan]])
    lucks = waves._lucks(np.diag([0.02, 0.09]), shown, counted)
    assert lucks[:, 0, 0] == pytest.approx([0.04, 0.01])
    assert lucks[0, 1, 1] == pytest.approx(0.09)
    assert lucks[1, 1, 1] > 1e3, "a run that could not measure it tells nothing of it"
    again = np.random.default_rng(1).normal(size=(2, 4000, 1))
    assert waves._luck(*again)[0, 0] == pytest.approx(1.0, rel=0.1)


def test_emulators_are_wrong_by_what_they_miss_less_what_luck_made_of_it():
    luck = np.random.default_rng(3)
    points, shown = luck.random((100, 4)), luck.normal(size=(100, 1))
    for part in (0.0, 0.5):
        view = waves._View(known([0.0]), points, shown, np.full((100, 1, 1), part))
        missed = np.mean((shown - view.made) ** 2)
        assert view.error[0, 0] == pytest.approx(missed - part)


def test_a_run_weighs_less_where_many_were_drawn():
    view = SimpleNamespace(with_runs=lambda blurred: np.zeros(4))
    found = waves._weights(view, np.log([1.0, 1.0, 2.0, 4.0]))
    assert found == pytest.approx(np.array([4, 4, 2, 1]) / 11)


def test_an_emulator_says_of_a_run_what_the_others_say():
    luck = np.random.default_rng(3)
    points = luck.random((120, 5))
    values = points[:, 0] + luck.normal(size=120)
    found = learn(points, values)
    fitted = found.at(points)
    assert np.mean((values - found.left_out) ** 2) > 1.02 * np.mean((values - fitted) ** 2)


def test_who_left_a_cohort_early_left_it_later_too():
    early, late = (
        replace(one, measured=f"left.{when}", block="cohort")
        for one, when in zip(known([0.6, 0.4]), (1, 4), strict=True)
    )
    together = np.sqrt((0.4 / 0.6) / (0.6 / 0.4))
    assert matching._together((early, late))[0, 1] == pytest.approx(together)
    assert matching._together(known([0.6, 0.4]))[0, 1] == 0.0


@pytest.mark.statistics
def test_ninety_per_cent_intervals_cover_though_emulators_err():
    """Sixty truths of the prior, with a part that no quadratic holds; some seconds."""

    def hard(points):
        one, two, three, *others = points.T
        odd = 0.3 * np.sin(9 * others[0]) * others[1]
        return np.column_stack([one + 0.3 * two + odd, two - 0.5 * three, np.exp(2 * one) * three])

    covered = []
    for twin in range(60):
        luck = np.random.default_rng([5, twin])
        truth = luck.random((1, NUMBERS))
        aims = hard(truth)[0] + np.array([0.07, 0.07, 0.07]) * luck.normal(size=3)
        found = matched(hard, aims, (150, 75, 75), seed=twin, luck=0.05, discrepancy=0.05)
        chosen = matching.equally_weighted(found.weights, int(found.effective), twin)
        low, high = np.quantile(found.points[chosen], (0.05, 0.95), axis=0, method="weibull")
        covered.append((low <= truth[0]) & (truth[0] <= high))
    told, rest = np.mean(covered, axis=0)[:3].mean(), np.mean(covered, axis=0)[3:].mean()
    assert 0.85 <= told <= 0.97 and 0.85 <= rest <= 0.97
