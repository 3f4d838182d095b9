"""READMEs of studies: examples run, commands are understood, a table is about what there is."""

import re
import shlex

import pytest

import relsim
import relsim.cli.commands.compare
import relsim.study.plausible.asking
from tests.study.shapes import FOLDER
from tests.variance_reduction import MARKER, ROOT, TARGET

STUDY = ROOT / "relsim" / "study"
FOLDERS = [
    *sorted(page.parent for page in STUDY.rglob("README.md")),
    *(ROOT / "relsim" / room for room in ("stories", "claims")),
]
TEXTS = {folder: (folder / "README.md").read_text(encoding="utf-8") for folder in FOLDERS}
COMMANDS = [
    command
    for text in TEXTS.values()
    for command in re.findall(r"^relsim ((?:compare|sweep|story|fit) .+)$", text, re.MULTILINE)
]
SMALL = ("--set", "market.customers=400", "--set", "market.periods=36", "--quiet")
FEW = {
    "compare": ("--replications", "2"),
    "fit": ("--replications", "1", "--evaluations", "24"),
    "sweep": (),
    "story": (),
}
COHORT = "period,customers\n0,100\n12,60\n24,45\n"
DESIGN = """[grid]
"market.freedom" = [0.5, 1.0]
"""
SHOWN = {
    "stories": "Who this is",
    "claims": "What was predicted, and what came out",
    "explain": "Who keeps the customers",
    "fit": "Root mean square error",
}


def test_every_bundled_scenario_stands_in_the_table():
    table = MARKER.search(TARGET.read_text(encoding="utf-8"))[2]
    rows = re.findall(r"^\| (\w+) \| [\d.,∞–]+ \|", table, re.MULTILINE)
    assert rows == list(relsim.bundled()), "run python -m tests.variance_reduction"


@pytest.mark.parametrize("folder", TEXTS, ids=lambda folder: folder.name)
def test_python_examples_run(folder, capsys):
    for example in re.findall(r"^```python\n(.*?)^```$", TEXTS[folder], re.DOTALL | re.MULTILINE):
        exec(compile(example, str(folder), "exec"), {"__name__": "readme"})
    assert SHOWN.get(folder.name, "") in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_understood(command, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(relsim.scenario.starter(), encoding="utf-8")
    (tmp_path / "design.toml").write_text(DESIGN, encoding="utf-8")
    (tmp_path / "renewals.csv").write_text(COHORT, encoding="utf-8")
    (tmp_path / "customers.csv").write_bytes((FOLDER / "customers_english.csv").read_bytes())
    words = shlex.split(command.replace("480", "60").replace("--settings 100", "--settings 10"))
    if "--replications" not in words:
        words += FEW[words[0]]
    with pytest.raises(SystemExit) as leaving:
        relsim.cli.main([*words, *SMALL])
    assert leaving.value.code == 0, capsys.readouterr().err
