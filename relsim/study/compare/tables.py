"""A comparison as people read it: what stands in its tables and around them.

Figures are rows and strategies are columns, so that what is compared stands side by side.
First what each strategy leads to, then how it differs from the baseline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.figures import OUTCOMES, PAYBACK, Outcome
from relsim.result.statistics import Difference, Estimate
from relsim.result.table import Cell, Mood, Row, Sheet, counted
from relsim.study.compare.extras import (
    amount,
    factor_row,
    payback_row,
    period_of,
    promises,
    still_wide,
    verdicts_sheet,
)
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.study.compare.comparison import Comparison


def sheets(comparison: Comparison) -> list[Sheet]:
    """Return the tables of a comparison, whatever shows them."""
    currency = comparison.scenario.market.currency
    levels = Sheet(
        "What each strategy leads to",
        comparison.strategies,
        tuple(
            Row(
                outcome.title,
                _below(outcome, currency),
                tuple(
                    _level(outcome, comparison.estimates[strategy][name])
                    for strategy in comparison.strategies
                ),
            )
            for name, outcome in OUTCOMES.items()
        )
        + payback_row(comparison)
        + factor_row(comparison),
    )
    others = comparison.strategies[1:]
    if not others:
        return [levels]
    found = [
        levels,
        Sheet(
            f"Difference to {comparison.baseline}, under the same luck",
            others,
            tuple(
                Row(
                    outcome.title,
                    "better in" if outcome.higher_is_better else "cheaper in",
                    tuple(
                        _gap(outcome, comparison.differences[strategy][name]) for strategy in others
                    ),
                )
                for name, outcome in OUTCOMES.items()
            ),
        ),
    ]
    return [*found, verdicts_sheet(comparison)] if comparison.margins else found


def warnings(comparison: Comparison) -> list[str]:
    """Return what a reader must know before reading any number."""
    found = []
    if comparison.interrupted:
        found.append(
            f"Interrupted: these are the {counted(comparison.replications, 'replication')} "
            "that every strategy had finished."
        )
    if comparison.failures:
        first = comparison.failures[0]
        runs = comparison.replications * len(comparison.strategies)
        found.append(
            f"{len(comparison.failures)} of {runs} runs failed and are left out with their "
            f"pairs; the first: {first.strategy}, replication {first.replication}: "
            f"{first.message}"
        )
    found += [
        _out_of_reach(comparison, strategy, scaling.factor)
        for strategy, scaling in comparison.scalings.items()
        if not scaling.reached
    ]
    if comparison.precision is not None and not comparison.precision.reached:
        found.append(still_wide(comparison, comparison.precision))
    return found


def _out_of_reach(comparison: Comparison, strategy: str, factor: float) -> str:
    """Say why a strategy cannot spend what an equal budget asks for."""
    wished = amount(comparison, comparison.equal_budget)
    if factor <= 0.0:
        return (
            f"{strategy} cannot spend as little as {wished} per customer and period: what the firm "
            "does anyway costs more. Ask for a larger budget."
        )
    return (
        f"{strategy} cannot spend {wished} per customer and period: it runs at its limit, "
        f"× {factor:.3g}."
    )


CAUTION = (
    "Most numbers of the model are starting values, plausible and not measured, unless a scenario "
    "says that it was fitted: trust differences between strategies more than levels."
)


def notes(comparison: Comparison) -> list[str]:
    """Return what explains the numbers and how to get them again."""
    worlds = counted(comparison.replications, "world")
    found = [
        f"± is half of a 95 % interval over {worlds}. A world is one replication: its customers "
        "and their luck are the same for every strategy."
    ]
    if comparison.differences:
        found.append(
            "pt: percentage points. Better in: in how many worlds the strategy beat "
            f"{comparison.baseline}, a tie counting half."
        )
        if pairing := _pairing(comparison):
            found.append(pairing)
        found.append(
            f"{PAYBACK.title}: the first {period_of(comparison)} (0 is the first of all) from "
            "which the discounted profit so far is never again below that of "
            f"{comparison.baseline} in the same world; the mean of the worlds that have one."
        )
    found += promises(comparison)
    if undefined := _undefined(comparison):
        found.append(undefined)
    found.append(CAUTION)
    found.append(_origin(comparison))
    if comparison.command:
        found.append(f"Again: {comparison.command}")
    return found


def _below(outcome: Outcome, currency: str) -> str:
    return f"{currency}, {outcome.per}" if outcome.unit == "money" else outcome.per


def _level(outcome: Outcome, found: Estimate) -> Cell:
    return Cell(outcome.show(found.mean), _doubt(outcome, found))


def _gap(outcome: Outcome, found: Difference) -> Cell:
    if found.mean is None or found.chance_better is None:
        return Cell("-", "")
    doubt = _doubt(outcome, found)
    mean = outcome.show(found.mean, signed=True, unit=not doubt)
    unit = " pt" if doubt and outcome.unit == "percent" else ""
    worlds = f"{found.chance_better * found.n:g} of {counted(found.n, 'world')}"
    return Cell(f"{mean} {doubt}{unit}".rstrip(), worlds, _mood(outcome, found))


def _doubt(outcome: Outcome, found: Estimate) -> str:
    half = found.half_width
    return "" if half is None else f"± {outcome.show(half, unit=False)}"


def _mood(outcome: Outcome, found: Difference) -> Mood:
    """Say whether the interval leaves no doubt about the sign."""
    if found.low is None or found.high is None or found.low <= 0 <= found.high:
        return ""
    return "better" if (found.low > 0) == outcome.higher_is_better else "worse"


def _pairing(comparison: Comparison) -> str:
    """Say what meeting the same luck was worth."""
    factors = []
    for name, outcome in OUTCOMES.items():
        values = [
            found.variance_reduction
            for figures in comparison.differences.values()
            if (found := figures[name]).variance_reduction is not None
        ]
        if values:
            low, high = (f"{value:,.1f}" for value in (min(values), max(values)))
            factors.append(f"{outcome.title.lower()} {low if low == high else f'{low} to {high}'}")
    if not factors:
        return ""
    return "The same luck divided the variance of the differences by: " + "; ".join(factors) + "."


def _undefined(comparison: Comparison) -> str:
    """Name the figures that some worlds do not define."""
    failed = {(failure.strategy, failure.replication) for failure in comparison.failures}
    cases = []
    for strategy in comparison.strategies:
        expected = comparison.replications - sum(arm == strategy for arm, _ in failed)
        for name, outcome in OUTCOMES.items():
            n = comparison.estimates[strategy][name].n
            if n < expected:
                cases.append(f"{outcome.title.lower()} under {strategy} ({n} of {expected})")
    return f"Defined in some worlds only: {', '.join(cases)}." if cases else ""


def _origin(comparison: Comparison) -> str:
    market = comparison.scenario.market
    return (
        f"{comparison.scenario.name}, firm {comparison.scenario.focal.name}: "
        f"{market.customers:,} customers, {counted(market.periods, market.period)} after "
        f"{market.warm_up:g} months of warming up; seed {comparison.seed}, "
        f"{counted(comparison.replications, 'replication')}; relsim {__version__}"
    )
