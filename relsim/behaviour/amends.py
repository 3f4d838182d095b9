"""What an answer to a failure repairs, how it is felt, and what harm it leaves."""

from __future__ import annotations

from relsim.behaviour.arithmetic import positive, share, smaller
from relsim.behaviour.declaration import Record
from relsim.behaviour.recovery import recovery


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
