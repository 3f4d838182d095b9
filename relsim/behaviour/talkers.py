"""People differ in how much they tell."""

from __future__ import annotations

import math

from relsim.behaviour.declaration import Mechanism, Parameter, Record

talkers = Mechanism(
    name="talkers",
    title="A few people tell much",
    literature=("Feick & Price 1987",),
    parameters=(
        Parameter(
            name="talk_spread",
            default=0.0,
            low=0.0,
            high=3.0,
            plausible=(0.0, 1.0),
            unit="sigma of the logarithm",
            meaning="How far people differ in how much they tell; their mean stays (0: all alike).",
            source="off; that some tell much more than others is Feick & Price 1987 (not read)",
        ),
    ),
)


@talkers.rule("talkativeness = exp(talk_spread·luck of the customer − talk_spread²/2)")
def talkativeness_of(luck: float, theory: Record) -> float:
    """Return by what a customer's chance to tell is multiplied; its mean over people is 1.

    Parameters
    ----------
    luck : float
        Standard normal, the customer's own for life.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        A multiple, above 0.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> talkativeness_of(1.7, defaults())
    1.0
    """
    return math.exp(theory.talk_spread * luck - 0.5 * theory.talk_spread * theory.talk_spread)
