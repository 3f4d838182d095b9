"""Prices, promotions, and what promotions teach customers."""

from __future__ import annotations

from relsim.behaviour.arithmetic import positive, smaller
from relsim.behaviour.declaration import (
    LEAST,
    Column,
    Field,
    Lever,
    Mechanism,
    Parameter,
    Record,
    Trait,
)

pricing = Mechanism(
    name="price_learning",
    title="Buying on promotion makes customers more price sensitive",
    literature=("Mela, Gupta & Lehmann 1997", "Rao & Monroe 1989"),
    switch="price sensitivity stays as it was born.",
    traits=(
        Trait(
            name="price_sensitivity",
            law="lognormal",
            mean=4.0,
            spread=0.4,
            unit="utils per 100 % of price",
            meaning="How much a price difference weighs against everything else.",
            source="starting value",
            needs=("price", "promotion_depth", "loyalty_discount", "reference_price"),
        ),
    ),
    parameters=(
        Parameter(
            name="promotion_learning",
            default=0.004,
            low=0.0,
            high=1.0,
            unit="share of the trait per use",
            meaning="What one use at a promoted price adds to price sensitivity.",
            source="starting value; Mela, Gupta & Lehmann 1997",
            needs=("promotion_depth",),
        ),
        Parameter(
            name="price_recovery",
            default=0.005,
            low=0.0,
            high=1.0,
            per="month",
            unit="rate per month",
            meaning="Share of the distance to the born price sensitivity that is recovered.",
            source="starting value; Mela, Gupta & Lehmann 1997",
            needs=("promotion_depth",),
        ),
        Parameter(
            name="low_price_signal",
            default=0.0,
            low=0.0,
            high=1.0,
            plausible=(0.0, 0.5),
            unit="experience per 100 % of price",
            meaning="What a price that is known to be low takes from the quality believed (0 is "
            "off).",
            source="off; Rao & Monroe 1989",
            needs=("price",),
        ),
        Parameter(
            name="low_price_memory",
            default=0.1,
            low=0.0,
            high=1.0,
            per="month",
            unit="rate per month",
            meaning="How fast a list price below the market's becomes known as low, and is "
            "forgotten.",
            source="starting value",
            needs=("low_price_signal",),
        ),
    ),
    levers=(
        Lever(
            name="price",
            default=20.0,
            low=LEAST,
            unit="money per use",
            visibility="visibility_of_price",
            cost="the margin",
            meaning="List price of a use by a customer whose spend is 1.",
        ),
        Lever(
            name="promotion_depth",
            title="depth of promotions",
            default=0.0,
            low=0.0,
            high=0.95,
            unit="share of the price",
            visibility="visibility_of_points",
            cost="the margin",
            meaning="Price cut while a promotion is on.",
            needs=("promotion_frequency",),
        ),
        Lever(
            name="promotion_frequency",
            title="frequency of promotions",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="chance per period",
            visibility="visibility_of_points",
            cost="the margin",
            meaning="How often a promotion is on.",
            needs=("promotion_depth",),
        ),
        Lever(
            name="loyalty_discount",
            personal=True,
            default=0.0,
            low=0.0,
            high=0.95,
            unit="share of the price",
            visibility="visibility_of_points",
            cost="the margin",
            meaning="Price cut for the firm's own customers; grows with tenure and is full at two "
            "years (Berry 1983).",
        ),
    ),
    fields=(
        Field(
            name="price_sensitivity_now",
            lasting=True,
            birth="price_sensitivity",
            low=0.0,
            meaning="Price sensitivity as experience has left it; begins at the trait.",
        ),
    ),
    firm_fields=(
        Field(
            name="cheapness",
            low=0.0,
            high=1.0,
            meaning="How far below the market the firm's price is known to be.",
        ),
        Field(
            name="offer",
            low=0.0,
            meaning="The price of this period, promotion included, loyalty discount apart.",
        ),
        Field(
            name="net_offer",
            low=0.0,
            meaning="The offer less the points that a newcomer earns by it.",
        ),
        Field(name="promoted", kind="i1", low=0, high=1, meaning="Whether a promotion is on."),
    ),
    columns=(
        Column(
            name="discounts",
            unit="money",
            relationship=True,
            meaning="Revenue forgone by loyalty discounts (not a cost line: revenue is after it).",
        ),
    ),
)


@pricing.rule("offer = price × (1 − promotion_depth while a promotion is on)")
def offered_price(price: float, depth: float, promoted: bool) -> float:
    """Return the price that everybody sees this period.

    Parameters
    ----------
    price : float
        List price, money.
    depth : float
        Cut while a promotion is on, in [0, 1).
    promoted : bool
        Whether it is on.

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> offered_price(20.0, 0.25, True)
    15.0
    """
    return price * (1.0 - depth) if promoted else price


@pricing.rule("own price = offer × (1 − loyalty_discount·min(tenure / 2 years, 1))")
def loyal_price(offer: float, loyalty_discount: float, tenure: float) -> float:
    """Return what a firm's own customer pays.

    Parameters
    ----------
    offer : float
        The price everybody sees, money.
    loyalty_discount : float
        Cut at two years and more, in [0, 1).
    tenure : float
        Years with the firm.

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> loyal_price(20.0, 0.1, 1.0)
    19.0
    """
    if loyalty_discount == 0.0:
        return offer
    return offer * (1.0 - loyalty_discount * smaller(tenure * 0.5, 1.0))


@pricing.rule(
    "a use at a promoted price: price_sensitivity += promotion_learning·trait; "
    "each month: += price_recovery·(trait − price_sensitivity)"
)
def learned_sensitivity(now: float, trait: float, promoted_use: bool, theory: Record) -> float:
    """Return price sensitivity after this period.

    Parameters
    ----------
    now, trait : float
        Price sensitivity as it is and as it was born, utils per 100 % of price.
    promoted_use : bool
        Whether the customer bought at a promoted price.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Utils per 100 % of price.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> learned_sensitivity(4.0, 4.0, True, defaults())
    4.016
    """
    after = now + theory.price_recovery * (trait - now)
    if promoted_use:
        after += theory.promotion_learning * trait
    return after


@pricing.rule(
    "cheapness += low_price_memory·(max(0, 1 − list price / mean price) − cheapness); beliefs "
    "about the firm count low_price_signal·cheapness less in a choice"
)
def known_as_cheap(cheapness: float, price: float, level: float, theory: Record) -> float:
    """Return how far below the market a firm's price is known to be.

    Parameters
    ----------
    cheapness : float
        Before, in [0, 1].
    price, level : float
        The firm's list price and the price it is compared with, money.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(known_as_cheap(0.0, 15.0, 20.0, defaults()), 6)
    0.025
    """
    return cheapness + theory.low_price_memory * (positive(1.0 - price / level) - cheapness)
