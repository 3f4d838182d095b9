"""The report: one file that needs nothing, runs nothing foreign, and is always the same."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import relsim
from relsim.errors import InputError, StorageError
from relsim.result.markup import element, script
from relsim.study.compare import Failure
from relsim.view import CHARTS, document, to_html

pytestmark = pytest.mark.smoke

ATTACKS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "\"'><svg onload=alert(1)>",
    "<!--",
    "]]>&lt;b&gt;",
)
VOID = {"meta", "br", "hr"}


class Reader(HTMLParser):
    """Reads a page as a browser would, noting what it finds."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.open, self.scripts = [], [], [], []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attributes]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        if self.open and self.open[-1] == "script":
            self.scripts[-1] += text
        elif self.open and self.open[-1] != "style":
            self.words += text


@pytest.fixture(scope="session")
def text(lived):
    return to_html(lived)


@pytest.fixture(scope="session")
def read(text):
    return Reader(text)


def test_every_element_is_closed(read):
    assert read.open == []


def test_nothing_is_fetched_from_anywhere(read):
    fetching = {"src", "href", "srcset", "action", "data", "poster", "background"}
    assert not [one for one in read.attributes if one[1] in fetching]
    assert not {"link", "iframe", "object", "embed", "base", "form", "img"} & set(read.tags)


def test_no_address_stands_outside_the_drawing_program(text):
    rest = text.replace(document._drawing_program(), "")
    assert "http:" not in rest and "https:" not in rest and "@import" not in rest
    assert "url(" not in rest


def test_only_the_two_scripts_of_ours_may_run(read):
    policy = next(
        value for _, name, value in read.attributes if name == "content" and "script-src" in value
    )
    assert "default-src 'none'" in policy
    assert policy.count("sha256-") == 2
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    kinds = [value for tag, name, value in read.attributes if (tag, name) == ("script", "type")]
    assert len(read.scripts) - len(kinds) == 2
    assert set(kinds) == {"application/json"}


def test_the_same_comparison_gives_the_same_bytes(scenario, text):
    again = relsim.compare(scenario, ["none", "social", "structural"], replications=4, threads=1)
    assert to_html(again) == text


def test_the_file_is_the_program_and_little_more(text):
    assert len(text) - len(document._drawing_program()) < 400_000


def test_it_says_what_was_asked_and_how_to_ask_again(lived, read):
    for words in (
        lived.scenario.title,
        "Alba",
        "Personal contact",
        "How to read an interval",
        lived.scenario.fingerprint,
        lived.command,
        relsim.__version__,
    ):
        assert words in read.words


def test_every_chart_has_its_place_its_name_and_its_table(read):
    places = [value for tag, name, value in read.attributes if (tag, name) == ("div", "id")]
    assert places == [f"chart-{name}" for name in CHARTS]
    labels = [one for one in read.attributes if one[:2] == ("div", "aria-label")]
    assert len(labels) >= 2 * len(CHARTS)
    assert read.tags.count("details") == len(CHARTS)
    assert read.tags.count("caption") == read.tags.count("table")
    assert {value for tag, name, value in read.attributes if name == "scope"} == {"col", "row"}


def test_headings_go_down_one_step_at_a_time(read):
    levels = [int(tag[1]) for tag in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def hostile(attack):
    """Return a comparison in which everything that a user names is an attack."""
    firm, strategy = f"A{attack}", f"S{attack}"
    market = relsim.parse(
        f"""
[market]
title = {quoted("T" + attack)}
about = {quoted("B" + attack)}
currency = {quoted(attack[:8])}
customers = 100
periods = 12
[[segments]]
name = {quoted("G" + attack)}
[[firms]]
name = {quoted(firm)}
[[firms]]
name = "Brio"
[[events]]
name = {quoted("E" + attack)}
period = 1
firm = {quoted(firm)}
set = {{ price = 21.0 }}
[strategies.{quoted(strategy)}]
social = 0.5
"""
    )
    found = relsim.compare(market, ["none", strategy], replications=2)
    failure = Failure(strategy, 0, f"Error: {attack}", attack)
    return replace(found, failures=(failure,), command=f"relsim compare {attack}")


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_a_user_writes_is_text(read, attack):
    found = Reader(to_html(hostile(attack)))
    assert set(found.tags) <= set(read.tags) | {"div", "p", "noscript"}
    assert len(found.scripts) == len(read.scripts)
    assert not [one for one in found.attributes if one[1].startswith("on")]
    assert found.open == []
    assert f"T{attack}" in found.words
    assert f"B{attack}" in found.words
    assert f"S{attack}" in found.words
    assert f"E{attack}" in found.words


def test_failed_and_interrupted_runs_are_told_before_anything_else(lived):
    failure = Failure("social", 0, "ZeroDivisionError: by nothing", "")
    words = Reader(to_html(replace(lived, failures=(failure,), interrupted=True))).words
    assert 0 < words.index("Interrupted") < words.index("In short")
    assert 0 < words.index("1 of 12 runs failed") < words.index("In short")


@pytest.mark.parametrize(
    "empty", [{"market.customers": 0}, {"market.periods": 0}, {"market.periods": 1}]
)
def test_an_empty_market_has_a_report(scenario, empty):
    comparison = relsim.compare(scenario.with_overrides(empty), replications=2)
    words = Reader(to_html(comparison)).words
    assert "Annual retention is undefined" in words
    assert not re.search(r"\b(nan|NaN|inf|None)\b", words)


def test_one_strategy_alone_has_a_report(scenario):
    words = Reader(to_html(relsim.compare(scenario, ["social"], replications=2))).words
    assert "What does the strategy social bonding lead to for Alba?" in words
    assert "Under social bonding, annual retention is" in words


def test_a_strategy_named_twice_is_described_twice(scenario):
    words = Reader(to_html(relsim.compare(scenario, ["none", "social", "social"], replications=2)))
    assert "social (2)" in words.words


def test_the_report_is_written_whole(lived, text, tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")
    assert relsim.report(lived, path) == path
    assert path.read_text(encoding="utf-8") == text
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("place", ["", "nowhere/report.html"])
def test_a_path_that_cannot_be_written_is_refused(lived, tmp_path, place):
    with pytest.raises(InputError, match="folder"):
        relsim.report(lived, tmp_path / place)


def test_a_disk_that_refuses_leaves_the_old_file(lived, tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")

    def full(*paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("relsim.result.saving.os.replace", full)
    with pytest.raises(StorageError, match="No space left"):
        relsim.report(lived, path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_a_script_cannot_hold_its_own_end():
    with pytest.raises(ValueError, match="end"):
        script("'</SCRIPT>'")


def test_attributes_are_escaped():
    assert element("p", title='"><b>') == '<p title="&quot;&gt;&lt;b&gt;"></p>'
