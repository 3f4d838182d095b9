"""What a running market holds: its tables, laid out once for the whole horizon and opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from relsim.behaviour import LEVERS, TRAITS
from relsim.market import booking, firm_passes, minds, passes
from relsim.market.births import open_market
from relsim.market.blocks import Blocks
from relsim.market.books import Books
from relsim.market.chance import LIFELONG, LIFELONG_TOO, PURPOSES, Purpose, fill_keys, market_key
from relsim.market.engine import Engine, Readable, compile_meanwhile, compiled
from relsim.market.hands import hands
from relsim.market.laws import laws_of
from relsim.market.network import Graph, network_of
from relsim.market.records import (
    FIRM,
    SPELL,
    customer_type,
    firms_of,
    lines_of,
    newborn_of,
    places_of,
    plain_of,
    settled_table,
    theory_of,
    world_of,
)
from relsim.market.tables import (
    Around,
    Births,
    Block,
    Conditions,
    Copied,
    Counts,
    Plain,
    Reports,
    Sheet,
)
from relsim.market.targets import PERSONAL
from relsim.market.turnover import turn_over
from relsim.scenario import Scenario

COPIED = tuple(name for name, lever in LEVERS.items() if lever.visibility)
MOMENTARY = tuple(name for name, lever in LEVERS.items() if lever.momentary)
COPIED_PLACES = places_of(COPIED, FIRM)
MOMENTARY_PLACES = places_of(MOMENTARY, FIRM)
PERSONAL_PLACES = places_of(PERSONAL, FIRM)
NOBODY = 2**32 - 1
"""The id, in keys of luck, of what no firm has a part in."""

_SEEN: set[int] = set()
"""The records, kept for good, of which a market has been laid out."""

draw_keys = compiled(fill_keys)
assert len(TRAITS) <= Purpose.WORTH - Purpose.TRAIT, "every trait needs a stream of its own"


class State:
    """Everything a running market holds.

    Parameters
    ----------
    scenario : Scenario
        Validated settings.
    seed, replication : int
        Of all luck.
    threads : int
        Workers over blocks of rows.
    engine : callable
        From a pass to what is called in its place.
    readable : callable
        From records to what the passes read.

    Attributes
    ----------
    books : Books
        What is kept of every period.
    customers, firms : ndarray of records
        State.
    heads : ndarray of float, shape (firms,)
        Customers of each firm when the period began.
    world : ndarray of ``WORLD``, shape (1,)
        What holds this period.
    network : Network
        Who knows whom.
    now : int
        The period to come, counted from the beginning of the warm-up.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        replication: int,
        threads: int,
        engine: Engine,
        readable: Readable,
        graph: Graph | None = None,
    ) -> None:
        self.scenario = scenario
        self.key = market_key(seed, replication)
        self.now = 0
        self.books = Books(scenario)
        self._lay_out_firms()
        self._lay_out_customers(threads, readable, graph)
        self._lay_out_conditions(readable)
        kind = id(self.customers.dtype)
        if self.books.periods and engine(draw_keys) is draw_keys and kind not in _SEEN:
            _SEEN.add(kind)
            compile_meanwhile(self.calls())
        self._open(engine)
        hands.lend_a_hand()

    @property
    def period(self) -> int:
        """The period to come (or, within a phase, the present one)."""
        return self.now - self.books.warm_up

    def _lay_out_firms(self) -> None:
        scenario = self.scenario
        usual = firms_of(scenario)
        self.usual = plain_of(usual)
        self.all_sides = np.concatenate([usual, usual])
        self.firms = self.all_sides[: len(usual)]
        self.world = world_of(scenario)
        self.plain = Plain(plain_of(self.all_sides), plain_of(self.world))
        self.lines = lines_of()
        behaviour = scenario.behaviour
        seen = [float(getattr(behaviour, LEVERS[name].visibility)) for name in COPIED]
        ends = np.array([(LEVERS[name].low, LEVERS[name].high) for name in COPIED])
        self.copied = Copied(COPIED_PLACES, np.array(seen), ends[:, 0].copy(), ends[:, 1].copy())

    def _lay_out_customers(self, threads: int, readable: Readable, graph: Graph | None) -> None:
        scenario = self.scenario
        count = scenario.market.customers
        firms = len(scenario.firms)
        self.customers = np.zeros(count, customer_type(firms))
        self.held = self.customers["firm"]
        self.heads = np.zeros(firms)
        self.everybody = Block(readable(self.customers), 0)
        self.blocks = Blocks(self.customers, self.books, threads, readable)
        self.network = network_of(scenario, self.key, graph)
        ties = (self.network.offsets, self.network.neighbours)
        self.around = Around(np.zeros(count, np.int8), self.heads, *ties)
        self.rows = np.zeros(min(count, 4096), np.int32)
        self.turned = np.zeros(len(self.rows), SPELL)
        self.estimates = np.full(count, np.nan)

    def _lay_out_conditions(self, readable: Readable) -> None:
        scenario = self.scenario
        laws, quantiles = laws_of(scenario)
        segments = scenario.segments
        shares = np.array([segment.share for segment in segments])
        segment_ids = np.array([segment.id for segment in segments], np.uint64)
        self.births = Births(readable(laws), quantiles, shares, segment_ids)
        self.theory = theory_of(scenario)
        self.conditions = Conditions(
            readable(self.all_sides),
            readable(self.theory),
            readable(self.world),
            settled_table(scenario, self.books.periods + 2),
            quantiles[0],
            readable(newborn_of(self.theory, len(scenario.firms))),
        )
        self.ids = np.array([*(firm.id for firm in scenario.firms), NOBODY], np.uint64)
        self.keys = np.zeros((PURPOSES, len(self.ids)), np.uint64)

    def calls(self) -> list[tuple[Callable[..., Any], tuple[Any, ...]]]:
        """Return the passes of a period, with what they are called with.

        Others begin with the first, and with the longest; this process with the last: where
        customers are born, much of it is compiled already.
        """
        blocks, books, conditions = self.blocks, self.books, self.conditions
        met = (blocks.rows[0], self.around, conditions, self.keys)
        counts, messages = blocks.counts[0], blocks.messages[0]
        sheet = Sheet(books.tallies[0], books.plain[0], books.closings[0])
        reports, heard = Reports(messages, blocks.in_order), blocks.room(0).heard
        turned = Counts(sheet.tallies, books.moves[0], counts.stays, self.turned)
        return [
            (passes.experience, (*met, counts.tallies, messages)),
            (firm_passes.act, (conditions, self.heads, self.births.shares, self.keys)),
            (
                minds.answer,
                (conditions, self.plain.sides, self.copied, books.closings, self.keys, self.now),
            ),
            (booking.keep_books, (conditions, self.plain, sheet, self.lines)),
            (passes.talk, (blocks.rows[0], reports, conditions, self.keys, heard)),
            (firm_passes.meet_demand, (conditions, sheet.tallies)),
            (passes.spread_news, (blocks.rows[0], conditions, self.keys)),
            (passes.renew_all, (blocks.rows[0], conditions)),
            (passes.choose, (*met, counts)),
            (turn_over, (*met, self.births, turned, self.rows)),
        ]

    def _open(self, engine: Engine) -> None:
        """Fill the market: customers, and their first firms."""
        fill, begin = engine(draw_keys), engine(open_market)
        firms = self.scenario.firms
        opening = np.cumsum([float(firm.opening_share) if firm.present else 0.0 for firm in firms])
        # The last share ends at exactly 1, whatever rounding did.
        opening[opening > 1.0 - 1e-9] = 1.0
        start = -self.books.warm_up - 1
        with np.errstate(over="ignore"):
            fill(self.keys, self.key, self.ids, 0, 0, LIFELONG)
            fill(self.keys, self.key, self.ids, 0, LIFELONG_TOO, PURPOSES)
            for block in self.blocks.rows:
                begin(block, opening, start, self.keys, self.births, self.conditions)
        self.heads[:] = np.bincount(self.held[self.held >= 0], minlength=len(self.heads))

    def make_room(self) -> None:
        """Make room for the rows that may change hands: ten standard deviations above the mean."""
        count = len(self.customers)
        if len(self.rows) == count:
            return
        expected = count * float(self.world["population_turnover"][0])
        room = min(count, int(expected + 10.0 * expected**0.5) + 100)
        if room > len(self.rows):
            self.rows = np.zeros(room, np.int32)
            self.turned = np.zeros(room, SPELL)

    @property
    def bytes_per_customer(self) -> float:
        """Memory of a customer with its network and the engine's room, in bytes."""
        arrays = (self.customers, self.around.before, self.rows)
        total = sum(array.nbytes for array in arrays) + self.network.bytes
        return total / max(1, len(self.customers))
