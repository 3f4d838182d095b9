"""Where the lives of one customer under two strategies part, and what made the difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from relsim.market.witness.facts import Fact, GaveNotice, Moved, Repeated, Reviewed, Used, gist
from relsim.market.witness.offers import Offer
from relsim.result.quantity import SPACE
from relsim.result.words import AFTER_COMMA, Sentence, clauses, joined, listed, singular
from relsim.stories.chapters import happenings
from relsim.stories.life import FELT, Life, first_difference, first_other_firm
from relsim.stories.numbers import level, period, seen, utils, valued
from relsim.stories.sentences import say
from relsim.stories.speaker import Speaker
from relsim.words.catalogue import Word, marked, translate

MOST_TERMS = 4
PART = marked("The two lives part in period {period}. Under {one}: {here}. Under {other}: {there}.")
WAYS_PART = marked(
    "Their ways part in period {period}. Under {one}: {here}. Under {other}: {there}."
)
NEVER = marked(
    "The two lives never part: under {one} and under {other} the same happened to this customer in "
    "every period."
)
TIES = marked(
    {
        "procedural": "the effort of leaving",
        "points": "points",
        "social": "social bond",
        "structural": "structural bond",
    }
)
"""What the parts of the switching cost are called here."""


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the own firm was ahead of a rival at the same review under both strategies.

    Parameters
    ----------
    own, rival : int
        Places of the firms; a rival of −1 is doing without any.
    one, other : float
        Utility of the own firm less that of the rival, in utils.
    terms : dict of str to float
        What each term makes of the difference of the two, the largest first.
    """

    own: int
    rival: int
    one: float
    other: float
    terms: dict[str, float]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two lives part.

    Parameters
    ----------
    parts_at : int or None
        The first period in which not the same happened; None when there is none.
    ways_part_at : int or None
        The first period at whose end the customer is with different firms.
    gap : Gap or None
        What tipped the choice in that period, or when notice was given for it, when there was a
        review in both lives.
    sentences : tuple of str
        All of it in words.
    """

    parts_at: int | None
    ways_part_at: int | None
    gap: Gap | None
    sentences: tuple[str, ...]


def parting_of(one: Life, other: Life, speaker: Speaker) -> Parting:
    """Return where two lives part."""
    happened, firm = first_difference(one, other), first_other_firm(one, other)
    if happened is None:
        return Parting(None, None, None, tuple(_never(one, other)))
    sentences = [_difference(PART, happened, one, other, speaker)]
    gap = None
    if firm is None:
        sentences.append(
            translate("All the same, the customer is with the same firm in every period.")
        )
    else:
        if firm != happened:
            sentences.append(_difference(WAYS_PART, firm, one, other, speaker))
        gap = _gap(one, other, _decided(one, other, firm))
    if gap is not None:
        sentences.append(_tipped(gap, one.title, other.title, speaker))
    return Parting(happened, firm, gap, tuple(sentences))


def _never(one: Life, other: Life) -> list[str]:
    """Say that the same happened, and whether anything was felt differently."""
    found = [str(Sentence(NEVER, one=one.title, other=other.title))]
    if not one.periods:
        return found
    mine, yours = one.periods[-1].record, other.periods[-1].record
    if all(_same(a.record, b.record) for a, b in zip(one.periods, other.periods, strict=True)):
        return [*found, translate("Not even a number differs.")]
    felt = [
        Sentence(
            "{state} {mine} against {yours}", state=Word(singular(name)), mine=here, yours=there
        )
        for name in FELT
        if (here := level(mine[name])) != (there := level(yours[name]))
    ]
    if not felt:
        return [
            *found,
            translate("What was felt differs by less than a hundredth at the end."),
        ]
    return [
        *found,
        str(Sentence("Only what was felt differs; at the end: {felt}.", felt=listed(felt))),
    ]


def _same(mine: Any, yours: Any) -> bool:
    return bool(mine.tobytes() == yours.tobytes())


def _difference(template: str, place: int, one: Life, other: Life, speaker: Speaker) -> str:
    """Say what happened in one life and not in the other."""
    mine, yours = one.at(place).facts, other.at(place).facts
    found = Sentence(
        template,
        period=period(place),
        one=one.title,
        here=_only(mine, yours, speaker),
        other=other.title,
        there=_only(yours, mine, speaker),
    )
    return str(found)


def _only(mine: Sequence[Fact], yours: Sequence[Fact], speaker: Speaker) -> str:
    """Return what happened here and not there."""
    there = [gist(fact) for fact in yours]
    facts = [fact for fact in mine if gist(fact) not in there]
    if any(isinstance(fact, Reviewed | Moved) for fact in facts):
        # That it was then used goes without saying.
        facts = [fact for fact in facts if not isinstance(fact, Used)]
    said = happenings(facts, speaker, SHORT)
    return clauses(said) if said else translate("nothing of the kind")


def _reviewed(speaker: Speaker, fact: Reviewed) -> object:
    if fact.firm < 0:
        return say(speaker, fact)
    stayed = fact.winner == fact.firm
    template = marked("reconsidered {firm} and stayed" if stayed else "reconsidered {firm}")
    return Sentence(template, firm=speaker.firm(fact.firm))


def _repeated(speaker: Speaker, fact: Repeated) -> object:
    if not fact.chance:  # somebody bound, say: no luck would have done
        return Sentence(
            "went on with {firm}: nothing could have made them reconsider",
            firm=speaker.firm(fact.firm),
        )
    return Sentence(
        "went on with {firm} without reconsidering ({luck} was not below the {chance})",
        firm=speaker.firm(fact.firm),
        luck=valued("luck", fact.luck),
        chance=valued("chance", fact.chance),
    )


SHORT: dict[type[Fact], Callable[[Speaker, Any], object]] = {
    Reviewed: _reviewed,
    Repeated: _repeated,
}
"""What is said otherwise where two lives are held against each other."""


def _gap(one: Life, other: Life, place: int) -> Gap | None:
    """Return what tipped the choice, when the same firm was reviewed in both lives."""
    mine, yours = _review(one, place), _review(other, place)
    if mine is None or yours is None or mine.firm != yours.firm or mine.firm < 0:
        return None
    own = mine.firm
    rival = yours.winner if yours.winner != own else mine.winner
    here = {offer.firm: offer for offer in mine.offers}
    there = {offer.firm: offer for offer in yours.offers}
    if rival == own or rival not in here or rival not in there:
        return None
    first, second = _margins(here[own], here[rival]), _margins(there[own], there[rival])
    terms = {name: first[name] - second.get(name, 0.0) for name in first}
    terms |= {name: -value for name, value in second.items() if name not in first}
    return Gap(
        own=own,
        rival=rival,
        one=here[own].utility - here[rival].utility,
        other=there[own].utility - there[rival].utility,
        terms=dict(sorted(terms.items(), key=lambda term: -abs(term[1]))),
    )


def _decided(one: Life, other: Life, place: int) -> int:
    """Return when it was decided that ways part: when notice was given for that period, if any."""
    return next(
        (
            lived.period
            for life in (one, other)
            for lived in life.periods
            for fact in lived.facts
            if isinstance(fact, GaveNotice) and fact.until == place
        ),
        place,
    )


def _review(life: Life, place: int) -> Reviewed | None:
    """Return the review of a period."""
    found = [fact for fact in life.at(place).facts if isinstance(fact, Reviewed)]
    return found[0] if found else None


def _margins(own: Offer, rival: Offer) -> dict[str, float]:
    """Return by how much the own firm is ahead, term by term; bonds one by one."""
    terms = {name: value for name, value in own.terms.items() if name != "switching cost"}
    for part, cost in own.cost_parts.items():
        terms[TIES[part]] = cost
    for name, value in rival.terms.items():
        terms[name] = terms.get(name, 0.0) - value
    return terms


def _tipped(gap: Gap, one: str, other: str, speaker: Speaker) -> str:
    """Say what made the difference at the review."""
    rival = speaker.firm(gap.rival) if gap.rival >= 0 else translate("doing without")
    terms = [
        f"{translate(name)}{SPACE}{utils(value)}"
        for name, value in list(gap.terms.items())[:MOST_TERMS]
        if seen(value)
    ]
    found = Sentence(
        "Held against {rival}, {own} was {here} under {one} and {there} under {other}. What makes "
        "the difference of {difference}: {terms}.",
        rival=rival,
        own=speaker.firm(gap.own),
        here=_ahead(gap.one),
        one=one,
        there=_ahead(gap.other),
        other=other,
        difference=level(abs(gap.one - gap.other)),
        terms=joined(terms, AFTER_COMMA),
    )
    return str(found)


def _ahead(value: float) -> Sentence:
    template = marked("{utils} utils ahead" if value >= 0 else "{utils} utils behind")
    return Sentence(template, utils=level(abs(value)))
