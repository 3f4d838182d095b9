"""Rivals' challenges, scandals and media: news that moves everybody at once."""

from __future__ import annotations

from relsim.behaviour.arithmetic import share
from relsim.behaviour.declaration import Column, Lever, Mechanism, Parameter, PerHead, Record

challenge = Mechanism(
    name="challenges",
    title="News about a firm moves beliefs and makes customers doubt their choice",
    literature=("Festinger 1957", "McGuire 1964"),
    switch="challenges, scandals and media do nothing.",
    parameters=(
        Parameter(
            name="news_weight",
            default=0.15,
            low=0.0,
            high=1.0,
            unit="experience",
            meaning="How far a full challenge or scandal moves beliefs about the firm in the news.",
            source="starting value",
            needs=("challenge", "scandal", "hospitality"),
        ),
    ),
    levers=(
        Lever(
            name="reassurance",
            title="reassuring customers",
            personal=True,
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_contact",
            meaning="Reminding customers why they chose well; works as far as they trust "
            "(inoculation, McGuire 1964).",
            per_head=PerHead(
                into="reassurance_cost",
                default=0.03,
                meaning="Cost of full reassurance.",
            ),
        ),
        Lever(
            name="challenge",
            title="attack on rivals",
            default=0.0,
            low=0.0,
            high=10.0,
            unit="multiple",
            strategic=False,
            momentary=True,
            meaning="An attack by this firm on the others' customers (a launch, a campaign).",
        ),
        Lever(
            name="scandal",
            default=0.0,
            low=0.0,
            high=10.0,
            unit="multiple",
            strategic=False,
            momentary=True,
            meaning="A scandal about this firm.",
        ),
        Lever(
            name="media",
            title="what the media say",
            default=0.0,
            low=-1.0,
            high=1.0,
            unit="experience",
            strategic=False,
            momentary=True,
            meaning="What the media add to (or take from) everybody's belief about this firm.",
        ),
    ),
    columns=(
        Column(
            name="reassurance_cost",
            unit="money",
            relationship=True,
            cost=True,
            meaning="Cost of reassurance.",
        ),
    ),
)


@challenge.rule("damping = 1 − reassurance·trust of the customer's own firm (1 without a firm)")
def damping(reassurance: float, trust: float) -> float:
    """Return the share of a challenge that gets through to a customer.

    Parameters
    ----------
    reassurance : float
        The own firm's lever, in [0, 1].
    trust : float
        Trust in it, in [0, 1].

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> damping(1.0, 0.4)
    0.6
    """
    return 1.0 - reassurance * trust


@challenge.rule(
    "challenge by a rival: belief about it + news_weight·challenge·damping, and doubt with chance "
    "challenge·damping; scandal of a firm: belief about it − news_weight·scandal·damping (damping "
    "1 for those not with it), and doubt of its customers with chance scandal·damping; media: "
    "belief of all + media. All in [0, 1]"
)
def belief_after_news(belief: float, change: float) -> float:
    """Return a belief after news about the firm.

    Parameters
    ----------
    belief : float
        Before, in [0, 1].
    change : float
        What the news adds or takes.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> belief_after_news(0.95, 0.15)
    1.0
    """
    return share(belief + change)


@challenge.rule("news strength = news_weight·value·damping")
def news_strength(value: float, damped: float, theory: Record) -> float:
    """Return how far a challenge or scandal moves a belief.

    Parameters
    ----------
    value : float
        The firm's setting ``challenge`` or ``scandal``.
    damped : float
        Share that gets through, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Experience.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(news_strength(1.0, 0.6, defaults()), 6)
    0.09
    """
    return theory.news_weight * value * damped
