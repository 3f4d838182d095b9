"""Satiation wants novelty; innovation renews it."""

from __future__ import annotations

from relsim.behaviour.declaration import (
    Column,
    Field,
    Lever,
    Mechanism,
    Parameter,
    Record,
    Trait,
)

variety = Mechanism(
    name="satiation",
    title="The same again grows stale, until something new comes",
    literature=("McAlister & Pessemier 1982",),
    switch="nobody tires of a firm.",
    traits=(
        Trait(
            name="variety_seeking",
            kind="f4",
            law="exponential",
            mean=0.15,
            unit="utils per unit of satiation",
            meaning="How much the customer wants a change.",
            source="starting value; McAlister & Pessemier 1982",
        ),
    ),
    parameters=(
        Parameter(
            name="satiation_memory",
            default=0.9,
            low=0.0,
            high=1.0,
            unit="share per use",
            meaning="Satiation kept from one use to the next.",
            source="starting value; McAlister & Pessemier 1982",
        ),
        Parameter(
            name="satiation_cap",
            default=6.0,
            low=0.0,
            unit="satiation",
            meaning="Satiation beyond this does not count.",
            source="starting value",
        ),
        Parameter(
            name="renewal",
            default=0.5,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="Satiation that an innovation of the own firm leaves.",
            source="starting value",
            needs=("innovation",),
        ),
        Parameter(
            name="innovation_quality",
            default=0.01,
            low=0.0,
            high=1.0,
            unit="quality",
            meaning="Lasting quality that an innovation adds.",
            source="starting value",
            needs=("innovation",),
        ),
    ),
    costs=(
        Parameter(
            name="launch",
            default=0.5,
            low=0.0,
            unit="money per head of the market",
            meaning="Cost of launching an innovation.",
            source="starting value",
            needs=("innovation",),
        ),
    ),
    levers=(
        Lever(
            name="innovation",
            title="innovations",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="chance per month",
            visibility="visibility_of_quality",
            cost="`costs.launch` per head of the market and launch",
            meaning="How often the firm launches an innovation (1: every period).",
        ),
    ),
    fields=(
        Field(
            name="satiation",
            low=0.0,
            meaning="How used to the firm the customer has become.",
        ),
    ),
    firm_fields=(
        Field(
            name="improvement",
            low=0.0,
            meaning="Quality added by the firm's innovations so far.",
        ),
        Field(
            name="launched", kind="i1", low=0, high=1, meaning="Whether it innovated this period."
        ),
    ),
    columns=(
        Column(name="launches", unit="launches", meaning="Innovations launched."),
        Column(
            name="innovation_cost",
            unit="money",
            relationship=True,
            cost=True,
            rate="launch",
            meaning="Cost of innovations.",
        ),
    ),
)


@variety.rule("satiation ← satiation_memory·(satiation + 1) per use")
def satiate(satiation: float, theory: Record) -> float:
    """Return satiation after a use.

    Parameters
    ----------
    satiation : float
        Before, at least 0.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        At least 0.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> satiate(1.0, defaults())
    1.8
    """
    return theory.satiation_memory * (satiation + 1.0)


@variety.rule("an innovation of the own firm: satiation ← renewal·satiation")
def renew(satiation: float, theory: Record) -> float:
    """Return satiation after the own firm innovated.

    Parameters
    ----------
    satiation : float
        Before, at least 0.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        At least 0.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> renew(4.0, defaults())
    2.0
    """
    return theory.renewal * satiation


@variety.rule(
    "utility of the present firm − variety_seeking·min(satiation, satiation_cap)",
    term="satiation",
    sign=-1,
)
def boredom(variety_seeking: float, satiation: float, theory: Record) -> float:
    """Return what satiation takes from the present firm's utility.

    Parameters
    ----------
    variety_seeking : float
        Utils per unit of satiation.
    satiation : float
        At least 0.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Utils.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(boredom(0.15, 9.0, defaults()), 6)
    0.9
    """
    counted = satiation if satiation < theory.satiation_cap else theory.satiation_cap
    return variety_seeking * counted
