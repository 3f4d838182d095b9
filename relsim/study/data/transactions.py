"""A log of purchases: first purchases, repeats, silence, and on whom the money rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Count, Sentence
from relsim.scenario.structure import MONTHS
from relsim.study.data.cells import COUNT, Columns, Numbers
from relsim.study.data.cohort import Cohort
from relsim.study.data.customers import Group
from relsim.study.data.reading import Asked, Origin, Reading, origin_of
from relsim.study.data.spending import Spent, spent
from relsim.words.catalogue import marked

_SILENT_AT = 0.95
"""Of all intervals between purchases, the part that is shorter than what counts as silence."""
_ALSO_AT = (0.8, 0.9, 0.95, 0.99)
_BESIDE_AT = (0.9, 0.99)
_YEAR = 365.0
_DAYS_OF_MONTH = 365.25 / 12
_PART = Unit("percent")
_DAYS = Unit("count", 0)
_MONEY = Unit("money", 2)
_QUARTERS = (0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False, repr=False)
class Transactions(Reading):
    """Purchases by customer.

    Parameters
    ----------
    origin : Origin
        Where they come from.
    days : pandas.DataFrame
        A row a customer and day of purchase: ``customer`` (a number of no meaning), ``day``
        (days since the first of all) and ``amount``.
    first : str
        The first day of all.
    amounts : bool
        Whether amounts were on file.
    asked : Asked
        How they were read.
    closes : float, optional
        The day on which it is looked at, where that is not the last of a purchase.
    """

    origin: Origin
    days: pd.DataFrame
    first: str
    amounts: bool
    asked: Asked
    closes: float | None = None
    shape = "transactions"

    @cached_property
    def each(self) -> pd.DataFrame:
        """A row a customer: first and last day, how many days with a purchase, the amount."""
        return self.days.groupby("customer").agg(
            first=("day", "min"),
            last=("day", "max"),
            many=("day", "size"),
            amount=("amount", "sum"),
        )

    @cached_property
    def gaps(self) -> Numbers:
        """Days between a customer's purchases, all of them."""
        found = self.days.groupby("customer")["day"].diff().dropna()
        return found.to_numpy(np.float64)

    @property
    def end(self) -> float:
        """The last day on file."""
        return float(self.days["day"].max()) if self.closes is None else self.closes

    @property
    def length(self) -> float:
        """Days of a period of the market."""
        return MONTHS[self.asked.period] * _DAYS_OF_MONTH

    @property
    def silence(self) -> float:
        """Days without a purchase after which a customer counts as gone."""
        if self.asked.silence is not None:
            return self.asked.silence
        return float(np.ceil(np.quantile(self.gaps, _SILENT_AT))) if len(self.gaps) else self.end

    def spells(self, silence: float) -> Group:
        """Return everybody's spell, in the market's periods, under a rule of silence.

        Gone since the last purchase is who bought nothing for so many days; nobody is judged later
        than so many days before the end.
        """
        each, horizon = self.each, self.end - silence
        seen = each[each["first"] <= horizon]
        left = (seen["last"] < horizon).to_numpy()
        until = seen["last"].where(left, horizon)
        exits = ((until - seen["first"]) / self.length).to_numpy(np.float64)
        return Group("all", np.floor(exits + 1e-9), left, None, None, None, None)

    def left_after_a_year(self, silence: float) -> float | None:
        """Return the share not yet gone a year after the first purchase, if that can be seen."""
        group, year = self.spells(silence), 12 / MONTHS[self.asked.period]
        if not len(group.exits) or group.exits.max() < year:
            return None
        return float(group.curve.at(np.array([year - 1]))[0])

    def year(self, back: int = 0) -> Spent:
        """Return what was bought in the last year, or so many years before it."""
        age = self.end - self.days["day"]
        return _spent(self.days[(age >= back * _YEAR) & (age < (back + 1) * _YEAR)])

    def best_fifth_share(self) -> float | None:
        """Return the part of all money that the best fifth of the customers brought."""
        return _spent(self.days).best_fifth() if self.amounts else None

    def best_fifth_lost(self) -> tuple[int, int] | None:
        """Return how many of the year before last's best fifth bought nothing in the last year."""
        return self.year(1).best_lost(self.year()) if self.years() >= 2 else None

    def years(self) -> float:
        """Return how many years are on file."""
        return self.end / _YEAR

    def questions(self) -> Sequence[Shown]:
        """Ask for a rule of silence where nobody said one."""
        if self.asked.silence is not None:
            return []
        if not len(self.gaps):
            return [
                "Nobody came again, so nothing tells how long a silence means that somebody is "
                "gone. Say it with --silence DAYS, or bring a longer log."
            ]
        return [
            Sentence(
                "Nobody says when they leave here. Counted as gone is who bought nothing for "
                "{silence} days: {part} of all intervals between purchases are shorter. The table "
                "of silence says how much hangs on it; set another with --silence DAYS.",
                silence=Quantity(self.silence, _DAYS),
                part=Quantity(_SILENT_AT, Unit("percent", 0)),
            )
        ]

    def cohort(self) -> Cohort:
        """Return the curve of all under the rule of silence."""
        return self.spells(self.silence).cohort()

    def rules(self) -> list[Cohort]:
        """Return the curve under a shorter and a longer silence, and this one."""
        if not len(self.gaps):
            return []
        days = [float(np.ceil(np.quantile(self.gaps, part))) for part in _BESIDE_AT]
        groups = [self.spells(one) for one in (*days, self.silence) if one < self.end]
        return [group.cohort() for group in groups if len(group.exits)]

    def found(self) -> Sequence[Table]:
        """Return cohorts, intervals, silence and concentration."""
        return [self._cohorts_table(), self._silence_table(), self._facts_table()]

    def cohorts(self) -> pd.DataFrame:
        """Return customers by the quarter of their first purchase, and how many came again."""
        starts = pd.Timestamp(self.first) + pd.to_timedelta(self.each["first"], unit="D")
        quarter = starts.dt.to_period("Q").astype(str)
        again = self.each.assign(again=self.each["many"] > 1)
        found = again.groupby(quarter.to_numpy()).agg(
            customers=("again", "size"),
            came_again=("again", "sum"),
            purchases=("many", "sum"),
            amount=("amount", "sum"),
        )
        return found.rename_axis("first_purchase").reset_index()

    def silences(self) -> pd.DataFrame:
        """Return what several rules of silence make of the same purchases."""
        rules = {self.silence}
        if len(self.gaps):
            rules |= {float(np.ceil(np.quantile(self.gaps, part))) for part in _ALSO_AT}
        rows = []
        for rule in sorted(rule for rule in rules if rule < self.end):
            group = self.spells(rule)
            share = float(group.left.mean()) if len(group.left) else None
            rows.append((rule, len(group.left), share, self.left_after_a_year(rule)))
        return pd.DataFrame(rows, columns=["silence_days", "judged", "gone", "left_after_a_year"])

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return cohorts, rules of silence and single facts; nothing of any one customer."""
        facts = pd.DataFrame([*self._facts().items()], columns=["figure", "value"])
        return {"cohorts": self.cohorts(), "silence": self.silences(), "facts": facts}

    def plain(self) -> dict[str, object]:
        """Return the same as plain values."""
        return {
            "silence_days": self.silence,
            "cohorts": _records(self.cohorts()),
            "silence": _records(self.silences()),
            **self._facts(),
        }

    def _facts(self) -> dict[str, object]:
        gaps = {
            f"days_between_purchases_{round(100 * part)}": float(np.quantile(self.gaps, part))
            for part in (_QUARTERS if len(self.gaps) else ())
        }
        lost = self.best_fifth_lost()
        return {
            "customers": len(self.each),
            "purchases": len(self.days),
            "came_again": float((self.each["many"] > 1).mean()),
            **gaps,
            "best_fifth_share": self.best_fifth_share(),
            "best_fifth_lost": lost[0] / lost[1] if lost else None,
            "best_fifth_customers": lost[1] if lost else None,
        }

    def _cohorts_table(self) -> Table:
        rows = []
        for one in _records(self.cohorts()):
            name, many = str(one["first_purchase"]), one["customers"]
            cells = (
                Cell(Quantity(many, COUNT)),
                Cell(Quantity(one["came_again"] / many, _PART)),
                Cell(Quantity(one["purchases"] / many, Unit("ratio", 2))),
                Cell(Quantity(one["amount"] / many if self.amounts else None, _MONEY)),
            )
            rows.append(Row(name, "", cells, name))
        columns = ("customers", "came again", "purchases each", "amount each")
        return Table("Cohorts of first purchase", columns, tuple(rows), "quarter")

    def _silence_table(self) -> Table:
        rows = tuple(
            Row(
                Quantity(one["silence_days"], _DAYS),
                "",
                (
                    Cell(Quantity(one["judged"], COUNT)),
                    Cell(Quantity(one["gone"], _PART)),
                    Cell(Quantity(one["left_after_a_year"], _PART)),
                ),
                f"{one['silence_days']:g}",
            )
            for one in _records(self.silences())
        )
        columns = ("judged", "gone", "not gone after a year")
        return Table("Gone after so many days of silence", columns, rows, "days")

    def _facts_table(self) -> Table:
        lost = self.best_fifth_lost()
        said: list[tuple[str, Shown, Shown]] = [
            (
                "customers who came again",
                Quantity(float((self.each["many"] > 1).mean()), _PART),
                "",
            ),
            *(
                (
                    f"{round(100 * part)} % of intervals are at most",
                    Sentence(
                        "{days} days", days=Quantity(float(np.quantile(self.gaps, part)), _DAYS)
                    ),
                    "",
                )
                for part in (_QUARTERS if len(self.gaps) else ())
            ),
            ("of all money from the best fifth", Quantity(self.best_fifth_share(), _PART), ""),
        ]
        if lost:
            rest = Sentence("of {many} customers", many=Quantity(float(lost[1]), COUNT))
            said.append(
                (
                    "of the year before last's best fifth lost",
                    Quantity(lost[0] / lost[1], _PART),
                    rest,
                )
            )
        rows = tuple(Row(what, "", (Cell(value, below),), what) for what, value, below in said)
        return Table("Together", ("",), rows)


def _spent(days: pd.DataFrame) -> Spent:
    return spent(days["customer"].to_numpy(np.int64), days["amount"].to_numpy(np.float64))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values, what is undefined as None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {str(key): one.item() if isinstance(one, np.generic) else one for key, one in row.items()}
        for row in plain.to_dict("records")
    ]


def read_transactions(columns: Columns, separator: str, asked: Asked, command: str) -> Transactions:
    """Return what a log of purchases says; several purchases of a day are one."""
    ids, dates = columns.names("id"), columns.dates("date")
    amounts = "amount" in columns.roles
    paid = columns.numbers("amount", least=-np.inf) if amounts else np.zeros(len(ids))
    columns.refuse()
    remarks: list[Shown] = []
    whole = np.array([bool(one) and day is not None for one, day in zip(ids, dates, strict=True)])
    bought = ~(paid < 0)
    for left_out, why in (
        (~whole, marked("Left out: {rows} without a customer or a date.")),
        (whole & ~bought, marked("Left out: {rows} with an amount below 0 (returns).")),
    ):
        if left_out.any():
            remarks.append(Sentence(why, rows=Count(int(left_out.sum()), "row")))
    whole &= bought
    if not whole.any():
        raise InputError(
            f"{columns.source}: no row has a customer, a date and an amount that is not below 0."
        )
    frame = pd.DataFrame({"id": ids, "date": pd.to_datetime(pd.Series(dates)), "amount": paid})
    frame = frame[whole]
    first = frame["date"].min()
    frame["customer"], _ = pd.factorize(frame["id"])
    frame["day"] = (frame["date"] - first).dt.days.astype(float)
    frame["amount"] = frame["amount"].fillna(0.0)
    days = frame.groupby(["customer", "day"])["amount"].sum().reset_index()
    if len(days) < len(frame):
        remarks.append(marked("Several purchases of a customer on one day are counted as one."))
    return Transactions(
        origin_of(columns, separator, remarks, command),
        days,
        first.date().isoformat(),
        amounts,
        asked,
    )
