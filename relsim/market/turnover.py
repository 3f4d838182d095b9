"""A few people leave the population; newcomers take their rows, with beliefs from around them."""

from __future__ import annotations

from typing import Any

import numpy as np

from relsim.behaviour.choice import TURNOVER
from relsim.behaviour.population import newcomers_prior
from relsim.market.births import be_born, number_of
from relsim.market.chance import Purpose, uniform
from relsim.market.engine import compiled, helper


@compiled
def turn_over(
    customers: Any,
    before: Any,
    offsets: Any,
    neighbours: Any,
    keys: Any,
    laws: Any,
    tables: Any,
    shares: Any,
    segment_ids: Any,
    theories: Any,
    world: Any,
    tallies: Any,
    moves: Any,
    departures: Any,
    rows: Any,
) -> int:
    """Let a few people leave the population and newcomers take their rows.

    Who leaves depends on row and period alone, so it is the same in every arm. Nobody
    sees another newcomer: beliefs are read before any row changes hands.
    """
    theory = theories[0]
    rate = world[0].population_turnover
    population = customers.shape[0]
    nobody = tallies.shape[0] - 1
    leavers = 0
    stream = keys[Purpose.DEPARTURE, nobody]
    for i in range(population):
        if uniform(stream, np.uint64(i)) < rate and leavers < rows.shape[0]:
            rows[leavers] = i
            leavers += 1
    everybody = world[0].complete_network > 0.0 and population > 1 and leavers > 0
    totals = _totals(customers, nobody if everybody else 0)
    priors = np.full((leavers, nobody), theory.belief_start)
    heard = np.empty(nobody)
    for k in range(leavers):
        if _heard(customers, offsets, neighbours, rows[k], totals, heard):
            for j in range(nobody):
                priors[k, j] = newcomers_prior(heard[j], theory)
    ended = 0
    for k in range(leavers):
        row = rows[k]
        customer = customers[row]
        firm = customer.firm
        if firm >= 0:
            departures[ended].customer = np.int64(number_of(row, customer.generation, population))
            departures[ended].start = customer.start
            departures[ended].end = np.int32(world[0].period)
            departures[ended].satisfaction = np.float32(customer.satisfaction)
            departures[ended].firm = firm
            departures[ended].segment = customer.segment
            departures[ended].reason = np.int8(TURNOVER)
            ended += 1
            tallies[firm].lost += 1.0
            tallies[firm].lost_population_turnover += 1.0
            tallies[firm].points_forfeited += customer.points
            tallies[firm].points_held -= customer.points
            moves[before[row], firm] -= 1.0
            moves[before[row], nobody] += 1.0
        tallies[nobody].paid_by_departed += customer.spent
        customer.generation = np.int32(customer.generation + 1)
        be_born(
            customer,
            row,
            population,
            priors[k],
            keys,
            laws,
            tables,
            shares,
            segment_ids,
            theory,
        )
    return ended


@helper
def _heard(
    customers: Any, offsets: Any, neighbours: Any, row: int, totals: Any, heard: Any
) -> bool:
    """Write the mean beliefs among a row's acquaintances; False when there are none."""
    firms = heard.shape[0]
    if totals.shape[0] > 0:
        others = customers.shape[0] - 1
        for j in range(firms):
            heard[j] = (totals[j] - customers[row].belief[j]) / others
        return True
    low = offsets[row]
    high = offsets[row + 1]
    if high == low:
        return False
    for j in range(firms):
        total = 0.0
        for k in range(low, high):
            total += customers[neighbours[k]].belief[j]
        heard[j] = total / (high - low)
    return True


@helper
def _totals(customers: Any, firms: int) -> Any:
    """Return the sum of everybody's belief about each firm."""
    totals = np.zeros(firms)
    for i in range(customers.shape[0]):
        for j in range(firms):
            totals[j] += customers[i].belief[j]
    return totals
