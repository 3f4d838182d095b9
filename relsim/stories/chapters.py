"""A life as passages: calm stretches in a line each, and what stands out period by period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relsim.market.witness.facts import (
    Advertised,
    Doubted,
    Fact,
    Failed,
    Heard,
    Moved,
    News,
    Replaced,
    Reviewed,
    TurnedAway,
    Used,
)
from relsim.stories.numbers import SPACE, course, listed, sentence, times
from relsim.stories.sentences import Speaker, move_in_words
from relsim.stories.utilities import review_lines

if TYPE_CHECKING:
    from relsim.market.witness import Period
    from relsim.stories.life import Life

STANDS_OUT = (News, Reviewed, Moved, TurnedAway, Failed, Replaced)
"""What gives a period a passage of its own."""
SHORTEST = 6
"""Periods that a calm stretch may hold where a year has fewer."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some periods of a life in words.

    Parameters
    ----------
    when : str
        ``Period 37`` or ``Periods 12–23``; empty where no time is meant.
    text : str
        Sentences.
    lines : tuple of str
        A line for each firm, where a choice was made.
    """

    when: str
    text: str
    lines: tuple[str, ...] = ()


def passages(
    life: Life, speaker: Speaker, year: int, first: int, last: int | None = None
) -> list[Passage]:
    """Return a stretch of a life in words."""
    chosen = [
        period
        for period in life.periods
        if first <= period.period and (last is None or period.period <= last)
    ]
    return [
        _eventful(stretch[0], life, speaker)
        if _stands_out(stretch[0])
        else _calm(stretch, life, speaker)
        for stretch in _stretches(chosen, year)
    ]


def happenings(
    facts: Sequence[Fact],
    speaker: Speaker,
    otherwise: Mapping[type[Fact], Callable[[Speaker, Any], str]] | None = None,
) -> list[str]:
    """Return facts as parts of sentences, those that belong together as one."""
    words = otherwise or {}
    found: list[str] = []
    for place, fact in enumerate(facts):
        before = facts[place - 1] if place else None
        say = words.get(type(fact))
        text = speaker.say(fact) if say is None else say(speaker, fact)
        if isinstance(fact, Moved) and isinstance(before, Reviewed):
            found[-1] += f" and {move_in_words(speaker, fact, named=False)}"
        elif isinstance(fact, Doubted) and isinstance(before, Heard):
            found[-1] += f" and {text}"
        elif isinstance(fact, Doubted) and isinstance(before, News):
            found[-1] += ", and the customer began to doubt the choice"
        else:
            found.append(text)
    return found


def when(first: int, last: int) -> str:
    """Return periods in words.

    Examples
    --------
    >>> when(37, 37), when(12, 23), when(-24, -13)
    ('Period 37', 'Periods 12–23', 'Periods −24 to −13')
    """
    if first == last:
        return f"Period {_number(first)}"
    between = " to " if first < 0 else "–"
    return f"Periods {_number(first)}{between}{_number(last)}"


def _number(period: int) -> str:
    return str(period).replace("-", "−")


def _stretches(periods: Iterable[Period], year: int) -> Iterator[list[Period]]:
    """Yield calm periods together, a year at most, and each that stands out alone."""
    calm: list[Period] = []
    for period in periods:
        if calm and (_stands_out(period) or len(calm) >= max(year, SHORTEST)):
            yield calm
            calm = []
        if _stands_out(period):
            yield [period]
        else:
            calm.append(period)
    if calm:
        yield calm


def _stands_out(period: Period) -> bool:
    return any(isinstance(fact, STANDS_OUT) for fact in period.facts)


def _eventful(period: Period, life: Life, speaker: Speaker) -> Passage:
    """Return a period that stands out."""
    facts = [fact for fact in period.facts if not fact.ordinary]
    parts = [sentence(part) for part in happenings(facts, speaker)]
    before, after = life.before(period.period), period.record
    used = any(isinstance(fact, Used) for fact in period.facts)
    goes_on = not isinstance(facts[-1], Replaced)
    if goes_on and used and before.firm == after.firm and before.start == after.start:
        parts.append(sentence(_feelings(before, after)))
    lines = [
        line for fact in facts if isinstance(fact, Reviewed) for line in review_lines(fact, speaker)
    ]
    return Passage(when(period.period, period.period), " ".join(parts), tuple(lines))


def _calm(stretch: Sequence[Period], life: Life, speaker: Speaker) -> Passage:
    """Return a stretch in which nothing stands out."""
    first, last = stretch[0], stretch[-1]
    facts = [fact for period in stretch for fact in period.facts]
    place = int(last.record.firm)
    uses = sum(isinstance(fact, Used) for fact in facts)
    asides = [part for period in stretch for part in _asides(period, speaker, len(stretch) > 1)]
    head = f"used {speaker.firm(place)} {times(uses)}" if uses else "needed nothing"
    if place < 0:
        head = "needed nothing and had no firm"
    if uses and not asides:
        head += ", nothing out of the ordinary"
    if place >= 0:
        head += f"; {_feelings(life.before(first.period), last.record)}"
    parts = [sentence(head), *_advertising(facts, speaker)]
    if asides:
        parts.append(sentence("; ".join(asides)))
    return Passage(when(first.period, last.period), " ".join(parts))


def _asides(period: Period, speaker: Speaker, dated: bool) -> list[str]:
    """Return what was said and heard in a calm period; dated where it is one of several."""
    facts = [fact for fact in period.facts if not fact.ordinary]
    said = happenings(facts, speaker)
    date = f"in{SPACE}{_number(period.period)} " if dated else ""
    return [date + listed(said)] if said else []


def _feelings(before: Any, after: Any) -> str:
    return (
        f"{course('satisfaction', before.satisfaction, after.satisfaction)}, "
        f"{course('trust', before.trust, after.trust)}"
    )


def _advertising(facts: Sequence[Fact], speaker: Speaker) -> list[str]:
    """Return one sentence about all advertising that came through."""
    seen: dict[int, list[Advertised]] = {}
    for fact in facts:
        if isinstance(fact, Advertised):
            seen.setdefault(fact.firm, []).append(fact)
    parts = [
        f"{speaker.firm(place)}'s advertising {times(len(those))} "
        f"({course('belief', those[0].before, those[-1].after)})"
        for place, those in seen.items()
    ]
    return [sentence(f"saw {listed(parts)}")] if parts else []
