"""Customisation: what a firm remembers of a customer and does with it."""

from __future__ import annotations

from relsim.behaviour.arithmetic import share
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, PerHead, Record

customisation = Mechanism(
    name="customisation",
    title="A firm that remembers what a customer likes fits the service to it",
    literature=("Berry 1983", "Berry & Parasuraman 1991", "Reichheld & Sasser 1990"),
    switch="what is remembered changes nothing.",
    parameters=(
        Parameter(
            name="knowing_rate",
            default=0.1,
            low=0.0,
            high=1.0,
            unit="share per use",
            meaning="How fast a use teaches the firm what the customer likes, at full "
            "customisation, database and contact.",
            source="starting value; Berry 1983",
            needs=("customisation",),
        ),
        Parameter(
            name="knowing_quality",
            default=0.08,
            low=0.0,
            high=1.0,
            unit="quality",
            meaning="Quality that knowing a customer fully adds.",
            source="starting value; Berry & Parasuraman 1991",
            needs=("customisation",),
        ),
    ),
    levers=(
        Lever(
            name="customisation",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_contact",
            personal=True,
            meaning="How far the service is fitted to what is remembered of a customer; needs a "
            "database and contact.",
            per_head=PerHead(
                into="customisation_cost",
                default=0.1,
                meaning="Cost of full customisation.",
            ),
        ),
        Lever(
            name="database",
            title="customer database",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_systems",
            meaning="How complete the customer database is: what customisation remembers, and how "
            "well a customer's value is estimated.",
            per_head=PerHead(
                into="customisation_cost",
                default=0.1,
                meaning="Cost of a complete customer database.",
            ),
        ),
    ),
    fields=(
        Field(
            name="known",
            kind="f4",
            low=0.0,
            high=1.0,
            meaning="How well the present firm knows what the customer likes.",
        ),
    ),
    firm_fields=(
        Field(
            name="forgets",
            low=0.0,
            high=1.0,
            meaning="Share of what is known of customers that leaves with its staff in a period.",
        ),
    ),
    columns=(
        Column(
            name="customisation_cost",
            unit="money",
            cost=True,
            relationship=True,
            meaning="Cost of customisation and of the customer database.",
        ),
    ),
)


@customisation.rule(
    "[use] known += knowing_rate·customisation·database·contact·(1 − known); every period: known "
    "−= staff turnover·known"
)
def known_after(
    known: float,
    used: bool,
    customised: float,
    database: float,
    contact: float,
    forgets: float,
    theory: Record,
) -> float:
    """Return how well a firm knows a customer at the end of a period.

    Parameters
    ----------
    known : float
        Before, in [0, 1].
    used : bool
        Whether the customer used the firm this period.
    customised, database : float
        The firm's levers, in [0, 1].
    contact : float
        Contact that reached the customer, in [0, 1].
    forgets : float
        Share of what is known that leaves with the firm's staff, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(known_after(0.5, True, 1.0, 1.0, 0.6, 0.03, defaults()), 6)
    0.515
    """
    after = known - forgets * known
    if used:
        after += theory.knowing_rate * customised * database * contact * (1.0 - known)
    return share(after)


@customisation.rule("quality delivered rises by knowing_quality·known before it is cut to [0, 1]")
def fit_by_knowing(known: float, theory: Record) -> float:
    """Return the quality that comes of knowing a customer.

    Parameters
    ----------
    known : float
        In [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Quality.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> fit_by_knowing(0.5, defaults())
    0.04
    """
    return theory.knowing_quality * known
