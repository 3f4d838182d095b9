"""``relsim story`` over a real market, a small one."""

import json

import pandas as pd
import pytest

SMALL = ("--set", "market.customers=200", "--set", "market.periods=24", "--quiet")


def test_tells_a_life(relsim_command, scenario_file):
    answer = relsim_command("story", scenario_file, "--customer", "17", "-s", "social", *SMALL)
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Customer 17 of ")
    assert all(
        heading in answer.out for heading in ("Who this is", "Under none", "Where they part")
    )
    assert f"relsim story {scenario_file} --customer 17" in " ".join(answer.out.split())


def test_fits_the_terminal(relsim_command, scenario_file, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    answer = relsim_command("story", scenario_file, "--customer", "17", "-s", "social", *SMALL)
    assert max(len(line.rstrip()) for line in answer.out.splitlines()) <= 80


def test_json_alone_on_standard_output(relsim_command, scenario_file):
    words = ("--customer", "3", "-s", "social", "--against", "financial", "--json")
    data = json.loads(relsim_command("story", scenario_file, *words, *SMALL).out)
    assert [life["strategy"] for life in data["lives"]] == ["social", "financial"]


def test_one_life_alone_and_as_csv(relsim_command, scenario_file, tmp_path):
    path = tmp_path / "life.csv"
    words = ("--find", "stayed", "-s", "social", "--alone", "--csv", path)
    answer = relsim_command("story", scenario_file, *words, *SMALL)
    assert answer.code == 0, answer.err
    assert "Where they part" not in answer.out
    assert set(pd.read_csv(path)["strategy"]) == {"social"}


def test_a_report_is_written_beside_what_is_told(relsim_command, scenario_file, tmp_path):
    path = tmp_path / "life.html"
    words = ("--customer", "17", "-s", "social", "--report", path)
    answer = relsim_command("story", scenario_file, *words, *SMALL)
    assert answer.code == 0 and answer.out.startswith("Customer 17 of ")
    text = path.read_text(encoding="utf-8")
    assert "What became of customer 17, and why?" in text and "chart-life-data" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--customer 17"),
        (("--customer", "1", "--report", "life.pdf"), ".html"),
        (("--customer", "1", "--find", "left"), "not both"),
        (("--customer", "200"), "The nearest is 199"),
        (("--customer", "1", "-s", "socail"), 'Did you mean "social"'),
        (("--customer", "1", "-s", "social", "--against", "nome"), 'Did you mean "none"'),
        (("--find", "stayd"), 'Did you mean "stayed"'),
        (("--find", "left", "--set", "market.customers=0"), "no customers"),
    ],
)
def test_bad_input_is_refused(relsim_command, scenario_file, words, message):
    answer = relsim_command("story", scenario_file, *SMALL, *words)
    assert answer.code == 2
    assert message in answer.err
