"""A survey with a mark who left: staying by tier, as patterns with their sampling error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Count, Sentence, plural
from relsim.study.data.cells import COUNT, Columns, Numbers
from relsim.study.data.reading import Asked, Origin, Reading, origin_of
from relsim.words.catalogue import Phrase, Word

_REACH = 1.959963984540054
_PART = Unit("percent")
_RECOMMENDING = (
    (Word("detractors (0 to 6)"), 0, 6),
    (Word("passives (7, 8)"), 7, 8),
    (Word("promoters"), 9, 10),
)
_KINDS = (Word("satisfaction"), Word("recommendation"))


@dataclass(frozen=True, slots=True)
class Tier:
    """Customers who answered alike, and how many of them stayed.

    Parameters
    ----------
    question : str
        What they were asked: satisfaction or recommendation.
    name : str
        What the tier is called.
    low, high : float
        The answers in it.
    customers, stayed : int
        How many there are, and how many of them stayed.
    """

    question: str
    name: str
    low: float
    high: float
    customers: int
    stayed: int

    @property
    def title(self) -> Phrase:
        """The question with the tier."""
        return Phrase("{question} {tier}", question=self.question, tier=self.name)

    @property
    def share(self) -> float:
        """The share that stayed."""
        return self.stayed / self.customers

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's (1927) 95 % interval of the share that stayed.

        Examples
        --------
        >>> [round(end, 3) for end in Tier("satisfaction", "high", 8, 10, 10, 10).interval]
        [0.722, 1.0]
        """
        many, share, z = self.customers, self.share, _REACH
        middle = (share + z * z / (2 * many)) / (1 + z * z / many)
        inside = share * (1 - share) / many + z * z / (4 * many * many)
        half = z / (1 + z * z / many) * math.sqrt(inside)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def error(self) -> float:
        """The sampling error of the share, never 0 however few there are (Agresti & Coull 1998)."""
        many = self.customers + 4
        share = (self.stayed + 2) / many
        return math.sqrt(share * (1 - share) / many)


@dataclass(frozen=True, eq=False, repr=False)
class Survey(Reading):
    """Staying by satisfaction or recommendation.

    Parameters
    ----------
    origin : Origin
        Where it comes from.
    tiers : tuple of Tier
        By question, from the lowest up.
    asked : Asked
        How it was read.
    """

    origin: Origin
    tiers: tuple[Tier, ...]
    asked: Asked
    shape = "survey"

    def questions(self) -> Sequence[Shown]:
        """Ask over how long the leavers left."""
        if self.asked.over:
            return []
        return [
            Sentence(
                "Over how many {periods} since they were asked did the leavers leave? The file "
                "cannot tell, and a market can be held against it only over the same time. Say "
                "--over 12, or how many they are.",
                periods=plural(self.asked.period),
            )
        ]

    def over(self) -> int:
        """Return over how many periods leavers left; refuse where nobody said so."""
        if not self.asked.over:
            raise InputError(f"{self.origin.source}: {self.questions()[0]}")
        return self.asked.over

    def ranked(self) -> list[tuple[Tier, float, float]]:
        """Return the tiers of one question, and between which shares of all who answered each lies.

        Of satisfaction where it was asked for, else of recommendation: who answers both says
        nearly the same twice.
        """
        kind = self.tiers[0].question
        tiers = [one for one in self.tiers if one.question == kind]
        ends = np.cumsum([0, *(one.customers for one in tiers)]) / sum(t.customers for t in tiers)
        return [
            (one, float(low), float(high))
            for one, low, high in zip(tiers, ends[:-1], ends[1:], strict=True)
        ]

    def found(self) -> Sequence[Table]:
        """Return staying by tier, a table a question."""
        return [self._table(kind) for kind in _KINDS if any(t.question == kind for t in self.tiers)]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the tiers."""
        return {"tiers": pd.DataFrame(self.patterns())}

    def plain(self) -> dict[str, object]:
        """Return the tiers as patterns."""
        return {"patterns": self.patterns()}

    def patterns(self) -> list[dict[str, object]]:
        """Return each tier as a pattern: what was measured, and its sampling error."""
        return [
            {
                "name": Phrase("staying, {tier}", tier=one.title),
                "question": one.question,
                "tier": one.name,
                "from": one.low,
                "to": one.high,
                "customers": one.customers,
                "target": one.share,
                "error": one.error,
                "low": one.interval[0],
                "high": one.interval[1],
                "source": self.origin.source,
            }
            for one in self.tiers
        ]

    def _table(self, kind: str) -> Table:
        rows = tuple(
            Row(
                one.name,
                "",
                (
                    Cell(Quantity(float(one.customers), COUNT)),
                    Cell(Quantity(one.share, _PART)),
                    Cell(Quantity(one.share, _PART, *one.interval).interval()),
                    Cell(Quantity(100 * one.error, Unit("ratio", 1))),
                ),
                f"{kind} {one.name}",
            )
            for one in self.tiers
            if one.question == kind
        )
        columns = ("customers", "stayed", "95 % interval", "sampling error, points")
        return Table(f"Staying by {kind}", columns, rows, "tier")


def read_survey(columns: Columns, separator: str, asked: Asked, command: str) -> Survey:
    """Return what a survey says; who did not answer a question is not in its tiers."""
    left = columns.flags("left", asked.left)
    kinds = [kind for kind in _KINDS if kind in columns.roles]
    answers = {kind: columns.numbers(kind) for kind in kinds}
    columns.refuse()
    tiers, remarks = [], []
    for kind, values in answers.items():
        given = np.isfinite(values)
        if not given.all():
            remarks.append(
                Sentence(
                    "In none of the tiers of {kind}: {rows} without an answer.",
                    kind=kind,
                    rows=Count(int((~given).sum()), "row"),
                )
            )
        if not given.any():
            raise InputError(f"{columns.source}: nobody answered {columns.heading(kind)}.")
        for name, low, high in _tiers(kind, values[given]):
            inside = given & (values >= low) & (values <= high)
            if inside.any():
                many, stayed = int(inside.sum()), int((inside & ~left).sum())
                tiers.append(Tier(kind, name, low, high, many, stayed))
    return Survey(origin_of(columns, separator, remarks, command), tuple(tiers), asked)


def _tiers(kind: str, values: Numbers) -> list[tuple[str, float, float]]:
    """Return the tiers of a question: recommending's own three, else thirds of the scale used."""
    low, high = float(values.min()), float(values.max())
    if kind == "recommendation" and low >= 0 and 5 < high <= 10:
        return [(name, float(a), float(b)) for name, a, b in _RECOMMENDING]
    bottom = 0.0 if low < 1 else 1.0
    top = next((end for end in (1.0, 3.0, 4.0, 5.0, 7.0, 10.0, 100.0) if end >= high), high)
    ends = [bottom + part * (top - bottom) / 3 for part in range(4)]
    below = [np.nextafter(end, -math.inf) for end in ends[1:3]]
    return [
        (Word("low"), bottom, float(below[0])),
        (Word("middle"), ends[1], float(below[1])),
        (Word("high"), ends[2], top),
    ]
