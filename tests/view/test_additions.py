"""A story and an attribution find their way into the report."""

import relsim
from relsim.view import to_html


def test_a_story_stands_in_the_report_and_is_escaped():
    scenario = relsim.load(
        "insurance",
        {"market.customers": 120, "market.periods": 12, "market.title": "<img onerror=x>"},
    )
    comparison = relsim.compare(scenario, ["none", "social"], replications=2)
    page = to_html(comparison, [relsim.story(scenario, 7, "social")])
    assert "Who this is" in page
    assert "<img onerror" not in page
