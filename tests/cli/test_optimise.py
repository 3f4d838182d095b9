"""`relsim optimise`: its files, the command that makes it again, and what it refuses."""

import json

import pytest

import relsim.study.compare.worlds as worlds

SMALL = ["--set", "market.customers=60", "--set", "market.periods=24"]
FEW = ["--trials", "9", "-n", "1", "--finalists", "2", "--fresh", "2", "--settings", "none"]


@pytest.fixture
def hill(monkeypatch):
    """Put a market below that is best where contact is .3."""

    def live(world, *rest):
        social = world.scenario.strategies[world.strategy].levers.get("social", 0.0)
        npv = world.replication - (social - 0.3) ** 2
        return {"npv": npv, "retention": social, "cost_per_customer": social}

    monkeypatch.setattr(worlds, "live", live)


def test_the_command_makes_it_again(relsim_command, hill, tmp_path):
    asked = ["insurance", "--lever", "social=0:1", "--limit", "0.5", "--years", "1", "--segments"]
    asked += ["--lever", "level=basic,partnership"]
    files = ["--csv", tmp_path / "best.csv", "--report", tmp_path / "best.htm"]
    answer = relsim_command("optimise", *asked, *FEW, *SMALL, *files, "--json")
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    words = found["settings"]["command"].split()
    assert json.loads(relsim_command(*words[1:], "--json").out) == found
    levers = {"social", "level", "social from year 1", "level from year 1"}
    assert set(found["best"]) == {*levers, "segment"}
    assert (tmp_path / "best.htm").exists() and (tmp_path / "best.csv").exists()


def test_the_command_refuses_in_words(relsim_command):
    for words, said in (
        ([], "there is no lever"),
        (["--lever", "social"], "NAME=LOW:HIGH"),
        (["--lever", "channel=face,phome"], "Did you mean phone"),
        (["--lever", "socail=0:1"], "Did you mean social"),
        (["--lever", "social=0:1", "--years", "soon"], "Write years"),
        (["--lever", "social=0:1", "--lever", "social=0:1"], "named twice"),
    ):
        answer = relsim_command("optimise", "insurance", *words)
        assert answer.code == 2 and said in answer.err and answer.out == ""


def test_a_goal_that_no_run_can_tell_is_refused(relsim_command):
    half_a_year = ["--set", "market.customers=60", "--set", "market.periods=6"]
    asked = ["insurance", "--lever", "social=0:1", "--goals", "retention"]
    answer = relsim_command("optimise", *asked, *FEW, *half_a_year)
    assert answer.code == 2 and "goals: retention cannot be told" in answer.err
