"""Comparisons at equal budgets, over a made-up market and a real one."""

import json
from dataclasses import replace

import pandas as pd
import pytest

import relsim
import relsim.study.compare.worlds as worlds
from relsim.errors import InputError
from relsim.study.compare.spending import scaled_market
from relsim.study.plausible.asking import lanes
from tests.study.fakes import fake_live

FIRMS = '[[firms]]\nname = "Alba"\n[[firms]]\nname = "Brio"\n'
TWICE = {"none": 0.2, "social": 2.0, "structural": 3.0, "financial": 1.0}


@pytest.fixture
def scenario():
    return relsim.parse(FIRMS)


@pytest.fixture
def seeds(monkeypatch):
    """Let spending follow the levers, and note which seeds are used."""
    used = []

    def live(world, *rest):
        used.append(world.seed)
        levers = world.scenario.strategies[world.strategy].levers
        spent = 0.2 + levers.get("reward_rate", 0) * 20 + levers.get("social", 0)
        luck = 1 + 0.001 * (world.replication % 7 - 3)
        return {**fake_live(replace(world, strategy="none")), "cost_per_customer": spent * luck}

    monkeypatch.setattr(worlds, "live", live)
    return used


def test_every_strategy_spends_the_amount_and_the_baseline_what_it_did(seeds, scenario):
    found = relsim.compare(scenario, equal_budget=1.0, replications=14)
    spent = {name: found.estimates[name]["cost_per_customer"].mean for name in found.strategies}
    assert spent["none"] == pytest.approx(0.2, rel=0.001)
    for name in ("financial", "social", "structural"):
        assert spent[name] == pytest.approx(1.0, rel=0.003)
        assert found.scalings[name].reached
    assert "none" not in found.scalings


def test_the_search_meets_other_worlds_than_the_comparison(seeds, scenario):
    relsim.compare(scenario, ["none", "social"], equal_budget=1.0, replications=3, seed=5)
    assert set(seeds) == {5, 5 + 2**32}
    assert seeds.index(5) > max(place for place, seed in enumerate(seeds) if seed != 5)


def test_the_largest_seed_has_worlds_for_its_search(seeds, scenario):
    top = 2**63 - 1
    relsim.compare(scenario, ["none", "social"], equal_budget=1.0, replications=2, seed=top)
    assert all(0 <= seed < 2**63 for seed in seeds) and len(set(seeds)) == 2


def test_a_strategy_that_cannot_spend_so_much_is_marked_everywhere(seeds, scenario):
    found = relsim.compare(scenario, ["none", "financial"], equal_budget=50.0, replications=3)
    assert found.scalings["financial"].levers == {"reward_rate": 0.5}
    text = str(found)
    assert text.startswith("financial cannot spend €50.00 per customer and period: it runs at its")
    assert "at its limit" in text
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert data["equal_budget"] == 50.0
    assert data["strategies"][1]["equal_budget"]["reached"] is False
    frame = found.to_frame().set_index(["strategy", "figure"])
    assert frame.loc[("financial", "npv"), "budget_reached"] is False


def test_a_strategy_that_spends_more_even_at_nothing_is_marked(seeds, scenario):
    found = relsim.compare(scenario, ["none", "financial"], equal_budget=0.1, replications=3)
    assert (found.scalings["financial"].factor, found.scalings["financial"].reached) == (0, False)


def test_the_table_shows_factor_and_amount(seeds, scenario):
    text = str(relsim.compare(scenario, ["none", "social"], equal_budget=1.0, replications=3))
    assert "Factor on the levers" in text and "to spend €1.00 each" in text


def test_without_customers_there_is_no_budget(scenario):
    empty = scenario.with_overrides({"market.customers": 0, "market.periods": 2})
    with pytest.raises(InputError, match="has no customers to spend anything on"):
        relsim.compare(empty, ["none", "social"], equal_budget=1.0, replications=2)


@pytest.mark.statistics
def test_realised_spending_agrees_within_one_percent():
    # Equal purses, so that luck in who spends how much does not blur what is asked.
    scenario = relsim.load("insurance", {"market.periods": 36, "market.customers": 1000})
    scenario = scenario.with_overrides(
        {f"segments.{name}.spend": 1.0 for name in ("private", "families")}
    )
    strategies = ["none", "financial", "structural"]
    # In 20 worlds the mean itself is known to one percent only.
    found = relsim.compare(scenario, strategies, equal_budget=0.6, replications=60)
    spent = [found.estimates[name]["cost_per_customer"].mean for name in found.strategies[1:]]
    assert spent == pytest.approx([0.6] * 2, rel=0.01)
    assert all(one.reached for one in found.scalings.values())


@pytest.fixture(scope="module")
def phased():
    small = relsim.load("insurance", {"market.customers": 200, "market.periods": 36})
    return relsim.compare(small, ["none", "social"], equal_budget="1.0/0.3/0.6", replications=12)


def test_a_budget_may_differ_from_year_to_year(phased):
    scaling = phased.scalings["social"]
    assert [one.since for one in scaling.phases] == [0, 12, 24]
    assert all(one.reached for one in scaling.phases) and not scaling.later[0].later
    assert scaling.factor > 2 * scaling.later[0].factor
    market, name = scaled_market(phased.scenario, "social", scaling)
    runs = [
        relsim.Market(market, seed=7, replication=one, strategy=name).run() for one in range(40)
    ]
    for first, last, amount in ((0, 12, 1.0), (12, 24, 0.3), (24, 36, 0.6)):
        rows = pd.concat([run.periods for run in runs])
        ours = rows[(rows.firm == "Alba") & (rows.period >= first) & (rows.period < last)]
        spent = ours.relationship_spending.sum() / ours.customers.sum()
        assert spent == pytest.approx(amount, rel=0.1)


def test_amounts_by_year_are_told_everywhere(phased):
    text = str(phased)
    assert "Factor on the levers, year 1" in text and "to spend €0.30 each" in text
    assert "from year 3 on" in text and "--equal-budget 1.0/0.3/0.6" in phased.command
    data = json.loads(json.dumps(phased.to_json(), allow_nan=False))
    assert data["equal_budget"] == [1.0, 0.3, 0.6]
    later, _ = data["strategies"][1]["equal_budget_later"]
    assert (later["since"], later["reached"]) == (12, True)
    frame = phased.to_frame()
    assert frame["factor_from_12"].dropna().unique() == [later["factor"]]


def test_settings_live_through_the_same_years(phased):
    (_, social) = lanes(phased)
    assert [one.period for one in social.market.events] == [12, 24]
    assert social.market.events[0].set == phased.scalings["social"].later[0].levers


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("1.0//2", "or one a year, as in"),
        ("1,5", 'found "1,5"'),
        ("1.0/0", "an amount of money above 0"),
        ([1.0, True], "an amount of money above 0"),
        ([], "an amount of money above 0"),
        ("1/2/3/4", "found 4 amounts, one a year; the market has 3 years"),
    ],
)
def test_amounts_by_year_that_make_no_sense_are_refused(asked, said):
    small = relsim.load("insurance", {"market.customers": 200, "market.periods": 36})
    with pytest.raises(InputError, match=said):
        relsim.compare(small, ["none", "social"], equal_budget=asked, replications=2)


def test_a_sweep_takes_one_amount(scenario):
    design = relsim.grid({"market.freedom": [0.5]})
    with pytest.raises(InputError, match="one amount for all years"):
        relsim.sweep(scenario, design, ["none", "social"], equal_budget="1/2")
