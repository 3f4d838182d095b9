"""The edge list of a market's own network: line and column of everything that is no tie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from relsim.errors import ScenarioError
from relsim.scenario import Scenario, load

TEXT = """[market]
customers = 10
network = "file"
network_file = "friends.csv"
[[firms]]
name = "Alba"
"""

# What it is; the bytes; where it is refused; words of the refusal.
REFUSED = [
    ("one column", b"0,1\n2\n", "friends.csv:2:", "found 1 columns"),
    ("three columns", b"0,1,2\n", "friends.csv:1:", "found 3 columns"),
    ("two decimal commas", b"0,5;1,5\n", "friends.csv:1:", "found 3 columns"),
    ("an empty cell", b"0,\n", "friends.csv:1 column 2:", 'found ""'),
    ("a header", b"one,other\n0,1\n", "friends.csv:1 column 1:", 'found "one"'),
    ("a name", b"0,1\n2,Bea\n", "friends.csv:2 column 2:", 'found "Bea"'),
    ("a decimal point", b"0,1.0\n", "friends.csv:1 column 2:", "Rows have no decimals"),
    ("a negative row", b"0,-1\n", "friends.csv:1 column 2:", 'found "-1"'),
    ("a semicolon", b"0;1\n", "friends.csv:1:", "found 1 columns"),
    ("quotes", b'"0","1"\n', "friends.csv:1 column 1:", "found"),
    ("a power of ten", b"0,1e0\n", "friends.csv:1 column 2:", 'found "1e0"'),
    ("a number in another script", "0,٣\n".encode(), "friends.csv:1 column 2:", "found"),
    ("a customer too many", b"0,10\n", "friends.csv:1 column 2:", "rows run from 0 to 9"),
    ("a huge number", b"0," + b"9" * 5_000 + b"\n", "friends.csv:1 column 2:", "no customer 999"),
    ("a tie to itself", b"0,1\n\n# note\n3,3\n", "friends.csv:4:", "customer 3 is tied to itself"),
    ("not UTF-8", b"0,1\n\xff\n", "friends.csv:2:", "not UTF-8"),
    ("a control character", b"0,\x1b[31m\n", "friends.csv:1 column 2:", 'found "\\u001b[31m"'),
    ("not text at all", b"\x89PNG\r\n\x1a\n", "friends.csv:1:", "not UTF-8"),
    ("a line of ten thousand columns", b"1," * 10_000, "friends.csv:1:", "found 10001 columns"),
]
FINE = [
    b"",
    b"0,1\n",
    b"0 1\n",
    b"0\t1\n",
    b"0 , 1\n",
    b"\xef\xbb\xbf0,1\r\n2,3\r\n",
    b"#x\n0,1 #y",
]


def loaded(folder: Path, edges: bytes) -> Scenario:
    (folder / "a.toml").write_text(TEXT, encoding="utf-8")
    (folder / "friends.csv").write_bytes(edges)
    return load(folder / "a.toml")


@pytest.mark.parametrize(
    ("edges", "where", "words"), [x[1:] for x in REFUSED], ids=[x[0] for x in REFUSED]
)
def test_a_wrong_edge_list_is_refused_with_line_and_column(
    tmp_path: Path, edges: bytes, where: str, words: str
) -> None:
    with pytest.raises(ScenarioError) as refusal:
        loaded(tmp_path, edges)
    (said, *_) = str(refusal.value).split("\n\n")
    assert said.startswith(where) and words in said
    assert said.isprintable() and len(said) < 400


@pytest.mark.parametrize("edges", FINE, ids=repr)
def test_a_right_edge_list_is_welcome(tmp_path: Path, edges: bytes) -> None:
    assert loaded(tmp_path, edges).network_path == tmp_path / "friends.csv"


def test_only_the_first_wrong_lines_are_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as refusal:
        loaded(tmp_path, b"x\n" * 100_000)
    assert len(refusal.value.faults) == 20


def test_an_edge_list_that_was_mended_is_read_again(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError):
        loaded(tmp_path, b"0,10\n")
    loaded(tmp_path, b"0,9\n")
    os.utime(tmp_path / "friends.csv", ns=(1, 1))
    with pytest.raises(ScenarioError):
        load(tmp_path / "a.toml", {"market.customers": 9})


def test_an_edge_list_that_nobody_asks_for_is_not_read(tmp_path: Path) -> None:
    text = TEXT.replace('network = "file"', 'network = "none"')
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "a.toml").network_path is None
