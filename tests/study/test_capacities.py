"""The same comparison with elastic and with fixed capacity."""

import json

import pandas as pd
import pytest

import relsim
from relsim.study.compare import compare_capacities

SMALL = {"market.customers": 300, "market.periods": 24}


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", SMALL)


@pytest.fixture(scope="module")
def both(scenario):
    return compare_capacities(scenario, ["none", "social"], replications=2)


@pytest.mark.parametrize("capacity", ["elastic", "fixed"])
def test_each_is_the_comparison_with_that_capacity(scenario, both, capacity):
    alone = relsim.compare(
        scenario.with_overrides({"market.capacity": capacity}), ["none", "social"], replications=2
    )
    pd.testing.assert_frame_equal(both.comparisons[capacity].samples, alone.samples)


def test_frame_json_and_text_hold_both(both):
    assert both.to_frame()["capacity"].unique().tolist() == ["elastic", "fixed"]
    assert list(json.loads(json.dumps(both.to_json(), allow_nan=False))) == ["elastic", "fixed"]
    assert "Capacity follows uses" in str(both) and "Capacity stands as it is" in str(both)
    assert both._repr_html_().count("<h4>") == 2
