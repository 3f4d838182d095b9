"""Calibrating: what is known chooses settings, and what is not stays open."""

import numpy as np
import pytest

import relsim
from relsim.errors import InputError
from relsim.study.fit.asking import Asking
from relsim.study.settings import matching
from relsim.study.settings.calibrating import _known
from relsim.study.settings.emulator import learn
from relsim.study.settings.from_data import of_cohort, of_survey
from relsim.study.settings.pattern import (
    Pattern,
    bundled_patterns,
    read_patterns,
)
from tests.study.shapes import FOLDER

SMALL = {"market.customers": 120, "market.periods": 24, "market.warm_up": 6.0}
KNOWN = Pattern(
    name="retention",
    measured="retention",
    target=0.9,
    error=0.01,
    discrepancy=0.02,
    source="a test",
    own=True,
)


@pytest.fixture(scope="module")
def market():
    return relsim.load("insurance", SMALL)


@pytest.fixture(scope="module")
def found(market):
    return relsim.calibrate(market, [KNOWN], runs=120, settings=40)


def test_settings_come_nearer_to_what_is_known(found):
    box, chosen = (abs(values - 0.9).mean() for values in (found.first_shown, found.shown))
    assert chosen < 0.6 * box
    assert found.by_pattern["covered"].all()


def test_every_setting_was_run_and_can_be_again(found, market):
    place = 3
    settings = found.settings_found
    assert len(settings) == len(found.shown) <= found.effective
    changed = market.with_overrides(settings.overrides(place))
    assert changed.market.customers == 120


def test_too_few_is_said(found):
    assert any("Too few" in str(text) for text in found.warnings())


def test_a_store_goes_on_to_the_same_settings(found, market, tmp_path):
    def stop(done, total):
        if done > 70:
            raise KeyboardInterrupt

    store = tmp_path / "runs"
    with pytest.raises(KeyboardInterrupt):
        relsim.calibrate(market, [KNOWN], runs=120, settings=40, store=store, progress=stop)
    again = relsim.calibrate(market, [KNOWN], runs=120, settings=40, store=store)
    assert again.settings_found.numbers.equals(found.settings_found.numbers)


def test_what_no_setting_comes_near_is_refused_in_words(market):
    from dataclasses import replace

    far = replace(KNOWN, target=3.0)
    with pytest.raises(InputError, match="no setting of this market comes near"):
        relsim.calibrate(market, [far], runs=60)


def test_an_emulator_is_judged_on_points_that_it_did_not_learn_from():
    points = np.random.default_rng(1).random((150, 8))
    noise = np.random.default_rng(2).normal(size=150)
    assert learn(points, noise).explained < 0.1
    line = learn(points, points[:, 0] * points[:, 1])
    assert line.explained > 0.98


def test_of_a_block_one_miss_is_let_off_but_never_a_users_own():
    from dataclasses import replace

    theirs = [replace(KNOWN, name=name, own=False, block="b") for name in "ab"]
    values, none = np.array([[0.9, 2.0]]), np.zeros(2)
    assert matching.implausibility(theirs, values, none)[0] < 3
    own = [replace(one, own=True) for one in theirs]
    assert matching.implausibility(own, values, none)[0] > 3


def test_what_is_held_out_chooses_no_setting():
    from dataclasses import replace

    known = [KNOWN, replace(KNOWN, name="later", block="b", holds_out=True)]
    values = np.array([[0.9, 0.9], [0.9, 5.0]])
    assert np.ptp(matching.log_likelihood(known, values, np.zeros((2, 2)))) == 0.0
    assert matching.implausibility(known, values, np.zeros(2)).tolist() == [0.0, 0.0]


def test_within_a_block_the_model_is_wrong_in_one_direction_rather_than_in_two():
    from dataclasses import replace

    wrong = {"error": 0.01, "discrepancy": 0.1, "own": False}
    block = [replace(KNOWN, name=name, block="b", **wrong) for name in "ab"]
    apart = [replace(one, block=one.name) for one in block]
    misses = np.array([[1.0, 1.0], [1.0, 0.8]])
    together, against = matching.log_likelihood(block, misses, np.zeros((2, 2)))
    assert together > against + 0.5
    assert np.ptp(matching.log_likelihood(apart, misses, np.zeros((2, 2)))) < 1e-9


def test_draws_follow_the_weights_each_once():
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    drawn = [matching.equally_weighted(weights, 2, seed) for seed in range(2000)]
    assert all(len(set(places)) == 2 for places in drawn)
    counts = np.bincount(np.concatenate(drawn), minlength=4) / 2000
    assert counts == pytest.approx([0.8, 0.6, 0.4, 0.2], abs=0.04)


def test_bundled_patterns_have_a_source_and_hold_some_out():
    known = bundled_patterns(relsim.load("subscription_regular"))
    assert all(one.source for one in known)
    assert {one.name for one in known if one.holds_out} >= {"still there after 7 renewals"}
    assert not any(
        one.measured.startswith("left") for one in bundled_patterns(relsim.load("insurance"))
    )


def test_a_cohort_is_known_with_its_binomial_error():
    from relsim.study.data.cohort import read_cohort

    (one,) = of_cohort(read_cohort([100, 80]))
    assert (one.target, one.measured) == (0.8, "left.1")
    assert one.error == pytest.approx(0.04)


def test_purchases_are_known_with_what_hangs_on_the_rule_of_silence():
    from relsim.study.fit.following import cohort_of

    log = relsim.read(FOLDER / "transactions_english.csv", silence=90.0)
    cohort = cohort_of(log, "month")
    alone, known = of_cohort(cohort), of_cohort(cohort, log.rules())
    assert [one.target for one in known] == [one.target for one in alone]
    rules = [dict(zip(one.periods, one.shares, strict=True)) for one in log.rules()]
    (last,) = [one for one in known if one.measured == "left.3"]
    shares = [one[3] for one in rules]
    assert last.discrepancy == pytest.approx(np.hypot(0.02, np.ptp(shares) / 2))
    assert sum(one.discrepancy for one in known) > sum(one.discrepancy for one in alone)
    assert log.cohort().shares in {one.shares for one in log.rules()}, "the rule that was said, too"
    assert _known(relsim.load("insurance"), [], log, None)[0][: len(known)] == known, (
        "a calibration asks for them"
    )


def test_tiers_of_a_survey_are_ranks_that_cover_everybody():
    survey = relsim.read(FOLDER / "survey_english.csv", over=12)
    known = of_survey(survey)
    assert [one.name.rpartition(" ")[2] for one in known] == ["low", "middle", "high"]
    ends = [one.measure.ranks for one in known]
    assert ends[0][0] == 0.0 and ends[-1][1] == 1.0
    assert [a[1] for a in ends[:-1]] == [b[0] for b in ends[1:]]
    assert all(one.error > 0 and one.own and one.measure.periods == 12 for one in known)


def test_who_was_asked_is_looked_for_later_and_the_market_lives_as_it_would(market):
    asking = Asking(6)
    watched = relsim.Market(market, seed=3, phases=[asking]).run()
    plain = relsim.Market(market, seed=3).run()
    assert watched.summary() == plain.summary()
    stayed, asked = asking.stayed(0.0, 1.0)
    parts = [asking.stayed(*ends) for ends in ((0.0, 0.3), (0.3, 1.0))]
    assert (stayed, asked) == tuple(np.sum(parts, axis=0)) and len(asking.answers) == 3
    spells = plain.spells[plain.spells["firm"] == market.focal.name]
    end = spells["start"] + spells["duration"]
    for place, first in enumerate((0, 6, 12)):
        there = spells[(spells["start"] <= first) & ((end > first) | ~spells["event"])]
        gone = there["event"] & (end[there.index] <= first + 6)
        answer, still = asking.answers[place]
        assert abs(int((~still).sum()) - int(gone.sum())) <= 1 and len(answer) > 0


GOOD = (
    '[[patterns]]\nname = "a"\nmeasured = "retention"\ntarget = 0.9\nsource = "books"\nerror = 1\n'
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "[[patterns]]"),
        ("[[patterns]", "no TOML"),
        (GOOD.replace("retention", "retentoin"), "Did you mean retention"),
        (GOOD.replace("0.9", '"much"'), "a number"),
        (GOOD.replace("target", "targett"), "Did you mean target"),
        (GOOD.replace("error = 1\n", ""), "nothing is known exactly"),
        (GOOD + GOOD, "named twice"),
        (GOOD + 'arms = ["none"]\n', "two strategies"),
    ],
)
def test_wrong_patterns_are_refused_in_words(tmp_path, text, said):
    path = tmp_path / "known.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_patterns(path)
    assert said in str(error.value)
