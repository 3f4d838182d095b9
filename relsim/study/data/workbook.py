"""The table in a workbook."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence

from relsim.errors import InputError
from relsim.scenario.structure import MOST_PERIODS
from relsim.scenario.wording import show
from relsim.study.data.line import Cell, Line, missing, refuse_header, trimmed

_LARGEST_UNPACKED = 64 * 1024 * 1024
_MOST_COLUMNS = 200


def lines_of_workbook(content: bytes, source: str, names: Sequence[str]) -> list[Line]:
    """Return the header and the lines of the one sheet that has these headings."""
    filled = _filled(content, source)
    fitting = [title for title, lines in filled.items() if not missing(lines[0], names)]
    wanted = f"the columns {' and '.join(names)} in its first line"
    if len(fitting) > 1:
        raise InputError(
            f"{source}: the sheets {show(fitting[0])} and {show(fitting[1])} both have {wanted}. "
            "Keep one of them in the file."
        )
    if not fitting and len(filled) != 1:
        raise InputError(f"{source}: no sheet has {wanted}. Write them there.")
    (lines,) = [filled[title] for title in fitting] or filled.values()
    refuse_header(source, lines[0], names)
    return lines


def table_of_workbook(content: bytes, source: str) -> tuple[str, list[Line]]:
    """Return the title and the lines of the one sheet that holds anything."""
    filled = _filled(content, source)
    if len(filled) != 1:
        found = f"sheets called {show(', '.join(filled))}" if filled else "nothing"
        raise InputError(f"{source}: found {found}. Keep one sheet with a table in the file.")
    return next(iter(filled.items()))


def _filled(content: bytes, source: str) -> dict[str, list[Line]]:
    """Return the lines of the sheets that hold something, by title."""
    try:
        sheets = _sheets(content)
    except Exception:  # whatever a damaged or foreign archive makes the reader stumble over
        raise InputError(
            f"{source}: this is no workbook that can be read. Save it as .xlsx or as CSV."
        ) from None
    return {title: lines for title, lines in sheets.items() if lines}


def _sheets(content: bytes) -> dict[str, list[Line]]:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
            raise ValueError("too large when unpacked")
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        found = {}
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_row=MOST_PERIODS, max_col=_MOST_COLUMNS, values_only=True)
            cells = ([_cell(value) for value in row] for row in rows)
            lines = (trimmed(number, row) for number, row in enumerate(cells, 1))
            found[sheet.title] = [line for line in lines if line]
        return found
    finally:
        book.close()


def _cell(value: object) -> Cell:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return "" if value is None else str(value)
