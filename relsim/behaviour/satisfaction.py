"""Satisfaction: experience against expectation, remembered with exponential forgetting."""

from __future__ import annotations

from relsim.behaviour.arithmetic import share
from relsim.behaviour.declaration import Column, Field, Mechanism, Parameter, Record, Trait

TIERS = (
    "below .3: terrorists",
    ".3 to .4",
    ".4 to .5",
    ".5 to .6",
    ".6 to .7",
    ".7 to .8",
    ".8 to .9",
    ".9 and more: apostles",
)
"""Satisfaction tiers, the ends labelled as Jones & Sasser 1995 do."""

satisfaction = Mechanism(
    name="disconfirmation",
    title="Experience is judged against expectation; losses loom larger",
    literature=("Oliver 1980", "Kahneman & Tversky 1979", "Bolton 1998"),
    switch="satisfaction and expectation stay as they are.",
    traits=(
        Trait(
            name="negativity",
            kind="f4",
            law="beta",
            mean=1.0 / 3.0,
            spread=3.0,
            high=1.0,
            unit="share",
            meaning="Born inclination to feel and tell the bad.",
            source="starting value: Beta(1, 2)",
        ),
    ),
    parameters=(
        Parameter(
            name="satisfaction_start",
            default=0.55,
            low=0.0,
            high=1.0,
            unit="satisfaction",
            meaning="Satisfaction at the beginning of a relationship (.5 is neutral).",
            source="starting value",
        ),
        Parameter(
            name="felt_slope",
            default=1.2,
            low=0.0,
            unit="per unit of experience",
            meaning="How much the experience itself, expectation apart, is felt.",
            source="starting value",
        ),
        Parameter(
            name="felt_centre",
            default=0.59,
            low=0.0,
            high=1.0,
            unit="experience",
            meaning="The experience that is felt as neutral.",
            source="fitted",
        ),
        Parameter(
            name="loss_aversion",
            default=2.0,
            low=0.0,
            unit="multiple",
            meaning="How much larger a shortfall looms than an equal surplus.",
            source="Kahneman & Tversky 1979",
            known="measured",
        ),
        Parameter(
            name="negativity_weight",
            default=0.15,
            low=0.0,
            high=1.0,
            unit="felt",
            meaning="What full negativity takes from every feeling.",
            source="starting value",
        ),
        Parameter(
            name="satisfaction_rate",
            default=0.3,
            low=0.0,
            high=1.0,
            unit="share per use",
            meaning="Weight of the newest encounter in satisfaction.",
            source="starting value; Bolton 1998",
        ),
        Parameter(
            name="expectation_rate",
            default=0.15,
            low=0.0,
            high=1.0,
            unit="share per use",
            meaning="How fast the expectation follows experience.",
            source="starting value; Oliver 1980",
        ),
        Parameter(
            name="education_expectation",
            default=0.1,
            low=0.0,
            high=1.0,
            unit="share per use",
            meaning="What full customer education adds to that.",
            source="starting value",
            needs=("education",),
        ),
        Parameter(
            name="born_negativity",
            default=0.3,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="Share of negativity that is born and not made by experience.",
            source="starting value; Jones & Sasser 1995",
        ),
        Parameter(
            name="negativity_gain",
            default=0.3,
            low=0.0,
            high=1.0,
            unit="share per unresolved failure",
            meaning="How fast unresolved failures make a customer negative.",
            source="starting value",
        ),
        Parameter(
            name="negativity_loss",
            default=0.03,
            low=0.0,
            high=1.0,
            unit="share per other use",
            meaning="How fast it fades otherwise.",
            source="starting value",
        ),
    ),
    fields=(
        Field(
            name="satisfaction",
            birth="satisfaction_start",
            low=0.0,
            high=1.0,
            meaning="Satisfaction with the present firm; .5 is neutral.",
        ),
        Field(
            name="negativity_made",
            lasting=True,
            low=0.0,
            high=1.0,
            meaning="Negativity that experience made.",
        ),
    ),
    columns=(
        Column(
            name="satisfaction",
            unit="satisfaction",
            mean_of="customers",
            meaning="Mean satisfaction of the firm's customers.",
        ),
        *(
            Column(
                name=f"tier_{tier}",
                unit="customers",
                one_of="tiers",
                meaning=f"Customers in satisfaction tier {tier} of 8 ({text}).",
            )
            for tier, text in enumerate(TIERS, start=1)
        ),
    ),
)


@satisfaction.rule("negativity = born_negativity·trait + (1 − born_negativity)·made")
def negativity_of(trait: float, made: float, theory: Record) -> float:
    """Return how negative a customer is: partly born, partly made.

    Parameters
    ----------
    trait, made : float
        Born and made negativity, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> negativity_of(0.5, 0.0, defaults())
    0.15
    """
    return theory.born_negativity * trait + (1.0 - theory.born_negativity) * made


@satisfaction.rule(
    "gap = experience − expectation (losses × loss_aversion); felt = .5 + felt_slope·(experience "
    "− felt_centre) + gap − negativity_weight·negativity, in [0, 1]"
)
def feel(experience: float, expectation: float, negativity: float, theory: Record) -> float:
    """Return how an encounter feels: losses loom larger.

    Parameters
    ----------
    experience : float
        The encounter as experienced.
    expectation : float
        What was expected: the belief about the own firm, in [0, 1].
    negativity : float
        In [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1]; .5 is neutral.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(feel(0.69, 0.79, 0.0, defaults()), 6)
    0.42
    """
    gap = experience - expectation
    # A factor and no branch: half of all gaps are losses, so a branch is guessed wrong.
    gap *= theory.loss_aversion if gap < 0.0 else 1.0
    level = theory.felt_slope * (experience - theory.felt_centre)
    return share(0.5 + level + gap - theory.negativity_weight * negativity)


@satisfaction.rule("satisfaction += satisfaction_rate·(felt − satisfaction)")
def remember(customer: Record, felt: float, theory: Record) -> None:
    """Let an encounter enter the memory that satisfaction is.

    Parameters
    ----------
    customer : record
        Changed in place.
    felt : float
        How it felt, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from relsim.behaviour import defaults
    >>> one = SimpleNamespace(satisfaction=0.5)
    >>> remember(one, 0.7, defaults())
    >>> round(one.satisfaction, 6)
    0.56
    """
    now = customer.satisfaction
    customer.satisfaction = share(now + theory.satisfaction_rate * (felt - now))


@satisfaction.rule(
    "expectation += (expectation_rate + education_expectation·education)·(experience − "
    "expectation), in [0, 1]"
)
def expect(expectation: float, experience: float, education: float, theory: Record) -> float:
    """Return the expectation after an encounter: delight ratchets up what is expected.

    Parameters
    ----------
    expectation : float
        Before, in [0, 1].
    experience : float
        The encounter as experienced.
    education : float
        The firm's lever, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(expect(0.6, 0.8, 0.0, defaults()), 6)
    0.63
    """
    rate = theory.expectation_rate + theory.education_expectation * education
    return share(expectation + rate * (experience - expectation))


@satisfaction.rule(
    "negativity made += negativity_gain·(1 − itself) at an unresolved failure, else "
    "−negativity_loss·itself per use"
)
def embitter(made: float, unresolved: bool, theory: Record) -> float:
    """Return made negativity after an encounter.

    Parameters
    ----------
    made : float
        Before, in [0, 1].
    unresolved : bool
        Whether the encounter failed and was not put right.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> embitter(0.0, True, defaults())
    0.3
    """
    if unresolved:
        return made + theory.negativity_gain * (1.0 - made)
    return made - theory.negativity_loss * made


@satisfaction.rule("tier: bounds .3 .4 .5 .6 .7 .8 .9")
def tier_of(satisfaction: float) -> int:
    """Return the satisfaction tier, 0 to 7.

    Parameters
    ----------
    satisfaction : float
        In [0, 1].

    Returns
    -------
    int
        0 below .3, 7 from .9.

    Examples
    --------
    >>> tier_of(0.55)
    3
    """
    return (
        int(satisfaction >= 0.3)
        + int(satisfaction >= 0.4)
        + int(satisfaction >= 0.5)
        + int(satisfaction >= 0.6)
        + int(satisfaction >= 0.7)
        + int(satisfaction >= 0.8)
        + int(satisfaction >= 0.9)
    )
