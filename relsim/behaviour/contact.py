"""Personal contact: how much is planned, how much reaches the customer, and how warm it is."""

from __future__ import annotations

from relsim.behaviour.arithmetic import smaller
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, Record

CHANNELS = ("face", "phone", "mail", "machine")
MACHINE = 3
LEVELS = ("basic", "reactive", "accountable", "proactive", "partnership")


def _per_word(
    stem: str, words: tuple[str, ...], values: tuple[float, ...], **common: object
) -> tuple[Parameter, ...]:
    meaning = str(common.pop("meaning"))
    return tuple(
        Parameter(name=f"{stem}_{word}", default=value, meaning=f"{meaning} {word}.", **common)  # type: ignore[arg-type]
        for word, value in zip(words, values, strict=True)
    )


contact = Mechanism(
    name="contact",
    title="Contact reaches customers as far as staff are willing and not too thin on the ground",
    literature=("Crosby, Evans & Cowles 1990", "Kotler 2000", "Levitt 1983"),
    parameters=(
        Parameter(
            name="contact_floor",
            default=0.1,
            low=0.0,
            high=1.0,
            unit="contact",
            meaning="Contact that comes with the service itself.",
            source="starting value",
        ),
        Parameter(
            name="motivation_base",
            default=0.3,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="Share of planned contact that unhappy, unrewarded staff carry out.",
            source="starting value; Heskett et al. 1994",
        ),
        Parameter(
            name="motivation_reward",
            default=0.3,
            low=0.0,
            unit="share",
            meaning="What full staff reward adds to it (staff satisfaction adds itself).",
            source="starting value; Heskett et al. 1994",
            needs=("staff_reward",),
        ),
        *_per_word(
            "warmth",
            CHANNELS,
            (1.0, 0.6, 0.25, 0.05),
            meaning="Warmth of contact by channel:",
            unit="warmth",
            low=0.0,
            high=1.0,
            source="starting value; order after Parasuraman, Zeithaml & Berry 1985",
        ),
        *_per_word(
            "level_contact",
            LEVELS,
            (0.0, 0.05, 0.25, 0.6, 1.0),
            meaning="Contact that comes with the relationship level",
            unit="contact",
            low=0.0,
            high=1.0,
            source="starting value; Kotler 2000",
        ),
        *_per_word(
            "level_found",
            LEVELS,
            (0.0, 0.0, 0.4, 0.7, 0.9),
            meaning="Share of silent failures found at the relationship level",
            unit="chance",
            low=0.0,
            high=1.0,
            source="starting value; Kotler 2000",
        ),
        *_per_word(
            "level_joint",
            LEVELS,
            (0.0, 0.0, 0.0, 0.02, 0.05),
            meaning="Quality added by improving together at the relationship level",
            unit="quality",
            low=0.0,
            high=1.0,
            source="starting value; Kotler 2000",
        ),
    ),
    costs=(
        Parameter(
            name="social",
            default=0.5,
            low=0.0,
            unit="money per customer and month",
            meaning="Cost of full personal contact, face to face.",
            source="starting value",
        ),
        *_per_word(
            "channel",
            CHANNELS,
            (1.0, 0.5, 0.1, 0.02),
            meaning="Cost of contact relative to face to face, by channel:",
            unit="multiple",
            low=0.0,
            source="starting value",
        ),
        *_per_word(
            "level",
            LEVELS,
            (0.0, 0.05, 0.3, 1.0, 4.0),
            meaning="Cost of the relationship level",
            unit="money per customer and month",
            low=0.0,
            source="starting value",
        ),
        Parameter(
            name="account_staff",
            default=0.0,
            low=0.0,
            unit="money per account and month",
            meaning="Cost of staff who can hold one customer at full contact.",
            source="starting value: no cost while the capacity is unlimited",
            needs=("account_capacity",),
        ),
    ),
    levers=(
        Lever(
            name="social",
            title="personal contact",
            personal=True,
            default=0.0,
            low=0.0,
            high=1.0,
            unit="intensity",
            visibility="visibility_of_contact",
            cost="`costs.social` per customer and month at 1, × the channel's multiple",
            meaning="Personal contact: staying in touch, advice, remembering people.",
        ),
        Lever(
            name="channel",
            title="channel of contact",
            personal=True,
            default="face",
            choices=CHANNELS,
            cost="multiplies the cost of `social`",
            meaning="Where contact takes place; sets its warmth.",
        ),
        Lever(
            name="level",
            title="Kotler's level",
            personal=True,
            default="reactive",
            choices=LEVELS,
            cost="`costs.level_…` per customer and month",
            meaning="Kotler's relationship level: contact, a channel for complaints (all but "
            "basic), finding silent failures, improving together.",
        ),
        Lever(
            name="account_capacity",
            title="customers staff can hold",
            default=None,
            low=0.0,
            unit="customers",
            cost="`costs.account_staff` per customer of capacity and month",
            meaning="Customers that staff can hold at full contact; unlimited when not set.",
        ),
    ),
    firm_fields=(
        Field(name="warmth", low=0.0, high=1.0, meaning="Warmth of the firm's contact."),
        Field(name="intensity", low=0.0, high=1.0, meaning="Contact that reaches the customers."),
        Field(
            name="contact", low=0.0, high=1.0, meaning="The same, with the floor of the service."
        ),
        Field(name="reach", birth=1.0, low=0.0, high=1.0, meaning="Share that staff can cover."),
        Field(name="found", low=0.0, high=1.0, meaning="Chance that a silent failure is found."),
        Field(name="joint", low=0.0, high=1.0, meaning="Quality added by improving together."),
    ),
    columns=(
        Column(
            name="contact_cost",
            unit="money",
            relationship=True,
            cost=True,
            rate="social",
            meaning="Cost of personal contact.",
        ),
        Column(
            name="level_cost",
            unit="money",
            relationship=True,
            cost=True,
            meaning="Cost of the relationship level.",
        ),
        Column(
            name="account_cost",
            unit="money",
            relationship=True,
            cost=True,
            rate="account_staff",
            meaning="Cost of account staff (none while unlimited).",
        ),
    ),
)


@contact.rule("warmth = min(1, the channel's warmth·(.5 + staff satisfaction))")
def warmth_of(channel_warmth: float, staff_satisfaction: float) -> float:
    """Return how warm contact is: genuine only where staff are content.

    Parameters
    ----------
    channel_warmth : float
        Warmth of the channel, in [0, 1].
    staff_satisfaction : float
        In [0, 1].

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> warmth_of(0.6, 0.5)
    0.6
    """
    return smaller(1.0, channel_warmth * (0.5 + staff_satisfaction))


@contact.rule(
    "motivation = min(1, motivation_base + staff satisfaction + motivation_reward·reward)"
)
def motivation_of(staff_satisfaction: float, staff_reward: float, theory: Record) -> float:
    """Return the share of planned contact that staff carry out.

    Parameters
    ----------
    staff_satisfaction, staff_reward : float
        In [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(motivation_of(0.55, 0.0, defaults()), 6)
    0.85
    """
    reward = theory.motivation_reward * staff_reward
    return smaller(1.0, theory.motivation_base + staff_satisfaction + reward)


@contact.rule(
    "reach = min(1, account_capacity / (planned·customers)); 1 when unlimited or nothing is "
    "planned; reach scales contact, silent failures found and joint improvement, and not the cost"
)
def reach_of(account_capacity: float, planned: float, customers: float) -> float:
    """Return the share of customers that account staff can cover.

    Parameters
    ----------
    account_capacity : float
        Customers that can be held at full contact; NaN when unlimited.
    planned : float
        Planned contact, in [0, 1].
    customers : float
        The firm's customers.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> reach_of(100.0, 0.5, 400.0)
    0.5
    """
    wanted = planned * customers
    if wanted <= 0.0 or not account_capacity < wanted:
        return 1.0
    return account_capacity / wanted


@contact.rule("contact = contact_floor + (1 − contact_floor)·realised intensity")
def contact_of(intensity: float, theory: Record) -> float:
    """Return the contact that a customer has with the firm.

    Parameters
    ----------
    intensity : float
        Contact that reaches customers beyond the service itself, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> contact_of(0.5, defaults())
    0.55
    """
    return theory.contact_floor + (1.0 - theory.contact_floor) * intensity


@contact.rule("planned = max(social, the level's contact); realised = planned·motivation·reach")
def planned_contact(social: float, level_contact: float) -> float:
    """Return the contact that the firm plans.

    Parameters
    ----------
    social : float
        The lever, in [0, 1].
    level_contact : float
        Contact that comes with the relationship level, in [0, 1].

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> planned_contact(0.5, 0.05)
    0.5
    """
    return social if social > level_contact else level_contact
