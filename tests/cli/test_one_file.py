"""Two results in one file, or a result in place of what it is made from, are refused at once."""

from pathlib import Path

import pytest

from relsim.cli import main

SMALL = ["--set", "market.customers=50", "--set", "market.periods=12"]
FIT = ("fit", "insurance", "-p", "behaviour.loss_aversion")


def refused(capsys, *words):
    with pytest.raises(SystemExit) as leaving:
        main([str(word) for word in words])
    said = capsys.readouterr().err
    assert leaving.value.code == 2, said
    return said


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("cohort.csv").write_text("period,customers\n0,10\n1,9\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("run", "insurance", "--periods-csv", "a.csv", "--spells-csv", "./a.csv"),
        ("run", "insurance", "--periods-csv", "a.csv", "--spells-csv", "a.settings.csv"),
        (*FIT, "--cohort", "cohort.csv", "--csv", "cohort.csv"),
        ("compare", "insurance", "--settings", "20", "--store", "r.csv", "--csv", "r.csv"),
    ],
)
def test_one_file_for_two_is_refused(capsys, folder, words):
    before = sorted(path.name for path in folder.iterdir())
    assert "Name another one." in refused(capsys, *words, *SMALL)
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize("command", [("compare", "insurance"), ("sweep", "insurance")])
@pytest.mark.parametrize(("option", "file"), [("--csv", "out.txt"), ("--xlsx", "out.csv")])
def test_an_ending_that_says_something_else_is_refused(capsys, folder, command, option, file):
    vary = ("--vary", "market.freedom=0:1:2") if command[0] == "sweep" else ()
    assert "allowed is a name that ends in" in refused(capsys, *command, *vary, option, file)
    assert [path.name for path in folder.iterdir()] == ["cohort.csv"]


def test_a_sweep_over_two_numbers_is_reported_with_a_map(relsim_command):
    vary = ("--vary", "market.freedom=0:1:2", "--vary", "firms.Alba.price=19:21:2")
    words = ("insurance", "-s", "none,social", *vary, "-n", "2", "--report", "map.html")
    assert relsim_command("sweep", *words, *SMALL).code == 0
    assert "Best in net present value in each cell" in Path("map.html").read_text("utf-8")


def test_a_link_to_the_same_file_is_the_same_file(capsys, folder):
    Path("link.csv").symlink_to("a.csv")
    words = ("run", "insurance", "--periods-csv", "a.csv", "--customers-csv", "link.csv")
    assert "is the file of --periods-csv, too" in refused(capsys, *words, *SMALL)
