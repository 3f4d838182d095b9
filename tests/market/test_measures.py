"""Figures of a whole run, from books written by hand: what is summed, over what, and when."""

from __future__ import annotations

import numpy as np
import pytest

from relsim.behaviour.choice import REASONS, TURNOVER
from relsim.market import Market, Run, measures
from relsim.market.firm_books import OfFirm
from relsim.result import formulas
from relsim.result.figures import FIGURES
from tests.market.markets import RESTLESS, live, market_of

YEARS = {
    "profit": (110.0, 121.0, 133.1),
    "opened": (50, 40, 45),
    "customers": (40, 50, 45),
    "relationship_spending": (60.0, 80.0, 90.0),
    "discounts": (10.0, 20.0, 0.0),
    "founders": (30, 20, 10),
    "founder_margin": (300.0, 150.0, 90.0),
    "revenue": (1000.0, 900.0, 800.0),
    "service_cost": (400.0, 350.0, 300.0),
    "acquired": (5, 4, 3),
    "won_back": (1, 2, 3),
    "acquisition_cost": (50.0, 40.0, 30.0),
    "advertising_cost": (1.0, 2.0, 3.0),
    "lost": (10, 9, 8),
    "lost_population_turnover": (1, 2, 3),
    "satisfaction": (20.0, 30.0, 25.0),
    "trust": (16.0, 20.0, 27.0),
    "relationship_quality": (18.0, 25.0, 26.0),
    "surplus": (500.0, 400.0, 300.0),
    "uses": (100, 80, 60),
    "talk_good": (10, 12, 8),
    "talk_bad": (3, 4, 5),
    "closed": (45, 44, 46),
}
"""The books of one firm over three years; what is not named is 0."""
KEPT = ((48, 36), (40, 32), (42, 40))
"""Customers of each year's start, and those of them who never left."""
RETENTION = 108 / 130


def books(**words: object) -> Run:
    """Return a run of three years whose books were written by hand, after a year nobody may see."""
    scenario = market_of(
        2,
        customers=100,
        periods=3,
        warm_up=12.0,
        market={"period": "year", "discount_rate": 0.1, **words},
    )
    market = Market(scenario)
    books = market.books
    books.tallies[0] = 1e6
    books.tallies[:, 1] = 1e6
    for name, values in YEARS.items():
        books.tallies[name][1:, 0] = values
    books.cohorts[:, 0] = KEPT
    books.cohorts[:, 1] = 1e6
    books.closings[-1] = (46, 54)
    return Run(market, 4)


def test_every_figure_of_the_summary_is_what_its_sentence_says():
    # What the firm nets from its founders: their margin less their part of the spending, discounts
    # apart, since revenue is after them.
    net = (300 - 50 / 40 * 30, 150 - 60 / 50 * 20, 90 - 90 / 45 * 10)
    beyond = net[2] * RETENTION / (1.1 - RETENTION)
    lifetime = (net[0] / 1.1 + net[1] / 1.21 + (net[2] + beyond) / 1.331) / 50
    # The last year's margin of a customer, now and for as long as customers are kept.
    customer = (800 - 300 - 90) / 45 * 1.1 / (1.1 - RETENTION)
    expected = {
        "retention": RETENTION,
        "turnover": 5 / 135,
        "profit": 364.1,
        "npv": 300.0,
        "lifetime_value": lifetime,
        "customer_equity": 46 * customer + (6 * customer - 30) / 0.1,
        "share": 0.46,
        "relationship_quality": 69 / 135,
        "cost_per_customer": 230 / 135,
        "relationship_spending": 230.0,
        "customers": 46.0,
        "acquired": 12.0,
        "won_back": 6.0,
        "lost": 21.0,
        "satisfaction": 75 / 135,
        "trust": 63 / 135,
        "cost_per_customer_won": (120 + 6) / 18,
        "cost_per_customer_kept": 230 / 108,
        "surplus_per_use": 5.0,
        "talk_ratio": 30 / 12,
    }
    assert set(expected) == set(FIGURES)
    assert books().summary() == pytest.approx(expected, rel=1e-12)


def test_customers_are_lost_for_their_reasons_after_the_warm_up():
    run = books()
    run.books.tallies["lost_price"][1:, 0] = (1, 2, 4)
    assert run.losses().to_dict() == {
        **dict.fromkeys(REASONS, 0),
        "price": 7,
        "population turnover": 6,
    }


def test_without_discounting_nothing_lasts_for_ever_but_equity_does():
    summary = books(discount_rate=0.0).summary()
    assert summary["npv"] == pytest.approx(364.1)
    assert summary["customer_equity"] is None
    net = (262.5, 126.0, 70.0)
    assert summary["lifetime_value"] == pytest.approx(
        (sum(net) + 70 * RETENTION / (1 - RETENTION)) / 50
    )


def test_what_is_never_left_without_discounting_has_no_value_that_is_a_number():
    run = books(discount_rate=0.0)
    run.books.cohorts[:, 0] = 40
    assert run.summary()["lifetime_value"] is None


@pytest.mark.parametrize("missing", ["customers", "uses", "talk_bad", "acquired"])
def test_what_is_divided_by_nothing_is_undefined(missing):
    run = books()
    run.books.tallies[missing][1:, 0] = 0
    run.books.tallies["won_back"][1:, 0] = 0 if missing == "acquired" else 1
    undefined = {name for name, value in run.summary().items() if value is None}
    assert (
        undefined
        == {
            "customers": {"relationship_quality", "satisfaction", "trust", "cost_per_customer"}
            | {"customer_equity"},
            "uses": {"surplus_per_use"},
            "talk_bad": {"talk_ratio"},
            "acquired": {"cost_per_customer_won"},
        }[missing]
    )


@pytest.mark.parametrize(
    ("period", "months"),
    [("week", 12 / 52), ("month", 1), ("quarter", 3), ("half_year", 6), ("year", 12)],
)
def test_money_of_a_period_comes_at_its_end(period, months):
    scenario = market_of(1, periods=5, warm_up=24.0, market={"period": period})
    market = Market(scenario.with_overrides({"market.discount_rate": 0.21}))
    warm_up = market.books.warm_up
    found = formulas.discounts(OfFirm(market.books, 0, warm_up + 5))
    truth = [1 / 1.21 ** (months * (t + 1) / 12) for t in range(5)]
    np.testing.assert_allclose(found, truth, rtol=1e-12)
    assert len(formulas.discounts(OfFirm(market.books, 0, warm_up))) == 0


def test_years_are_weighted_by_their_customers_and_only_whole_ones_count():
    market = Market(market_of(1, customers=10, periods=30, warm_up=3.0))
    books = market.books
    assert books.cohorts.shape == (2, 1, 2)
    books.cohorts[:, 0] = ((10, 9), (30, 15))
    lived = books.warm_up
    assert formulas.retention(OfFirm(books, 0, lived + 11)) is None
    assert formulas.retention(OfFirm(books, 0, lived + 12)) == pytest.approx(0.9)
    assert formulas.retention(OfFirm(books, 0, lived + 23)) == pytest.approx(0.9)
    assert formulas.retention(OfFirm(books, 0, lived + 30)) == pytest.approx(24 / 40)


def test_lifetime_value_carries_the_last_year_of_months_on():
    market = Market(market_of(1, customers=10, periods=14, market={"discount_rate": 0.1}))
    books = market.books
    tallies = books.tallies[:, 0]
    tallies["opened"], tallies["customers"], tallies["founders"] = 10, 20, 5
    tallies["founder_margin"] = np.arange(14)
    tallies["relationship_spending"] = 8.0
    books.cohorts[0, 0] = (10, 8)
    net = [month - 8 / 20 * 5 for month in range(14)]
    worth = sum(one / 1.1 ** ((month + 1) / 12) for month, one in enumerate(net))
    beyond = sum(net[2:]) * 0.8 / 0.3 / 1.1 ** (14 / 12)
    assert formulas.lifetime_value(OfFirm(books, 0, 14)) == pytest.approx(
        (worth + beyond) / 10, rel=1e-12
    )


SPELL = [("firm", "i1"), ("duration", "i4"), ("ended", "?"), ("reason", "i1")]


def test_survival_censors_turnover_and_the_horizon():
    spells = np.array(
        [
            (0, 2, True, 3),
            (0, 2, True, TURNOVER),
            (0, 3, True, 0),
            (0, 5, False, -1),
            (1, 1, True, 3),
        ],
        SPELL,
    )
    curve = measures.survival(spells[spells["firm"] == 0], 6)
    np.testing.assert_allclose(curve, [1, 1, 3 / 4, 3 / 8, 3 / 8, 3 / 8, np.nan], rtol=1e-12)


def test_the_ladder_and_the_thirds_are_shares_of_needs():
    stays = np.zeros((measures.LADDER + 100, 2))
    stays[0] = (1, 3)
    stays[(3 * 3 + 2) * 3 + 1] = (4, 1)
    rows = {
        (row["outcome"], row["severity"], row["failures"]): (row["needs"], row["stayed"])
        for row in measures.ladder(stays)
    }
    assert rows["fine", "< .4", "0"] == (4, 0.75)
    assert rows["mishandled", "> .6", "1"] == (5, 0.2)
    assert sum(needs for needs, _ in rows.values()) == 9
    stays[measures.LADDER + np.array([10, 50, 90])] = ((3, 1), (2, 2), (1, 3))
    thirds = [(row["from"], row["to"], row["stayed"]) for row in measures.quality_thirds(stays)]
    assert thirds == [(0.1, 0.11, 0.25), (0.5, 0.51, 0.5), (0.9, 0.91, 0.75)]


def test_what_became_of_a_firm_is_its_summary_under_the_same_names():
    run = live(market_of(3, customers=200, periods=12, segment=RESTLESS))
    for row in run.firms():
        summary = run.summary(row["name"])
        revenue = run.periods.query("firm == @row['name']")["revenue"].sum()
        assert row.pop("revenue") == pytest.approx(revenue, rel=1e-12)
        assert {key: value for key, value in row.items() if key != "name"} == {
            key: summary[key] for key in row if key != "name"
        }
        assert set(row) > {"acquired", "won_back", "lost", "profit", "relationship_quality"}
