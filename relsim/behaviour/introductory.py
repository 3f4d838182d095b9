"""Introductory offers: newcomers pay less for a while, and the loyal may hear of it."""

from __future__ import annotations

from relsim.behaviour.arithmetic import smaller
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, Record

introductory = Mechanism(
    name="introductory_offers",
    title="Newcomers may pay less for a while, and the loyal may hear of it",
    literature=("Feinberg, Krishna & Zhang 2002",),
    parameters=(
        Parameter(
            name="loyalty_penalty",
            default=0.5,
            low=0.0,
            high=100.0,
            plausible=(0.0, 2.0),
            unit="chance at a need per 100 % of price",
            needs=("introductory",),
            meaning="Chance that a customer who pays the full price hears what newcomers pay, and "
            "doubts the choice.",
            source="guess; that preference falls where switchers pay less and part of the market "
            "knows: Feinberg, Krishna & Zhang 2002 (abstract read)",
        ),
        Parameter(
            name="newcomer_again",
            default=12.0,
            low=0.0,
            high=1200.0,
            plausible=(3.0, 36.0),
            unit="months",
            needs=("introductory",),
            meaning="How long somebody must have been with one other firm, or with none, to be a "
            "newcomer again to firms left before.",
            source="guess; offers often ask that one was no customer for some months up to two "
            "years (remembered, not read)",
        ),
    ),
    levers=(
        Lever(
            name="introductory",
            title="discount for newcomers",
            default=0.0,
            low=0.0,
            high=0.95,
            plausible=(0.0, 0.5),
            unit="share of the price",
            visibility="visibility_of_points",
            cost="the margin",
            meaning="Price cut for newcomers, for a while.",
            source="after the abstract of Feinberg, Krishna & Zhang 2002, who study prices for "
            "newcomers and for the loyal",
            needs=("introductory_months",),
        ),
        Lever(
            name="introductory_months",
            title="months of that discount",
            default=6.0,
            low=0.0,
            high=120.0,
            plausible=(1.0, 24.0),
            unit="months",
            visibility="visibility_of_points",
            cost="the margin",
            needs=("introductory",),
            meaning="How long a newcomer pays less.",
            source="after the abstract of Feinberg, Krishna & Zhang 2002, who study prices for "
            "newcomers and for the loyal",
        ),
    ),
    fields=(
        Field(
            name="newcomer",
            kind="i1",
            low=0,
            high=1,
            codes=("no", "yes"),
            meaning="Whether the customer joined the present firm by an introductory offer.",
        ),
    ),
    columns=(
        Column(
            name="introductory_discounts",
            unit="money",
            meaning="Revenue forgone by introductory offers (no cost line: revenue is after it).",
        ),
        Column(
            name="offers_heard",
            unit="customers",
            meaning="Customers at the full price who heard what newcomers pay.",
        ),
    ),
)


@introductory.rule(
    "a newcomer pays (1 − introductory) of the own price in the first introductory_months"
)
def introductory_price(price: float, cut: float) -> float:
    """Return what a newcomer pays while an introductory offer lasts.

    Parameters
    ----------
    price : float
        What would be paid without it, money.
    cut : float
        The lever, in [0, 1).

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> introductory_price(20.0, 0.25)
    15.0
    """
    return price * (1.0 - cut)


@introductory.rule(
    "in a choice it weighs only for the needs that it covers: price·(1 − introductory·min(1, "
    "need_rate·periods left / look_ahead)), for newcomers to come and for those within it alike"
)
def price_looking_ahead(price: float, cut: float, needs: float, theory: Record) -> float:
    """Return the price that a choice goes by where an offer covers some of the needs to come.

    Parameters
    ----------
    price : float
        Without the offer, money.
    cut : float
        The lever, in [0, 1).
    needs : float
        Needs that it still covers, at least 0.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> price_looking_ahead(20.0, 0.5, 3.0, SimpleNamespace(look_ahead=6.0))
    15.0
    """
    return price * (1.0 - cut * smaller(1.0, needs / theory.look_ahead))


@introductory.rule(
    "at a need, a customer who pays the full price hears of it, and doubts, with chance min(1, "
    "loyalty_penalty·introductory)"
)
def hears_of_offer(cut: float, luck: float, theory: Record) -> bool:
    """Tell whether a loyal customer hears what newcomers pay.

    Parameters
    ----------
    cut : float
        The lever, in [0, 1).
    luck : float
        Uniform on (0, 1).
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    bool

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> hears_of_offer(0.4, 0.19, defaults()), hears_of_offer(0.4, 0.21, defaults())
    (True, False)
    """
    return bool(luck < theory.loyalty_penalty * cut)


@introductory.rule(
    "who has been with one other firm, or with none, for newcomer_again in one stretch is a "
    "newcomer again to all firms left before"
)
def is_new_again(stretch: float, long_away: float) -> bool:
    """Tell whether somebody has been elsewhere for so long as to be a newcomer again.

    Parameters
    ----------
    stretch : float
        Periods with the present firm, or since without one, at least 0.
    long_away : float
        Periods that ``newcomer_again`` takes; infinite while no firm makes an offer.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_new_again(11.0, 12.0), is_new_again(12.0, 12.0)
    (False, True)
    """
    return stretch >= long_away
