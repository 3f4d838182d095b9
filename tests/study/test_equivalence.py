"""Equivalence tests, against an independent calculation and as people read them."""

import json

import numpy as np
import pytest
from scipy import stats

from relsim.result.quantity import SPACE
from relsim.result.statistics import difference
from relsim.study.compare.equivalence import judge


def pairs(mean, spread, n=30, seed=1):
    gaps = np.random.default_rng(seed).normal(0, spread, n)
    gaps += mean - gaps.mean()
    return difference(gaps, np.zeros(n))


@pytest.mark.parametrize("mean", [-0.4, 0.0, 0.2, 0.9])
def test_agrees_with_two_one_sided_tests_of_scipy(mean):
    gaps = np.random.default_rng(2).normal(mean, 1, 40)
    below = stats.ttest_1samp(gaps, 0.5, alternative="less").pvalue
    above = stats.ttest_1samp(gaps, -0.5, alternative="greater").pvalue
    found = judge(difference(gaps, np.zeros(40)), 0.5)
    assert found.chance == pytest.approx(max(below, above), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("mean", "spread", "word", "beyond"),
    [
        (0.0, 1.0, "equivalent", False),
        (0.6, 0.5, "equivalent", False),  # a difference that is sure, and too small to matter
        (1.0, 1.0, "different", False),
        (3.0, 1.0, "different", True),
        (-3.0, 1.0, "different", True),
        (0.3, 9.0, "undecided", False),
    ],
)
def test_says(mean, spread, word, beyond):
    found = judge(pairs(mean, spread), margin=1.0)
    assert (found.word, found.beyond_margin) == (word, beyond)


def test_an_interval_with_zero_in_it_is_no_proof_of_anything():
    found = judge(pairs(0.0, 9.0), margin=1.0)
    assert found.word == "undecided"
    assert found.words == "undecided"


def test_exactly_nothing_is_equivalent():
    assert judge(difference([1.1, 2.2], [1.1, 2.2]), 0.01).word == "equivalent"


def test_a_constant_as_large_as_the_margin_is_different():
    found = judge(difference([2.0, 3.0], [1.0, 2.0]), 1.0)
    assert (found.word, found.chance) == ("different", 1.0)


def test_one_world_decides_nothing():
    assert judge(difference([1.0], [1.0]), 1.0).word == "undecided"


def test_wrongly_equivalent_at_most_as_often_as_it_says():
    generator = np.random.default_rng(3)
    trials = 2000
    wrong = sum(
        judge(difference(generator.normal(1.0, 1.5, 30), np.zeros(30)), 1.0).word == "equivalent"
        for _ in range(trials)
    )
    # A difference as large as the margin is called none in 5 %, and 4 standard errors are 1.95 %.
    assert wrong / trials <= 0.05 + 4 * (0.05 * 0.95 / trials) ** 0.5


def test_stands_in_table_frame_and_json(compare, scenario):
    found = compare(scenario, ["none", "placebo", "social"], equivalence={"retention": 1})
    text = str(found)
    assert "Does the difference to none matter?" in text and f"margin 1{SPACE}pt" in text
    assert found.verdicts["placebo"]["retention"].word == "equivalent"
    assert found.verdicts["social"]["retention"].word == "different"
    frame = found.to_frame().set_index(["strategy", "figure"])
    assert frame.loc[("social", "retention"), "equivalence"] == "different"
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert data["strategies"][1]["difference"]["retention"]["equivalence"] == {
        "verdict": "equivalent",
        "in_words": "too small to matter",
        "margin": 0.01,
        "p": 0.0,
        "beyond_margin": False,
    }
    assert "equivalence" not in data["strategies"][1]["difference"]["npv"]


def test_a_margin_is_written_out_as_it_was_asked_for(compare, scenario):
    found = compare(scenario, ["none", "social"], equivalence={"npv": 123_456, "retention": 0.25})
    text = str(found).replace(SPACE, " ")
    assert "margin 123,456" in text and "margin 0.25 pt" in text
