"""`relsim.evaluate`: the figures of a run, of the mean of several, and of a difference."""

import math
import pickle

import numpy as np
import pytest

import relsim
import relsim.study.compare.worlds as worlds
from relsim.errors import RelsimError
from relsim.result.figures import FIGURES

SMALL = {"market.customers": 120, "market.periods": 18}


def test_it_is_the_summary_of_a_run_at_the_settings():
    found = relsim.evaluate("insurance", {**SMALL, "firms.Alba.price": np.float64(22)}, seed=3)
    market = relsim.load("insurance", {**SMALL, "firms.Alba.price": 22.0})
    expected = relsim.Market(market, seed=3).run().summary()
    assert list(found) == list(FIGURES)
    assert found == {key: pytest.approx(expected[key], abs=0, nan_ok=True) for key in FIGURES}
    assert relsim.evaluate(market, seed=3) == found
    assert all(type(value) is float for value in found.values())


def test_means_and_differences_are_those_of_a_comparison():
    scenario = relsim.load("insurance", SMALL)
    found = relsim.evaluate(scenario, {}, strategy="social", baseline="none", replications=3)
    comparison = relsim.compare(scenario, ["none", "social"], replications=3)
    frame = comparison.to_frame().set_index(["strategy", "figure"])
    for key in ("retention", "npv", "cost_per_customer"):
        assert found[key] == pytest.approx(frame.loc[("social", key), "mean"], rel=1e-12)
        gap = frame.loc[("social", key), "difference"]
        assert found[f"{key}_difference"] == pytest.approx(gap, rel=1e-9)


def test_what_is_undefined_is_nan_and_a_mean_leaves_it_out(monkeypatch):
    def live(world, *rest):
        held = dict.fromkeys(FIGURES)
        return held | {"npv": 5.0, "profit": None if world.replication else 7.0}

    monkeypatch.setattr(worlds, "live", live)
    found = relsim.evaluate("insurance", replications=2)
    assert (found["npv"], found["profit"]) == (5.0, 7.0) and math.isnan(found["retention"])


def test_another_process_is_handed_it_by_name():
    assert pickle.loads(pickle.dumps(relsim.evaluate)) is relsim.evaluate


@pytest.mark.parametrize(
    ("arguments", "keywords", "said"),
    [
        (({"firms.Alba.prize": 22},), {}, "firms.Alba.prize"),
        (({"firms.Alba.price": "dear"},), {}, 'firms.Alba.price: found "dear"'),
        (({"firms.Nobody.price": 22},), {}, "Nobody"),
        (([("firms.Alba.price", 22)],), {}, "values by path"),
        (({}, -1), {}, "seed"),
        (({}, 1), {"strategy": "socail"}, "Did you mean"),
        (({}, 1), {"baseline": "nothing"}, "nothing"),
        (({}, 1), {"replications": 0}, "replications"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_name(arguments, keywords, said):
    with pytest.raises(RelsimError, match=said) as refused:
        relsim.evaluate("insurance", *arguments, **keywords)
    assert refused.value.exit_code == 2
