"""What stands in a comparison's tables only on request: budgets, precision, margins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.figures import COMPARED, PAYBACK
from relsim.result.quantity import SPACE, UNDEFINED, Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import AFTER_COMMA, Sentence, counted, joined, singular
from relsim.study.compare.budget import amounts_of
from relsim.words.catalogue import Word, marked, translate

if TYPE_CHECKING:
    from relsim.study.compare.numbers import Numbers
    from relsim.study.compare.precision import Precision

_CHANCE = Unit("ratio", 3)

FACTOR = "factor"
"""Key of the row that says what an equal budget did to each strategy."""


def amount_of(comparison: Numbers, value: float | None) -> Quantity:
    """Return money a customer with the scenario's currency."""
    return Quantity(value, Unit("money", 2, comparison.scenario.market.currency))


def period_of(comparison: Numbers) -> str:
    """Return the word for a period, such as ``month``."""
    return translate(singular(str(comparison.scenario.market.period)))


def payback_row(comparison: Numbers) -> tuple[Row, ...]:
    """Return the row that says when each strategy has paid back, and in how many worlds."""
    if not comparison.payback:
        return ()
    cells = [Cell(UNDEFINED)]
    for strategy, found in comparison.payback.items():
        pairs = comparison.differences[strategy]["npv"].n
        worlds = Sentence("{paid} of {worlds}", paid=found.n, worlds=counted(pairs, "world"))
        cells.append(Cell(PAYBACK.level(found), worlds))
    below = Sentence("first {period} ahead for good", period=period_of(comparison))
    return (Row(PAYBACK.title, below, tuple(cells), PAYBACK.key),)


def factor_row(comparison: Numbers) -> tuple[Row, ...]:
    """Return the rows that say what an equal budget did to each strategy, one an amount."""
    if comparison.equal_budget is None:
        return ()
    amounts = amounts_of(comparison.equal_budget)
    rows = []
    for place, amount in enumerate(amounts):
        cells = []
        for strategy in comparison.strategies:
            if (scaling := comparison.scalings.get(strategy)) is None:
                cells.append(Cell(UNDEFINED, marked("as it is")))
                continue
            one = scaling.phases[place]
            limit = "" if one.reached else marked("at its limit")
            cells.append(Cell(Quantity(one.factor, Unit("factor")), limit))
        title: Shown = marked("Factor on the levers")
        if len(amounts) > 1:
            title = Sentence(
                "Factor on the levers, year {year}"
                if place + 1 < len(amounts)
                else "Factor on the levers, from year {year} on",
                year=place + 1,
            )
        below = Sentence("to spend {amount} each", amount=amount_of(comparison, amount))
        rows.append(Row(title, below, tuple(cells), f"{FACTOR}_{place + 1}" if place else FACTOR))
    return tuple(rows)


def verdicts_table(comparison: Numbers) -> Table:
    """Return the table that says which differences are shown not to matter."""
    rows = []
    for key, margin in comparison.margins.items():
        cells = []
        for strategy in comparison.strategies[1:]:
            verdict = comparison.verdicts[strategy][key]
            chance = (
                ""
                if verdict.chance is None
                else Sentence("equivalence p {chance}", chance=Quantity(verdict.chance, _CHANCE))
            )
            cells.append(Cell(Word(verdict.words), chance))
        below = Sentence(
            "margin {margin}", margin=COMPARED[key].amount(margin, form="cell", exact=True)
        )
        rows.append(Row(COMPARED[key].title, below, tuple(cells), key))
    title = Sentence("Does the difference to {baseline} matter?", baseline=comparison.baseline)
    return Table(title, comparison.strategies[1:], tuple(rows))


def still_wide(comparison: Numbers, precision: Precision) -> Sentence:
    """Say which intervals are wider than their targets."""
    told = [
        Sentence(
            "{figure} under {strategy} {half}",
            figure=COMPARED[one.figure].noun,
            strategy=one.strategy,
            half=_half(comparison, one.figure, one.half_width),
        )
        for one in precision.blunt
    ]
    cases = joined(told, AFTER_COMMA)
    if comparison.interrupted:
        return Sentence("The precision wished for was not reached: {cases}.", cases=cases)
    return Sentence(
        "The precision wished for was not reached: {cases}. The maximum of {maximum} stopped it.",
        cases=cases,
        maximum=f"{precision.maximum:,}",
    )


def promises(comparison: Numbers) -> list[Shown]:
    """Say what an equal budget, a precision and a margin mean."""
    found: list[Shown] = []
    if comparison.equal_budget is not None:
        found.append(
            marked(
                "Factor on the levers: on the difference of every number that a strategy sets from "
                "the firm's own, within its range, so that relationship cost comes to the same; "
                "choices stay. Found in other worlds than these."
            )
        )
    if isinstance(comparison.equal_budget, tuple):
        found.append(
            marked(
                "Amounts differ from year to year: each year's factor is found after those before "
                "it, and levers that are listed are the first year's."
            )
        )
    precision = comparison.precision
    if precision is not None and precision.reached:
        wished = [
            f"{COMPARED[key].noun} {_half(comparison, key, half)}"
            for key, half in precision.targets.items()
        ]
        targets = joined(wished, AFTER_COMMA)
        found.append(
            Sentence(
                "Precision: every difference is as sharp as wished ({targets}) after {worlds}.",
                targets=targets,
                worlds=counted(comparison.replications, "world"),
            )
        )
    if comparison.margins:
        found.append(
            marked(
                "Too small to matter: two one-sided tests at 5 % show that the difference is "
                "smaller than the margin (their p is the one of equivalence). Matters: the whole "
                "95 % interval lies beyond the margin. Differs, size open: it leaves out zero and "
                "not the margin. Undecided: none of these, and more worlds would tell."
            )
        )
    return found


def _half(comparison: Numbers, key: str, half: float | None) -> str:
    """Return half the width of an interval as it stands behind a figure's name."""
    currency = comparison.scenario.market.currency
    return (
        translate("undefined")
        if half is None
        else f"±{SPACE}{COMPARED[key].amount(half, currency)}"
    )
