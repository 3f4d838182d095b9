"""When service fails, and whose fault it is."""

from __future__ import annotations

from relsim.behaviour.arithmetic import positive, share
from relsim.behaviour.declaration import (
    Field,
    Figure,
    Lever,
    Mechanism,
    Parameter,
    Record,
    Trait,
)

failure = Mechanism(
    name="failure",
    title="Encounters fail now and then, through the firm or through the customer",
    literature=("Bitner, Booms & Tetreault 1990", "Bitner, Booms & Mohr 1994"),
    switch="nothing ever fails.",
    traits=(
        Trait(
            name="competence",
            law="beta",
            mean=0.7,
            spread=10.0,
            high=1.0,
            unit="share",
            meaning="How rarely the customer causes the failure.",
            source="starting value; Bitner, Booms & Mohr 1994",
        ),
    ),
    parameters=(
        Parameter(
            name="failure_rate",
            default=0.012,
            low=0.0,
            high=1.0,
            unit="chance per use",
            meaning="How often the firm fails at skill .5 and moderate load, before learning.",
            source="starting value",
        ),
        Parameter(
            name="customer_failure_rate",
            default=0.01,
            low=0.0,
            high=1.0,
            unit="chance per use",
            meaning="How often a customer without competence or education causes a failure.",
            source="starting value; Bitner, Booms & Mohr 1994",
        ),
        Parameter(
            name="severity_mean",
            default=0.5,
            low=0.0,
            high=1.0,
            unit="severity",
            meaning="Mean severity of a failure.",
            source="starting value: Beta(2, 2)",
        ),
        Parameter(
            name="severity_concentration",
            default=4.0,
            low=0.0,
            above=True,
            unit="",
            meaning="Sum of the two parameters of the severity's Beta law; larger is narrower.",
            source="starting value: Beta(2, 2)",
        ),
        Parameter(
            name="severity_weight",
            default=0.6,
            low=0.0,
            unit="experience",
            meaning="What the worst failure takes from the experience.",
            source="starting value",
        ),
    ),
    costs=(
        Parameter(
            name="education",
            default=0.05,
            low=0.0,
            unit="money per customer and month",
            meaning="Cost of full customer education.",
            source="starting value",
        ),
    ),
    levers=(
        Lever(
            name="education",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_systems",
            cost="`costs.education` per customer and month at 1",
            meaning="Teaching customers what to expect and how to take part.",
        ),
    ),
    fields=(
        Field(
            name="last_severity",
            kind="f4",
            low=0.0,
            high=1.0,
            meaning="How bad the last failure with this firm was; 0 when the last use was fine.",
        ),
        Field(
            name="failures",
            kind="u1",
            low=0,
            high=255,
            meaning="Failures with the present firm (counted up to 255).",
        ),
    ),
    firm_fields=(
        Field(
            name="learned",
            low=0.0,
            high=1.0,
            meaning="Share of the firm's own failures that it has learned to prevent.",
        ),
        Field(
            name="failure_chance",
            low=0.0,
            high=1.0,
            meaning="Chance that the firm fails at a use this period.",
        ),
    ),
    figures=(
        Figure(name="failures", unit="uses", meaning="Uses that failed."),
        Figure(
            name="customer_failures",
            unit="uses",
            meaning="Failures that the customer caused.",
        ),
        Figure(name="education_cost", unit="money", cost=True, meaning="Cost of education."),
    ),
)


@failure.rule(
    "firm's failure chance = failure_rate·(1 − learned)·(1 + failures_under_load·max(0, load − "
    "best_load))·(1.5 − skill), in [0, 1]"
)
def firm_failure_chance(firm: Record, theory: Record) -> float:
    """Return the chance that the firm fails at a use.

    Parameters
    ----------
    firm : record
        Learned, load and skill of the firm.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        A chance per use.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from relsim.behaviour import defaults
    >>> firm_failure_chance(SimpleNamespace(learned=0.0, load=0.7, skill=0.5), defaults())
    0.012
    """
    pressure = 1.0
    if theory.capacity_limits:
        pressure += theory.failures_under_load * positive(firm.load - theory.best_load)
    return share(theory.failure_rate * (1.0 - firm.learned) * pressure * (1.5 - firm.skill))


@failure.rule("customer's failure chance = customer_failure_rate·(1 − education)·(1 − competence)")
def customer_failure_chance(competence: float, education: float, theory: Record) -> float:
    """Return the chance that the customer causes a failure at a use.

    Parameters
    ----------
    competence : float
        How rarely the customer errs, in [0, 1].
    education : float
        The firm's lever, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        A chance per use.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(customer_failure_chance(0.7, 0.0, defaults()), 6)
    0.003
    """
    return theory.customer_failure_rate * (1.0 - education) * (1.0 - competence)
