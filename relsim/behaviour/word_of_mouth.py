"""Customers tell acquaintances what they felt."""

from __future__ import annotations

from relsim.behaviour.arithmetic import share, smaller
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, Record

word_of_mouth = Mechanism(
    name="word_of_mouth",
    title="Strong feelings are told; what is heard moves beliefs and can raise doubt",
    literature=(
        "Anderson 1998",
        "East, Hammond & Wright 2007",
        "East, Hammond & Lomax 2008",
    ),
    switch="nobody talks.",
    parameters=(
        Parameter(
            name="talk_base",
            default=0.03,
            low=0.0,
            high=1.0,
            unit="chance per use",
            meaning="Chance of telling an acquaintance about a use that left no feeling.",
            source="fitted to 3 good : 1 bad (East, Hammond & Wright 2007)",
        ),
        Parameter(
            name="talk_feeling",
            default=0.25,
            low=0.0,
            high=1.0,
            unit="chance per use",
            meaning="What the strongest feeling, good or bad, adds.",
            source="fitted to 3 good : 1 bad (East, Hammond & Wright 2007); Anderson 1998",
        ),
        Parameter(
            name="grumble_below",
            default=0.4,
            low=0.0,
            high=1.0,
            unit="felt",
            meaning="Feeling below which negative customers talk more.",
            source="starting value",
        ),
        Parameter(
            name="refer_above",
            default=0.6,
            low=0.0,
            high=1.0,
            unit="felt",
            meaning="Feeling above which a referral reward makes customers talk more.",
            source="starting value",
            needs=("referral_reward",),
        ),
        Parameter(
            name="told_base",
            default=0.45,
            low=0.0,
            high=1.0,
            unit="experience",
            meaning="What a listener takes a firm to be worth after the worst report.",
            source="starting value",
        ),
        Parameter(
            name="told_slope",
            default=0.5,
            low=0.0,
            high=1.0,
            unit="experience",
            meaning="What the best report adds to that.",
            source="starting value",
        ),
        Parameter(
            name="hearing_weight",
            default=0.15,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="How far one report moves the listener's belief.",
            source="starting value; East, Hammond & Lomax 2008",
        ),
        Parameter(
            name="hearing_own",
            default=0.3,
            low=0.0,
            high=1.0,
            unit="multiple",
            meaning="Weight of reports, and of advertising, about the listener's own firm.",
            source="starting value: own experience counts more",
        ),
        Parameter(
            name="negative_weight",
            default=1.0,
            low=0.0,
            unit="multiple",
            meaning="Weight of bad reports relative to good ones; 2 is the folk setting.",
            source="East, Hammond & Lomax 2008: no stronger than good ones",
            known="measured",
        ),
    ),
    costs=(
        Parameter(
            name="referral",
            default=5.0,
            low=0.0,
            unit="money per conversion",
            meaning="Cost of a converted referral at full reward.",
            source="starting value",
            needs=("referral_reward",),
        ),
    ),
    levers=(
        Lever(
            name="referral_reward",
            title="reward for recommending",
            personal=True,
            default=0.0,
            low=0.0,
            high=2.0,
            unit="multiple",
            visibility="visibility_of_points",
            cost="`costs.referral` per conversion at 1",
            meaning="Reward for recommending: content customers talk (1 + it) times as often.",
        ),
    ),
    fields=(
        Field(
            name="heard_good",
            lasting=True,
            kind="bits",
            low=0,
            meaning="One bit a firm: whether good was heard of it since the last need.",
        ),
    ),
    columns=(
        Column(name="talk_good", unit="reports", meaning="Good reports told."),
        Column(name="talk_bad", unit="reports", meaning="Bad reports told."),
        Column(
            name="referrals",
            unit="customers",
            meaning="Customers who joined at the first need after hearing good of the firm.",
        ),
        Column(
            name="referral_cost",
            unit="money",
            relationship=True,
            cost=True,
            rate="referral",
            meaning="Rewards of converted referrals.",
        ),
    ),
)


@word_of_mouth.rule(
    "chance to talk = (talk_base + talk_feeling·(2·felt − 1)²·(1 + negativity·[felt < "
    "grumble_below]))·(1 + referral_reward·[felt > refer_above])"
)
def talk_chance(felt: float, negativity: float, referral_reward: float, theory: Record) -> float:
    """Return the chance that a use is told to an acquaintance.

    Parameters
    ----------
    felt : float
        How the encounter felt in the end, in [0, 1].
    negativity : float
        In [0, 1].
    referral_reward : float
        The firm's lever.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(talk_chance(0.9, 0.5, 0.0, defaults()), 6)
    0.19
    """
    strength = 2.0 * felt - 1.0
    feeling = theory.talk_feeling * strength * strength
    feeling *= 1.0 + (negativity if felt < theory.grumble_below else 0.0)
    chance = theory.talk_base + feeling
    chance *= 1.0 + (referral_reward if felt > theory.refer_above else 0.0)
    return smaller(1.0, chance)


@word_of_mouth.rule(
    "a report says that the firm is worth told_base + told_slope·felt, in [0, 1]; good when felt "
    "≥ .5, else bad"
)
def told_value(felt: float, theory: Record) -> float:
    """Return what a listener is told the firm is worth.

    Parameters
    ----------
    felt : float
        How the encounter felt, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Experience to expect, in [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> told_value(0.5, defaults())
    0.7
    """
    return share(theory.told_base + theory.told_slope * felt)


@word_of_mouth.rule(
    "weight of a report = hearing_weight·(hearing_own for the listener's own firm)·"
    "(negative_weight for a bad one), at most 1"
)
def report_weight(own: bool, good: bool, theory: Record) -> float:
    """Return how much one report counts for a listener.

    Parameters
    ----------
    own : bool
        Whether it is about the listener's own firm.
    good : bool
        Whether it is good.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> report_weight(False, True, defaults())
    0.15
    """
    weight = theory.hearing_weight
    if own:
        weight *= theory.hearing_own
    if not good:
        weight *= theory.negative_weight
    return smaller(1.0, weight)


@word_of_mouth.rule(
    "all that a listener hears in a period about one firm moves the belief once: belief += "
    "(1 − Π(1 − weight))·(weighted mean of what was heard − belief), so that order cannot matter"
)
def belief_after_talk(belief: float, weight: float, value: float, left: float) -> float:
    """Return a belief after all reports of a period.

    Parameters
    ----------
    belief : float
        Before, in [0, 1].
    weight, value : float
        Σ weight and Σ weight·value of the reports; ``weight`` above 0.
    left : float
        Π (1 − weight) of the reports, in [0, 1].

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> round(belief_after_talk(0.6, 0.15, 0.15 * 0.8, 0.85), 6)
    0.63
    """
    return share(belief + (1.0 - left) * (value / weight - belief))
