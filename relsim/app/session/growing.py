"""How far what is computed grows, step by step, within the limits of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.app.server.limits import why_too_large
from relsim.study.plausible.asking import UNASKED

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.plausible import Plausible

STEPS = (10, 20, 40, 70, 100)
"""Worlds after which the page is drawn anew."""

IN_SETTINGS = (20, 40, 70, UNASKED)
"""The same of plausible settings."""

GOALS = (100, 70, 40, 20, 10, 5, 2)
"""How far a comparison grows: as far as the limits of the page allow for its market."""

MOST_KEPT = 2_000_000
"""Periods that a comparison keeps the profit of, over all its runs: sixteen megabytes."""


def fits(scenario: Scenario, strategies: int, worlds: int) -> bool:
    """Return whether a comparison lies within the limits of the page."""
    kept = int(scenario.market.periods) * strategies * worlds
    return kept <= MOST_KEPT and why_too_large(scenario, strategies, worlds) is None


def goal_of(scenario: Scenario, strategies: int) -> int:
    """Return how many worlds a comparison grows to; 0 where not even the fewest fit."""
    return next((one for one in GOALS if fits(scenario, strategies, one)), 0)


def worlds_after(done: int, goal: int) -> int:
    """Return how many worlds there are to be next."""
    return next((step for step in STEPS if done < step < goal), goal)


def settings_after(done: int) -> int:
    """Return how many settings there are to be next."""
    return next((step for step in IN_SETTINGS if step > done), IN_SETTINGS[-1])


def in_full(found: Plausible | None) -> bool:
    """Return whether there are no more settings to live through."""
    return found is not None and found.n >= IN_SETTINGS[-1]
