"""What stands in a comparison's tables only because somebody asked: budgets, precision, margins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.figures import OUTCOMES, PAYBACK, Outcome
from relsim.result.table import Cell, Row, Sheet, counted

if TYPE_CHECKING:
    from relsim.study.compare.comparison import Comparison
    from relsim.study.compare.precision import Precision


def amount(comparison: Comparison, value: float | None) -> str:
    """Return money with the scenario's currency."""
    return "-" if value is None else f"{comparison.scenario.market.currency} {value:,.2f}"


def payback_row(comparison: Comparison) -> tuple[Row, ...]:
    """Return the row that says when each strategy has paid back, and in how many worlds."""
    if not comparison.payback:
        return ()
    cells = [Cell("-", "")]
    for strategy, found in comparison.payback.items():
        pairs = comparison.differences[strategy]["npv"].n
        cells.append(Cell(PAYBACK.show(found.mean), f"{found.n} of {counted(pairs, 'world')}"))
    return (Row(PAYBACK.title, f"first {period_of(comparison)} ahead for good", tuple(cells)),)


def factor_row(comparison: Comparison) -> tuple[Row, ...]:
    """Return the row that says what an equal budget did to each strategy."""
    if comparison.equal_budget is None:
        return ()
    cells = []
    for strategy in comparison.strategies:
        scaling = comparison.scalings.get(strategy)
        if scaling is None:
            cells.append(Cell("-", "as it is"))
        else:
            limit = "" if scaling.reached else "at its limit"
            cells.append(Cell(f"× {scaling.factor:.3f}", limit))
    below = f"to spend {amount(comparison, comparison.equal_budget)} each"
    return (Row("Factor on the levers", below, tuple(cells)),)


def verdicts_sheet(comparison: Comparison) -> Sheet:
    """Return the table that says which differences are shown not to matter."""
    rows = []
    for name, margin in comparison.margins.items():
        outcome = OUTCOMES[name]
        unit = " pt" if outcome.unit == "percent" else ""
        cells = []
        for strategy in comparison.strategies[1:]:
            verdict = comparison.verdicts[strategy][name]
            chance = "" if verdict.chance is None else f"equivalence p {verdict.chance:.3f}"
            cells.append(Cell(verdict.words, chance))
        shown = f"{100 * margin:g}" if outcome.unit == "percent" else f"{margin:,g}"
        rows.append(Row(outcome.title, f"margin {shown}{unit}", tuple(cells)))
    title = f"Does the difference to {comparison.baseline} matter?"
    return Sheet(title, comparison.strategies[1:], tuple(rows))


def still_wide(comparison: Comparison, precision: Precision) -> str:
    """Say which intervals are wider than was wished."""
    cases = []
    for one in precision.blunt:
        outcome = OUTCOMES[one.figure]
        unit = " pt" if outcome.unit == "percent" else ""
        half = "undefined" if one.half_width is None else f"± {_exact(outcome, one.half_width)}"
        cases.append(f"{outcome.title.lower()} under {one.strategy} {half}{unit}")
    why = "" if comparison.interrupted else f" The maximum of {precision.maximum:,} stopped it."
    return f"The precision wished for was not reached: {', '.join(cases)}.{why}"


def promises(comparison: Comparison) -> list[str]:
    """Say what an equal budget, a precision and a margin mean."""
    found = []
    if comparison.equal_budget is not None:
        found.append(
            "Factor on the levers: on the difference of every number that a strategy sets from the "
            "firm's own, within its range, so that relationship cost comes to the same; choices "
            "stay. Found in other worlds than these."
        )
    precision = comparison.precision
    if precision is not None and precision.reached:
        wished = ", ".join(
            f"{OUTCOMES[name].title.lower()} ± {_exact(OUTCOMES[name], half)}"
            + (" pt" if OUTCOMES[name].unit == "percent" else "")
            for name, half in precision.wished.items()
        )
        found.append(
            f"Precision: every difference is as sharp as wished ({wished}) after "
            f"{counted(comparison.replications, 'world')}."
        )
    if comparison.margins:
        found.append(
            "Too small to matter: two one-sided tests at 5 % show that the difference is smaller "
            "than the margin (their p is the one of equivalence). Matters: the whole 95 % interval "
            "lies beyond the margin. Differs, size open: it leaves out zero and not the margin. "
            "Undecided: none of these, and more worlds would tell."
        )
    return found


def _exact(outcome: Outcome, value: float) -> str:
    return f"{100 * value:.3g}" if outcome.unit == "percent" else f"{value:,.4g}"


def period_of(comparison: Comparison) -> str:
    """Return the word for a period."""
    return str(comparison.scenario.market.period).replace("_", " ")
