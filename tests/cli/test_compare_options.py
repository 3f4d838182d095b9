"""``relsim compare``: budgets, precision, equivalence, capacity, attribution, workbooks."""

import csv
import json

import pytest
from openpyxl import load_workbook

SMALL = ("--set", "market.customers=200", "--set", "market.periods=24", "--quiet")
TWO = ("-s", "none,social", "--replications", "2")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--equal-budget", "-1"], 'equal_budget: found "-1"; allowed is an amount of money'),
        (["--equal-budget", "nan"], 'equal_budget: found "nan"'),
        (["--equal-budget", "much"], 'equal_budget: found "much"'),
        (["--equal-budget", "1/0.5", "--attribution"], "give --equal-budget one amount"),
        (["--precision", "retention"], "Write FIGURE=AMOUNT"),
        (["--precision", "retenton=1"], "Did you mean retention"),
        (["--precision", "npv=-1"], "a number above 0"),
        (["--max-replications", "60"], "nothing is added without a precision"),
        (["--precision", "npv=1", "--max-replications", "6"], "from the 30 replications"),
        (["--equivalence", "share=0"], "a number above 0"),
        (["-s", "none", "--equivalence", "share=1"], "Name a second one"),
        (["--capacity", "big"], "write elastic, fixed or both"),
        (["--capacity", "both", "--report", "x.html"], "--report shows one market"),
        (["--xlsx", "nowhere/x.xlsx"], "there is no folder nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_refuses(relsim_command, fake_engine, scenario_file, words, expected):
    answer = relsim_command("compare", scenario_file, *words)
    assert answer.code == 2
    assert expected in " ".join(answer.err.split())
    assert answer.out == ""


@pytest.mark.usefixtures("fake_engine")
def test_precision_and_equivalence_reach_the_data(relsim_command, scenario_file):
    wishes = ("--precision", "retention=0.1", "--max-replications", "60")
    margin = ("--equivalence", "retention=1", "--equivalence", "npv=10")
    answer = relsim_command("compare", scenario_file, "--json", *wishes, *margin)
    data = json.loads(answer.out)
    assert data["replications"] in (30, 60)
    assert data["precision"]["wished"] == {"retention": 0.001}
    social = data["strategies"][2]["difference"]
    assert social["retention"]["equivalence"]["verdict"] == "different"
    assert social["npv"]["equivalence"]["margin"] == 10


def test_an_equal_budget_from_end_to_end(relsim_command, scenario_file):
    answer = relsim_command(
        "compare", scenario_file, *SMALL, *TWO, "--equal-budget", "0.5", "--json"
    )
    data = json.loads(answer.out)
    assert answer.code == 0, answer.err
    assert data["equal_budget"] == 0.5
    social = data["strategies"][1]
    assert 0 < social["equal_budget"]["factor"] < 1
    assert social["cost_per_customer"]["mean"] == pytest.approx(0.5, rel=0.2)


def test_both_capacities_from_end_to_end(relsim_command, scenario_file, tmp_path):
    path = tmp_path / "out.csv"
    words = ("--capacity", "both", "--csv", path)
    answer = relsim_command("compare", scenario_file, *SMALL, *TWO, *words, "--json")
    data = json.loads(answer.out)
    assert answer.code == 0, answer.err
    assert list(data) == ["elastic", "fixed"]
    assert data["elastic"]["strategies"][0]["profit"] != data["fixed"]["strategies"][0]["profit"]
    with path.open(encoding="utf-8", newline="") as file:
        assert {row["capacity"] for row in csv.DictReader(file)} == {"elastic", "fixed"}


def test_one_capacity_is_a_setting(relsim_command, scenario_file):
    words = (*SMALL, *TWO, "--json")
    one = relsim_command("compare", scenario_file, *words, "--capacity", "fixed").out
    assert (
        one
        == relsim_command("compare", scenario_file, *words, "--set", "market.capacity=fixed").out
    )


def test_attribution_joins_table_data_and_workbook(relsim_command, scenario_file, tmp_path):
    path = tmp_path / "out.xlsx"
    words = ("compare", scenario_file, *SMALL, *TWO, "--attribution", "--xlsx", path)
    answer = relsim_command(*words)
    assert answer.code == 0, answer.err
    assert "Who keeps the customers under social, held against none" in answer.out
    assert "Chance of leaving within a year, by tenure" in answer.out
    data = json.loads(relsim_command(*words, "--json").out)
    assert [one["strategy"] for one in data["attribution"]] == ["social"]
    assert set(data["sorting"]["falls"]) == {"all", "dynamics", "sorting", "same_mix"}
    assert load_workbook(path).sheetnames == [
        "figures",
        "worlds",
        "by_year",
        "break_even",
        "attribution",
        "sorting",
        "settings",
    ]


def test_a_name_that_looks_like_a_formula_is_text(relsim_command, tmp_path):
    scenario = tmp_path / "odd.toml"
    scenario.write_text(
        '[[firms]]\nname = "Alba"\n[[firms]]\nname = "Brio"\n[strategies."=cmd()"]\nsocial = 0.4\n'
    )
    book, sheet = tmp_path / "out.xlsx", tmp_path / "out.csv"
    words = ("-s", "none,=cmd()", "-n", "2", "--equal-budget", "0.4")
    answer = relsim_command("compare", scenario, *SMALL, *words, "--xlsx", book, "--csv", sheet)
    assert answer.code == 0, answer.err
    cells = [cell for cell in load_workbook(book)["figures"]["A"] if cell.value == "=cmd()"]
    assert cells and all(cell.data_type == "s" for cell in cells)
    assert "\n=cmd()" not in sheet.read_text(encoding="utf-8")
