"""A file of customers, one row each: how long they stay, by group, and what they pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Count, Sentence, plural, singular
from relsim.scenario.structure import MONTHS
from relsim.scenario.wording import show
from relsim.study.data.cells import COUNT, FEWEST, Columns, Flags, Numbers
from relsim.study.data.cohort import Cohort
from relsim.study.data.dates import whole_periods
from relsim.study.data.reading import Asked, Origin, Reading, origin_of
from relsim.study.data.spending import spread
from relsim.study.data.survival import Curve, curve_of
from relsim.study.data.terms import around_ends, term_of
from relsim.words.catalogue import marked

ALL = "all"
_TIMES = (1, 2, 3, 6, 12, 24, 36, 48, 60, 72, 84, 96, 120)
_MOST_TIMES = 7
_LIFE = 12 * 80.0
"""Months after which no customer is left."""
_BALANCE = 2
"""Leavers for a joiner, above which a file is asked about."""
_SHARE = Unit("percent", 2)
_PART = Unit("percent")
_MONEY = Unit("money", 2)
_SPREAD = Unit("ratio", 2)
_MONTHS = Unit("periods", 0)
_SPAN_OF = Unit("ratio", 3, significant=True)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Customers of one kind.

    Parameters
    ----------
    name : str
        What they have in common.
    exits, left, entries : numpy.ndarray
        Their spells, in periods; entries are None where all were seen from the beginning.
    spend, spread : float or None
        What they pay on average, and the standard deviation of its logarithm.
    term : float or None
        Months that their contract binds, where its name tells; 0 for none.
    """

    name: str
    exits: Numbers
    left: Flags
    entries: Numbers | None
    spend: float | None
    spread: float | None
    term: float | None

    @property
    def curve(self) -> Curve:
        """Their survival."""
        return curve_of(self.exits, self.left, self.entries)

    def cohort(self, longest: int | None = None) -> Cohort:
        """Return their survival as a cohort, a share for every period in which somebody is seen."""
        curve = self.curve
        last = int(np.floor(self.exits.max())) if longest is None else longest
        when = np.arange(last + 1, dtype=np.float64)
        shares = np.minimum(curve.at(when), 1.0)
        shares = shares / shares[0]
        doubt = curve.doubt(when)
        heads = _as_sure(shares, doubt, float(len(self.exits)))
        return Cohort(tuple(range(last + 1)), tuple(shares), as_sure_as=tuple(heads))


def _as_sure(shares: Numbers, doubt: Numbers, most: float) -> Numbers:
    """Return how large a closed cohort would have to be, to know each share as well."""
    # Of whom nobody is left, nothing tells how sure that is.
    spread = shares**2 * np.where(shares > 0, doubt, 0.0)
    inside = spread > 0
    return np.where(inside, shares * (1 - shares) / np.where(inside, spread, 1.0), most)


@dataclass(frozen=True, eq=False, repr=False)
class Customers(Reading):
    """Survival, spend and contracts of customers by group.

    Parameters
    ----------
    origin : Origin
        Where it comes from.
    groups : tuple of Group
        All of them first.
    by : str
        The heading that makes groups; empty for none.
    asked : Asked
        How it was read.
    """

    origin: Origin
    groups: tuple[Group, ...]
    by: str
    asked: Asked
    shape = "customers"

    def questions(self) -> Sequence[Shown]:
        """Ask what the mark means, and say how much hangs on it."""
        every = self.groups[0]
        if not every.left.any() or self.asked.leavers == 0:
            return []
        if self.asked.leavers is not None:
            return self._unbalanced(self.asked.leavers)
        recent = curve_of(every.exits, every.left, every.exits - 1)
        when = np.array([min(12.0, float(np.floor(every.exits.max())))])
        asked = Sentence(
            "Does the mark mean who ever left, or who left in the last {period} alone? The "
            "file cannot tell. After {many} {periods} {ever} of all are left in the first case "
            "(shown below), {recent} in the second. Say --leavers ever, or --leavers 1.",
            period=singular(self.asked.period),
            many=Quantity(float(when[0]), _MONTHS),
            periods=plural(self.asked.period),
            ever=Quantity(float(every.curve.at(when)[0]), _PART),
            recent=Quantity(float(recent.at(when)[0]), _PART),
        )
        return [asked, *self._unbalanced(1.0)]

    def _unbalanced(self, window: float) -> list[Shown]:
        """Say when far more left than joined, which no firm lives through for long."""
        every = self.groups[0]
        joined, left = int((every.exits <= window).sum()), int(every.left.sum())
        if left <= _BALANCE * joined:
            return []
        return [
            Sentence(
                "If all {left} left in the last {span}, {joined} joined in that time, and the firm "
                "shrank by {share}: either it dies, or leavers are more than their share of this "
                "file (a sample that was balanced, or leavers of a longer time).",
                left=Quantity(float(left), COUNT),
                span=self._span(window),
                joined=Quantity(float(joined), COUNT),
                share=Quantity((left - joined) / len(every.exits), _PART),
            )
        ]

    def _span(self, window: float) -> Shown:
        if window == 1:
            return singular(self.asked.period)
        many, word = Quantity(window, _SPAN_OF), plural(self.asked.period)
        return Sentence("{many} {periods}", many=many, periods=word)

    def at_ends(self) -> list[Shown]:
        """Say whether leaving gathers where terms end, as it would if contracts had bound."""
        length = MONTHS[self.asked.period]
        found: list[Shown] = []
        for one in self.groups[1:]:
            if one.term and (one.term / length).is_integer() and one.left.any():
                ended, usual = around_ends(one.exits, one.left, one.term / length)
                found.append(
                    Sentence(
                        "Of {all} who left {group}, {ended} left where a term of {term} months "
                        "ends; {usual} would have if these times were like the ones around them.",
                        all=Quantity(float(one.left.sum()), COUNT),
                        group=one.name,
                        ended=Quantity(ended, COUNT),
                        term=Quantity(one.term, _MONTHS),
                        usual=Quantity(usual, Unit("ratio", 1)),
                    )
                )
        return found

    def notes(self) -> Sequence[Shown]:
        """Return what a reading says, and whether contracts show in when people leave."""
        return [*self.at_ends(), *super().notes()]

    def next_command(self) -> str:
        """Return what fits a market to it; nothing before it is said who left, if anybody did."""
        told = self.asked.leavers is not None and self.groups[0].left.any()
        return super().next_command() if told else ""

    def cohort(self) -> Cohort:
        """Return the curve of all."""
        return self.groups[0].cohort()

    def found(self) -> Sequence[Table]:
        """Return the groups, and how many of each are left over time."""
        return [self._groups_table(), self._survival_table()]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return survival at every time at which somebody left, and the groups."""
        rows = [row for group in self.groups for row in _steps(group)]
        names = ["group", "period", "at_risk", "ended", "share", "low", "high"]
        groups = [{"group": one.name, **self._facts(one)} for one in self.groups]
        return {"survival": pd.DataFrame(rows, columns=names), "groups": pd.DataFrame(groups)}

    def plain(self) -> dict[str, object]:
        """Return the groups with their survival."""
        return {
            "by": self.by or None,
            "period": self.asked.period,
            "leavers": self.asked.leavers,
            "groups": [
                {"name": one.name, **self._facts(one), "survival": _plain_steps(one)}
                for one in self.groups
            ],
        }

    def _facts(self, group: Group) -> dict[str, object]:
        return {
            "customers": len(group.exits),
            "ended": int(group.left.sum()),
            "share": len(group.exits) / len(self.groups[0].exits),
            "spend": group.spend,
            "spread": group.spread,
            "term_months": group.term,
        }

    def _groups_table(self) -> Table:
        whole = len(self.groups[0].exits)
        rows = tuple(
            Row(
                one.name,
                "",
                (
                    Cell(Quantity(float(len(one.exits)), COUNT)),
                    Cell(Quantity(len(one.exits) / whole, _PART)),
                    Cell(Quantity(float(one.left.sum()), COUNT)),
                    Cell(Quantity(one.spend, _MONEY)),
                    Cell(Quantity(one.spread, _SPREAD)),
                    Cell(Quantity(one.term, _MONTHS)),
                ),
                one.name,
            )
            for one in self.groups
        )
        columns = ("customers", "share", "ended", "spend", "its spread", "term")
        title = f"Groups by {self.by}" if self.by else "Customers"
        return Table(title, columns, rows, "group")

    def _survival_table(self) -> Table:
        longest = float(self.groups[0].exits.max())
        times = [time for time in _TIMES if time <= longest][-_MOST_TIMES:]
        when = np.array(times, dtype=np.float64)
        rows = []
        for one in self.groups:
            shares = one.curve.at(when)
            low, high = one.curve.interval(when)
            cells = tuple(
                Cell(Quantity(float(share), _SHARE), Quantity(0.0, _PART, *ends).interval())
                for share, *ends in zip(shares, low.tolist(), high.tolist(), strict=True)
            )
            rows.append(Row(one.name, "", cells, one.name))
        title = Sentence(
            "Customers left after so many {periods}", periods=plural(self.asked.period)
        )
        return Table(title, tuple(map(str, times)), tuple(rows), "group")


def _steps(group: Group) -> list[tuple[object, ...]]:
    curve = group.curve
    low, high = curve.interval(curve.times)
    values = (curve.times, curve.at_risk, curve.ended, curve.at(curve.times), low, high)
    return [(group.name, *row) for row in zip(*(one.tolist() for one in values), strict=True)]


def _plain_steps(group: Group) -> list[dict[str, object]]:
    names = ("period", "at_risk", "ended", "share", "low", "high")
    return [dict(zip(names, row[1:], strict=True)) for row in _steps(group)]


def read_customers(columns: Columns, separator: str, asked: Asked, command: str) -> Customers:
    """Return what a file of customers says."""
    remarks: list[Shown] = []
    if "id" in columns.roles:
        _note_twice(columns.names("id"), remarks)
    exits, left = _spells(columns, asked, remarks)
    spend = columns.numbers("spend") if "spend" in columns.roles else np.full(len(exits), np.nan)
    by = "group" if "group" in columns.roles else "contract"
    kinds = columns.groups(by, remarks) if by in columns.roles else []
    columns.refuse()
    _note_contract(columns, by, remarks)
    whole = np.isfinite(exits)
    if not whole.all():
        gone = Count(int((~whole).sum()), "row")
        remarks.append(Sentence("Left out: {rows} without a duration.", rows=gone))
    if not whole.any():
        raise InputError(f"{columns.source}: no row has a duration. Fill the column that has it.")
    entries = exits - asked.leavers if asked.leavers else None
    if asked.leavers:
        remarks.append(_RECENT)
    names = np.array(kinds or [""] * len(exits))
    chosen = [(ALL, whole)] + [(name, whole & (names == name)) for name in dict.fromkeys(kinds)]
    groups = tuple(
        _group(name, rows, (exits, left, entries, spend))
        for name, rows in sorted(chosen, key=lambda one: (one[0] != ALL, one[0]))
        if name == ALL or rows.sum() >= FEWEST
    )
    heading = columns.heading(by) if kinds else ""
    return Customers(origin_of(columns, separator, remarks, command), groups, heading, asked)


_RECENT = marked(
    "Leavers are those of the last periods alone: everybody is in view from so many periods before "
    "the end (left truncation), and the curve is what would become of a cohort that met at "
    "every age the leaving of these periods."
)


def _group(
    name: str, rows: Flags, columns: tuple[Numbers, Flags, Numbers | None, Numbers]
) -> Group:
    exits, left, entries, spend = columns
    paid = spend[rows & (np.nan_to_num(spend) > 0)]
    return Group(
        name,
        exits[rows],
        left[rows],
        None if entries is None else entries[rows],
        float(paid.mean()) if len(paid) else None,
        spread(paid),
        None if name == ALL else term_of(name),
    )


def _spells(columns: Columns, asked: Asked, remarks: list[Shown]) -> tuple[Numbers, Flags]:
    """Return how long everybody was seen, and who left then."""
    if "tenure" in columns.roles and "left" in columns.roles:
        tenure, left = columns.numbers("tenure"), columns.flags("left", asked.left)
        _note_long(columns, tenure, asked.period)
        return tenure, left
    starts, ends = columns.dates("start"), columns.dates("end")
    columns.refuse()
    seen = [day for day in (*starts, *ends) if day]
    if not seen:
        raise InputError(f"{columns.source}: no row has a date. Fill the columns that have them.")
    last = max(seen)
    remarks.append(
        Sentence(
            "Who has no end was still a customer on {day}, the last date on file.",
            day=last.isoformat(),
        )
    )
    spans = []
    for cell, start, end in zip(columns.placed("end"), starts, ends, strict=True):
        if start and end and end < start:
            columns.faults.append(
                f"{cell.where}: found {show(cell.text)}, before the start. Correct one of them."
            )
        whole = np.nan if start is None else whole_periods(start, end or last, asked.period)
        spans.append(whole)
    return np.array(spans, dtype=np.float64), np.array([end is not None for end in ends])


def _note_long(columns: Columns, tenure: Numbers, period: str) -> None:
    """Refuse durations that are longer than lives: days, most likely."""
    longest = float(np.nan_to_num(tenure).max(initial=0.0))
    if longest * MONTHS[period] > _LIFE:
        columns.faults.append(
            f"{columns.source} {columns.heading('tenure')}: found {longest:,.0f}, and the market "
            f"counts in {plural(period)}; nobody is a customer for so long. If these are days, "
            "divide them, or give the columns start and end."
        )


def _note_twice(ids: Sequence[str], remarks: list[Shown]) -> None:
    twice = len(ids) - len(set(ids))
    if twice:
        remarks.append(
            Sentence(
                "{many} rows have a customer who stands there already; each row is taken as a "
                "customer.",
                many=Quantity(float(twice), COUNT),
            )
        )


def _note_contract(columns: Columns, by: str, remarks: list[Shown]) -> None:
    if by == "contract" and by in columns.roles:
        remarks.append(
            Sentence(
                "{heading} is the last one known of each customer, not the one that was signed at "
                "the beginning: who stays long may have come to it late.",
                heading=columns.heading(by),
            )
        )
