"""Files of one's own as patterns: who is left, who comes again, who pays how much, who stays."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from relsim.result.words import Sentence, listed
from relsim.study.data.customers import Customers
from relsim.study.data.reading import Reading
from relsim.study.data.transactions import Transactions
from relsim.study.fit.following import cohort_of, require_period
from relsim.study.fit.strands import buys, purchases_of
from relsim.study.settings.pattern import Pattern
from relsim.words.catalogue import Phrase, Word

if TYPE_CHECKING:
    from pathlib import Path

    from relsim.result.table import Shown
    from relsim.scenario import Scenario
    from relsim.study.data.cohort import Cohort
    from relsim.study.data.spending import Spent
    from relsim.study.data.survey import Survey

COHORT, SURVEY, MONEY, MIX = Word("cohort"), Word("survey"), Word("money"), Word("mix")
"""Blocks: of a cohort's shares, of staying by tier, of what is paid, of who the customers are."""
OF_A_COHORT = 0.02
"""How wrong the model may be about the share left of a cohort, where nobody says otherwise."""
OF_A_SURVEY = 0.05
"""The same about the share that stays of a tier: answers are no more than ranks."""
OF_MONEY = 0.1
"""The same about what is paid, of its logarithm, and about shares of the best fifth."""
_MOST_OF_A_COHORT = 8
_MOST_OF_PURCHASES = 3
"""Ages at which it is asked who has come again, for each of how often."""
_PARTS = 20
"""Of the customers: what is left out in turn, to see how sure a figure is."""


def of_reading(
    source: str | Path | Sequence[float] | Cohort | Reading, scenario: Scenario
) -> tuple[tuple[Pattern, ...], list[Shown]]:
    """Return what a file says as patterns, and what of it has no figure in the model."""
    period = scenario.market.period
    if isinstance(source, Transactions) and buys(source):
        require_period(source, period)
        again, more = of_purchases(source), of_money(source)
        return again + more[0], more[1]
    rules = source.rules() if isinstance(source, Transactions) else ()
    left = of_cohort(cohort_of(source, period), rules)
    if isinstance(source, Transactions):
        known, unused = of_money(source)
        return left + known, unused
    if isinstance(source, Customers):
        known, unused = of_customers(source, scenario)
        return left + known, unused
    return left, []


def of_survey(survey: Survey) -> tuple[Pattern, ...]:
    """Return who stays by tier as patterns: each tier as a share of those who answer lowest."""
    over, found = survey.over(), []
    for tier, low, high in survey.ranked():
        ends = f"{100 * low:.4g}-{100 * high:.4g}"
        found.append(
            Pattern(
                name=Phrase("staying, {tier}", tier=tier.title),
                measured=f"staying.{over}.{ends}",
                target=tier.share,
                source=survey.origin.source,
                error=tier.error,
                discrepancy=OF_A_SURVEY,
                block=SURVEY,
                own=True,
            )
        )
    return tuple(found)


def of_cohort(
    cohort: Cohort, rules: Sequence[Cohort] = (), most: int = _MOST_OF_A_COHORT
) -> tuple[Pattern, ...]:
    """Return how many are left of a cohort as patterns; at most eight of its periods.

    Where a cohort hangs on a rule, other `rules` make it otherwise: by how much is added to what
    may be wrong.
    """
    later = [place for place, period in enumerate(cohort.periods) if period]
    chosen = np.unique(np.linspace(0, len(later) - 1, most).round().astype(int))
    found = []
    for place in (later[one] for one in chosen):
        share = cohort.shares[place]
        heads = cohort.as_sure_as[place] if cohort.as_sure_as else cohort.heads
        # One customer more or less keeps a share of none or all from being taken for certain.
        least = 0.5 / (heads or 1e3)
        inside = min(max(share, least), 1 - least)
        error = math.sqrt(inside * (1 - inside) / heads) if heads else 0.0
        found.append(
            Pattern(
                name=Phrase("left of the cohort after {periods}", periods=cohort.periods[place]),
                measured=f"left.{cohort.periods[place]}",
                target=share,
                source=cohort.source or "a cohort given as numbers",
                error=error,
                discrepancy=math.hypot(OF_A_COHORT, _apart(rules, cohort.periods[place])),
                block=COHORT,
                own=True,
            )
        )
    return tuple(found)


def _apart(rules: Sequence[Cohort], period: int) -> float:
    """Return half of how far the shares left lie apart by rule, as far as each can be seen."""
    shares = [
        dict(zip(one.periods, one.shares, strict=True))[period]
        for one in rules
        if period in one.periods
    ]
    return (max(shares) - min(shares)) / 2 if shares else 0.0


def of_purchases(log: Transactions) -> tuple[Pattern, ...]:
    """Return who has come again, and how often, at up to three ages: intervals are in that."""
    found = []
    for strand in purchases_of(log, log):
        often = strand.again or 1
        block = Phrase("come again {often} times", often=often) if often > 1 else Word("come again")
        # The first age says little, for hardly anybody has come again.
        for one in of_cohort(strand.cohort, most=_MOST_OF_PURCHASES + 1)[1:]:
            when = one.measure.periods
            if when <= often:
                continue  # hardly anybody can, in any market
            found.append(
                replace(
                    one,
                    name=Phrase("{block} within {when}", block=block, when=when),
                    measured=f"again.{when}.{often}",
                    target=1 - one.target,
                    block=block,
                )
            )
    return tuple(found)


def of_money(log: Transactions) -> tuple[tuple[Pattern, ...], list[Shown]]:
    """Return what is paid in a year, and on whom the money rests."""
    if not log.amounts or log.years() < 1:
        why = (
            "The log has less than a year, so what is paid and by whom chooses no setting."
            if log.amounts
            else "The log has no column of amounts, so what is paid and by whom chooses no setting."
        )
        return (), [Word(why)]
    source, year = log.origin.source, log.year()
    found = [
        *_paid(source, float(year.paid().mean()), _jackknife(year, _mean_paid)),
        _money(
            Word("money from the best fifth"),
            "best_fifth",
            year.best_fifth() or 0.0,
            _jackknife(year, lambda part: part.best_fifth() or 0.0),
            source,
        ),
    ]
    if lost := log.best_fifth_lost():
        share = (lost[0] + 2) / (lost[1] + 4)  # as sure as Agresti & Coull (1998) make it
        error = math.sqrt(share * (1 - share) / (lost[1] + 4))
        name = Word("lost of the best fifth of the year before")
        found.append(_money(name, "best_fifth_lost", lost[0] / lost[1], error, source))
        return tuple(found), []
    return tuple(found), [
        Word(
            "Too little was bought in the year before the last, so who is lost of its best fifth "
            "chooses no setting."
        )
    ]


def of_customers(
    customers: Customers, scenario: Scenario
) -> tuple[tuple[Pattern, ...], list[Shown]]:
    """Return what customers pay and who they are, as far as the market knows of it."""
    every, source = customers.groups[0], customers.origin.source
    many = len(every.exits)
    found: list[Pattern] = []
    unused: list[Shown] = []
    if every.spend and every.spread and many > 1:
        # A lognormal's mean; its spread's error as of any normal.
        relative = math.sqrt(math.expm1(every.spread**2) / many)
        found += _paid(source, every.spend, every.spend * relative)
        error = every.spread / math.sqrt(2 * (many - 1))
        name = Word("spread of what is paid")
        found.append(_money(name, "paid_spread", every.spread, error, source))
    else:
        unused.append(
            Word("There is no column of what customers pay, so none of it chooses a setting.")
        )
    names = {one.name for one in scenario.segments}
    groups = [one for one in customers.groups[1:] if one.name in names]
    if groups and len(names) > 1:
        found += [_share_of(one.name, len(one.exits), many, source) for one in groups]
    elif customers.by:
        unused.append(
            Sentence(
                "The market has no segments {names}, so their shares choose no setting; as "
                "[[segments]] of these names they would.",
                names=listed([one.name for one in customers.groups[1:]]),
            )
        )
    return tuple(found), unused


def _paid(source: str, target: float, error: float) -> list[Pattern]:
    """Return the level of what is paid; its errors are those of the logarithm."""
    return (
        [
            Pattern(
                name=Word("paid at a purchase"),
                measured="paid",
                target=target,
                source=source,
                error=error / target,
                discrepancy=OF_MONEY,
                log=True,
                block=Word("level of money"),
                own=True,
            )
        ]
        if target > 0
        else []
    )


def _money(name: str, measured: str, target: float, error: float, source: str) -> Pattern:
    return Pattern(
        name=name,
        measured=measured,
        target=target,
        source=source,
        error=error,
        discrepancy=OF_MONEY,
        block=MONEY,
        own=True,
    )


def _share_of(segment: str, some: int, many: int, source: str) -> Pattern:
    share = (some + 2) / (many + 4)
    return Pattern(
        name=Phrase("share of {segment}", segment=segment),
        measured=f"mix.{segment}",
        target=some / many,
        source=source,
        error=math.sqrt(share * (1 - share) / (many + 4)),
        discrepancy=OF_A_SURVEY,
        block=MIX,
        own=True,
    )


def _mean_paid(part: Spent) -> float:
    return float(part.paid().mean())


def _jackknife(year: Spent, figure: Callable[[Spent], float]) -> float:
    """Return how sure a figure is, by leaving out a twentieth of the customers in turn."""
    values = np.array([figure(year.without(part, _PARTS)) for part in range(_PARTS)])
    return math.sqrt((_PARTS - 1) * float(values.var()))
