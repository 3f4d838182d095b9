"""Hospitality beyond service: entertainment and favours, and what may come of them."""

from __future__ import annotations

from relsim.behaviour.arithmetic import over_months, share
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, PerHead, Record

hospitality = Mechanism(
    name="hospitality",
    title="Lavish favours please for a moment and may come to light",
    literature=("Berry & Parasuraman 1991", "Kotler 2000"),
    switch="favours change nothing.",
    parameters=(
        Parameter(
            name="hospitality_feeling",
            default=0.1,
            low=0.0,
            high=1.0,
            unit="felt",
            meaning="What full hospitality adds to the feeling of a use.",
            source="starting value",
            needs=("hospitality",),
        ),
        Parameter(
            name="hospitality_scandal",
            default=0.01,
            low=0.0,
            high=1.0,
            unit="chance per month",
            meaning="How often full hospitality becomes a scandal.",
            source="starting value",
            needs=("hospitality",),
        ),
    ),
    levers=(
        Lever(
            name="hospitality",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_contact",
            personal=True,
            meaning="Entertainment and favours beyond the service: felt at the moment, without "
            "trust or bond of their own, and at the risk of a scandal.",
            per_head=PerHead(
                into="hospitality_cost",
                default=1.0,
                meaning="Cost of full hospitality.",
            ),
        ),
    ),
    firm_fields=(
        Field(
            name="exposed",
            low=0.0,
            high=1.0,
            meaning="Whether the firm's favours came to light this period (1 or 0).",
        ),
    ),
    columns=(
        Column(
            name="hospitality_cost",
            unit="money",
            cost=True,
            relationship=True,
            meaning="Cost of hospitality beyond service.",
        ),
        Column(name="exposures", unit="times", meaning="Favours that came to light."),
    ),
)


@hospitality.rule("felt += hospitality_feeling·hospitality, in [0, 1], after any recovery")
def flattered(felt: float, lever: float, theory: Record) -> float:
    """Return how a use is felt with the favours that went with it.

    Parameters
    ----------
    felt : float
        Without them, in [0, 1].
    lever : float
        The firm's hospitality, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(flattered(0.6, 0.5, defaults()), 6)
    0.65
    """
    return share(felt + theory.hospitality_feeling * lever)


@hospitality.rule(
    "chance of a scandal a month = hospitality_scandal·hospitality; it works like a scandal of "
    "strength 1"
)
def exposure_chance(lever: float, months: float, theory: Record) -> float:
    """Return the chance that a firm's favours come to light in a period.

    Parameters
    ----------
    lever : float
        The firm's hospitality, in [0, 1].
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
    >>> exposure_chance(0.5, 1.0, defaults())
    0.005
    """
    return over_months(theory.hospitality_scandal * lever, months)
