"""A market at a moment: before a pass, which is run again and again on the same records."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from ctypes import byref

import numpy as np

from relsim.market import Market, passes
from relsim.market.clock import Clock
from relsim.market.state import State
from relsim.market.tables import Block
from relsim.scenario import Scenario
from tests.benchmarks.in_c import POINTERS, Job, library
from tests.benchmarks.markets import plain_market

PASSES = ("choose", "experience")
ROWS = 4_000_000
"""Rows that a pass is run over in all, so that small markets are timed as well as large ones."""


class Moment:
    """A market that has lived a little, before its pass `choose`, then before `experience`."""

    def __init__(
        self,
        customers: int,
        lived: int = 12,
        kind: Callable[[int, int], Scenario] = plain_market,
    ) -> None:
        self.market = Market(kind(customers, lived + 1))
        for _ in range(lived):
            self.market.step()
        self.clock: Clock = self.market._clock
        self.state: State = self.clock.state
        self.state.make_room()
        self.clock.begin_period()
        self.market._act()
        self.clock.news()
        self.kept = self.state.customers.copy()

    def on_to_experience(self) -> None:
        """Let customers choose, and demand meet capacity."""
        self.restore()
        self.clock.choose()
        self.clock.load()
        self.kept = self.state.customers.copy()

    def restore(self) -> None:
        """Set back the customers, and all that a pass counts."""
        blocks = self.state.blocks
        self.state.customers[:] = self.kept
        for counted in (blocks.plain, blocks.moves, blocks.stays):
            counted[:] = 0.0

    def in_engine(self, name: str) -> list[Callable[[], int]]:
        """Return the engine's own pass over each block; the last over no row at all."""
        state, blocks = self.state, self.state.blocks
        rows = [*blocks.rows, Block(state.customers[:0], 0)]
        counts = [*blocks.counts, blocks.counts[0]]
        if name == "choose":
            return [
                lambda row=row, count=count: passes.choose(
                    row, state.around, state.conditions, state.keys, count
                )
                for row, count in zip(rows, counts, strict=True)
            ]
        told = blocks.messages[0]
        return [
            lambda row=row, count=count: passes.experience(
                row, state.around, state.conditions, state.keys, count.tallies, told
            )
            for row, count in zip(rows, counts, strict=True)
        ]

    def in_c(self, name: str, options: tuple[str, ...]) -> list[Callable[[], int]]:
        """Return the pass in C over each block; the last over no row at all."""
        state, blocks = self.state, self.state.blocks
        function = getattr(library(state.customers.dtype, len(state.heads), options), name)
        jobs = [self._job(block) for block in range(blocks.number)]
        nobody = self._job(0)
        nobody.rows = 0
        return [lambda job=job: function(byref(job)) for job in (*jobs, nobody)]

    def _job(self, block: int) -> Job:
        state, blocks = self.state, self.state.blocks
        room, rows = blocks.room(block), blocks.ranges[block]
        before, _, offsets, neighbours = state.around
        tables = {
            "customers": state.customers[rows],
            "before": before,
            "offsets": offsets,
            "neighbours": neighbours,
            "sides": state.all_sides,
            "theory": state.theory,
            "world": state.world,
            "settled": state.conditions.settled,
            "severities": state.conditions.severities,
            "newborn": state.conditions.newborn,
            "keys": state.keys,
            "tallies": blocks.plain[block],
            "moves": blocks.moves[block],
            "stays": blocks.stays[block],
            "departures": room.departures,
            "messages": room.messages,
        }
        assert all(table.flags.c_contiguous for table in tables.values())
        assert (before.dtype, offsets.dtype, neighbours.dtype) == (np.int8, np.int32, np.int32)
        numbers = {"rows": rows.stop - rows.start, "first": rows.start, "nobody": len(state.heads)}
        places = {name: table.ctypes.data for name, table in tables.items()}
        return Job(*((numbers | places)[name] for name in POINTERS))

    def left_by(self, calls: list[Callable[[], int]]) -> tuple[bytes, ...]:
        """Return all that a pass leaves behind: customers, counts, spells and reports."""
        state, blocks = self.state, self.state.blocks
        self.restore()
        lists = []
        for block, call in enumerate(calls[:-1]):
            room = blocks.room(block)
            room.departures[:], room.messages[:] = 0, 0
            call()
            lists += [room.departures.tobytes(), room.messages.tobytes()]
        counted = (blocks.plain, blocks.moves, blocks.stays)
        return (state.customers.tobytes(), *(one.tobytes() for one in counted), *lists)

    def nanoseconds(self, ways: dict[str, list[Callable[[], int]]]) -> dict[str, float]:
        """Return what a row costs in each of some ways, taken in turns; medians.

        A call over no row is taken off: in the engine a small market's passes are called from
        compiled code.
        """
        count = len(self.kept)
        took: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(max(5, min(400, ROWS // count))):
            for way, calls in ways.items():
                self.restore()
                calls[-1]()  # warm, as in a run: what hands tables over is no part of the pass
                start = time.thread_time()
                for call in calls[:-1]:
                    call()
                middle = time.thread_time()
                calls[-1]()
                idle = time.thread_time() - middle
                took[way].append(middle - start - idle * (len(calls) - 1))
        return {way: 1e9 * statistics.median(each) / count for way, each in took.items()}
