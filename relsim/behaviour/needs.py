"""Who needs the service in a period, and who may choose where to get it."""

from __future__ import annotations

from relsim.behaviour.arithmetic import positive, smaller
from relsim.behaviour.declaration import Column, Field, Mechanism, Parameter, Trait

needs = Mechanism(
    name="needs",
    title="A need arises with the customer's own chance, at most once a period",
    literature=("Berry 1983",),
    switch="nobody ever needs the service.",
    traits=(
        Trait(
            name="need_rate",
            law="beta",
            mean=0.9,
            spread=20.0,
            high=1.0,
            unit="chance per period",
            meaning="How often the customer needs the service.",
            source="starting value",
        ),
    ),
    market=(
        Parameter(
            name="freedom",
            default=1.0,
            low=0.0,
            high=1.0,
            unit="share",
            event=True,
            meaning="Share of customers who may choose their firm; the others are assigned one at "
            "random at every need (an airport's taxi rank has no freedom).",
            source="Berry & Parasuraman 1991",
        ),
        Parameter(
            name="needs_first_quarter",
            default=1.0,
            low=0.0,
            high=100.0,
            plausible=(0.5, 1.5),
            unit="multiple",
            event=True,
            meaning="Factor on everybody's chance of a need in the first quarter of a year; years "
            "count from period 0.",
            source="no season; a market's own sales tell",
            known="definition",
        ),
        Parameter(
            name="needs_second_quarter",
            default=1.0,
            low=0.0,
            high=100.0,
            plausible=(0.5, 1.5),
            unit="multiple",
            event=True,
            meaning="Factor on everybody's chance of a need in the second quarter of a year; years "
            "count from period 0.",
            source="no season; a market's own sales tell",
            known="definition",
        ),
        Parameter(
            name="needs_third_quarter",
            default=1.0,
            low=0.0,
            high=100.0,
            plausible=(0.5, 1.5),
            unit="multiple",
            event=True,
            meaning="Factor on everybody's chance of a need in the third quarter of a year; years "
            "count from period 0.",
            source="no season; a market's own sales tell",
            known="definition",
        ),
        Parameter(
            name="needs_fourth_quarter",
            default=1.0,
            low=0.0,
            high=100.0,
            plausible=(0.5, 1.5),
            unit="multiple",
            event=True,
            meaning="Factor on everybody's chance of a need in the last quarter of a year; years "
            "count from period 0.",
            source="no season; a market's own sales tell",
            known="definition",
        ),
        Parameter(
            name="busy_chance",
            default=0.0,
            low=0.0,
            high=1.0,
            plausible=(0.0, 0.2),
            unit="chance per period",
            event=True,
            meaning="How often a period is a busy one for the whole market.",
            source="off; a market's own sales tell",
            known="definition",
        ),
        Parameter(
            name="busy_needs",
            default=1.5,
            low=0.0,
            high=100.0,
            plausible=(1.0, 3.0),
            unit="multiple",
            event=True,
            meaning="Factor on everybody's chance of a need in a busy period.",
            source="guess",
            known="definition",
        ),
    ),
    fields=(
        Field(
            name="wants",
            lasting=True,
            kind="i1",
            low=0,
            high=1,
            codes=("no", "yes"),
            meaning="Whether the customer has a need this period.",
        ),
    ),
    columns=(
        Column(
            name="wanted",
            unit="uses",
            meaning="Needs that the firm's customers brought to it.",
        ),
    ),
)


@needs.rule("share of the period within a quarter = time that both have in common / length")
def share_within(begins: float, length: float, quarter: float) -> float:
    """Return the share of a period that lies within a quarter of the year.

    Parameters
    ----------
    begins, length : float
        Where in the year the period begins, in [0, 1), and what part of the year it is.
    quarter : float
        Where the quarter begins.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> share_within(0.0, 0.5, 0.25)
    0.5
    """
    end = smaller(begins + length, quarter + 0.25)
    start = begins if begins > quarter else quarter
    return positive(end - start) / length


@needs.rule(
    "demand = (1 + Σ over quarters of (needs of the quarter − 1)·share of the period within it)·("
    "busy_needs in a busy period, else 1)"
)
def demand_of(
    begins: float,
    length: float,
    first: float,
    second: float,
    third: float,
    fourth: float,
    busy: float,
) -> float:
    """Return by what season and busy times multiply everybody's chance of a need.

    Parameters
    ----------
    begins, length : float
        Where in the year the period begins, in [0, 1), and what part of the year it is.
    first, second, third, fourth : float
        Factors of the four quarters.
    busy : float
        ``market.busy_needs`` in a busy period, else 1.

    Returns
    -------
    float
        A multiple, at least 0; exactly 1 without seasons.

    Examples
    --------
    >>> demand_of(0.25, 0.5, 3.0, 1.4, 0.8, 1.0, 1.0)
    1.1
    """
    more = (first - 1.0) * share_within(begins, length, 0.0)
    more += (second - 1.0) * share_within(begins, length, 0.25)
    more += (third - 1.0) * share_within(begins, length, 0.5)
    more += (fourth - 1.0) * share_within(begins, length, 0.75)
    return (1.0 + more) * busy


@needs.rule("a need arises when luck < need_rate·demand")
def has_need(need_rate: float, demand: float, luck: float) -> bool:
    """Tell whether a need arises this period.

    Parameters
    ----------
    need_rate : float
        The customer's chance of a need per period, in [0, 1].
    demand : float
        What season and busy times multiply it by.
    luck : float
        Uniform on (0, 1).

    Returns
    -------
    bool
        True when the customer needs the service.

    Examples
    --------
    >>> has_need(0.9, 0.5, 0.5), has_need(0.9, 1.0, 0.5)
    (False, True)
    """
    return luck < need_rate * demand


@needs.rule("a customer may choose when luck < freedom (drawn once per customer)")
def may_choose(freedom: float, luck: float) -> bool:
    """Tell whether a customer is free to choose the firm.

    Parameters
    ----------
    freedom : float
        ``market.freedom``, in [0, 1].
    luck : float
        Uniform on (0, 1), the same for one customer in every period.

    Returns
    -------
    bool
        True for a free customer.

    Examples
    --------
    >>> may_choose(0.0, 0.5)
    False
    """
    return luck < freedom


@needs.rule("who is not free is assigned one of the firms in the market, each with equal chance")
def assigned(firms_open: int, luck: float) -> int:
    """Return which of the open firms an unfree customer is assigned.

    Parameters
    ----------
    firms_open : int
        How many firms are in the market, at least 1.
    luck : float
        Uniform on (0, 1).

    Returns
    -------
    int
        Place among the open firms, from 0.

    Examples
    --------
    >>> assigned(4, 0.6)
    2
    """
    place = int(luck * firms_open)
    return place if place < firms_open else firms_open - 1
