"""Whether each of the additions is everywhere it belongs; for a copy that has them.

``test_extending.py`` runs these in such a copy: here, nothing of it is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

import relsim
from relsim.study.compare import Comparison
from tests import documentation

SMALL = {"market.customers": 30, "market.periods": 12, "market.warm_up": 0}
VERDICTS = ("supported", "conditional", "refuted", "undecided")


@pytest.fixture(scope="session")
def compared() -> Comparison:
    """Return a small comparison."""
    return relsim.compare(relsim.load("insurance", SMALL), ["none", "social"], replications=2)


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return a function from a command to what it prints."""
    from relsim.cli import main

    def call(*words: str) -> str:
        with pytest.raises(SystemExit) as leaving:
            main(words)
        printed = capsys.readouterr()
        assert not leaving.value.code, printed.err
        return printed.out

    return call


def page(name: str) -> str:
    """Return a table of the model's description, made anew."""
    return documentation.tables()[name]()


# ------------------------------------------------------------------ a chart


def test_the_chart_is_drawn_by_name(compared):
    assert relsim.plot(compared, "paying").layout.title.text


def test_the_chart_is_in_the_report(compared):
    from relsim.view import to_html

    assert 'id="chart-paying"' in to_html(compared)


def test_the_chart_is_on_the_page(compared):
    from relsim.app.page import results
    from relsim.app.session.selection import check_picture

    (tab,) = (one for one in results.tabs() if one["name"] == "paying")
    assert (tab["title"], tab["whole"]) == ("Paying", "What customers pay")
    assert [one["name"] for one in results.pictures(compared, "paying")] == ["paying"]
    assert check_picture("paying") == "paying"


# ------------------------------------------------------------------ a figure


def test_the_figure_is_of_every_run():
    run = relsim.Market(relsim.load("insurance", SMALL)).run()
    own = run.periods[(run.periods.firm == "Alba") & (run.periods.period >= 0)]
    assert run.summary()["revenue"] == pytest.approx(own.revenue.sum())


def test_the_figure_is_compared(compared):
    assert "Revenue" in str(compared)
    assert "revenue" in compared.to_json()["strategies"][0]
    assert "revenue" in set(compared.to_frame().figure)


def test_the_figure_is_swept():
    points = relsim.grid({"market.freedom": [0, 1]})
    swept = relsim.sweep(relsim.load("insurance", SMALL), points, ["none"], replications=1)
    assert "revenue" in swept.to_frame().columns


def test_a_claim_can_be_about_the_figure():
    from relsim.claims.figures import figure_named

    assert figure_named("revenue").title == "Revenue"


def test_the_figure_is_on_the_page_and_in_the_description(compared):
    from relsim.app.page import results

    assert [row["title"] for row in results.figures(compared)["rows"]].count("Revenue") == 1
    assert "| `revenue` | Revenue |" in page("summary")


# ------------------------------------------------------------------ a claim and a command


def test_the_claim_is_listed_and_tried(says):
    assert "points_pay" in says("claims", "--list")
    tried = json.loads(says("claims", "points_pay", "--quick", "--json", "-q"))
    assert tried["claim"] == "points_pay" and tried["verdict"] in VERDICTS


def test_the_command_is_in_the_help_and_runs(says):
    assert "Who is in a market." in says("--help")
    assert "relsim firms insurance" in says("firms", "--help")
    assert says("firms", "insurance").split() == list(relsim.load("insurance").firm_names)


# ------------------------------------------------------------------ a lever with a cost

PARKING = {"strategies.social.parking": 0.5}


@pytest.fixture(scope="session")
def parked() -> tuple[relsim.Run, relsim.Run]:
    """Return a run without and one with free parking, under one strategy and in one world."""
    runs = (
        relsim.Market(relsim.load("insurance", {**SMALL, **more}), strategy="social").run()
        for more in ({}, PARKING)
    )
    return next(runs), next(runs)


def test_the_lever_is_shown_with_its_cost(says):
    shown = says("show", "levers", "--json")
    assert "parking" in shown and "costs.parking" in shown
    assert "parking" in says("show", "parameters")
    assert page("levers").count("| parking |") == page("costs").count("| parking |") == 1


def test_the_lever_can_be_set_and_typed(says):
    from relsim.scenario.schema import json_schema
    from tests.keys import keys

    schema = json_schema()["$defs"]
    tables = ("StrategyTable", "FirmTable", "CostsTable")
    assert all("parking" in schema[name]["properties"] for name in tables)
    assert keys().count("parking: ") >= 4
    assert "is fine" in says("check", "insurance", "--set", "strategies.social.parking=0.5")
    changed = relsim.load("insurance", {"firms.Alba.parking": 0.5, "market.costs.parking": 2})
    assert changed.focal.parking == 0.5 and changed.market.costs.parking == 2


def test_the_levers_cost_is_booked_and_is_spent_on_the_relationship(parked):
    without, with_it = (run.periods[run.periods.firm == "Alba"] for run in parked)
    heads = with_it.customers.where(with_it.period >= 0, 0)
    extra = (with_it.comfort_cost - without.comfort_cost).to_numpy()
    assert extra == pytest.approx(0.1 * 0.5 * heads.to_numpy())
    spent = [run.summary()["relationship_spending"] for run in parked]
    assert spent[1] - spent[0] == pytest.approx(extra.sum())


def test_the_lever_is_on_the_page_and_in_the_report():
    from relsim.app.page.controls import groups, sliders
    from relsim.view.setting import levers

    scenario = relsim.load("insurance", {**SMALL, **PARKING})
    places = [one["path"] for one in sliders(scenario, "social", ["none", "social"])]
    assert "strategies.social.parking" in places
    paths = {item["path"] for group in groups(scenario, "social") for item in group["items"]}
    assert paths >= {"firms.Alba.parking", "market.costs.parking", "strategies.social.parking"}
    parked = relsim.compare(scenario, ["none", "social"], replications=2)
    assert [str(row[0]) for row in levers(parked)].count("Places to park, free for customers") == 1


# ------------------------------------------------------------------ a mechanism

PROUD = {**SMALL, "behaviour.pride": True, "behaviour.pride_growth": 0.5}


def test_the_mechanisms_field_lives_in_customers_and_begins_anew():
    run = relsim.Market(relsim.load("insurance", PROUD)).run()
    assert run.customers.pride.between(0, 1).all() and run.customers.pride.max() > 0.5
    assert (run.customers.pride[run.customers.firm == ""] == 0).all()
    still = relsim.Market(relsim.load("insurance", SMALL)).run()
    assert (still.customers.pride == 0).all()


def test_the_mechanisms_term_keeps_customers():
    lost = [
        relsim.Market(relsim.load("insurance", {**PROUD, "behaviour.pride_weight": weight})).run()
        for weight in (0, 50)
    ]
    left = [
        int(run.periods.lost.sum() - run.periods.lost_population_turnover.sum()) for run in lost
    ]
    assert left[0] > left[1]


def test_the_mechanism_is_described():
    assert page("mechanisms").count("`pride.py`") == 1
    assert "`pride.py: pride_felt`" in page("equations pride")
    assert "| pride_weight |" in page("mechanism parameters")
    assert "| `pride` |" in page("customer fields")
    assert "pride: float" in documentation.record_types.stub()


def test_the_mechanisms_term_is_told_in_stories():
    from relsim.market.witness import Witness

    market = Witness(relsim.load("insurance", {**PROUD, "market.periods": 6}), range(12))
    while not market.finished:
        market.step()
    reviews = [
        fact
        for life in market.lives.values()
        for period in life
        for fact in period.facts
        if type(fact).__name__ == "Reviewed"
    ]
    terms = [offer.terms["pride"] for one in reviews for offer in one.offers if offer.own]
    assert terms and max(terms) > 0
