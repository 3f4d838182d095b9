"""Assurance: a guarantee that finds silent failures, and a human behind the machine."""

from __future__ import annotations

from relsim.behaviour.arithmetic import share
from relsim.behaviour.declaration import Column, Lever, Mechanism, Parameter, PerHead, Record

assurance = Mechanism(
    name="assurance",
    title="A guarantee brings silent failures to light; a machine hears nobody without a human",
    literature=("Hart 1988", "Hirschman 1970", "Meuter et al. 2000"),
    switch="guarantees find nothing, and a machine hears complaints as people do.",
    parameters=(
        Parameter(
            name="guarantee_found",
            default=0.5,
            low=0.0,
            high=1.0,
            unit="chance",
            meaning="Silent failures that a full guarantee brings to light.",
            source="starting value; Hart 1988",
            needs=("guarantee",),
        ),
    ),
    levers=(
        Lever(
            name="guarantee",
            title="service guarantee",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_quality",
            personal=True,
            meaning="A service guarantee: failures are found and handled without a complaint.",
            per_head=PerHead(
                into="assurance_cost",
                default=0.05,
                meaning="Cost of a full guarantee, what it pays out apart.",
            ),
        ),
        Lever(
            name="human_fallback",
            title="a human behind the machine",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_contact",
            personal=True,
            meaning="In a machine channel, how often a human can be reached to complain to.",
            per_head=PerHead(
                into="assurance_cost",
                default=0.2,
                meaning="Cost of a human who can always be reached.",
            ),
        ),
    ),
    columns=(
        Column(
            name="assurance_cost",
            unit="money",
            cost=True,
            relationship=True,
            meaning="Cost of the guarantee and of the human behind the machine.",
        ),
    ),
)


@assurance.rule("found = min(1, the level's share·reach + guarantee_found·guarantee)")
def found_chance(by_level: float, reach: float, guarantee: float, theory: Record) -> float:
    """Return the chance that a silent failure is found, and so handled.

    Parameters
    ----------
    by_level : float
        Share that the relationship level finds, in [0, 1].
    reach : float
        Share of customers that staff can cover, in [0, 1].
    guarantee : float
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
    >>> found_chance(0.4, 0.5, 0.5, defaults())
    0.45
    """
    return share(by_level * reach + theory.guarantee_found * guarantee)


@assurance.rule("heard = human_fallback in a machine channel, else 1; × chance of voice")
def heard_share(machine: bool, human_fallback: float) -> float:
    """Return the share of would-be complaints that find somebody to complain to.

    Parameters
    ----------
    machine : bool
        Whether the channel is a machine.
    human_fallback : float
        The firm's lever, in [0, 1].

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> heard_share(True, 0.25), heard_share(False, 0.25)
    (0.25, 1.0)
    """
    return human_fallback if machine else 1.0
