"""When a strategy has paid back, and in how many worlds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import relsim
import relsim.study.compare.worlds as worlds
from relsim.study.compare.payback import payback
from tests.study.fakes import fake_live

profits = st.lists(st.integers(-50, 50), max_size=30)


@given(profits)
def test_is_the_first_period_from_which_it_is_never_behind(gaps):
    ahead = np.cumsum(gaps) >= 0
    expected = next((start for start in range(len(gaps)) if ahead[start:].all()), None)
    assert payback(gaps, np.zeros(len(gaps))) == expected


def test_nobody_is_ever_behind_oneself():
    assert payback([3.0, -1.0], [3.0, -1.0]) == 0


def test_being_ahead_for_a_while_is_not_paid_back():
    assert payback([5, -9, 1], [0, 0, 0]) is None


def test_the_comparison_counts_the_worlds_that_paid_back(monkeypatch, compare, scenario):
    def live(world, *rest):
        rich = world.replication < 3
        path = [-5.0, 3, 3] if rich else [-5.0, 1, 1]
        return {
            **fake_live(world),
            "discounted_profit": np.array(path) * (world.strategy != "none"),
        }

    monkeypatch.setattr(worlds, "live", live)
    found = compare(scenario, ["none", "social"], replications=4)
    assert (found.payback["social"].mean, found.payback["social"].n) == (2.0, 3)
    assert "3 of 4 worlds" in str(found)
    assert found.to_json()["strategies"][1]["payback"]["n"] == 3


def test_never_is_null(monkeypatch, compare, scenario):
    def live(world, *rest):
        path = np.array([-1.0]) * (world.strategy != "none")
        return {**fake_live(world), "discounted_profit": path}

    monkeypatch.setattr(worlds, "live", live)
    found = compare(scenario, ["none", "social"], replications=3)
    assert found.to_json()["strategies"][1]["payback"] == {
        "mean": None,
        "low": None,
        "high": None,
        "n": 0,
    }


def test_the_profits_of_a_run_add_up_to_its_value():
    scenario = relsim.load("logistics", {"market.customers": 200, "market.periods": 24})
    found = relsim.compare(scenario, ["none", "social"], replications=3)
    samples = found.samples.set_index(["strategy", "replication"])
    # Whoever is behind at the end has not paid back, and whoever is ahead has.
    for world in range(3):
        gap = samples.loc[("social", world), "npv"] - samples.loc[("none", world), "npv"]
        assert np.isfinite(samples.loc[("social", world), "payback"]) == (gap >= 0)


def test_relationship_spending_is_the_sum_of_the_books():
    scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    run = relsim.Market(scenario, strategy="social").run()
    books = run.periods[run.periods["firm"] == "Alba"]
    assert run.summary()["relationship_spending"] == pytest.approx(
        books["relationship_spending"].sum()
    )
