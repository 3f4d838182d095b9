"""Bonds: personal ones through contact, structural ones through shared systems."""

from __future__ import annotations

from relsim.behaviour.arithmetic import over_months, positive, share, smaller
from relsim.behaviour.declaration import (
    Column,
    Field,
    Lever,
    Mechanism,
    Parameter,
    PerHead,
    Record,
    Trait,
)

social = Mechanism(
    name="social_bonding",
    title="A personal bond forms where warm contact meets a wish for it, and fades by itself",
    literature=("Berry & Parasuraman 1991", "Gwinner, Gremler & Bitner 1998"),
    switch="no social bond forms or fades.",
    traits=(
        Trait(
            name="relational_orientation",
            kind="f4",
            law="beta",
            mean=0.5,
            spread=4.0,
            high=1.0,
            unit="share",
            tied_to="price_sensitivity",
            tie="price_bond_correlation",
            meaning="The customer's wish for a relationship.",
            source="starting value: Beta(2, 2)",
        ),
    ),
    parameters=(
        Parameter(
            name="social_growth",
            default=0.12,
            low=0.0,
            high=1.0,
            unit="rate per month",
            meaning="How fast full, warm, welcome contact builds a social bond (carried to other "
            "period lengths together with its decay).",
            source="starting value; Berry & Parasuraman 1991",
        ),
        Parameter(
            name="social_decay",
            default=0.08,
            low=0.0,
            high=1.0,
            unit="rate per month",
            meaning="How fast it fades.",
            source="starting value",
        ),
        Parameter(
            name="price_bond_correlation",
            plausible=(-0.5, 0.5),
            default=0.0,
            low=-1.0,
            high=1.0,
            unit="correlation",
            meaning="Correlation, by a Gaussian copula, of price sensitivity and relational "
            "orientation in the population.",
            source="starting value",
        ),
    ),
    fields=(
        Field(
            name="social_bond",
            low=0.0,
            high=1.0,
            meaning="Personal bond with the firm's people.",
        ),
    ),
    columns=(
        Column(
            name="social_bond",
            unit="bond",
            mean_of="customers",
            meaning="Mean social bond of the firm's customers.",
        ),
    ),
)

structural = Mechanism(
    name="structural_bonding",
    title="Use of the firm's systems ties the customer's own work to it",
    literature=("Berry & Parasuraman 1991", "Burnham, Frels & Mahajan 2003"),
    switch="no structural bond forms.",
    parameters=(
        Parameter(
            name="structural_growth",
            default=0.06,
            low=0.0,
            high=1.0,
            unit="share per use",
            meaning="How fast use builds the bond up to the lever.",
            source="starting value",
            needs=("structural",),
        ),
    ),
    costs=(
        Parameter(
            name="setup",
            default=25.0,
            low=0.0,
            unit="money per customer",
            meaning="Cost of setting up full structural ties with one customer.",
            source="starting value",
            needs=("structural",),
        ),
    ),
    levers=(
        Lever(
            name="structural",
            title="shared systems",
            personal=True,
            default=0.0,
            low=0.0,
            high=1.0,
            unit="intensity",
            visibility="visibility_of_systems",
            cost="`costs.systems` per customer and month at 1, and `costs.setup` per customer "
            "at 1: for newcomers, and for everybody when it is raised",
            meaning="Systems, equipment and solutions shared with the customer.",
            per_head=PerHead(
                name="systems",
                into="systems_cost",
                default=0.3,
                meaning="Cost of running full structural ties.",
            ),
        ),
    ),
    fields=(
        Field(
            name="structural_bond",
            low=0.0,
            high=1.0,
            meaning="How far the customer's own work is tied to the firm's systems.",
        ),
    ),
    firm_fields=(
        Field(
            name="structural_before",
            low=0.0,
            high=1.0,
            meaning="The structural lever of the period before, to see a rise.",
        ),
    ),
    columns=(
        Column(
            name="structural_bond",
            unit="bond",
            mean_of="customers",
            meaning="Mean structural bond of the firm's customers.",
        ),
        Column(
            name="systems_cost",
            unit="money",
            relationship=True,
            cost=True,
            meaning="Running structural ties.",
        ),
        Column(
            name="setup_cost",
            unit="money",
            relationship=True,
            cost=True,
            rate="setup",
            meaning="Setting up structural ties.",
        ),
    ),
)


@social.rule(
    "growth = social_growth·contact·warmth·relational_orientation·min(1, 2·satisfaction); the bond "
    "moves towards growth / (growth + decay) at the rate growth + decay a month"
)
def social_bond_after(
    bond: float,
    contact: float,
    warmth: float,
    orientation: float,
    satisfaction: float,
    months: float,
    theory: Record,
) -> float:
    """Return the social bond at the end of a period.

    Parameters
    ----------
    bond : float
        Before, in [0, 1].
    contact, warmth, orientation, satisfaction : float
        In [0, 1].
    months : float
        Length of the period.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(social_bond_after(0.5, 1.0, 1.0, 0.5, 0.6, 1.0, defaults()), 6)
    0.49
    """
    welcome = orientation * smaller(1.0, 2.0 * satisfaction)
    growth = theory.social_growth * contact * warmth * welcome
    rate = growth + theory.social_decay
    if rate <= 0.0:
        return bond
    return share(bond + (growth / rate - bond) * over_months(smaller(1.0, rate), months))


@structural.rule("structural_bond += structural_growth·max(0, structural lever − structural_bond)")
def structural_bond_after(bond: float, lever: float, theory: Record) -> float:
    """Return the structural bond after a use.

    Parameters
    ----------
    bond : float
        Before, in [0, 1].
    lever : float
        The firm's lever ``structural``, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(structural_bond_after(0.0, 0.5, defaults()), 6)
    0.03
    """
    return bond + theory.structural_growth * positive(lever - bond)
