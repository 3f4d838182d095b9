"""Following: who left, counted by what a firm knew of them and by what they got of its levers.

From the counts of its own past a firm estimates who will leave and whom its levers keep; from
the two sides of a control group, what they do.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.control_group import GROUPS, group_of
from relsim.behaviour.propensity import kind_of, rate_of_kind, risk_of
from relsim.market.births import number_of
from relsim.market.chance import Purpose, uniform
from relsim.market.engine import compiled, helper
from relsim.market.tables import Block, Conditions
from relsim.market.terms import tenure_of

if TYPE_CHECKING:
    from relsim.market.typed import (
        CustomerRecord,
        Floats,
        Ints,
        Keys,
        Table,
        TallyRecord,
        WorldRecord,
    )

UNMEASURED, WITH, CONTROL = range(3)
"""On which side of a measure a customer is: none, with the levers, in the control group."""
SIDES = 3
ALL = UNMEASURED
"""Where the rates of all sides together stand, among those of each."""
KINDS = (1, 4, 3, 2, 2)
"""Kinds by what is known of customers: all, tenure, complaint, use, worth."""
BEGINS = (0, *accumulate(KINDS[:-1]))
ROWS = sum(KINDS)


class Following:
    """What is kept of a market's customers while some firm follows who leaves.

    Parameters
    ----------
    customers, firms, blocks : int
        How many there are; counts are kept by block, so that blocks may be gone over at once.

    Attributes
    ----------
    codes : ndarray of int16
        By row: kind × sides + side at the period's start; −1 without a firm.
    history : ndarray of float, shape (blocks, firms, SIDES, ROWS, 2)
        Customers × periods, those that ended in leaving and all.
    trials : ndarray of float, shape (blocks, firms, 2, GROUPS, 2)
        The same of both sides of a measure, after the warm-up.
    """

    def __init__(self, customers: int, firms: int, blocks: int) -> None:
        self.codes = np.full(customers, -1, np.int16)
        self.history = np.zeros((blocks, firms, SIDES, ROWS, 2))
        self.trials = np.zeros((blocks, firms, 2, GROUPS, 2))


@compiled
def estimate_rates(history: Floats, conditions: Conditions, rates: Floats) -> None:
    """Estimate rates of leaving by kind: of all, of those with the levers, of the control group."""
    theory = conditions.theories[0]
    for j in range(rates.shape[0]):
        left = history[j, :, 0, 0].sum()
        seen = history[j, :, 0, 1].sum()
        overall = left / seen if seen > 0.0 else 0.0
        for side in range(SIDES):
            mean = overall
            for row in range(ROWS):
                left = history[j, side, row, 0]
                seen = history[j, side, row, 1]
                if side == ALL:
                    left = history[j, :, row, 0].sum()
                    seen = history[j, :, row, 1].sum()
                rates[j, side, row] = rate_of_kind(left, seen, mean, theory)
                if row == 0:
                    mean = rates[j, side, 0]


@helper
def kind_now(customer: CustomerRecord, mean_worth: float, world: WorldRecord) -> int:
    """Return what kind of customer the present firm takes somebody for."""
    used = customer.wants > 0 and customer.habit & 1 > 0
    worthy = customer.worth >= mean_worth
    return kind_of(tenure_of(customer, world), int(customer.last_outcome), used, worthy)


@helper
def rows_of(kind: int) -> tuple[int, int, int, int]:
    """Return where a kind is counted by tenure, complaint, use and worth: undo `kind_of`."""
    worth, rest = kind % KINDS[4], kind // KINDS[4]
    used, rest = rest % KINDS[3], rest // KINDS[3]
    complaint, tenure = rest % KINDS[2], rest // KINDS[2]
    return BEGINS[1] + tenure, BEGINS[2] + complaint, BEGINS[3] + used, BEGINS[4] + worth


@helper
def risk_of_kind(rates: Floats, kind: int) -> float:
    """Return the risk of leaving of a kind of customer, by the rates of one side."""
    tenure, complaint, used, worth = rows_of(kind)
    return risk_of(rates[0], rates[tenure], rates[complaint], rates[used], rates[worth])


@helper
def count_row(history: Floats, row: int, left: float) -> None:
    """Count a customer and period among those of a kind."""
    history[row, 0] += left
    history[row, 1] += 1.0


@compiled
def follow(
    block: Block,
    before: Ints,
    conditions: Conditions,
    keys: Keys,
    codes: Ints,
    history: Floats,
    trials: Floats,
    tallies: Table[TallyRecord],
) -> None:
    """Count who of the customers of the period's start has left a firm that is still there."""
    customers, first = block
    sides, world = conditions.sides, conditions.world[0]
    population = int(world.population)
    for i in range(customers.shape[0]):
        own = before[first + i]
        if own < 0 or sides[own].present <= 0.0:
            continue
        kind, side = codes[i] // SIDES, codes[i] % SIDES
        left = 1.0 if customers[i].firm != own else 0.0
        rows = history[own, side]
        count_row(rows, 0, left)
        for row in rows_of(kind):
            count_row(rows, row, left)
        if side == UNMEASURED:
            continue
        tally = tallies[own]
        if side == CONTROL:
            tally.control += 1.0
            tally.control_lost += left
        else:
            tally.with_levers += 1.0
            tally.with_levers_lost += left
        if world.period >= 0.0:
            number = number_of(first + i, customers[i].generation, population)
            luck = uniform(keys[Purpose.CONTROL, own], number)
            group = group_of(sides[own].control_share, luck)
            count_row(trials[own, side - 1], group, left)
