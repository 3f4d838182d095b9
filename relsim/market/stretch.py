"""A stretch of quiet periods of a small market, lived through in one compiled call.

In a market of a few thousand customers, Python between the passes takes its time, and two
markets side by side wait for each other at every pass, because only one thread at a time
may run Python. So where nothing happens that Python must see to, the
same passes are called from compiled code, in the order of :mod:`relsim.market.plan`. What
happens is the same to the byte as by single steps; ``tests/market/test_stretch.py`` holds the
two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relsim.market import booking, firm_passes, minds, passes
from relsim.market.apart import apart
from relsim.market.chance import LIFELONG, LIFELONG_TOO, YEARLY, fill_keys
from relsim.market.engine import compiled, helper
from relsim.market.plan import follows_the_plan
from relsim.market.tables import (
    Around,
    Births,
    Block,
    Conditions,
    Copied,
    Counts,
    Heard,
    Lines,
    Plain,
    Reports,
    Sheet,
)
from relsim.market.turnover import turn_over

if TYPE_CHECKING:
    from relsim.market.typed import Floats, Ints, Keys, SpellRecord, Stream, Table, TallyRecord


_answer, _act = apart(minds.answer), apart(firm_passes.act)
_spread_news, _renew_all = apart(passes.spread_news), apart(passes.renew_all)
_choose, _meet_demand = apart(passes.choose), apart(firm_passes.meet_demand)
_experience, _talk = apart(passes.experience), apart(passes.talk)
_turn_over, _keep_books = apart(turn_over), apart(booking.keep_books)


class Luck(NamedTuple):
    """The keys of a period, and what they are made of: the market's key and the firms' ids."""

    keys: Keys
    key: Stream
    ids: Keys


class Volume(NamedTuple):
    """The books of all periods."""

    tallies: Table[Table[TallyRecord]]
    plain: Floats
    moves: Floats
    closings: Floats
    offers: Floats


class Small(NamedTuple):
    """A small market whole: all that a stretch of its periods is lived with."""

    warm_up: int
    block: Block
    around: Around
    conditions: Conditions
    luck: Luck
    births: Births
    plain: Plain
    momentary: Ints
    copied: Copied
    lines: Lines
    volume: Volume
    counts: Counts
    counted: Floats
    reports: Reports
    heard: Heard
    rows: Ints


@follows_the_plan
@compiled
def live_through(
    now: int,
    begun: int,
    until: int,
    spells: Table[SpellRecord],
    ended: int,
    reserve: int,
    small: Small,
) -> tuple[int, int]:
    """Live through periods in which nothing is left to Python but to begin the first of them."""
    while now < until and spells.shape[0] - ended >= reserve:
        begin(now, now > begun, small)
        act(now, small)
        news(small)
        ended += choose(now, small, spells[ended:])
        load(now, small)
        told = experience(now, small)
        talk(told, small)
        ended += turnover(now, small, spells[ended:])
        books(now, small)
        now += 1
    return now, ended


@helper
def begin(now: int, ends_momentary: bool, small: Small) -> None:
    """Draw the period's keys, note who is with whom, and end what lasts one period."""
    keys, key, ids = small.luck
    customers, _ = small.block
    if ends_momentary:
        for j in range(ids.shape[0] - 1):
            for c in range(small.momentary.shape[0]):
                small.plain.sides[j, small.momentary[c]] = 0.0
    small.conditions.world[0].period = now - small.warm_up
    period = now - small.warm_up
    fill_keys(keys, key, ids, period, LIFELONG, YEARLY)
    year = period // int(small.conditions.world[0].periods_per_year)
    fill_keys(keys, key, ids, year, YEARLY, LIFELONG_TOO)
    for i in range(customers.shape[0]):
        small.around.before[i] = customers[i].firm


@helper
def act(now: int, small: Small) -> None:
    """Let firms answer their rivals, and set their offers."""
    conditions, volume = small.conditions, small.volume
    keys = small.luck.keys
    if now >= small.warm_up and minds.anybody(conditions.sides):
        _answer(conditions, small.plain.sides, small.copied, volume.closings, keys, now)
    _act(conditions, small.around.heads, small.births.shares, keys)
    for j in range(volume.offers.shape[1]):
        volume.offers[now, j] = conditions.sides[j].offer


@helper
def news(small: Small) -> None:
    """Let news and innovations reach everybody, if there are any."""
    conditions = small.conditions
    theory = conditions.theories[0]
    world = conditions.world[0]
    if world.news > 0.0 and theory.challenges > 0.0:
        _spread_news(small.block, conditions, small.luck.keys)
    if world.launches > 0.0 and theory.satiation > 0.0:
        _renew_all(small.block, conditions)


@helper
def choose(now: int, small: Small, departures: Table[SpellRecord]) -> int:
    """Let needs arise and customers review; return the spells that end."""
    tallies, _, stays, _ = small.counts
    counts = Counts(tallies, small.volume.moves[now], stays, departures)
    ended = _choose(small.block, small.around, small.conditions, small.luck.keys, counts)
    add_up(small.volume.plain[now], small.counted)
    return ended


@helper
def load(now: int, small: Small) -> None:
    """Let demand meet capacity."""
    _meet_demand(small.conditions, small.volume.tallies[now])


@helper
def experience(now: int, small: Small) -> int:
    """Let customers live through their uses; return how many reports there are."""
    told = _experience(
        small.block,
        small.around,
        small.conditions,
        small.luck.keys,
        small.counts.tallies,
        small.reports.messages,
    )
    add_up(small.volume.plain[now], small.counted)
    return told


@helper
def talk(told: int, small: Small) -> None:
    """Let word of mouth and advertising reach people, if there is any."""
    conditions = small.conditions
    advertised = False
    for j in range(small.around.heads.shape[0]):
        advertised = advertised or conditions.sides[j].reached != 0.0
    if told > 0 or (conditions.theories[0].advertising > 0.0 and advertised):
        messages, order = small.reports
        reports = Reports(messages, order[:told])
        _talk(small.block, reports, conditions, small.luck.keys, small.heard)


@helper
def turnover(now: int, small: Small, departures: Table[SpellRecord]) -> int:
    """Let a few people leave the population; return the spells that end."""
    conditions, volume = small.conditions, small.volume
    if conditions.theories[0].population_turnover <= 0.0 or small.around.before.shape[0] == 0:
        return 0
    counts = Counts(volume.tallies[now], volume.moves[now], small.counts.stays, departures)
    return _turn_over(
        small.block,
        small.around,
        conditions,
        small.luck.keys,
        small.births,
        counts,
        small.rows,
    )


@helper
def books(now: int, small: Small) -> None:
    """Book the period."""
    volume = small.volume
    sheet = Sheet(volume.tallies[now], volume.plain[now], volume.closings[now])
    _keep_books(small.conditions, small.plain, sheet, small.lines)
    for j in range(small.around.heads.shape[0]):
        small.around.heads[j] = volume.closings[now, j]


@helper
def add_up(books: Floats, counted: Floats) -> None:
    """Add what a block counted to the period's books, and begin its count anew."""
    for j in range(books.shape[0]):
        for k in range(books.shape[1]):
            books[j, k] += counted[j, k]
            counted[j, k] = 0.0
