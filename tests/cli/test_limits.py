"""What a refusal may cost: nothing heavy is loaded, 300 MB, no traceback, no waiting."""

import json
import os
import subprocess
import sys

import pytest

from relsim.scenario import starter

posix = pytest.mark.skipif(os.name != "posix", reason="has no such limits")

# Runs command lines one after the other and prints what they left with, and what was loaded.
SCRIPT = """
import contextlib, io, json, sys
from relsim.cli.faults import exit_code_of
limit, lines = json.loads(sys.argv[1])
if limit:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
codes, told = [], io.StringIO()
for line in lines:
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(told):
        codes.append(exit_code_of(line))
heavy = {"numpy", "numba", "pandas", "scipy", "mesa", "plotly", "networkx"} & set(sys.modules)
print(json.dumps([codes, sorted(heavy), told.getvalue()]))
"""


def live(lines, limit=0):
    """Return exit codes, heavy modules loaded and everything said, from one fresh process."""
    words = json.dumps([limit, [[str(word) for word in line] for line in lines]])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "NO_COLOR": "1", "RELSIM_MEMORY": "2 GB"},
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout)


@pytest.fixture
def wrong_lines(tmp_path):
    """Return command lines, each wrong in a way of its own."""
    fine = tmp_path / "fine.toml"
    fine.write_text(starter(), encoding="utf-8")
    cohort = tmp_path / "cohort.csv"
    cohort.write_text("period,customers\n0,100\n1,x\n", encoding="utf-8")
    texts = {
        "empty": "",
        "wrong": '[market]\nfreedom = 5\n[[firms]]\nname = "Alba"\n',
        "deep": "x = " + "[" * 2_000 + "]" * 2_000,
        "deep_tables": "x" + ".x" * 2_000 + " = 1",
        "digits": "[market]\ncustomers = " + "9" * 5_000,
        "long_names": "".join(f'[[firms]]\nname = "{"x" * 10_000}"\n' for _ in range(16)),
        "many_faults": "[market]\n" + "".join(f"wrong_{i} = 1\n" for i in range(10_000)),
        "huge": "#" * 300_000,
        "many_firms": "".join(f'[[firms]]\nname = "F{i}"\n' for i in range(8_000)),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    large = ("market.customers", "market.periods")
    return [
        *(["check", tmp_path / f"{name}.toml"] for name in texts),
        *(["compare", fine, "--set", f"{key}={10**12}"] for key in large),
        ["compare", fine, "--set", "market.customers=10_000_000"],
        ["run", fine, "--set", "market.customers=10_000_000"],
        ["story", fine, "--customer", "1", "--set", "market.customers=10_000_000"],
        ["compare", fine, "--replications", 10**12],
        ["compare", fine, "--strategies", "socail"],
        ["compare", fine, "--strategies", "none,none"],
        ["compare", fine, "--csv", "x.xlsx"],
        ["compare", fine, "--precision", "npv=x"],
        ["run", fine, "--strategy", "socail"],
        ["story", fine, "--customer", "9999"],
        ["fit", fine, "--cohort", cohort, "-p", "behaviour.loss_aversion"],
        ["show", "lever"],
        ["new", fine],
    ]


def test_nothing_heavy_is_loaded_to_refuse(wrong_lines):
    codes, heavy, said = live(wrong_lines)
    wrong = [str(line) for line, code in zip(wrong_lines, codes, strict=True) if code != 2]
    assert not wrong
    assert heavy == []
    assert "Traceback" not in said and "fault of relsim" not in said


@posix
def test_to_refuse_takes_less_than_300_megabytes_and_a_second_each(wrong_lines):
    codes, _, said = live(wrong_lines, limit=300_000_000)
    assert set(codes) == {2}, said[-2_000:]


@posix
@pytest.mark.parametrize(
    "words",
    ["check insurance", "check insurance --json", "--help", "compare --help", "show scenarios"],
)
def test_a_reader_who_leaves_at_once_is_no_fault(words):
    command = f"'{sys.executable}' -m relsim {words} 2>&1 1>&3 3>&- | cat >&2"
    done = subprocess.run(
        ["bash", "-c", f"{{ {command}; }} 3>&1 | true"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr and "fault" not in done.stderr


@posix
def test_a_refusal_survives_a_closed_standard_error():
    command = f"'{sys.executable}' -m relsim check no-such-market 2>&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
