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
VERDICTS = ("supported", "conditional", "not supported")


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

    assert {"name": "paying", "title": "Paying", "whole": "What customers pay"} in results.tabs()
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
