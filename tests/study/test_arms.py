"""Which strategies a comparison takes, and which it refuses."""

import pytest

from relsim.errors import InputError
from relsim.study.arms import choose_arms

KNOWN = ("none", "financial", "social", "structural", "recovery")


def names(*arguments, **keywords):
    return [arm.name for arm in choose_arms(KNOWN, *arguments, **keywords)]


def test_the_default_is_the_bonding_levels():
    assert names() == ["none", "financial", "social", "structural"]


def test_the_first_is_the_baseline():
    assert names(["social", "none"]) == ["social", "none"]


def test_a_baseline_comes_first_and_once():
    assert names(["social", "none"], baseline="none") == ["none", "social"]


def test_a_baseline_outside_the_list_is_added():
    assert names(["social"], baseline="none") == ["none", "social"]


def test_a_strategy_may_meet_itself():
    arms = choose_arms(KNOWN, ["social", "social"])
    assert [(arm.name, arm.strategy) for arm in arms] == [
        ("social", "social"),
        ("social (2)", "social"),
    ]


def test_an_unknown_strategy_is_refused_with_the_nearest():
    with pytest.raises(InputError, match=r'no strategy "socal"\. Did you mean "social"'):
        choose_arms(KNOWN, ["socal"])


def test_an_unknown_baseline_is_refused():
    with pytest.raises(InputError, match='no strategy "nought"'):
        choose_arms(KNOWN, ["social"], "nought")


def test_every_unknown_strategy_is_named():
    with pytest.raises(InputError, match=r"(?s)abc.*xyz"):
        choose_arms(KNOWN, ["abc", "none", "xyz"])


def test_an_empty_list_is_refused():
    with pytest.raises(InputError, match="empty"):
        choose_arms(KNOWN, [])
