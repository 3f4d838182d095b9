"""The lines of the table: what was aimed at, what was reached, and by how much it was missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One figure; ``most`` or ``least`` is what it should be, ``share`` how it is written."""

    key: str
    what: str
    value: float
    unit: str = ""
    decimals: int = 1
    most: float | None = None
    least: float | None = None
    aim: str = ""

    def text(self, value: float) -> str:
        """Return a value of this row as it is written."""
        number = f"{value:,.{self.decimals}f}".replace(",", " ")
        return f"{number} {self.unit}".strip()

    @property
    def target(self) -> str:
        """What was aimed at."""
        words = [f"at most {self.text(self.most)}"] if self.most is not None else []
        words += [f"at least {self.text(self.least)}"] if self.least is not None else []
        return "; ".join([*words, *([f"aim {self.aim}"] if self.aim else [])])

    @property
    def missed(self) -> str:
        """By how much it was missed, if it was."""
        over = self.value / self.most - 1 if self.most is not None else 0.0
        under = 1 - self.value / self.least if self.least is not None else 0.0
        return f"by {100 * max(over, under):.0f} %" if max(over, under) > 0.0 else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown, the first column of words and the others of numbers."""
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def figures(rows: Iterable[Row]) -> str:
    """Return the table of figures, each beside its target."""
    heads = ("figure", "target", "reached", "missed")
    return table(heads, [(row.what, row.target, row.text(row.value), row.missed) for row in rows])
