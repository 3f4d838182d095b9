"""What every firm offers at a review, term by term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relsim.behaviour import RULES as EQUATIONS
from relsim.behaviour.choice import attachment, pull
from relsim.behaviour.switching_cost import cost_of_leaving
from relsim.market.witness.overhearing import Call, Calls

NOBODY = -1
"""The place of doing without any firm."""
NEUTRAL = 0.5
"""Satisfaction that neither binds nor repels."""
TERMS = {rule.function.__name__: rule for rule in EQUATIONS if rule.term}
"""Rules whose answer is a term of a utility, by name."""
RULES = ("utility", "pull", "attachment", "gumbel", *TERMS)
"""What the engine calls to work out offers."""
GROUPED = ("belief", "price", "acquaintances", "satisfaction", "trust", "harm", "luck")
"""Terms that are not added one by one."""
PARTS = {
    "procedural": "settled",
    "points": "points_weight",
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
        What the customer expects of it and would pay for a use of spend 1, net of points; None
        without a firm.
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
        for name, term in terms.items():
            if name not in GROUPED:
                value += term
        return value + terms["luck"]


def offers_of(review: Call, calls: Calls) -> tuple[Offer, ...]:
    """Return all offers at a review, from the rules that the engine called to work them out."""
    luck = [float(call.answer) for call in calls.of("gumbel")]
    weighed = calls.of("utility")
    found = []
    if len(luck) > len(weighed):
        terms = {
            "doing without": float(review.given["conditions"].theories[0].outside_utility),
            "luck": luck[0],
        }
        found.append(Offer(NOBODY, False, None, None, terms, {}))
        luck = luck[1:]
    own = int(review.given["customer"].firm)
    for call, chance in zip(weighed, luck, strict=True):
        place = int(call.given["j"])
        made = {one.rule: one for one in call.inside}
        offered = made["pull"].given
        ties = _ties(made["attachment"].given) if place == own else {}
        terms = {**_drawing(offered), **ties, **_terms(call, own=place == own), "luck": chance}
        found.append(
            Offer(
                firm=place,
                own=place == own,
                belief=float(offered["belief"]),
                price=float(offered["price"]),
                terms=terms,
                cost_parts=_cost_parts(made.get("cost_of_leaving")),
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


def _ties(given: Mapping[str, Any]) -> dict[str, float]:
    """Return the terms that only the present firm has, each with the others at nothing."""
    without = {**given, "satisfaction": NEUTRAL, "trust": given["trust_start"], "harm": 0.0}
    return {
        name: float(attachment(**{**without, name: given[name]}))
        for name in ("satisfaction", "trust", "harm")
    }


def _terms(utility: Call, *, own: bool) -> dict[str, float]:
    """Return the terms that mechanisms declare, in the order in which the engine adds them."""
    answers = {one.rule: float(one.answer) for one in utility.inside if one.rule in TERMS}
    if own:
        # What is turned off is not called, and is told of the own firm as nothing.
        answers |= {rule: 0.0 for rule in TERMS if rule not in answers}
    return {TERMS[rule].term: TERMS[rule].sign * answer for rule, answer in answers.items()}


def _cost_parts(left: Call | None) -> dict[str, float]:
    """Return what the switching cost consists of, each with the others at nothing."""
    if left is None:
        return {}
    nothing = dict.fromkeys(PARTS.values(), 0.0)
    return {
        name: float(cost_of_leaving(**{**left.given, **nothing, key: left.given[key]}))
        for name, key in PARTS.items()
    }
