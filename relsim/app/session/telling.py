"""Whose life is told: in which market, under which strategy, and beside which other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.study.explain.fork import forked

if TYPE_CHECKING:
    from relsim.app.session.selection import Selection
    from relsim.scenario import Scenario
    from relsim.study.compare.comparing import Comparing

Told = tuple["Scenario", str, str | None]
"""A market, the name of the strategy there, and that of the other, if there is one."""


def told(selection: Selection, comparing: Comparing, strategy: str, other_future: bool) -> Told:
    """Return what a life is told of.

    In the other future of a fork it is told alone: its past is the same.
    """
    if other_future and selection.fork is not None:
        scenario, name = comparing.market_of(strategy)
        return forked(scenario, name, selection.fork), name, None
    other = next(name for name in selection.strategies if name != strategy)
    return _beside(comparing, strategy, other)


def _beside(comparing: Comparing, strategy: str, other: str) -> Told:
    """Return one market that has both strategies as they are compared, and their names there."""
    scenario, first = comparing.market_of(strategy)
    apart, second = comparing.market_of(other)
    levers = apart.strategies[second].levers
    if second in scenario.strategies and scenario.strategies[second].levers == levers:
        return scenario, first, second
    name = f"{other}, equal budget"
    changed = scenario.with_overrides({f'strategies."{name}"': dict(levers)})
    return changed, first, name
