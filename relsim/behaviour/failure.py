"""When service fails, and whose fault it is."""

from __future__ import annotations

import math

from relsim.behaviour.arithmetic import positive, share, smaller
from relsim.behaviour.contact import MACHINE
from relsim.behaviour.declaration import (
    LEAST,
    Column,
    Field,
    Lever,
    Mechanism,
    Parameter,
    PerHead,
    Record,
    Trait,
)

failure = Mechanism(
    name="failure",
    title="Encounters fail now and then, through the firm or through the customer",
    literature=(
        "Bitner, Booms & Tetreault 1990",
        "Bitner, Booms & Mohr 1994",
        "Meuter et al. 2000",
    ),
    switch="nothing ever fails.",
    traits=(
        Trait(
            name="competence",
            kind="f4",
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
            name="machine_failures",
            default=0.5,
            low=0.0,
            unit="multiple",
            meaning="Failures of a machine channel, as a multiple of those where people serve.",
            source="starting value; Meuter et al. 2000",
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
            low=LEAST,
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
        Parameter(
            name="severity_by_spend",
            default=0.0,
            low=0.0,
            high=2.0,
            plausible=(0.0, 0.5),
            unit="exponent",
            meaning="How much worse a failure is for who pays more: severity × spend to this power "
            "(.25 is a good first value; 0 is off).",
            source="off; Berry & Parasuraman 1991",
        ),
    ),
    levers=(
        Lever(
            name="education",
            title="teaching customers",
            personal=True,
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_systems",
            meaning="Teaching customers what to expect and how to take part.",
            per_head=PerHead(
                into="education_cost",
                default=0.05,
                meaning="Cost of full customer education.",
            ),
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
    columns=(
        Column(name="failures", unit="uses", meaning="Uses that failed."),
        Column(
            name="customer_failures",
            unit="uses",
            meaning="Failures that the customer caused.",
        ),
        Column(
            name="education_cost",
            unit="money",
            relationship=True,
            cost=True,
            meaning="Cost of education.",
        ),
    ),
)


@failure.rule(
    "firm's failure chance = failure_rate·(machine_failures in a machine channel)·(1 − learned)·(1 "
    "+ failures_under_load·max(0, load − best_load))·(1.5 − skill), in [0, 1]"
)
def firm_failure_chance(firm: Record, theory: Record) -> float:
    """Return the chance that the firm fails at a use.

    Parameters
    ----------
    firm : record
        Channel, learned, load and skill of the firm.
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
    >>> firm = SimpleNamespace(learned=0.0, load=0.7, skill=0.5, channel=0)
    >>> firm_failure_chance(firm, defaults())
    0.012
    """
    pressure = 1.0
    if theory.capacity_limits:
        pressure += theory.failures_under_load * positive(firm.load - theory.best_load)
    rate = theory.failure_rate
    if firm.channel > MACHINE - 0.5:
        rate *= theory.machine_failures
    return share(rate * (1.0 - firm.learned) * pressure * (1.5 - firm.skill))


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


@failure.rule("severity = min(1, drawn·spend^severity_by_spend)")
def severity_felt(drawn: float, spend: float, theory: Record) -> float:
    """Return how bad a failure is for a customer: who paid more loses more.

    Parameters
    ----------
    drawn : float
        Severity of the failure, in [0, 1].
    spend : float
        What the customer buys at a use, as a multiple of the market's; above 0.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> severity_felt(0.5, 16.0, defaults())
    0.5
    """
    if theory.severity_by_spend <= 0.0:
        return drawn
    return smaller(1.0, drawn * math.exp(theory.severity_by_spend * math.log(spend)))
