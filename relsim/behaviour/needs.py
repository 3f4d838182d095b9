"""Who needs the service in a period, and who may choose where to get it."""

from __future__ import annotations

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


@needs.rule("a need arises when luck < need_rate")
def has_need(need_rate: float, luck: float) -> bool:
    """Tell whether a need arises this period.

    Parameters
    ----------
    need_rate : float
        The customer's chance of a need per period, in [0, 1].
    luck : float
        Uniform on (0, 1).

    Returns
    -------
    bool
        True when the customer needs the service.

    Examples
    --------
    >>> has_need(0.9, 0.5)
    True
    """
    return luck < need_rate


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
