"""Markets whose numbers are known: what calibrating says of them holds as often as it claims."""

import numpy as np
import pytest

from relsim.study.settings.uncertain import uncertain
from tests.twins.section import GROUPED, PAGE, covered, kept, width, written
from tests.twins.twin import GROUPS, KINDS, all_twins, market

POOLED = ("all numbers", "differences between strategies", "the same, lived anew")


def test_the_table_shows_the_twins_that_were_kept():
    assert PAGE.read_text(encoding="utf-8") == written()
    assert {kind: len(twins) for kind, twins in kept().items()} == KINDS


@pytest.mark.parametrize("group", POOLED)
def test_what_was_kept_covers(group):
    twins = [one for one in kept()["right"] if "ranks" in one]
    assert len(twins) == KINDS["right"], "none was refused"
    assert 0.85 <= covered(twins, group, 0.9) <= 0.97


def test_what_was_kept_says_something():
    twins = kept()["right"]
    # To say nothing would cover, too.
    assert min(width(twins, group) for group in GROUPS) < 0.8


def test_the_numbers_of_a_twin_are_those_of_its_groups():
    assert {one.path for one in uncertain(market())} == {
        path for paths in GROUPS.values() for path in paths
    }


@pytest.mark.statistics
@pytest.mark.parametrize("group", GROUPED)
def test_intervals_cover_when_all_twins_are_calibrated_anew(group, twins_again):
    # Numbers of one twin go together: count each twin once.
    room = 3 * np.sqrt(0.09 / len(twins_again))
    low, high = (0.85, 0.97) if group in POOLED else (0.9 - room, 1.0)
    assert low <= covered(twins_again, group, 0.9) <= high


@pytest.fixture(scope="module")
def twins_again():
    return [one for one in all_twins("right") if "ranks" in one]
