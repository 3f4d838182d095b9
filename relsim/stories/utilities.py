"""A review as lines: every firm's utility, term by term, with luck."""

from __future__ import annotations

from relsim.market.witness.facts import Reviewed
from relsim.market.witness.offers import Offer
from relsim.stories.numbers import SPACE, level, utils
from relsim.stories.sentences import Speaker

ARROW = f"{SPACE}→{SPACE}"


def review_lines(fact: Reviewed, speaker: Speaker) -> list[str]:
    """Return a line for each offer: the own firm's first, then the best."""
    ordered = sorted(fact.offers, key=lambda offer: (not offer.own, -offer.utility))
    return [_line(offer, offer.firm == fact.winner, speaker) for offer in ordered]


def _line(offer: Offer, chosen: bool, speaker: Speaker) -> str:
    name = speaker.firm(offer.firm)
    own = " (own)" if offer.own else ""
    terms = [
        _term(name, value, offer)
        for name, value in offer.terms.items()
        if _counts(value) or name == "luck"
    ]
    end = f"{SPACE * 3}chosen" if chosen else ""
    return f"{name}{own}: {', '.join(terms)} ={SPACE}{utils(offer.utility)}{end}"


def _term(name: str, value: float, offer: Offer) -> str:
    shown = f"{name}{SPACE}{utils(value)}"
    if name == "belief" and offer.belief is not None:
        return f"{name}{SPACE}{level(offer.belief)}{ARROW}{utils(value)}"
    if name == "switching cost":
        parts = [
            f"{part}{SPACE}{level(cost)}"
            for part, cost in offer.cost_parts.items()
            if _counts(cost)
        ]
        if parts:
            return f"switching{SPACE}cost{SPACE}{utils(value)} ({', '.join(parts)})"
    return shown


def _counts(value: float) -> bool:
    """Tell whether a term would be more than nothing when written."""
    return abs(value) >= 0.005
