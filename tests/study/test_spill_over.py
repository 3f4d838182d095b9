"""What a control group measures beside what the levers do, and what it misses."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import relsim
from relsim.errors import InputError
from relsim.market.measures import ControlGroup
from relsim.result.statistics import Estimate
from relsim.study.arms import choose_arms
from relsim.study.compare import compare
from relsim.study.explain import spill_over
from relsim.study.explain.reasons import find_reasons
from relsim.study.explain.spill_over import SpillOver, _effects

SMALL = {"market.customers": 400, "market.periods": 18, "market.warm_up": 6}
ALONE = {
    **{
        f"behaviour.{name}": False
        for name in ("word_of_mouth", "reference_group", "capacity_limits", "staff", "imitation")
    },
    "market.reference_price": 20.0,
}


@pytest.fixture(scope="module")
def among_others() -> SpillOver:
    """Return the effects where people talk and look at each other."""
    talk = {"behaviour.talk_base": 0.5, "behaviour.reference_weight": 4.0}
    return spill_over(relsim.load("insurance", {**SMALL, **talk}), "social", 0.4, replications=3)


def test_where_nobody_touches_another_nothing_spills_over():
    scenario = relsim.load("insurance", {**SMALL, **ALONE})
    found = spill_over(scenario, "social_only", 0.4, replications=2)
    assert (found.worlds["spill_over"] == 0.0).all()
    assert (found.worlds["direct"] == found.worlds["total"]).all()
    assert found.worlds["direct"].any()


def test_direct_and_spill_over_are_the_total_and_the_bias_is_shown(among_others):
    worlds = among_others.worlds
    assert (worlds["direct"] + worlds["spill_over"]).to_numpy() == pytest.approx(worlds["total"])
    assert (worlds["measured"] - worlds["total"]).to_numpy() == pytest.approx(worlds["bias"])
    assert worlds["spill_over"].any()
    text = str(among_others).replace("\xa0", " ")
    for word in ("measured", "direct", "spill-over", "total", "bias", "control group of 40 %"):
        assert word in text
    told = json.loads(json.dumps(among_others.to_json()))
    assert told["effects"]["bias"]["mean"] == pytest.approx(worlds["bias"].mean())
    assert set(told["covered"]) == {"direct", "total"}


def seen(control: float, kept: tuple[float, float, float]) -> ControlGroup:
    """Return what a firm would measure in one life of a world."""
    return ControlGroup(
        Estimate(control + kept[0], None, None, 20),
        Estimate(control, None, None, 20),
        Estimate(*kept, 39),
        (1000.0, 1000.0),
    )


def test_the_effects_of_three_lives_are_worked_out_by_hand():
    told, flipped, nobody = (
        seen(*one)
        for one in (
            (0.80, (0.07, 0.04, 0.10)),
            (0.86, (0.01, -0.03, 0.05)),
            (0.77, (0.02, -0.01, 0.05)),
        )
    )
    found = _effects({"told": told, "flipped": flipped, "nobody": nobody})
    assert found == pytest.approx(
        {
            **{"measured": 0.07, "direct": 0.06, "spill_over": 0.03, "total": 0.09},
            **{"bias": -0.02, "low": 0.04, "high": 0.10},
        }
    )
    assert _effects({"told": told, "flipped": None, "nobody": nobody}) == {}


def test_each_effect_is_held_against_the_interval_of_its_own_world():
    worlds = pd.DataFrame(
        {
            "direct": [0.05, 0.01, 0.20, 0.01],
            "total": [0.06, 0.07, 0.03, 0.09],
            **{"low": [0.04, 0.02, None, 0.02], "high": [0.10, 0.08, None, 0.08]},
        }
    )
    found = SpillOver(relsim.load("insurance"), "social", 0.4, worlds)
    assert (found.covered("direct"), found.covered("total")) == (1, 2)


def test_reasons_tell_it_of_strategies_with_a_control_group_alone():
    held_back = {"strategies.social.control_share": 0.3}
    scenario = relsim.load("insurance", {**SMALL, "market.customers": 200, **held_back})
    comparison = compare(scenario, ["none", "social"], replications=2)
    found = find_reasons(comparison, choose_arms(scenario.strategies, ["none", "social"]))
    assert [one.strategy for one in found.spill_overs] == ["social"]
    assert "spill_over" in found.to_json() and "spill-over social" in found.frames()


@pytest.mark.parametrize("share", [None, 0.0, 1.0])
def test_a_group_of_nobody_or_of_everybody_is_refused(share):
    with pytest.raises(InputError, match="between 0 and 1"):
        spill_over(relsim.load("insurance", SMALL), "social", share)
