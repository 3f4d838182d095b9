"""Break-even costs: told without a run, and the same that a run at that cost finds."""

import json

import pytest

import relsim
from relsim.behaviour import COSTS, RATES
from relsim.study.compare.break_even import COST_LINES

SMALL = {"market.customers": 300, "market.periods": 36}
ARMS = ["none", "financial", "social", "structural", "recovery"]


@pytest.fixture(scope="module")
def comparison():
    return relsim.compare(relsim.load("insurance", SMALL), ARMS, replications=3)


def gain(strategy, **costs):
    scenario = relsim.load(
        "insurance", {**SMALL, **{f"market.costs.{k}": v for k, v in costs.items()}}
    )
    found = relsim.compare(scenario, ["none", strategy], replications=3)
    return found.differences[strategy]["npv"].mean


def test_every_rate_is_a_cost_and_every_line_a_column():
    assert set(RATES.values()) <= set(COSTS)
    assert set(RATES) <= set(COST_LINES)


def test_at_the_break_even_cost_a_strategy_is_worth_as_much_as_the_baseline(comparison):
    told = comparison.break_even()
    found = told[told["rate"] != ""]
    assert len(found) >= 4
    for row in found.itertuples():
        if row.at > 0:
            assert gain(row.strategy, **{row.rate: row.at}) == pytest.approx(0.0, abs=1e-6)


def test_it_is_what_bisection_finds_within_a_percent(comparison):
    told = comparison.break_even()
    row = told[(told["rate"] != "") & (told["at"] > 0)].iloc[0]
    low, high = 0.0, 3.0 * row["at"]
    for _ in range(10):
        middle = (low + high) / 2
        pays = gain(row["strategy"], **{row["rate"]: middle}) > 0
        low, high = (middle, high) if pays else (low, middle)
    assert (low + high) / 2 == pytest.approx(row["at"], rel=0.01)


def test_doubling_a_rate_doubles_its_line_and_moves_no_other():
    from tests.market.markets import live, rich

    scenario = rich(2, capacity="fixed")
    costs = {rate: getattr(scenario.market.costs, rate) or 1.0 for rate in RATES.values()}
    base = scenario.with_overrides({f"market.costs.{k}": v for k, v in costs.items()})
    books = live(base).books.tallies[:, :-1]
    for line, rate in RATES.items():
        dearer = base.with_overrides({f"market.costs.{rate}": 2 * costs[rate]})
        other = live(dearer).books.tallies[:, :-1]
        assert other[line] == pytest.approx(2 * books[line]), line
        assert books[line].any(), line
        for name in COST_LINES:
            assert name == line or other[name] == pytest.approx(books[name]), (line, name)


def test_nothing_is_told_where_money_feeds_back():
    scenario = relsim.load("insurance", SMALL)
    budget = relsim.compare(scenario, ["none", "social"], replications=2, equal_budget=0.5)
    assert budget.break_even().empty
    aimed = scenario.with_overrides({"strategies.social.target_by": "value"})
    found = relsim.compare(aimed, ["none", "social"], replications=2)
    assert found.break_even().empty and "break_even" not in found.to_json()


def test_it_is_said_in_words_and_stands_in_every_export(comparison, tmp_path):
    text = str(comparison)
    assert "recovery is worth as much as none when" in text
    data = json.loads(json.dumps(comparison.to_json()))
    assert data["break_even"]["recovery"][0]["multiple"]["mean"] > 1
    assert "break_even" in comparison.frames()
