"""Contracts: terms that bind, notice, fees, renewals with their prices, and payments that lapse."""

from __future__ import annotations

import math

from relsim.behaviour.arithmetic import smaller
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, Record

UNSIGNED = -(2**30)
"""The period until which somebody without a contract is bound: long ago."""

contract = Mechanism(
    name="contracts",
    title="A contract binds until its term ends, and renews by itself",
    literature=("Johnen 2019", "Ascarza, Iyengar & Schleicher 2016"),
    switch="nobody signs anything: terms, notice, fees and lapses are without effect.",
    parameters=(
        Parameter(
            name="renewal_review",
            default=0.2,
            low=0.0,
            high=1.0,
            plausible=(0.0, 0.5),
            unit="chance",
            needs=("term",),
            meaning="Chance that a renewal by itself makes a customer look around; that it permits "
            "leaving is apart from this.",
            source="starting value (a guess); a plan recommendation raised leaving in three "
            "months from 6 to 10 % (abstract of Ascarza, Iyengar & Schleicher 2016)",
        ),
    ),
    levers=(
        Lever(
            name="term",
            title="length of the contract",
            source="Johnen 2019",
            default=0.0,
            low=0.0,
            high=120.0,
            plausible=(0.0, 36.0),
            unit="months",
            visibility="visibility_of_points",
            cost="none",
            meaning="How long a customer who joins or renews is bound; 0 for no contract. A change "
            "binds nobody before the own next renewal or joining.",
        ),
        Lever(
            name="notice",
            title="period of notice",
            source="Johnen 2019",
            default=0.0,
            low=0.0,
            high=24.0,
            plausible=(0.0, 6.0),
            unit="months",
            visibility="visibility_of_points",
            cost="none",
            needs=("term",),
            meaning="How long before the end of the term a customer must say that it is the end; "
            "at most the term.",
        ),
        Lever(
            name="exit_fee",
            title="fee for leaving early",
            source="Johnen 2019",
            default=0.0,
            low=0.0,
            high=1e9,
            plausible=(0.0, 500.0),
            unit="money",
            visibility="visibility_of_points",
            cost="none; it is revenue",
            needs=("term",),
            meaning="What leaving before the end of the term costs the customer.",
        ),
        Lever(
            name="renews",
            title="contract renews by itself",
            source="Johnen 2019",
            default=True,
            unit="yes or no",
            cost="none",
            needs=("term",),
            meaning="Whether a contract renews by itself; else its customers are free when it has "
            "ended.",
        ),
        Lever(
            name="renewal_rise",
            title="price rise at renewal",
            source="Johnen 2019",
            default=0.0,
            low=-0.5,
            high=1.0,
            plausible=(0.0, 0.2),
            unit="share of the price",
            visibility="visibility_of_price",
            cost="the margin",
            needs=("term",),
            meaning="How much the price of a customer who renews rises at each renewal; newcomers "
            "pay the list price.",
        ),
        Lever(
            name="price_promise",
            title="price held for the term",
            source="Johnen 2019",
            default=False,
            unit="yes or no",
            cost="the margin",
            needs=("term",),
            meaning="Whether the price of signing holds until the term ends.",
        ),
        Lever(
            name="lapse_rate",
            title="payments that lapse",
            default=0.0,
            low=0.0,
            high=1.0,
            plausible=(0.0, 0.02),
            unit="chance per month",
            strategic=False,
            meaning="How often a customer's payments lapse by themselves (a card that expired).",
        ),
    ),
    fields=(
        Field(
            name="bound_until",
            kind="i4",
            birth=UNSIGNED,
            low=UNSIGNED,
            meaning="The period in which the contract ends or renews; long ago without one.",
        ),
        Field(
            name="signed",
            low=0.0,
            meaning="The price promised at the last signing; 0 when none was.",
        ),
        Field(
            name="fee",
            kind="f4",
            low=0.0,
            meaning="What leaving before the term's end costs by the contract signed, in money.",
        ),
        Field(
            name="leaves_for",
            kind="i1",
            low=-127,
            high=17,
            meaning="Who has given notice: the place of the firm to go to + 2 (1: none at all); "
            "else, below 0, how many periods ahead it must be given.",
        ),
        Field(
            name="leaves_because",
            kind="i1",
            low=0,
            meaning="The reason for which notice was given, by its code.",
        ),
    ),
    columns=(
        Column(
            name="under_contract",
            unit="customers",
            meaning="Customers whose term has not ended at the period's end.",
        ),
        Column(name="renewals", unit="customers", meaning="Contracts renewed."),
        Column(name="notices", unit="customers", meaning="Customers who gave notice."),
        Column(
            name="exit_fees",
            unit="money",
            meaning="Paid for leaving before the end of a term; part of the revenue.",
        ),
    ),
)


@contract.rule(
    "a term of m months is that many periods, rounded up, and ends in period signed + term; at the "
    "opening so many of these are over as chance has it"
)
def periods_of(months: float, months_a_period: float) -> float:
    """Return how many periods a span of a contract takes.

    Parameters
    ----------
    months : float
        The span, at least 0.
    months_a_period : float
        Months in a period, above 0.

    Returns
    -------
    float
        Whole periods.

    Examples
    --------
    >>> periods_of(12.0, 1.0), periods_of(12.0, 3.0), periods_of(1.0, 3.0), periods_of(0.0, 1.0)
    (12.0, 4.0, 1.0, 0.0)
    """
    return float(math.ceil(months / months_a_period - 1e-9))


@contract.rule(
    "who is bound looks around with a reason only, chance min(1, harm + doubt_review·[doubt]); at "
    "a renewal renewal_review of all look around, the others as ever at a need"
)
def reason_while_bound(harm: float, doubt: bool, theory: Record) -> float:
    """Return the chance that a customer who is bound looks around at a need.

    Parameters
    ----------
    harm : float
        What the last failure left unrepaired, in [0, 1].
    doubt : bool
        Whether the customer is in doubt.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        A chance, in [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> reason_while_bound(0.0, False, defaults())
    0.0
    >>> round(reason_while_bound(0.4, True, defaults()), 6)
    0.43
    """
    return smaller(1.0, harm + (theory.doubt_review if doubt else 0.0))


@contract.rule(
    "utility of the present firm rises, for who is bound, by price_sensitivity·fee / "
    "(net price·spend) / look_ahead",
    term="exit fee",
)
def weight_of_fee(fee: float, use_price: float, price_sensitivity: float, theory: Record) -> float:
    """Return what a fee for leaving weighs in a choice, as a price over the needs looked ahead.

    Parameters
    ----------
    fee : float
        Money, at least 0.
    use_price : float
        What one use costs this customer (price × spend), money, above 0.
    price_sensitivity : float
        Utils per 100 % of price.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Utils.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> weight_of_fee(60.0, 20.0, 4.0, SimpleNamespace(look_ahead=12.0))
    1.0
    """
    return price_sensitivity * fee / use_price / theory.look_ahead


@contract.rule(
    "price at a renewal = (promised price, else the offer)·(1 + renewal_rise), promised until the "
    "next; without a rise it is the offer again, promised where price_promise is on"
)
def price_at_renewal(signed: float, offer: float, rise: float, promised: bool) -> float:
    """Return the price that a renewal promises; 0 when none is promised.

    Parameters
    ----------
    signed : float
        The price promised so far, 0 for none; money.
    offer : float
        The price everybody sees, money.
    rise : float
        How much the price rises, as a share.
    promised : bool
        Whether the firm promises the price of signing.

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> price_at_renewal(20.0, 18.0, 0.25, False), price_at_renewal(0.0, 18.0, 0.0, False)
    (25.0, 0.0)
    """
    if rise != 0.0:
        return (signed if signed > 0.0 else offer) * (1.0 + rise)
    return offer if promised else 0.0
