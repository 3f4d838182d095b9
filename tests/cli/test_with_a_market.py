"""Commands over a real market, a small one."""

import json

import pandas as pd
import pytest

from relsim.result.figures import COMPARED

pytestmark = pytest.mark.smoke

SMALL = ("--set", "market.customers=200", "--set", "market.periods=24")


def test_run_prints_every_firm(relsim_command, scenario_file):
    answer = relsim_command("run", scenario_file, "--strategy", "social", "--quiet", *SMALL)
    assert answer.code == 0, answer.err
    assert all(name in answer.out for name in ("Alba", "Brio", "Corso", "Duna"))
    assert "strategy social, seed 1, replication 0" in answer.out


def test_run_as_json(relsim_command, scenario_file):
    answer = relsim_command("run", scenario_file, "--json", "--quiet", *SMALL)
    data = json.loads(answer.out)
    assert set(COMPARED) <= set(data["figures"])
    assert sum(firm["customers"] for firm in data["firms"]) <= 200
    assert sum(firm["share"] for firm in data["firms"]) == pytest.approx(1)


def test_run_writes_its_frames(relsim_command, scenario_file, tmp_path):
    names = ("periods", "spells", "customers")
    words = [word for name in names for word in (f"--{name}-csv", tmp_path / f"{name}.csv")]
    answer = relsim_command("run", scenario_file, *SMALL, *words)
    assert answer.code == 0, answer.err
    periods, spells, customers = (pd.read_csv(tmp_path / f"{name}.csv") for name in names)
    assert len(periods) == 24 * 4
    assert len(customers) == 200
    assert list(spells.columns[:4]) == ["customer", "firm", "segment", "start"]


def test_run_refuses_an_unknown_strategy(relsim_command, scenario_file):
    answer = relsim_command("run", scenario_file, "--strategy", "socal")
    assert answer.code == 2
    assert 'Did you mean "social"?' in answer.err


def test_compare_from_end_to_end(relsim_command, scenario_file):
    words = ("--replications", "2", "--strategies", "none,social", "--quiet", "--json")
    answer = relsim_command("compare", scenario_file, *SMALL, *words)
    data = json.loads(answer.out)
    assert answer.code == 0, answer.err
    assert data["periods"] == 24
    assert data["strategies"][1]["difference"]["cost_per_customer"]["mean"] > 0


def test_show_plan_lists_the_phases_of_a_period(relsim_command):
    answer = relsim_command("show", "plan", "--quiet")
    assert answer.code == 0, answer.err
    assert "choose" in answer.out and "experience" in answer.out


def test_fit_from_end_to_end(relsim_command, scenario_file, tmp_path):
    cohort = tmp_path / "cohort.csv"
    cohort.write_text("period,customers\n0,50\n6,45\n12,41\n", encoding="utf-8")
    words = ("--cohort", cohort, "--parameter", "segments.customers.restlessness")
    few = ("--replications", "1", "--evaluations", "10", "--quiet", "--json")
    answer = relsim_command(
        "fit", scenario_file, *SMALL, *words, *few, "--output", tmp_path / "fitted.toml"
    )
    data = json.loads(answer.out)
    assert answer.code == 0, answer.err
    assert [row["period"] for row in data["survival"]] == [0, 6, 12]
    assert relsim_command("check", tmp_path / "fitted.toml").code == 0
