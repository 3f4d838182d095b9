"""A table from a file: its headings and its columns, with the place of every cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from relsim.errors import InputError, ScenarioError
from relsim.scenario.reading import decoded, read_bytes
from relsim.scenario.wording import excerpt, show
from relsim.study.data.line import Cell, Line
from relsim.study.data.text import SEPARATORS, lines_of_text, table_of_text

LARGEST_FILE = 16 * 1024 * 1024
_OF_WORKBOOKS = b"PK\x03\x04"
_OF_OLD_WORKBOOKS = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and where it stands."""

    line: int
    where: str
    cell: Cell

    @property
    def text(self) -> str:
        """The cell as somebody reads it."""
        return f"{self.cell:.15g}" if isinstance(self.cell, float) else str(self.cell).strip()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with headings.

    Parameters
    ----------
    source : str
        What errors call the file.
    header : Line
        The headings.
    lines : sequence of Line
        What stands below, without empty lines; all are as long as the header.
    """

    source: str
    header: Line
    lines: Sequence[Line]

    def column(self, name: str) -> list[Placed]:
        """Return the cells below a heading."""
        place = self.header.names.index(name)
        return [
            Placed(line.number, f"{self.source}:{line.number} {name}", line.cells[place])
            for line in self.lines
        ]


def read_sheet(path: Path, names: Sequence[str], faults: list[str]) -> Sheet:
    """Return the table with these headings in a file, and note the lines that are none."""
    source = excerpt(str(path))
    content = _content(path, source)
    if content.startswith(_OF_WORKBOOKS):
        from relsim.study.data.workbook import lines_of_workbook

        header, *lines = lines_of_workbook(content, source, names)
    else:
        header, *lines = lines_of_text(_text(content, source), source, names)
    return Sheet(source, header, list(whole(source, header, lines, faults)))


def open_table(path: Path) -> tuple[str, list[Line]]:
    """Return what separates the columns of any table, or its sheet's title, and all its lines."""
    source = excerpt(str(path))
    content = _content(path, source)
    if content.startswith(_OF_WORKBOOKS):
        from relsim.study.data.workbook import table_of_workbook

        title, lines = table_of_workbook(content, source)
        return f"sheet {title}", lines
    text, how = _any_text(content, source)
    sign, lines = table_of_text(text, source)
    return SEPARATORS.get(sign, sign) + how, lines


def _content(path: Path, source: str) -> bytes:
    try:
        content = read_bytes(path, source, LARGEST_FILE)
    except ScenarioError as error:
        raise InputError(str(error)) from None
    if content.startswith(_OF_OLD_WORKBOOKS):
        raise InputError(f"{source}: this is an old kind of workbook. Save it as .xlsx or as CSV.")
    return content


def _text(content: bytes, source: str) -> str:
    try:
        return decoded(content, source)
    except ScenarioError as error:
        raise InputError(str(error)) from None


def _any_text(content: bytes, source: str) -> tuple[str, str]:
    """Return a text, and how it is written where that is not UTF-8: Excel has two other ways."""
    with suppress(UnicodeDecodeError):
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16"), ", read as UTF-16"
    try:
        return decoded(content, source), ""
    except ScenarioError as error:
        with suppress(UnicodeDecodeError):
            text = content.decode("cp1252")
            if all(sign.isprintable() or sign in "\t\r\n\xa0" for sign in text):
                return text, ", read as Windows-1252, for it is no UTF-8"
        raise InputError(str(error)) from None


def whole(source: str, header: Line, lines: Sequence[Line], faults: list[str]) -> Iterator[Line]:
    """Yield the lines as long as the header, and note those that are longer."""
    wide = len(header.cells)
    for line in lines:
        many = len(line.cells)
        if many <= wide:
            yield Line(line.number, (*line.cells, *[""] * (wide - many)))
            continue
        shown = show(" | ".join(str(cell) for cell in line.cells[:9]))
        faults.append(
            f"{source}:{line.number}: {many} values for {wide} columns: {shown}. A number with "
            "the sign that separates the columns stands in quotes; a further column has a heading."
        )
