"""``relsim explain``: words, data, a report, and what is refused."""

import json

import pytest

from relsim.study.compare import worlds
from relsim.study.plausible import living
from tests.study.test_explain import asked_of, worth


@pytest.fixture
def one_number_decides(fake_engine, monkeypatch):
    monkeypatch.setattr(worlds, "live", worth)
    monkeypatch.setattr(living, "figures_of", asked_of)


def test_it_is_said_as_data_and_in_a_report(
    relsim_command, one_number_decides, scenario_file, tmp_path
):
    asked = ["explain", scenario_file, "-s", "none,social", "--settings", 24, "--quiet"]
    answer = relsim_command(*asked, "--json", "--report", tmp_path / "why.html")
    assert answer.code == 0, answer.err
    data = json.loads(answer.out)
    assert data["turns"][0]["number"] == "behaviour.loss_aversion"
    report = (tmp_path / "why.html").read_text(encoding="utf-8")
    assert "falls below" in report and "changed no figure" in report


@pytest.mark.parametrize("names", ["none", "none,social,structural", "none,socail"])
def test_other_than_two_known_strategies_are_refused(relsim_command, scenario_file, names):
    answer = relsim_command("explain", scenario_file, "-s", names)
    assert answer.code == 2 and not answer.out
    assert "name two" in answer.err or "Did you mean" in answer.err
