"""A story and an attribution find their way into the report."""

import pytest

import relsim
import relsim.cli
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


SMALL = ("--set", "market.customers=60", "--set", "market.periods=12", "--replications", "2")


def answer(tmp_path, *options):
    """Return the exit code of a small comparison with a report, and the report's path."""
    path = tmp_path / "report.html"
    words = ("compare", "insurance", "-s", "none,social", *SMALL, "--report", str(path), *options)
    with pytest.raises(SystemExit) as leaving:
        relsim.cli.main([*words, "--quiet"])
    return leaving.value.code, path


def test_story_and_attribution_asked_for_on_the_command_line_stand_in_the_report(tmp_path):
    code, path = answer(tmp_path, "--story", "7", "--attribution")
    page = path.read_text(encoding="utf-8")
    assert code == 0
    assert "Who this is" in page and "Who keeps the customers" in page


def test_a_story_of_nobody_is_refused_before_anything_runs(tmp_path, capsys):
    code, path = answer(tmp_path, "--story", "60")
    assert code == 2 and not path.exists()
    assert "rows run from 0 to 59" in capsys.readouterr().err
