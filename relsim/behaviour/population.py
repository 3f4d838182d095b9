"""People leave the population; newcomers take their place, with beliefs from their surroundings."""

from __future__ import annotations

from relsim.behaviour.arithmetic import share
from relsim.behaviour.declaration import Column, Field, Mechanism, Parameter, Record

population = Mechanism(
    name="population_turnover",
    title="A few people leave the population and newcomers take their place",
    literature=("Ehrenberg 1988",),
    switch="nobody leaves the population and nobody enters it.",
    parameters=(
        Parameter(
            name="belief_start",
            default=0.68,
            low=0.0,
            high=1.0,
            unit="experience",
            meaning="Experience expected of any firm by somebody who knows nothing.",
            source="starting value",
        ),
        Parameter(
            name="belief_spread",
            default=0.05,
            low=0.0,
            unit="experience",
            meaning="Standard deviation of first beliefs.",
            source="starting value",
        ),
        Parameter(
            name="reputation",
            default=0.5,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="How much a newcomer's first belief is that of the acquaintances.",
            source="starting value",
        ),
    ),
    market=(
        Parameter(
            name="population_turnover",
            default=0.004,
            low=0.0,
            high=1.0,
            per="month",
            unit="rate per month",
            event=True,
            meaning="Share of the population that is replaced by newcomers.",
            source="starting value",
        ),
    ),
    levers=(),
    fields=(
        Field(
            name="generation",
            lasting=True,
            kind="i4",
            low=0,
            meaning="How many people have lived in this row before; with the row it makes the "
            "customer's number.",
        ),
        Field(
            name="segment",
            lasting=True,
            kind="i1",
            low=0,
            meaning="The segment the customer belongs to.",
        ),
        Field(
            name="cohort",
            lasting=True,
            kind="i1",
            birth=-1,
            low=-1,
            high=15,
            meaning="The firm the customer was with when the year began; −1 for none.",
        ),
    ),
    columns=(
        Column(name="opened", unit="customers", meaning="Customers when the period began."),
        Column(name="lost", unit="customers", meaning="Customers lost, for whatever reason."),
        Column(name="closed", unit="customers", meaning="Customers when the period ended."),
    ),
)


@population.rule(
    "first belief_j = prior_j + taste_j + belief_spread·luck, in [0, 1]; the prior is belief_start "
    "at the opening"
)
def first_belief(prior: float, taste: float, luck: float, theory: Record) -> float:
    """Return what somebody first expects of a firm.

    Parameters
    ----------
    prior : float
        What is known before: ``belief_start``, mixed with the acquaintances' beliefs.
    taste : float
        How well the firm fits this person.
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
    >>> from relsim.behaviour import defaults
    >>> round(first_belief(0.68, 0.05, 0.0, defaults()), 6)
    0.73
    """
    return share(prior + taste + theory.belief_spread * luck)


@population.rule(
    "prior_j of a newcomer = (1 − reputation)·belief_start + reputation·(mean belief_j of the "
    "acquaintances; belief_start without any)"
)
def newcomers_prior(heard: float, theory: Record) -> float:
    """Return what a newcomer takes a firm to be worth.

    Parameters
    ----------
    heard : float
        Mean belief of the acquaintances, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(newcomers_prior(0.72, defaults()), 6)
    0.7
    """
    return (1.0 - theory.reputation) * theory.belief_start + theory.reputation * heard
