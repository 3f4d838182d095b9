"""Words of the page, the report and the lessons that a newcomer may not know: one list."""

from __future__ import annotations

from dataclasses import dataclass

from relsim.result.figures import FIGURES

_FIGURES = (
    "retention",
    "npv",
    "lifetime_value",
    "customer_equity",
    "relationship_quality",
    "cost_per_customer",
    "share",
)
"""Figures whose meaning is told wherever their name stands."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it means here.

    Parameters
    ----------
    word : str
        As it stands in a text.
    meaning : str
        One or two sentences.
    forms : tuple of str
        Other forms of it.
    """

    word: str
    meaning: str
    forms: tuple[str, ...] = ()


GLOSSARY = (
    *(Word(FIGURES[key].noun, FIGURES[key].meaning) for key in _FIGURES),
    Word(
        "world",
        "One possible course of this market: its own customers, its own luck. Every strategy is "
        "tried in the very same worlds.",
        ("worlds",),
    ),
    Word(
        "95 % interval",
        "Where the mean over endless worlds lies, as far as these worlds tell: of a hundred such "
        "intervals, some 95 hold it.",
        ("95 % intervals", "interval", "intervals"),
    ),
    Word(
        "discounted",
        "Money that comes later counts for less: a euro in ten years is worth less than one today.",
        ("discounting",),
    ),
    Word(
        "held against",
        "The strategy that the others are compared with, in the same worlds.",
        ("baseline",),
    ),
    Word(
        "util",
        "What a customer weighs offers in. Of two offers, the one that is one util better is taken "
        "in 73 of 100 choices.",
        ("utils", "utility"),
    ),
    Word(
        "points more",
        "Percentage points: from 80 % to 84 % are four points.",
        ("points less",),
    ),
    Word("lever", "What the firm can set: a price, points, contact, training.", ("levers",)),
    Word(
        "bond",
        "What holds a customer beyond the offer: points (a financial bond), people (a social one), "
        "shared systems (a structural one).",
        ("bonds", "bonding"),
    ),
    Word(
        "service recovery",
        "What a firm does after something went wrong: listen, answer fast, make it good.",
    ),
    Word(
        "plausible settings",
        "Nobody knows the market's numbers exactly. A setting is one set of numbers that they may "
        "well be.",
        ("plausible setting",),
    ),
    Word("seed", "The number that all luck is drawn from: the same seed, the same luck."),
    Word(
        "warming up",
        "Time before the strategies start, in which every firm lives as before.",
        ("warm-up",),
    ),
    Word(
        "switching costs",
        "What leaving costs a customer beyond the price: search, forms, getting used to it.",
        ("switching cost",),
    ),
    Word("word of mouth", "What customers tell each other about a firm."),
    Word(
        "apostles",
        "Customers so satisfied that they win others; terrorists are so dissatisfied that they "
        "warn them.",
        ("terrorists",),
    ),
    Word("hostages", "Customers who stay, dissatisfied, because leaving is hard.", ("hostage",)),
    Word(
        "population turnover",
        "People who leave the market altogether, by moving or dying, and newcomers in their place.",
    ),
    Word("segment", "A kind of customers who are alike in what they need and mind.", ("segments",)),
    Word(
        "verdict",
        "Supported, refuted or conditional: whether the whole interval lies where the claim says "
        "it does.",
    ),
)
"""Every word once; a form belongs to one word."""
