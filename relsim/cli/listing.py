"""A table of declared things, and the forms in which it is given out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.scenario.wording import number

if TYPE_CHECKING:
    from rich.table import Table

Entry = dict[str, object]
"""One row: what is shown, and more for programs."""

_SHARES_OF_WIDTH = {"range": 4, "meaning": 6, "source": 3, "cost": 4, "about": 2}
"""How the columns that may be folded share the width that the others leave."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One table of a catalogue.

    Parameters
    ----------
    title : str
        What its rows have in common.
    table : str
        The table of the scenario file where they are set; empty when they are not.
    columns : tuple of str
        Those of an entry that people are shown, in order.
    entries : tuple of dict
        The rows.
    """

    title: str
    table: str
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def heading(self) -> str:
        """The title with its place in the file."""
        return f"{self.title} ({self.table})" if self.table else self.title


def to_markdown(listings: Iterable[Listing], level: int = 2) -> str:
    r"""Return tables as Markdown.

    Examples
    --------
    >>> print(to_markdown([Listing("Fruit", "", ("name",), ({"name": "a|b"},))]))
    ## Fruit
    <BLANKLINE>
    | name |
    | --- |
    | a\|b |
    """
    parts = []
    for listing in listings:
        lines = [
            f"{'#' * level} {listing.heading}",
            "",
            _markdown_row(listing.columns),
            _markdown_row(["---"] * len(listing.columns)),
            *(_markdown_row(_cells(listing, entry)) for entry in listing.entries),
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def to_json(listings: Iterable[Listing]) -> list[dict[str, object]]:
    """Return tables as plain values, with more than is shown: limits as numbers, for example."""
    return [
        {"title": listing.title, "table": listing.table, "entries": list(listing.entries)}
        for listing in listings
    ]


def to_terminal(listing: Listing) -> Table:
    """Return a table for the terminal."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(listing.heading, style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        expand=not _SHARES_OF_WIDTH.keys().isdisjoint(listing.columns),
    )
    # In a terminal the unit stands below the range, which leaves room for the words.
    columns = [column for column in listing.columns if column != "unit"]
    for column in columns:
        # A name is there to be copied: it stays in one piece.
        table.add_column(
            column, overflow="fold", ratio=_SHARES_OF_WIDTH.get(column), no_wrap=column == "name"
        )
    for entry in listing.entries:
        cells = dict(zip(listing.columns, _cells(listing, entry), strict=True))
        if "range" in cells:
            cells["range"] = cells["range"].replace(" | ", "\n")
        if unit := cells.pop("unit", ""):
            cells["range"] = f"{cells['range']}\n{unit}"
        table.add_row(*(Text(cells[column]) for column in columns))
    return table


def in_words(value: object) -> str:
    """Return a value as people read it.

    Examples
    --------
    >>> in_words(2000), in_words(None), in_words({"mean": 0.5})
    ('2,000', 'not set', 'mean 0.5')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {in_words(held)}" for name, held in value.items())
    return "not set" if value is None else str(value)


def _cells(listing: Listing, entry: Entry) -> list[str]:
    return [in_words(entry[column]) for column in listing.columns]


def _markdown_row(cells: Sequence[str]) -> str:
    plain = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(plain)} |"
