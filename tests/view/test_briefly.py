"""One sentence a strategy: whom it keeps, and whether that pays."""

import pytest

from relsim.study.explain import departures as leaving
from relsim.view.brief import briefly
from relsim.view.leavers import leavers
from relsim.view.style import looks


def said(made_up, none, social):
    return str(briefly(made_up({"none": none, "social": social}), "social")).replace("\xa0", " ")


def test_a_difference_beyond_doubt_is_claimed_with_its_interval(made_up):
    assert said(made_up, [0.8] * 4, [0.819, 0.82, 0.82, 0.821]) == (
        "social keeps 2.0 points more customers a year than none (95 % interval 1.9 to 2.1 "
        "points); discounted, it earns more than it costs in 4 of 4 worlds."
    )


def test_a_loss_is_said_as_plainly(made_up):
    assert said(made_up, [0.8] * 4, [0.779, 0.78, 0.78, 0.781]) == (
        "social keeps 2.0 points fewer customers a year than none (95 % interval 1.9 to 2.1 "
        "points); discounted, it earns less than none in 4 of 4 worlds."
    )


@pytest.mark.parametrize(
    ("none", "social", "part"),
    [
        ([0.8, 0.8], [0.9, 0.7], "is not decided"),
        (
            [0.8, 0.8],
            [0.8, 0.8],
            "exactly the same annual retention; net present value is exactly the same.",
        ),
        (
            [0.8],
            [0.9],
            "decides nothing; discounted, it earns more than it costs in 1 of 1 world",
        ),
        ([None, None], [None, None], "undefined"),
    ],
)
def test_nothing_is_claimed_that_the_worlds_do_not_show(made_up, none, social, part):
    assert part in said(made_up, none, social)


def test_money_is_counted_as_the_figures_beside_it_count_it(made_up):
    comparison = made_up({"none": [0.8] * 4, "social": [0.819, 0.82, 0.82, 0.821]})
    comparison.outcomes.figures["npv"][1] = [0.7, 0.7, 0.7, 0.9]
    assert "discounted, it costs more than it earns in 3 of 4 worlds" in str(
        briefly(comparison, "social")
    )


def test_half_a_world_is_a_tie(made_up):
    assert "in 2.5 of 3 worlds" in said(made_up, [0.8, 0.8, 0.8], [0.9, 0.9, 0.8])


def test_leavers_carry_their_rows_and_stand_in_the_row_of_their_reason(scenario):
    found = leaving.departures(scenario, "none", 1, 0)
    drawn = leavers(scenario, found, looks(["none"])["none"])
    (marks,) = drawn.figure.data
    names = drawn.figure.layout.yaxis.ticktext
    assert tuple(marks.customdata) == found.customers
    assert tuple(names[round(place)] for place in marks.y) == found.reasons
    assert len(drawn.numbers.rows) == found.left


def test_years_are_written_out(scenario):
    long = scenario.with_overrides({"market.periods": 240})
    reason = ("price",)
    found = leaving.Departures("none", 9, 3, (1, 2, 3), (3, 150, 239), reason * 3)
    rows = leavers(long, found, looks(["none"])["none"]).numbers.rows
    assert [str(row.cells[1].top) for row in rows] == ["0.25", "12.5", "19.9"]


def test_nobody_left_is_said(scenario):
    nobody = leaving.Departures("none", 5, 0, (), (), ())
    assert "nobody left" in leavers(scenario, nobody, looks(["none"])["none"]).subtitle
