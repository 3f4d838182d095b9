"""The works of a market: its arrays, made once, and the passes of a period over them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from relsim.behaviour import COLUMNS, LEVERS, TRAITS
from relsim.market import births, firm_passes, passes, stretch, surveys, targets, turnover
from relsim.market.books import Books, check_states
from relsim.market.chance import LIFELONG, PURPOSES, Purpose, fill_keys, market_key
from relsim.market.engine import compiled
from relsim.market.laws import laws_of
from relsim.market.network import network_of
from relsim.market.records import (
    FIRM,
    MESSAGE,
    SPELL,
    TALLY,
    customer_type,
    firms_of,
    settled_table,
    theory_of,
    world_of,
)
from relsim.market.targets import PERSONAL, draw_line
from relsim.scenario import Scenario

BLOCK = 8192
"""Rows of a block; fixed, so that sums do not depend on the number of threads."""

COPIED = tuple(name for name, lever in LEVERS.items() if lever.visibility)
MOMENTARY = tuple(name for name, lever in LEVERS.items() if lever.momentary)
COSTLY = tuple(name for name, column in COLUMNS.items() if column.cost)
SPENDING = tuple(name for name, column in COLUMNS.items() if column.relationship)
_fill_keys = compiled(fill_keys)


class Works:
    """Everything a running market holds, and what is done with it every period.

    Parameters
    ----------
    scenario : Scenario
        Validated settings.
    seed, replication : int
        Of all luck.
    threads : int
        Workers over blocks of rows.
    uncompiled : bool
        Run the passes as plain Python.
    engine : callable
        From a pass to what is called in its place; for watching or timing passes.

    Attributes
    ----------
    books : Books
        The books.
    customers, firms : ndarray of records
        State.
    heads : ndarray of float, shape (firms,)
        Customers of each firm when the period began.
    world : ndarray of ``WORLD``, shape (1,)
        What holds this period.
    network : Network
        Who knows whom.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        replication: int,
        threads: int,
        uncompiled: bool,
        engine: Callable[[Any], Any],
    ) -> None:
        self.spec = scenario
        self.threads = threads
        self._uncompiled = uncompiled
        self._engine = engine
        self._pool: ThreadPoolExecutor | None = None
        self._lay_out()
        self._open(market_key(seed, replication))
        self._prepare_passes()

    @property
    def period(self) -> int:
        """The period to come (or, within a phase, the present one)."""
        return self.now - self.books.warm_up

    def _lay_out(self) -> None:
        """Allocate everything once, for the whole horizon."""
        scenario = self.spec
        count = scenario.market.customers
        firms = len(scenario.firms)
        self.books = Books(scenario)
        self.now = 0
        self.customers = np.zeros(count, customer_type(firms))
        usual = firms_of(scenario)
        self._sides = np.concatenate([usual, usual])
        self._usual = usual.view("f8").reshape(firms, -1)
        self.firms = self._sides[:firms]
        self._theory = theory_of(scenario)
        self.world = world_of(scenario)
        self._laws, self._tables = laws_of(scenario)
        self._settled = settled_table(scenario, self.books.periods + 2)
        self._keys = np.zeros((PURPOSES, firms + 1), np.uint64)
        self._before = np.zeros(count, np.int8)
        self.heads = np.zeros(firms)
        blocks = max(1, -(-count // BLOCK))
        self._blocks = blocks
        room = min(BLOCK, max(count, 1))
        workers = min(self.threads, blocks)
        self._scratch = [_Scratch(room, firms) for _ in range(workers)]
        self._block_tallies = np.zeros((blocks, firms + 1), self.books.tallies.dtype)
        self._block_plain = self._block_tallies.view("f8").reshape(
            blocks, firms + 1, len(TALLY.names or ())
        )
        self._block_moves = np.zeros((blocks, firms + 1, firms + 1))
        self._block_stays = np.zeros((blocks, *self.books.stays.shape))
        self._rows = np.zeros(min(count, 4096), np.int32)
        self._turned = np.zeros(len(self._rows), SPELL)
        self._told: list[np.ndarray] = []
        self._starts = np.zeros(blocks + 1, np.int64)
        self._in_order = np.arange(room)
        self._estimates = np.full(count, np.nan)
        self._aimed = False

    def _open(self, key: np.uint64) -> None:
        """Fill the market: network, customers, their first firms."""
        scenario = self.spec
        self.network = network_of(scenario, key)
        none = 2**32 - 1
        ids = [firm.id for firm in scenario.firms]
        self._ids = np.array([*ids, none], np.uint64)
        self._shares = np.array([segment.share for segment in scenario.segments])
        self._segment_ids = np.array([segment.id for segment in scenario.segments], np.uint64)
        self._key = key
        fill = self._engine(_fill_keys)
        with np.errstate(over="ignore"):
            fill(self._keys, key, self._ids, 0, 0, LIFELONG)
        opening = np.cumsum([_opening_share(firm) for firm in scenario.firms])
        # The last share ends at exactly 1, whatever rounding did.
        opening[opening > 1.0 - 1e-9] = 1.0
        begin = self._engine(births.open_market)
        start = -self.books.warm_up - 1
        with np.errstate(over="ignore"):
            for block in range(self._blocks):
                begin(
                    *self._rows_of(block),
                    opening,
                    start,
                    self._keys,
                    self._view(self._laws),
                    self._tables,
                    self._shares,
                    self._segment_ids,
                    self._view(self._theory),
                    self._view(self.world),
                )
        self._held = held = self.customers["firm"]
        self.heads[:] = np.bincount(held[held >= 0], minlength=len(self.heads))
        self._table = self._sides.view("f8").reshape(len(self._sides), -1)
        names = list(FIRM.names or ())
        self._personal = np.array([names.index(name) for name in PERSONAL])
        figures = list(TALLY.names or ())
        self._costs, self._spending = (
            np.array([figures.index(name) for name in lines]) for lines in (COSTLY, SPENDING)
        )
        behaviour = scenario.behaviour
        self._momentary = np.array([names.index(name) for name in MOMENTARY])
        self._copied = np.array([names.index(name) for name in COPIED])
        self._visibility = np.array(
            [getattr(behaviour, LEVERS[name].visibility) for name in COPIED], float
        )

    def _prepare_passes(self) -> None:
        """Choose the passes, compiled or not, and lay out what they are called with."""
        engine = self._engine
        self._fill = engine(_fill_keys)
        self._act, self._imitate = engine(firm_passes.act), engine(firm_passes.imitate)
        self._meet_demand = engine(firm_passes.meet_demand)
        self._keep_books = engine(firm_passes.keep_books)
        self._choose, self._experience = engine(passes.choose), engine(passes.experience)
        self._talk, self._bucket = engine(passes.talk), engine(passes.bucket)
        self._spread_news, self._renew_all = engine(passes.spread_news), engine(passes.renew_all)
        self._turn_over = engine(turnover.turn_over)
        self._step_aside = engine(targets.step_aside)
        self._estimate, self._take_aim = engine(targets.estimate), engine(targets.take_aim)
        behaviour = self.spec.behaviour
        self._imitates = behaviour.imitation and behaviour.imitation_speed > 0.0
        self._common = tuple(
            self._view(records) for records in (self._sides, self._theory, self.world)
        )
        self._plain_firms = self._view(self.firms)
        blocks = range(self._blocks)
        self._choose_arguments = [self._to_choose(block) for block in blocks]
        self._experience_arguments = [self._to_experience(block) for block in blocks]

    def _to_choose(self, block: int) -> tuple[Any, ...]:
        return (
            *self._rows_of(block),
            self._before,
            self.heads,
            self.network.offsets,
            self.network.neighbours,
            *self._common,
            self._settled,
            self._keys,
            self._view(self._block_tallies[block]),
            self._block_moves[block],
            self._block_stays[block],
            self._view(self._scratch_of(block).departures),
        )

    def _to_experience(self, block: int) -> tuple[Any, ...]:
        return (
            *self._rows_of(block),
            self.network.offsets,
            self.network.neighbours,
            *self._common,
            self._settled,
            self._keys,
            self._tables,
            self._view(self._block_tallies[block]),
            self._view(self._scratch_of(block).messages),
        )

    def begin_period(self) -> None:
        """Draw the period's keys and note who is with whom."""
        self.world["period"] = self.period
        self._fill(self._keys, self._key, self._ids, self.period, LIFELONG, PURPOSES)
        np.copyto(self._before, self._held)

    def end_period(self) -> None:
        """Go on to the next period."""
        self.now += 1

    @property
    def is_small(self) -> bool:
        """Whether all customers stand in one block, and the passes are compiled."""
        return self._blocks == 1 and not self._uncompiled

    @property
    def aims(self) -> bool:
        """Whether some firm has aimed at somebody or is about to."""
        return self._aimed or bool(self.firms["target_by"].any())

    def hurry(self, until: int) -> None:
        """Live through quiet periods in one call; see :mod:`relsim.market.stretch`."""
        self._make_room()
        books = self.books
        fixed = self._for_stretch()
        begun = self.now
        while self.now < until:
            books.make_room(len(self.customers) + len(self._turned))
            self.now, books.ended = stretch.live_through(
                self.now, begun, until, books.spells, books.ended, *fixed
            )
        self._count_year(self.now - 1)

    def _for_stretch(self) -> tuple[Any, ...]:
        """Lay out what a stretch is lived with and needs no more room."""
        books, network, scratch = self.books, self.network, self._scratch[0]
        acquaintances = (network.offsets, network.neighbours)
        levers = (self._momentary, self._copied, self._visibility)
        lines = (self._costs, self._spending)
        heard = (scratch.weights, scratch.values, scratch.lefts, scratch.marks)
        return (
            books.warm_up,
            (self.customers, self._before, *acquaintances, self.heads),
            (self.firms, self._sides, self._table, *levers),
            (self._theory, self.world),
            (self._keys, self._key, self._ids),
            (self._laws, self._tables, self._settled, self._shares, self._segment_ids),
            (books.tallies, books.plain, books.moves, books.closings, books.offers, *lines),
            (self._block_tallies[0], self._block_plain[0], self._block_stays[0]),
            (scratch.messages, self._in_order, *heard, self._rows, self._turned),
        )

    def close_books(self) -> None:
        """Add up what is counted by block, and hold the identities of the books."""
        self.books.stays[:] = self._block_stays.sum(axis=0)
        self.books.check(self.now)
        check_states(self.spec, self.customers)

    @property
    def bytes_per_customer(self) -> float:
        """Memory of a customer with its network and the engine's room, in bytes."""
        arrays = (self.customers, self._before, self._rows)
        total = sum(array.nbytes for array in arrays) + self.network.bytes
        return total / max(1, len(self.customers))

    def imitate(self) -> None:
        """Let firms that lose ground copy the leader, once the warm-up is over."""
        if self.period >= 0 and self._imitates:
            self._imitate(
                self._plain_firms,
                self._table,
                self._copied,
                self._visibility,
                self.books.closings,
                self.now,
                *self._common[1:],
            )

    def offer(self) -> None:
        """Set the period's offers."""
        self._act(self._plain_firms, self.heads, self._shares, *self._common[1:], self._keys)
        self.books.offers[self.now] = self.firms["offer"]
        self._aim()

    def _aim(self) -> None:
        """Decide whom the personal levers of firms that target go to."""
        aims = bool(self.firms["aims"].any())
        if aims:
            self._set_aside()
            if self.world["keeps_worth"][0]:
                self._each_block(self._estimate_block)
                draw_line(self.firms, self._held, self._estimates)
        if aims or self._aimed:
            self._each_block(self._aim_block)
            self._add_up()
        self._aimed = aims

    def _set_aside(self) -> None:
        """Write the firms as those meet them whom their personal levers pass by."""
        sides, theory, _ = self._common
        self._step_aside(sides, self._table, self._usual, self._personal, theory)

    def _estimate_block(self, block: int) -> None:
        rows, low = self._rows_of(block)
        _, high = self._range(block)
        self._estimate(rows, low, *self._common, self._keys, self._estimates[low:high])

    def _aim_block(self, block: int) -> None:
        rows, low = self._rows_of(block)
        _, high = self._range(block)
        sides, _, world = self._common
        books = self._view(self._block_tallies[block])
        self._take_aim(rows, sides, world, self._estimates[low:high], books)

    def news(self) -> None:
        """Let challenges, scandals, media and innovations reach everybody."""
        world, theory = self.world, self._theory
        if world["news"][0] and theory["challenges"][0]:
            self._each_block(self._news_block)
        if world["launches"][0] and theory["satiation"][0]:
            self._each_block(self._renewal_block)

    def _news_block(self, block: int) -> None:
        rows, low = self._rows_of(block)
        self._spread_news(rows, low, *self._common, self._keys)

    def _renewal_block(self, block: int) -> None:
        rows, _ = self._rows_of(block)
        sides, theory, _ = self._common
        self._renew_all(rows, sides, theory)

    def choose(self) -> None:
        """Let needs arise and customers review."""
        self._departures: list[np.ndarray] = [_NO_SPELLS] * self._blocks
        self._each_block(self._choose_block)
        for block, departures in enumerate(self._departures):
            self.books.end_spells(departures)
            self.books.moves[self.now] += self._block_moves[block]
        self._block_moves[:] = 0.0
        self._add_up()

    def _choose_block(self, block: int) -> None:
        ended = self._choose(*self._choose_arguments[block])
        if ended:
            self._departures[block] = self._scratch_of(block).departures[:ended].copy()

    def load(self) -> None:
        """Let demand meet capacity."""
        tallies = self._view(self.books.tallies[self.now])
        self._meet_demand(self._plain_firms, tallies, *self._common[1:])
        if self._aimed:
            self._set_aside()

    def experience(self) -> None:
        """Let customers live through their uses."""
        self._told = [_NO_MESSAGES] * self._blocks
        self._each_block(self._experience_block)
        self._add_up()

    def _experience_block(self, block: int) -> None:
        told = self._experience(*self._experience_arguments[block])
        if told:
            self._told[block] = self._scratch_of(block).messages[:told].copy()

    def talk(self) -> None:
        """Let word of mouth and advertising reach people."""
        told = self._told[0] if self._blocks == 1 else np.concatenate(self._told)
        advertised = self._theory["advertising"][0] > 0 and self.firms["reached"].any()
        if not len(told) and not advertised:
            return
        self._messages = told
        if self._blocks == 1:
            self._order = self._in_order[: len(told)]
        else:
            self._starts[:] = 0
            self._order = np.empty(len(told), np.int64)
            self._bucket(self._view(told), BLOCK, self._starts, self._order)
        self._each_block(self._talk_block)

    def _talk_block(self, block: int) -> None:
        rows, low = self._rows_of(block)
        scratch = self._scratch_of(block)
        order = self._order
        if self._blocks > 1:
            order = order[self._starts[block] : self._starts[block + 1]]
        self._talk(
            rows,
            low,
            self._view(self._messages),
            order,
            *self._common,
            self._keys,
            scratch.weights,
            scratch.values,
            scratch.lefts,
            scratch.marks,
        )

    def turnover(self) -> None:
        """Let a few people leave the population."""
        if self._theory["population_turnover"][0] <= 0 or not len(self.customers):
            return
        self._make_room()
        ended = self._turn_over(
            self._view(self.customers),
            self._before,
            self.network.offsets,
            self.network.neighbours,
            self._keys,
            self._view(self._laws),
            self._tables,
            self._shares,
            self._segment_ids,
            *self._common[1:],
            self._view(self.books.tallies[self.now]),
            self.books.moves[self.now],
            self._view(self._turned),
            self._rows,
        )
        self.books.end_spells(self._turned[:ended])

    def book(self) -> None:
        """Book the period, and once a year count what is not counted every period."""
        sides, theory, world = self._common
        tallies = self._view(self.books.tallies[self.now])
        plain = self.books.plain[self.now]
        lines = (self._costs, self._spending)
        closings = self.books.closings
        self._keep_books(sides, tallies, plain, *lines, closings, self.now, theory, world)
        self.heads[:] = closings[self.now]
        self._count_year(self.now)

    def _count_year(self, now: int) -> None:
        """Count what is counted once a year, if a period is the last of one."""
        lived = now - self.books.warm_up + 1
        if lived > 0 and lived % self.books.year == 0:
            self._survey_year(lived // self.books.year - 1, now)

    def _survey_year(self, which: int, now: int) -> None:
        """Count at the end of a year what is not counted every period."""
        customers = self._view(self.customers)
        start = which * self.books.year
        self._engine(surveys.count_cohorts)(customers, start, self.books.cohorts[which])
        if not len(self.network.neighbours):
            return
        counts = np.zeros((len(self.heads), 3))
        self._engine(surveys.count_alike)(
            customers, self.network.offsets, self.network.neighbours, counts
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            alike = counts[:, 1] / counts[:, 0] - counts[:, 2] / len(self.customers)
        self.books.alike[now] = alike

    def _make_room(self) -> None:
        """Make room for the rows that may change hands: ten standard deviations above the mean."""
        count = len(self.customers)
        if len(self._rows) == count:
            return
        expected = count * float(self.world["population_turnover"][0])
        room = min(count, int(expected + 10.0 * expected**0.5) + 100)
        if room > len(self._rows):
            self._rows = np.zeros(room, np.int32)
            self._turned = np.zeros(room, SPELL)

    def _range(self, block: int) -> tuple[int, int]:
        return block * BLOCK, min((block + 1) * BLOCK, len(self.customers))

    def _rows_of(self, block: int) -> tuple[Any, int]:
        """Return a block of customers, and the row of its first."""
        low, high = self._range(block)
        return self._view(self.customers[low:high]), low

    def _scratch_of(self, block: int) -> _Scratch:
        """Return the room of the worker whose turn a block is."""
        return self._scratch[block % len(self._scratch)]

    def _add_up(self) -> None:
        """Add the blocks' books, in order, to the period's."""
        plain = self.books.plain[self.now]
        for block in self._block_plain:
            plain += block
        self._block_plain[:] = 0.0

    def _each_block(self, work: Callable[[int], None]) -> None:
        """Run a pass over all blocks, each worker over a stretch of them."""
        workers = len(self._scratch)
        if workers == 1:
            for block in range(self._blocks):
                work(block)
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(workers)

        def stretch(worker: int) -> None:
            with np.errstate(over="ignore"):
                for block in range(worker, self._blocks, workers):
                    work(block)

        list(self._pool.map(stretch, range(workers)))

    def close(self) -> None:
        """Let the workers go."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _view(self, records: np.ndarray) -> Any:
        """Return records as the engine reads them: plain Python needs attributes."""
        return records.view(np.recarray) if self._uncompiled else records


class _Scratch:
    """Room that one worker needs for a block."""

    def __init__(self, rows: int, firms: int) -> None:
        self.departures = np.zeros(rows, SPELL)
        self.messages = np.zeros(rows, MESSAGE)
        self.weights = np.zeros((rows, firms))
        self.values = np.zeros((rows, firms))
        self.lefts = np.ones((rows, firms))
        self.marks = np.zeros((rows, firms), np.int8)


_NO_SPELLS = np.zeros(0, SPELL)
_NO_MESSAGES = np.zeros(0, MESSAGE)
assert len(TRAITS) <= Purpose.WORTH - Purpose.TRAIT, "every trait needs a stream of its own"


def _opening_share(firm: Any) -> float:
    """Return the share of customers that a firm has at the opening."""
    return float(firm.opening_share) if firm.present else 0.0
