"""Trust: built by satisfaction and warm contact, lost by silence and by unresolved failures."""

from __future__ import annotations

from relsim.behaviour.arithmetic import positive, share
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, PerHead, Record

trust = Mechanism(
    name="trust",
    title="Trust grows slowly with satisfaction and contact and fades without",
    literature=("Morgan & Hunt 1994", "Crosby, Evans & Cowles 1990"),
    switch="trust stays as it is.",
    parameters=(
        Parameter(
            name="trust_start",
            default=0.4,
            low=0.0,
            high=1.0,
            unit="trust",
            meaning="Trust at the beginning of a relationship.",
            source="starting value",
        ),
        Parameter(
            name="trust_by_satisfaction",
            default=0.12,
            low=0.0,
            high=1.0,
            unit="per use",
            meaning="How fast satisfaction above neutral builds trust.",
            source="starting value; Morgan & Hunt 1994",
        ),
        Parameter(
            name="trust_by_contact",
            default=0.03,
            low=0.0,
            high=1.0,
            per="month",
            unit="rate per month",
            meaning="How fast full, warm contact builds trust.",
            source="starting value; Crosby, Evans & Cowles 1990",
        ),
        Parameter(
            name="trust_by_messages",
            default=0.25,
            low=0.0,
            unit="contact per message",
            meaning="What one direct message a month is worth in warm contact.",
            source="starting value",
            needs=("direct_messages",),
        ),
        Parameter(
            name="estrangement",
            default=0.01,
            low=0.0,
            high=1.0,
            per="month",
            unit="rate per month",
            meaning="How fast trust falls back to its floor without contact.",
            source="starting value; Levitt 1983",
        ),
        Parameter(
            name="trust_floor",
            default=0.3,
            low=0.0,
            high=1.0,
            unit="trust",
            meaning="Trust of a distant stranger.",
            source="starting value",
        ),
        Parameter(
            name="trust_loss",
            default=0.25,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="Share of trust that an unresolved failure of full severity destroys.",
            source="starting value; Morgan & Hunt 1994",
        ),
    ),
    levers=(
        Lever(
            name="direct_messages",
            title="letters and e-mail",
            personal=True,
            default=0.0,
            low=0.0,
            high=4.0,
            unit="messages per customer and month",
            visibility="visibility_of_contact",
            cost="`costs.message` each",
            meaning="Letters and e-mail: statements, reports, news. One-way and not very warm.",
            per_head=PerHead(
                name="message",
                into="message_cost",
                default=0.05,
                unit="money per message",
                meaning="Cost of one direct message to one customer.",
            ),
        ),
    ),
    fields=(
        Field(
            name="trust",
            birth="trust_start",
            low=0.0,
            high=1.0,
            meaning="Trust in the present firm and its staff.",
        ),
    ),
    columns=(
        Column(
            name="trust",
            unit="trust",
            mean_of="customers",
            meaning="Mean trust of the firm's customers.",
        ),
        Column(
            name="message_cost",
            unit="money",
            relationship=True,
            cost=True,
            meaning="Cost of direct messages.",
        ),
    ),
)


@trust.rule(
    "trust += [use] trust_by_satisfaction·max(satisfaction − .5, 0)·(1 − trust) + "
    "trust_by_contact·(contact·warmth + trust_by_messages·direct messages)·(1 − trust) − "
    "estrangement·(trust − trust_floor)·(1 − contact) − [unresolved] trust_loss·trust·severity; "
    "all terms at once, on the trust after being heard"
)
def trust_after(
    trust: float,
    used: bool,
    satisfaction: float,
    contact: float,
    warmth: float,
    messages: float,
    unresolved_severity: float,
    theory: Record,
) -> float:
    """Return trust at the end of a period.

    Parameters
    ----------
    trust : float
        After being heard, in [0, 1].
    used : bool
        Whether the customer used the firm this period.
    satisfaction : float
        Already updated, in [0, 1].
    contact, warmth : float
        Contact that reached the customer (with the floor), and its warmth; in [0, 1].
    messages : float
        Direct messages a month.
    unresolved_severity : float
        Severity of an unresolved failure of this period, else 0.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(trust_after(0.4, True, 0.6, 0.1, 1.0, 0.0, 0.0, defaults()), 6)
    0.4081
    """
    change = trust_gain_by_contact(trust, contact, warmth, messages, theory)
    if used:
        change += theory.trust_by_satisfaction * positive(satisfaction - 0.5) * (1.0 - trust)
    change -= theory.estrangement * (trust - theory.trust_floor) * (1.0 - contact)
    change -= theory.trust_loss * trust * unresolved_severity
    return share(trust + change)


@trust.rule(
    "trust gained by contact = trust_by_contact·(contact·warmth + trust_by_messages·direct "
    "messages)·(1 − trust)"
)
def trust_gain_by_contact(
    trust: float, contact: float, warmth: float, messages: float, theory: Record
) -> float:
    """Return the trust that contact builds in a period.

    Parameters
    ----------
    trust, contact, warmth : float
        In [0, 1].
    messages : float
        Direct messages a month.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Change of trust.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(trust_gain_by_contact(0.4, 0.5, 1.0, 0.0, defaults()), 6)
    0.009
    """
    touch = contact * warmth + theory.trust_by_messages * messages
    return theory.trust_by_contact * touch * (1.0 - trust)
