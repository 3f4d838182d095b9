"""Value by year: net present value, had the horizon ended sooner, and who leads from when.

A ranking can turn with the horizon. What the customers of the last day are still worth stands
beside it: whoever has more of them has earned less so far than that is worth.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from relsim.result.figures import COMPARED
from relsim.result.statistics import Difference, Estimate, difference, estimate
from relsim.result.table import Cell, Row, Table
from relsim.result.words import Sentence, listed
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    import pandas as pd

    from relsim.scenario import Scenario
    from relsim.study.compare.numbers import Numbers

ROWS = 5
"""Years that a table shows; files, charts and JSON hold all."""

_ON = marked("{strategy} from year {first}")
EQUITY = "customer_equity"

Array = NDArray[np.float64]


class Reign(NamedTuple):
    """The years, first and last, over which a strategy has the highest mean value so far."""

    strategy: str
    first: float
    last: float


def year_ends(scenario: Scenario) -> NDArray[np.int64]:
    """Return after how many periods each year ends, and the horizon.

    Examples
    --------
    >>> import relsim
    >>> year_ends(relsim.load("insurance", {"market.periods": 30}))
    array([12, 24, 30])
    """
    periods, year = int(scenario.market.periods), round(12 / scenario.months)
    whole = range(year, periods + 1, year)
    return np.unique(np.array([*whole, *[periods] * bool(periods)], dtype=np.int64))


def values(path: Array, ends: NDArray[np.int64]) -> Array:
    """Return net present value at each year's end, from the discounted profit of every period."""
    if not len(ends) or len(path) < ends[-1]:
        return np.full(len(ends), np.nan)
    return np.asarray(np.cumsum(path)[ends - 1], dtype=np.float64)


def years(comparison: Numbers) -> Array:
    """Return the years that have ended at each column of the comparison's value by year."""
    return np.asarray(comparison.outcomes.years, dtype=np.float64)


def levels(comparison: Numbers, strategy: str) -> list[Estimate]:
    """Return net present value up to each year."""
    return [estimate(column) for column in comparison.year_values(strategy).T]


def gaps(comparison: Numbers, strategy: str, other: str) -> list[Difference]:
    """Return how a strategy's net present value up to each year differs from another's."""
    pairs = (comparison.year_values(strategy).T, comparison.year_values(other).T)
    return [difference(ours, theirs) for ours, theirs in zip(*pairs, strict=True)]


def ahead_from(comparison: Numbers, strategy: str) -> float | None:
    """Return the year from which a strategy is ahead of the baseline for good, beyond doubt."""
    found: float | None = None
    when = years(comparison)[::-1]
    beside = gaps(comparison, strategy, comparison.baseline)[::-1]
    for year, gap in zip(when, beside, strict=True):
        if gap.low is None or gap.low <= 0:
            break
        found = float(year)
    return found


def reigns(comparison: Numbers) -> list[Reign]:
    """Return which strategy has the highest mean value up to which year, in order of time."""
    means = np.array(
        [
            [np.nan if one.mean is None else one.mean for one in levels(comparison, name)]
            for name in comparison.strategies
        ]
    )
    if not np.isfinite(means).all() or not means.size:
        return []
    best, when = means.argmax(axis=0), years(comparison)
    return [
        Reign(comparison.strategies[who], float(when[run[0]]), float(when[run[-1]]))
        for who, group in groupby(range(len(when)), key=lambda place: int(best[place]))
        if (run := list(group))
    ]


def equity_today(comparison: Numbers, strategy: str) -> Array:
    """Return customer equity at the end, discounted to the start as value by year is."""
    market = comparison.scenario.market
    horizon = market.periods * comparison.scenario.months / 12
    discount = (1.0 + market.discount_rate) ** -horizon
    return np.asarray(comparison.values(strategy, EQUITY) * discount)


def is_told(comparison: Numbers) -> bool:
    """Tell whether there is more than one year and strategy to tell of."""
    if comparison.outcomes.values is None or len(comparison.strategies) < 2:
        return False
    return len(years(comparison)) > 1 and bool(reigns(comparison))


def table(comparison: Numbers) -> Table:
    """Return the differences to the baseline up to a few of the years, and equity at the end."""
    when, baseline = years(comparison), comparison.baseline
    others = comparison.strategies[1:]
    found = {name: gaps(comparison, name, baseline) for name in others}
    shown = np.unique(np.linspace(0, len(when) - 1, min(ROWS, len(when))).round().astype(int))
    rows = [
        Row(
            Sentence("Year {year}", year=f"{when[place]:g}"),
            "",
            tuple(_cell(found[name][place]) for name in others),
        )
        for place in shown
    ]
    base = equity_today(comparison, baseline)
    equity = tuple(_cell(difference(equity_today(comparison, name), base)) for name in others)
    rows.append(Row(*marked(("Equity at the end", "discounted to the start")), equity, EQUITY))
    title = Sentence(
        "Difference to {baseline} in net present value, had the horizon ended sooner",
        baseline=baseline,
    )
    return Table(title, others, tuple(rows), marked("after"))


def _cell(found: Difference) -> Cell:
    npv = COMPARED["npv"]
    gap = npv.difference(found, bare=True)
    return Cell(gap, gap.doubt(), npv.mood(found))


def sentences(comparison: Numbers) -> list[Sentence]:
    """Say from which year each strategy is ahead of the baseline, and who leads when."""
    if not is_told(comparison):
        return []
    starts = {name: ahead_from(comparison, name) for name in comparison.strategies[1:]}
    ahead = [
        Sentence(_ON, strategy=name, first=f"{year:g}")
        for name, year in starts.items()
        if year is not None
    ]
    never = [name for name, year in starts.items() if year is None]
    found = []
    if ahead:
        said = Sentence(
            "Ahead of {baseline} in value so far, beyond doubt and for good: {ahead}; never within "
            "the horizon: {never}."
            if never
            else "Ahead of {baseline} in value so far, beyond doubt and for good: {ahead}.",
            baseline=comparison.baseline,
            ahead=listed(ahead),
            never=listed(never),
        )
    else:
        said = Sentence(
            "No strategy is ahead of {baseline} in value beyond doubt within the horizon.",
            baseline=comparison.baseline,
        )
    found.append(said)
    return [*found, Sentence("{leads}.", leads=leads(comparison))]


def leads(comparison: Numbers) -> Sentence:
    """Say which strategy is worth most so far, and over which years."""
    when = years(comparison)
    told = []
    for one in reigns(comparison):
        if one.last == when[-1]:
            template = marked("{strategy} in every year") if one.first == when[0] else _ON
        elif one.first == when[0]:
            template = marked("{strategy} up to year {last}")
        else:
            template = marked(
                "{strategy} in year {last}"
                if one.first == one.last
                else "{strategy} from year {first} to {last}"
            )
        places = {"first": f"{one.first:g}", "last": f"{one.last:g}"}
        told.append(Sentence(template, strategy=one.strategy, **places))
    return Sentence("Highest in value so far: {told}", told=listed(told))


def to_frame(comparison: Numbers) -> pd.DataFrame:
    """Return value by year, a row a strategy and year, with the difference to the baseline."""
    import pandas as pd

    rows = []
    for name in comparison.strategies if is_told(comparison) else ():
        beside = gaps(comparison, name, comparison.baseline)
        for year, level, gap in zip(
            years(comparison), levels(comparison, name), beside, strict=True
        ):
            row = {"strategy": name, "year": year, **level.ends(), "n": level.n}
            rows.append(row if name == comparison.baseline else {**row, **gap.columns()})
    return pd.DataFrame(rows)


def data(comparison: Numbers) -> dict[str, object]:
    """Return all of it as plain values."""
    found: dict[str, object] = {}
    for name in comparison.strategies:
        beside = gaps(comparison, name, comparison.baseline)
        series = zip(years(comparison), levels(comparison, name), beside, strict=True)
        found[name] = {
            "years": [
                {"year": float(year), **level.ends()}
                | ({} if name == comparison.baseline else {"difference": gap.ends()})
                for year, level, gap in series
            ],
            "equity_at_the_end": estimate(equity_today(comparison, name)).ends(),
            "ahead_from": None if name == comparison.baseline else ahead_from(comparison, name),
        }
    return {"strategies": found, "leads": [one._asdict() for one in reigns(comparison)]}
