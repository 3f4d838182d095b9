"""The encounter: the quality delivered and how the customer experiences it."""

from __future__ import annotations

from relsim.behaviour.arithmetic import share
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, Record

service = Mechanism(
    name="service",
    title="An encounter delivers quality; what cannot be judged is judged by trust",
    literature=("Zeithaml 1981", "Parasuraman, Zeithaml & Berry 1985", "Grönroos 1984"),
    parameters=(
        Parameter(
            name="skill_base",
            default=0.85,
            low=0.0,
            unit="multiple",
            meaning="Quality that unskilled staff deliver, as a multiple of the firm's quality.",
            source="starting value",
            known="definition",
        ),
        Parameter(
            name="skill_effect",
            default=0.3,
            low=0.0,
            unit="multiple",
            meaning="What full skill adds to that multiple (1 at skill .5).",
            source="starting value; Heskett et al. 1994",
        ),
        Parameter(
            name="joint_value",
            default=0.05,
            low=0.0,
            high=1.0,
            unit="quality",
            meaning="Quality that a full structural bond adds (solutions made together).",
            source="starting value; Berry & Parasuraman 1991",
        ),
        Parameter(
            name="quality_noise",
            default=0.1,
            low=0.0,
            high=1.0,
            unit="quality",
            meaning="Standard deviation of quality from one encounter to the next.",
            source="starting value",
        ),
        Parameter(
            name="taste_spread",
            default=0.08,
            low=0.0,
            high=1.0,
            unit="quality",
            meaning="Standard deviation of how well a firm happens to fit a customer.",
            source="starting value",
        ),
        Parameter(
            name="process_base",
            default=0.4,
            low=0.0,
            high=1.0,
            unit="experience",
            meaning="Experience, where quality cannot be judged, of a customer without trust.",
            source="starting value; Zeithaml 1981",
        ),
        Parameter(
            name="process_trust",
            default=0.6,
            low=0.0,
            high=1.0,
            unit="experience",
            meaning="What full trust adds to it.",
            source="starting value; Crosby, Evans & Cowles 1990",
        ),
    ),
    market=(
        Parameter(
            name="observability",
            default=0.8,
            low=0.0,
            high=1.0,
            unit="share",
            event=True,
            meaning="How much of the outcome customers can judge; .4 for hard-to-judge services "
            "such as professional advice.",
            source="Zeithaml 1981; starting value",
        ),
    ),
    costs=(
        Parameter(
            name="quality",
            default=0.43,
            low=0.0,
            unit="money per customer and month",
            meaning="Scale of the cost of quality: × (exp(steepness × (quality − reference)) − 1).",
            source="starting value: 4 at +.1, −.4 at −.1",
        ),
        Parameter(
            name="quality_steepness",
            default=23.4,
            low=0.0,
            high=100.0,
            unit="per unit of quality",
            meaning="How steeply the cost of quality rises.",
            source="starting value",
        ),
        Parameter(
            name="quality_reference",
            default=0.72,
            low=0.0,
            high=1.0,
            unit="quality",
            meaning="Quality included in the unit cost.",
            source="starting value",
            known="definition",
        ),
        Parameter(
            name="consistency",
            default=0.1,
            low=0.0,
            unit="money per customer and month",
            meaning="Cost of full consistency.",
            source="starting value",
        ),
    ),
    levers=(
        Lever(
            name="quality",
            title="core quality",
            default=0.72,
            low=0.0,
            high=1.0,
            unit="quality",
            visibility="visibility_of_quality",
            cost="`costs.quality` × (exp(`costs.quality_steepness` × (quality − "
            "`costs.quality_reference`)) − 1) per customer and month",
            meaning="Core quality of the service.",
        ),
        Lever(
            name="consistency",
            title="even quality",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_quality",
            cost="`costs.consistency` per customer and month at 1",
            meaning="Standards: how much of the spread of quality is removed.",
        ),
    ),
    fields=(
        Field(
            name="last_outcome",
            kind="i1",
            low=0,
            high=4,
            codes=("fine", "resolved", "resolved fast", "mishandled", "silent"),
            meaning="How the last encounter ended.",
        ),
    ),
    firm_fields=(
        Field(
            name="delivery",
            birth=1.0,
            low=0.0,
            meaning="Factor with which staff deliver the firm's quality this period.",
        ),
    ),
    columns=(
        Column(
            name="experience",
            unit="experience",
            mean_of="uses",
            meaning="Mean experience of a use.",
        ),
        Column(
            name="expectation_error",
            unit="experience",
            mean_of="uses",
            meaning="Mean absolute difference between the experience and what was expected.",
        ),
        Column(
            name="quality_cost",
            unit="money",
            cost=True,
            meaning="Cost of quality beyond what the unit cost includes (negative below it), and "
            "of consistency.",
        ),
    ),
)

FINE, RESOLVED, RESOLVED_FAST, MISHANDLED, SILENT = range(5)


@service.rule("delivery = g(load)·(skill_base + skill_effect·skill), once a period and firm")
def delivery_of(ease: float, skill: float, theory: Record) -> float:
    """Return the factor with which a firm's staff, at its load, deliver its quality.

    Parameters
    ----------
    ease : float
        Factor of the load, in (0, 1].
    skill : float
        Staff skill, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        1 at moderate load and skill .5.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> delivery_of(1.0, 0.5, defaults())
    1.0
    """
    return ease * (theory.skill_base + theory.skill_effect * skill)


@service.rule(
    "quality delivered = (quality + improvement + joint (the level's, × reach) + "
    "joint_value·structural_bond)·delivery + taste + quality_noise·(1 − consistency)·luck, in "
    "[0, 1]"
)
def quality_delivered(
    firm: Record, structural_bond: float, taste: float, luck: float, theory: Record
) -> float:
    """Return the quality of one encounter.

    Parameters
    ----------
    firm : record
        Quality, improvement, joint improvement, delivery and consistency of the firm.
    structural_bond : float
        The customer's bond through systems, in [0, 1].
    taste : float
        How well the firm fits this customer, in quality.
    luck : float
        Standard normal.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from relsim.behaviour import defaults
    >>> firm = SimpleNamespace(quality=0.72, improvement=0.0, joint=0.0, delivery=1.0,
    ...                        consistency=0.0)
    >>> quality_delivered(firm, 0.0, 0.0, 0.0, defaults())
    0.72
    """
    core = firm.quality + firm.improvement + firm.joint + theory.joint_value * structural_bond
    noise = theory.quality_noise * (1.0 - firm.consistency) * luck
    return share(core * firm.delivery + taste + noise)


@service.rule(
    "experience = observability·quality delivered + (1 − observability)·(process_base + "
    "process_trust·trust) − severity_weight·severity"
)
def experience_of(
    delivered: float, trust: float, severity: float, observability: float, theory: Record
) -> float:
    """Return how the customer experiences an encounter.

    Parameters
    ----------
    delivered : float
        Quality delivered, in [0, 1].
    trust : float
        Trust in the firm, in [0, 1].
    severity : float
        How bad a failure was, in [0, 1]; 0 without one.
    observability : float
        Share of the outcome that can be judged, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        About [0, 1]; a severe failure can be worse than nothing (negative).

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(experience_of(0.72, 0.4, 0.0, 0.8, defaults()), 6)
    0.704
    """
    process = theory.process_base + theory.process_trust * trust
    outcome = observability * delivered + (1.0 - observability) * process
    return outcome - theory.severity_weight * severity
