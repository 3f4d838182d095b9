"""Tables of declared things: what people are shown, and more for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.result.result import Result
from relsim.result.table import Block, Cell, Heading, Row, Table

if TYPE_CHECKING:
    import pandas as pd

Entry = dict[str, object]
"""One row: what is shown, and more for programs."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One table of a catalogue: what its entries have in common, and where they are set.

    The columns are those of an entry that people are shown, in order.
    """

    title: str
    place: str
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def heading(self) -> str:
        """The title with its place in the file."""
        return f"{self.title} ({self.place})" if self.place else self.title

    def table(self) -> Table:
        """Return it as people are shown it, without its heading."""
        first, *others = self.columns
        rows = (
            Row(
                in_words(entry[first]),
                "",
                tuple(Cell(in_words(entry[name])) for name in others),
                str(entry[first]),
            )
            for entry in self.entries
        )
        return Table("", tuple(others), tuple(rows), first, prose=True)


@dataclass(frozen=True, slots=True)
class Catalogue(Result):
    r"""Several listings below each other.

    Parameters
    ----------
    listings : sequence of Listing
        From top to bottom.

    Examples
    --------
    >>> print(Catalogue([Listing("Fruit", "", ("name",), ({"name": "a|b"},))]).to_markdown())
    ### Fruit
    <BLANKLINE>
    | name |
    | --- |
    | a\|b |
    <BLANKLINE>
    """

    listings: Sequence[Listing]

    def tables(self) -> list[Table]:
        """Return a table a listing."""
        return [one.table() for one in self.listings]

    def blocks(self) -> list[Block]:
        """Return every listing below its heading."""
        return [part for one in self.listings for part in (Heading(one.heading), one.table())]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return a frame a listing, with more than is shown."""
        import pandas as pd

        return {one.heading: pd.DataFrame(one.entries) for one in self.listings}

    def to_json(self) -> list[dict[str, object]]:
        """Return every listing with more than is shown: limits as numbers, for example."""
        return [
            {"title": one.title, "table": one.place, "entries": list(one.entries)}
            for one in self.listings
        ]


def in_words(value: object) -> str:
    """Return a setting as people read it.

    Examples
    --------
    >>> in_words(2000), in_words(None), in_words({"mean": 0.5})
    ('2,000', 'not set', 'mean 0.5')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        from relsim.scenario.wording import number

        return number(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {in_words(held)}" for name, held in value.items())
    return "not set" if value is None else str(value)
