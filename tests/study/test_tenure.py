"""Sorting and dynamics: each alone where the other cannot be."""

import json

import numpy as np
import pytest

import relsim
from relsim.errors import InputError
from relsim.study.explain import sorting, with_identical_customers
from relsim.study.explain.lives import TENURES

FIRMS = "".join(f'[[firms]]\nname = "{name}"\n' for name in ("Alba", "Brio"))
LONG = {"market.customers": 2000, "market.periods": 96}


@pytest.fixture(scope="module")
def found():
    return sorting(relsim.load("insurance", {"market.periods": 96}), replications=3)


def test_identical_customers_have_the_same_traits_in_every_segment():
    same = with_identical_customers(relsim.load("insurance"))
    market = relsim.Market(same)
    for trait in ("restlessness", "spend", "relational_orientation", "negativity"):
        assert np.ptp(market.customers.get(trait)) == 0
    assert market.customers.get("spend")[0] == pytest.approx(0.8 * 1.0 + 0.2 * 1.8)


def test_identical_customers_made_identical_again_are_the_same_market():
    same = with_identical_customers(relsim.load("logistics"))
    assert with_identical_customers(same) == same


def test_sorting_and_dynamics_add_up_to_the_whole_fall(found):
    fall = found.falls
    assert fall["all"].mean == pytest.approx(fall["dynamics"].mean + fall["sorting"].mean)
    assert fall["all"].mean > 0


def test_among_identical_customers_there_is_no_mix_to_correct():
    same = with_identical_customers(relsim.load("insurance", {"market.periods": 60}))
    rows = sorting(same, replications=2).worlds
    np.testing.assert_allclose(rows["leaving"], rows["identical"])


def test_without_anything_that_grows_only_sorting_is_left():
    # Luck decides every review: constant chances of leaving, which differ between customers.
    kinds = (
        '[[segments]]\nname = "calm"\nrestlessness = 0.0\n'
        '[[segments]]\nname = "restless"\nrestlessness = 0.15\n'
    )
    off = ("failure", "word_of_mouth", "trust", "disconfirmation", "satiation")
    frozen = {**{f"behaviour.{name}": False for name in off}, "behaviour.procedural_cost": 0.0}
    scenario = relsim.parse(FIRMS + kinds, {**LONG, **frozen})
    fall = sorting(scenario, replications=3).falls
    assert fall["sorting"].mean > 3 * abs(fall["dynamics"].mean)


def test_leaving_is_one_minus_retention_of_the_same_years(found):
    from relsim.study.explain import attribute

    scenario = relsim.load("insurance", {"market.periods": 96})
    splits = attribute(scenario, "financial", replications=1).splits
    rows = splits.query("strategy == 'none' and split == 'tenure'").set_index("group")
    here = found.worlds.query("replication == 0").set_index("tenure")
    for tenure in TENURES:
        leaving = 1 - rows.loc[tenure, "kept"] / rows.loc[tenure, "customers"]
        assert here.loc[tenure, "leaving"] == pytest.approx(leaving)


def test_table_json_and_notebook(found):
    text = " ".join(str(found).split())
    assert "that is dynamics" in text and "is sorting" in text
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert [row["tenure"] for row in data["tenures"]] == list(TENURES)
    assert "5 years and more" in found._repr_html_()
    assert list(found.to_frame()["tenure"]) == list(TENURES)


def test_a_horizon_below_a_year_says_so_without_failing():
    short = relsim.load("insurance", {"market.customers": 100, "market.periods": 6})
    short_found = sorting(short, replications=2)
    assert short_found.falls["all"].mean is None
    assert "an unknown amount" in str(short_found)
    json.dumps(short_found.to_json(), allow_nan=False)


def test_an_unknown_strategy_is_refused():
    with pytest.raises(InputError, match="no strategy"):
        sorting(relsim.load("insurance"), "socal")
