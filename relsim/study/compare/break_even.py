"""What each cost may be before a strategy is worth no more than the baseline, told without a run.

Where nothing feeds back from money to what people and firms do, value is linear in every cost line:
the lives stay the same, whatever they cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relsim.behaviour import COLUMNS, COSTS, RATES
from relsim.market.records import learns, targets_by_money
from relsim.result.formulas import discounts
from relsim.result.quantity import Quantity, Unit
from relsim.result.statistics import estimate
from relsim.result.words import Sentence, listed
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    import pandas as pd

    from relsim.market import Run
    from relsim.study.compare.numbers import Numbers

LINES = "discounted_costs"
"""Key under which a run's figures hold what each cost line came to, discounted."""

COST_LINES = tuple(name for name, column in COLUMNS.items() if column.cost)

TOLD = 3
"""Lines of a strategy that are told in a sentence: those on which it spends most."""

OF_SERVING = ("service_cost", "acquisition_cost")
"""Lines that follow from how many customers there are, and that no lever costs."""

_FEWEST = 0.02
"""A line below this share of what a strategy spends more decides nothing."""


def discounted_costs(run: Run) -> NDArray[np.float64]:
    """Return what every cost line came to over a run, discounted to the strategy's start.

    Examples
    --------
    >>> import relsim
    >>> run = relsim.Market(relsim.load("insurance", {"market.periods": 24})).run()
    >>> revenue = (run.of_firm().line("revenue") * discounts(run.of_firm())).sum()
    >>> bool(np.isclose(revenue - discounted_costs(run).sum(), run.summary()["npv"]))
    True
    """
    books = run.of_firm()
    worth = discounts(books)
    return np.array([float((books.line(name) * worth).sum()) for name in COST_LINES])


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How dear one cost line may become before a strategy is worth no more than the baseline.

    Parameters
    ----------
    line : str
        Column of the books.
    multiple : Quantity
        Of the cost as it is, with its interval; below 0 where nothing would make it pay.
    rate : str
        The key in ``[market.costs]``; empty where the line is not in proportion to one alone.
    now : float or None
        That unit cost, money.
    share : float
        What the line is of all that the strategy's levers cost more than the baseline's.
    """

    line: str
    multiple: Quantity
    rate: str
    now: float | None
    share: float

    @property
    def at(self) -> float | None:
        """The unit cost at which the strategy is worth as much as the baseline."""
        mean = self.multiple.value
        return None if self.now is None or mean is None else self.now * float(mean)


def break_evens(comparison: Numbers) -> dict[str, list[BreakEven]]:
    """Return the break-even of every cost line by strategy, the largest line first.

    Empty where something feeds back: budgets that are to be equal, targeting by worth, rivals that
    learn.
    """
    costs = comparison.outcomes.costs
    if costs is None or np.isnan(costs).all() or _feeds_back(comparison):
        return {}
    return {name: _of(comparison, name) for name in comparison.strategies[1:]}


def _feeds_back(comparison: Numbers) -> bool:
    """Tell whether money decides anything that people or firms do."""
    if comparison.equal_budget is not None or comparison.own:
        return True
    return targets_by_money(comparison.scenario) or learns(comparison.scenario)


def _of(comparison: Numbers, strategy: str) -> list[BreakEven]:
    gain = comparison.values(strategy, "npv") - comparison.values(comparison.baseline, "npv")
    more = comparison.line_values(strategy) - comparison.line_values(comparison.baseline)
    sound = np.isfinite(gain) & np.isfinite(more).all(axis=1)
    gain, more = gain[sound], more[sound]
    if not len(gain):
        return []
    means = np.where([name in OF_SERVING for name in COST_LINES], 0.0, more.mean(axis=0))
    spent = means[means > 0].sum()
    found = []
    for place in np.argsort(-means, kind="stable"):
        if means[place] <= _FEWEST * spent:
            break
        line = COST_LINES[place]
        rate = RATES.get(line, "")
        now = float(getattr(comparison.scenario.market.costs, rate)) if rate else None
        multiple = _multiple(gain, more[:, place])
        found.append(BreakEven(line, multiple, rate, now, float(means[place] / spent)))
    return found


def _multiple(gain: NDArray[np.float64], line: NDArray[np.float64]) -> Quantity:
    """Return 1 + gain / line as a ratio of means, with its interval by linearisation."""
    ratio = float(gain.mean() / line.mean())
    doubt = estimate((gain - ratio * line) / line.mean())
    low, high = (None if end is None else 1 + ratio + end for end in (doubt.low, doubt.high))
    return Quantity(1 + ratio, Unit("factor", 2), low, high)


def sentences(comparison: Numbers) -> list[Sentence]:
    """Say of each strategy what the costs on which it spends most may be."""
    told = break_evens(comparison)
    return [_told(comparison, strategy, found[:TOLD]) for strategy, found in told.items() if found]


def _told(comparison: Numbers, strategy: str, lines: list[BreakEven]) -> Sentence:
    pays = [one for one in lines if one.multiple.value is not None and one.multiple.value > 0.0]
    if not pays:
        return Sentence(
            "{strategy} is worth less than {baseline} even if {lines} cost nothing, each alone.",
            strategy=strategy,
            baseline=comparison.baseline,
            lines=listed([_called(one) for one in lines], "or"),
        )
    return Sentence(
        "{strategy} is worth as much as {baseline} when {costs}, each alone.",
        strategy=strategy,
        baseline=comparison.baseline,
        costs=listed([_in_words(comparison, one) for one in pays], "or"),
    )


def _called(one: BreakEven) -> str:
    return translate(one.line.removesuffix("_cost").replace("_", " "))


def _in_words(comparison: Numbers, one: BreakEven) -> Sentence:
    if one.at is None:
        return Sentence("{line} costs {times} of now", line=_called(one), times=one.multiple)
    money = Unit("money", 2, str(comparison.scenario.market.currency))
    return Sentence(
        "{line} costs {at} {unit} (now {now})",
        line=_called(one),
        at=Quantity(one.at, money),
        unit=Word(COSTS[one.rate].unit.removeprefix("money ")),
        now=Quantity(one.now, money),
    )


def frame_of(comparison: Numbers) -> pd.DataFrame:
    """Return every break-even, a row a strategy and cost line."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "strategy": strategy,
                "line": one.line,
                "share": one.share,
                "multiple": one.multiple.value,
                "multiple_low": one.multiple.low,
                "multiple_high": one.multiple.high,
                "rate": one.rate,
                "now": one.now,
                "at": one.at,
            }
            for strategy, found in break_evens(comparison).items()
            for one in found
        ]
    )
