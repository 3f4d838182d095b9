"""Rivals that lose ground copy what the leader does, as far as they can see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.behaviour.imitation import imitated
from relsim.market.engine import compiled, helper
from relsim.market.tables import Conditions, Copied

if TYPE_CHECKING:
    from relsim.market.typed import Floats, SideRecord, Table


@helper
def leader_of(closings: Floats, now: int, span: int, firms: Table[SideRecord]) -> int:
    """Return the firm with the largest mean share of the last six months, or −1."""
    best = -1.0
    leader = -1
    for j in range(closings.shape[1]):
        if firms[j].present <= 0.0:
            continue
        total = 0.0
        for t in range(max(0, now - span), now):
            heads = 0.0
            for k in range(closings.shape[1]):
                heads += closings[t, k]
            if heads > 0.0:
                total += closings[t, j] / heads
        if total > best:
            best = total
            leader = j
    return leader


@compiled
def imitate(
    conditions: Conditions, plain: Floats, copied: Copied, closings: Floats, now: int
) -> None:
    """Let firms that have lost share move towards the leader."""
    sides, theories, worlds, _, _, _ = conditions
    columns, visibility = copied
    theory = theories[0]
    world = worlds[0]
    year = int(world.periods_per_year)
    if now < year + 1:
        return
    leader = leader_of(closings, now, max(1, (year + 1) // 2), sides)
    before = 0.0
    after = 0.0
    for k in range(closings.shape[1]):
        before += closings[now - 1 - year, k]
        after += closings[now - 1, k]
    if leader < 0 or before <= 0.0 or after <= 0.0:
        return
    for j in range(closings.shape[1]):
        told_not_to = j == int(world.focal) and theory.focal_imitates <= 0.0
        if j == leader or told_not_to or sides[j].present <= 0.0:
            continue
        if closings[now - 1, j] / after >= closings[now - 1 - year, j] / before:
            continue
        for c in range(columns.shape[0]):
            column = columns[c]
            plain[j, column] = imitated(
                plain[j, column],
                plain[leader, column],
                theory.imitation_speed,
                visibility[c],
                world.months,
            )
