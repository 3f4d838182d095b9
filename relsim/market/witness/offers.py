"""What every firm offers at a review, term by term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relsim.behaviour.choice import attachment, pull
from relsim.behaviour.switching_cost import cost_of_leaving
from relsim.market.witness.overhearing import Call, Calls

NOBODY = -1
"""The place of doing without any firm."""
NEUTRAL = 0.5
"""Satisfaction that neither binds nor repels."""
RULES = ("utility", "pull", "attachment", "cost_of_leaving", "boredom", "effort_saved", "gumbel")
"""What the engine calls to work out offers."""
PARTS = {
    "procedural": "settled",
    "points": "points",
    "social": "social_bond",
    "structural": "structural_bond",
}
"""Parts of the switching cost, and the argument of its rule that each comes from."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One firm's offer to one customer at one review.

    Parameters
    ----------
    firm : int
        Place of the firm; −1 for doing without any.
    own : bool
        Whether the customer is with it.
    belief, price : float or None
        What the customer expects of it and would pay for a use of spend 1; None without a firm.
    terms : mapping of str to float
        Utils by name, in the order in which the engine adds them; luck is the last.
    cost_parts : mapping of str to float
        What the term ``switching cost`` consists of, for the own firm.
    """

    firm: int
    own: bool
    belief: float | None
    price: float | None
    terms: Mapping[str, float]
    cost_parts: Mapping[str, float]

    @property
    def utility(self) -> float:
        """All terms together with luck: to the bit what the engine compares."""
        terms = self.terms
        if self.firm == NOBODY:
            return terms["doing without"] + terms["luck"]
        value = terms["belief"] + terms["price"] + terms["acquaintances"]
        if self.own:
            # In the engine's groups: floating-point sums depend on them.
            value += terms["satisfaction"] + terms["trust"] + terms["harm"]
            value += terms["switching cost"]
            value += terms["satiation"]
            value += terms["effort saved"]
        return value + terms["luck"]


def offers_of(review: Call, calls: Calls) -> tuple[Offer, ...]:
    """Return all offers at a review, from the rules that the engine called to work them out."""
    luck = [float(call.answer) for call in calls.of("gumbel")]
    weighed = [int(call.given["j"]) for call in calls.of("utility")]
    found = []
    if len(luck) > len(weighed):
        terms = {
            "doing without": float(review.given["conditions"].theories[0].outside_utility),
            "luck": luck[0],
        }
        found.append(Offer(NOBODY, False, None, None, terms, {}))
        luck = luck[1:]
    own = int(review.given["customer"].firm)
    for place, offered, chance in zip(weighed, calls.of("pull"), luck, strict=True):
        ties = _ties(calls) if place == own else {}
        found.append(
            Offer(
                firm=place,
                own=place == own,
                belief=float(offered.given["belief"]),
                price=float(offered.given["price"]),
                terms={**_drawing(offered.given), **ties, "luck": chance},
                cost_parts=_cost_parts(calls) if place == own else {},
            )
        )
    return tuple(found)


def winner_of(offers: Sequence[Offer]) -> int:
    """Return who wins: the first with the largest utility."""
    best, winner = -1e300, NOBODY
    for offer in offers:
        if offer.utility > best:
            best, winner = offer.utility, offer.firm
    return winner


def _drawing(given: Mapping[str, Any]) -> dict[str, float]:
    """Return the terms that every firm has: the engine's rule with the others at nothing."""
    terms = {
        "belief": pull(**{**given, "price_sensitivity": 0.0, "peers": 0.0}),
        "price": pull(**{**given, "belief": 0.0, "peers": 0.0}),
        "acquaintances": pull(**{**given, "belief": 0.0, "price_sensitivity": 0.0}),
    }
    return {name: float(value) for name, value in terms.items()}


def _ties(calls: Calls) -> dict[str, float]:
    """Return the terms that only the present firm has."""
    tie = calls.first("attachment")
    assert tie is not None
    nothing = {"satisfaction": NEUTRAL, "trust": tie.given["trust_start"], "harm": 0.0}
    without = {**tie.given, **nothing}
    terms = {
        "satisfaction": attachment(**{**without, "satisfaction": tie.given["satisfaction"]}),
        "trust": attachment(**{**without, "trust": tie.given["trust"]}),
        "harm": attachment(**{**without, "harm": tie.given["harm"]}),
        "switching cost": calls.answer("cost_of_leaving") or 0.0,
        "satiation": -(calls.answer("boredom") or 0.0),
        "effort saved": calls.answer("effort_saved") or 0.0,
    }
    return {name: float(value) for name, value in terms.items()}


def _cost_parts(calls: Calls) -> dict[str, float]:
    """Return what the switching cost consists of, each with the others at nothing."""
    left = calls.first("cost_of_leaving")
    if left is None:
        return {}
    nothing = dict.fromkeys(PARTS.values(), 0.0)
    return {
        name: float(cost_of_leaving(**{**left.given, **nothing, key: left.given[key]}))
        for name, key in PARTS.items()
    }
