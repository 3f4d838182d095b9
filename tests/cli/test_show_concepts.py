"""``relsim show concepts``."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from relsim.textbook import concepts

README = Path(__file__).parent.parent.parent / "relsim" / "textbook" / "README.md"


def commands():
    """Return what the README tells people to type, without remarks."""
    lines = re.findall(r"^relsim (show .+)$", README.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.split(r" {3,}", line)[0] for line in lines]


@pytest.mark.parametrize("command", commands())
def test_the_readmes_commands_show_something(relsim_command, command):
    answer = relsim_command(*command.split())
    assert (answer.code, answer.err) == (0, "")
    assert re.search(r"S\d\.\d\d", answer.out)


def test_one_is_shown_in_full_by_either_word(relsim_command):
    one = relsim_command("show", "concept", "s1.20").out
    assert one == relsim_command("show", "concepts", "S1.20").out
    assert "Literature" in one


def test_json_holds_what_was_asked_for_and_nothing_else(relsim_command):
    answer = relsim_command("show", "concepts", "S4", "--emergent", "--json")
    (listing,) = json.loads(answer.out)
    assert [entry["id"] for entry in listing["entries"]] == [
        one.id for one in concepts("S4", emergent=True)
    ]
    assert answer.err == ""


def test_csv_has_a_row_each(relsim_command, tmp_path):
    path = tmp_path / "concepts.csv"
    answer = relsim_command("show", "concepts", "--kind", "number", "--csv", path)
    assert answer.code == 0 and str(path) in answer.err
    rows = pd.read_csv(path)
    assert list(rows["id"]) == [one.id for one in concepts(kind="number")]


def test_markdown_has_a_row_each(relsim_command):
    out = relsim_command("show", "concepts", "--markdown").out
    assert "['" not in out and "{'" not in out
    assert re.findall(r"^\| (S\d\.\d\d) \|", out, re.MULTILINE) == [one.id for one in concepts()]


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["concepts", "S1.29"], "S1.28"),
        (["concepts", "hostagez"], "hostages"),
        (["concepts", "--kind", "leaver"], "lever"),
        (["concepts", "--csv", "no-such-folder/x.csv"], "no-such-folder"),
        (["concepts", "--csv", "x.txt"], ".csv"),
        (["levers", "--emergent"], "show concepts"),
        (["strategies", "--kind", "lever"], "show concepts"),
        (["plan", "insurance", "hotel"], "one scenario"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_bad_input_is_refused_with_the_nearest(relsim_command, words, near):
    answer = relsim_command("show", *words)
    assert (answer.code, answer.out) == (2, "")
    assert near in answer.err
