"""The picture of one customer's life: what it shows is what was noted."""

import pytest

import relsim
from relsim.stories.finding import find_customer
from relsim.view import to_html
from relsim.view.titled import titled_story
from relsim.view.two_lives import two_lives


@pytest.fixture(scope="module")
def story():
    scenario = relsim.load("insurance", {"market.customers": 300, "market.periods": 36})
    return relsim.story(scenario, find_customer(scenario, "kept", "social"), "social")


def test_the_picture_shows_both_firms_and_says_where_the_ways_part(story):
    chart = two_lives(story)
    shown = {one.text for one in chart.figure.layout.annotations}
    assert {story.scenario.firm_names[one.firm] for one in story.other.spells if one.last >= 0} - {
        ""
    } >= shown - {story.scenario.focal.name}
    said = str(chart.title)
    assert f"period {story.ways_part_at} " in said and "under social" in said
    moved = [row for row in chart.numbers.rows if str(row.cells[0].top) == "moved"]
    assert moved and all(str(row.top).startswith("none") for row in moved)


def test_a_dashed_line_stands_where_the_ways_part_whatever_the_axis_counts(story):
    chart = two_lives(story)
    (line,) = chart.figure.layout.shapes
    assert line.x0 == line.x1 == story.ways_part_at  # 36 months: the axis counts months
    assert str(chart.subtitle).endswith("Dashed upright: where the two ways part.")
    years = relsim.load("insurance", {"market.customers": 300, "market.periods": 48})
    long = relsim.story(years, story.customer, "social")
    (line,) = two_lives(long).figure.layout.shapes
    assert line.x0 == long.ways_part_at / 12
    alone = two_lives(relsim.story(story.scenario, story.customer, "social", None))
    assert not alone.figure.layout.shapes and "part" not in str(alone.subtitle)


def test_the_same_picture_is_in_the_report(story):
    comparison = relsim.compare(story.scenario, ["none", "social"], replications=2)
    text = to_html(comparison, [story])
    assert 'id="chart-life-0-data"' in text
    assert str(two_lives(titled_story(story)).title) in text


def test_a_life_has_a_report_of_its_own(story):
    text = to_html(story)
    assert str(two_lives(titled_story(story)).title) in text and 'id="chart-life-data"' in text
    assert f"What became of customer {story.customer}, and why?" in text
    assert "Where they part" in text and story.command in text
    alone = relsim.story(story.scenario, story.customer, "social", None)
    assert "Where they part" not in to_html(alone)
