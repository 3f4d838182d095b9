"""Minds of firms, by name: how a rival answers what others do."""

from __future__ import annotations

import math

from relsim.behaviour.arithmetic import over_months, smaller
from relsim.behaviour.declaration import Field, Lever, Mechanism, Parameter, Record

MINDS = ("still", "imitator", "price_matcher", "learner")
STILL, IMITATOR, PRICE_MATCHER, LEARNER = range(4)

minds = Mechanism(
    name="minds",
    title="A firm answers its rivals: by copying, by matching prices, or by trying what pays",
    literature=("Steenkamp, Nijs, Hanssens & Dekimpe 2005", "Dickson 1992"),
    parameters=(
        Parameter(
            name="trial_step",
            default=0.1,
            low=0.0,
            high=1.0,
            plausible=(0.02, 0.3),
            unit="share",
            needs=("mind",),
            meaning="How far a learner moves the lever that it tries: on the scale of 0 to 1, else "
            "as a share of what it is.",
            source="guess",
        ),
    ),
    levers=(
        Lever(
            name="mind",
            title="answer to rivals",
            default="still",
            choices=MINDS,
            strategic=False,
            cost="none; what it sets costs as ever",
            source="Steenkamp, Nijs, Hanssens & Dekimpe 2005 (abstract read): most answers to a "
            "rival's promotions and advertising are none",
            meaning="How the firm answers its rivals from period 0 on: not at all (still), by "
            "copying the leader when it loses share (imitator), by following the lowest price "
            "(price_matcher), or by trying one lever at a time and keeping what paid (learner).",
        ),
    ),
    firm_fields=(
        Field(
            name="trial",
            low=-1.0,
            meaning="What a learner tries: the place of the lever from 1; −1 while it measures.",
        ),
        Field(name="untried", meaning="What that lever was before the trial."),
        Field(name="gained", meaning="A learner's profit in this span so far, money."),
        Field(name="gained_before", meaning="Its profit in the span before the trial, money."),
    ),
)


@minds.rule(
    "a price matcher: price += min(1, imitation_speed)·(min(its price at the opening, max(the "
    "lowest rival's price, its unit cost)) − price), each month"
)
def matched_price(
    own: float, usual: float, lowest: float, unit_cost: float, speed: float, months: float
) -> float:
    """Return a price matcher's price after a period.

    Parameters
    ----------
    own, usual : float
        Its list price as it is, and as the scenario sets it; money.
    lowest : float
        The lowest list price among its rivals in the market, money.
    unit_cost : float
        What a use costs it; it follows nobody below that. Money.
    speed : float
        Rate a month.
    months : float
        Length of the period.

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> matched_price(20.0, 20.0, 15.0, 10.0, 0.2, 1.0)
    19.0
    """
    target = min(usual, max(lowest, unit_cost))
    return own + over_months(smaller(1.0, speed), months) * (target - own)


@minds.rule(
    "a learner measures for 1 / imitation_speed months (whole periods, rounded up), then tries for "
    "as long"
)
def span_of(speed: float, months: float) -> float:
    """Return for how many periods a learner measures, and then tries.

    Parameters
    ----------
    speed : float
        Rate a month, above 0.
    months : float
        Length of the period.

    Returns
    -------
    float
        Whole periods, at least 1.

    Examples
    --------
    >>> span_of(0.1, 1.0), span_of(0.1, 3.0), span_of(1.0, 12.0)
    (10.0, 4.0, 1.0)
    """
    return max(1.0, float(math.ceil(1.0 / (speed * months) - 1e-9)))


@minds.rule(
    "what is tried, any lever that others can see, each alike, up or down: lever ± trial_step "
    "where its range ends at 1, else lever·(1 ± trial_step), within its range"
)
def tried(value: float, up: bool, low: float, high: float, theory: Record) -> float:
    """Return what a learner sets a lever to for a trial.

    Parameters
    ----------
    value : float
        The lever as it is.
    up : bool
        Whether more of it is tried, or less.
    low, high : float
        The range of the lever.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> theory = SimpleNamespace(trial_step=0.25)
    >>> tried(0.5, True, 0.0, 1.0, theory), tried(20.0, False, 0.0, 100.0, theory)
    (0.75, 15.0)
    """
    step = theory.trial_step if high <= 1.0 else theory.trial_step * value
    return max(low, min(high, value + step if up else value - step))


@minds.rule("a learner keeps what it tried if it gained more profit than in the span before")
def pays(gained: float, before: float) -> bool:
    """Tell whether a trial paid.

    Parameters
    ----------
    gained, before : float
        Profit in the span of the trial and in the one before it, money.

    Returns
    -------
    bool

    Examples
    --------
    >>> pays(101.0, 100.0), pays(100.0, 100.0)
    (True, False)
    """
    return gained > before
