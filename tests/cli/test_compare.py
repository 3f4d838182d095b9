"""``relsim compare`` over a made-up market."""

import csv
import json

import pytest

import relsim.study.compare.worlds
import relsim.study.laboratory
from relsim.result.figures import COMPARED
from relsim.study.parallel import Batch, Stop
from tests.study.fakes import fake_live

pytestmark = pytest.mark.usefixtures("fake_engine")
FEW = ("--replications", "3")


def test_prints_the_table(relsim_command, scenario_file):
    answer = relsim_command("compare", scenario_file, *FEW)
    assert answer.code == 0
    assert "What each strategy leads to" in answer.out
    assert "Difference to none, under the same luck" in answer.out
    assert answer.err == ""


def test_json_alone_on_standard_output(relsim_command, scenario_file):
    answer = relsim_command("compare", scenario_file, "--json", "-s", "none,social", *FEW)
    data = json.loads(answer.out)
    assert [one["name"] for one in data["strategies"]] == ["none", "social"]
    assert data["replications"] == 3


def test_the_same_command_gives_the_same_bytes(relsim_command, scenario_file):
    words = ("compare", scenario_file, "--json", *FEW)
    one = relsim_command(*words, "--threads", "1").out
    assert one == relsim_command(*words, "--threads", "8").out


def test_settings_reach_the_scenario(relsim_command, scenario_file):
    answer = relsim_command("compare", scenario_file, "--json", "--set", "market.periods=24", *FEW)
    assert json.loads(answer.out)["periods"] == 24


def test_the_command_in_the_table_makes_it_again(relsim_command, scenario_file):
    words = ("--set", "market.periods=24", "--seed", "5")
    answer = relsim_command("compare", scenario_file, *FEW, *words)
    again = " ".join(answer.out.split("Again: ")[1].split())
    assert f"relsim compare {scenario_file}".replace(" ", "") in again.replace(" ", "")
    assert "--seed 5 --set market.periods=24" in again


def test_a_baseline_may_be_named(relsim_command, scenario_file):
    answer = relsim_command(
        "compare", scenario_file, "-s", "none,social", "--baseline", "social", "--json", *FEW
    )
    assert json.loads(answer.out)["strategies"][0]["name"] == "social"


def test_csv_holds_every_number(relsim_command, scenario_file, tmp_path):
    path = tmp_path / "out.csv"
    answer = relsim_command("compare", scenario_file, "--csv", path, *FEW)
    assert f"Written: {path}" in answer.err
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4 * len(COMPARED) + 3  # and pay-back for all but the baseline
    assert rows[0]["difference"] == ""


@pytest.mark.parametrize("place", ["", "nowhere/out.csv"])
def test_a_csv_that_cannot_be_written_is_refused_at_once(
    relsim_command, scenario_file, tmp_path, place
):
    answer = relsim_command("compare", scenario_file, "--csv", tmp_path / place)
    assert answer.code == 2
    assert "folder" in answer.err


def test_an_unknown_strategy_is_refused_with_the_nearest(relsim_command, scenario_file):
    answer = relsim_command("compare", scenario_file, "-s", "none,socal")
    assert answer.code == 2
    assert 'Did you mean "social"?' in answer.err


def test_failed_runs_are_exit_code_3_and_told_first(relsim_command, scenario_file, monkeypatch):
    def live(world, *rest):
        if (world.strategy, world.replication) == ("social", 0):
            raise ZeroDivisionError("by nothing")
        return fake_live(world)

    monkeypatch.setattr(relsim.study.compare.worlds, "live", live)
    answer = relsim_command("compare", scenario_file, *FEW)
    assert answer.code == 3
    assert answer.out.startswith("1 of 12 runs failed")


def test_an_interruption_is_exit_code_130_and_keeps_what_is_done(
    relsim_command, scenario_file, monkeypatch
):
    def interrupting(tasks, run, **rest):
        found = [run(one, Stop()) for one in tasks[:9]]
        return Batch(tuple(tasks), (*found, *[None] * (len(tasks) - 9)), True)

    monkeypatch.setattr(relsim.study.laboratory, "run_all", interrupting)
    answer = relsim_command("compare", scenario_file, *FEW)
    assert answer.code == 130
    assert "Interrupted: these are the 2 replications" in answer.out
