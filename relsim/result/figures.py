"""What strategies are compared on: one list, from which every table and file is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["percent", "money", "score", "periods"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One figure that strategies are compared on.

    Parameters
    ----------
    name : str
        Key in :meth:`relsim.Run.summary`, in frames and in JSON.
    title : str
        Heading in tables.
    unit : {"percent", "money", "score", "periods"}
        A share shown as a percentage, an amount of money, a score from 0 to 1, or a number of
        periods.
    per : str
        In words, what it is counted on; with the unit it makes the line below the heading.
    meaning : str
        One sentence for a reader who knows marketing and not this program.
    decimals : int
        Shown behind the point (of the percentage, for a share).
    higher_is_better : bool
        False for costs.
    """

    name: str
    title: str
    unit: Unit
    per: str
    meaning: str
    decimals: int
    higher_is_better: bool = True

    def show(self, value: float | None, *, signed: bool = False, unit: bool = True) -> str:
        """Return a value as people read it.

        Examples
        --------
        >>> retention, profit = OUTCOMES["retention"], OUTCOMES["profit"]
        >>> retention.show(0.8412), retention.show(0.0191, signed=True)
        ('84.1 %', '+1.9 pt')
        >>> profit.show(1234567.8), profit.show(-12.2, signed=True), profit.show(None)
        ('1,234,568', '-12', '-')
        """
        if value is None:
            return "-"
        shown = 100 * value if self.unit == "percent" else value
        text = f"{shown:{'+' if signed else ''},.{self.decimals}f}"
        if not float(text.replace(",", "")):
            text = text.lstrip("+-")  # no sign before a zero
        suffix = (" pt" if signed else " %") if self.unit == "percent" and unit else ""
        return text + suffix


OUTCOMES: dict[str, Outcome] = {
    outcome.name: outcome
    for outcome in (
        Outcome(
            name="retention",
            title="Annual retention",
            unit="percent",
            per="of customers, a year",
            meaning="Of the firm's customers at the start of a year, the share that never left "
            "it within that year; those whom population turnover took are in neither number.",
            decimals=1,
        ),
        Outcome(
            name="profit",
            title="Profit",
            unit="money",
            per="whole horizon",
            meaning="Revenue minus every cost, added up from the strategy's start to the end.",
            decimals=0,
        ),
        Outcome(
            name="npv",
            title="Net present value",
            unit="money",
            per="discounted to the start",
            meaning="The same profit, discounted to the day the strategy starts.",
            decimals=0,
        ),
        Outcome(
            name="lifetime_value",
            title="Lifetime value",
            unit="money",
            per="per customer",
            meaning="Of the customers whom the firm has when the strategy starts: mean discounted "
            "margin less relationship spending, with what lies beyond the horizon.",
            decimals=1,
        ),
        Outcome(
            name="share",
            title="Market share",
            unit="percent",
            per="of customers, at the end",
            meaning="The firm's part of all customers who have a firm at the end.",
            decimals=1,
        ),
        Outcome(
            name="relationship_quality",
            title="Relationship quality",
            unit="score",
            per="0 to 1, mean",
            meaning="Half satisfaction, half trust: the mean over customers and periods.",
            decimals=3,
        ),
        Outcome(
            name="cost_per_customer",
            title="Relationship cost",
            unit="money",
            per="per customer, period",
            meaning="What the firm spends on the relationship beyond the baseline's staff and "
            "innovation, per customer and period; lower counts as better.",
            decimals=2,
            higher_is_better=False,
        ),
        Outcome(
            name="relationship_spending",
            title="Relationship spending",
            unit="money",
            per="whole horizon",
            meaning="The same spending on all customers, added up from the strategy's start to "
            "the end; it grows with the customers, too. Lower counts as better.",
            decimals=0,
            higher_is_better=False,
        ),
    )
}
"""By name, in the order in which tables show them."""

PAYBACK = Outcome(
    name="payback",
    title="Pay-back",
    unit="periods",
    per="first period ahead for good",
    meaning="The first period (0 is the first of all) from which the discounted profit so far is "
    "never again below the baseline's in the same world; the mean of the worlds in which there "
    "is one.",
    decimals=1,
    higher_is_better=False,
)
"""Only a strategy beside its baseline has it, so it stands apart."""
