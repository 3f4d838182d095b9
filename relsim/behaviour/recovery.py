"""Voice and service recovery: who complains, what is repaired, what is left, what is learned."""

from __future__ import annotations

from relsim.behaviour.arithmetic import logistic, positive, share, smaller
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
        ),
        Parameter(
            name="learning_limit",
            default=0.6,
            low=0.0,
            high=1.0,
            unit="share",
            meaning="Share of its failures that a firm can learn to prevent.",
            source="starting value",
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


@recovery.rule(
    "recovery = max(0, recovery_by_compensation·compensation + recovery_by_empowerment·"
    "empowerment + recovery_by_skill·skill + recovery_by_speed·[fast] + recovery_noise·luck); "
    "adjudicating firms compensate no failure that the customer caused"
)
def recovery_given(firm: Record, own_fault: bool, fast: bool, luck: float, theory: Record) -> float:
    """Return how good a recovery is.

    Parameters
    ----------
    firm : record
        Compensation, empowerment, skill and dispute policy of the firm.
    own_fault : bool
        Whether the customer caused the failure.
    fast : bool
        Whether the answer came fast.
    luck : float
        Standard normal.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        At least 0; about 1 for full recovery levers.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from relsim.behaviour import defaults
    >>> firm = SimpleNamespace(compensation=0.6, empowerment=0.5, skill=0.5, dispute=0)
    >>> round(recovery_given(firm, False, True, 0.0, defaults()), 6)
    0.75
    """
    compensation = 0.0 if own_fault and firm.dispute > 0.0 else firm.compensation
    given = (
        theory.recovery_by_compensation * compensation
        + theory.recovery_by_empowerment * firm.empowerment
        + theory.recovery_by_skill * firm.skill
        + theory.recovery_noise * luck
    )
    if fast:
        given += theory.recovery_by_speed
    return positive(given)


@recovery.rule("y = recovery·(1 − severity_discount·severity)·(1 − negativity_discount·negativity)")
def effect_of(given: float, severity: float, negativity: float, theory: Record) -> float:
    """Return what a recovery can repair: less after a grave failure, and with a bitter customer.

    Parameters
    ----------
    given : float
        Recovery, at least 0.
    severity, negativity : float
        Of the failure, and of the customer; in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In units of recovery, at least 0.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(effect_of(0.8, 0.5, 0.4, defaults()), 6)
    0.63
    """
    for_severity = 1.0 - theory.severity_discount * severity
    return given * for_severity * (1.0 - theory.negativity_discount * negativity)


@recovery.rule("repair = min(1, y / recovery_expectation)")
def repair_of(effect: float, expectation: float) -> float:
    """Return the share of the damage that a recovery repairs.

    Parameters
    ----------
    effect : float
        From :func:`effect_of`.
    expectation : float
        Recovery expected, at least 0.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> repair_of(0.4, 0.8)
    0.5
    """
    return 1.0 if effect >= expectation else effect / expectation


@recovery.rule(
    "felt += repair·(felt without failure − felt) + delight·max(0, y − recovery_expectation) − "
    "double_deviation·max(0, .5·recovery_expectation − y), in [0, 1]"
)
def felt_after_recovery(
    felt: float,
    felt_without: float,
    repair: float,
    effect: float,
    expectation: float,
    theory: Record,
) -> float:
    """Return how a handled failure is felt in the end.

    Parameters
    ----------
    felt, felt_without : float
        As felt before recovery, and as the same encounter without the failure; in [0, 1].
    repair : float
        Share of the damage repaired, in [0, 1].
    effect, expectation : float
        From :func:`effect_of`, and the recovery expected.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(felt_after_recovery(0.2, 0.6, 1.0, 1.0, 0.8, defaults()), 6)
    0.67
    """
    felt += repair * (felt_without - felt)
    felt += theory.delight * positive(effect - expectation)
    felt -= theory.double_deviation * positive(0.5 * expectation - effect)
    return share(felt)


@recovery.rule(
    "harm = min(1, harm_base + harm_severity·severity)·(1 − max(0, 2·repair − 1)·(1 − "
    "late_harm·[not fast]))"
)
def harm_left(severity: float, repair: float, fast: bool, theory: Record) -> float:
    """Return what a failure leaves unrepaired; it stays until the next use.

    Who waited for an answer has looked around meanwhile: part of the harm outlives a late repair.

    Parameters
    ----------
    severity, repair : float
        In [0, 1]; repair is 0 in silence.
    fast : bool
        Whether the answer came fast.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(harm_left(0.5, 0.75, True, defaults()), 6)
    0.425
    """
    damage = smaller(1.0, theory.harm_base + theory.harm_severity * severity)
    mended = positive(2.0 * repair - 1.0)
    if not fast:
        mended *= 1.0 - theory.late_harm
    return damage * (1.0 - mended)


@recovery.rule(
    "recovery_expectation += expectation_of_recovery_rate·max(0, recovery − itself), at most 1.2"
)
def expect_recovery(expectation: float, given: float, theory: Record) -> float:
    """Return the recovery expected next time: good recovery becomes the minimum.

    Parameters
    ----------
    expectation, given : float
        Recovery expected and given, before any discount.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1.2].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(expect_recovery(0.8, 1.0, defaults()), 6)
    0.86
    """
    raised = expectation + theory.expectation_of_recovery_rate * positive(given - expectation)
    return smaller(1.2, raised)


@recovery.rule(
    "learned += learning_rate·learning·(complaints captured / customers)·(learning_limit − learned)"
)
def learn(
    learned: float, lever: float, complaints: float, customers: float, theory: Record
) -> float:
    """Return the share of failures that a firm has learned to prevent.

    Parameters
    ----------
    learned : float
        Before, in [0, 1].
    lever : float
        The lever ``learning``, in [0, 1].
    complaints, customers : float
        This period's.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(learn(0.0, 0.5, 10.0, 1000.0, defaults()), 6)
    0.015
    """
    if customers <= 0.0:
        return learned
    step = theory.learning_rate * lever * (complaints / customers)
    return share(learned + smaller(1.0, step) * (theory.learning_limit - learned))
