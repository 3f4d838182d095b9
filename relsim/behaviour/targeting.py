"""Targeting: which customers the levers that work person by person go to."""

from __future__ import annotations

import math

from relsim.behaviour.arithmetic import clip
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, Record

TARGETS = ("everybody", "value", "satisfaction", "tenure", "segment", "risk", "uplift")
EVERYBODY, VALUE, SATISFACTION, TENURE, SEGMENT, RISK, UPLIFT = range(7)
ALL_BUT_CONTROL = len(TARGETS)
"""What a firm aims at that targets nobody in particular, but holds a control group back."""
REACHED, PASSED_BY, CONTROL_GROUP = range(3)
"""Codes of ``aside``."""

targeting = Mechanism(
    name="targeting",
    title="Levers that work person by person may go to some customers only",
    literature=(
        "Reinartz & Kumar 2000",
        "Zeithaml, Rust & Lemon 2001",
        "Rust, Lemon & Zeithaml 2004",
    ),
    switch="everybody gets every lever.",
    parameters=(
        Parameter(
            name="estimation_noise",
            default=1.5,
            low=0.0,
            unit="standard deviation of the logarithm",
            meaning="How far off a firm without a database estimates a customer's value, risk of "
            "leaving, or uplift.",
            source="starting value",
            needs=("target_by",),
        ),
    ),
    levers=(
        Lever(
            name="target_by",
            title="who gets the personal levers",
            default="everybody",
            choices=TARGETS,
            cost="none; the levers cost only where they go",
            meaning="What decides who gets the firm's personal levers: nothing (everybody), the "
            "estimated value, satisfaction, tenure, the segment, the estimated risk of leaving, or "
            "the estimated uplift (how much rarer the levers make it; needs a control group). Who "
            "does not get them meets the firm as it was before any strategy.",
        ),
        Lever(
            name="target_from",
            title="personal levers from",
            default=0.0,
            low=0.0,
            unit="by what decides: value, risk and uplift as the share of the firm's customers "
            "ranked below (.8: the top fifth), satisfaction, years, or the segment's place from 1",
            cost="none",
            meaning="Customers from here on get the personal levers.",
            needs=("target_by",),
        ),
        Lever(
            name="target_to",
            title="personal levers up to",
            default=None,
            low=0.0,
            unit="as `target_from`",
            cost="none",
            meaning="Customers up to here get them (inclusive); no upper end when not set.",
            needs=("target_by",),
        ),
    ),
    fields=(
        Field(
            name="worth",
            kind="f4",
            low=-math.inf,
            meaning="Margin a month over the last year with the present firm, money; kept only in "
            "markets where a firm targets by value, or follows who leaves.",
        ),
        Field(
            name="aside",
            kind="i1",
            low=0,
            high=2,
            codes=("no", "yes", "as control"),
            meaning="Whether the present firm's personal levers pass the customer by.",
        ),
    ),
    firm_fields=(
        Field(
            name="ranked_from",
            meaning="Estimate (of value, risk or uplift) from which a customer gets the personal "
            "levers.",
        ),
        Field(
            name="ranked_to",
            meaning="Estimate up to which a customer gets them.",
        ),
    ),
    columns=(
        Column(
            name="passed_by",
            unit="customers",
            meaning="Customers whom the firm's personal levers passed by.",
        ),
        Column(
            name="taken_up",
            unit="customers",
            meaning="Customers who were passed by before and are not any more.",
        ),
    ),
)


@targeting.rule(
    "worth += (margin of the period per month − worth)·min(1, period / 12 months or the tenure, "
    "whichever is shorter)"
)
def worth_after(worth: float, margin: float, tenure: int, months: float) -> float:
    """Return a customer's margin a month over the last year, one period later.

    Parameters
    ----------
    worth : float
        Before, money per month.
    margin : float
        Of this period, money; 0 without a use.
    tenure : int
        Periods with the firm before this one.
    months : float
        Length of the period.

    Returns
    -------
    float
        Money per month: the plain mean in the first year, then one that forgets.

    Examples
    --------
    >>> worth_after(8.0, 4.0, 1, 1.0)
    6.0
    >>> worth_after(8.0, 20.0, 40, 1.0)
    9.0
    """
    span = (tenure + 1) * months
    if span > 12.0:
        span = 12.0
    weight = months / span if months < span else 1.0
    return worth + (margin / months - worth) * weight


@targeting.rule(
    "estimate = worth, risk or uplift·exp(estimation_noise·(1 − database)·luck of the customer), "
    "the exponent kept in −100 to 100"
)
def estimated(measure: float, database: float, luck: float, theory: Record) -> float:
    """Return what a firm takes a customer's value, risk of leaving, or uplift to be.

    Parameters
    ----------
    measure : float
        Margin a month in money, or what the database says of the other two.
    database : float
        The firm's lever, in [0, 1].
    luck : float
        Standard normal, the same for a customer's whole life.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In the same unit.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> estimated(8.0, 1.0, 2.0, defaults())
    8.0
    """
    error = theory.estimation_noise * (1.0 - database) * luck
    return measure * math.exp(clip(error, -100.0, 100.0))


@targeting.rule("a customer gets the personal levers if target_from ≤ what decides ≤ target_to")
def within_target(measure: float, low: float, high: float) -> bool:
    """Tell whether a customer is among those whom the personal levers go to.

    Parameters
    ----------
    measure : float
        What decides.
    low, high : float
        Bounds, inclusive; a NaN ``high`` is no bound.

    Returns
    -------
    bool

    Examples
    --------
    >>> within_target(0.8, 0.8, float("nan")), within_target(0.31, 0.0, 0.3)
    (True, False)
    """
    return not (measure < low or measure > high)
