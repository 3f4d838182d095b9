"""Propensity: what a firm's own past tells it of who will leave, and whom its levers keep."""

from __future__ import annotations

from relsim.behaviour.declaration import Lever, Mechanism, Parameter, Record
from relsim.behaviour.service import MISHANDLED, RESOLVED, RESOLVED_FAST

propensity = Mechanism(
    name="propensity",
    title="A firm learns from its own past who leaves, and whom its levers keep",
    literature=("Ascarza 2018", "Hansotia & Rukstales 2002"),
    parameters=(
        Parameter(
            name="estimate_caution",
            default=200.0,
            low=0.0,
            plausible=(50.0, 1000.0),
            unit="customers × periods",
            needs=("target_by",),
            meaning="How much a firm must have seen of a kind of customers before it takes them "
            "half as they showed themselves and half as all do.",
            source="guess",
        ),
    ),
    levers=(
        Lever(
            name="pilot_months",
            title="months of the pilot",
            default=12.0,
            low=0.0,
            high=120.0,
            plausible=(3.0, 24.0),
            unit="months",
            cost="none",
            needs=("target_by",),
            source="guess: a year, for what takes so long to grow; after the abstract of Ascarza "
            "2018, who learnt from field experiments",
            meaning="How long a firm that targets by uplift first gives the levers to everybody "
            "but its control group, to learn whom they keep.",
        ),
    ),
)

_SINCE = (1.0, 2.0, 5.0)
"""Tenure in years from which the second and each later kind begins."""


@propensity.rule(
    "tenure under 1, 2, 5 years, or longer; the last encounter without a complaint, with one "
    "resolved, or mishandled (a silent failure is unknown); a use in the last period, or none; "
    "worth of at least the mean of the firm's customers, or less"
)
def kind_of(tenure: float, outcome: int, used: bool, worthy: bool) -> int:
    """Return what kind of customer a firm has before it, by what its database knows.

    Parameters
    ----------
    tenure : float
        Years with the firm.
    outcome : int
        How the last encounter ended, by its code.
    used : bool
        Whether the customer was served in the last period.
    worthy : bool
        Whether the customer brings as much as the mean of the firm's customers.

    Returns
    -------
    int
        ((tenure·3 + complaint)·2 + use)·2 + worth, each from 0.

    Examples
    --------
    >>> kind_of(0.5, 0, False, False), kind_of(7.0, 3, True, True)
    (0, 47)
    """
    by_tenure = int(tenure >= _SINCE[0]) + int(tenure >= _SINCE[1]) + int(tenure >= _SINCE[2])
    by_complaint = 0
    if outcome in (RESOLVED, RESOLVED_FAST):
        by_complaint = 1
    elif outcome == MISHANDLED:
        by_complaint = 2
    return ((by_tenure * 3 + by_complaint) * 2 + int(used)) * 2 + int(worthy)


@propensity.rule(
    "rate of a kind = (left + estimate_caution·rate of all) / (seen + estimate_caution)"
)
def rate_of_kind(left: float, seen: float, overall: float, theory: Record) -> float:
    """Return the share of a kind of customers that leaves in a period, as a firm estimates it.

    Parameters
    ----------
    left, seen : float
        Customers × periods: those that ended in leaving, and all.
    overall : float
        Share of all that leaves in a period.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> rate_of_kind(10.0, 200.0, 0.03, defaults()), rate_of_kind(0.0, 0.0, 0.03, defaults())
    (0.04, 0.03)
    """
    weight = seen + theory.estimate_caution
    return (left + theory.estimate_caution * overall) / weight if weight > 0.0 else overall


@propensity.rule(
    "risk of leaving = rate of all + Σ over what is known of (rate of the customer's kind − rate "
    "of all); uplift = that risk as the control group shows it − as those with the levers do"
)
def risk_of(
    overall: float, by_tenure: float, by_complaint: float, by_use: float, by_worth: float
) -> float:
    """Return the chance of leaving in a period that a firm takes a customer to have.

    Parameters
    ----------
    overall : float
        Share of all that leaves in a period.
    by_tenure, by_complaint, by_use, by_worth : float
        Of the kind that the customer belongs to by each.

    Returns
    -------
    float
        Only the order of customers matters, so that it may lie outside [0, 1].

    Examples
    --------
    >>> round(risk_of(0.02, 0.03, 0.05, 0.02, 0.015), 6)
    0.055
    """
    return by_tenure + by_complaint + by_use + by_worth - 3.0 * overall
