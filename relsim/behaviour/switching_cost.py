"""What leaving would cost the customer, in utils."""

from __future__ import annotations

import math

from relsim.behaviour.declaration import LEAST, Column, Field, Mechanism, Parameter, Record

switching_cost = Mechanism(
    name="switching_cost",
    title="Leaving costs effort, points, people and systems",
    literature=("Burnham, Frels & Mahajan 2003", "Pick & Eisend 2014", "Jones & Sasser 1995"),
    switch="switching costs nothing.",
    parameters=(
        Parameter(
            name="procedural_cost",
            default=0.84,
            low=0.0,
            unit="utils",
            meaning="Effort of learning and setting up elsewhere, once settled in.",
            source="starting value; Burnham, Frels & Mahajan 2003",
        ),
        Parameter(
            name="settling_time",
            default=1.0,
            low=LEAST,
            unit="years",
            meaning="Time constant with which the procedural cost grows.",
            source="starting value",
        ),
        Parameter(
            name="relational_cost",
            default=1.0,
            low=0.0,
            unit="utils",
            meaning="Utils of a full social bond.",
            source="starting value; Burnham, Frels & Mahajan 2003",
        ),
        Parameter(
            name="structural_cost",
            default=1.6,
            low=0.0,
            unit="utils",
            meaning="Utils of a full structural bond.",
            source="starting value; Berry & Parasuraman 1991",
            needs=("structural",),
        ),
        Parameter(
            name="switching_cost_scale",
            default=1.0,
            low=0.0,
            unit="multiple",
            meaning="Scales the whole switching cost.",
            known="definition",
        ),
        Parameter(
            name="bound_from",
            default=0.8,
            low=0.0,
            unit="utils",
            meaning="Switching cost from which a customer is reported as bound.",
            source="reporting convention after Jones & Sasser 1995",
            known="definition",
        ),
        Parameter(
            name="satisfied_from",
            default=0.6,
            low=0.0,
            high=1.0,
            unit="satisfaction",
            meaning="Satisfaction from which a customer is reported as satisfied.",
            source="reporting convention after Jones & Sasser 1995",
            known="definition",
        ),
    ),
    fields=(
        Field(
            name="start",
            kind="i4",
            meaning="The period in which the present relationship began, or the time without one; "
            "tenure counts from it.",
        ),
    ),
    columns=(
        Column(
            name="loyalists",
            unit="customers",
            one_of="loyalties",
            meaning="Satisfied and bound customers.",
        ),
        Column(
            name="mercenaries",
            unit="customers",
            one_of="loyalties",
            meaning="Satisfied customers who are not bound.",
        ),
        Column(
            name="hostages",
            unit="customers",
            one_of="loyalties",
            meaning="Bound customers who are not satisfied.",
        ),
        Column(
            name="defectors",
            unit="customers",
            one_of="loyalties",
            meaning="Customers neither satisfied nor bound.",
        ),
    ),
)


@switching_cost.rule("settled = 1 − exp(−tenure / settling_time)")
def settled_after(tenure: float, settling_time: float) -> float:
    """Return how far a customer has settled in; a market makes a table of it once.

    Parameters
    ----------
    tenure : float
        Years with the firm, at least 0.
    settling_time : float
        Years, above 0.

    Returns
    -------
    float
        In [0, 1).

    Examples
    --------
    >>> round(settled_after(1.0, 1.0), 6)
    0.632121
    """
    return 1.0 - math.exp(-tenure / settling_time)


@switching_cost.rule(
    "switching cost = switching_cost_scale·(procedural_cost·settled + "
    "weight of points + relational_cost·social_bond + structural_cost·structural_bond)",
    term="switching cost",
)
def cost_of_leaving(
    settled: float,
    points_weight: float,
    social_bond: float,
    structural_bond: float,
    theory: Record,
) -> float:
    """Return what leaving the present firm would cost the customer.

    Parameters
    ----------
    settled : float
        How far the customer has settled in, in [0, 1).
    points_weight : float
        What the points that leaving forfeits weigh, in utils.
    social_bond, structural_bond : float
        Bonds, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Utils.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> cost_of_leaving(0.0, 0.2, 0.5, 0.25, defaults())
    1.1
    """
    procedural = theory.procedural_cost * settled
    relational = theory.relational_cost * social_bond
    structural = theory.structural_cost * structural_bond
    return theory.switching_cost_scale * (procedural + points_weight + relational + structural)
