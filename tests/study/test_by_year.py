"""Value by year: what the books say, who leads from when, in every form."""

import json

import numpy as np
import pytest

import relsim
from relsim.study.compare import Comparison, by_year
from relsim.study.compare.outcomes import Outcomes
from relsim.view import plot

LONG = {"market.customers": 200, "market.periods": 30}


@pytest.fixture(scope="module")
def comparison():
    return relsim.compare(relsim.load("insurance", LONG), ["none", "social"], replications=3)


def told(paths):
    """Return a comparison whose value by year is given, world by world."""
    values = np.array(list(paths.values()), np.float64)
    worlds, years = values.shape[1:]
    found = Outcomes(range(worlds), {}, values=values, years=range(1, years + 1))
    return Comparison(relsim.load("insurance", LONG), 1, tuple(paths), found)


def test_the_last_year_is_net_present_value_and_a_shorter_horizon_is_the_same_run(comparison):
    found = comparison.year_values("social")
    assert found[:, -1] == pytest.approx(comparison.values("social", "npv"))
    assert by_year.years(comparison).tolist() == [1.0, 2.0, 2.5]
    shorter = relsim.compare(
        relsim.load("insurance", {**LONG, "market.periods": 12}), ["none", "social"], replications=3
    )
    assert found[:, 0] == pytest.approx(shorter.values("social", "npv"))


def test_frames_hold_what_belongs_to_each_strategy_and_world():
    values = np.arange(12.0).reshape(2, 3, 2)
    found = Outcomes(
        (0, 1, 2), {}, costs=values, values=10 * values, lines=("contact", "setup"), years=(1, 2)
    )
    paid, worth = found.cost_lines(("none", "social")), found.by_year(("none", "social"))
    for frame in (paid, worth):
        assert frame["strategy"].tolist() == ["none"] * 3 + ["social"] * 3
        assert frame["replication"].tolist() == [0, 1, 2] * 2
    assert paid["contact"].tolist() == [0, 2, 4, 6, 8, 10]
    assert paid["setup"].tolist() == [1, 3, 5, 7, 9, 11]
    assert worth[2].tolist() == [10, 30, 50, 70, 90, 110]


def test_equity_is_discounted_to_the_start(comparison):
    rate = comparison.scenario.market.discount_rate
    expected = comparison.values("none", "customer_equity") / (1 + rate) ** 2.5
    assert by_year.equity_today(comparison, "none") == pytest.approx(expected)


def test_ahead_is_for_good_and_beyond_doubt():
    none = [[0.0, 0.0, 0.0, 0.0]] * 3
    found = told(
        {
            "none": none,
            "late": [[5.0, -1.0, 1.0 + luck, 2.0 + luck] for luck in (0.0, 0.1, 0.2)],
            "unsure": [[0.0, 0.0, 0.0, luck] for luck in (-4.0, 5.0, 9.0)],
            "behind": [[1.0, 1.0, 1.0, -1.0]] * 3,
        },
    )
    starts = {name: by_year.ahead_from(found, name) for name in found.strategies[1:]}
    assert starts == {"late": 3.0, "unsure": None, "behind": None}
    assert [tuple(one) for one in by_year.reigns(found)] == [
        ("late", 1.0, 1.0),
        ("behind", 2.0, 2.0),
        ("late", 3.0, 3.0),
        ("unsure", 4.0, 4.0),
    ]
    first, second = map(str, by_year.sentences(found))
    assert "late from year 3; never within the horizon: unsure and behind" in first
    assert "late up to year 1, behind in year 2, late in year 3 and" in second


def test_every_form_holds_it(comparison):
    text = str(comparison)
    assert "had the horizon ended sooner" in text and "Highest in value so far" in text
    data = json.loads(json.dumps(comparison.to_json()))["by_year"]
    last = data["strategies"]["social"]["years"][-1]
    assert last["mean"] == pytest.approx(comparison.estimates["social"]["npv"].mean)
    gap = comparison.differences["social"]["npv"]
    assert last["difference"]["low"] == pytest.approx(gap.low)
    assert data["leads"][0]["strategy"] in comparison.strategies
    frame = comparison.frames()["by_year"]
    assert list(frame["year"]) == [1.0, 2.0, 2.5] * 2


def test_the_chart_begins_at_nothing_and_ends_at_the_difference(comparison):
    trace = next(one for one in plot(comparison, "value").data if one.name == "social")
    assert trace.y[0] == 0.0 and np.isclose(trace.x[-1], 30)
    assert trace.y[-1] == pytest.approx(comparison.differences["social"]["npv"].mean)


def test_of_one_year_or_one_strategy_nothing_is_told():
    short = relsim.load("insurance", {"market.customers": 100, "market.periods": 12})
    assert "by_year" not in relsim.compare(short, ["none", "social"], replications=2).to_json()
    long = relsim.load("insurance", {**LONG, "market.customers": 100})
    assert "by_year" not in relsim.compare(long, ["none"], replications=2).to_json()
