"""Reading a file of a shape that is not known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from relsim.errors import InputError
from relsim.scenario.structure import MONTHS
from relsim.scenario.whole import check_whole
from relsim.scenario.wording import excerpt, show
from relsim.study.data.by_date import aged
from relsim.study.data.cells import Columns
from relsim.study.data.customers import read_customers
from relsim.study.data.line import Line, missing
from relsim.study.data.numbers import check_decimal
from relsim.study.data.one_cohort import read_one_cohort
from relsim.study.data.reading import Asked, Origin, Reading, in_words
from relsim.study.data.roles import find_shape, folded, likely, refuse_shape
from relsim.study.data.sheet import open_table, whole
from relsim.study.data.survey import read_survey
from relsim.study.data.transactions import read_transactions
from relsim.study.data.triangle import find_ages, read_triangle

SHAPES = ("customers", "transactions", "triangle", "survey", "cohort")
"""What a file may hold."""

EVER = "ever"
_READERS = {
    "customers": read_customers,
    "transactions": read_transactions,
    "survey": read_survey,
}


def read(
    path: str | Path,
    shape: str | None = None,
    *,
    period: str = "month",
    columns: Mapping[str, str] | None = None,
    by: str | None = None,
    left: str | None = None,
    leavers: str | float | None = None,
    silence: float | None = None,
    over: int | None = None,
    decimal: str | None = None,
) -> Reading:
    r"""Read a file of customers, purchases, cohorts or answers, and say what was understood.

    Parameters
    ----------
    path : str or pathlib.Path
        A CSV file of any dialect, or a workbook.
    shape : {"customers", "transactions", "triangle", "survey", "cohort"}, optional
        What it holds, where its headings do not tell.
    period : str
        In what durations are counted: that of the market.
    columns : mapping of str to str, optional
        Headings by what they mean, such as ``{"tenure": "Months with us"}``.
    by : str, optional
        The heading that makes groups; for customers by default their contract.
    left : str, optional
        The word that marks who left.
    leavers : "ever" or float, optional
        Whether whoever ever left is on file, or who left in so many of the last periods.
    silence : float, optional
        Days without a purchase after which a customer counts as gone.
    over : int, optional
        Over how many periods since a survey its leavers left.
    decimal : {".", ","}, optional
        The sign before decimals, for a column that does not tell.

    Returns
    -------
    Reading
        A result: tables, what is asked, plain values; nothing that names a person.

    Raises
    ------
    InputError
        With everything that is wrong, its place and its remedy.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "left.csv"
    >>> _ = file.write_text("period,customers\n0,200\n1,180\n2,171\n")
    >>> found = read(file)
    >>> found.shape, found.cohort().customers
    ('cohort', (200.0, 180.0, 171.0))
    """
    said = _checked(shape, period, decimal, columns or {})
    asked = Asked(period, decimal, by, left, _window(leavers), silence, tuple(said.items()), over)
    if over is not None:
        check_whole(1, over=over)
    if silence is not None and not silence > 0:
        raise InputError(f"--silence: found {silence:g}; allowed is a number of days above 0.")
    options = {
        "as": shape,
        "period": period if period != "month" else None,
        **asked.options(),
        "decimal": decimal,
    }
    command = in_words("read", [str(path)], options)
    separator, lines = open_table(Path(path))
    source = excerpt(str(path))
    origin = Origin(source, separator, len(lines) - 1, command=command)
    if shape == "cohort" or (shape is None and not missing(lines[0], ("period", "customers"))):
        return read_one_cohort(Path(path), asked, origin)
    known = find_shape(lines, shape or "", said)
    if known is None and shape in (None, "triangle") and not find_ages(lines):
        lines = aged(source, lines, period) or lines
    if known is None and (shape in (None, "triangle")) and (ages := find_ages(lines)):
        table = _columns(source, lines, ages[0], {}, decimal)
        return read_triangle(table, ages, lines, asked, origin)
    if known is None and shape == "triangle":
        raise InputError(
            f"{source}:{lines[0].number}: no line of headings counts ages. Write 0, 1, 2 … (or "
            "M0, M1, M2 …) above the columns, or dates, with dates beside the cohorts in rows."
        )
    if known is None:
        refuse_shape(source, lines, shape or "", said)
    found, row, roles = known
    if by is not None:
        roles["group"] = _place_of(source, lines[row], by)
    table = _columns(source, lines, row, roles, decimal)
    return _READERS[found](table, separator, asked, command)


def _columns(
    source: str,
    lines: list[Line],
    row: int,
    roles: Mapping[str, int],
    decimal: str | None,
) -> Columns:
    faults: list[str] = []
    header = lines[row]
    below = list(whole(source, header, lines[row + 1 :], faults))
    found = Columns(source, header, below, roles, decimal)
    found.faults += faults
    if not below:
        found.faults.append(f"{source}: nothing stands below the headings.")
    found.refuse()
    return found


def _place_of(source: str, header: Line, heading: str) -> int:
    names = [folded(cell) for cell in header.cells]
    if folded(heading) not in names:
        words = [str(cell).strip() for cell in header.cells]
        raise InputError(
            f"--by: {source} has no column {show(heading)}{likely(heading, words)} There "
            f"are {', '.join(words)}."
        )
    return names.index(folded(heading))


def _checked(
    shape: str | None, period: str, decimal: str | None, columns: Mapping[str, str]
) -> dict[str, str]:
    check_decimal(decimal)
    for option, word, known in (("--as", shape, SHAPES), ("--period", period, tuple(MONTHS))):
        if word is not None and word not in known:
            raise InputError(
                f"{option}: found {show(word)}{likely(word, known)} There are {', '.join(known)}."
            )
    return dict(columns)


def _window(leavers: str | float | None) -> float | None:
    """Return over how many of the last periods those on file left; 0 for ever."""
    if leavers is None or leavers == EVER:
        return None if leavers is None else 0.0
    try:
        found = float(leavers)
    except ValueError:
        found = -1.0
    if not 0 < found < float("inf"):
        raise InputError(
            f"--leavers: found {show(leavers)}; allowed is ever, or over how many of the last "
            "periods those on file left: 1."
        )
    return found
