"""A sweep is drawn and reported as a comparison is; other results are refused in words."""

import re

import pytest

import relsim
from relsim.errors import InputError
from relsim.result.figures import FIGURES
from relsim.view.over_settings import MOST_POINTS, over_settings

SMALL = {"market.customers": 60, "market.periods": 12, "market.warm_up": 3.0}
ARMS = ["none", "social"]


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", SMALL)


@pytest.fixture(scope="module")
def along(scenario):
    return relsim.sweep(scenario, relsim.grid({"market.freedom": [1.0, 0.2]}), ARMS, replications=2)


@pytest.fixture(scope="module")
def among(scenario):
    design = relsim.grid(
        {"firms.Alba.level": ["basic", "partnership"], "firms.Brio.price": [19.0, 20.0]}
    )
    return relsim.sweep(scenario, design, ARMS, replications=2)


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_of_a_sweep_can_be_drawn(along, among, figure):
    for sweep in (along, among):
        assert [trace.name for trace in relsim.plot(sweep, figure).data] == ARMS


def test_a_line_goes_along_one_number_and_its_points_are_the_means(along):
    chart = over_settings(along, "npv")
    none, social = chart.figure.data
    assert list(none.x) == [0.2, 1.0] and none.mode == "lines+markers"
    assert list(social.y) == [along.values(point, "social", "npv").mean() for point in (1, 0)]
    assert [str(row.top) for row in chart.numbers.rows] == ["freedom 0.2", "freedom 1"]


def test_settings_without_an_order_stand_beside_each_other(among):
    figure = over_settings(among).figure
    assert {trace.mode for trace in figure.data} == {"markers"}
    assert figure.layout.xaxis.ticktext[0] == "level basic, price 19"
    assert len({x for trace in figure.data for x in trace.x}) == 8


def test_paths_that_end_alike_are_told_apart(scenario):
    design = relsim.grid({"firms.Alba.price": [20.0], "firms.Brio.price": [21.0]})
    found = relsim.sweep(scenario, design, ARMS, replications=1)
    assert "firms.Alba.price 20, firms.Brio.price 21" in str(found)


def test_more_settings_than_can_be_told_apart_are_said_and_not_drawn(scenario, monkeypatch):
    monkeypatch.setattr("relsim.view.over_settings.MOST_POINTS", 2)
    ranges = {"market.freedom": (0, 1), "firms.Alba.price": (19, 21)}
    found = relsim.sweep(
        scenario, relsim.latin_hypercube(ranges, points=3), ["none"], replications=1
    )
    assert MOST_POINTS > 2 and not relsim.plot(found).data
    assert "no order to be drawn" in str(over_settings(found).subtitle)


def test_a_flip_is_the_title(along, monkeypatch):
    from relsim.study.sweep import Flip

    flip = Flip("market.freedom", 0.5, 0.4, 0.6, True)
    monkeypatch.setattr(type(along), "flips", lambda *arguments: [flip])
    title = str(over_settings(along, "npv").title)
    assert title.startswith("The difference of social to none in net present value flips at")


def test_a_sweep_has_a_report(among, tmp_path):
    text = relsim.report(among, tmp_path / "sweep.html").read_text(encoding="utf-8")
    assert among.command.split()[-1] in text and among.scenario.fingerprint in text
    assert "lead to at different settings of firms.Alba.level and firms.Brio.price?" in text
    assert len(re.findall('class="chart"', text)) == 2


@pytest.mark.parametrize("kind", ["run", "nothing"])
def test_what_has_no_chart_is_refused_in_words(scenario, tmp_path, kind):
    made = {
        "run": lambda: relsim.Market(scenario).run(),
        "nothing": lambda: None,
    }
    result = made[kind]()
    with pytest.raises(InputError, match="there are charts of a comparison"):
        relsim.plot(result)
    with pytest.raises(InputError, match="there is a report of a comparison"):
        relsim.report(result, tmp_path / "no.html")
    assert not list(tmp_path.iterdir())


def test_a_figure_that_there_is_not_is_refused_with_the_nearest(along):
    with pytest.raises(InputError, match=r"Did you mean .retention.\?"):
        relsim.plot(along, "retension")
