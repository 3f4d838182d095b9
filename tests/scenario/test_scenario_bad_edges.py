"""The edge list of a market's own network: line and column of everything that is no tie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from relsim.errors import ScenarioError
from relsim.scenario import Scenario, load
from relsim.scenario.edges import Numbering, read_ties

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
    ("a weight", b"from,to,weight\n0,1,0.5\n1,2,0.5\n", "friends.csv:2:", "Ties have no weight"),
    ("nothing", b"", "friends.csv:", "the file holds no tie"),
    ("a header alone", b"from,to\n", "friends.csv:", "the file holds no tie"),
    ("a tie twice", b"0,1\n1,2\n0,1\n", "friends.csv:3:", "of 0 and 1 stands on line 1 already"),
    ("a count from 1 to the last", b"1,2\n3,10\n", "friends.csv:", "seems to count from 1"),
    ("a count from 1 or from 0", b"1,2\n3,9\n", "friends.csv:", "may count from 1"),
    ("one above the last", b"0,1\n2,10\n", "friends.csv:2 column 2:", "no customer 10"),
    ("two decimal commas", b"0,5;1,5\n", "friends.csv:1:", "found 4 columns"),
    ("an empty cell", b"0,\n", "friends.csv:1 column 2:", 'found ""'),
    ("two headers", b"one,other\none,other\n0,1\n", "friends.csv:2 column 1:", 'found "one"'),
    ("a name", b"0,1\n2,Bea\n", "friends.csv:2 column 2:", 'found "Bea"'),
    ("a decimal point", b"0,1.0\n", "friends.csv:1 column 2:", "Rows have no decimals"),
    ("a negative row", b"0,-1\n", "friends.csv:1 column 2:", 'found "-1"'),
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
    b"0,1\n",
    b"from;to\n0;1\n",
    b'"source","target"\n"0","1"\n',
    b"0,1\n1,0\n",
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
        loaded(tmp_path, b"0 1\n" + b"x\n" * 100_000)
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


def test_a_weight_is_told_once_for_the_whole_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as refusal:
        loaded(tmp_path, b"0,1,0.5\n" * 100)
    assert len(refusal.value.faults) == 1


def test_a_doubtful_count_is_told_once_and_settled_by_the_scenario(tmp_path: Path) -> None:
    edges = b"1,2\n2,10\n"
    with pytest.raises(ScenarioError, match="Write network_first = 1") as refusal:
        loaded(tmp_path, edges)
    assert len(refusal.value.faults) == 1
    from_1 = load(tmp_path / "a.toml", {"market.network_first": 1})
    assert ties_of(from_1) == [[0, 1], [1, 9]]
    with pytest.raises(ScenarioError, match="rows run from 0 to 9"):
        load(tmp_path / "a.toml", {"market.network_first": 0})
    (tmp_path / "friends.csv").write_bytes(b"1,2\n2,9\n")
    assert ties_of(load(tmp_path / "a.toml", {"market.network_first": 0})) == [[1, 2], [2, 9]]
    (tmp_path / "friends.csv").write_bytes(b"0,1\n")
    with pytest.raises(ScenarioError, match="rows run from 1 to 10"):
        load(tmp_path / "a.toml", {"market.network_first": 1})


def test_a_tie_from_both_sides_is_one_and_the_order_stays(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, b"3,1\n0,1\n1,3\n")
    assert ties_of(scenario) == [[3, 1], [0, 1]]


def ties_of(scenario: Scenario) -> list[list[int]]:
    path = scenario.network_path
    assert path is not None
    market = scenario.market
    return read_ties(
        path, "friends.csv", Numbering(market.customers, market.network_first)
    ).tolist()
