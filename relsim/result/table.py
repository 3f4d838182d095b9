"""What an answer is made of, whatever shows it: headings, paragraphs, items, tables of values.

Cells hold values, and a row its key, so that a page or a file can use them; text is made from
them when they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from relsim.result.quantity import Quantity
from relsim.result.words import Sentence

Shown = str | Quantity | Sentence
"""What people can be shown: a user's or a declared text, a value, or words with values."""

Mood = Literal["", "better", "worse"]
"""Whether an interval leaves no doubt, and which way."""

Tone = Literal["plain", "warning", "small", "strong"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and below it its doubt or what it rests on."""

    top: Shown
    bottom: Shown = ""
    mood: Mood = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One subject over all columns, with its heading in two lines and the key of the subject."""

    top: Shown
    bottom: Shown
    cells: tuple[Cell, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a column a strategy (or whatever stands side by side), a row a figure.

    Parameters
    ----------
    title : str or Sentence
        Above it; empty for none.
    columns : tuple of str
        Names, of strategies for example: a user's own text.
    rows : tuple of Row
        From top to bottom.
    corner : str
        Heading of the rows' own column.
    prose : bool
        True where cells are words, which stand on the left and are folded to the width.
    """

    title: Shown
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    corner: str = ""
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a part of an answer; in colour where it says good or bad news."""

    text: Shown
    mood: Mood = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several, how loud it is said, and what leads it in: ``Period 3:``."""

    text: Shown
    tone: Tone = "plain"
    lead: Shown = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Lines that belong to the paragraph above them."""

    lines: tuple[Shown, ...]


Block = Heading | Paragraph | Items | Table
"""A part of an answer."""
