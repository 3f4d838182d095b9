"""Figures in money that point opposite ways are explained, wherever a comparison is shown."""

from functools import partial

import pytest

import relsim.study.compare.worlds as worlds
from relsim.app.page import results
from relsim.result.figures import FIGURES
from relsim.result.quantity import SPACE
from relsim.study.compare.disagreement import WORTH
from relsim.view import sections
from tests.study.fakes import fake_live

NEVER = {"profit": 5.0, "npv": 4.0, "lifetime_value": 1.0, "customer_equity": 9.0}


def lived(world, *rest, figures, spread=0.0):
    """Return figures of which some are said outright; under none all are nothing."""
    luck = spread if world.replication % 2 else -spread
    told = {key: held + luck for key, held in figures.items()}
    return {
        **fake_live(world),
        **(told if world.strategy == "social" else dict.fromkeys(figures, 0.0)),
    }


@pytest.fixture
def of(compare, scenario, monkeypatch):
    """Return a comparison of none and social whose figures are said outright."""

    def make(figures, spread=0.0, replications=4):
        figures = {**NEVER, **figures}
        monkeypatch.setattr(worlds, "live", partial(lived, figures=figures, spread=spread))
        return compare(scenario, ["none", "social"], replications=replications)

    return make


def test_every_figure_that_says_whether_something_pays_says_what_it_counts():
    assert list(WORTH) == ["profit", "npv", "lifetime_value", "customer_equity"]
    money = {key for key, one in FIGURES.items() if one.unit == "money" and one.compared}
    spent = {key for key in money if not FIGURES[key].higher_is_better}
    assert money - spent == set(WORTH)


def test_nothing_is_said_where_all_point_one_way(of):
    assert of({}).conclusions() == [] and "notes" not in of({}).to_json()


def test_signs_that_differ_are_told_with_their_figures_and_why(of):
    comparison = of({"npv": -512_201.0, "lifetime_value": 2_078.0})
    by_itself, beside, why = (str(one).replace(SPACE, " ") for one in comparison.conclusions())
    assert by_itself.startswith("social by itself: above zero in profit (€5")
    assert beside.startswith("social beside none: higher in profit (+€5")
    assert "lifetime value (+€2,078.0" in beside
    assert beside.endswith("lower in net present value (−€512,201 ± 0).")
    assert "Net present value: every customer and every cost up to the horizon" in why
    assert "Lifetime value: the customers of the start alone" in why


@pytest.mark.parametrize(("spread", "told"), [(0.5, True), (50.0, False)])
def test_what_luck_alone_may_have_made_is_not_explained(of, spread, told):
    assert bool(of({"npv": -3.0}, spread).conclusions()) == told


def test_one_world_that_has_no_interval_is_told_of_too(of):
    assert of({"npv": -3.0}, replications=1).conclusions()


def test_the_sentence_stands_in_terminal_report_page_and_data(of):
    comparison = of({"npv": -512_201.0})
    said = str(comparison.conclusions()[1])
    assert comparison.to_json()["notes"] == [str(one) for one in comparison.conclusions()]
    assert said.split("(")[0] in comparison.to_text(400)
    assert said[0].upper() + said[1:] in results.answer(comparison)["rivals"]
    assert "social beside none: higher in" in comparison._repr_html_()
    assert "social beside none: higher in" in str(sections.results(comparison))
