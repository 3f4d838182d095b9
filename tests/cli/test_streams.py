"""Standard streams and files: closed, full, gone, in another encoding, or ``-``."""

import io
import json
import os
import stat
import subprocess
import sys

import pandas as pd
import pytest
from openpyxl import load_workbook

import relsim.cli.output
from relsim.cli.output import Log, progress
from relsim.errors import StorageError
from relsim.result.exports import as_workbook
from relsim.result.saving import check_writable, write_whole
from tests.importing import ROOT

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
SMALL = (
    "compare insurance -n 2 -s none,social --settings none "
    "--set market.customers=60 --set market.periods=12"
)


def shell(line, **environment):
    """Return what a command leaves that a shell starts, with redirections."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{sys.executable}' -m relsim {line}"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )


@posix
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
def test_json_is_utf_8_whatever_a_terminal_is_set_to(encoding):
    done = shell("show parameters --json", PYTHONIOENCODING=encoding)
    text = done.stdout.decode("utf-8")
    assert "−" in text or "…" in text or "–" in text
    assert json.loads(text)


@posix
@pytest.mark.parametrize("what", [SMALL, f"{SMALL} --json", "show levers", "--help", "show schema"])
def test_a_full_device_is_said_and_no_fault_of_ours(what):
    done = shell(f"{what} > /dev/full")
    assert done.returncode == 4
    assert b"Standard output could not be written: No space left" in done.stderr
    assert b"fault of relsim" not in done.stderr


@posix
@pytest.mark.parametrize("what", [SMALL, "check insurance", "show plan --json"])
def test_a_closed_output_is_said(what):
    done = shell(f"{what} >&-")
    assert done.returncode == 4
    assert done.stderr.decode().endswith("could not be written: it is closed.\n")


@posix
@pytest.mark.parametrize(
    "redirection", [">&-", "2>&-", "<&-", "> /dev/full", "2> /dev/full", "| :"]
)
def test_files_are_written_whatever_the_streams_are(tmp_path, redirection):
    path = tmp_path / "social.csv"
    shell(f"{SMALL} --csv {path} {redirection}")
    assert path.read_text(encoding="utf-8").startswith("strategy,")
    assert sorted(tmp_path.iterdir()) == [path, tmp_path / "social.settings.csv"]


@posix
@pytest.mark.parametrize(
    "option", ["--csv x/social.csv", "--xlsx x/social.xlsx", "--report x/a.html"]
)
def test_the_result_is_shown_although_no_file_can_be_written(tmp_path, option):
    """The folder goes while worlds are lived through."""
    code = (
        "import os, sys, relsim.study.compare as compare\n"
        "whole = compare.compare\n"
        "def then_gone(*words, **named):\n"
        "    found = whole(*words, **named)\n"
        "    os.rmdir('x')\n"
        "    return found\n"
        "compare.compare = then_gone\n"
        "from relsim.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    (tmp_path / "x").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code, *SMALL.split(), *option.split()],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4 and "could not be written" in done.stderr
    assert "Annual retention" in done.stdout


@posix
def test_a_scenario_comes_from_standard_input(scenario_file):
    done = shell(f"check - < {scenario_file}")
    assert done.returncode == 0 and b"stdin is fine" in done.stdout
    wrong = shell("check - <<< 'firms = 3'")
    assert wrong.returncode == 2 and wrong.stderr.startswith(b"stdin:1 firms")
    closed = shell("check - <&-")
    assert closed.returncode == 2 and b"standard input" in closed.stderr


@posix
@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (f"{SMALL} --csv -", b"strategy,"),
        (f"{SMALL} --xlsx -", b"PK"),
        (f"{SMALL} --report -", b"<!DOCTYPE html>"),
        ("run insurance --set market.customers=60 --spells-csv -", b"customer,"),
        ("story insurance --set market.customers=60 --customer 3 --csv -", b""),
        (
            "sweep insurance --vary market.freedom=0:1:2 -n 2 --set market.customers=60 --csv -",
            b"p",
        ),
        ("new -", b"#"),
        ("show concepts S1.20 --csv -", b"id,"),
    ],
)
def test_a_file_goes_to_standard_output_and_nothing_else_does(tmp_path, words, begins):
    done = shell(f"{words} 2> {tmp_path / 'said'}")
    assert done.returncode == 0
    assert done.stdout.lower().startswith(begins.lower())
    assert b"Annual retention\n" not in done.stdout and done.stdout
    assert "Written" not in (tmp_path / "said").read_text(encoding="utf-8")


@posix
def test_a_pipe_of_the_shell_needs_no_ending():
    done = shell(f"{SMALL} --csv >(cat >&2)")
    assert done.returncode == 0 and b"strategy," in done.stderr


@pytest.mark.parametrize(
    "words",
    [["--csv", "-", "--json"], ["--csv", "-", "--xlsx", "-"], ["--xlsx", "-", "--report", "-"]],
)
def test_two_things_on_standard_output_are_refused(relsim_command, scenario_file, words):
    answer = relsim_command("compare", scenario_file, *words)
    assert answer.code == 2 and "standard output" in answer.err and answer.out == ""


def test_a_log_is_told_now_and_then_without_carriage_returns(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(relsim.cli.output.time, "monotonic", lambda: now[0])
    log = Log("Comparing on insurance")
    for done in range(1, 101):
        now[0] += 1.0
        log.report(done, 100)
    lines = capsys.readouterr().err.split("\n")
    assert lines[0] == "Comparing on insurance: 30 of 100, about 70 seconds left."
    assert len(lines) == 4 and lines[-1] == "" and "\r" not in "".join(lines)


def test_a_log_tells_since_when_while_nobody_knows_how_long(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(relsim.cli.output.time, "monotonic", lambda: now[0])
    log = Log("Reading purchases.csv")
    for _ in range(65):
        now[0] += 1.0
        log.say()
    assert capsys.readouterr().err.splitlines() == [
        "Reading purchases.csv: 30 seconds so far.",
        "Reading purchases.csv: 60 seconds so far.",
    ]


def test_a_terminal_shows_what_goes_on_while_nobody_knows_how_long(monkeypatch):
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as screen:
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setenv("TERM", "xterm")
        with progress("Reading purchases.csv") as report:
            seen = os.read(ours, 10_000).decode()
            while "so far" not in seen:
                seen += os.read(ours, 10_000).decode()
            report(0, 20)
            while "0 of 20" not in seen:
                seen += os.read(ours, 10_000).decode()
        os.close(ours)
    assert "Reading purchases.csv" in seen


def test_a_workbook_is_written_before_1980(monkeypatch):
    monkeypatch.setattr("time.time", lambda: 0.0)
    data = as_workbook({"figures": pd.DataFrame({"name": ["social"]})})
    assert load_workbook(io.BytesIO(data))["figures"]["A2"].value == "social"


def test_a_full_temporary_folder_is_trouble_with_storage(monkeypatch):
    def full(*arguments, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", full)
    with pytest.raises(StorageError, match="temporary folder"):
        as_workbook({"figures": pd.DataFrame({"name": ["social"]})})


@posix
def test_what_is_replaced_keeps_its_mode_and_its_link(tmp_path):
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "a.csv", tmp_path / "a.csv"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(check_writable(link), "new")
    assert link.is_symlink() and real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [one.name for one in real.parent.iterdir()] == ["a.csv"]


@posix
def test_a_link_to_nothing_yet_is_followed(tmp_path):
    link = tmp_path / "a.csv"
    link.symlink_to(tmp_path / "b.csv")
    write_whole(check_writable(link), "new")
    assert link.is_symlink() and (tmp_path / "b.csv").read_text() == "new"


@posix
def test_a_pipe_stays_one(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        write_whole(check_writable(pipe), "new")
        assert reader.communicate()[0] == b"new"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_ctrl_c_while_writing_leaves_nothing_behind(tmp_path, monkeypatch):
    def pressed(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", pressed)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.csv", "new")
    assert list(tmp_path.iterdir()) == []


def test_the_longest_name_is_written(tmp_path):
    path = tmp_path / ("a" * 250 + ".csv")
    write_whole(path, "new")
    assert path.read_text() == "new"


@posix
def test_the_folder_is_synced(tmp_path, monkeypatch):
    synced = []
    whole = os.fsync
    monkeypatch.setattr("os.fsync", lambda one: (synced.append(os.fstat(one).st_ino), whole(one)))
    write_whole(tmp_path / "a.csv", "new")
    assert synced[-1] == tmp_path.stat().st_ino
