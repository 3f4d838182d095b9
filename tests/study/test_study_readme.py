"""The room's README: its examples run, and its table is about the scenarios there are."""

import re
import shlex

import pytest

import relsim
import relsim.cli.compare
from tests.variance_reduction import MARKER, TARGET

TEXT = TARGET.read_text(encoding="utf-8")
PYTHON = re.findall(r"^```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
COMMANDS = re.findall(r"^relsim (.+)$", TEXT, re.MULTILINE)
SMALL = ("--set", "market.customers=400", "--set", "market.periods=36", "--quiet")


def test_every_bundled_scenario_stands_in_the_table():
    table = MARKER.search(TEXT)[2]
    rows = re.findall(r"^\| (\w+) \| [\d.,∞–]+ \|", table, re.MULTILINE)
    assert rows == list(relsim.bundled()), "run python -m tests.variance_reduction"


def test_python_examples_run_in_order(capsys):
    names = {"__name__": "readme"}
    for example in PYTHON:
        exec(compile(example, str(TARGET), "exec"), names)
    told = capsys.readouterr().out
    assert "Who keeps the customers" in told
    assert "Who this is" in told


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_understood(command, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command.replace("480", "60"))
    if words[0] == "compare" and "--replications" not in words:
        words += ["--replications", "2"]
    with pytest.raises(SystemExit) as leaving:
        relsim.cli.main([*words, *SMALL])
    assert leaving.value.code == 0, capsys.readouterr().err
