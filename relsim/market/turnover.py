"""A few people leave the population; newcomers take their rows, with beliefs from around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.choice import TURNOVER
from relsim.behaviour.population import newcomers_prior
from relsim.market.births import be_born, number_of
from relsim.market.chance import Purpose, uniform
from relsim.market.engine import compiled, helper, making_room
from relsim.market.tables import Around, Births, Block, Conditions, Counts
from relsim.market.tallying import count_departure, end_spell, forfeit

if TYPE_CHECKING:
    from relsim.market.typed import CustomerRecord, Floats, Ints, Keys, Stream, Table


@compiled
def turn_over(
    block: Block,
    around: Around,
    conditions: Conditions,
    keys: Keys,
    births: Births,
    counts: Counts,
    rows: Ints,
) -> int:
    """Let a few people leave the population and newcomers take their rows; return spells ended.

    Who leaves depends on row and period alone, so it is the same in every arm. Nobody
    sees another newcomer: beliefs are read before any row changes hands.
    """
    customers = block.customers
    theory = conditions.theories[0]
    world = conditions.world[0]
    tallies, moves, _, departures = counts
    population = customers.shape[0]
    nobody = tallies.shape[0] - 1
    stream = keys[Purpose.DEPARTURE, nobody]
    leavers = find_leavers(population, world.population_turnover, stream, rows)
    everybody = world.complete_network > 0.0 and population > 1 and leavers > 0
    totals = _totals(customers, nobody if everybody else 0)
    priors = np.empty((leavers, 2, nobody))
    heard = np.empty((2, nobody))
    for k in range(leavers):
        told = _heard(customers, around, rows[k], totals, heard)
        for j in range(nobody):
            priors[k, 0, j] = newcomers_prior(heard[0, j], theory) if told else theory.belief_start
            # Who has nobody to ask is as those of the opening were.
            here = theory.aware_start if conditions.sides[j].present > 0.0 else 0.0
            priors[k, 1, j] = heard[1, j] if told else here
    draws = np.empty((2, births.laws.shape[1]))
    ended = 0
    for k in range(leavers):
        row = rows[k] + 0  # as wide as at the opening: birth is compiled once for both
        customer = customers[row]
        firm = customer.firm
        if firm >= 0:
            number = number_of(row, customer.generation, population)
            end_spell(departures[ended], customer, number, TURNOVER, world)
            ended += 1
            count_departure(tallies[firm], TURNOVER)
            forfeit(customer.points, tallies[firm])
            tallies[firm].points_held -= customer.points
            moves[around.before[row], firm] -= 1.0
            moves[around.before[row], nobody] += 1.0
        tallies[nobody].paid_by_departed += customer.spent
        generation = customer.generation + 1
        be_born(customer, row, generation, priors[k], draws, keys, births, conditions)
    return ended


@helper
def find_leavers(population: int, rate: float, stream: Stream, rows: Ints) -> int:
    """Write the rows of those who leave the population; return how many there are."""
    leavers = 0
    for i in range(population):
        if uniform(stream, np.uint64(i)) < rate and leavers < rows.shape[0]:
            rows[leavers] = i
            leavers += 1
    return leavers


@helper
def _heard(
    customers: Table[CustomerRecord], around: Around, row: int, totals: Floats, heard: Floats
) -> bool:
    """Write mean beliefs, and who of a row's acquaintances knows a firm; False without any."""
    _, _, offsets, neighbours = around
    firms = heard.shape[1]
    if totals.shape[1] > 0:
        others = customers.shape[0] - 1
        for j in range(firms):
            heard[0, j] = (totals[0, j] - customers[row].belief[j]) / others
            heard[1, j] = (totals[1, j] - float((customers[row].aware >> j) & 1)) / others
        return True
    low = offsets[row]
    high = offsets[row + 1]
    if high == low:
        return False
    for j in range(firms):
        total = 0.0
        aware = 0.0
        for k in range(low, high):
            total += customers[neighbours[k]].belief[j]
            aware += float((customers[neighbours[k]].aware >> j) & 1)
        heard[0, j] = total / (high - low)
        heard[1, j] = aware / (high - low)
    return True


@making_room
def _totals(customers: Table[CustomerRecord], firms: int) -> Floats:
    """Return the sum of everybody's belief about each firm, and how many know it."""
    totals = np.zeros((2, firms))
    for i in range(customers.shape[0]):
        for j in range(firms):
            totals[0, j] += customers[i].belief[j]
            totals[1, j] += float((customers[i].aware >> j) & 1)
    return totals
