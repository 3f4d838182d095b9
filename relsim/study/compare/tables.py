"""A comparison as people read it: what stands in its tables and around them.

Figures are rows and strategies are columns, so that what is compared stands side by side.
First what each strategy leads to, then how it differs from the baseline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.figure import Figure
from relsim.result.figures import COMPARED, PAYBACK
from relsim.result.quantity import UNDEFINED, Unit
from relsim.result.statistics import Difference, Estimate
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import AFTER_COMMA, AFTER_SEMICOLON, Sentence, counted, joined
from relsim.study.compare import by_year
from relsim.study.compare.budget import amounts_of
from relsim.study.compare.requests import (
    amount_of,
    factor_row,
    payback_row,
    period_of,
    promises,
    still_wide,
    verdicts_table,
)
from relsim.study.levers import levers_that_differ
from relsim.study.without_effect import same, sentence
from relsim.version import __version__
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    from relsim.study.compare.numbers import Numbers

_TIMES = Unit("ratio", 1)

CAUTION = marked(
    "Most numbers of the model are starting values, plausible and not measured, unless a scenario "
    "says that it was fitted: trust differences between strategies more than levels."
)


def tables(comparison: Numbers) -> list[Table]:
    """Return what each strategy leads to, and, for more than one, the differences."""
    found = [levels(comparison)]
    if len(comparison.strategies) > 1:
        found.append(differences(comparison))
    if by_year.is_told(comparison):
        found.append(by_year.table(comparison))
    if comparison.margins:
        found.append(verdicts_table(comparison))
    return found


def levels(comparison: Numbers) -> Table:
    """Return what each strategy leads to."""
    currency = comparison.scenario.market.currency
    rows = [
        Row(
            figure.title,
            figure.below(currency),
            tuple(
                _level(figure, comparison.estimates[strategy][key])
                for strategy in comparison.strategies
            ),
            key,
        )
        for key, figure in COMPARED.items()
    ]
    rows += [*payback_row(comparison), *factor_row(comparison)]
    return Table(marked("What each strategy leads to"), comparison.strategies, tuple(rows))


def differences(comparison: Numbers) -> Table:
    """Return how each strategy differs from the baseline."""
    others = comparison.strategies[1:]
    rows = [
        Row(
            figure.title,
            marked("better in" if figure.higher_is_better else "cheaper in"),
            tuple(_gap(figure, comparison.differences[strategy][key]) for strategy in others),
            key,
        )
        for key, figure in COMPARED.items()
    ]
    title = Sentence("Difference to {baseline}, under the same luck", baseline=comparison.baseline)
    return Table(title, others, tuple(rows))


def _level(figure: Figure, found: Estimate) -> Cell:
    level = figure.level(found, bare=True)
    return Cell(level, level.doubt())


def _gap(figure: Figure, found: Difference) -> Cell:
    if found.mean is None or found.chance_better is None:
        return Cell(UNDEFINED)
    return Cell(
        figure.difference(found, bare=True).with_doubt(),
        Sentence(
            "{ahead} of {worlds}",
            ahead=f"{found.chance_better * found.n:g}",
            worlds=counted(found.n, "world"),
        ),
        figure.mood(found),
    )


def warnings(comparison: Numbers) -> list[Shown]:
    """Return what a reader must know before reading any number; empty when all went well."""
    found: list[Shown] = []
    if comparison.interrupted:
        found.append(
            Sentence(
                "Interrupted: these are the {replications} that every strategy had finished.",
                replications=counted(comparison.replications, "replication"),
            )
        )
    if comparison.failures:
        first = comparison.failures[0]
        found.append(
            Sentence(
                "{failed} of {runs} runs failed and are left out with their pairs; the first: "
                "{strategy}, replication {replication}: {message}",
                failed=len(comparison.failures),
                runs=comparison.replications * len(comparison.strategies),
                strategy=first.strategy,
                replication=first.replication,
                message=first.message,
            )
        )
    found += [
        _out_of_reach(comparison, strategy, one.factor, amount)
        for strategy, scaling in comparison.scalings.items()
        for one, amount in zip(scaling.phases, _amounts(comparison), strict=True)
        if not one.reached
    ]
    if comparison.precision is not None and not comparison.precision.reached:
        found.append(still_wide(comparison, comparison.precision))
    return [*found, *without_effect(comparison)]


def without_effect(comparison: Numbers) -> list[Shown]:
    """Name the strategies whose levers changed nothing against the baseline's."""
    scenario, baseline = comparison.scenario, comparison.baseline
    found: list[Shown] = []
    for strategy in comparison.strategies[1:]:
        arms = (strategy, baseline)
        ours, theirs = ([comparison.values(arm, key) for key in COMPARED] for arm in arms)
        # A strategy that is named twice is an arm of another name, and differs in nothing.
        if strategy not in scenario.strategies or not same(ours, theirs):
            continue
        scaling = comparison.scalings.get(strategy)
        levers = scaling.levers if scaling else scenario.strategies[strategy].levers
        if differ := levers_that_differ(scenario, levers, baseline):
            whose = str(
                Sentence(
                    "under {strategy}, against {baseline}", strategy=strategy, baseline=baseline
                )
            )
            paths = [f'strategies."{strategy}".{lever}' for lever in differ]
            found.append(sentence(scenario, whose, paths))
    return found


def _amounts(comparison: Numbers) -> tuple[float, ...]:
    assert comparison.equal_budget is not None
    return amounts_of(comparison.equal_budget)


def _out_of_reach(comparison: Numbers, strategy: str, factor: float, amount: float) -> Sentence:
    """Say why a strategy cannot spend what an equal budget asks for."""
    wanted = amount_of(comparison, amount)
    if factor <= 0.0:
        return Sentence(
            "{strategy} cannot spend as little as {wanted} per customer and period: what the firm "
            "does anyway costs more. Ask for a larger budget.",
            strategy=strategy,
            wanted=wanted,
        )
    return Sentence(
        "{strategy} cannot spend {wanted} per customer and period: it runs at its limit, {factor}.",
        strategy=strategy,
        wanted=wanted,
        factor=Unit("factor", 3, significant=True).text(factor),
    )


def notes(comparison: Numbers) -> list[Shown]:
    """Return what explains the numbers and how to get them again."""
    unsettled = [comparison.unsettled] if comparison.unsettled else []
    again = Sentence("Again: {command}", command=comparison.command)
    return [*unsettled, *explanations(comparison), again]


def explanations(comparison: Numbers) -> list[Shown]:
    """Return what explains the numbers."""
    found: list[Shown] = [
        Sentence(
            "± is half of a 95 % interval over {worlds}. A world is one replication: its customers "
            "and their luck are the same for every strategy.",
            worlds=counted(comparison.replications, "world"),
        )
    ]
    if comparison.differences:
        found.append(
            Sentence(
                "pt: percentage points. Better in: in how many worlds the strategy beat "
                "{baseline}, a tie counting half.",
                baseline=comparison.baseline,
            )
        )
        found += _pairing(comparison)
        found.append(
            Sentence(
                "{payback}: the first {period} (0 is the first of all) from which the discounted "
                "profit so far is never again below that of {baseline} in the same world; the "
                "mean of the worlds that have one.",
                payback=PAYBACK.title,
                period=period_of(comparison),
                baseline=comparison.baseline,
            )
        )
    return [
        *found,
        *promises(comparison),
        *_undefined(comparison),
        CAUTION,
        _origin(comparison),
    ]


def _pairing(comparison: Numbers) -> list[Shown]:
    """Say what meeting the same luck was worth."""
    factors = []
    for key, figure in COMPARED.items():
        values = [
            found.variance_reduction
            for figures in comparison.differences.values()
            if (found := figures[key]).variance_reduction is not None
        ]
        if values:
            low, high = (_TIMES.text(value) for value in (min(values), max(values)))
            span = low if low == high else Sentence("{low} to {high}", low=low, high=high)
            factors.append(Sentence("{figure} {factor}", figure=figure.noun, factor=span))
    if not factors:
        return []
    return [
        Sentence(
            "The same luck divided the variance of the differences by: {factors}.",
            factors=joined(factors, AFTER_SEMICOLON),
        )
    ]


def _undefined(comparison: Numbers) -> list[Shown]:
    """Name the figures that some worlds do not define."""
    failed = {(failure.strategy, failure.replication) for failure in comparison.failures}
    cases = []
    for strategy in comparison.strategies:
        expected = comparison.replications - sum(arm == strategy for arm, _ in failed)
        for key, figure in COMPARED.items():
            n = comparison.estimates[strategy][key].n
            if n < expected:
                case = Sentence(
                    "{figure} under {strategy} ({n} of {expected})",
                    figure=figure.noun,
                    strategy=strategy,
                    n=n,
                    expected=expected,
                )
                cases.append(case)
    told = joined(cases, AFTER_COMMA)
    return [Sentence("Defined in some worlds only: {cases}.", cases=told)] * bool(cases)


def _origin(comparison: Numbers) -> Sentence:
    market = comparison.scenario.market
    return Sentence(
        "{scenario}, firm {firm}: {customers} customers, {periods} after {warm_up} months of "
        "warming up; seed {seed}, {replications}; relsim {version}",
        scenario=comparison.scenario.name,
        firm=comparison.scenario.focal.name,
        customers=f"{market.customers:,}",
        periods=counted(market.periods, market.period),
        warm_up=f"{market.warm_up:g}",
        seed=comparison.seed,
        replications=counted(comparison.replications, "replication"),
        version=__version__,
    )
