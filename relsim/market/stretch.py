"""A stretch of quiet periods of a small market, lived through in one compiled call.

In a market of a few thousand customers, Python between the passes takes its time, and two
markets side by side wait for each other at every pass, because only one thread at a time
may run Python. So where nothing happens that Python must see to, the
same passes are called in the same order from compiled code. What happens is the same to
the byte as by single steps; ``tests/market/test_stretch.py`` holds the two together.
"""

from __future__ import annotations

from typing import Any

from relsim.market.chance import LIFELONG, PURPOSES, fill_keys
from relsim.market.engine import compiled
from relsim.market.firm_passes import act, imitate, keep_books, meet_demand
from relsim.market.passes import choose, experience, renew_all, spread_news, talk
from relsim.market.turnover import turn_over


@compiled
def live_through(
    now: int,
    begun: int,
    until: int,
    spells: Any,
    ended: int,
    warm_up: int,
    people: Any,
    firm_state: Any,
    conditions: Any,
    luck: Any,
    births: Any,
    books: Any,
    block: Any,
    room: Any,
) -> Any:
    """Live through periods in which nothing is left to Python but to begin the first of them."""
    customers, before, offsets, neighbours, heads = people
    firms, sides, table, momentary, copied, visibility = firm_state
    theories, world_ = conditions
    keys, key, ids = luck
    laws, tables, settled, shares, segment_ids = births
    tallies, plain, moves, closings, offers, costs, spending = books
    counted, counted_plain, stays = block
    messages, in_order, weights, values, lefts, marks, rows, turned = room
    theory = theories[0]
    world = world_[0]
    reserve = customers.shape[0] + turned.shape[0]
    imitates = theory.imitation > 0.0 and theory.imitation_speed > 0.0
    while now < until and spells.shape[0] - ended >= reserve:
        if now > begun:
            for j in range(firms.shape[0]):
                for c in range(momentary.shape[0]):
                    table[j, momentary[c]] = 0.0
        world.period = now - warm_up
        fill_keys(keys, key, ids, now - warm_up, LIFELONG, PURPOSES)
        for i in range(customers.shape[0]):
            before[i] = customers[i].firm
        if imitates and now >= warm_up:
            imitate(firms, table, copied, visibility, closings, now, theories, world_)
        act(firms, heads, shares, theories, world_, keys)
        advertised = False
        for j in range(firms.shape[0]):
            offers[now, j] = firms[j].offer
            advertised = advertised or firms[j].reached != 0.0
        if world.news > 0.0 and theory.challenges > 0.0:
            spread_news(customers, 0, sides, theories, world_, keys)
        if world.launches > 0.0 and theory.satiation > 0.0:
            renew_all(customers, sides, theories)
        ended += choose(
            customers,
            0,
            before,
            heads,
            offsets,
            neighbours,
            sides,
            theories,
            world_,
            settled,
            keys,
            counted,
            moves[now],
            stays,
            spells[ended:],
        )
        add_up(plain[now], counted_plain)
        meet_demand(firms, tallies[now], theories, world_)
        told = experience(
            customers,
            0,
            offsets,
            neighbours,
            sides,
            theories,
            world_,
            settled,
            keys,
            tables,
            counted,
            messages,
        )
        add_up(plain[now], counted_plain)
        if told > 0 or (theory.advertising > 0.0 and advertised):
            talk(
                customers,
                0,
                messages,
                in_order[:told],
                sides,
                theories,
                world_,
                keys,
                weights,
                values,
                lefts,
                marks,
            )
        if theory.population_turnover > 0.0 and customers.shape[0] > 0:
            ended += turn_over(
                customers,
                before,
                offsets,
                neighbours,
                keys,
                laws,
                tables,
                shares,
                segment_ids,
                theories,
                world_,
                tallies[now],
                moves[now],
                spells[ended:],
                rows,
            )
        keep_books(
            sides, tallies[now], plain[now], costs, spending, closings, now, theories, world_
        )
        heads[:] = closings[now]
        now += 1
    return now, ended


@compiled
def add_up(books: Any, counted: Any) -> None:
    """Add what a block counted to the period's books, and begin its count anew."""
    for j in range(books.shape[0]):
        for k in range(books.shape[1]):
            books[j, k] += counted[j, k]
            counted[j, k] = 0.0
