"""What a table is made of, whatever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mood = Literal["", "better", "worse"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with its doubt, in two lines."""

    top: str
    bottom: str
    mood: Mood = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure over all strategies, with its heading in two lines."""

    top: str
    bottom: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a title, a column a strategy, a row a figure."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def counted(number: int, noun: str) -> str:
    """Return a number of things in words.

    Examples
    --------
    >>> counted(1, "world"), counted(2000, "half_year")
    ('1 world', '2,000 half years')
    """
    return f"{number:,} {noun.replace('_', ' ')}{'' if number == 1 else 's'}"
