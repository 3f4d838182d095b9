"""Comfort: the convenience of buying and the setting in which it takes place."""

from __future__ import annotations

from relsim.behaviour.declaration import Column, Lever, Mechanism, Parameter, PerHead, Record

comfort = Mechanism(
    name="comfort",
    title="Convenience saves effort, and a pleasant setting colours what cannot be judged",
    literature=("Berry, Seiders & Grewal 2002", "Bitner 1992"),
    switch="convenience and setting change nothing.",
    parameters=(
        Parameter(
            name="convenience_experience",
            default=0.03,
            low=0.0,
            high=1.0,
            unit="experience",
            meaning="What full convenience adds to the experience of a use.",
            source="starting value; Berry, Seiders & Grewal 2002",
            needs=("convenience",),
        ),
        Parameter(
            name="convenience_effort",
            default=0.2,
            low=0.0,
            unit="utils",
            meaning="Effort that full convenience saves those who stay.",
            source="starting value; Berry, Seiders & Grewal 2002",
            needs=("convenience",),
        ),
        Parameter(
            name="setting_process",
            default=0.1,
            low=0.0,
            high=1.0,
            unit="experience",
            meaning="What the best setting adds to the experience where quality cannot be judged.",
            source="starting value; Bitner 1992",
            needs=("setting",),
        ),
    ),
    levers=(
        Lever(
            name="convenience",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_quality",
            personal=True,
            meaning="Any channel at any hour, self-service, short ways: effort saved.",
            per_head=PerHead(
                into="comfort_cost",
                default=0.2,
                meaning="Cost of full convenience.",
            ),
        ),
        Lever(
            name="setting",
            title="place of service",
            default=0.0,
            low=0.0,
            high=1.0,
            unit="share",
            visibility="visibility_of_quality",
            meaning="The place in which the service is given (the servicescape).",
            per_head=PerHead(
                into="comfort_cost",
                default=0.15,
                meaning="Cost of the best setting.",
            ),
        ),
    ),
    columns=(
        Column(
            name="comfort_cost",
            unit="money",
            cost=True,
            relationship=True,
            meaning="Cost of convenience and setting.",
        ),
    ),
)


@comfort.rule(
    "experience rises by convenience_experience·convenience + (1 − observability)·setting_process·"
    "setting"
)
def comfort_of(firm: Record, observability: float, theory: Record) -> float:
    """Return what convenience and setting add to an experience.

    Parameters
    ----------
    firm : record
        Convenience and setting of the firm.
    observability : float
        Share of the outcome that can be judged, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Experience.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from relsim.behaviour import defaults
    >>> round(comfort_of(SimpleNamespace(convenience=1.0, setting=0.5), 0.8, defaults()), 6)
    0.04
    """
    process = theory.setting_process * firm.setting
    return theory.convenience_experience * firm.convenience + (1.0 - observability) * process


@comfort.rule(
    "utility of the present firm rises by convenience_effort·convenience", term="effort saved"
)
def effort_saved(convenience: float, theory: Record) -> float:
    """Return the effort that the present firm's convenience saves its customer.

    Parameters
    ----------
    convenience : float
        The firm's lever, in [0, 1].
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        Utils.

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> effort_saved(0.5, defaults())
    0.1
    """
    return theory.convenience_effort * convenience
