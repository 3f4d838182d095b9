"""Charts draw the comparison's own numbers, and say who is who without colour."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

import relsim
from relsim.errors import InputError
from relsim.market.books import COSTS
from relsim.result.quantity import Unit
from relsim.view import CHARTS, plot
from relsim.view.axes import ticks
from relsim.view.by_strategy import COST_GROUPS
from relsim.view.chart import room_for
from relsim.view.charts import chart
from relsim.view.lines import _apart
from relsim.view.style import NIGHT, looks


def named(figure):
    """Return the traces that carry a strategy's name."""
    return {trace.name: trace for trace in figure.data if trace.name}


def test_retention_draws_means_and_half_widths(lived):
    traces = named(plot(lived, "retention"))
    for strategy in lived.strategies:
        found = lived.estimates[strategy]["retention"]
        assert traces[strategy].x[0] == found.mean
        assert traces[strategy].error_x.array[0] == pytest.approx(found.half_width)


def test_the_course_of_the_share_ends_at_the_figure(lived):
    traces = named(plot(lived, "share"))
    for strategy in lived.strategies:
        assert traces[strategy].y[-1] == pytest.approx(lived.estimates[strategy]["share"].mean)


def test_cumulative_profit_ends_at_the_paired_difference(lived):
    traces = named(plot(lived, "profit"))
    assert set(traces) == {"social", "structural"}
    for strategy, trace in traces.items():
        found = lived.differences[strategy]["profit"]
        assert trace.y[-1] == pytest.approx(found.mean)
        history = lived.history.course("profit", strategy, against="none")
        assert history.low[-1] == pytest.approx(found.low)


def test_costs_per_customer_add_up_to_what_the_books_hold(lived):
    history = lived.history
    spent = sum(history.totals[line] for line in COSTS)
    profit = history.totals["revenue"] - spent
    assert profit == pytest.approx(history.curves["profit"][..., -1])


def test_every_cost_line_has_a_group():
    grouped = [line for lines in COST_GROUPS.values() for line in lines]
    assert sorted(grouped) == sorted({*COSTS, "discounts"})


def test_tiers_add_up_to_all_customers(lived):
    figure = plot(lived, "satisfaction")
    assert np.sum([trace.x for trace in figure.data], axis=0) == pytest.approx(1.0)


def test_reasons_are_losses_by_customer_and_year(lived):
    history = lived.history
    trace = named(plot(lived, "reasons"))["social"]
    names = plot(lived, "reasons").layout.yaxis.ticktext
    arm = history.strategies.index("social")
    rates = history.totals["lost_failure"][arm] / history.totals["customers"][arm] * 1200
    assert trace.x[names.index("failure")] == pytest.approx(rates.mean())


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_a_title_a_table_and_no_more_than_bands_and_lines(lived, name):
    found = chart(lived, name)
    assert str(found.title) and not str(found.title).endswith(".")
    assert str(found.subtitle).endswith(".")
    assert all(len(row.cells) == len(found.numbers.columns) for row in found.numbers.rows)
    assert found.numbers.rows
    assert sum(len(trace.x) for trace in found.figure.data) < 5_000


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_of_one_strategy_is_drawn(scenario, name):
    alone = relsim.compare(scenario, ["social"], replications=2)
    assert plot(alone, name).layout.title.text


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(
    "empty", [{"market.customers": 0}, {"market.periods": 0}, {"market.periods": 1}]
)
def test_an_empty_market_is_drawn_as_such(scenario, name, empty):
    comparison = relsim.compare(scenario.with_overrides(empty), replications=2)
    assert not re.search(r"\b(nan|NaN|Infinity|None)\b", plot(comparison, name).to_json())


@pytest.mark.parametrize("name", CHARTS)
def test_a_comparison_without_courses_is_drawn_as_far_as_it_goes(lived, name):
    assert plot(replace(lived, history=None), name).layout.title.text


@pytest.mark.parametrize("name", ["survival", "share", "relationship_quality"])
def test_lines_are_told_apart_by_dash_and_by_a_label_at_their_end(lived, name):
    figure = plot(lived, name)
    assert not figure.layout.showlegend
    dashes = [trace.line.dash for trace in named(figure).values()]
    assert len(set(dashes)) == len(lived.strategies)
    labels = [note.text for note in figure.layout.annotations]
    assert all(any(strategy in label for label in labels) for strategy in lived.strategies)


def test_no_two_of_twenty_strategies_look_alike():
    found = looks([str(place) for place in range(20)]).values()
    assert len({(one.line, one.dash) for one in found}) == 20


def test_labels_do_not_cover_each_other():
    places = sorted(_apart({"a": 1.0, "b": 1.1, "c": 1.2, "d": 3.0, "e": 2.2}, 0.5).values())
    assert np.diff(places).min() >= 0.5 - 1e-9


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("place", range(7))
def test_labels_can_be_read_by_day_and_by_night(place):
    text = list(looks([str(one) for one in range(7)]).values())[place].text
    day = 1.05 / (luminance(text) + 0.05)
    night = (luminance(NIGHT.get(text, text)) + 0.05) / (luminance("#15191d") + 0.05)
    assert day >= 4.5
    assert night >= 4.5


def test_an_unknown_chart_is_refused_with_the_nearest(lived):
    with pytest.raises(InputError, match='Did you mean "retention"'):
        plot(lived, "retension")


def test_names_are_text_on_charts_whatever_they_hold(made_up):
    name = "<a href='x'>$1$</a>"
    comparison = made_up({"none": [0.8, 0.81], name: [0.9, 0.92]})
    text = json.dumps(json.loads(plot(comparison, "retention").to_json()), ensure_ascii=False)
    assert "<a href" not in text
    assert "$1$" not in text


@pytest.mark.parametrize("spread", [1e-7, 1e-4, 0.013, 0.5])
def test_ticks_of_retention_differ_and_every_label_lies_within_the_axis(made_up, spread):
    values = [0.84 - spread / 2, 0.84, 0.84 + spread / 2]
    comparison = made_up({name: [one, one] for name, one in zip("abc", values, strict=True)})
    figure = chart(comparison, "retention").figure
    words = figure.layout.xaxis.ticktext
    assert len(set(words)) == len(words)
    low, high = figure.layout.xaxis.range
    assert all(low < one.x < high for one in figure.layout.annotations)


def test_ticks_of_money_differ_however_close_they_are():
    words = ticks(Unit("money", 0, "€"), [1_000_000.0, 1_000_020.0, 1_000_040.0])
    assert len(set(words)) == 3


def test_there_is_room_for_bold_money_in_a_broad_font():
    # DejaVu Sans Bold, the broadest of those named: a digit takes .696 of 13 pixels.
    assert room_for(["−€1,089,141"]) > 16 + 11 * 0.69 * 13
