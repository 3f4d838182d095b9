"""Sentences say what the interval of the paired difference allows, and nothing beyond it."""

from dataclasses import replace

import pytest

from relsim.app.page import results
from relsim.result.figures import COMPARED
from relsim.result.quantity import SPACE
from relsim.view import sections
from relsim.view.findings import against_baseline, finding, headlines, leading, rivals

BASE = [0.80, 0.81, 0.82]
BETTER = [0.85, 0.86, 0.88]
WORSE = [0.75, 0.75, 0.78]
CLOSE = [0.81, 0.80, 0.82]
UNDEFINED = [float("nan")] * 3


def plain(text):
    return str(text).replace(SPACE, " ")


def test_a_better_strategy_is_said_to_be_better(made_up):
    comparison = made_up({"none": BASE, "social": BETTER})
    assert plain(against_baseline(comparison, "retention", "social")) == (
        "social keeps 5.3 points more customers a year than none (95 % interval 3.9 to 6.8 "
        "points); better in 3 of 3 worlds."
    )


def test_a_worse_strategy_is_said_to_be_worse(made_up):
    comparison = made_up({"none": BASE, "social": WORSE})
    text = plain(against_baseline(comparison, "retention", "social"))
    assert text.startswith("social keeps 5.0 points fewer customers a year than none (95 % ")
    assert "interval 2.5 to 7.5 points" in text
    assert text.endswith("better in 0 of 3 worlds.")


def test_the_interval_of_a_smaller_amount_is_in_order(made_up):
    comparison = made_up({"none": [100.0, 101.0], "social": [90.0, 89.9]})
    text = plain(against_baseline(comparison, "profit", "social"))
    assert "social earns €11 less than none (95 % interval €4 to €18)" in text


def test_an_interval_that_holds_zero_is_undecided(made_up):
    comparison = made_up({"none": BASE, "social": CLOSE})
    text = plain(against_baseline(comparison, "retention", "social"))
    assert text.startswith("Whether social keeps more customers than none is not decided")
    assert "−2.5 to 2.5 points" in text


def test_equal_strategies_are_said_to_be_equal(made_up):
    comparison = made_up({"none": BASE, "none (2)": BASE})
    text = plain(against_baseline(comparison, "profit", "none (2)"))
    assert text == "none (2) and none come to exactly the same profit."


def test_one_world_decides_nothing(made_up):
    comparison = made_up({"none": [0.8], "social": [0.9]})
    assert "decides nothing" in plain(against_baseline(comparison, "retention", "social"))
    assert "One world alone" in plain(finding(comparison, "retention"))


def test_an_undefined_figure_is_said_to_be_undefined(made_up):
    comparison = made_up({"none": UNDEFINED, "social": UNDEFINED})
    assert "is undefined" in plain(against_baseline(comparison, "retention", "social"))
    assert plain(finding(comparison, "retention")) == "Annual retention is undefined in this market"


def test_a_single_strategy_is_told_by_its_level(made_up):
    comparison = made_up({"none": BASE})
    assert plain(headlines(comparison)[0]) == "Under none, annual retention is 81.0 %."


def test_the_headline_holds_the_leader_against_the_next(made_up):
    comparison = made_up({"none": BASE, "social": BETTER, "structural": [0.86, 0.86, 0.88]})
    text = plain(headlines(comparison, ("retention",))[0])
    assert text.startswith("structural keeps 5.7 points more")
    assert "Whether structural keeps more customers than social is not decided" in text


def test_where_nothing_is_better_the_headline_says_so(made_up):
    comparison = made_up({"none": BASE, "social": WORSE, "structural": CLOSE})
    text = plain(headlines(comparison, ("retention",))[0])
    assert text.startswith(
        "No strategy is shown to be better than none, the baseline: social keeps"
    )


def test_where_nothing_differs_the_title_says_so(made_up):
    comparison = made_up({"none": BASE, "social": CLOSE, "structural": CLOSE})
    assert plain(finding(comparison, "profit")) == (
        "No strategy differs from none, the baseline, in profit beyond doubt"
    )


@pytest.mark.parametrize("figure", COMPARED)
@pytest.mark.parametrize("others", [CLOSE, UNDEFINED, BASE])
def test_no_strategy_leads_that_does_not_differ_beyond_doubt(made_up, figure, others):
    comparison = made_up({"none": BASE, "social": others})
    assert leading(comparison, figure) is None
    claims = [one.said.higher for one in COMPARED.values()]
    claims += [one.said.lower for one in COMPARED.values()]
    assert finding(comparison, figure).template not in claims


def test_a_world_that_failed_is_left_out(made_up):
    comparison = made_up({"none": [*BASE, 0.9], "social": [*BETTER, float("nan")]})
    assert "of 3 worlds" in plain(against_baseline(comparison, "retention", "social"))


def test_a_figure_without_a_phrase_of_its_own_is_spoken_of_by_its_title(made_up, monkeypatch):
    monkeypatch.setitem(COMPARED, "share", replace(COMPARED["share"], phrases=None))
    comparison = made_up({"none": BASE, "social": BETTER})
    assert "has a market share 5.3 points higher than none" in plain(finding(comparison, "share"))


def test_an_empty_comparison_has_headlines(made_up):
    comparison = made_up({"none": UNDEFINED, "social": UNDEFINED, "structural": UNDEFINED})
    assert all(plain(text).endswith(".") for text in headlines(comparison, tuple(COMPARED)))


def test_where_nothing_pays_the_page_and_the_report_begin_with_that(made_up):
    kept = {"none": (0.80, 0.81, 0.82), "social": (0.90, 0.91, 0.93), "other": (0.95, 0.96, 0.98)}
    worth = {"none": (100, 110, 120), "social": (50, 62, 71), "other": (10, 22, 33)}
    comparison = made_up(
        {
            name: [
                {"retention": one, "npv": float(money)}
                for one, money in zip(kept[name], worth[name], strict=True)
            ]
            for name in kept
        }
    )
    first = results.answer(comparison)["sentences"][0]
    assert first.startswith("No strategy is shown to be better than none")
    assert "worth" in first
    html = str(sections.answer(comparison))
    assert html.index("No strategy is shown") < html.index("keeps")


def test_contenders_are_held_against_each_other_the_better_one_first(made_up):
    worlds = {"none": [0, 0, 0], "a": [10, 11, 12], "b": [30, 32, 31], "c": [20, 22, 20]}
    said = [plain(one) for one in rivals(made_up(worlds), "npv")]
    assert [one.split(" ")[0] for one in said] == ["b", "c", "b"]
    assert all("none" not in one for one in said)
