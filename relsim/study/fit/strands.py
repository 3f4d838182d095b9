"""Who is followed: a firm's customers of the opening, by group or purchases, or who was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from relsim.errors import InputError
from relsim.result.words import Sentence
from relsim.scenario.wording import show
from relsim.study.data.cohort import Cohort
from relsim.study.data.customers import Customers
from relsim.study.data.reading import Reading
from relsim.study.data.repeats import longest_age, often_enough, told_once, waiting
from relsim.study.data.roles import likely
from relsim.study.data.survey import Survey
from relsim.study.data.transactions import Transactions
from relsim.study.fit.asking import Asking
from relsim.study.fit.following import cohort_of, options_of, require_period
from relsim.study.fit.till import Till, own
from relsim.words.catalogue import Phrase, marked

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.scenario import Scenario
    from relsim.study.parallel import Stop

Points = NDArray[np.float64]

CONTRACTS, SEGMENTS = "contracts", "segments"
GROUPS = (CONTRACTS, SEGMENTS)
"""What may set groups of customers apart in the market: what binds them, or what they are like."""


@dataclass(frozen=True, slots=True)
class Strand:
    """Customers who are followed together.

    Parameters
    ----------
    cohort : Cohort
        How many of them are left.
    name : str
        What they are called; empty for all.
    term : float, optional
        Months that their contract binds, where groups are told by it.
    segment : str
        Their segment, where groups are told by it.
    ranks : tuple of float, optional
        Between which shares they rank by satisfaction, where they were asked.
    again : int, optional
        Left are those who have bought again fewer than so many times; 0 counts how often all have
        bought again.
    """

    cohort: Cohort
    name: str = ""
    term: float | None = None
    segment: str = ""
    ranks: tuple[float, float] | None = None
    again: int | None = None

    @property
    def title(self) -> Sentence:
        """What its shares are of.

        Examples
        --------
        >>> print(Strand(Cohort((0, 1), (1.0, 0.7)), again=1).title)
        Customers who have not bought again
        """
        if self.again is None:
            return Sentence("Customers left of {name}", name=self.name or marked("the cohort"))
        if self.again == 1:
            return Sentence("Customers who have not bought again")
        return Sentence("Customers who have not bought again {many} times", many=self.again)

    def without(self, last: int) -> Strand:
        """Return it without its last periods."""
        many = len(self.cohort.periods) - last
        return replace(
            self,
            cohort=replace(
                self.cohort,
                periods=self.cohort.periods[:many],
                customers=self.cohort.customers[:many],
                as_sure_as=self.cohort.as_sure_as[:many],
            ),
        )

    def at(self, periods: Sequence[int]) -> Strand:
        """Return it as it is looked at in other periods, where nothing was observed."""
        return replace(self, cohort=Cohort(tuple(periods), (1.0,) * len(periods)))

    def market(self, scenario: Scenario) -> Scenario:
        """Return the market that it lives in."""
        if self.term is None:
            return scenario
        return scenario.with_overrides({f'firms."{scenario.focal.name}".term': self.term})


def strands_of(
    source: str | Path | Sequence[float] | Cohort | Reading, scenario: Scenario, groups: str | None
) -> tuple[Strand, ...]:
    """Return who is to be followed, whatever they were read from."""
    period = scenario.market.period
    if groups is not None and groups not in GROUPS:
        raise InputError(
            f"groups: found {show(groups)}{likely(groups, GROUPS)} There are "
            f"{' and '.join(GROUPS)}."
        )
    if isinstance(source, Survey):
        require_period(source, period)
        return _tiers(source)
    if groups is None and buys(source):
        require_period(source, period)
        return purchases_of(source, source)
    if groups is None:
        return (Strand(cohort_of(source, period)),)
    if not isinstance(source, Customers) or len(source.groups) < 2:
        raise InputError(
            "groups: only customers in groups can be followed group by group. Give a file of "
            "customers with a column that makes groups, and name it: --by HEADING."
        )
    whole = cohort_of(source, period)
    by = (("by", source.by), ("groups", groups))
    return tuple(
        Strand(
            replace(
                one.cohort(),
                source=whole.source,
                decimal=whole.decimal,
                remarks=(*whole.remarks, *source.at_ends()),
                read_with=(*whole.read_with, *by),
            ),
            one.name,
            term=_term_of(one.name, one.term) if groups == CONTRACTS else None,
            segment=_segment_of(one.name, scenario) if groups == SEGMENTS else "",
        )
        for one in source.groups[1:]
    )


def buys(source: object) -> TypeGuard[Transactions]:
    """Tell whether purchases are followed, and not who is left by a rule of silence."""
    return isinstance(source, Transactions) and source.asked.silence is None


def purchases_of(log: Transactions, known: Transactions) -> tuple[Strand, ...]:
    """Return who has come again, as often as enough of the customers known have."""
    often, once = often_enough(known), told_once(log)
    remarks = (*log.origin.remarks, *([once] if once else []))
    if not often or not longest_age(known):
        raise InputError(
            f"{log.origin.source}: too few customers have come again to follow what they buy. "
            "Bring a longer log, or hold out less of it."
        )
    return tuple(
        Strand(
            replace(
                made := waiting(log, many).cohort(longest_age(log)),
                source=log.origin.source,
                decimal=log.asked.decimal or "",
                remarks=remarks,
                read_with=options_of(log),
                # All are told by the same customers: each by its part of them.
                as_sure_as=tuple(one / len(often) for one in made.as_sure_as),
            ),
            Phrase("again {many}", many=many),
            again=many,
        )
        for many in often
    )


def _tiers(survey: Survey) -> tuple[Strand, ...]:
    over = survey.over()
    return tuple(
        Strand(
            Cohort(
                (0, over),
                (float(tier.customers), float(tier.stayed)),
                source=survey.origin.source,
                remarks=survey.origin.remarks,
                read_with=options_of(survey),
            ),
            tier.title,
            ranks=(low, high),
        )
        for tier, low, high in survey.ranked()
    )


def _term_of(name: str, term: float | None) -> float:
    if term is None:
        raise InputError(
            f"groups: {show(name)} does not say how long it binds. Rename it to what it is, such "
            "as One year or 24 months, or follow groups as segments."
        )
    return term


def _segment_of(name: str, scenario: Scenario) -> str:
    found = {one.name.casefold(): one.name for one in scenario.segments}
    if name.casefold() not in found:
        raise InputError(
            f"groups: the market has no segment {show(name)}{likely(name, found.values())} Add "
            f"[[segments]] with that name; there are {', '.join(found.values())}."
        )
    return found[name.casefold()]


def prepared(scenario: Scenario, strands: Sequence[Strand]) -> Scenario:
    """Return the scenario as they lived it.

    A cohort: from the opening, with nobody replaced. Whoever was asked: in a market that has been
    warmed up, as long as it takes to see who is there later.
    """
    longest = max(one.cohort.periods[-1] for one in strands)
    if strands[0].ranks:
        return scenario.with_overrides({"market.periods": longest + 1})
    return scenario.with_overrides(
        {
            "market.warm_up": 0.0,
            "market.periods": longest,
            "behaviour.population_turnover": False,
        }
    )


def survivors(
    scenario: Scenario, strands: Sequence[Strand], seed: int, replication: int, stop: Stop
) -> Points:
    """Count who is left of each strand at its periods: a row of these, and one of who began."""
    from relsim.market.bare import BareMarket  # heavy: Numba

    lives: dict[float | None, Run] = {}
    asking, till = Asking(strands[0].cohort.periods[-1]), Till()
    phases: list[Any] = [asking] if strands[0].ranks else []
    phases += [till] if strands[0].again is not None else []
    found = []
    for one in strands:
        if one.term not in lives:
            market = BareMarket(
                one.market(scenario), seed=seed, replication=replication, phases=phases
            )
            till.whose = own(market)
            lives[one.term] = market.run(progress=stop.look_up)
        if one.again is not None:
            found.append(_bought(till.so_far(), one))
            continue
        left = _asked(asking, one) if one.ranks else _opening(lives[one.term], one)
        found.append(np.vstack([left, np.full(len(left), left[0])]))
    return np.hstack(found)


def _asked(asking: Asking, strand: Strand) -> Points:
    stayed, asked = asking.stayed(*(strand.ranks or (0.0, 1.0)))
    return np.array([asked, stayed])


def _bought(often: Points, strand: Strand) -> Points:
    """Count the opening customers who have not come again so often, or how often all have.

    They are taken as customers who have just bought for the first time.
    """
    before = np.vstack([np.zeros(often.shape[1]), often])[list(strand.cohort.periods)]
    count = (before < strand.again).sum(axis=1) if strand.again else before.sum(axis=1)
    return np.vstack([count, np.full(len(count), often.shape[1])]).astype(np.float64)


def _opening(run: Run, strand: Strand) -> Points:
    """Count the focal firm's opening customers who have never left it."""
    spells = run.spells
    # Who is there before the first period; a spell of d periods ends within period d - 1.
    opening = spells[(spells["firm"] == run.scenario.focal.name) & (spells["start"] < 0)]
    if strand.segment:
        opening = opening[opening["segment"] == strand.segment]
    left_after = np.where(opening["event"], opening["duration"].to_numpy(np.float64), np.inf)
    return np.array([np.sum(left_after > when) for when in strand.cohort.periods], dtype=np.float64)
