"""When a customer reconsiders at all: most purchases are repeated without a thought."""

from __future__ import annotations

from relsim.behaviour.arithmetic import positive, smaller
from relsim.behaviour.declaration import Column, Field, Mechanism, Parameter, Record, Trait

review = Mechanism(
    name="review",
    title="Customers with a reason reconsider their firm; the others repeat",
    literature=(
        "Jones & Sasser 1995",
        "Keaveney 1995",
        "Bolton 1998",
        "Mittal & Kamakura 2001",
    ),
    switch="nobody reconsiders, so nobody switches; who has no firm still chooses.",
    traits=(
        Trait(
            name="restlessness",
            kind="f4",
            law="beta",
            mean=0.015,
            spread=80.0,
            high=1.0,
            unit="chance per need",
            meaning="How often the customer reconsiders without any reason.",
            source="starting value; its spread makes tenure look like loyalty (sorting)",
        ),
    ),
    parameters=(
        Parameter(
            name="doubt_review",
            default=0.03,
            low=0.0,
            high=1.0,
            unit="chance",
            meaning="Added chance of a review while in doubt (cognitive dissonance).",
            source="starting value; Festinger 1957",
        ),
        Parameter(
            name="dissatisfaction_review",
            default=0.09,
            low=0.0,
            plausible=(0.03, 0.3),
            unit="chance",
            meaning="Added chance of a review with no satisfaction at all; it falls with the "
            "fourth power of what is missing.",
            source="set so that reviews are as frequent as before it had this form; Jones & Sasser "
            "1995; Bolton 1998; repurchase rises ever faster with satisfaction in Mittal & "
            "Kamakura 2001 (abstract read)",
        ),
        Parameter(
            name="price_review",
            default=0.02,
            low=0.0,
            high=10.0,
            unit="chance per util",
            meaning="Added chance of a review per util that the cheapest firm would save.",
            source="starting value",
            needs=("price", "promotion_depth", "loyalty_discount"),
        ),
    ),
    fields=(
        Field(
            name="doubt",
            kind="i1",
            high=1,
            low=0,
            codes=("no", "yes"),
            meaning="Whether news or talk has made the customer doubt the choice; lasts until the "
            "next need.",
        ),
    ),
    columns=(
        Column(
            name="reviews",
            unit="customers",
            meaning="Customers of the firm who reconsidered at a need.",
        ),
    ),
)


@review.rule(
    "review_chance = min(1, restlessness + harm + doubt_review·[doubt] + "
    "dissatisfaction_review·breadth·(1 − satisfaction)⁴ + price_review·price_sensitivity·max(0, "
    "net price / lowest net price − 1))"
)
def review_chance(
    restlessness: float,
    harm: float,
    doubt: bool,
    satisfaction: float,
    price_sensitivity: float,
    own_price: float,
    lowest_price: float,
    breadth: float,
    theory: Record,
) -> float:
    """Return the chance that a customer with a need reconsiders the firm.

    Parameters
    ----------
    restlessness : float
        Chance of a review without a reason, in [0, 1].
    harm : float
        What the last failure left unrepaired, in [0, 1].
    doubt : bool
        Whether the customer is in doubt.
    satisfaction : float
        With the present firm, in [0, 1].
    price_sensitivity : float
        Utils per 100 % of price.
    own_price, lowest_price : float
        What this customer would pay here, net of points; the lowest net price in the market.
        Money, above 0.
    breadth : float
        How much of the market besides the own firm the customer knows, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        A chance, in [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(review_chance(0.01, 0.0, True, 0.6, 4.0, 20.0, 20.0, 1.0, defaults()), 6)
    0.042304
    >>> round(review_chance(0.01, 0.0, True, 0.0, 4.0, 20.0, 20.0, 1.0, defaults()), 6)
    0.13
    """
    chance = restlessness + harm
    if doubt:
        chance += theory.doubt_review
    missing = (1.0 - satisfaction) * (1.0 - satisfaction)
    chance += theory.dissatisfaction_review * breadth * missing * missing
    chance += theory.price_review * price_sensitivity * positive(own_price / lowest_price - 1.0)
    return smaller(1.0, chance)
