"""What can be measured on a market to hold against something known: figures, stays, survival."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.result.figures import FIGURES
from relsim.scenario.structure import MOST_PERIODS
from relsim.scenario.wording import nearest, show
from relsim.study.data.spending import spread
from relsim.words.catalogue import Word

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.scenario import Scenario
    from relsim.study.fit.asking import Asking
    from relsim.study.fit.till import Till

_OUTCOMES = {
    "fine": ("fine",),
    "silent": ("silent",),
    "mishandled": ("mishandled",),
    "resolved": ("resolved",),
    "resolved_fast": ("resolved fast",),
    "put_right": ("resolved", "resolved fast"),
}
_LOSSES = {"large": "> .6", "small": "< .4"}
PAID = ("paid", "paid_spread", "best_fifth", "best_fifth_lost")
"""What is asked of a year's money: at a purchase, its spread, of the best fifth, of it lost."""
_REMEDIES = {
    "left": Word(" relsim fit brings a market there first: calibrate the file that it writes."),
    "again": Word(
        " How often people need the service decides it (segments.NAME.need_rate). relsim fit "
        "brings a market there first: calibrate the file that it writes."
    ),
    "paid": Word(" What is paid turns on the price: set firms.NAME.price to yours."),
    "paid_spread": Word(" Give segments a spend with another sigma."),
    "best_fifth": Word(" Give segments a spend with another sigma."),
    "best_fifth_lost": Word(
        " Spending of a customer stays as it is unless market.spend_drift moves it."
    ),
    "mix": Word(" Set segments.NAME.share to what the firm's customers are."),
}
_AGAIN = re.compile(r"again\.(\d+)\.(\d+)", re.ASCII)
_STAYING = re.compile(r"staying\.(\d+)\.(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to measure: by its word as files write it.

    Parameters
    ----------
    word : str
        A figure's key (``talk_ratio``), ``stays.OUTCOME`` or ``stays.OUTCOME.large`` (of the
        customers of all firms, who is there at the next need), ``left.PERIODS`` (of those who
        opened the market, the share that never left the firm under study),
        ``again.PERIODS.TIMES`` (of the same, the share who by then have bought so often again),
        ``staying.PERIODS.LOW-HIGH`` (of its customers who rank between two per cents by
        satisfaction, the share still there so many periods later), ``mix.SEGMENT`` (the segment's
        share of its customers at the end), or of its last year ``paid`` (at a purchase, averaged
        over customers), ``paid_spread`` (the standard deviation of its logarithm), ``best_fifth``
        (the part of the money that the fifth who paid most brought) and ``best_fifth_lost`` (of
        those of the year before, who bought nothing).

    Examples
    --------
    >>> measure("stays.silent.large").of_cohort, measure("left.3").of_cohort
    (False, True)
    >>> measure("staying.12.0-25").ranks
    (0.0, 0.25)
    """

    word: str

    @property
    def of_cohort(self) -> bool:
        """Whether it is measured on a cohort that begins together."""
        return self.word.startswith(("left.", "again."))

    @property
    def of_buying(self) -> bool:
        """Whether it is noted for it who buys."""
        return self.word.startswith("again.")

    @property
    def of_money(self) -> bool:
        """Whether what customers pay is noted for it."""
        return self.word in PAID

    @property
    def years(self) -> int:
        """How many years a market has to live for it."""
        return 2 if self.word == "best_fifth_lost" else int(self.of_money)

    @property
    def segment(self) -> str:
        """The segment whose share it is; empty where it is no such share."""
        kind, _, name = self.word.partition(".")
        return name if kind == "mix" else ""

    @property
    def of_survey(self) -> bool:
        """Whether customers are asked for it."""
        return self.word.startswith("staying.")

    @property
    def periods(self) -> int:
        """How many periods a cohort, or whoever was asked, is followed."""
        return int(self.word.split(".")[1])

    @property
    def ranks(self) -> tuple[float, float]:
        """Between which shares those rank who are asked."""
        found = _STAYING.fullmatch(self.word)
        low, high = (found[2], found[3]) if found else (0, 100)
        return float(low) / 100, float(high) / 100

    @property
    def remedy(self) -> str:
        """What to write in a scenario that never comes near it; empty where nobody can tell."""
        return _REMEDIES.get(self.word.partition(".")[0], "")

    def value(self, run: Run, noted: Noted) -> tuple[float, float]:
        """Return what a run gives, and the variance of its luck if it is a share of heads counted.

        NaN where it is undefined, and where only other runs would tell its luck.
        """
        if self.of_survey:
            return _share(*noted.asked[self.periods].stayed(*self.ranks))
        if self.of_money:
            return _money(self.word, noted.till, run.books.year)
        kind, *rest = self.word.split(".")
        if kind == "left":
            return _share(*_left(run, self.periods))
        if kind == "again":
            often = noted.till.so_far()[self.periods - 1]
            return _share(float((often >= int(rest[1])).sum()), float(len(often)))
        if kind == "mix":
            people = run.customers
            own = people[people["firm"] == run.scenario.focal.name]
            place = [one.name for one in run.scenario.segments].index(self.segment)
            return _share(float((own["segment"] == place).sum()), float(len(own)))
        if kind == "stays":
            large_or_small = _LOSSES.get(rest[1]) if rest[1:] else None
            return _share(*_stays(run, _OUTCOMES[rest[0]], large_or_small))
        found = FIGURES[kind].value(run.of_firm())
        return math.nan if found is None else float(found), math.nan


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted while a market lived.

    Parameters
    ----------
    asked : mapping of int to Asking
        Answers, by how many periods later it was looked who is there.
    till : Till
        What customers bought.
    """

    asked: Mapping[int, Asking]
    till: Till


def _money(word: str, till: Till, year: int) -> tuple[float, float]:
    before, last = till.years(year)
    if word == "best_fifth_lost":
        lost = before.best_lost(last)
        return _share(*lost) if lost else (math.nan, math.nan)
    paid = last.paid()
    found = {
        "paid": float(paid.mean()) if len(paid) else None,
        "paid_spread": spread(paid),
        "best_fifth": last.best_fifth(),
    }[word]
    return math.nan if found is None else found, math.nan


def measure(word: str) -> Measure:
    """Return what a word means.

    Raises
    ------
    InputError
        Where it means nothing, with what may have been meant.
    """
    kind, *rest = word.split(".")
    sound = (kind in FIGURES or kind in PAID) and not rest
    if kind == "stays" and rest:
        sound = rest[0] in _OUTCOMES and (not rest[1:] or (len(rest) == 2 and rest[1] in _LOSSES))
    if kind == "left" and len(rest) == 1 and rest[0].isascii() and rest[0].isdigit():
        sound = 1 <= int(rest[0]) <= MOST_PERIODS
    if found := _AGAIN.fullmatch(word):
        sound = 1 <= int(found[1]) <= MOST_PERIODS and int(found[2]) >= 1
    if kind == "mix":
        sound = any(rest)
    if found := _STAYING.fullmatch(word):
        sound = 1 <= int(found[1]) <= MOST_PERIODS and float(found[2]) < float(found[3]) <= 100
    if not sound:
        near = nearest(word, [*FIGURES, *PAID, *(f"stays.{one}" for one in _OUTCOMES)])
        hint = f"Did you mean {near}? " if near else ""
        raise InputError(
            f"measured: found {show(word)}. {hint}There are the figures of a run (talk_ratio, "
            f"retention …), stays.OUTCOME with one of {', '.join(_OUTCOMES)}, of large or small "
            "losses alone if .large or .small follows, left.PERIODS and again.PERIODS.TIMES of a "
            "cohort, staying.PERIODS.LOW-HIGH of customers ranked by satisfaction, such as "
            f"staying.12.0-33.3, mix.SEGMENT, and of money {', '.join(PAID)}."
        )
    return Measure(word)


def cohort_of(scenario: Scenario, measures: Sequence[Measure]) -> Scenario:
    """Return a scenario as a cohort lives it: from the opening, with nobody replaced."""
    longest = max(one.periods for one in measures)
    return scenario.with_overrides(
        {
            "market.warm_up": 0.0,
            "market.periods": longest,
            "behaviour.population_turnover": False,
        }
    )


def _stays(run: Run, outcomes: Sequence[str], severity: str | None) -> tuple[float, float]:
    stayed = needs = 0.0
    for firm in run.scenario.firm_names:
        table = run.ladder(firm)
        chosen = table["outcome"].isin(outcomes)
        if severity is not None:
            chosen &= table["severity"] == severity
        rows = table[chosen]
        needs += float(rows["needs"].sum())
        stayed += float((rows["needs"] * rows["stayed"].astype(float).fillna(0.0)).sum())
    return stayed, needs


def _left(run: Run, periods: int) -> tuple[float, float]:
    spells = run.spells
    opening = spells[(spells["firm"] == run.scenario.focal.name) & (spells["start"] < 0)]
    gone = opening["event"] & (opening["duration"] <= periods)
    return float((~gone).sum()), float(len(opening))


def _share(part: float, whole: float) -> tuple[float, float]:
    if not whole:
        return math.nan, math.nan
    # One more of each, so that none and all are not taken for certain.
    likely = (part + 1) / (whole + 2)
    return part / whole, likely * (1 - likely) / whole
