"""Facts in words: a clause each, without a capital and a full stop, so that several make a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from relsim.market.witness.facts import (
    OFFER,
    Advertised,
    Aimed,
    ContractRenewed,
    Doubted,
    Fact,
    Failed,
    GaveNotice,
    Heard,
    Moved,
    News,
    Renewed,
    Repeated,
    Replaced,
    Reviewed,
    Told,
    TurnedAway,
    Used,
)
from relsim.result.quantity import SPACE, Quantity, Unit
from relsim.result.words import AFTER_COMMA, Sentence, joined, listed
from relsim.stories.moves import move_in_words
from relsim.stories.numbers import course, level, period, seen, valued
from relsim.stories.speaker import Speaker
from relsim.words.catalogue import Word, marked, translate

GRAVE, LIGHT = 0.6, 0.4
"""Severity from which, and below which, a failure is called so."""
REVIEW_REASONS = marked(
    {
        "restlessness": "restlessness",
        "harm": "harm of the last failure",
        "doubt": "doubt",
        "dissatisfaction": "dissatisfaction",
        "price": "a lower price elsewhere",
        "renewal": "the contract's renewal",
    }
)


def say(speaker: Speaker, fact: Fact) -> str:
    """Return a fact in words, without a capital and a full stop.

    Examples
    --------
    >>> say(Speaker(("Alba", "Brio"), "€"), TurnedAway(0))
    'Alba had no room and turned the customer away'
    """
    return str(_WORDS[type(fact)](speaker, fact))


def sentence(clause: object) -> str:
    """Return a clause that begins and ends as a sentence does.

    Examples
    --------
    >>> sentence("used Alba once")
    'Used Alba once.'
    """
    text = str(clause)
    text = text[:1].upper() + text[1:]
    # A firm may be called Alba Inc.
    return text if text.endswith((".", "。")) else str(Sentence("{clause}.", clause=text))


def _news(speaker: Speaker, fact: News) -> Sentence:
    name = speaker.firm(fact.firm)
    kinds = {
        "challenge": Sentence("{firm} challenged its rivals", firm=name),
        "scandal": Sentence("a scandal of {firm}", firm=name),
        "media": Sentence("the media wrote about {firm}", firm=name),
    }
    return Sentence(
        "{news}: {belief}",
        news=listed([kinds[kind] for kind in fact.kinds]),
        belief=_belief(name, fact),
    )


def _doubted(speaker: Speaker, fact: Doubted) -> str:
    if fact.because == OFFER:
        return translate("heard what newcomers pay, and began to doubt the choice")
    return translate("began to doubt the choice")


def _aimed(speaker: Speaker, fact: Aimed) -> Sentence:
    if fact.control:
        template = marked(
            "{firm} kept its personal attention from the customer, as one of a control group"
        )
    elif fact.reached:
        template = marked("{firm} picked the customer out for its personal attention")
    else:
        template = marked("{firm} did not count the customer among those it attends to personally")
    return Sentence(template, firm=speaker.firm(fact.firm))


def _renewed(speaker: Speaker, fact: Renewed) -> Sentence:
    return Sentence("{firm} brought something new", firm=speaker.firm(fact.firm))


def _reviewed(speaker: Speaker, fact: Reviewed) -> Sentence:
    if fact.firm < 0 and fact.winner < 0:
        return Sentence("had no firm, looked at what is on offer and did without")
    if fact.firm < 0:
        return Sentence("had no firm, looked at what is on offer")
    template = marked(
        "reconsidered {firm} ({chance}) and stayed"
        if fact.winner == fact.firm
        else "reconsidered {firm} ({chance})"
    )
    return Sentence(template, firm=speaker.firm(fact.firm), chance=chance_in_words(fact))


def chance_in_words(fact: Reviewed | Repeated) -> str:
    """Return the chance of a review and what it consists of."""
    chance = valued("chance", fact.chance or 0.0)
    parts = {REVIEW_REASONS[name]: value for name, value in fact.reasons.items() if seen(value)}
    if not parts:
        return chance
    # One reason alone is the whole chance.
    several = len(parts) > 1
    reasons = [valued(name, value) if several else name for name, value in parts.items()]
    return str(Sentence("{chance}: {reasons}", chance=chance, reasons=joined(reasons, AFTER_COMMA)))


def _repeated(speaker: Speaker, fact: Repeated) -> Sentence:
    return Sentence(
        "went on with {firm} without reconsidering ({chance})",
        firm=speaker.firm(fact.firm),
        chance=chance_in_words(fact),
    )


def _contract_renewed(speaker: Speaker, fact: ContractRenewed) -> Sentence:
    template = marked(
        "the contract with {firm} renewed: bound until period {until}, {rise} on the price"
        if seen(fact.rise)
        else "the contract with {firm} renewed: bound until period {until}"
    )
    rise = Quantity(fact.rise, Unit("percent"), signed=True)
    return Sentence(template, firm=speaker.firm(fact.firm), until=period(fact.until), rise=rise)


def _gave_notice(speaker: Speaker, fact: GaveNotice) -> Sentence:
    return Sentence(
        "gave notice to {firm} for period {until}, to go to {to} (reason: {reason})",
        firm=speaker.firm(fact.firm),
        until=period(fact.until),
        to=speaker.firm(fact.to),
        reason=Word(fact.reason),
    )


def _moved(speaker: Speaker, fact: Moved) -> Sentence:
    return move_in_words(speaker, fact, named=True)


def _turned_away(speaker: Speaker, fact: TurnedAway) -> Sentence:
    return Sentence("{firm} had no room and turned the customer away", firm=speaker.firm(fact.firm))


def _used(speaker: Speaker, fact: Used) -> Sentence:
    return Sentence(
        "used {firm}: expected {expected}, experienced {experience}, felt {felt}",
        firm=speaker.firm(fact.firm),
        expected=level(fact.expected),
        experience=level(fact.experience),
        felt=level(fact.felt),
    )


_ANSWERS = marked(
    {
        "voiced": {
            "resolved fast": "the customer complained and {firm} resolved it fast",
            "resolved": "the customer complained and {firm} resolved it, though slowly",
            "mishandled": "the customer complained and {firm} mishandled it",
            "mishandled fast": "the customer complained and {firm} mishandled it, though fast",
        },
        "noticed": {
            "resolved fast": "{firm} noticed and resolved it fast",
            "resolved": "{firm} noticed and resolved it, though slowly",
            "mishandled": "{firm} noticed and mishandled it",
            "mishandled fast": "{firm} noticed and mishandled it, though fast",
        },
    }
)
"""Who spoke of a failure, and what the firm made of it."""


def _failed(speaker: Speaker, fact: Failed) -> Sentence:
    name = speaker.firm(fact.firm)
    grave, light = fact.severity > GRAVE, fact.severity < LIGHT
    failure = marked("a grave failure" if grave else "a light failure" if light else "a failure")
    fault = marked("the customer's own fault" if fact.own_fault else "{firm}'s fault")
    places: dict[str, object] = {
        "failure": failure,
        "severity": valued("severity", fact.severity),
        "fault": Sentence(fault, firm=name),
        "felt": valued("felt", fact.felt),
        "harm": valued("harm left", fact.harm) if seen(fact.harm) else Word("no harm is left"),
    }
    if fact.recovery is None or fact.wanted is None:
        return Sentence(
            "{failure} ({severity}), {fault}: {felt}, and nobody said a word; {harm}", **places
        )
    fast = fact.outcome == "mishandled" and fact.fast
    answers = _ANSWERS["voiced" if fact.handling == "voiced" else "noticed"]
    return Sentence(
        "{failure} ({severity}), {fault}: {first} at first; {answer} (recovery {recovery} where "
        "{wanted} was expected): {felt} in the end; {harm}",
        first=valued("felt", fact.felt_first),
        answer=Sentence(answers["mishandled fast" if fast else fact.outcome], firm=name),
        recovery=level(fact.recovery),
        wanted=level(fact.wanted),
        **places,
    )


def _told(speaker: Speaker, fact: Told) -> Sentence:
    template = marked(
        "told {listener} good of {firm}" if fact.good else "told {listener} bad of {firm}"
    )
    listener = f"{translate('customer')}{SPACE}{fact.listener}"
    return Sentence(template, listener=listener, firm=speaker.firm(fact.firm))


def _heard(speaker: Speaker, fact: Heard) -> Sentence:
    name = speaker.firm(fact.firm)
    parts = []
    for good, template in zip(
        (True, False),
        marked(("good of {firm} from {who}", "bad of {firm} from {who}")),
        strict=True,
    ):
        talkers = [report.talker for report in fact.reports if report.good == good]
        if talkers:
            parts.append(Sentence(template, firm=name, who=_people(talkers)))
    return Sentence("heard {reports} ({belief})", reports=listed(parts), belief=_belief(name, fact))


def _people(rows: Sequence[int]) -> str:
    """Return who told something."""
    if any(row < 0 for row in rows):
        if len(rows) == 1:
            return translate("somebody")
        return str(Sentence("{number} people", number=len(rows)))
    noun = translate("customer" if len(rows) == 1 else "customers")
    return f"{noun}{SPACE}{listed(rows)}"


def _advertised(speaker: Speaker, fact: Advertised) -> Sentence:
    name = speaker.firm(fact.firm)
    return Sentence("saw {firm}'s advertising ({belief})", firm=name, belief=_belief(name, fact))


def _belief(firm: str, fact: News | Heard | Advertised) -> str:
    """Return what became of the belief in a firm."""
    return course(str(Sentence("belief in {firm}", firm=firm)), fact.before, fact.after)


def _replaced(speaker: Speaker, fact: Replaced) -> Sentence:
    template = marked(
        "left the population, still a customer of {firm}: somebody else took this place, and the "
        "story ends"
        if fact.firm >= 0
        else "left the population: somebody else took this place, and the story ends"
    )
    return Sentence(template, firm=speaker.firm(fact.firm))


_WORDS: dict[type[Fact], Callable[[Speaker, Any], Sentence | str]] = {
    News: _news,
    Doubted: _doubted,
    Aimed: _aimed,
    Renewed: _renewed,
    Reviewed: _reviewed,
    Repeated: _repeated,
    ContractRenewed: _contract_renewed,
    GaveNotice: _gave_notice,
    Moved: _moved,
    TurnedAway: _turned_away,
    Used: _used,
    Failed: _failed,
    Told: _told,
    Heard: _heard,
    Advertised: _advertised,
    Replaced: _replaced,
}
