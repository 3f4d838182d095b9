"""The question that ``relsim compare`` puts, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.cli.output import message, progress
from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.result.result import Result
    from relsim.scenario import Scenario
    from relsim.stories import Story
    from relsim.study.compare import Comparison
    from relsim.study.compare.terms import Settled, Terms
    from relsim.study.explain import Reasons


@dataclass(frozen=True)
class Question:
    """A comparison that somebody wants, on markets by their capacity, and whether reasons, too."""

    markets: Mapping[str, Scenario]
    terms: Terms
    explained: bool = False
    settings: int | str | None = None
    store: Path | None = None

    @property
    def market(self) -> Scenario:
        """The first market; the others differ from it by their capacity alone."""
        return next(iter(self.markets.values()))

    @cached_property
    def settled(self) -> Settled:
        """Its terms, once they are seen to make sense."""
        found = self.terms.settled(self.market)
        if self.explained and isinstance(self.terms.budget, tuple):
            raise InputError(
                "--attribution explains levers that stay: give --equal-budget one amount, or leave "
                "one of the two out."
            )
        return found

    def check_settings(self) -> None:
        """Refuse settings that could not be used, before anything is lived through."""
        if self.settings not in (None, "bundled", "none"):
            from relsim.study.plausible.asking import settings_of

            settings_of(self.settings, self.market, self.terms.seed, len(self.settled.arms))
        if self.store is not None and (self.settings == "none" or len(self.markets) > 1):
            raise InputError(
                "--store keeps the runs in settings of one market: say --settings 100, and one "
                "--capacity."
            )

    def answer(self, quiet: bool) -> Answer:
        """Compare, and find reasons if they are wanted."""
        from relsim.study.compare import compare

        if self.terms.equal_budget is not None:
            message("Looking for the factors of an equal budget first …", quiet=quiet)
        found = Answer(self)
        for capacity, market in self.markets.items():
            which = f", {capacity} capacity" if len(self.markets) > 1 else ""
            with progress(f"Comparing on {market.name}{which}", quiet=quiet) as report:
                found.comparisons[capacity] = compare(
                    market,
                    progress=report,
                    settings=self.settings,
                    store=self.store,
                    **asdict(self.terms),
                )
            if found.interrupted:
                return found
        if self.explained:
            from relsim.study.explain.reasons import find_reasons

            threads = self.terms.threads
            for capacity, one in found.comparisons.items():
                again = f"{one.command} --attribution"
                found.comparisons[capacity] = replace(one, command=again)
                with progress(f"Who kept whom on {self.market.name}", quiet=quiet) as report:
                    found.reasons[capacity] = find_reasons(one, self.settled.arms, threads, report)
        return found


@dataclass(frozen=True)
class Answer:
    """What came out, by capacity."""

    question: Question
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    reasons: dict[str, Reasons] = field(default_factory=dict)

    @property
    def whole(self) -> Result:
        """All of it as one result."""
        parts: dict[str, Result] = dict(self.comparisons)
        if self.reasons:
            from relsim.study.explain.reasons import Explained

            for name, reasons in self.reasons.items():
                parts[name] = Explained(self.comparisons[name], reasons)
        if len(parts) == 1:
            return next(iter(parts.values()))
        from relsim.study.compare import BothCapacities

        return BothCapacities(parts)

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C ended it early."""
        return any(one.interrupted for one in self.comparisons.values())

    @property
    def failed(self) -> bool:
        """Whether some run failed."""
        return any(one.failures for one in self.comparisons.values())


@dataclass(frozen=True)
class Page:
    """What is written as a report, and whose life it tells."""

    report: Path | None
    story_of: int | None

    def check(self, question: Question) -> None:
        """Refuse a report that would not hold what is wanted."""
        if self.report is not None and len(question.markets) > 1:
            raise InputError(
                "--report shows one market. Say --capacity elastic or --capacity fixed."
            )
        if self.story_of is not None and self.report is None:
            raise InputError(
                "--story goes into a report: add --report FILE.html, or use relsim story."
            )
        customers = question.market.market.customers
        if self.story_of is not None and not 0 <= self.story_of < customers:
            raise InputError(
                f"--story {self.story_of}: there is no such customer; rows run from 0 to "
                f"{customers - 1}."
            )

    def shown(self, answer: Answer) -> tuple[Comparison, list[Result | Story]]:
        """Return what it shows: the comparison, then reasons and the life."""
        ((capacity, only),) = answer.comparisons.items()
        more: list[Result | Story] = [part for one in answer.reasons.values() for part in one.parts]
        if self.story_of is not None and not only.interrupted:
            from relsim.stories import story

            market, last = answer.question.markets[capacity], answer.question.settled.arms[-1]
            more.append(story(market, self.story_of, last.strategy, only.baseline, only.seed))
        return only, more
