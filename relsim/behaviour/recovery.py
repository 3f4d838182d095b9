"""Service recovery: what it needs, and who complains. What it mends stands in ``amends``."""

from __future__ import annotations

from relsim.behaviour.arithmetic import logistic
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, PerHead, Record

recovery = Mechanism(
    name="recovery",
    title="Some complain; what is put right in time mends more than it broke",
    literature=(
        "Hirschman 1970",
        "Smith, Bolton & Wagner 1999",
        "Smith & Bolton 2002",
        "Maxham & Netemeyer 2002",
        "de Matos, Henrique & Rossi 2007",
    ),
    switch="every failure stays silent.",
    parameters=(
        Parameter(
            name="voice_base",
            default=-1.9,
            low=-1e3,
            high=1e3,
            plausible=(-4.0, 0.0),
            unit="log-odds",
            meaning="Log-odds of complaining about a failure of no severity.",
            source="starting value; Hirschman 1970",
        ),
        Parameter(
            name="voice_encouragement",
            default=2.0,
            low=0.0,
            unit="log-odds",
            meaning="What full encouragement adds.",
            source="starting value",
        ),
        Parameter(
            name="voice_severity",
            default=1.5,
            low=0.0,
            unit="log-odds",
            meaning="What full severity adds.",
            source="starting value",
        ),
        Parameter(
            name="voice_bond",
            default=1.0,
            low=0.0,
            unit="log-odds",
            meaning="What a full social bond adds.",
            source="starting value; Hirschman 1970 (loyalty gives voice)",
        ),
        Parameter(
            name="recovery_by_compensation",
            default=0.5,
            low=0.0,
            unit="recovery",
            meaning="Recovery that full compensation gives (distributive justice).",
            source="starting value; Smith, Bolton & Wagner 1999",
        ),
        Parameter(
            name="recovery_by_empowerment",
            default=0.3,
            low=0.0,
            unit="recovery",
            meaning="Recovery that fully empowered staff give (procedural justice).",
            source="starting value; Smith, Bolton & Wagner 1999",
        ),
        Parameter(
            name="recovery_by_skill",
            default=0.2,
            low=0.0,
            unit="recovery",
            meaning="Recovery that full skill gives (interactional justice).",
            source="starting value; Smith, Bolton & Wagner 1999",
        ),
        Parameter(
            name="recovery_by_speed",
            default=0.2,
            low=0.0,
            unit="recovery",
            meaning="Recovery that a fast answer gives.",
            source="starting value; Smith, Bolton & Wagner 1999",
        ),
        Parameter(
            name="recovery_noise",
            default=0.2,
            low=0.0,
            unit="recovery",
            meaning="Standard deviation of a recovery from one time to the next.",
            source="starting value",
        ),
        Parameter(
            name="recovery_expectation_start",
            default=0.8,
            low=0.0,
            high=1.2,
            unit="recovery",
            meaning="Recovery expected at the beginning of a relationship.",
            source="starting value",
            plausible=(0.5, 1.1),
        ),
        Parameter(
            name="expectation_of_recovery_rate",
            default=0.3,
            low=0.0,
            high=1.0,
            unit="share per recovery",
            meaning="How fast a better recovery raises what is expected next time.",
            source="starting value; Maxham & Netemeyer 2002",
        ),
        Parameter(
            name="resolved_from",
            default=0.8,
            low=0.0,
            unit="multiple of the expectation",
            meaning="Recovery from which a complaint counts as resolved.",
            source="starting value",
            plausible=(0.6, 1.0),
        ),
        Parameter(
            name="severity_discount",
            default=0.25,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="How much full severity discounts what a recovery repairs.",
            source="starting value; Smith, Bolton & Wagner 1999",
        ),
        Parameter(
            name="negativity_discount",
            default=0.25,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="How much full negativity discounts it: the bitter see the bad in amends, too.",
            source="starting value; Smith & Bolton 2002",
        ),
        Parameter(
            name="delight",
            default=0.35,
            low=0.0,
            unit="felt per unit of recovery",
            meaning="What recovery beyond the expectation adds to the feeling.",
            source="starting value; de Matos, Henrique & Rossi 2007",
        ),
        Parameter(
            name="double_deviation",
            default=0.5,
            low=0.0,
            unit="felt per unit of recovery",
            meaning="What a recovery under half the expectation takes from it.",
            source="starting value; Bitner, Booms & Tetreault 1990",
        ),
        Parameter(
            name="harm_base",
            default=0.7,
            low=0.0,
            unit="chance",
            meaning="Harm left by an unrepaired failure of no severity. Harm adds so much to the "
            "chance of a review, and weighs `harm_weight` × as much against the firm in it.",
            source="fitted to the complaint ladder",
        ),
        Parameter(
            name="harm_severity",
            default=0.3,
            low=0.0,
            unit="chance",
            meaning="What full severity adds to it.",
            source="1 − the default of `harm_base`: the gravest failure leaves full harm",
        ),
        Parameter(
            name="late_harm",
            default=0.4,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="Share of the mended harm that stays when the answer does not come fast.",
            source="fitted to the complaint ladder; Smith, Bolton & Wagner 1999",
        ),
        Parameter(
            name="trust_by_hearing",
            default=0.05,
            low=0.0,
            high=1.0,
            unit="trust",
            meaning="Trust gained by being heard.",
            source="starting value",
        ),
        Parameter(
            name="learning_rate",
            default=5.0,
            low=0.0,
            unit="per complaint and customer",
            meaning="How fast captured complaints teach a firm with the lever at 1.",
            source="starting value; Berry & Parasuraman 1991",
            needs=("learning",),
        ),
        Parameter(
            name="learning_limit",
            default=0.6,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="Share of its failures that a firm can learn to prevent.",
            source="starting value",
            needs=("learning",),
        ),
    ),
    costs=(
        Parameter(
            name="handling",
            default=2.0,
            low=0.0,
            unit="money per complaint",
            meaning="Cost of handling a complaint, compensation apart.",
            source="starting value",
        ),
    ),
    levers=(
        Lever(
            name="encouragement",
            title="inviting complaints",
            personal=True,
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_quality",
            meaning="How much customers are invited to complain.",
            per_head=PerHead(
                into="recovery_cost",
                default=0.02,
                meaning="Cost of full encouragement to complain.",
            ),
        ),
        Lever(
            name="compensation",
            title="money back after a failure",
            personal=True,
            default=0.6,
            low=0.0,
            high=1.0,
            unit="share of the price",
            visibility="visibility_of_quality",
            cost="the share of the price paid, at every complaint",
            meaning="What a complainant gets back.",
        ),
        Lever(
            name="empowerment",
            title="staff may decide",
            personal=True,
            default=0.5,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_quality",
            meaning="How far staff may decide on the spot.",
            per_head=PerHead(
                into="recovery_cost",
                default=0.1,
                meaning="Cost of fully empowered staff.",
            ),
        ),
        Lever(
            name="speed",
            title="fast answers to complaints",
            personal=True,
            default=0.5,
            low=0.0,
            high=1.0,
            unit="chance",
            visibility="visibility_of_quality",
            meaning="How often a complaint is answered fast.",
            per_head=PerHead(
                into="recovery_cost",
                default=0.1,
                meaning="Cost of answering fast always.",
            ),
        ),
        Lever(
            name="learning",
            title="learning from complaints",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_quality",
            meaning="How much the firm learns from the complaints it captures.",
            per_head=PerHead(
                into="recovery_cost",
                default=0.05,
                meaning="Cost of learning fully from complaints.",
            ),
        ),
        Lever(
            name="dispute",
            title="customers' own mistakes",
            personal=True,
            default="accept_all",
            choices=("accept_all", "adjudicate"),
            cost="none",
            meaning="Whether failures that the customer caused are compensated too.",
        ),
    ),
    fields=(
        Field(
            name="recovery_expectation",
            birth="recovery_expectation_start",
            low=0.0,
            high=1.2,
            meaning="The recovery expected after a failure.",
        ),
        Field(
            name="harm",
            low=0.0,
            high=1.0,
            meaning="What the last failure left unrepaired: adds as much to the chance of a "
            "review, and weighs `harm_weight` × as much against the firm in it.",
        ),
    ),
    columns=(
        Column(
            name="complaints",
            unit="uses",
            meaning="Failures that were voiced, or found by the firm, and handled.",
        ),
        Column(name="resolved", unit="uses", meaning="Complaints resolved, fast or not."),
        Column(name="resolved_fast", unit="uses", meaning="Complaints resolved fast."),
        Column(name="mishandled", unit="uses", meaning="Complaints not resolved."),
        Column(name="silent", unit="uses", meaning="Failures neither voiced nor found."),
        Column(
            name="compensation_cost",
            unit="money",
            relationship=True,
            cost=True,
            meaning="Compensation of complaints.",
        ),
        Column(
            name="handling_cost",
            unit="money",
            relationship=True,
            cost=True,
            rate="handling",
            meaning="Handling of complaints, compensation apart.",
        ),
        Column(
            name="recovery_cost",
            unit="money",
            relationship=True,
            cost=True,
            meaning="Encouragement, empowerment, speed and learning.",
        ),
    ),
)


@recovery.rule(
    "chance of voice = logistic(voice_base + voice_encouragement·encouragement + "
    "voice_severity·severity + voice_bond·social_bond), 0 without a channel"
)
def voice_chance(
    encouragement: float, severity: float, social_bond: float, theory: Record
) -> float:
    """Return the chance that a customer complains about a failure.

    Parameters
    ----------
    encouragement : float
        The firm's lever, in [0, 1].
    severity, social_bond : float
        In [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In (0, 1).

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(voice_chance(0.5, 0.6, 0.0, defaults()), 6)
    0.5
    """
    return logistic(
        theory.voice_base
        + theory.voice_encouragement * encouragement
        + theory.voice_severity * severity
        + theory.voice_bond * social_bond
    )
