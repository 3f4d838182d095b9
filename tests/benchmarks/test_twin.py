"""The engine and the Mesa twin, written apart from one description, must agree.

Each case lives two samples of runs with luck of their own and compares the figures of the focal
firm within 4 standard errors, computed from both samples.
"""

from __future__ import annotations

import pytest

from relsim.scenario import load, parse
from tests.benchmarks.agreement import agreement, engine_run, sample, twin_run
from tests.benchmarks.markets import FOUR_FIRMS, MARKETS
from tests.benchmarks.twin import TwinMarket
from tests.benchmarks.twin_network import ties_of

LIMIT = 4.0
CASES = [
    ("plain", "none"),
    ("plain", "structural"),
    ("plain", "social_recovery"),
    ("hard", "social"),
    ("loud", "social_recovery"),
    ("pampered", "pampering"),
    ("unknown", "financial"),
    ("bound", "long"),
    ("followed", "whom_it_keeps"),
    ("software", "onboarding"),
    ("gym", "year_pass"),
]

LEFT = {"plain", "loud", "pampered", "unknown", "bound", "followed"}
"""Markets held by the longer suite alone: by default the twin is to take seconds."""


def scenario_of(market, customers, periods, warm_up):
    sizes = {"customers": customers, "periods": periods, "warm_up": warm_up}
    changed = {f"market.{name}": value for name, value in sizes.items()}
    return parse(MARKETS[market], changed) if market in MARKETS else load(market, changed)


def assert_agreement(scenario, strategy, replications):
    engine = sample(engine_run, scenario, strategy, replications)
    twin = sample(twin_run, scenario, strategy, replications)
    table = agreement(engine, twin)
    assert (table["z"].abs() <= LIMIT).all(), f"\n{table.to_string()}"


@pytest.mark.parametrize(
    ("market", "strategy"),
    [pytest.param(*case, marks=[pytest.mark.statistics] * (case[0] in LEFT)) for case in CASES],
)
def test_engine_and_twin_agree_in_short(market, strategy):
    periods, warm_up = (56, 3) if market == "hard" else (24, 6)
    assert_agreement(scenario_of(market, 200, periods, warm_up), strategy, 17)


@pytest.mark.statistics
@pytest.mark.parametrize(("market", "strategy"), CASES)
def test_engine_and_twin_agree(market, strategy):
    periods, warm_up = (78, 6) if market == "hard" else (36, 12)
    assert_agreement(scenario_of(market, 400, periods, warm_up), strategy, 30)


def test_the_comparison_finds_a_planted_difference():
    scenario = scenario_of("plain", 200, 24, 6)
    planted = scenario.with_overrides({"behaviour.loss_aversion": 1.5})
    engine = sample(engine_run, scenario, "none", 12)
    table = agreement(engine, sample(twin_run, planted, "none", 12))
    assert table.loc["market: satisfaction", "z"] > LIMIT


@pytest.mark.parametrize("network", ["small_world", "random", "scale_free", "complete", "none"])
def test_ties_are_mutual_and_have_the_mean_degree(network):
    market = TwinMarket(parse(FOUR_FIRMS, {"market.customers": 60, "market.network": network}))
    ties = ties_of(market.scenario, market.random)
    assert all(
        ties[other].count(one) == ties[one].count(other)
        for one in range(60)
        for other in range(60)
        if one != other
    )
    assert not any(one in others for one, others in enumerate(ties))
    degree = {"complete": 59, "none": 0, "scale_free": 2 * (4 * 55 + 10) / 60}.get(network, 8)
    assert sum(map(len, ties)) / 60 == pytest.approx(degree)


def test_the_twin_repeats_itself_with_the_same_seed():
    scenario = scenario_of("hard", 40, 6, 1)
    first, again, other = (TwinMarket(scenario, seed=seed).run().periods for seed in (3, 3, 4))
    assert first.equals(again)
    assert not first.equals(other)


def test_customers_of_the_twin_are_those_it_opened_with_and_won_and_did_not_lose():
    periods = TwinMarket(scenario_of("plain", 80, 12, 0), seed=5).run().periods
    won = periods["acquired"] + periods["won_back"]
    assert (periods["closed"] == periods["opened"] + won - periods["lost"]).all()
    assert (periods.groupby("period")["closed"].sum() <= 80).all()
