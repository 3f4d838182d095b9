"""What each lever costs a team, as a trial of the same market showed it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.behaviour import LEVERS

if TYPE_CHECKING:
    from relsim.scenario import Scenario

PLAYED = ("price", "quality", "reward_rate", "social", "structural", "compensation", "speed")
"""The levers of a team."""

_FREE = ("price",)
"""What no budget is spent on: it costs by what customers pay less."""

_BETTER = 0.1
_HIGHEST = {"reward_rate": 0.2}
"""Beyond these a lever costs more than customers pay: there is no decision in it."""

_BOOKED = ("relationship_spending", "quality_cost")
_POINTS = 4
_YEARS, _CUSTOMERS = 2, 500
"""Of a trial: what is paid once a customer weighs as in the first two years."""


def reach(lever: str, scenario: Scenario) -> tuple[float, float]:
    """Return from where to where a team can set a lever.

    Examples
    --------
    >>> import relsim
    >>> reach("price", relsim.load("insurance")), reach("social", relsim.load("insurance"))
    ((15.0, 25.0), (0.0, 1.0))
    """
    usual = float(getattr(scenario.focal, lever))
    if lever == "price":
        return 0.75 * usual, 1.25 * usual
    low, high = float(LEVERS[lever].low), float(LEVERS[lever].high)
    if lever == "quality":
        return usual, min(high, usual + _BETTER)
    return low, min(high, _HIGHEST.get(lever, high))


@dataclass(frozen=True)
class Prices:
    """A list of prices: what a lever costs per customer and month, at some of its values.

    Parameters
    ----------
    values, costs : mapping of str to sequence of float
        By lever; between two values the cost lies on the line.
    start : mapping of str to float
        How every team's levers stand at the start.
    """

    values: dict[str, list[float]]
    costs: dict[str, list[float]]
    start: dict[str, float]

    def usual(self) -> dict[str, float]:
        """Return how the levers stand at the start."""
        return dict(self.start)

    def of(self, levers: dict[str, float]) -> float:
        """Return what levers cost together, each by itself.

        Examples
        --------
        >>> Prices({"social": [0.0, 1.0]}, {"social": [0.0, 0.5]}, {}).of({"social": 0.2})
        0.1
        """
        return sum(self._one(name, value) for name, value in levers.items() if name in self.values)

    def _one(self, name: str, value: float) -> float:
        values, costs = self.values[name], self.costs[name]
        at = min(max(1, bisect_right(values, value)), len(values) - 1)
        share = (value - values[at - 1]) / (values[at] - values[at - 1])
        return costs[at - 1] + share * (costs[at] - costs[at - 1])


def prices_in(scenario: Scenario, team: str, seed: int) -> Prices:
    """Return the prices of levers: a trial a value, in which one firm sets one lever alone.

    The trial has another luck than the game, so that a price tells nothing about it.
    """
    from relsim.market.bare import BareMarket  # heavy: Numba

    size = {
        "market.periods": round(12 * _YEARS / scenario.months),
        "market.customers": min(_CUSTOMERS, scenario.market.customers),
    }
    trial = scenario.with_overrides(size)

    def spent(lever: str, value: float) -> float:
        event = {"period": 0, "firm": team, "set": {lever: value}}
        run = BareMarket(trial.with_overrides({"events.trial": event}), seed=seed + 1).run()
        ours = run.periods[(run.periods.firm == team) & (run.periods.period >= 0)]
        heads = float(ours.customers.sum()) * scenario.months
        return float(ours[list(_BOOKED)].to_numpy().sum()) / heads if heads else 0.0

    start = {lever: float(getattr(scenario.focal, lever)) for lever in PLAYED}
    usual = spent("price", start["price"])
    values, costs = {}, {}
    for lever in PLAYED:
        if lever in _FREE:
            continue
        low, high = reach(lever, scenario)
        steps = [low + (high - low) * step / (_POINTS - 1) for step in range(_POINTS)]
        values[lever] = sorted({*steps, start[lever]})
        # What is saved elsewhere buys nothing: a lever below its start costs nothing.
        costs[lever] = [max(0.0, spent(lever, one) - usual) for one in values[lever]]
    return Prices(values, costs, start)
