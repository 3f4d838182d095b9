"""What firms with a mind of their own do in a period: copy, match prices, or try and learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.imitation import imitated
from relsim.behaviour.minds import (
    IMITATOR,
    LEARNER,
    PRICE_MATCHER,
    matched_price,
    pays,
    span_of,
    tried,
)
from relsim.market.chance import Purpose, uniform
from relsim.market.engine import compiled, helper
from relsim.market.tables import Conditions, Copied

if TYPE_CHECKING:
    from relsim.market.typed import Floats, Keys, SideRecord, Table, TheoryRecord, WorldRecord

RESTING = -1.0
"""In ``trial``: a learner waits and measures; 0 for none yet, from 1 on the place of a lever."""


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


@helper
def anybody(sides: Table[SideRecord]) -> bool:
    """Tell whether any firm has a mind but that of standing still."""
    found = False
    for j in range(sides.shape[0] // 2):
        found = found or sides[j].mind > 0.0
    return found


@compiled
def answer(
    conditions: Conditions, plain: Floats, copied: Copied, closings: Floats, keys: Keys, now: int
) -> None:
    """Let every firm in the market act on its mind; what all see is what stood before."""
    sides, theories, worlds, _, _, _ = conditions
    theory = theories[0]
    world = worlds[0]
    firms = closings.shape[1]
    prices = np.full(firms, 1e300)
    for j in range(firms):
        for k in range(firms):
            if k != j and sides[k].present > 0.0:
                prices[j] = min(prices[j], sides[k].price)
    if theory.imitation > 0.0:
        imitate(conditions, plain, copied, closings, now)
    for j in range(firms):
        firm = sides[j]
        if firm.present <= 0.0:
            continue
        if int(firm.mind) == PRICE_MATCHER and prices[j] < 1e300:
            firm.price = matched_price(
                firm.price,
                firm.base_price,
                prices[j],
                firm.unit_cost,
                theory.imitation_speed,
                world.months,
            )
        if int(firm.mind) == LEARNER and theory.imitation_speed > 0.0:
            luck = uniform(keys[Purpose.TRIAL, j], np.uint64(0))
            learn(firm, plain, j, copied, luck, theory, world)


@helper
def imitate(
    conditions: Conditions, plain: Floats, copied: Copied, closings: Floats, now: int
) -> None:
    """Let imitators that have lost share move towards the leader."""
    sides, theories, worlds, _, _, _ = conditions
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
        if j == leader or int(sides[j].mind) != IMITATOR or sides[j].present <= 0.0:
            continue
        if closings[now - 1, j] / after >= closings[now - 1 - year, j] / before:
            continue
        for c in range(copied.columns.shape[0]):
            column = copied.columns[c]
            plain[j, column] = imitated(
                plain[j, column],
                plain[leader, column],
                theory.imitation_speed,
                copied.visibility[c],
                world.months,
            )


@helper
def learn(
    firm: SideRecord,
    plain: Floats,
    j: int,
    copied: Copied,
    luck: float,
    theory: TheoryRecord,
    world: WorldRecord,
) -> None:
    """Let a learner measure for a span, try one lever for the next, and keep it if it paid."""
    span = int(span_of(theory.imitation_speed, world.months))
    place = int(world.period) % (2 * span)
    if place == 0:
        if firm.trial > 0.0 and not pays(firm.gained, firm.gained_before):
            plain[j, copied.columns[int(firm.trial) - 1]] = firm.untried
        firm.trial = RESTING
        firm.gained = 0.0
    elif place == span and firm.trial == RESTING:
        firm.gained_before = firm.gained
        firm.gained = 0.0
        # One number says which lever, and which way.
        choice = int(luck * 2 * copied.columns.shape[0])
        lever = choice // 2
        column = copied.columns[lever]
        firm.trial = lever + 1.0
        firm.untried = plain[j, column]
        up = choice % 2 == 1
        plain[j, column] = tried(
            plain[j, column], up, copied.lows[lever], copied.highs[lever], theory
        )
