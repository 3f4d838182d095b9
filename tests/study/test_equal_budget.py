"""Comparisons at equal budgets, over a made-up market and a real one."""

import json
from dataclasses import replace

import pytest

import relsim
import relsim.study.compare.worlds as worlds
from relsim.errors import InputError
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
