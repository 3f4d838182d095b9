"""Demand meets capacity: busy firms spoil themselves."""

from __future__ import annotations

import math

from relsim.behaviour.arithmetic import positive
from relsim.behaviour.declaration import LEAST, Column, Field, Lever, Mechanism, Parameter, Record

capacity = Mechanism(
    name="capacity_limits",
    title="Quality falls above the best load and uses beyond capacity are turned away",
    literature=("Lovelock & Wirtz 2016", "Heskett, Sasser & Schlesinger 1997"),
    switch="load changes neither quality, failures nor staff, and nobody is turned away.",
    parameters=(
        Parameter(
            name="best_load",
            default=0.8,
            low=0.0,
            high=1.0,
            unit="uses per capacity",
            meaning="Load above which quality falls.",
            source="starting value",
        ),
        Parameter(
            name="load_penalty",
            default=1.2,
            low=0.0,
            unit="per unit of load",
            meaning="How fast quality falls above the best load.",
            source="starting value",
        ),
        Parameter(
            name="failures_under_load",
            default=2.0,
            low=0.0,
            unit="multiple per unit of load",
            meaning="How much more often the firm fails above the best load.",
            source="starting value",
        ),
        Parameter(
            name="elastic_load",
            default=0.74,
            low=LEAST,
            high=1.0,
            unit="uses per capacity",
            meaning="Load of a firm whose capacity follows its uses.",
            source="1 / 1.35, as with fixed capacity at a fair share",
            known="definition",
        ),
        Parameter(
            name="refusal_severity",
            default=0.3,
            low=0.0,
            high=1.0,
            unit="severity",
            meaning="How bad being turned away is; also the harm it leaves.",
            source="starting value",
        ),
        Parameter(
            name="refusal_dissatisfaction",
            default=0.03,
            low=0.0,
            high=1.0,
            unit="satisfaction",
            meaning="Satisfaction lost by being turned away.",
            source="starting value",
        ),
    ),
    market=(
        Parameter(
            name="capacity",
            default="elastic",
            choices=("elastic", "fixed"),
            meaning="Whether capacity follows uses, or stands at each firm's `capacity` × its fair "
            "share of needs and is paid for.",
        ),
    ),
    costs=(
        Parameter(
            name="capacity",
            default=1.0,
            low=0.0,
            unit="money per use of capacity",
            meaning="Cost of holding room for one use a period, where capacity is fixed.",
            source="starting value",
        ),
    ),
    levers=(
        Lever(
            name="capacity",
            title="room for customers",
            default=1.35,
            low=LEAST,
            unit="multiple of the fair share",
            cost="`costs.capacity` per unit where capacity is fixed; none where elastic",
            meaning="Room the firm keeps, as a multiple of its fair share of needs.",
        ),
    ),
    firm_fields=(
        Field(
            name="room",
            low=0.0,
            meaning="Uses the firm can serve this period.",
        ),
        Field(name="load", low=0.0, meaning="Uses wanted divided by room."),
        Field(
            name="served_chance", birth=1.0, low=0.0, high=1.0, meaning="Chance of being served."
        ),
    ),
    columns=(
        Column(name="uses", unit="uses", meaning="Uses served."),
        Column(name="turned_away", unit="uses", meaning="Uses refused for want of capacity."),
        Column(
            name="capacity_cost",
            unit="money",
            cost=True,
            rate="capacity",
            meaning="Cost of capacity held (none where elastic).",
        ),
    ),
)


@capacity.rule("g(load) = exp(−load_penalty·max(0, load − best_load))")
def ease(load: float, theory: Record) -> float:
    """Return the factor on quality at a given load.

    Parameters
    ----------
    load : float
        Uses wanted divided by capacity, at least 0.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In (0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> ease(0.7, defaults())
    1.0
    """
    return math.exp(-theory.load_penalty * positive(load - theory.best_load))


@capacity.rule("served_chance = min(1, capacity / uses wanted); who is turned away is luck")
def served_chance(wanted: float, room: float) -> float:
    """Return the chance that a need is served.

    Parameters
    ----------
    wanted, room : float
        Uses wanted and uses that can be served, at least 0.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> served_chance(200.0, 150.0)
    0.75
    """
    return 1.0 if wanted <= room else room / wanted


@capacity.rule(
    "turned away: a silent outcome with harm at least refusal_severity, satisfaction −"
    "refusal_dissatisfaction, and trust lost as at an unresolved failure of refusal_severity; "
    "no talk, no satiation"
)
def turn_away(customer: Record, theory: Record) -> None:
    """Let a customer feel that there was no room.

    Parameters
    ----------
    customer : record
        Changed in place.
    theory : record
        The ``[behaviour]`` parameters.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from relsim.behaviour import defaults
    >>> one = SimpleNamespace(satisfaction=0.5, harm=0.0, last_outcome=0, last_severity=0.0)
    >>> turn_away(one, defaults())
    >>> round(one.satisfaction, 3), one.harm
    (0.47, 0.3)
    """
    if theory.disconfirmation > 0.0:
        lowered = customer.satisfaction - theory.refusal_dissatisfaction
        customer.satisfaction = positive(lowered)
    if customer.harm < theory.refusal_severity:
        customer.harm = theory.refusal_severity
    customer.last_outcome = 4
    customer.last_severity = theory.refusal_severity
