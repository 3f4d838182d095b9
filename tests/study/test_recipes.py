"""The recipes for other tools run as they stand: Python in order, commands in a folder."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import relsim.cli
from relsim.cli.application import application
from tests.documentation import ROOT

PAGE = ROOT / "relsim" / "study" / "RECIPES.md"
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
SMALL = '\n[grid]\n"market.customers" = [100]\n"market.periods" = [12]\n'


def written(language):
    return [text for one, _, text in BLOCKS if one == language]


def run_python(*needed):
    """Run the examples that need nothing else, or the one that needs a package, too."""
    names = {"__name__": "recipe"}
    for language, needs, text in BLOCKS:
        if language == "python" and (not needs or needs in needed):
            exec(compile(text, str(PAGE), "exec"), names)
    return names


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with the design, in which `relsim` notes what it is told in `said`."""
    monkeypatch.chdir(tmp_path)
    (design,) = written("toml")
    Path("design.toml").write_text(design + SMALL, encoding="utf-8")
    Path("bin").mkdir()
    command = Path("bin", "relsim")
    command.write_text('#!/bin/sh\necho "$@" >> said\n', encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{Path('bin').resolve()}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def told(folder, script, **environment):
    """Return the commands that a script gives, in order."""
    Path("said").write_text("", encoding="utf-8")
    subprocess.run(["sh", "-ec", script], check=True, cwd=folder, env={**os.environ, **environment})
    return Path("said").read_text(encoding="utf-8").splitlines()


def test_python_recipes_run_in_order():
    names = run_python()
    assert set(names["found"]) >= {"S1", "ST"}
    assert names["study"].best_params.keys() == {"firms.Alba.price"}
    assert "Net present value" in names["comparison"]._repr_html_()


def test_ema_workbench_takes_it():
    pytest.importorskip("ema_workbench", reason="pip install ema_workbench")
    assert run_python("ema_workbench")["outcomes"]["npv"].shape == (6,)


def test_a_loop_in_a_shell_and_a_job_array_give_commands_that_come_to_all_runs(folder):
    parts, together = written("sh")
    loop = told(folder, parts)
    assert [told(folder, parts, SLURM_ARRAY_TASK_ID=part) for part in "12"] == [
        [one] for one in loop
    ]
    for command in [*loop, *told(folder, together)]:
        with pytest.raises(SystemExit) as leaving:
            relsim.cli.main(command.split())
        assert leaving.value.code in (0, None)
    whole = pd.read_csv("runs.csv")
    assert len(whole) == 4 * 2 * 2
    assert not whole[["point", "strategy", "replication"]].duplicated().any()


def test_snakemake_is_told_commands_that_there_are(folder):
    (text,) = written("snakemake")
    told_there = re.findall(r'"relsim (\w+)', text)
    assert {one.name for one in application().registered_commands} >= {*told_there}
    assert set(told_there) == {"sweep", "merge", "export"}


@pytest.mark.skipif(not shutil.which("snakemake"), reason="pip install snakemake")
def test_snakemake_comes_to_all_runs(folder):
    (text,) = written("snakemake")
    Path("Snakefile").write_text(text, encoding="utf-8")
    command = f'#!/bin/sh\nexec "{sys.executable}" -m relsim "$@"\n'
    Path("bin", "relsim").write_text(command, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = ["snakemake", "--cores", "2", "runs.csv"]
    subprocess.run(done, check=True, cwd=folder, env=environment, capture_output=True)
    assert len(pd.read_csv("runs.csv")) == 16
