"""Sweeps, fits, attributions and several results together show themselves by the one way."""

import numpy as np
import pandas as pd
import pytest

import relsim
from relsim.study.compare import compare_capacities
from relsim.study.data.cohort import Cohort
from relsim.study.explain.reasons import Explained, find_reasons
from relsim.study.fit import Fit
from relsim.study.fit.strands import Strand
from relsim.study.sweep import Sweep, grid

SMALL = {"market.customers": 200, "market.periods": 24}


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", SMALL)


@pytest.fixture(scope="module")
def sweep(scenario):
    """Return a sweep whose difference in net present value turns at a freedom of 0.4."""
    rows = [
        {
            "point": point,
            "market.freedom": freedom,
            "strategy": strategy,
            "replication": world,
            "retention": 0.8,
            "npv": 1_000.0 * (strategy == "social") * (freedom - 0.4) + world,
            "error": "",
            "command": "",
            "traceback": "",
        }
        for point, freedom in enumerate((0.0, 1.0))
        for strategy in ("none", "social")
        for world in range(3)
    ]
    paths = ("market.freedom",)
    return Sweep(scenario, 1, ("none", "social"), paths, pd.DataFrame(rows), planned=12)


@pytest.fixture(scope="module")
def fitted(scenario):
    return Fit(
        scenario=scenario,
        strands=(Strand(Cohort((0, 1), (100.0, 90.0))),),
        values={"behaviour.loss_aversion": 2.5},
        before=7.25,
        fitted=np.array([1.0, 0.8812]),
        seed=1,
        replications=2,
        evaluations=9,
        command="relsim fit …",
    )


def plain(result):
    return " ".join(str(result).replace("\u00a0", " ").split())


def test_a_sweep_says_where_it_turns_wherever_it_is_shown(sweep):
    said = "The difference of social in net present value flips at market.freedom = 0.4"
    assert said in plain(sweep)
    assert said in sweep.to_markdown()
    assert said in sweep._repr_html_()


def test_rows_of_a_sweep_carry_their_point(sweep):
    for table in sweep.tables():
        assert [row.key for row in table.rows] == ["0", "1"]
    assert "freedom 1" in plain(sweep)
    assert "−400" in plain(sweep) and "+600" in plain(sweep)


def test_a_sweep_of_one_strategy_turns_nowhere(sweep, scenario):
    alone = sweep.samples[sweep.samples["strategy"] == "none"]
    assert Sweep(scenario, 1, ("none",), sweep.paths, alone, planned=6).conclusions() == []


def test_several_paths_have_no_line_to_go_along(scenario):
    design = grid({"market.freedom": [0.0, 1.0], "market.observability": [0.2, 0.8]})
    found = relsim.sweep(scenario, design, ["none", "social"], replications=2)
    assert found.conclusions() == []
    assert "freedom 0, observability 0.2" in plain(found)


def test_a_fit_sets_observed_beside_fitted(fitted):
    text = plain(fitted)
    assert "1 90.0 % 88.1 % −1.9 pt" in text
    assert "0 100.0 % 100.0 %" in text
    assert "Root mean square error: 1.88 percentage points (7.25 before the fit)." in text
    assert "behaviour.loss_aversion 2.5" in text
    assert fitted.to_csv() == (
        "period,customers,observed,fitted,low,high,yardstick,held_out\n"
        "0,100.0,1.0,1.0,,,,False\n1,90.0,0.9,0.8812,,,,False\n"
    )


def test_the_file_of_a_fit_states_its_error(fitted):
    assert (
        "root mean square error 1.88 percentage points, 7.25 before the fit.\n" in fitted.to_toml()
    )


def test_reasons_join_the_comparison_in_every_form(scenario):
    comparison = relsim.compare(scenario, ["none", "social"], replications=2)
    reasons = find_reasons(
        comparison, relsim.study.arms.choose_arms(["none", "social"], ["none", "social"])
    )
    whole = Explained(comparison, reasons)
    assert plain(whole) == f"{plain(comparison)} {plain(reasons)}"
    assert list(whole.frames()) == [
        "figures",
        "worlds",
        "by_year",
        "break_even",
        "attribution",
        "sorting",
    ]
    assert whole.to_csv() == comparison.to_csv()
    assert whole.to_json() == {**comparison.to_json(), **reasons.to_json()}


def test_both_capacities_are_one_workbook(scenario):
    both = compare_capacities(scenario, ["none", "social"], replications=2)
    assert list(both.frames()) == [
        "figures",
        *("worlds elastic", "by_year elastic", "break_even elastic"),
        *("worlds fixed", "by_year fixed", "break_even fixed"),
    ]
    figures = both.frames()["figures"]
    assert list(figures.columns[:3]) == ["capacity", "strategy", "figure"]
    fixed = figures[figures["capacity"] == "fixed"].drop(columns="capacity")
    pd.testing.assert_frame_equal(
        fixed.reset_index(drop=True), both.comparisons["fixed"].to_frame(), check_exact=True
    )


@pytest.mark.parametrize("name", ["sweep", "fitted"])
def test_a_result_names_itself_in_a_line(name, request):
    found = request.getfixturevalue(name)
    assert repr(found).startswith(f"<{type(found).__name__} of ")
    assert "\n" not in repr(found)
