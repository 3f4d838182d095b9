"""Who a customer is: segment and traits, in words with the number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from relsim.behaviour import TRAITS
from relsim.result.words import AFTER_COMMA, Sentence, joined, listed
from relsim.stories.numbers import valued
from relsim.words.catalogue import marked, translate

WORDS: dict[str, tuple[str, str, str]] = marked(
    {
        "need_rate": ("seldom needs the service", "often needs the service", "chance of a need"),
        "spend": ("spends little at a use", "spends much at a use", "spend"),
        "price_sensitivity": (
            "minds the price little",
            "minds the price much",
            "price sensitivity",
        ),
        "relational_orientation": (
            "does not look for a relationship",
            "welcomes a relationship",
            "relational orientation",
        ),
        "variety_seeking": ("likes things as they are", "likes variety", "variety seeking"),
        "restlessness": (
            "seldom reconsiders without a reason",
            "often reconsiders without a reason",
            "restlessness",
        ),
        "negativity": ("takes things lightly", "feels and tells the bad", "negativity"),
        "competence": ("causes failures easily", "seldom causes a failure", "competence"),
    }
)
"""What a low and a high trait mean, and what its number is called."""

FIFTH, TENTH = 0.2, 0.1


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait of a customer among those of the population.

    Parameters
    ----------
    value : float
        The trait.
    rank : float or None
        Share of the population that has less of it, ties half; None where all are alike.
    """

    value: float
    rank: float | None


def traits_of(record: object, everybody: Callable[[str], np.ndarray]) -> dict[str, Trait]:
    """Return a customer's traits with their place in the population."""
    found = {}
    for name in TRAITS:
        value = float(getattr(record, name))
        rank = _rank(value, everybody(name))
        found[name] = Trait(value, rank)
    return found


def described(traits: Mapping[str, Trait]) -> list[str]:
    """Return sentences about a customer: first what is unusual, then the rest."""
    unusual, plain = [], []
    for name, trait in traits.items():
        low, high, noun = WORDS[name]
        number = valued(noun, trait.value)
        if trait.rank is None or FIFTH <= trait.rank <= 1 - FIFTH:
            plain.append(number)
            continue
        words = low if trait.rank < 0.5 else high
        place = _place(trait.rank)
        unusual.append(
            Sentence("{trait} ({number}, {place})", trait=words, number=number, place=place)
        )
    sentences = []
    if unusual:
        sentences.append(Sentence("This customer {traits}.", traits=listed(unusual)))
    if plain:
        template = marked(
            "Otherwise ordinary: {traits}." if unusual else "An ordinary customer: {traits}."
        )
        sentences.append(Sentence(template, traits=joined(plain, AFTER_COMMA)))
    return [str(one) for one in sentences]


def _rank(value: float, everybody: np.ndarray) -> float | None:
    """Return the share of the population with less; None where all are alike."""
    if everybody.min() == everybody.max():
        return None
    below = float(np.mean(everybody < value))
    return below + 0.5 * float(np.mean(everybody == value))


def _place(rank: float) -> str:
    """Return a place at either end in words."""
    if rank < 0.5:
        return translate("bottom tenth" if rank < TENTH else "bottom fifth")
    return translate("top tenth" if 1 - rank < TENTH else "top fifth")
