"""Frames as files for other programs, in which text stays text.

A spreadsheet takes a cell that begins with ``=`` for a formula. Names come from whoever wrote the
scenario, so none may become one.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pandas as pd

from relsim.errors import InputError, StorageError
from relsim.result.saving import settings_beside, write_whole

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula."""

MOST_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds below its heading."""


def as_csv(frame: pd.DataFrame) -> str:
    r"""Return a frame as CSV without its index.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"name": ["=cmd()", "social"], "gain": [-1.5, 2.0]}))
    "name,gain\n'=cmd(),-1.5\nsocial,2.0\n"
    """
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name].dtype):
            safe[name] = pd.Series([_inert(value) for value in safe[name]], safe.index, object)
    safe.columns = pd.Index([_inert(name) for name in safe.columns])
    return safe.to_csv(index=False, lineterminator="\n")


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return a frame as plain values, a dictionary a row; None for what is undefined.

    Examples
    --------
    >>> records(pd.DataFrame({"name": ["social", "none"], "gain": [1.5, float("nan")]}))
    [{'name': 'social', 'gain': 1.5}, {'name': 'none', 'gain': None}]
    """
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {
            str(key): value.item() if isinstance(value, np.generic) else value
            for key, value in row.items()
        }
        for row in plain.to_dict("records")
    ]


def settings_frame(settings: Mapping[str, object]) -> pd.DataFrame:
    """Return nested settings as rows of a name and a value.

    Examples
    --------
    >>> settings_frame({"seed": 1, "overrides": {"market.customers": 500}}).to_numpy().tolist()
    [['seed', 1], ['overrides.market.customers', 500]]
    """
    return pd.DataFrame(list(_flat("", settings)), columns=["setting", "value"], dtype=object)


def write_csv(path: str | Path, frame: pd.DataFrame, settings: Mapping[str, object]) -> None:
    """Write a frame as CSV, and beside it what decided its numbers."""
    write_whole(path, as_csv(frame))
    # Beside a pipe or a device nothing can stand.
    if settings and Path(path).is_file():
        write_whole(settings_beside(path), as_csv(settings_frame(settings)))


def as_workbook(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Return frames as an Excel workbook, a sheet each.

    Examples
    --------
    >>> from openpyxl import load_workbook
    >>> data = as_workbook({"figures": pd.DataFrame({"name": ["=cmd()"]})})
    >>> cell = load_workbook(io.BytesIO(data))["figures"]["A2"]
    >>> cell.value, cell.data_type
    ('=cmd()', 's')
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, frame in frames.items():
        if len(frame) > MOST_ROWS:
            raise InputError(
                f"xlsx: {name} has {len(frame):,} rows, and a sheet holds {MOST_ROWS:,}. Write "
                "CSV instead."
            )
        _fill(book.create_sheet(name), frame)
    file = io.BytesIO()
    try:
        with _Undated(file, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).write_data()
    except OSError as error:  # sheets are written to temporary files first
        raise StorageError(
            f"xlsx: the temporary folder could not be written ({error.strerror}). Make room, or "
            "name another folder by TMPDIR."
        ) from error
    return file.getvalue()


def _flat(before: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, held in value.items():
            yield from _flat(f"{before}.{name}" if before else str(name), held)
    elif isinstance(value, list | tuple):
        yield before, json.dumps(value, ensure_ascii=False)
    else:
        yield before, value


class _Undated(ZipFile):
    """An archive of files as old as it can hold: a clock may stand before 1980."""

    def writestr(self, name: Any, data: Any, *rest: Any) -> None:
        """Keep a content under a name."""
        undated = ZipInfo(name)
        undated.compress_type = ZIP_DEFLATED
        super().writestr(undated, data)

    def write(self, file: Any, name: Any = None, *rest: Any) -> None:
        """Keep what a file holds under a name."""
        self.writestr(name, Path(file).read_bytes())


def _fill(sheet: Worksheet, frame: pd.DataFrame) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    sheet.freeze_panes = "A2"
    rows: list[list[Any]] = [list(frame.columns), *frame.to_numpy(dtype=object).tolist()]
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(place, column)
            plain = _plain(value)
            if isinstance(plain, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", plain)
                cell.data_type = "s"  # otherwise a name such as =cmd() would be a formula
            else:
                cell.value = plain
            if place == 1:
                cell.font = Font(bold=True)


def _plain(value: object) -> str | float | int | bool | None:
    """Return a value as a cell holds it; None for what is undefined."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or value is pd.NA:
        return None
    return value if isinstance(value, str | int) else str(value)


def _inert(value: object) -> object:
    text = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if text else value
