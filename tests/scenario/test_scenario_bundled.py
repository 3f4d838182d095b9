"""The markets that come with relsim: each alive, each what its first lines say."""

from __future__ import annotations

import numpy as np
import pytest

from relsim.market import Market
from relsim.scenario import bundled, load

MARKETS = {
    *("insurance", "retail_bank", "mobile_telecom", "supermarket", "hotel", "airline"),
    *("cruise_line", "logistics", "cosmetics", "dental_clinic", "cinema"),
    *("professional_services", "funeral", "airport_taxi", "water_utility", "subscription_regular"),
    *("software", "gym"),
}
BONDS = ("none", "financial", "social", "structural")


def test_there_are_exactly_these_markets() -> None:
    assert set(bundled()) == MARKETS


@pytest.mark.parametrize("name", bundled())
def test_a_market_says_in_two_lines_and_a_comment_why_it_is_different(name: str) -> None:
    market = load(name).market
    assert market.title.strip()
    assert 40 <= len(market.about) <= 120
    assert bundled()[name].read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", bundled())
@pytest.mark.parametrize("strategy", BONDS)
def test_a_market_lives_and_its_books_close(name: str, strategy: str) -> None:
    """The books hold every identity in each run; heads are added up once more here."""
    scenario = load(name, {"market.customers": 300})
    run = Market(scenario, seed=1, strategy=strategy).run()
    books = run.periods
    heads = books["opened"] + books["acquired"] + books["won_back"] - books["lost"]
    assert np.array_equal(heads, books["closed"])
    assert np.isfinite(books["profit"]).all()
    assert (books["uses"] > 0).any()


@pytest.mark.parametrize("name", bundled())
def test_every_firm_in_a_market_keeps_customers_and_earns(name: str) -> None:
    scenario = load(name)
    firms = Market(scenario, seed=1).run().periods.groupby("firm", observed=True)
    closed, profit = firms["closed"].last(), firms["profit"].sum()
    open_firms = [firm.name for firm in scenario.firms if firm.present]
    assert (closed[open_firms] >= 0.05 * closed.sum()).all(), closed
    assert (profit[open_firms] > 0).all(), profit


@pytest.mark.parametrize("name", bundled())
def test_every_strategy_that_a_market_has_of_its_own_does_something(name: str) -> None:
    scenario = load(name, {"market.customers": 300})
    own = set(scenario.strategies) - set(load("insurance").strategies)
    plain = Market(scenario, seed=1, strategy="none").run().summary()["profit"]
    for strategy in own:
        assert Market(scenario, seed=1, strategy=strategy).run().summary()["profit"] != plain


def summary(name: str, strategy: str = "none") -> dict[str, float]:
    found = Market(load(name), seed=1, strategy=strategy).run().summary()
    return {figure: np.nan if value is None else float(value) for figure, value in found.items()}


def test_customers_leave_the_bank_least_and_the_cinema_most_of_the_continuing_services() -> None:
    names = ("cinema", "mobile_telecom", "insurance", "retail_bank")
    kept = [summary(name)["retention"] for name in names]
    assert kept == sorted(kept)
    assert kept[0] < 0.6
    assert kept[-1] > 0.9


def test_a_bank_has_many_hostages_who_leave_where_leaving_is_easy() -> None:
    bank = load("retail_bank")
    books = Market(bank, seed=1).run().periods
    last = books[books["firm"] == bank.focal.name].iloc[-1]
    assert last["hostages"] > 0.2 * last["customers"]
    easy = Market(bank.with_overrides({"behaviour.switching_cost_scale": 0.2}), seed=1).run()
    assert easy.summary()["retention"] < summary("retail_bank")["retention"] - 0.02


def test_contact_changes_feelings_at_a_funeral_and_neither_retention_nor_profit_for_good() -> None:
    plain, social = summary("funeral"), summary("funeral", "social")
    assert social["relationship_quality"] > plain["relationship_quality"] + 0.05
    assert plain["retention"] > 0.98
    assert social["profit"] < plain["profit"]


def test_contact_is_felt_least_where_maker_and_customer_never_meet() -> None:
    gain = {
        name: summary(name, "social_only")["relationship_quality"]
        - summary(name)["relationship_quality"]
        for name in ("cosmetics", "hotel", "dental_clinic", "cruise_line", "retail_bank")
    }
    others = [more for name, more in gain.items() if name != "cosmetics"]
    assert 0 < gain["cosmetics"] < 0.75 * min(others), gain


def test_few_people_in_first_class_pay_a_large_part_of_an_airlines_money() -> None:
    airline = load("airline")
    first = [segment.name for segment in airline.segments].index("first class")
    people = Market(airline, seed=1).run().customers
    dear = people["segment"] == first
    assert dear.mean() < 0.1
    assert people.loc[dear, "spent"].sum() > 0.2 * people["spent"].sum()


def test_a_fast_and_generous_recovery_on_a_cruise_satisfies_more_than_no_failure() -> None:
    big = load("cruise_line", {"market.customers": 40_000})
    people = Market(big, seed=1, strategy="refund_and_return").run().customers
    ours = people[people["firm"] == big.focal.name]
    felt = ours.groupby("last_outcome", observed=True)["satisfaction"].mean()
    assert felt["resolved fast"] > felt["fine"] > felt["silent"]


def test_business_accounts_leave_when_their_year_is_over_or_with_a_reason() -> None:
    software = load("software")
    spells = Market(software, seed=1).run().spells
    yearly = [firm.name for firm in software.firms if firm.term == 12]
    ended = spells[spells["event"] & spells["firm"].isin(yearly) & (spells["start"] >= 0)]
    unprovoked = ended["reason"].isin(["price", "rival's pull", "boredom", "no bond"])
    on_the_day = (ended["duration"] % 12 == 0)[unprovoked].mean()
    assert unprovoked.sum() > 50
    assert on_the_day > 0.75, on_the_day
    assert (ended["duration"] % 12 == 0)[~unprovoked].mean() < 0.3


def test_gyms_are_full_in_winter_and_lose_to_an_entrant_who_is_unknown_at_first() -> None:
    run = Market(load("gym"), seed=1).run()
    books = run.periods
    uses = books.groupby("period")["uses"].sum()
    assert uses[[0, 1, 2]].mean() > 1.3 * uses[[6, 7, 8]].mean()
    entrant = books[books["firm"] == "Cora"].set_index("period")["closed"]
    assert (entrant[entrant.index < 18] == 0).all()
    assert entrant[18] == 0 < 10 * entrant[20] < entrant.iloc[-1]
    everybody = Market(load("gym", {"behaviour.awareness": False}), seed=1).run().periods
    at_once = everybody[everybody["firm"] == "Cora"].set_index("period")["closed"]
    assert entrant[24] < 0.5 * at_once[24]
