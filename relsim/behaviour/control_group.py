"""Control group: some of the target get nothing, so that a firm can measure its own levers."""

from __future__ import annotations

from relsim.behaviour.declaration import Column, Lever, Mechanism

control_group = Mechanism(
    name="control_group",
    title="Some of those whom levers are meant for get nothing, and are counted apart",
    literature=("Ascarza 2018",),
    levers=(
        Lever(
            name="control_share",
            title="control group",
            default=0.0,
            low=0.0,
            high=1.0,
            plausible=(0.0, 0.5),
            unit="share of the target",
            cost="the levers it goes without",
            needs=("target_by", "target_from", "target_to"),
            meaning="Share of the target that gets none of the personal levers and is counted "
            "apart, so that the firm can measure what they do.",
        ),
        Lever(
            name="control_gets",
            title="control group gets the levers",
            default=False,
            unit="yes or no",
            cost="none; the levers cost where they go",
            needs=("control_share",),
            meaning="Whether the control group gets the levers all the same and is only counted "
            "apart: what it would have done with them, which no real firm can see.",
            source="an experimenter's and no firm's: the other half of a counterfactual",
        ),
    ),
    columns=(
        Column(
            name="with_levers",
            unit="customers",
            meaning="Customers at the period's start whom the firm's personal levers go to, while "
            "it has a control group.",
        ),
        Column(
            name="with_levers_lost",
            unit="customers",
            meaning="Those of them who left.",
        ),
        Column(
            name="control",
            unit="customers",
            meaning="Customers at the period's start in the control group: those of the target "
            "who get none of the personal levers.",
        ),
        Column(
            name="control_lost",
            unit="customers",
            meaning="Those of them who left.",
        ),
    ),
)

GROUPS = 20
"""Parts into which either side falls by luck, so that their spread tells how sure a measure is."""


@control_group.rule("a customer of the target is in the control group when luck < control_share")
def is_control(share: float, luck: float) -> bool:
    """Tell whether a customer is in a firm's control group.

    Parameters
    ----------
    share : float
        The lever, in [0, 1].
    luck : float
        Uniform on (0, 1), the same for a customer and firm for life.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_control(0.2, 0.19), is_control(0.2, 0.2), is_control(0.0, 0.0)
    (True, False, False)
    """
    return luck < share


@control_group.rule(
    "each side falls into 20 groups: ⌊20·luck / control_share⌋, on the other side ⌊20·(luck − "
    "control_share) / (1 − control_share)⌋"
)
def group_of(share: float, luck: float) -> int:
    """Return in which of the groups of its side a customer is counted.

    Parameters
    ----------
    share, luck : float
        As for :func:`is_control`.

    Returns
    -------
    int
        From 0 to 19.

    Examples
    --------
    >>> group_of(0.2, 0.015), group_of(0.2, 0.19), group_of(0.2, 0.2), group_of(0.2, 0.999)
    (1, 19, 0, 19)
    """
    within = luck / share if luck < share else (luck - share) / (1.0 - share)
    group = int(within * GROUPS)
    return group if group < GROUPS else GROUPS - 1
