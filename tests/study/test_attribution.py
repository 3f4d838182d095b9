"""Who kept whom: exact where it must be exact, and the same luck in every arm."""

import json

import numpy as np
import pandas as pd
import pytest

import relsim
from relsim.errors import InputError
from relsim.study.explain import attribute
from relsim.study.explain.kept import ANY, JOINT, TOTAL
from relsim.study.explain.lives import TENURES, tenure_class

FIRMS = "".join(f'[[firms]]\nname = "{name}"\n' for name in ("Alba", "Brio", "Corso"))
KINDS = '[[segments]]\nname = "calm"\nrestlessness = 0.01\n[[segments]]\nname = "others"\n'
SMALL = {"market.customers": 600, "market.periods": 36, "market.warm_up": 12.0}
PLACEBO = "[strategies.placebo]\nextends = 'social'\nconsistency = 0.5\n"


@pytest.fixture(scope="module")
def scenario():
    return relsim.parse(FIRMS + KINDS + PLACEBO, SMALL)


@pytest.fixture(scope="module")
def found(scenario):
    return attribute(scenario, "structural", replications=3)


def test_parts_and_joint_add_up_to_what_the_strategy_keeps(found):
    worlds = found.worlds
    parts = worlds[[*found.levers, JOINT]].sum(axis=1)
    assert (parts == worlds[TOTAL]).all()
    assert worlds[TOTAL].sum() > 0


def test_one_lever_alone_is_the_whole_strategy(scenario):
    found = attribute(scenario, "financial", replications=3)
    assert found.levers == ("reward_rate",)
    assert (found.worlds["reward_rate"] == found.worlds[TOTAL]).all()
    assert (found.worlds[JOINT] == 0).all()
    assert set(found.kept["kept_by"]) == {"reward_rate"}


def test_a_lever_whose_mechanism_is_off_keeps_nobody(scenario):
    found = attribute(
        scenario.with_overrides({"behaviour.rewards": False}), "social", replications=3
    )
    assert found.levers == ("reward_rate", "social")
    assert (found.worlds["reward_rate"] == 0).all()
    assert (found.worlds["social"] == found.worlds[TOTAL]).all()
    assert (found.worlds[JOINT] == 0).all()


def test_founders_are_those_who_were_there_and_stayed_in_the_population(scenario, found):
    run = relsim.Market(scenario, seed=1, replication=0, strategy="structural").run()
    spells = run.spells.query("firm == 'Alba' and start < 0")
    there = spells[spells["reason"].isna() | (spells["start"] + spells["duration"] >= 0)]
    first = found.customers.query("replication == 0")
    assert set(first["customer"]) <= set(there["customer"])
    gone = len(there) - len(first)
    ended_by_turnover = (there["reason"] == "population turnover").sum()
    # Whoever left first and was taken by turnover later is in neither number.
    assert gone >= ended_by_turnover
    retained = set(first.loc[first["retained"], "customer"])
    assert retained == set(there.loc[there["reason"].isna(), "customer"])


def test_every_arm_looks_at_the_same_people(found):
    assert not found.customers.isna().any().any()
    assert not found.customers.duplicated(["replication", "customer"]).any()


def test_whoever_was_kept_is_attributed_to_the_levers_that_they_needed(found):
    kept = found.kept.merge(found.customers, on=["replication", "customer"])
    for _, row in kept.iterrows():
        lost_without = [name for name in found.levers if not row[f"without_{name}"]]
        assert row["kept_by"] == (" + ".join(lost_without) or ANY)
        assert row["retained"] and not row["retained_by_baseline"]


def test_retention_by_segment_and_by_tenure_is_the_runs_own(scenario, found):
    summary = relsim.Market(scenario, seed=1, replication=1, strategy="structural").run().summary()
    rows = found.splits.query("strategy == 'structural' and replication == 1")
    for split in ("segment", "tenure"):
        part = rows[rows["split"] == split]
        assert part["kept"].sum() / part["customers"].sum() == summary["retention"]


def test_swapping_strategy_and_baseline_changes_the_sign(scenario):
    there = attribute(scenario, "social", baseline="none", replications=2).worlds[TOTAL]
    back = attribute(scenario, "none", baseline="social", replications=2).worlds[TOTAL]
    assert (there == -back).all()


def test_threads_change_nothing(scenario):
    one = attribute(scenario, "social", replications=2, threads=1)
    many = attribute(scenario, "social", replications=2, threads=8)
    pd.testing.assert_frame_equal(one.customers, many.customers, check_exact=True)


def test_the_table_says_what_is_included(found):
    text = " ".join(str(found).split())
    assert "Effects that reach a customer through other people" in text
    assert "Annual retention by segment" in text and "Annual retention by tenure" in text
    assert "calm" in found._repr_html_()


def test_json_and_frame_say_the_same(found):
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    frame = found.to_frame().set_index("lever")
    for part in data["parts"]:
        assert part["customers"]["mean"] == frame.loc[part["lever"], "customers"]
    assert sum(data["kept_by"].values()) == len(found.kept)


def test_a_horizon_below_a_year_has_no_annual_retention(scenario):
    short = scenario.with_overrides({"market.periods": 6})
    data = attribute(short, "social", replications=2).to_json()
    assert data["retention"][0]["none"]["mean"] is None


def test_no_warm_up_and_no_customers_are_fine(scenario):
    bare = scenario.with_overrides({"market.warm_up": 0.0, "market.periods": 12})
    assert attribute(bare, "social", replications=2).worlds["customers"].min() > 0
    empty = bare.with_overrides({"market.customers": 0})
    found = attribute(empty, "social", replications=2)
    json.dumps(found.to_json(), allow_nan=False)
    assert "Who keeps the customers" in str(found)


def test_strategies_that_do_not_differ_are_refused(scenario):
    with pytest.raises(InputError, match="nothing to attribute"):
        attribute(scenario, "none", replications=1)


def test_an_unknown_strategy_is_refused(scenario):
    with pytest.raises(InputError, match='no strategy "socal"'):
        attribute(scenario, "socal")


def test_classes_of_tenure_begin_at_whole_years():
    years = np.array([0.0, 0.99, 1, 2, 3, 4.99, 5, 40])
    names = [TENURES[place] for place in tenure_class(years * 52, 52)]
    assert names == [TENURES[place] for place in (0, 0, 1, 2, 3, 3, 4, 4)]
