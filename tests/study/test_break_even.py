"""Break-even costs: told without a run, and the same that a run at that cost finds."""

import json
from dataclasses import dataclass

import pytest

import relsim
from relsim.behaviour import COSTS, RATES
from relsim.study.compare.break_even import COST_LINES
from tests.market.markets import live, market_of, rich

SMALL = {"market.customers": 300, "market.periods": 36}
ARMS = ["none", "financial", "social", "structural", "recovery"]


@pytest.fixture(scope="module")
def comparison():
    return relsim.compare(relsim.load("insurance", SMALL), ARMS, replications=3)


def test_every_rate_is_a_cost_and_every_line_a_column():
    assert set(RATES.values()) <= set(COSTS)
    assert set(RATES) <= set(COST_LINES)


PAYS = {
    "capacity": {"capacity": 1.6},
    "handling": {"encouragement": 1.0, "empowerment": 1.0, "speed": 1.0},
    "social": {"social": 0.8},
    "account_staff": {"account_capacity": 60.0, "social": 0.8},
    "setup": {"structural": 0.8},
    "systems": {"structural": 0.8},
    "launch": {"innovation": 0.3},
    "referral": {"referral_reward": 1.0},
    "education": {"education": 0.9},
    "hospitality": {"hospitality": 0.9},
    "message": {"direct_messages": 2.0},
    "reassurance": {"reassurance": 0.9},
}
"""By unit cost, what spends it."""
HELD = {"control_share": 0.2, "target_by": "tenure", "target_from": 0.2}
"""Holding back and targeting by what is no money feed nothing back."""


def answering(**costs):
    """Return a market whose firms meet limits, contracts and rivals that answer, not by profit."""
    return market_of(
        [
            {"price": 40.0, "level": "accountable", "capacity": 0.9, "compensation": 0.3},
            {"price": 40.0, "mind": "imitator", "term": 6.0},
            {"price": 38.0, "mind": "price_matcher"},
        ],
        customers=200,
        periods=24,
        segment={"restlessness": 0.1},
        market={
            "capacity": "fixed",
            "reference_price": 40.0,
            "costs": {"account_staff": 0.1, "setup": 0.5, "social": 0.1, **costs},
        },
        behaviour={"failure_rate": 0.15, "customer_failure_rate": 0.3, "talk_base": 0.3},
        events=[{"period": 4, "firm": "Brio", "set": {"challenge": 1.0}}],
        strategies={**PAYS, "held": {**PAYS["social"], **HELD}},
    )


@pytest.fixture(scope="module")
def told():
    scenario = answering()
    found = relsim.compare(scenario, ["none", *PAYS, "held"], replications=1).break_even()
    return found[found["rate"] != ""].set_index(["strategy", "rate"])["at"]


@pytest.mark.parametrize(
    ("strategy", "rate"), [*((rate, rate) for rate in PAYS), ("held", "social")]
)
def test_what_is_told_lies_within_a_percent_of_where_a_run_breaks_even(told, strategy, rate):
    at = told[strategy, rate]
    assert at > 0
    gains = []
    for cost in (0.99 * at, 1.01 * at):
        scenario = answering(**{rate: cost})
        worth, base = (live(scenario, strategy=s).summary()["npv"] for s in (strategy, "none"))
        gains.append(worth - base)
    assert gains[0] > 0 > gains[1]


def test_doubling_a_rate_doubles_its_line_and_moves_no_other():
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


def tells(scenario, **words):
    """Tell whether a comparison says what costs may be."""
    found = relsim.compare(scenario, ["none", "lever"], replications=2, **words)
    assert found.break_even().empty == ("break_even" not in found.to_json())
    return not found.break_even().empty


def small(**more):
    """Return a market that is done at once, with a strategy that spends."""
    return market_of(2, customers=60, periods=3, strategies={"lever": {"social": 0.8}}, **more)


@pytest.mark.parametrize("whose", ["strategies.lever", "firms.Alba", "firms.Brio"])
@pytest.mark.parametrize("by", ["value", "risk", "uplift"])
def test_nothing_is_told_where_somebody_targets_by_what_customers_bring(whose, by):
    assert not tells(small().with_overrides({f"{whose}.target_by": by}))


def test_nothing_is_told_where_money_comes_to_decide_only_later():
    for levers in ({"target_by": "risk"}, {"mind": "learner"}):
        assert not tells(small(events=[{"period": 2, "firm": "Brio", "set": levers}])), levers


@pytest.mark.parametrize("who", ["Alba", "Brio"])
def test_nothing_is_told_where_a_firm_learns(who):
    assert not tells(small().with_overrides({f"firms.{who}.mind": "learner"}))


class Waiting(relsim.Firm):
    """A firm whose mind nobody can look into."""

    def decide(self):
        pass


@dataclass(frozen=True)
class Nothing:
    """A phase of one's own, which may look at money."""

    name: str = "nothing"
    after: str = "talk"

    def run(self, market):
        pass


@pytest.mark.parametrize(
    "words",
    [{"equal_budget": 0.5}, {"firms": {"Brio": Waiting}}, {"phases": [Nothing()]}],
    ids=["budget", "firm", "phase"],
)
def test_nothing_is_told_at_equal_budgets_or_where_code_of_ones_own_acts(words):
    assert not tells(small(), **words)


@pytest.mark.parametrize(
    ("mind", "by"),
    [("imitator", "tenure"), ("price_matcher", "satisfaction"), ("still", "segment")],
)
def test_it_is_told_where_rivals_answer_and_targets_are_no_money(mind, by):
    levers = {"firms.Brio.mind": mind, "strategies.lever.target_by": by}
    levers |= {"strategies.lever.control_share": 0.2}
    if by == "segment":
        levers |= {"strategies.lever.target_from": 1.0}
    assert tells(small().with_overrides(levers))


def test_it_is_said_in_words_and_stands_in_every_export(comparison, tmp_path):
    text = str(comparison)
    assert "recovery is worth as much as none when" in text
    data = json.loads(json.dumps(comparison.to_json()))
    assert data["break_even"]["recovery"][0]["multiple"]["mean"] > 1
    assert "break_even" in comparison.frames()
