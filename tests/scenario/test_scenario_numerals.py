"""Numbers with separators, odd blanks and backslashes: named, with what to write instead."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relsim.errors import ScenarioError
from relsim.scenario import load, parse, parse_assignment
from relsim.scenario.numerals import ODD_BLANKS, readings, rewritten

FIRM = '[[firms]]\nname = "Alba"\n'
NETWORK = FIRM + '[market]\nnetwork = "file"\nnetwork_file = '
CUSTOMERS = "market.customers"

# What somebody writes for a number, and what relsim asks for.
MEANT = [
    ("5,000", "5000"),
    ("1,234,567", "1234567"),
    ("1.234.567", "1234567"),
    ("5 000", "5000"),
    ("5'000", "5000"),
    ("5’000", "5000"),
    *((f"5{blank}000", "5000") for blank in ODD_BLANKS),
    ("1.234,5", "1234.5"),
    ("1,234.5", "1234.5"),
    ("5,5", "5.5"),
    ("0,500", "0.5"),
]


def refused(text: str, overrides: dict[str, object] | None = None) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse(text, overrides, name="a.toml")
    return str(caught.value)


@pytest.mark.parametrize(("written", "meant"), MEANT)
def test_toml_and_set_and_text_in_quotes_ask_for_the_same_number(written: str, meant: str) -> None:
    in_toml = refused(f"[market]\nfreedom = {written}\n{FIRM}")
    in_set = refused(FIRM, dict([parse_assignment(f"{CUSTOMERS}={written}")]))
    in_quotes = refused(f'[market]\ncustomers = "{written}"\n{FIRM}')
    for said in (in_toml, in_set, in_quotes):
        assert said.endswith((f"Write {meant}.", f"Write a decimal point: {meant}."))


def test_a_number_in_a_table_on_one_line_is_named_too() -> None:
    said = refused('[[segments]]\nname = "a"\nneed_rate = { mean = 0,9 }\n' + FIRM)
    assert "Write a decimal point: 0.9." in said


@pytest.mark.parametrize("written", ["2.500", "5.000"])
def test_a_count_with_a_point_is_asked_for_without(written: str) -> None:
    said = refused(f"[market]\ncustomers = {written}\n{FIRM}")
    assert f"for thousands write {written.replace('.', '')}, without a point" in said


@pytest.mark.parametrize("line", ["periods =\u00a050", "periods = 50\u202f", "a\u2009b = 1"])
def test_an_odd_blank_between_the_words_of_a_line_is_named(line: str) -> None:
    said = refused(f"[market]\n{line}\n{FIRM}")
    assert "space (U+" in said and "write a plain blank" in said.lower()


def test_an_odd_blank_in_a_name_is_told_from_a_plain_one() -> None:
    said = refused(FIRM.replace("Alba", "Alba\u00a0Nord"), {"firms.Alba Nord.price": 3.0})
    assert 'no "Alba Nord"' in said and "Did you mean Alba[no-break space]Nord?" in said


def test_an_odd_blank_in_a_file_name_is_told_from_a_plain_one(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=re.escape("a[no-break space]b.toml")):
        load("a\u00a0b.toml")
    with pytest.raises(ScenarioError, match=re.escape("my[no-break space]friends.csv")):
        parse(NETWORK + '"my\u00a0friends.csv"', folder=tmp_path)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (r'"data\friends.csv"', "a backslash begins an escape"),
        (r'"data\nets\ties.csv"', "a backslash begins an escape"),
        (r'"data\daten.csv"', "Write / between folders"),
        (r'"C:\Users\friends.csv"', "Write / between folders"),
        (r"'data\friends.csv'", "Write / between folders"),
    ],
)
def test_a_backslash_in_a_path_is_named_once(tmp_path: Path, path: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse(NETWORK + path, folder=tmp_path)
    assert words in str(caught.value) and len(caught.value.faults) == 1


@given(st.integers(0, 10**12), st.sampled_from([",", ".", " ", "'", *ODD_BLANKS]))
def test_thousands_set_apart_by_any_sign_are_read(number: int, sign: str) -> None:
    assert float(number) in readings(f"{number:,}".replace(",", sign)).values()


@given(st.text(max_size=30))
def test_any_text_is_read_or_is_no_number(text: str) -> None:
    assert all(not math.isnan(value) for value in readings(text).values())
    assert not rewritten(text) or readings(text)
