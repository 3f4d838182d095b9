"""``FIGURE=AMOUNT``: what is read, in which units, and what is refused."""

import shlex

import pytest

from relsim.errors import InputError
from relsim.scenario.command import command
from relsim.study.compare.amounts import in_units, read_amounts
from tests.study.fakes import FakeScenario


def test_percentages_are_in_points_and_money_is_money():
    amounts = in_units("precision", {"retention": 0.5, "npv": 10_000})
    assert amounts == {"retention": 0.005, "npv": 10_000.0}


def test_what_is_written_is_read_again():
    amounts = {"retention": 0.1, "npv": 10_000.0}
    words = shlex.split(command("compare", FakeScenario(), {"precision": amounts}))[3:]
    assert words[::2] == ["--precision", "--precision"]
    assert read_amounts("precision", words[1::2]) == amounts


def test_nothing_is_nothing():
    assert read_amounts("precision", None) is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["retention"], "Write FIGURE=AMOUNT"),
        (["=0.5"], "Write FIGURE=AMOUNT"),
        (["retention=half"], "Write FIGURE=AMOUNT"),
        (["retention=nan"], "Write FIGURE=AMOUNT"),
        (["retenton=1"], 'no figure "retenton". Did you mean retention'),
        (["retention=0"], "a number above 0"),
        (["retention=-1"], "a number above 0"),
        (["retention=inf"], "a number above 0"),
        (["npv=1", "npv=2"], "named twice"),
    ],
)
def test_refuses(texts, expected):
    with pytest.raises(InputError, match=expected):
        read_amounts("precision", texts)


@pytest.mark.parametrize("value", [True, "1", None])
def test_an_amount_is_a_number(value):
    with pytest.raises(InputError, match="a number above 0"):
        in_units("equivalence", {"npv": value})
