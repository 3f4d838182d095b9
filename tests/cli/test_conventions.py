"""What holds for every command: help, exit codes, streams, faults."""

import os
import re
import subprocess
import sys

import pytest

import relsim
import relsim.study.compare.worlds
from relsim.cli.application import application
from relsim.errors import StorageError

EVERY = [one.name for one in application().registered_commands]
COMMANDS = [
    "compare",
    "sweep",
    "sensitivity",
    "optimise",
    "merge",
    "export",
    "claims",
    "run",
    "story",
    "read",
    "fit",
    "check",
    "new",
    "show",
]


def shell(*words, **keywords):
    return subprocess.run(
        [sys.executable, "-m", "relsim", *words],
        capture_output=True,
        text=True,
        check=False,
        **keywords,
    )


@pytest.mark.parametrize("command", EVERY)
def test_help_has_an_example(relsim_command, command):
    answer = relsim_command(command, "--help")
    assert answer.code == 0
    assert f"relsim {command} " in answer.out.split("Examples:")[1]


@pytest.mark.parametrize("command", EVERY)
def test_help_names_an_extra_with_its_brackets(relsim_command, command):
    """Rich takes what stands in brackets for its markup unless somebody says that it is text."""
    for named in relsim_command(command, "--help").out.split("pip install")[1:]:
        assert re.match(r"[\s│]+'relsim\[[a-z]+\]'", named), named


def test_help_names_every_command(relsim_command):
    answer = relsim_command("--help")
    assert all(command in answer.out for command in {*COMMANDS, *EVERY})


def test_version(relsim_command):
    assert relsim_command("--version").out == f"relsim {relsim.__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["compair", "insurance"],
        ["compare"],
        ["compare", "insurance", "--replications", "ten"],
        ["compare", "insurance", "--replications", "0"],
        ["compare", "insurance", "--seed", "-1"],
        ["compare", "no-such-market"],
        ["check", "no-such-market"],
        ["run", "no-such-market"],
        ["show", "nonsense"],
        ["show", "levers", "insurance"],
        ["show", "levers", "--json", "--markdown"],
    ],
    ids=" ".join,
)
def test_bad_input_is_exit_code_2_on_standard_error(relsim_command, words):
    answer = relsim_command(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err
    assert "Traceback" not in answer.err


def test_a_near_command_is_suggested(relsim_command):
    assert "compare" in relsim_command("compair").err


def test_a_fault_of_ours_leaves_a_file_to_send(
    relsim_command, fake_engine, scenario_file, monkeypatch, tmp_path
):
    def broken(*arguments):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(relsim.study.compare.worlds, "live", broken)
    answer = relsim_command("compare", scenario_file)
    assert answer.code == 1
    assert "fault of relsim" in answer.err
    assert "Traceback" not in answer.err
    (report,) = tmp_path.glob("relsim-fault-*.txt")
    assert str(report) in answer.err
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError: by nothing" in text and "relsim compare" in text


def test_trouble_with_storage_is_exit_code_4(
    relsim_command, fake_engine, scenario_file, monkeypatch, tmp_path
):
    def full(*arguments):
        raise StorageError("the disk is full")

    monkeypatch.setattr("relsim.result.exports.write_whole", full)
    answer = relsim_command("compare", scenario_file, "--csv", tmp_path / "x.csv")
    assert (answer.code, answer.err.strip()) == (4, "the disk is full")


def test_wrong_input_is_refused_before_the_engine_is_loaded(scenario_file):
    code = (
        "import sys\n"
        "from relsim.cli.faults import exit_code_of\n"
        f"code = exit_code_of(['compare', {str(scenario_file)!r}, '-s', 'nonsense'])\n"
        "heavy = {'numba', 'mesa', 'pandas', 'scipy'} & set(sys.modules)\n"
        "print(code, sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2 []\n"


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        ((), {"relsim.scenario", "relsim.behaviour", "pydantic", "pandas", "asyncio"}),
        (
            ("compare", "no-such-file.toml"),
            {"relsim.cli.commands.show", "relsim.study", "rich.console", "numpy"},
        ),
    ],
    ids=["help", "a file refused"],
)
def test_what_is_said_at_once_loads_nothing_needless(words, needless):
    """Both took half a second, most of it for loading what they do not use."""
    code = (
        "import sys\n"
        "from relsim.cli.faults import exit_code_of\n"
        f"code = exit_code_of({[*words] or ['--help']})\n"
        "print(code, *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    code, *loaded = done.stdout.splitlines()[-1].split()
    assert code == ("2" if words else "0")
    assert not needless.intersection(loaded)


def test_a_file_of_commands_is_called_what_its_command_is():
    for name in EVERY:
        assert [one.name for one in application([name]).registered_commands] == [name]


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize("words", ["show parameters", "show schema", "show levers --markdown"])
def test_a_closed_pipe_is_no_fault(words):
    command = f"set -o pipefail; '{sys.executable}' -m relsim {words} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""


def test_no_colour_where_nobody_watches(scenario_file):
    done = shell("show", "strategies")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout


def test_a_narrow_encoding_breaks_nothing():
    done = shell("show", "levers", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("encoding", "shown"), [("ascii", b"-5 +/- 1 EUR 2?"), ("cp1252", b"-5 \xb1 1 \x802?")]
)
def test_a_sign_that_an_encoding_lacks_is_not_lost(encoding, shown):
    code = (
        "from relsim.cli.encoding import speak_plainly\n"
        "speak_plainly()\n"
        "print('−5 ± 1 €2雪', end='')"
    )
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, check=True)
    assert done.stdout == shown
