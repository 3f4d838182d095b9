"""What customers pay, and what bonding costs."""

from __future__ import annotations

import math

from relsim.behaviour.declaration import (
    Column,
    Field,
    Lever,
    Mechanism,
    Parameter,
    Record,
    Trait,
)

money = Mechanism(
    name="money",
    title="Customers pay for what they use; the firm pays for what it does",
    literature=(
        "Reichheld & Sasser 1990",
        "Gupta & Lehmann 2003",
        "Malthouse & Blattberg 2005",
    ),
    traits=(
        Trait(
            name="spend",
            law="lognormal",
            mean=1.0,
            spread=1.0,
            unit="multiple of the price",
            meaning="How much the customer buys at one use.",
            source="starting value; its spread concentrates revenue",
            known="definition",
        ),
    ),
    parameters=(
        Parameter(
            name="spend_growth",
            default=0.0,
            low=0.0,
            high=1000.0,
            plausible=(0.0, 1.0),
            unit="per unit of trust",
            meaning="How much more a customer buys per unit of trust above where it began. 0: "
            "nothing leads from relationship quality to revenue but staying.",
            source="Reichheld & Sasser 1990 claim it; off so that it is never built in",
        ),
    ),
    market=(
        Parameter(
            name="spend_drift",
            default=0.0,
            low=0.0,
            high=3.0,
            plausible=(0.0, 0.8),
            unit="sigma of the logarithm",
            meaning="How much what a customer spends at a use changes from year to year around its "
            "level (0 is not at all).",
            source="off: no spend of stayers in following years was found to set it by; that past "
            "spend misleads about the best is Malthouse & Blattberg 2005 (abstract read), whose "
            "55 % have leaving in them",
        ),
        Parameter(
            name="discount_rate",
            default=0.1,
            low=0.0,
            high=10.0,
            unit="rate per year",
            meaning="Discount rate of net present value and lifetime value.",
            source="starting value",
            known="definition",
        ),
    ),
    costs=(
        Parameter(
            name="acquisition",
            default=40.0,
            low=0.0,
            unit="money per customer won",
            meaning="Cost of winning a customer by the customer's choice.",
            source="starting value",
        ),
    ),
    levers=(
        Lever(
            name="unit_cost",
            title="cost of a use",
            default=12.0,
            low=0.0,
            unit="money per use",
            strategic=False,
            meaning="Cost of serving one use by a customer whose spend is 1.",
        ),
    ),
    fields=(
        Field(
            name="spent",
            lasting=True,
            low=0.0,
            meaning="Money the customer has paid so far, to all firms, less rewards paid out.",
        ),
    ),
    columns=(
        Column(name="revenue", unit="money", meaning="What customers paid."),
        Column(name="service_cost", unit="money", cost=True, meaning="Unit costs of uses served."),
        Column(
            name="acquisition_cost",
            unit="money",
            cost=True,
            rate="acquisition",
            meaning="Cost of customers won by choice.",
        ),
        Column(name="profit", unit="money", meaning="Revenue minus all cost lines."),
        Column(
            name="relationship_spending",
            unit="money",
            meaning="What the firm spends on relationships: contact, level, messages, points "
            "earned less forfeited, loyalty discounts, systems and their set-up, recovery, "
            "reassurance, education, referrals, and staff and innovation beyond its own baseline.",
        ),
        Column(
            name="surplus",
            unit="money",
            meaning="Customer surplus of the uses served: what they were worth beyond the price, "
            "against doing without.",
        ),
    ),
)


@money.rule("money paid per use = price·spend·(1 + spend_growth·(trust − trust at birth))")
def amount_bought(spend: float, trust: float, theory: Record) -> float:
    """Return how much a customer buys at one use, as a multiple of the price.

    Parameters
    ----------
    spend : float
        Of the year, above 0.
    trust : float
        In [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Multiple of the price, at least 0.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> amount_bought(1.5, 0.6, defaults())
    1.5
    """
    if theory.spend_growth == 0.0:
        return spend
    grown = spend * (1.0 + theory.spend_growth * (trust - theory.trust_start))
    return grown if grown > 0.0 else 0.0


@money.rule("spend of the year = spend·exp(spend_drift·luck of the year − spend_drift²/2)")
def spend_of_year(spend: float, luck: float, drift: float) -> float:
    """Return what a customer spends at a use in one year; its mean over years is the level.

    Parameters
    ----------
    spend : float
        The level: the customer's trait, above 0.
    luck : float
        Standard normal, the customer's own in each year.
    drift : float
        ``market.spend_drift``, at least 0.

    Returns
    -------
    float
        Multiple of the price, above 0.

    Examples
    --------
    >>> spend_of_year(1.5, 0.7, 0.0)
    1.5
    >>> round(spend_of_year(1.5, 1.0, 0.4), 6)
    2.065692
    """
    return spend * math.exp(drift * luck - 0.5 * drift * drift)


@money.rule(
    "surplus of a use = (belief_weight·experience − price_sensitivity·(net price / reference price "
    "− 1) + relational_cost·social_bond − outside_utility)·reference price·spend / "
    "price_sensitivity"
)
def surplus_of_use(
    experience: float,
    price_sensitivity: float,
    relative_price: float,
    social_bond: float,
    worth: float,
    theory: Record,
) -> float:
    """Return what a use was worth to the customer beyond its price, in money.

    Parameters
    ----------
    experience : float
        As experienced.
    price_sensitivity : float
        Utils per 100 % of price, above 0.
    relative_price : float
        Net price divided by the reference price.
    social_bond : float
        In [0, 1].
    worth : float
        Reference price × amount bought, money.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(surplus_of_use(0.7, 4.0, 1.0, 0.0, 20.0, defaults()), 6)
    37.5
    """
    utils = (
        theory.belief_weight * experience
        - price_sensitivity * (relative_price - 1.0)
        + theory.relational_cost * social_bond
        - theory.outside_utility
    )
    return utils * worth / price_sensitivity


@money.rule(
    "cost of quality per customer and month = costs.quality·(exp(costs.quality_steepness·(quality "
    "− costs.quality_reference)) − 1)"
)
def quality_cost(quality: float, scale: float, steepness: float, reference: float) -> float:
    """Return what a level of quality costs beyond the unit cost.

    Parameters
    ----------
    quality : float
        In [0, 1].
    scale, steepness, reference : float
        ``costs.quality``, ``costs.quality_steepness`` and ``costs.quality_reference``.

    Returns
    -------
    float
        Money per customer and month; negative below the reference.

    Examples
    --------
    >>> round(quality_cost(0.82, 0.43, 23.4, 0.72), 2)
    4.03
    """
    return scale * (math.exp(steepness * (quality - reference)) - 1.0)
