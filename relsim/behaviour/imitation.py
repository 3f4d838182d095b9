"""Imitators that lose ground copy what they can see of the leader, all at one speed."""

from __future__ import annotations

from relsim.behaviour.arithmetic import over_months, smaller
from relsim.behaviour.declaration import Mechanism, Parameter

_VISIBLE = (
    ("price", 1.0, "Prices"),
    ("points", 0.9, "Points, discounts and promotions"),
    ("contact", 0.5, "Contact"),
    ("quality", 0.5, "Quality and recovery"),
    ("systems", 0.3, "Systems, training and education"),
)

imitation = Mechanism(
    name="imitation",
    title="An imitator that has lost share moves towards the leader",
    literature=("Berry & Parasuraman 1991", "Dickson 1992"),
    switch="nobody copies anybody.",
    parameters=(
        Parameter(
            name="imitation_speed",
            default=0.1,
            low=0.0,
            high=1.0,
            plausible=(0.0, 0.3),
            unit="rate per month",
            meaning="How fast a firm with a mind moves: an imitator towards what is fully visible, "
            "a price matcher towards the lowest price, a learner from trial to trial. One speed "
            "for all levers, so that nothing but visibility and stocks that cannot be copied make "
            "an advantage last.",
            source="starting value",
            needs=("mind",),
        ),
        *(
            Parameter(
                name=f"visibility_of_{name}",
                default=value,
                low=0.0,
                high=1.0,
                unit="share",
                meaning=f"{text}: how well rivals see them.",
                source="starting value; Berry & Parasuraman 1991",
                needs=("mind",),
            )
            for name, value, text in _VISIBLE
        ),
    ),
)


@imitation.rule(
    "an imitator whose share is below that of a year ago moves every numeric lever towards that of "
    "the firm with the largest mean share of the last six months: lever += min(1, imitation_speed·"
    "visibility)·(the leader's − its own), each month"
)
def imitated(own: float, leaders: float, speed: float, visibility: float, months: float) -> float:
    """Return a lever after a period of imitation.

    Parameters
    ----------
    own, leaders : float
        The imitator's and the leader's setting.
    speed : float
        Rate a month.
    visibility : float
        In [0, 1].
    months : float
        Length of the period.

    Returns
    -------
    float
        Between the two settings.

    Examples
    --------
    >>> round(imitated(0.0, 0.5, 0.2, 0.5, 1.0), 6)
    0.05
    """
    return own + over_months(smaller(1.0, speed * visibility), months) * (leaders - own)
