"""``relsim new``, ``relsim check``, ``relsim fit``: what they read and write."""

import json

import pytest

from relsim.scenario import load, starter
from tests.study.shapes import FOLDER, customers


def test_new_writes_a_scenario_that_is_fine(relsim_command, tmp_path):
    path = tmp_path / "mine.toml"
    assert relsim_command("new", path).code == 0
    assert path.read_text(encoding="utf-8") == starter()
    answer = relsim_command("check", path)
    assert answer.code == 0
    assert answer.out.startswith("mine is fine: 2,000 customers × 120 months")


def test_new_writes_over_nothing(relsim_command, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("precious", encoding="utf-8")
    answer = relsim_command("new", path)
    assert answer.code == 2
    assert "--force" in answer.err
    assert path.read_text(encoding="utf-8") == "precious"


def test_new_writes_over_a_file_when_told(relsim_command, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("old", encoding="utf-8")
    assert relsim_command("new", path, "--force").code == 0
    assert path.read_text(encoding="utf-8") == starter()


def test_new_leaves_no_half_file_behind(relsim_command, tmp_path):
    relsim_command("new", tmp_path / "mine.toml")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


def test_check_names_the_place_and_the_remedy(relsim_command, tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text('[market]\ncustmers = 5\n\n[[firms]]\nname = "Alba"\n', encoding="utf-8")
    answer = relsim_command("check", path)
    assert answer.code == 2
    assert "wrong.toml:2" in answer.err and "customers" in answer.err


def test_check_as_json_lists_faults_for_editors(relsim_command, tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text('[market]\nfreedom = 5\nperiods = "x"\n\n[[firms]]\nname = "Alba"\n')
    answer = relsim_command("check", path, "--json")
    data = json.loads(answer.out)
    assert answer.code == 2
    assert data["fine"] is False
    assert len(data["faults"]) == 2
    assert set(data["faults"][0]) == {"where", "what", "allowed", "instead"}


def test_check_as_json_tells_sizes(relsim_command, scenario_file):
    data = json.loads(relsim_command("check", scenario_file, "--json").out)
    assert (data["fine"], data["customers"], data["firms"]) == (True, 2000, 4)


@pytest.fixture
def cohort_file(tmp_path):
    path = tmp_path / "cohort.csv"
    shares = "".join(f"{period},{100 * 0.75**period}\n" for period in range(8))
    path.write_text("period,customers\n" + shares, encoding="utf-8")
    return path


@pytest.mark.usefixtures("fake_engine")
def test_fit_finds_the_rate_and_writes_the_scenario(
    relsim_command, scenario_file, cohort_file, tmp_path
):
    target = tmp_path / "fitted.toml"
    words = ("--parameter", "behaviour.loss_aversion", "--replications", "1")
    answer = relsim_command(
        "fit", scenario_file, "--cohort", cohort_file, *words, "--output", target, "--json"
    )
    data = json.loads(answer.out)
    assert answer.code == 0
    assert data["values"]["behaviour.loss_aversion"] == pytest.approx(2.5, abs=0.01)
    assert data["error"] < 0.1 < data["error_before"]
    first = target.read_text(encoding="utf-8").split("\n")[0]
    assert first.startswith(f"# relsim fit {scenario_file} --cohort {cohort_file}")
    assert load(target).behaviour.loss_aversion == data["values"]["behaviour.loss_aversion"]


@pytest.mark.usefixtures("fake_engine")
def test_fit_prints_observed_against_fitted(
    relsim_command, scenario_file, cohort_file, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    words = ("--parameter", "behaviour.loss_aversion", "--replications", "1")
    answer = relsim_command("fit", scenario_file, "--cohort", cohort_file, *words)
    assert "Customers left of the cohort" in answer.out
    assert "Root mean square error" in answer.out
    assert (tmp_path / "mine-fitted.toml").is_file()


@pytest.mark.usefixtures("fake_engine")
def test_fit_shows_what_it_found_and_writes_nothing_worse(
    relsim_command, scenario_file, cohort_file, tmp_path
):
    target = tmp_path / "fitted.toml"
    words = ("--parameter", "behaviour.loss_aversion=3..5", "--output", target, "--seed", "1")
    better = ("--set", "behaviour.loss_aversion=2.5")
    answer = relsim_command("fit", scenario_file, "--cohort", cohort_file, *words, *better)
    assert answer.code == 2 and not target.exists()
    assert "Root mean square error" in answer.out and "stopped at 3, the lowest" in answer.out
    assert "not written, for it would be no better" in answer.err


@pytest.mark.usefixtures("fake_engine")
def test_fit_takes_the_sign_before_decimals_and_says_it_again(
    relsim_command, scenario_file, tmp_path
):
    path = tmp_path / "cohort.csv"
    path.write_text("period;customers\n0;1,250\n1;0,938\n2;0,703\n", encoding="utf-8")
    words = ("fit", scenario_file, "--cohort", path, "-p", "behaviour.loss_aversion", "-n", "1")
    target = ("--output", tmp_path / "fitted.toml")
    assert relsim_command(*words, *target).code == 0
    path.write_text("period;customers\n0;1,250\n1;938\n2;703\n", encoding="utf-8")
    assert "--decimal . for 1250" in relsim_command(*words, *target, "--force").err
    assert "allowed is . or ," in relsim_command(*words, "--decimal", ";").err
    answer = relsim_command(*words, *target, "--force", "--decimal", ".")
    assert answer.code == 0 and "--decimal ." in answer.out


@pytest.mark.usefixtures("fake_engine")
@pytest.mark.parametrize(
    "words",
    [
        ("customers", "--leavers", "ever", "--by", "Contract", "--groups", "contracts"),
        ("survey", "--over", "12"),
    ],
)
def test_fit_follows_groups_and_tiers_and_says_again_how(
    relsim_command, scenario_file, tmp_path, words
):
    shape, *said = words
    read = (f"--{shape}", str(FOLDER / f"{shape}_english.csv"), *said)
    sought = ("-p", "behaviour.loss_aversion", "--output", tmp_path / "fitted.toml", "--json")
    answer = relsim_command("fit", scenario_file, *read, *sought)
    found = json.loads(answer.out)
    assert len({row["group"] for row in found["survival"]}) == 3
    assert " ".join(read) in found["settings"]["command"]
    assert not any(who in answer.out for who, *_ in customers())


def test_fit_refuses_a_wrong_cohort(relsim_command, scenario_file, tmp_path):
    path = tmp_path / "cohort.csv"
    path.write_text("period,customers\n0,100\n1,120\n", encoding="utf-8")
    words = ("--parameter", "behaviour.loss_aversion", "--output", tmp_path / "fitted.toml")
    answer = relsim_command("fit", scenario_file, "--cohort", path, *words)
    assert answer.code == 2
    assert "cohort.csv:3 customers: found 120 after 100" in answer.err


def test_fit_writes_over_nothing(relsim_command, scenario_file, cohort_file):
    words = ("--parameter", "behaviour.loss_aversion", "--output", scenario_file)
    answer = relsim_command("fit", scenario_file, "--cohort", cohort_file, *words)
    assert answer.code == 2
    assert "--force" in answer.err
