"""``relsim read``: data alone on standard output, faults in one paragraph."""

import json
import shlex

import pytest

import relsim
from tests.study.shapes import FOLDER


@pytest.mark.parametrize("shape", ["customers", "transactions", "triangle", "survey"])
def test_json_is_what_was_understood(relsim_command, shape):
    answer = relsim_command("read", FOLDER / f"{shape}_continental.csv", "--json")
    assert answer.code == 0 and answer.err == ""
    found = json.loads(answer.out)
    assert found["shape"] == shape and found["separator"] == "semicolons"
    assert found["settings"]["command"].startswith("relsim read ")


def test_what_it_asks_stands_first_and_the_answer_is_taken(relsim_command, tmp_path):
    file = FOLDER / "customers_english.csv"
    asked = relsim_command("read", file)
    assert asked.out.startswith("Does the mark mean who ever left")
    target = tmp_path / "curve.csv"
    told = relsim_command("read", file, "--leavers", "ever", "--by", "Contract", "--csv", target)
    assert "Does the mark" not in told.out and "Groups by Contract" in told.out
    assert target.read_text().startswith("group,period,at_risk,ended,share,low,high")


def test_a_file_of_nothing_known_says_what_is_needed(relsim_command):
    answer = relsim_command("read", FOLDER / "broken_unknown.csv")
    assert answer.code == 2 and "--column tenure=HEADING" in " ".join(answer.err.split())


@pytest.mark.parametrize("word", ["tenure", "=x", "tenure="])
def test_a_column_is_said_as_a_pair(relsim_command, word):
    answer = relsim_command("read", FOLDER / "customers_english.csv", "--column", word)
    assert answer.code == 2 and "write NAME=VALUE" in answer.err


def test_no_result_takes_the_place_of_the_data(relsim_command, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_bytes((FOLDER / "customers_english.csv").read_bytes())
    answer = relsim_command("read", file, "--csv", file)
    assert answer.code == 2 and file.read_bytes().startswith(b"customerID")


def test_a_reading_ends_with_the_command_that_fits_a_market_to_it(relsim_command, tmp_path):
    """As far as nothing is open: each is taken by the command line, and refused for no option."""
    (tmp_path / "log.csv").write_bytes((FOLDER / "transactions_english.csv").read_bytes())
    (tmp_path / "people.csv").write_text("id,tenure,churn\n1,3,yes\n2,4,no\n3,4,yes\n")
    weekly = relsim.read(tmp_path / "log.csv", period="week", silence=40.0)
    assert "--silence 40" in weekly.next_command()
    assert "--set 'market.period=\"week\"'" in weekly.next_command()
    assert relsim.read(tmp_path / "people.csv").next_command() == ""
    for found in (
        relsim.read(tmp_path / "log.csv"),
        relsim.read(tmp_path / "people.csv", leavers="ever"),
    ):
        said = found.next_command()
        assert said in " ".join(map(str, found.notes()))
        words = [word.replace("mine.toml", "nowhere.toml") for word in shlex.split(said)[1:]]
        answer = relsim_command(*words)
        assert answer.code == 2 and "nowhere.toml" in answer.err
