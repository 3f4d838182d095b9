"""Lines on a terminal: no line ends within a quantity, leads hang and items stand below."""

import pytest

from relsim.result.hypertext import as_html
from relsim.result.markdown import as_markdown
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Heading, Items, Paragraph, Row, Table
from relsim.result.terminal import as_text
from relsim.result.words import Sentence

GAIN = Quantity(0.093, Unit("points"), 0.081, 0.105, signed=True).with_doubt()
SENTENCE = Sentence("It keeps {gain} more, a pre-tested and well-known number.", gain=GAIN)
BLOCKS = [
    Heading("A <b>", "better"),
    Paragraph(SENTENCE, lead="Period 3:"),
    Items((SENTENCE, "<i>")),
    Paragraph("Small.", "small"),
]


@pytest.mark.parametrize("width", range(20, 80))
def test_no_line_ends_within_a_quantity_or_a_word(width):
    text = as_text([Paragraph(SENTENCE)], width)
    assert "±\u00a01.2\u00a0points" in text and "well-known" in text
    assert max(map(len, text.splitlines())) <= width


NAME = "Annual retention of customers"
NUMBERS = [Cell("−1,234,567", "± 12,345"), Cell(GAIN), Cell("82.7 %")]
TABLE = Table(
    "Numbers",
    ("none", "a strategy of a long name", "social"),
    (Row(NAME, "of customers, a year", tuple(NUMBERS), "retention"),),
    "figure",
)


@pytest.mark.parametrize("width", [*range(24, 81), 120])
def test_a_table_is_folded_and_never_cut(width):
    text = as_text([TABLE], width)
    assert max(map(len, text.splitlines())) <= width and "…" not in text
    assert all(word in text for word in NAME.split())
    assert all(number in text for number in ("−1,234,567", "± 12,345", "82.7 %"))


def test_words_in_a_table_are_folded_and_never_cut():
    rows = tuple(Row(name, "", (Cell("some words"),), name) for name in (NAME, "behaviour"))
    table = Table("Words", ("meaning",), rows, "name", prose=True)
    for width in range(30, 80):
        text = as_text([table], width)
        assert max(map(len, text.splitlines())) <= width and "…" not in text


def test_what_is_led_hangs_and_items_stand_below_it():
    lines = as_text(BLOCKS, 40).splitlines()
    assert lines[1].startswith("Period 3: It") and lines[2].startswith("  ")
    assert [line for line in lines if line.startswith("    It")]
    assert lines[-2:] == ["", "Small."]


def test_the_same_in_html_and_markdown():
    html, text = as_html(BLOCKS), as_markdown(BLOCKS)
    assert '<h4 class="better">A &lt;b&gt;</h4>' in html
    assert "<strong>Period 3:</strong> It keeps " in html
    assert "<ul><li>" in html and "<li>&lt;i&gt;</li></ul>" in html
    assert "**Period 3:** It keeps" in text and "\n- <i>\n" in text
