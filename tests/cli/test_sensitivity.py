"""`relsim sensitivity`: its files, the command that makes it again, and what it refuses."""

import json

import pytest

import relsim.study.compare.worlds as worlds


@pytest.fixture
def linear(monkeypatch):
    """Put a market below in which contact is worth 4·freedom."""

    def live(world, *rest):
        gain = 4 * world.scenario.market.freedom if world.strategy == "social" else 0.0
        return {"npv": world.replication + gain, "retention": 0.8}

    monkeypatch.setattr(worlds, "live", live)


def test_the_command_makes_it_again(relsim_command, linear, tmp_path):
    small = ["--set", "market.customers=60", "--set", "market.periods=12"]
    asked = ["insurance", "-s", "none,social", "--vary", "market.freedom=0:1", "--points", "16"]
    files = ["--csv", tmp_path / "why.csv", "--report", tmp_path / "why.html"]
    answer = relsim_command("sensitivity", *asked, *small, *files, "--json")
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    words = found["settings"]["command"].split()
    again = json.loads(relsim_command(*words[1:], "--json").out)
    assert again == found and found["shares"][0]["input"] == "market.freedom"
    assert (tmp_path / "why.html").exists() and (tmp_path / "why.csv").exists()


def test_the_command_refuses_in_words(relsim_command):
    for words, said in (
        (["--vary", "market.freedom=low:high"], "PATH=LOW:HIGH"),
        (["--vary", "market.freedom=0,1"], "wants a range"),
        (["--inputs", "nonsense"], "no uncertain number"),
        (["-s", "nonsense"], "no strategy"),
    ):
        answer = relsim_command("sensitivity", "insurance", *words)
        assert answer.code == 2 and said in answer.err and answer.out == ""


def test_what_it_takes_is_said_before_it_starts(relsim_command, linear, monkeypatch):
    asked = ["sensitivity", "insurance", "-s", "none,social"]
    told = relsim_command(*asked, "--plan").out
    planned = json.loads(relsim_command(*asked, "--plan", "--json").out)
    assert told.startswith(f"{planned['runs']:,} runs. A rough estimate:")
    small = ["--set", "market.customers=60", "--vary", "market.freedom=0:1", "--points", "16"]
    assert "rough estimate" not in relsim_command(*asked, *small).err
    monkeypatch.setattr("relsim.cli.commands.sensitivity._LONG", 0.0)
    answer = relsim_command(*asked, *small)
    assert "rough estimate" in answer.err and "--plan says so alone" in answer.err
    # Two strategies in two worlds of 16 × (1 + 2) points, and in ten at either end.
    assert answer.code == 0 and f"{2 * (2 * 48 + 10 * 2)} runs" in answer.err
