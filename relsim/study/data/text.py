"""The table in a CSV file, whatever separates its columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from relsim.errors import InputError
from relsim.study.data.line import Line, missing, refuse_header, trimmed

SEPARATORS = {";": "semicolons", "\t": "tabulators", ",": "commas", "|": "bars", " ": "blanks"}
"""What may separate columns, by the sign; blanks where nothing else does."""
_SEPARATORS = (";", "\t", ",", "|")
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)

_JUDGED = 200
"""Lines from which is seen what separates the columns."""

Written = Sequence[tuple[int, str]]
"""Lines that hold something, with their numbers."""


def lines_of_text(text: str, source: str, names: Sequence[str]) -> list[Line]:
    """Return the header and the lines of a CSV file."""
    said, written = _written(text)
    if not written:
        first = f'"{",".join(names)}"'
        raise InputError(f"{source}: empty. Write a first line {first}, then one a row.")
    headers = {sign: _header(written, source, sign) for sign in said or _SEPARATORS}
    fitting = [sign for sign, header in headers.items() if not missing(header, names)]
    if not fitting:
        widest = max(headers.values(), key=lambda header: len(header.cells))
        hint = " Separate the columns with commas, semicolons or tabulators."
        refuse_header(source, widest, names, hint if len(widest.cells) == 1 else "")
    return list(_split(written, source, fitting[0]))


def table_of_text(text: str, source: str) -> tuple[str, list[Line]]:
    """Return what separates the columns of a CSV file, and all its lines, the header among them."""
    said, written = _written(text)
    if not written:
        raise InputError(f"{source}: empty. Write a line of headings, then one a row.")
    sign = said or max(_SEPARATORS, key=lambda sign: _regular(written, sign))
    if not said and not _regular(written, sign)[0]:
        # Columns set apart by blanks, as statistical programs write them.
        return " ", [Line(number, tuple(line.split())) for number, line in written]
    return sign, list(_split(written, source, sign))


def _written(text: str) -> tuple[str, Written]:
    """Return the sign that Excel's own first line says, if it does, and the lines below it."""
    written = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    said = _SEP_LINE.fullmatch(written[0][1]) if written else None
    return (said[1], written[1:]) if said else ("", written)


def _regular(written: Written, separator: str) -> tuple[int, int]:
    """Return how many of the first lines have equally many cells, and how many cells."""
    rows = csv.reader((line for _, line in written[:_JUDGED]), delimiter=separator)
    with suppress(csv.Error):
        wide, often = Counter(len(row) for row in rows).most_common(1)[0]
        return (often if wide > 1 else 0), wide
    return 0, 0


def _header(written: Written, source: str, separator: str) -> Line:
    return next(_split(written[:1], source, separator), Line(written[0][0], ()))


def _split(written: Written, source: str, separator: str) -> Iterator[Line]:
    """Yield lines cut into cells, without what is empty; a quoted cell may take several lines."""
    reader = csv.reader((f"{line}\n" for _, line in written), delimiter=separator, strict=True)
    while reader.line_num < len(written):
        number = written[reader.line_num][0]
        try:
            cells = next(reader)
        except csv.Error as error:
            raise InputError(f"{source}:{number}: {_in_words(str(error))}") from None
        if line := trimmed(number, cells):
            yield line


def _in_words(complaint: str) -> str:
    if "unexpected end" in complaint:
        return "a quotation mark is opened and never closed. Close it, or take it away."
    if "larger than" in complaint:
        return "a value is longer than 131,072 characters. Check that this is the right file."
    return "a quotation mark stands within a value. Take it away, or write it twice."
