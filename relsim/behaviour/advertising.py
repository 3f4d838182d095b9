"""Advertising makes promises: it moves beliefs towards the claim, not satisfaction."""

from __future__ import annotations

import math

from relsim.behaviour.arithmetic import positive, share
from relsim.behaviour.declaration import LEAST, Column, Field, Lever, Mechanism, Parameter, Record

advertising = Mechanism(
    name="advertising",
    title="Advertising reaches people and moves what they expect towards the claim",
    literature=("Nerlove & Arrow 1962", "Parasuraman, Zeithaml & Berry 1985"),
    switch="advertising reaches nobody (and still costs).",
    parameters=(
        Parameter(
            name="goodwill_decay",
            default=0.3,
            low=LEAST,
            high=1.0,
            per="month",
            unit="rate per month",
            meaning="How fast advertising goodwill is forgotten.",
            source="starting value; Nerlove & Arrow 1962",
            needs=("advertising",),
        ),
        Parameter(
            name="claim_weight",
            default=0.1,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="How far being reached moves a belief towards the claim.",
            source="starting value",
            needs=("advertising",),
        ),
        Parameter(
            name="claim_trust",
            default=0.0,
            low=0.0,
            high=1.0,
            plausible=(0.0, 0.3),
            unit="trust per unit of experience",
            meaning="Trust lost, per unit by which a use falls short of a claim that reached the "
            "customer since the use before (.1 is a good first value; 0 is off).",
            source="off; Parasuraman, Zeithaml & Berry 1985",
            needs=("advertising",),
        ),
    ),
    costs=(
        Parameter(
            name="reach",
            default=1.25,
            low=LEAST,
            unit="money per head",
            meaning="Goodwill per head of the market that reaches 63 % of it in a month.",
            source="starting value",
            needs=("advertising",),
        ),
    ),
    levers=(
        Lever(
            name="advertising",
            default=0.0,
            low=0.0,
            unit="money per month",
            cost="what is spent",
            meaning="Advertising spend.",
        ),
        Lever(
            name="advertised_segment",
            title="segment advertised to",
            default=None,
            low=1.0,
            high=16.0,
            whole=True,
            unit="place of a segment, from 1",
            cost="none: the same money reaches fewer people, and those more often",
            meaning="The only segment that advertising goes to; everybody when not set.",
            needs=("advertising",),
        ),
        Lever(
            name="claim",
            title="promise of advertising",
            default=0.73,
            low=0.0,
            high=1.0,
            unit="experience",
            cost="none",
            meaning="The experience that advertising promises.",
            needs=("advertising",),
        ),
    ),
    fields=(
        Field(
            name="promised",
            kind="i1",
            low=0,
            high=1,
            codes=("no", "yes"),
            meaning="Whether the present firm's advertising came through since the last use.",
        ),
    ),
    firm_fields=(
        Field(
            name="goodwill",
            low=0.0,
            meaning="Advertising that still works, in money.",
        ),
        Field(name="reached", low=0.0, high=1.0, meaning="Chance that a person is reached."),
    ),
    columns=(
        Column(name="advertising_cost", unit="money", cost=True, meaning="Advertising spend."),
    ),
)


@advertising.rule(
    "goodwill moves towards spend / goodwill_decay at the rate goodwill_decay a month (a month: "
    "goodwill ← .7·goodwill + spend)"
)
def goodwill_after(goodwill: float, spend: float, monthly_decay: float, decay: float) -> float:
    """Return goodwill after a period of advertising.

    Parameters
    ----------
    goodwill : float
        Before, money.
    spend : float
        Money per month.
    monthly_decay, decay : float
        The rate a month, and carried to the period; in (0, 1].

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> round(goodwill_after(100.0, 50.0, 0.3, 0.3), 6)
    120.0
    """
    return goodwill + decay * (spend / monthly_decay - goodwill)


@advertising.rule(
    "reached = 1 − exp(−months·goodwill / (costs.reach·heads addressed)): the population, or one "
    "segment of it"
)
def reach_chance(goodwill: float, population: float, reach_cost: float, months: float) -> float:
    """Return the chance that one person is reached in a period.

    Parameters
    ----------
    goodwill : float
        Money.
    population : float
        Heads that the advertising is for.
    reach_cost : float
        ``costs.reach``, money per head.
    months : float
        Length of the period.

    Returns
    -------
    float
        In [0, 1).

    Examples
    --------
    >>> round(reach_chance(1250.0, 1000.0, 1.25, 1.0), 4)
    0.6321
    """
    if goodwill <= 0.0 or population <= 0.0:
        return 0.0
    return 1.0 - math.exp(-months * goodwill / (reach_cost * population))


@advertising.rule(
    "a person reached: belief about the advertiser += claim_weight·(hearing_own for the own firm)·"
    "(claim − belief)"
)
def belief_after_claim(belief: float, claim: float, own: bool, theory: Record) -> float:
    """Return a belief after being reached by advertising.

    Parameters
    ----------
    belief, claim : float
        In [0, 1].
    own : bool
        Whether the advertiser is the customer's own firm.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(belief_after_claim(0.6, 0.8, False, defaults()), 6)
    0.62
    """
    weight = theory.claim_weight * theory.hearing_own if own else theory.claim_weight
    return belief + weight * (claim - belief)


@advertising.rule(
    "[use, reached since the use before] trust −= claim_trust·max(0, claim − experience), in [0, 1]"
)
def trust_after_claim(trust: float, claim: float, experience: float, theory: Record) -> float:
    """Return trust after a use is held against what was promised.

    Parameters
    ----------
    trust, claim : float
        In [0, 1].
    experience : float
        Of the use.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> round(trust_after_claim(0.4, 0.9, 0.6, SimpleNamespace(claim_trust=0.1)), 6)
    0.37
    """
    return share(trust - theory.claim_trust * positive(claim - experience))
