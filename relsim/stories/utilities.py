"""A review as lines: every firm's utility, term by term, with luck."""

from __future__ import annotations

from relsim.market.witness.facts import Reviewed
from relsim.market.witness.offers import Offer
from relsim.result.quantity import SPACE
from relsim.result.words import AFTER_COMMA, Sentence, joined, listed
from relsim.stories.numbers import level, seen, utils, valued
from relsim.stories.speaker import Speaker
from relsim.words.catalogue import marked, translate

ARROW = f"{SPACE}→{SPACE}"
LINE = marked("{firm}: {terms} =\N{NO-BREAK SPACE}{utility}")


def review_lines(fact: Reviewed, speaker: Speaker) -> list[str]:
    """Return a line for each offer, the own firm's first, then the best; and who is not known."""
    ordered = sorted(fact.offers, key=lambda offer: (not offer.own, -offer.utility))
    lines = [_line(offer, offer.firm == fact.winner, speaker) for offer in ordered]
    if fact.unknown:
        firms = listed([str(speaker.firm(place)) for place in fact.unknown])
        lines.append(str(Sentence("did not know {firms}", firms=firms)))
    return lines


def _line(offer: Offer, chosen: bool, speaker: Speaker) -> str:
    name = speaker.firm(offer.firm)
    terms = [
        _term(term, value, offer)
        for term, value in offer.terms.items()
        if seen(value) or term == "luck"
    ]
    line = Sentence(
        LINE,
        firm=Sentence("{firm} (own)", firm=name) if offer.own else name,
        terms=joined(terms, AFTER_COMMA),
        utility=utils(offer.utility),
    )
    return f"{line}{SPACE * 3}{translate('chosen')}" if chosen else str(line)


def _term(name: str, value: float, offer: Offer) -> str:
    if name == "belief" and offer.belief is not None:
        return f"{translate(name)}{SPACE}{level(offer.belief)}{ARROW}{utils(value)}"
    if name == "switching cost":
        parts = [valued(part, cost) for part, cost in offer.cost_parts.items() if seen(cost)]
        if parts:
            cost = translate(name).replace(" ", SPACE)
            return str(
                Sentence(
                    "{term} ({parts})",
                    term=f"{cost}{SPACE}{utils(value)}",
                    parts=joined(parts, AFTER_COMMA),
                )
            )
    return f"{translate(name)}{SPACE}{utils(value)}"
