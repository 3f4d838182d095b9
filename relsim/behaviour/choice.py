"""Which firm wins when a customer compares, and why the loser lost."""

from __future__ import annotations

import math

from relsim.behaviour.declaration import LEAST, Column, Field, Lever, Mechanism, Parameter

REASONS = (
    "left the market",
    "failure",
    "poor recovery",
    "price",
    "rival's pull",
    "peers",
    "boredom",
    "no bond",
    "assigned elsewhere",
    "firm closed",
    "population turnover",
    "payment lapsed",
)
"""Reasons for leaving, in the order of their codes; those from ``ASSIGNED`` on are not choices."""

LEFT_MARKET, FAILURE, POOR_RECOVERY, PRICE, PULL, PEERS, BOREDOM, NO_BOND = range(8)
ASSIGNED, CLOSED, TURNOVER, LAPSED = 8, 9, 10, 11

choice = Mechanism(
    name="choice",
    title="Customers who reconsider take the firm with the largest utility",
    literature=("McFadden 1974", "Bearden & Etzel 1982", "Bougie, Pieters & Zeelenberg 2003"),
    parameters=(
        Parameter(
            name="belief_weight",
            default=5.0,
            low=0.0,
            unit="utils",
            meaning="Utils between the worst and the best experience expected of a firm.",
            source="starting value",
        ),
        Parameter(
            name="satisfaction_weight",
            default=3.0,
            low=0.0,
            unit="utils",
            meaning="Utils that full satisfaction adds for the present firm; none takes as many.",
            source="starting value; Oliver 1999",
        ),
        Parameter(
            name="trust_weight",
            default=1.5,
            low=0.0,
            unit="utils",
            meaning="Utils per unit of trust above where trust begins, for the present firm.",
            source="starting value; Morgan & Hunt 1994",
        ),
        Parameter(
            name="harm_weight",
            default=1.4,
            low=0.0,
            unit="utils",
            meaning="Utils that full harm of a failure takes from the present firm: the angry do "
            "not come back.",
            source="fitted to the complaint ladder; Bougie, Pieters & Zeelenberg 2003",
        ),
        Parameter(
            name="outside_utility",
            default=-4.0,
            low=-1e6,
            high=1e6,
            plausible=(-8.0, 0.0),
            unit="utils",
            meaning="Utility of doing without any firm.",
            source="starting value",
        ),
        Parameter(
            name="reference_weight",
            default=0.6,
            low=0.0,
            unit="utils",
            meaning="Utils when all of a customer's acquaintances use the firm (reference-group "
            "approval).",
            source="starting value; Bearden & Etzel 1982",
        ),
        Parameter(
            name="outside_option",
            default=True,
            unit="yes or no",
            meaning="Whether a customer may do without any firm.",
            source="McFadden 1974",
        ),
        Parameter(
            name="reference_group",
            default=True,
            unit="yes or no",
            meaning="Whether acquaintances' firms count in the choice.",
            source="Bearden & Etzel 1982",
        ),
    ),
    market=(
        Parameter(
            name="reference_price",
            default=None,
            low=LEAST,
            unit="money",
            event=True,
            meaning="The price that prices are compared with; when not set, the mean net price in "
            "the market, weighted by customers.",
        ),
    ),
    levers=(
        Lever(
            name="present",
            title="in the market",
            default=True,
            unit="yes or no",
            strategic=False,
            meaning="Whether the firm is in the market; an event lets it enter or close.",
        ),
    ),
    fields=(
        Field(
            name="firm",
            kind="i1",
            birth=-1,
            low=-1,
            high=15,
            meaning="The firm the customer is with, by its place; −1 without one.",
        ),
        Field(
            name="belief",
            lasting=True,
            per_firm=True,
            birth="belief_start",
            low=0.0,
            high=1.0,
            meaning="The experience expected of each firm.",
        ),
        Field(
            name="ever_left",
            lasting=True,
            kind="bits",
            low=0,
            meaning="One bit a firm: whether the customer ever left it (to know who was won back).",
        ),
    ),
    columns=(
        Column(
            name="acquired",
            unit="customers",
            meaning="Customers who joined and had never left this firm before.",
        ),
        Column(
            name="won_back",
            unit="customers",
            meaning="Customers who joined again after leaving this firm earlier.",
        ),
        Column(
            name="won_by_choice",
            unit="customers",
            meaning="Customers acquired or won back by choice; they cost the acquisition.",
        ),
        *(
            Column(
                name="lost_" + reason.replace("'s", "").replace(" ", "_"),
                unit="customers",
                one_of="losses",
                meaning=f"Customers lost; reason: {reason}.",
            )
            for reason in REASONS
        ),
    ),
)


@choice.rule(
    "utility_j = belief_weight·belief_j − price_sensitivity·(net price_j / reference price − 1) + "
    "reference_weight·(share of acquaintances with j), plus Gumbel luck; the largest wins"
)
def pull(
    belief: float,
    price_sensitivity: float,
    price: float,
    reference_price: float,
    peers: float,
    belief_weight: float,
    reference_weight: float,
) -> float:
    """Return what any firm offers a customer, in utils, before luck.

    Parameters
    ----------
    belief : float
        Experience expected of the firm, in [0, 1].
    price_sensitivity : float
        Utils per 100 % of price.
    price, reference_price : float
        What the customer would pay, net of points; what prices are compared with. Money, above 0.
    peers : float
        Share of the customer's acquaintances who are with the firm, in [0, 1].
    belief_weight, reference_weight : float
        Parameters of this mechanism.

    Returns
    -------
    float
        Utils.

    Examples
    --------
    >>> round(pull(0.7, 4.0, 22.0, 20.0, 0.5, 5.0, 0.6), 6)
    3.4
    """
    return (
        belief_weight * belief
        - price_sensitivity * (price / reference_price - 1.0)
        + reference_weight * peers
    )


@choice.rule(
    "for the present firm also: satisfaction_weight·(2·satisfaction − 1) + "
    "trust_weight·(trust − trust at birth) − harm_weight·harm + switching cost − satiation term"
)
def attachment(
    satisfaction: float,
    trust: float,
    harm: float,
    trust_start: float,
    satisfaction_weight: float,
    trust_weight: float,
    harm_weight: float,
) -> float:
    """Return what satisfaction and trust add for the present firm, and harm takes, in utils.

    Parameters
    ----------
    satisfaction, trust : float
        States, in [0, 1]; .5 is neutral satisfaction.
    harm : float
        What the last failure left unrepaired, in [0, 1].
    trust_start : float
        Trust at the beginning of a relationship, in [0, 1].
    satisfaction_weight, trust_weight, harm_weight : float
        Parameters of this mechanism.

    Returns
    -------
    float
        Utils.

    Examples
    --------
    >>> round(attachment(0.6, 0.5, 0.0, 0.4, 3.0, 1.5, 1.0), 6)
    0.75
    >>> round(attachment(0.6, 0.5, 0.5, 0.4, 3.0, 1.5, 1.0), 6)
    0.25
    """
    return (
        satisfaction_weight * (2.0 * satisfaction - 1.0)
        + trust_weight * (trust - trust_start)
        - harm_weight * harm
    )


@choice.rule("luck in a choice is Gumbel: −log(−log(uniform)), one per customer and firm")
def gumbel(uniform: float) -> float:
    """Return standard Gumbel luck, which makes the choice a multinomial logit.

    Parameters
    ----------
    uniform : float
        Uniform on (0, 1).

    Returns
    -------
    float
        Utils.

    Examples
    --------
    >>> round(gumbel(0.5), 6)
    0.366513
    """
    return -math.log(-math.log(uniform))


@choice.rule(
    "reason for leaving: doing without is 'left the market'; else, with harm, 'failure' (silent) "
    "or 'poor recovery' (handled); else the largest positive of the winner's advantage in price, "
    "belief, peers and variety; none positive: 'no bond'. Luck is never a reason"
)
def reason_for_leaving(
    harm: float,
    silent: bool,
    price: float,
    belief: float,
    peers: float,
    variety: float,
) -> int:
    """Return the code of the reason for which one firm lost a customer to another.

    Parameters
    ----------
    harm : float
        What the last failure left unrepaired, in [0, 1].
    silent : bool
        Whether that failure was never voiced nor found.
    price, belief, peers, variety : float
        Winner's term minus the own firm's, in utils.

    Returns
    -------
    int
        Place in ``REASONS``.

    Examples
    --------
    >>> REASONS[reason_for_leaving(0.0, False, 0.2, 0.5, 0.0, 0.1)]
    "rival's pull"
    """
    if harm > 0.0:
        return FAILURE if silent else POOR_RECOVERY
    best = 0.0
    reason = NO_BOND
    if price > best:
        best = price
        reason = PRICE
    if belief > best:
        best = belief
        reason = PULL
    if peers > best:
        best = peers
        reason = PEERS
    if variety > best:
        reason = BOREDOM
    return reason
