"""A claim that was put to the test, as every result shows and writes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.claims import plain_data, tables, words
from relsim.claims.judged import Judged
from relsim.result.result import Result

if TYPE_CHECKING:
    import pandas as pd

    from relsim.result.table import Block, Shown, Table
    from relsim.result.words import Sentence


class Evidence(Judged, Result):
    """A claim that has been put to the test.

    Made by :func:`relsim.claims.try_out`. Printing it shows the verdict with its numbers;
    in a notebook it shows itself. What it holds is that of :class:`Judged`.
    """

    @property
    def meaning(self) -> Sentence:
        """One line: what the verdict means."""
        return words.meaning(self)

    def blocks(self) -> list[Block]:
        """Return the claim, its verdict, and the numbers behind it."""
        return [*tables.headline(self), *super().blocks()]

    def tables(self) -> list[Table]:
        """Return the parts, the arms, and the first part along each sweep."""
        return tables.tables(self)

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number; empty when all went well."""
        return tables.warnings(self)

    def notes(self) -> list[Shown]:
        """Return what explains the numbers and how to get them again."""
        return tables.notes(self)

    def to_frame(self) -> pd.DataFrame:
        """Return every world, a row each.

        Returns
        -------
        pandas.DataFrame
            ``sweep`` (empty at home), ``value``, ``arm``, ``replication``, then a column a
            figure (of a course, its mean).
        """
        return plain_data.worlds_frame(self)

    def findings(self) -> pd.DataFrame:
        """Return every judged effect, a row each.

        Returns
        -------
        pandas.DataFrame
            ``sweep``, ``value``, ``contrast``, ``measure``, ``predicts``, ``smallest``,
            ``effect``, ``low``, ``high``, ``n``, ``status``, ``counts``.
        """
        return plain_data.findings_frame(self)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every world and every judged effect, by the name of their sheet."""
        return {"worlds": self.to_frame(), "findings": self.findings()}

    def to_json(self) -> dict[str, object]:
        """Return the evidence as plain values, ready for :func:`json.dumps`."""
        return plain_data.evidence_data(self)

    def __repr__(self) -> str:
        """Return the claim and its verdict, in a line."""
        return f"<Evidence on {self.claim.name}: {self.verdict}, {self.replications} worlds>"
