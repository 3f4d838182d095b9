"""A sweep over two numbers as a field: who is best where, how surely, and the line between."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

import relsim
from relsim.study.sweep.field import field_of, is_field
from relsim.view.heat import heat

SMALL = {"market.customers": 20, "market.periods": 6, "market.warm_up": 3.0}
PATHS = {"market.freedom": [0.2, 0.5, 0.8], "firms.Alba.price": [19.0, 21.0, 22.0]}


@pytest.fixture(scope="module")
def lived():
    scenario = relsim.load("insurance", SMALL)
    return relsim.sweep(scenario, relsim.grid(PATHS), ["none", "social"], replications=3)


@pytest.fixture(scope="module")
def known(lived):
    """Return a sweep in which social is ahead by 10 × (freedom − 0.6), and luck shakes it by 1."""
    samples = lived.samples.copy()
    ahead = np.where(samples["strategy"] == "social", 10 * (samples["market.freedom"] - 0.6), 0.0)
    luck = np.where(samples["strategy"] == "social", samples["replication"] - 1.0, 0.0)
    samples["npv"], samples["cost_per_customer"] = 5.0 + ahead + luck, 5.0 + ahead
    return dataclasses.replace(lived, samples=samples)


def test_the_best_of_a_cell_is_that_of_the_means_and_sure_beyond_its_interval(known):
    field = field_of(known, "npv")
    assert {cell.best for (x, _), cell in field.cells.items() if x < 2} == {"none"}
    assert [cell.across for cell in field.best_in("social")] == [0.8] * 3
    # Three worlds that differ by one: half of the interval is 2.48.
    assert {place[0] for place, cell in field.cells.items() if cell.sure} == {0}
    assert field.cells[0, 0].lead.mean == pytest.approx(4.0)
    assert field.advantage("social")[0] == pytest.approx([-4.0, -1.0, 2.0])


def test_of_three_the_best_is_held_against_the_second_world_by_world(known):
    """Structural is 1 below social and shares its luck; none is 2 below, in the last column."""
    social = known.samples[known.samples["strategy"] == "social"]
    third = social.assign(strategy="structural", npv=social["npv"] - 1.0)
    samples = pd.concat([known.samples, third]).sort_values(["point", "replication"])
    ours = {"strategies": ("none", "social", "structural"), "samples": samples}
    field = field_of(dataclasses.replace(known, **ours), "npv")
    last = field.cells[2, 0]
    assert last.best == "social" and last.sure, "luck that both share is none"
    assert (last.lead.mean, last.lead.low) == (pytest.approx(1.0), pytest.approx(1.0))
    assert field.advantage("social")[0, 2] == pytest.approx(1.0)
    assert field.advantage("none")[0, 2] == pytest.approx(-2.0)


def test_of_costs_the_lowest_is_best_and_of_two_alike_the_first(known):
    field = field_of(known, "cost_per_customer")
    assert {cell.best for (x, _), cell in field.cells.items() if x < 2} == {"social"}
    assert field.cells[0, 0].lead.mean == pytest.approx(4.0), "so much cheaper"
    assert {cell.sure for cell in field.cells.values()} == {True}
    assert field.advantage("social")[0] == pytest.approx([4.0, 1.0, -2.0])
    samples = known.samples.assign(npv=1.0)
    alike = field_of(dataclasses.replace(known, samples=samples), "npv")
    assert {(cell.best, cell.sure) for cell in alike.cells.values()} == {("none", False)}


def test_a_run_that_failed_leaves_its_cell_to_what_is_known(known):
    samples = known.samples.copy()
    samples.loc[samples["point"] == 0, "npv"] = np.nan
    field = field_of(dataclasses.replace(known, samples=samples), "npv")
    assert field.cells[0, 0].best == "" and field.cells[0, 1].best == "none"
    assert "–" in str(heat(field, known.scenario).numbers.rows[-3].cells[0].top)


def test_the_picture_has_a_mark_a_cell_and_the_line_where_the_means_cross(known):
    chart = heat(field_of(known, "npv"), known.scenario)
    marks = [trace for trace in chart.figure.data if trace.type == "scatter"]
    assert [trace.name for trace in marks] == ["none", "social"]
    cells = [trace for trace in chart.figure.data if trace.type == "heatmap"]
    points = np.concatenate([np.ravel(trace.customdata) for trace in cells])
    assert sorted(int(one) for one in points if one is not None) == list(range(9))
    assert set(marks[0].marker.symbol) == {"circle", "circle-open"}
    (line,) = (trace for trace in chart.figure.data if trace.type == "contour")
    inner = np.array(line.z, float)[1]
    assert float(np.interp(0.0, inner, line.x)) == pytest.approx(0.6)
    title = str(chart.title)
    assert (
        title == "Best in net present value: none in 6 and social in 3 of 9 cells; 3 beyond doubt"
    )
    assert len(chart.numbers.rows) == 9


def test_what_is_no_field_is_drawn_as_before(lived):
    assert is_field(lived)
    gone = lived.samples[lived.samples["point"] != 4]
    assert not is_field(dataclasses.replace(lived, samples=gone))
    alone = lived.samples[lived.samples["strategy"] == "none"]
    assert not is_field(dataclasses.replace(lived, samples=alone, strategies=("none",)))


def test_a_sweep_over_two_numbers_has_maps_in_its_report_and_in_plot(lived):
    text = relsim.view.to_html(lived)
    assert "Best in net present value in each cell" in text and text.count('"heatmap"') >= 2
    assert {trace.type for trace in relsim.plot(lived, "npv").data} == {
        "heatmap",
        "scatter",
        "contour",
    }
