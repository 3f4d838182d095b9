"""Points: earned by paying, paid out when they reach a reward, forfeited by leaving."""

from __future__ import annotations

from relsim.behaviour.arithmetic import smaller
from relsim.behaviour.declaration import Column, Field, Lever, Mechanism, Parameter, Record

points = Mechanism(
    name="rewards",
    title="Points are earned by paying, paid out as a reward, and forfeited by leaving",
    literature=(
        "Berry & Parasuraman 1991",
        "Sharp & Sharp 1997",
        "Kivetz, Urminsky & Zheng 2006",
        "Hartmann & Viard 2008",
    ),
    switch="no points are earned.",
    parameters=(
        Parameter(
            name="look_ahead",
            default=12.0,
            low=1.0,
            high=1000.0,
            plausible=(3.0, 36.0),
            unit="needs",
            needs=(
                "reward_rate",
                "exit_fee",
            ),
            meaning="Over how many needs people spread what a choice brings or forfeits once; the "
            "more, the less it weighs.",
            source="guess: a year of monthly needs; after the abstract of Hartmann & Viard 2008, "
            "frequent customers' incentives hardly depend on the points they hold",
        ),
        Parameter(
            name="goal_gradient",
            default=0.0,
            low=0.0,
            high=100.0,
            plausible=(0.0, 1.0),
            unit="multiple",
            needs=("reward_rate",),
            meaning="How much more points weigh just before a reward than far from it (0 is off).",
            source="off; Kivetz, Urminsky & Zheng 2006 (not read)",
        ),
    ),
    levers=(
        Lever(
            name="reward_rate",
            title="points",
            personal=True,
            default=0.0,
            low=0.0,
            high=0.5,
            plausible=(0.0, 0.15),
            unit="share of money paid",
            visibility="visibility_of_points",
            cost="what is earned, less what is forfeited",
            meaning="Financial bond: points for what is paid.",
        ),
        Lever(
            name="reward_threshold",
            title="points saved for a reward",
            default=1.0,
            low=0.0,
            high=1000.0,
            plausible=(0.0, 3.0),
            unit="uses",
            visibility="visibility_of_points",
            cost="nothing; the later points are paid out, the more are forfeited",
            needs=("reward_rate",),
            meaning="The reward for which points are saved, in the worth of a use; 0 pays out at "
            "once.",
        ),
    ),
    fields=(
        Field(
            name="points",
            low=0.0,
            meaning="Money's worth of points held, forfeited on leaving.",
        ),
    ),
    columns=(
        Column(name="points_earned", unit="money", meaning="Points earned."),
        Column(name="points_redeemed", unit="money", meaning="Points paid out as rewards."),
        Column(name="points_forfeited", unit="money", meaning="Points lost by leaving."),
        Column(name="points_held", unit="money", meaning="Points outstanding at the period's end."),
        Column(
            name="reward_cost",
            unit="money",
            relationship=True,
            cost=True,
            meaning="Points earned less points forfeited.",
        ),
    ),
)


@points.rule(
    "net price = price·(1 − reward_rate): what choice, review, reference price, surplus, "
    "compensation and estimated worth go by"
)
def net_price(price: float, reward_rate: float) -> float:
    """Return a price less the points that are earned by paying it.

    Parameters
    ----------
    price : float
        Money, above 0.
    reward_rate : float
        Share of it that is earned as points, in [0, 1).

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> net_price(20.0, 0.05)
    19.0
    """
    return price * (1.0 - reward_rate)


@points.rule(
    "points += reward_rate·money paid; when they reach reward_threshold·price·spend, all are paid "
    "out"
)
def points_kept(held: float, use_price: float, threshold: float) -> float:
    """Return the points a customer keeps after a use; the rest is paid out.

    Parameters
    ----------
    held : float
        Points with those earned by this use; money.
    use_price : float
        What one use costs this customer, money.
    threshold : float
        The reward, in uses.

    Returns
    -------
    float
        Money, at least 0.

    Examples
    --------
    >>> points_kept(19.5, 20.0, 1.0), points_kept(20.5, 20.0, 1.0)
    (19.5, 0.0)
    """
    return 0.0 if held >= threshold * use_price else held


@points.rule(
    "weight of points = price_sensitivity·points / (price·spend) / look_ahead·(1 + "
    "goal_gradient·min(1, points / (reward_threshold·price·spend)))"
)
def points_weight(
    held: float, use_price: float, threshold: float, price_sensitivity: float, theory: Record
) -> float:
    """Return what the points that leaving forfeits weigh, as the same money off the price would.

    Parameters
    ----------
    held : float
        Points held, money, above 0.
    use_price : float
        What one use costs this customer, money, above 0.
    threshold : float
        The reward, in uses.
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
    >>> from relsim.behaviour import defaults
    >>> round(points_weight(12.0, 20.0, 1.0, 4.0, defaults()), 6)
    0.2
    """
    uses = held / use_price
    weight = price_sensitivity * uses / theory.look_ahead
    if theory.goal_gradient > 0.0:
        nearness = smaller(1.0, uses / threshold) if threshold > 0.0 else 1.0
        weight *= 1.0 + theory.goal_gradient * nearness
    return weight
