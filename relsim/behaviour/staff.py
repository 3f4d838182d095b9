"""Staff: content with content customers, skilled by practice and training, lost by turnover."""

from __future__ import annotations

from relsim.behaviour.arithmetic import over_months, positive, share
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, PerHead, Record

staff = Mechanism(
    name="staff",
    title="Staff and customers make each other content or not",
    literature=("Heskett et al. 1994", "Heskett, Sasser & Schlesinger 1997"),
    switch="staff satisfaction and skill stay as they are.",
    parameters=(
        Parameter(
            name="staff_satisfaction_rate",
            default=0.1,
            low=0.0,
            high=1.0,
            per="month",
            unit="rate per month",
            meaning="How fast staff satisfaction moves.",
            source="starting value",
        ),
        Parameter(
            name="staff_by_customers",
            default=0.6,
            low=0.0,
            unit="per unit of satisfaction",
            meaning="What customers' satisfaction does for staff.",
            source="starting value; Heskett et al. 1994",
        ),
        Parameter(
            name="staff_by_care",
            default=0.2,
            low=0.0,
            unit="satisfaction",
            meaning="What full training, or full reward, does for staff.",
            source="starting value",
        ),
        Parameter(
            name="staff_under_load",
            default=0.5,
            low=0.0,
            unit="per unit of load",
            meaning="What load above its limit takes from them.",
            source="starting value",
        ),
        Parameter(
            name="staff_load_limit",
            default=0.85,
            low=0.0,
            unit="uses per capacity",
            meaning="Load from which staff suffer.",
            source="starting value",
            plausible=(0.7, 1.0),
        ),
        Parameter(
            name="skill_by_practice",
            default=0.012,
            low=0.0,
            high=1.0,
            per="month amount",
            unit="per month",
            meaning="Skill learned on the job.",
            source="starting value",
        ),
        Parameter(
            name="skill_by_training",
            default=0.05,
            low=0.0,
            high=1.0,
            per="month amount",
            unit="per month",
            meaning="Skill learned from full training.",
            source="starting value",
            needs=("training",),
        ),
        Parameter(
            name="staff_turnover",
            default=0.03,
            low=0.0,
            high=1.0,
            unit="rate per month",
            meaning="Share of staff that leaves, at staff satisfaction .5.",
            source="starting value",
        ),
        Parameter(
            name="skill_of_new_staff",
            default=0.3,
            low=0.0,
            high=1.0,
            unit="skill",
            meaning="Skill of those who replace them.",
            source="starting value",
        ),
    ),
    levers=(
        Lever(
            name="training",
            title="training of staff",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_systems",
            meaning="Training of staff.",
            per_head=PerHead(
                into="staff_cost",
                default=0.4,
                meaning="Cost of full training.",
            ),
        ),
        Lever(
            name="staff_reward",
            title="rewards for staff",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_systems",
            meaning="Rewarding staff for contact and follow-up.",
            per_head=PerHead(
                into="staff_cost",
                default=0.1,
                meaning="Cost of full reward for keeping contact.",
            ),
        ),
        Lever(
            name="skill_start",
            title="skill at the start",
            default=0.5,
            low=0.0,
            high=1.0,
            unit="skill",
            strategic=False,
            event=False,
            meaning="Staff skill at the opening.",
        ),
        Lever(
            name="staff_satisfaction_start",
            title="staff satisfaction at the start",
            default=0.55,
            low=0.0,
            high=1.0,
            unit="satisfaction",
            strategic=False,
            event=False,
            meaning="Staff satisfaction at the opening.",
        ),
    ),
    firm_fields=(
        Field(name="skill", birth="skill_start", low=0.0, high=1.0, meaning="Staff skill."),
        Field(
            name="staff_satisfaction",
            birth="staff_satisfaction_start",
            low=0.0,
            high=1.0,
            meaning="Staff satisfaction.",
        ),
    ),
    columns=(
        Column(name="skill", unit="skill", meaning="Staff skill at the period's end."),
        Column(
            name="staff_satisfaction",
            unit="satisfaction",
            meaning="Staff satisfaction at the period's end.",
        ),
        Column(
            name="staff_cost",
            unit="money",
            relationship=True,
            cost=True,
            meaning="Training and reward of staff.",
        ),
    ),
)


@staff.rule(
    "staff satisfaction += staff_satisfaction_rate·(.5 + staff_by_customers·(mean satisfaction − "
    ".5) + staff_by_care·(training + reward) − staff_under_load·max(0, load − staff_load_limit) − "
    "itself), in [0, 1]"
)
def staff_satisfaction_after(
    now: float, customers: float, care: float, load: float, theory: Record
) -> float:
    """Return staff satisfaction at the end of a period.

    Parameters
    ----------
    now : float
        Before, in [0, 1].
    customers : float
        Mean satisfaction of the firm's customers (.5 without any).
    care : float
        Training plus reward, in [0, 2].
    load : float
        Uses wanted per capacity.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(staff_satisfaction_after(0.55, 0.6, 0.0, 0.7, defaults()), 6)
    0.551
    """
    drawn_to = 0.5 + theory.staff_by_customers * (customers - 0.5) + theory.staff_by_care * care
    drawn_to -= theory.staff_under_load * positive(load - theory.staff_load_limit)
    return share(now + theory.staff_satisfaction_rate * (drawn_to - now))


@staff.rule("staff turnover = staff_turnover·(1.5 − staff satisfaction) a month, in [0, 1]")
def staff_leaving(staff_satisfaction: float, months: float, theory: Record) -> float:
    """Return the share of staff that leaves in a period, with what it knows.

    Parameters
    ----------
    staff_satisfaction : float
        In [0, 1].
    months : float
        Length of the period.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> staff_leaving(0.5, 1.0, defaults())
    0.03
    """
    return over_months(share(theory.staff_turnover * (1.5 - staff_satisfaction)), months)


@staff.rule(
    "skill += (skill_by_practice + skill_by_training·training)·(1 − skill) − staff turnover·(skill "
    "− skill_of_new_staff), in [0, 1]"
)
def skill_after(
    skill: float, training: float, staff_satisfaction: float, months: float, theory: Record
) -> float:
    """Return staff skill at the end of a period.

    Parameters
    ----------
    skill, training, staff_satisfaction : float
        In [0, 1].
    months : float
        Length of the period.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(skill_after(0.5, 0.0, 0.5, 1.0, defaults()), 6)
    0.5
    """
    learned = (theory.skill_by_practice + theory.skill_by_training * training) * (1.0 - skill)
    leaving = staff_leaving(staff_satisfaction, months, theory)
    return share(skill + learned - leaving * (skill - theory.skill_of_new_staff))
