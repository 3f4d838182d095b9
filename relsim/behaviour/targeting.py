"""Targeting: which customers the levers that work person by person go to."""

from __future__ import annotations

import math

from relsim.behaviour.arithmetic import clip
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, Record

TARGETS = ("everybody", "value", "satisfaction", "tenure", "segment")
EVERYBODY, VALUE, SATISFACTION, TENURE, SEGMENT = range(5)

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
            meaning="How far off a firm without a database estimates a customer's value.",
            source="starting value",
            needs=("target_by",),
        ),
    ),
    levers=(
        Lever(
            name="target_by",
            default="everybody",
            choices=TARGETS,
            cost="none; the levers cost only where they go",
            meaning="What decides who gets the firm's personal levers: nothing (everybody), the "
            "estimated value, satisfaction, tenure, or the segment. Who does not get them meets "
            "the firm as it was before any strategy.",
        ),
        Lever(
            name="target_from",
            default=0.0,
            low=0.0,
            unit="by what decides: value as the share of the firm's customers ranked below (.8: "
            "the top fifth), satisfaction, years, or the segment's place from 1",
            cost="none",
            meaning="Customers from here on get the personal levers.",
            needs=("target_by",),
        ),
        Lever(
            name="target_to",
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
            "markets where a firm targets by value.",
        ),
        Field(
            name="aside",
            kind="i1",
            low=0,
            high=1,
            codes=("no", "yes"),
            meaning="Whether the present firm's personal levers pass the customer by.",
        ),
    ),
    firm_fields=(
        Field(
            name="worth_from",
            meaning="Estimated value from which a customer gets the personal levers, money a "
            "month.",
        ),
        Field(
            name="worth_to",
            meaning="Estimated value up to which a customer gets them, money a month.",
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
    "estimated value = worth·exp(estimation_noise·(1 − database)·luck of the customer), the "
    "exponent kept in −100 to 100"
)
def estimated(worth: float, database: float, luck: float, theory: Record) -> float:
    """Return what a firm takes a customer's value to be.

    Parameters
    ----------
    worth : float
        Margin a month, money.
    database : float
        The firm's lever, in [0, 1].
    luck : float
        Standard normal, the same for a customer's whole life.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Money a month.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> estimated(8.0, 1.0, 2.0, defaults())
    8.0
    """
    error = theory.estimation_noise * (1.0 - database) * luck
    return worth * math.exp(clip(error, -100.0, 100.0))


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
