"""What was understood of a table, before anything is made of it."""

from __future__ import annotations

import shlex
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relsim.errors import InputError
from relsim.result.quantity import Quantity
from relsim.result.result import Result
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Sentence, counted
from relsim.study.data.cells import COUNT, Columns, Understood
from relsim.study.data.cohort import Cohort
from relsim.version import __version__

_MINE = "mine.toml"
_RESTLESS = "segments.customers.restlessness.mean=0.001..0.9"
_NEEDS = tuple(
    f"segments.customers.need_rate.{one}" for one in ("mean=0.01..0.99", "concentration=0.3..20")
)
"""What a curve tells most of, in the segment that a new scenario has."""


def in_words(verb: str, arguments: Sequence[str], options: Mapping[str, object]) -> str:
    """Return a command line of such options, what is None left out."""
    words = ["relsim", verb, *arguments]
    for name, value in options.items():
        if isinstance(value, dict):
            value = [f"{role}={heading}" for role, heading in value.items()]
        for one in value if isinstance(value, list) else [] if value is None else [value]:
            words += [f"--{name}", f"{one:g}" if isinstance(one, float) else str(one)]
    return shlex.join(words)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a table is to be read, where somebody said so.

    Parameters
    ----------
    period : str
        Of the market: in what durations are counted.
    decimal : str, optional
        The sign before decimals.
    by : str, optional
        The heading of the column that makes groups.
    left : str, optional
        The word that marks who left.
    leavers : float, optional
        Over how many of the last periods those on file left; 0 for ever; None where nobody said.
    silence : float, optional
        Days without a purchase after which a customer counts as gone.
    columns : tuple of pair
        Headings by what they mean.
    over : int, optional
        Over how many periods since a survey its leavers left.
    """

    period: str = "month"
    decimal: str | None = None
    by: str | None = None
    left: str | None = None
    leavers: float | None = None
    silence: float | None = None
    columns: tuple[tuple[str, str], ...] = ()
    over: int | None = None

    def options(self) -> dict[str, object]:
        """Return the options of a command line that read a file so, what was said alone."""
        leavers: object = "ever" if self.leavers == 0 else self.leavers
        said = {
            "column": dict(self.columns),
            "by": self.by,
            "left": self.left,
            "leavers": leavers,
            "silence": self.silence,
            "over": self.over,
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a reading comes from.

    Parameters
    ----------
    source : str
        The file.
    separator : str
        What sets its columns apart, or the sheet of a workbook.
    rows : int
        Lines below the headings.
    columns : tuple of Understood
        What its columns mean.
    remarks : tuple
        What was read otherwise than it was written.
    command : str
        The command that reads it again.
    """

    source: str
    separator: str
    rows: int
    columns: tuple[Understood, ...] = ()
    remarks: tuple[Shown, ...] = ()
    command: str = ""


def origin_of(
    columns: Columns, separator: str, remarks: Sequence[Shown], command: str = ""
) -> Origin:
    """Return where a reading comes from."""
    return Origin(
        columns.source,
        separator,
        len(columns.lines),
        tuple(columns.understood),
        tuple(remarks),
        command,
    )


class Reading(Result):
    """What was understood of a file; it holds no name and no number of any one customer."""

    origin: Origin
    asked: Asked
    shape: str = ""

    def cohort(self) -> Cohort:
        """Return the one curve of customers left that a fit can follow."""
        raise InputError(
            f"{self.origin.source}: a {self.shape} holds no curve of customers left that could be "
            "fitted. Take a cohort, a triangle, customers or transactions."
        )

    @abstractmethod
    def questions(self) -> Sequence[Shown]:
        """Return what the file cannot tell and somebody has to say."""

    @abstractmethod
    def found(self) -> Sequence[Table]:
        """Return what was made of it."""

    @abstractmethod
    def plain(self) -> dict[str, object]:
        """Return what was made of it as plain values."""

    def warnings(self) -> Sequence[Shown]:
        """Return what is asked."""
        return [*self.questions()]

    def tables(self) -> Sequence[Table]:
        """Return the columns, and what was made of them."""
        rows = tuple(
            Row(
                one.meaning,
                "",
                (Cell(one.heading), Cell(one.holds), Cell(Quantity(float(one.empty), COUNT))),
                one.meaning,
            )
            for one in self.origin.columns
        )
        title = Sentence(
            "{source} is read as {shape}: {rows}, columns set apart by {separator}",
            source=self.origin.source,
            shape=self.shape,
            rows=counted(self.origin.rows, "row"),
            separator=self.origin.separator,
        )
        return [Table(title, ("heading", "holds", "empty"), rows, "column"), *self.found()]

    def notes(self) -> Sequence[Shown]:
        """Return what was read otherwise than written, and how to read it again."""
        then = self.next_command()
        first = then and f"relsim new {_MINE}"
        said = {"Again": self.origin.command, "First": first, "Then": then}
        lines = [Sentence(f"{word}: {{command}}", command=one) for word, one in said.items() if one]
        return [*self.origin.remarks, *lines]

    def next_command(self) -> str:
        """Return what fits a market to it, as relsim new writes one; nothing where that is open."""
        if not self.origin.command or (self.shape != "transactions" and self.questions()):
            return ""
        options: dict[str, object] = {self.shape: self.origin.source, **self.asked.options()}
        options.pop("by", None)
        buys = self.shape == "transactions" and self.asked.silence is None
        numbers = (*_NEEDS, _RESTLESS) if buys else (_RESTLESS,)
        period = None if self.asked.period == "month" else f'market.period="{self.asked.period}"'
        options |= {"decimal": self.asked.decimal, "parameter": [*numbers], "set": period}
        return in_words("fit", [_MINE], options)

    def settings(self) -> dict[str, object]:
        """Return what decides it."""
        return {
            "file": self.origin.source,
            "shape": self.shape,
            "command": self.origin.command,
            "version": __version__,
        }

    def to_json(self) -> dict[str, object]:
        """Return what was understood as plain values, ready for :func:`json.dumps`.

        Returns
        -------
        dict
            ``shape``, ``rows``, ``columns``, ``questions``, ``remarks``, and what was made of it;
            nothing that names a person.
        """
        return {
            "file": self.origin.source,
            "shape": self.shape,
            "rows": self.origin.rows,
            "separator": self.origin.separator,
            "columns": [
                {"column": one.meaning, "heading": one.heading, "empty": one.empty}
                for one in self.origin.columns
            ],
            "questions": [str(one) for one in self.questions()],
            "remarks": [str(one) for one in self.origin.remarks],
            **self.plain(),
            "settings": self.settings(),
        }

    def __repr__(self) -> str:
        """Return what it is, in a line."""
        return f"<{type(self).__name__} of {self.origin.source}: {self.origin.rows} rows>"
