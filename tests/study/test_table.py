"""What a strategist reads: complete, within its width, and safe to show."""

import re
from dataclasses import replace

import pytest

from relsim.result.quantity import SPACE


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_no_line_is_wider_than_it_may_be(compare, scenario, width):
    text = compare(scenario, replications=3).to_text(width)
    assert max(map(len, text.split("\n"))) <= width


@pytest.mark.parametrize("width", [60, 100])
def test_every_strategy_is_there_at_every_width(compare, scenario, width):
    text = compare(scenario, replications=3).to_text(width)
    assert all(name in text for name in ("none", "financial", "social", "structural"))


def test_says_in_how_many_worlds_it_was_better(compare, scenario):
    assert "10 of 10 worlds" in str(compare(scenario, ["none", "social"], replications=10))


def test_shows_intervals_units_and_thousands(compare, scenario):
    text = str(compare(scenario, ["none", "social"], replications=10)).replace(SPACE, " ")
    assert re.search(r"1,2\d\d,\d\d\d", text)
    assert re.search(r"\+4\.4 ± 0\.\d pt", text)
    assert "€, whole horizon" in text


def test_says_what_it_is_and_how_to_get_it_again(compare, scenario):
    text = str(compare(scenario, ["none", "social"], replications=10, seed=3))
    assert "2,000 customers, 120 months after 24 months of warming up; seed 3" in text
    assert "Again: relsim compare made_up --strategies none,social" in text


def test_one_strategy_alone_has_no_differences(compare, scenario):
    text = str(compare(scenario, ["social"], replications=2))
    assert "Difference" not in text and "pt:" not in text


def test_names_are_never_markup(compare, scenario):
    comparison = compare(scenario, ["none", "social"], replications=2)
    strange = replace(comparison, strategies=("none", "[red]<b>x</b>"))
    assert "[red]<b>x</b>" in str(strange)
    assert "<b>x</b>" not in strange._repr_html_()
    assert "&lt;b&gt;x&lt;/b&gt;" in strange._repr_html_()
