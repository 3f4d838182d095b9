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
    GaveNotice,
    Heard,
    Moved,
    News,
    Replaced,
    Reviewed,
    TurnedAway,
    Used,
)
from relsim.result.words import AFTER_SEMICOLON, Sentence, clauses, joined, listed
from relsim.stories.moves import move_in_words
from relsim.stories.numbers import course, period, times
from relsim.stories.sentences import say, sentence
from relsim.stories.speaker import Speaker
from relsim.stories.utilities import review_lines
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    from relsim.market.witness import Period
    from relsim.stories.life import Life

STANDS_OUT = (News, Reviewed, GaveNotice, Moved, TurnedAway, Failed, Replaced)
"""What gives a period a passage of its own."""
USED = marked("used {firm} {times}; {feelings}")
USED_AS_EVER = marked("used {firm} {times}, nothing out of the ordinary; {feelings}")
NO_NEED = marked("needed nothing; {feelings}")
NO_FIRM = marked("needed nothing and had no firm")
"""What a calm stretch was like."""
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
        lived
        for lived in life.periods
        if first <= lived.period and (last is None or lived.period <= last)
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
    otherwise: Mapping[type[Fact], Callable[[Speaker, Any], object]] | None = None,
) -> list[str]:
    """Return facts as clauses, those that belong together as one."""
    words = otherwise or {}
    found: list[object] = []
    before: Fact | None = None
    for fact in facts:
        said: object = words.get(type(fact), say)(speaker, fact)
        if isinstance(fact, Moved) and isinstance(before, Reviewed):
            move = move_in_words(speaker, fact, named=False)
            found.append(Sentence("{review} and {move}", review=found.pop(), move=move))
        elif isinstance(fact, Doubted) and isinstance(before, Heard):
            found.append(Sentence("{heard} and {doubt}", heard=found.pop(), doubt=said))
        elif isinstance(fact, Doubted) and isinstance(before, News):
            found.append(
                Sentence("{news}, and the customer began to doubt the choice", news=found.pop())
            )
        else:
            found.append(said)
        before = fact
    return [str(clause) for clause in found]


def when(first: int, last: int) -> str:
    """Return periods in words.

    Examples
    --------
    >>> when(37, 37), when(12, 23), when(-24, -13)
    ('Period 37', 'Periods 12–23', 'Periods −24 to −13')
    """
    one = marked("Period {first}")
    several = marked("Periods {first} to {last}" if first < 0 else "Periods {first}–{last}")
    template = one if first == last else several
    return str(Sentence(template, first=period(first), last=period(last)))


def _stretches(periods: Iterable[Period], year: int) -> Iterator[list[Period]]:
    """Yield calm periods together, a year at most, and each that stands out alone."""
    calm: list[Period] = []
    for lived in periods:
        if calm and (_stands_out(lived) or len(calm) >= max(year, SHORTEST)):
            yield calm
            calm = []
        if _stands_out(lived):
            yield [lived]
        else:
            calm.append(lived)
    if calm:
        yield calm


def _stands_out(lived: Period) -> bool:
    return any(isinstance(fact, STANDS_OUT) for fact in lived.facts)


def _eventful(lived: Period, life: Life, speaker: Speaker) -> Passage:
    """Return a period that stands out."""
    facts = [fact for fact in lived.facts if not fact.ordinary]
    parts = [sentence(part) for part in happenings(facts, speaker)]
    before, after = life.before(lived.period), lived.record
    used = any(isinstance(fact, Used) for fact in lived.facts)
    goes_on = not isinstance(facts[-1], Replaced)
    if goes_on and used and before.firm == after.firm and before.start == after.start:
        parts.append(sentence(_feelings(before, after)))
    lines = [
        line for fact in facts if isinstance(fact, Reviewed) for line in review_lines(fact, speaker)
    ]
    return Passage(when(lived.period, lived.period), joined(parts), tuple(lines))


def _calm(stretch: Sequence[Period], life: Life, speaker: Speaker) -> Passage:
    """Return a stretch in which nothing stands out."""
    first, last = stretch[0], stretch[-1]
    facts = [fact for lived in stretch for fact in lived.facts]
    place = int(last.record.firm)
    uses = sum(isinstance(fact, Used) for fact in facts)
    asides = [part for lived in stretch for part in _asides(lived, speaker, len(stretch) > 1)]
    if place < 0:
        template = NO_FIRM
    elif not uses:
        template = NO_NEED
    else:
        template = USED if asides else USED_AS_EVER
    head = Sentence(
        template,
        firm=speaker.firm(place),
        times=times(uses),
        feelings=_feelings(life.before(first.period), last.record),
    )
    parts = [sentence(head), *_advertising(facts, speaker)]
    if asides:
        parts.append(sentence(joined(asides, AFTER_SEMICOLON)))
    return Passage(when(first.period, last.period), joined(parts))


def _asides(lived: Period, speaker: Speaker, dated: bool) -> list[str]:
    """Return what was said and heard in a calm period; dated where it is one of several."""
    facts = [fact for fact in lived.facts if not fact.ordinary]
    said = clauses(happenings(facts, speaker))
    if not said or not dated:
        return [said] if said else []
    return [
        str(Sentence("in\N{NO-BREAK SPACE}{period} {said}", period=period(lived.period), said=said))
    ]


def _feelings(before: Any, after: Any) -> Sentence:
    return Sentence(
        "{satisfaction}, {trust}",
        satisfaction=course("satisfaction", before.satisfaction, after.satisfaction),
        trust=course("trust", before.trust, after.trust),
    )


def _advertising(facts: Sequence[Fact], speaker: Speaker) -> list[str]:
    """Return one sentence about all advertising that came through."""
    seen: dict[int, list[Advertised]] = {}
    for fact in facts:
        if isinstance(fact, Advertised):
            seen.setdefault(fact.firm, []).append(fact)
    parts = [
        Sentence(
            "{firm}'s advertising {times} ({belief})",
            firm=speaker.firm(place),
            times=times(len(those)),
            belief=course("belief", those[0].before, those[-1].after),
        )
        for place, those in seen.items()
    ]
    return [sentence(Sentence("saw {advertising}", advertising=listed(parts)))] if parts else []
