"""What every answer can do: show itself in a terminal, in a notebook and in a file."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.result.table import Block, Paragraph, Shown, Table
from relsim.result.terminal import PLAIN_WIDTH, as_text, on_terminal

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console, ConsoleOptions, RenderResult


class Result(ABC):
    """An answer of relsim: tables, what explains them, and every number as frames.

    A subclass says what there is; how it is shown and written is said here, once.
    """

    @abstractmethod
    def tables(self) -> Sequence[Table]:
        """Return its tables, from top to bottom."""

    @abstractmethod
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """Return every number: frames by the name of their sheet, the main one first."""

    @abstractmethod
    def to_json(self) -> dict[str, object] | list[dict[str, object]]:
        """Return it as plain values, ready for :func:`json.dumps`."""

    def settings(self) -> Mapping[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers, code."""
        return {}

    def warnings(self) -> Sequence[Shown]:
        """Return what a reader must know before reading any number; empty when all went well."""
        return ()

    def conclusions(self) -> Sequence[Shown]:
        """Return what the tables come to, in sentences."""
        return ()

    def notes(self) -> Sequence[Shown]:
        """Return what explains the numbers and how to get them again."""
        return ()

    def blocks(self) -> Sequence[Block]:
        """Return all that is shown, from top to bottom."""
        return [
            *(Paragraph(text, "warning") for text in self.warnings()),
            *self.tables(),
            *(Paragraph(text) for text in self.conclusions()),
            *(Paragraph(text, "small") for text in self.notes()),
        ]

    def to_text(self, width: int = PLAIN_WIDTH) -> str:
        """Return it as plain text.

        Parameters
        ----------
        width : int
            Characters in a line.

        Returns
        -------
        str
            Many lines.
        """
        return as_text(self.blocks(), width)

    def to_markdown(self, level: int = 3) -> str:
        """Return it as Markdown.

        Parameters
        ----------
        level : int
            Of its headings.

        Returns
        -------
        str
            Tables, and what explains them.
        """
        from relsim.result.markdown import as_markdown

        return as_markdown(self.blocks(), level)

    def to_csv(self, path: str | Path | None = None) -> str:
        """Return its main frame as CSV, and write it to a file if one is named.

        Beside ``figures.csv`` stands ``figures.settings.csv``, which says what decided it.

        Parameters
        ----------
        path : str or pathlib.Path, optional
            Replaced whole, if it exists.

        Returns
        -------
        str
            Numbers as they are; a text that a spreadsheet would calculate begins with an
            apostrophe.
        """
        from relsim.result.exports import as_csv, write_csv

        main = next(iter(self.frames().values()))
        if path is not None:
            write_csv(path, main, self.settings())
        return as_csv(main)

    def to_xlsx(self, path: str | Path | None = None) -> bytes:
        """Return its frames as an Excel workbook, and write it to a file if one is named.

        Parameters
        ----------
        path : str or pathlib.Path, optional
            Replaced whole, if it exists.

        Returns
        -------
        bytes
            A sheet a frame, and one of the settings that decided it.
        """
        from relsim.result.exports import as_workbook, settings_frame
        from relsim.result.saving import write_whole

        frames, settings = self.frames(), self.settings()
        book = as_workbook({**frames, "settings": settings_frame(settings)} if settings else frames)
        if path is not None:
            write_whole(path, book)
        return book

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Show it in a terminal."""
        yield from on_terminal(self.blocks(), options.max_width)

    def __str__(self) -> str:
        """Return it as plain text, 100 characters wide."""
        return self.to_text()

    def _repr_html_(self) -> str:
        from relsim.result.hypertext import as_html

        return as_html(self.blocks())


class Joined(Result):
    """Several results, shown and written as one; a subclass says which."""

    @property
    @abstractmethod
    def parts(self) -> Sequence[Result]:
        """The results, from top to bottom."""

    def tables(self) -> Sequence[Table]:
        """Return the tables of all parts."""
        return [table for part in self.parts for table in part.tables()]

    def warnings(self) -> Sequence[Shown]:
        """Return the warnings of all parts."""
        return [text for part in self.parts for text in part.warnings()]

    def settings(self) -> Mapping[str, object]:
        """Return what decides the first part, which the others explain."""
        return next(iter(self.parts)).settings()

    def conclusions(self) -> Sequence[Shown]:
        """Return the conclusions of all parts."""
        return [text for part in self.parts for text in part.conclusions()]

    def notes(self) -> Sequence[Shown]:
        """Return the notes of all parts."""
        return [text for part in self.parts for text in part.notes()]

    def blocks(self) -> Sequence[Block]:
        """Return one part below the other, each with what explains it."""
        return [block for part in self.parts for block in part.blocks()]

    def frames(self) -> Mapping[str, pd.DataFrame]:
        """Return the frames of all parts."""
        return {name: frame for part in self.parts for name, frame in part.frames().items()}


def json_text(data: object) -> str:
    """Return plain values as JSON text: what is undefined is null, never NaN."""
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
