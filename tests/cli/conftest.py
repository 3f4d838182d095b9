"""The command line, called as a shell would, over a market that is made up."""

from dataclasses import dataclass

import pytest

import relsim.cli.commands.compare
import relsim.cli.commands.fit
import relsim.study.compare.worlds
import relsim.study.fit.search
from relsim.cli import main
from relsim.scenario import starter
from tests.study.fakes import fake_live, fake_survivors


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def relsim_command(capsys, monkeypatch):
    """Return a function that runs a command in this process."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")

    def call(*words):
        with pytest.raises(SystemExit) as leaving:
            main([str(word) for word in words])
        captured = capsys.readouterr()
        return Answer(leaving.value.code, captured.out, captured.err)

    return call


@pytest.fixture
def fake_engine(monkeypatch):
    """Put a market that takes no time below the commands."""
    monkeypatch.setattr(relsim.cli.commands.compare, "ready_engine", lambda quiet: None)
    monkeypatch.setattr(relsim.cli.commands.fit, "ready_engine", lambda quiet: None)
    monkeypatch.setattr(relsim.study.compare.worlds, "live", fake_live)
    monkeypatch.setattr(relsim.study.fit.search, "survivors", fake_survivors)


@pytest.fixture
def scenario_file(tmp_path):
    """Return the path of a scenario that loads."""
    path = tmp_path / "mine.toml"
    path.write_text(starter(), encoding="utf-8")
    return path
