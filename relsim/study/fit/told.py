"""What a fit says: its tables and its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from relsim.result.quantity import UNDEFINED, Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Sentence, counted
from relsim.scenario.structure import MONTHS
from relsim.scenario.wording import number
from relsim.study.fit.fitted import Fitted
from relsim.study.fit.known import Known
from relsim.study.fit.sales import Sales
from relsim.study.fit.strands import Strand
from relsim.words.catalogue import Word, marked

INTERVAL = marked(
    "Interval of a share: 95 % of 40 markets whose settings are drawn as chance has it."
)
YARDSTICK = marked("Yardstick: the {law} law, fitted to the same periods.")
_ALIKE = marked(
    "Told here: people are alike, and what binds them sets the groups apart. The other story, told "
    "by --groups segments: people differ, and nothing binds them. Fit both, with as many numbers."
)
_UNLIKE = marked(
    "Told here: people differ, and nothing binds them but what the firm has set. The other story, "
    "told by --groups contracts: people are alike, and contracts set the groups apart. Fit both, "
    "with as many numbers."
)
_APART = marked(
    "What would tell the two stories apart: whether leaving gathers where a term ends, which "
    "contract each signed at the beginning instead of the last one known, and what becomes of "
    "customers who come to another contract by chance, as in a pilot."
)
_SHARE = Unit("percent")
_MOVES = Unit("points", 2)
ERROR = Unit("ratio", 2)
_TOGETHER = 0.9
_SHOWN = 8
"""Periods of what is bought that a table shows; files hold them all."""
_TIMES = Unit("count", 0)
_SILENT = marked(
    "Nobody says when they leave here, so what customers buy is followed, and not who is left; "
    "opening customers of the market are taken as having just bought for the first time. The "
    "annual retention of relsim compare counts who is with the firm in this market, silent or not."
)


def tables(fit: Fitted) -> list[Table]:
    """Return observed against fitted, a table a strand or one of all tiers, and the settings."""
    if fit.strands[0].ranks:
        return [_tiers_table(fit), _values_table(fit)]
    found = [
        _shares_table(strand, rows, bool(fit.courses))
        for strand, rows in zip(fit.strands, fit.by_strand(), strict=True)
    ]
    sold = [_sales_table(fit.sales)] if fit.sales else []
    return [*sold, *found, _values_table(fit)]


def _shares_table(strand: Strand, rows: list[dict[str, Any]], beyond: bool) -> Table:
    shown = tuple(
        Row(str(one["period"]), "", _share_cells(one, beyond), str(one["period"]))
        for one in (rows if strand.again is None else _some(rows))
    )
    columns = (*marked(("observed", "fitted", "off by")), *_columns(beyond))
    return Table(strand.title, columns, shown, marked("period"))


def _some(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return some of many rows, the first and the last among them."""
    places = np.linspace(0, len(rows) - 1, min(_SHOWN, len(rows))).round().astype(int)
    return [rows[place] for place in places]


def _sales_table(sales: Sales) -> Table:
    rows = tuple(
        Row(
            str(one["period"]),
            "",
            (
                Cell(Quantity(one["observed"], _TIMES), _held_out(one)),
                Cell(Quantity(one["fitted"], _TIMES)),
                Cell(Quantity(one["fitted"], _TIMES, one["low"], one["high"]).interval()),
                Cell(Quantity(one["yardstick"], _TIMES)),
            ),
            str(one["period"]),
        )
        for one in _some(sales.rows())
    )
    columns = (*marked(("observed", "fitted")), *_columns(beyond=True))
    title = marked("Purchases again so far, of all customers")
    return Table(title, columns, rows, marked("period"))


def _tiers_table(fit: Fitted) -> Table:
    rows = tuple(
        Row(
            strand.name,
            "",
            (Cell(Quantity(strand.cohort.customers[0], Unit("count", 0))), *_later(those, fit)),
            strand.name,
        )
        for strand, (_, those) in zip(fit.strands, fit.by_strand(), strict=True)
    )
    title = Sentence(
        "Customers still there after {periods}",
        periods=counted(fit.cohort.periods[-1], fit.scenario.market.period),
    )
    columns = marked(("answers", "observed", "fitted", "off by", "95 % interval"))
    return Table(title, columns[: 4 + bool(fit.courses)], rows, marked("tier"))


def _later(row: dict[str, Any], fit: Fitted) -> tuple[Cell, ...]:
    cells = _share_cells(row, bool(fit.courses))
    return cells[:-1] if fit.courses else cells


def _columns(beyond: bool) -> tuple[str, ...]:
    return marked(("95 % interval", "yardstick")) * beyond


def _held_out(row: dict[str, Any]) -> str:
    return marked("held out") if row["held_out"] else ""


def _share_cells(one: dict[str, Any], beyond: bool) -> tuple[Cell, ...]:
    observed, fitted = one["observed"], one["fitted"]
    cells = [
        Cell(Quantity(observed, _SHARE), _held_out(one)),
        Cell(Quantity(fitted, _SHARE)),
        # All are there at the opening, in every market.
        Cell(_off(fitted - observed) if one["period"] and observed is not None else ""),
    ]
    if beyond:
        interval = Quantity(fitted, _SHARE, one["low"], one["high"]).interval()
        cells += [Cell(interval), Cell(Quantity(one["yardstick"], _SHARE))]
    return tuple(cells)


def _values_table(fit: Fitted) -> Table:
    known = {one.bounds.path: one for one in fit.known}
    rows = tuple(
        Row(path, "", _value_cells(value, known.get(path)), path)
        for path, value in fit.values.items()
    )
    columns = marked(("fitted value", "95 % interval", "sought", "moves"))
    return Table("", columns if known else columns[:1], rows, marked("setting"))


def _value_cells(value: float, known: Known | None) -> tuple[Cell, ...]:
    """Return a setting's value and how well it is known."""
    if known is None:
        return (Cell(number(value)),)
    interval: Shown = UNDEFINED
    if known.low is not None and known.high is not None:
        interval = _span(known.low, known.high)
    note = Sentence("at its {end}", end=Word(known.stopped_at)) if known.stopped_at else ""
    sought = _span(known.bounds.low, known.bounds.high)
    return (
        Cell(number(value), note),
        Cell(interval),
        Cell(sought),
        Cell(Quantity(known.moves / 100, _MOVES, form="cell")),
    )


def _span(low: float, high: float) -> Sentence:
    return Sentence("{low} to {high}", low=number(low), high=number(high))


def _off(gap: float) -> Quantity:
    return Quantity(gap, _SHARE.of_difference, signed=True, form="cell")


def conclusions(fit: Fitted) -> Iterator[Shown]:
    """Say how well it fits, and which of two retentions this is."""
    yield Sentence(
        "Root mean square error: {error} percentage points ({before} before the fit).",
        error=Quantity(fit.error, ERROR),
        before=Quantity(fit.before, ERROR),
    )
    if errors := fit.held_out_errors():
        yield Sentence(
            "In {periods} that were held out it misses by {fitted} percentage points, the "
            "yardstick ({law}) by {yardstick}.",
            periods=counted(max(len(one.held_out) for one in fit.courses), "period"),
            fitted=Quantity(errors["fitted"], ERROR),
            yardstick=Quantity(errors["yardstick"], ERROR),
            law=fit.law,
        )
    if fit.sales and fit.sales.held_out:
        yield _sold(fit.sales, fit.law)
    yield from _together(fit)
    if fit.sales or fit.strands[0].again:
        yield _SILENT
    elif fit.strands[0].ranks:
        yield marked(
            "Tiers are ranks: of the firm's customers so many as answered low are those who are "
            "satisfied least, in a market that has been warmed up."
        )
    elif len(fit.strands) == 1:
        yield _retention(fit)
    else:
        yield _UNLIKE if fit.strands[0].segment else _ALIKE
        yield _APART


def _sold(sales: Sales, law: str) -> Sentence:
    """Say what was bought where it was held out, and what market and yardstick had said."""
    later = sales.held_out
    assert later is not None and later.observed is not None
    seen = max(later.observed, 1.0)
    return Sentence(
        "In what was held out they bought again {observed} times; the market said {fitted} "
        "({off}; 95 % interval {interval}), the yardstick ({law}) {yardstick} ({beside}).",
        observed=Quantity(later.observed, _TIMES),
        fitted=Quantity(later.fitted, _TIMES),
        off=Quantity(later.fitted / seen - 1, _SHARE, signed=True),
        interval=Quantity(later.fitted, _TIMES, later.low, later.high).interval(),
        law=law,
        yardstick=Quantity(later.yardstick, _TIMES),
        beside=Quantity(later.yardstick / seen - 1, _SHARE, signed=True),
    )


def _together(fit: Fitted) -> Iterator[Sentence]:
    """Name the settings of which the curve tells only one by the other."""
    if fit.correlation is None:
        return
    paths = [*fit.values]
    for a, one in enumerate(paths):
        for b, other in enumerate(paths[:a]):
            size = float(fit.correlation[a, b])
            if abs(size) > _TOGETHER:
                yield Sentence(
                    "{one} and {other} go together (correlation {size}): another pair of values "
                    "fits nearly as well.",
                    one=one,
                    other=other,
                    size=Quantity(size, ERROR, signed=True),
                )


def _retention(fit: Fitted) -> Sentence:
    last, share = fit.cohort.periods[-1], float(fit.fitted[-1])
    years = last * MONTHS[fit.scenario.market.period] / 12
    return Sentence(
        "Of this cohort {share} a year stay on average over its {periods}, those who began "
        "together. The annual retention of relsim compare is another number of the same "
        "market: of all customers, newcomers too, warmed up and with population turnover.",
        share=Quantity(share ** (1 / years), _SHARE),
        periods=counted(last, fit.scenario.market.period),
    )
