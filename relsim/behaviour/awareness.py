"""Which firms a customer knows, and so can choose at all."""

from __future__ import annotations

from relsim.behaviour.declaration import Column, Field, Mechanism, Parameter, Record

awareness = Mechanism(
    name="awareness",
    title="Customers know some firms, and consider no others",
    literature=("Dickson 1992", "Feick & Price 1987"),
    switch="everybody knows every firm from the first day.",
    on=False,
    parameters=(
        Parameter(
            name="aware_start",
            default=0.7,
            low=0.0,
            high=1.0,
            plausible=(0.3, 1.0),
            unit="chance per firm",
            meaning="Chance of knowing, at the opening, a firm that is in the market then.",
            source="guess",
        ),
        Parameter(
            name="aware_by_talk",
            default=0.5,
            low=0.0,
            high=1.0,
            unit="chance per period",
            meaning="Chance that hearing good of a firm makes it known.",
            source="guess",
        ),
        Parameter(
            name="aware_by_bad_talk",
            default=0.0,
            low=0.0,
            high=1.0,
            plausible=(0.0, 0.5),
            unit="chance per period",
            meaning="Chance that hearing nothing but bad of a firm makes it known.",
            source="0: to be talked about badly wins nobody unless a claim says so",
        ),
        Parameter(
            name="aware_by_advertising",
            default=0.5,
            low=0.0,
            high=1.0,
            unit="chance per period",
            meaning="Chance that being reached by a firm's advertising makes it known.",
            source="guess",
        ),
        Parameter(
            name="forgetting",
            default=0.02,
            low=0.0,
            high=1.0,
            plausible=(0.0, 0.1),
            per="month",
            unit="rate per month",
            meaning="Chance of forgetting a firm that one knows and is not with.",
            source="guess",
        ),
        Parameter(
            name="review_by_breadth",
            default=1.0,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="How far the dissatisfied look around less where they know fewer other firms "
            "(0: that enters the choice alone).",
            source="guess",
        ),
    ),
    fields=(
        Field(
            name="aware",
            lasting=True,
            kind="bits",
            low=0,
            meaning="One bit a firm: whether the customer knows it; read only while `awareness` is "
            "on.",
        ),
    ),
    columns=(
        Column(
            name="known_by",
            unit="customers",
            meaning="People who know the firm, customers of whatever firm; 0 while `awareness` is "
            "off.",
        ),
    ),
)


@awareness.rule("a firm comes to be known when luck < the chance: aware_by_…, or at birth")
def becomes_known(chance: float, luck: float) -> bool:
    """Tell whether a firm comes to be known.

    Parameters
    ----------
    chance : float
        By what was heard, seen, or known around at birth; in [0, 1].
    luck : float
        Uniform on (0, 1).

    Returns
    -------
    bool

    Examples
    --------
    >>> becomes_known(0.5, 0.4), becomes_known(0.0, 0.4)
    (True, False)
    """
    return luck < chance


@awareness.rule("a known firm that is not the own is forgotten when luck < forgetting")
def is_forgotten(luck: float, theory: Record) -> bool:
    """Tell whether a firm that one knows and is not with is forgotten.

    Parameters
    ----------
    luck : float
        Uniform on (0, 1).
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    bool

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> is_forgotten(0.01, defaults()), is_forgotten(0.5, defaults())
    (True, False)
    """
    return bool(luck < theory.forgetting)


@awareness.rule(
    "breadth = 1 − review_by_breadth·(1 − others known / others in the market); 1 without others"
)
def breadth_of(known: float, others: float, theory: Record) -> float:
    """Return how much of the market besides the own firm a dissatisfied customer can look at.

    Parameters
    ----------
    known, others : float
        Firms in the market besides the own: those the customer knows, and all.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1]; 1 where all are known.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> breadth_of(1.0, 4.0, defaults())
    0.25
    """
    if others <= 0.0:
        return 1.0
    return 1.0 - theory.review_by_breadth * (1.0 - known / others)
