"""All statements together: as table, frame and plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.result.result import Result
from relsim.textbook import tables
from relsim.textbook.concept import Concept
from relsim.textbook.finding import find
from relsim.textbook.reading import themes

if TYPE_CHECKING:
    import pandas as pd

    from relsim.result.table import Block, Shown, Table


@dataclass(frozen=True, repr=False)
class Concepts(Result):
    """Statements of textbooks, and where they live in relsim.

    Made by :func:`relsim.concepts`. Printing it shows the table of ``relsim show concepts``; one
    statement alone is shown in full.

    Parameters
    ----------
    entries : tuple of Concept
        In order.

    Examples
    --------
    >>> import relsim
    >>> len(relsim.concepts("S1.20")), relsim.concepts()["S1.20"].id
    (1, 'S1.20')
    """

    entries: tuple[Concept, ...]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.entries)

    def __iter__(self) -> Iterator[Concept]:
        """Go through them in order."""
        return iter(self.entries)

    def __getitem__(self, number: str) -> Concept:
        """Return the statement with a number, such as ``"S1.20"``."""
        return find(self.entries, [number], None, emergent=False)[0]

    def to_frame(self) -> pd.DataFrame:
        """Return them as a frame, a row each.

        Returns
        -------
        pandas.DataFrame
            ``id``, ``kind``, ``emergent``, ``says``, ``shown``, ``missing``, ``against``,
            ``literature``, ``homes``; several of one are set apart by semicolons.

        Examples
        --------
        >>> frame = concepts("S1").to_frame()
        >>> frame["id"].iloc[0], frame["against"][frame["id"] == "S1.30"].item()
        ('S1.01', 'S0.27')
        """
        import pandas as pd

        return pd.DataFrame(
            {
                **concept.plain(),
                "against": "; ".join(concept.against),
                "literature": "; ".join(concept.literature),
                "homes": "; ".join(str(home) for home in concept.homes),
            }
            for concept in self.entries
        )

    def to_json(self) -> list[dict[str, object]]:
        """Return them as plain values, ready for :func:`json.dumps`."""
        return [concept.plain() for concept in self.entries]

    def by_theme(self) -> dict[str, tuple[Concept, ...]]:
        """Return them by the title of their theme.

        Examples
        --------
        >>> [(title, held[0].id) for title, held in concepts("S4").by_theme().items()]
        [('Kinds of relationships between firms and customers, and which suits whom', 'S4.01')]
        """
        held = {
            theme.title: tuple(one for one in self.entries if one.theme == theme.id)
            for theme in themes()
        }
        return {title: concepts for title, concepts in held.items() if concepts}

    def tables(self) -> list[Table]:
        """Return a table a theme."""
        return tables.tables(self.by_theme())

    def notes(self) -> list[Shown]:
        """Return what explains the tables."""
        return tables.notes(self.entries)

    def blocks(self) -> Sequence[Block]:
        """Return all that is shown; one statement alone in full."""
        if len(self) == 1:
            return tables.in_full(self.entries[0])
        return super().blocks()

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the statements, a row each."""
        return {"concepts": self.to_frame()}

    def __repr__(self) -> str:
        """Return how many there are."""
        return f"<Concepts: {len(self)} statements of textbooks>"


def concepts(*wanted: str, kind: str | None = None, emergent: bool = False) -> Concepts:
    """Return what textbooks say about customer relationships, and where it lives in relsim.

    Parameters
    ----------
    wanted : str
        Numbers (``"S1.20"``) or themes (``"S1"``), any of them, and words, all of them; all
        statements when nothing is said.
    kind : {"definition", "mechanism", "lever", "condition", "outcome", "number"}, optional
        Only those of a kind.
    emergent : bool
        Only those that must come out of the runs without being put in, and can fail.

    Returns
    -------
    Concepts
        At least one.

    Raises
    ------
    InputError
        For a number, kind or word that no statement has; it names the nearest.

    Examples
    --------
    >>> import relsim
    >>> concept = relsim.concepts()["S1.19"]
    >>> concept.kind, concept.homes_in_words().split(";")[0]
    ('lever', 'lever: reward_rate, loyalty_discount')
    >>> [one.id for one in relsim.concepts("apostles", emergent=True)]
    ['S2.22', 'S2.23']
    """
    every = [concept for theme in themes() for concept in theme.concepts]
    return Concepts(find(every, wanted, kind, emergent))
