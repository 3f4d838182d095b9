"""Columns of a table of which some cells may be empty: numbers, dates, flags, groups."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from relsim.errors import InputError
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown
from relsim.result.words import Sentence
from relsim.scenario.wording import show
from relsim.study.data.dates import read_dates
from relsim.study.data.line import Cell, Line
from relsim.study.data.numbers import read_numbers
from relsim.study.data.sheet import Placed

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

NUMBER = Unit("ratio", 6, significant=True)
COUNT = Unit("count", 0)

_YES = {"yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "vrai", "si", "sí", "s"}
_YES |= {"left", "churned", "exited", "cancelled", "canceled", "gone", "gekündigt", "parti"}
_NO = {"no", "n", "false", "0", "nein", "falsch", "non", "faux", "", "active", "stayed", "current"}
_NO |= {"aktiv", "actif", "activo", "existing"}
_EMPTY = {"", "-", "–", "na", "n/a", "nan", "null", "none", "#n/a", "."}
_MOST_SHOWN = 20
_MOST_GROUPS = 12
FEWEST = 5
"""Customers in a group; fewer might be known again."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A column as it was understood: what it means, its heading, what is in it."""

    meaning: str
    heading: str
    holds: Shown
    empty: int


class Columns:
    """The columns of a table by what they mean; whatever is wrong is kept until the end."""

    def __init__(
        self,
        source: str,
        header: Line,
        lines: Sequence[Line],
        roles: Mapping[str, int],
        decimal: str | None = None,
    ) -> None:
        self.source, self.header, self.lines = source, header, lines
        self.roles, self.decimal = dict(roles), decimal
        self.faults: list[str] = []
        self.understood: list[Understood] = []

    def heading(self, role: str) -> str:
        """Return the heading of a column."""
        return str(self.header.cells[self.roles[role]]).strip()

    def placed(self, role: str) -> list[Placed]:
        """Return the cells of a column."""
        place, name = self.roles[role], self.heading(role)
        return [
            Placed(line.number, f"{self.source}:{line.number} {name}", line.cells[place])
            for line in self.lines
        ]

    def numbers(self, role: str, least: float = 0.0) -> Numbers:
        """Return numbers from the least on; nan where a cell is empty."""
        column = self.placed(role)
        filled = [cell for cell in column if not is_empty(cell.cell)]
        values = iter(self.sound(filled, least).tolist())
        found = np.array(
            [math.nan if is_empty(cell.cell) else next(values, math.nan) for cell in column],
            dtype=np.float64,
        )
        sound = found[np.isfinite(found)]
        self._span(role, [Quantity(end, NUMBER) for end in _ends(sound)])
        return found

    def sound(self, cells: Sequence[Placed], least: float = 0.0) -> Numbers:
        """Return the numbers of filled cells, which are written alike; nan for what is none."""
        read = read_numbers(cells, self.decimal, self.faults, least)
        return np.array([math.nan if one is None else one for one in read], dtype=np.float64)

    def dates(self, role: str) -> list[date | None]:
        """Return dates; None where a cell is empty."""
        column = self.placed(role)
        filled = [cell for cell in column if not is_empty(cell.cell)]
        values = iter(read_dates(filled, self.faults))
        found = [None if is_empty(cell.cell) else next(values, None) for cell in column]
        days = [day for day in found if day]
        ahead = datetime.now(UTC).date() + timedelta(days=1)
        self.faults += [
            f"{cell.where}: found {show(cell.text)}, which lies ahead: nobody has seen that yet. "
            "Correct it, or empty the cell of what is only planned."
            for cell, day in zip(column, found, strict=True)
            if day and day > ahead
        ]
        self._span(role, [min(days).isoformat(), max(days).isoformat()] if days else [])
        return found

    def flags(self, role: str, yes: str | None = None) -> Flags:
        """Return who is marked; which word marks may have to be said."""
        column = self.placed(role)
        words = [cell.text.casefold().removesuffix(".0") for cell in column]
        if yes is not None:
            if yes.casefold() not in words:
                self.faults.append(
                    f"{self.source} {self.heading(role)}: nobody has {show(yes)} there; found "
                    f"{show(', '.join([*Counter(words)][:4]))}."
                )
            found = np.array([word == yes.casefold() for word in words], dtype=np.bool_)
        else:
            strange = [c for c, word in zip(column, words, strict=True) if word not in _YES | _NO]
            self.faults += [
                f"{cell.where}: found {show(cell.text)}; allowed are yes and no, 1 and 0 and the "
                "like. Say which word marks who left: --left WORD."
                for cell in strange
            ]
            found = np.array([word in _YES for word in words], dtype=np.bool_)
        marked = Sentence("{many} marked", many=Quantity(float(found.sum()), COUNT))
        self.understood.append(Understood(role, self.heading(role), marked, 0))
        return found

    def names(self, role: str) -> list[str]:
        """Return texts; what they are is said by their number alone."""
        words = [cell.text for cell in self.placed(role)]
        many = Quantity(float(len(set(words))), COUNT)
        self.understood.append(
            Understood(
                role, self.heading(role), Sentence("{many} different", many=many), words.count("")
            )
        )
        return words

    def groups(self, role: str, remarks: list[Shown]) -> list[str]:
        """Return the group of each line; small ones are put together, so that nobody is known."""
        words = [word or "(empty)" for word in self.names(role)]
        counts = Counter(words)
        if len(counts) > _MOST_GROUPS:
            raise InputError(
                f"{self.source}: the column {show(self.heading(role))} has {len(counts):,} "
                f"different values; groups are made of at most {_MOST_GROUPS}. Name another: "
                "--by HEADING."
            )
        few = {word for word, many in counts.items() if many < FEWEST}
        if few:
            remarks.append(
                Sentence(
                    "Groups of fewer than {fewest} customers are put together as (others), not "
                    "shown where these are as few, so that nobody is known again.",
                    fewest=FEWEST,
                )
            )
        return ["(others)" if word in few else word for word in words]

    def _span(self, role: str, ends: Sequence[Shown]) -> None:
        low, high = ends if len(ends) == 2 else ("", "")
        holds = Sentence("{low} to {high}", low=low, high=high) if ends else "nothing"
        empty = sum(is_empty(cell.cell) for cell in self.placed(role))
        self.understood.append(Understood(role, self.heading(role), holds, empty))

    def refuse(self) -> None:
        """Raise everything that is wrong, if anything is."""
        if self.faults:
            more = len(self.faults) - _MOST_SHOWN
            ending = [f"… and {more:,} more."] if more > 0 else []
            raise InputError("\n\n".join([*self.faults[:_MOST_SHOWN], *ending]))


def _ends(values: Numbers) -> list[float]:
    return [float(values.min()), float(values.max())] if len(values) else []


def is_empty(cell: Cell) -> bool:
    """Tell whether nothing stands in a cell, whatever a program writes for nothing."""
    return isinstance(cell, str) and cell.strip().casefold() in _EMPTY
