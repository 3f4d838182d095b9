"""Relationship quality and stages: reported, never fed back into a choice."""

from __future__ import annotations

from relsim.behaviour.declaration import Column, Field, Mechanism

relationship = Mechanism(
    name="relationship",
    title="Relationship quality is satisfaction and trust together; it is only reported",
    literature=("Crosby, Evans & Cowles 1990", "Dwyer, Schurr & Oh 1987"),
    fields=(
        Field(
            name="habit",
            kind="u1",
            low=0,
            high=255,
            meaning="Which of the last needs were served by the present firm, newest first, a bit "
            "each.",
        ),
    ),
    columns=(
        Column(
            name="customers",
            unit="customers",
            meaning="Customers while the period's encounters took place.",
        ),
        Column(
            name="relationship_quality",
            unit="quality",
            mean_of="customers",
            meaning="Mean relationship quality: half satisfaction, half trust.",
        ),
        Column(
            name="new",
            unit="customers",
            one_of="stages",
            meaning="Customers for less than a year.",
        ),
        Column(
            name="kept",
            unit="customers",
            one_of="stages",
            meaning="Customers for a year and more, with relationship quality under .7.",
        ),
        Column(
            name="enhanced",
            unit="customers",
            one_of="stages",
            meaning="Customers for a year and more, with relationship quality of .7 and more.",
        ),
        Column(
            name="misjudged",
            unit="customers",
            meaning="Customers about whom the firm is wrong: served at each of the last six needs "
            "yet with a relationship quality under .5, or the reverse.",
        ),
    ),
)

SIX_NEEDS = 0b111111
"""Six served needs in a row make a firm believe in a relationship."""


@relationship.rule("relationship quality = ½·(satisfaction + trust)")
def quality_of(satisfaction: float, trust: float) -> float:
    """Return relationship quality.

    Parameters
    ----------
    satisfaction, trust : float
        In [0, 1].

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> quality_of(0.6, 0.4)
    0.5
    """
    return 0.5 * (satisfaction + trust)
