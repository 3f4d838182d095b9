"""The table in a CSV file, whatever separates its columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from relsim.errors import InputError
from relsim.study.data.line import Line, missing, refuse_header, trimmed

_SEPARATORS = (";", "\t", ",", "|")
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)

Written = Sequence[tuple[int, str]]
"""Lines that hold something, with their numbers."""


def lines_of_text(text: str, source: str, names: Sequence[str]) -> list[Line]:
    """Return the header and the lines of a CSV file."""
    written = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    # Excel's own first line, which says what separates the columns.
    said = _SEP_LINE.fullmatch(written[0][1]) if written else None
    written = written[1:] if said else written
    if not written:
        first = f'"{",".join(names)}"'
        raise InputError(f"{source}: empty. Write a first line {first}, then one a row.")
    headers = {sign: _header(written, source, sign) for sign in (said[1] if said else _SEPARATORS)}
    fitting = [sign for sign, header in headers.items() if not missing(header, names)]
    if not fitting:
        widest = max(headers.values(), key=lambda header: len(header.cells))
        hint = " Separate the columns with commas, semicolons or tabulators."
        refuse_header(source, widest, names, hint if len(widest.cells) == 1 else "")
    return list(_split(written, source, fitting[0]))


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
