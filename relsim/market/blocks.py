"""Customers in fixed blocks of rows: what is counted by block, and workers that go over them.

Blocks do not depend on the number of threads, and their sums are added in order, so results
do not depend on it either.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from relsim.market.books import Books
from relsim.market.engine import Readable
from relsim.market.records import MESSAGE, SPELL, TALLY, plain_of
from relsim.market.tables import Block, Counts, Heard, Reports

BLOCK = 8192
"""Rows of a block; fixed, so that sums do not depend on the number of threads."""


class Blocks:
    """The blocks of a market's customers.

    Parameters
    ----------
    customers : ndarray of records
        All of them.
    books : Books
        What the blocks' counts are added to.
    threads : int
        Workers over the blocks.
    readable : callable
        From records to what the passes read.
    """

    def __init__(
        self, customers: np.ndarray, books: Books, threads: int, readable: Readable
    ) -> None:
        count, firms = len(customers), books.closings.shape[1]
        self.size = BLOCK
        self.number = max(1, -(-count // BLOCK))
        self.workers = min(threads, self.number)
        self._readable = readable
        self._books = books
        self._pool: ThreadPoolExecutor | None = None
        self.ranges = [
            slice(block * BLOCK, min((block + 1) * BLOCK, count)) for block in range(self.number)
        ]
        self.rows = [Block(readable(customers[one]), one.start) for one in self.ranges]
        room = min(BLOCK, max(count, 1))
        self._rooms = [Room(room, firms) for _ in range(self.workers)]
        tallies = np.zeros((self.number, firms + 1), TALLY)
        self.plain = plain_of(tallies)
        self.moves = np.zeros((self.number, firms + 1, firms + 1))
        self.stays = np.zeros((self.number, *books.stays.shape))
        self.counts = [
            Counts(
                readable(tallies[block]),
                self.moves[block],
                self.stays[block],
                readable(self.room(block).departures),
            )
            for block in range(self.number)
        ]
        self.messages = [readable(self.room(block).messages) for block in range(self.number)]
        self.in_order = np.arange(room)

    def room(self, block: int) -> Room:
        """Return the room of the worker whose turn a block is."""
        return self._rooms[block % self.workers]

    def reports_of(self, told: np.ndarray, order: np.ndarray, starts: np.ndarray) -> list[Reports]:
        """Return the reports of a period by the block of their listener."""
        messages = self._readable(told)
        if self.number == 1:
            return [Reports(messages, self.in_order[: len(told)])]
        bounds = itertools.pairwise(starts)
        return [Reports(messages, order[low:high]) for low, high in bounds]

    def add_up(self, now: int) -> None:
        """Add the blocks' books, in order, to a period's."""
        books = self._books.plain[now]
        for block in self.plain:
            books += block
        self.plain[:] = 0.0

    def add_moves(self, now: int) -> None:
        """Add the blocks' moves, in order, to a period's."""
        for block in self.moves:
            self._books.moves[now] += block
        self.moves[:] = 0.0

    def each(self, work: Callable[[int], None]) -> None:
        """Run a pass over all blocks, each worker over every so many of them."""
        if self.workers == 1:
            for block in range(self.number):
                work(block)
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.workers)

        def share(worker: int) -> None:
            with np.errstate(over="ignore"):
                for block in range(worker, self.number, self.workers):
                    work(block)

        list(self._pool.map(share, range(self.workers)))

    def close(self) -> None:
        """Let the workers go."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


class Room:
    """What one worker needs room for while it is at a block."""

    def __init__(self, rows: int, firms: int) -> None:
        self.departures = np.zeros(rows, SPELL)
        self.messages = np.zeros(rows, MESSAGE)
        self.heard = Heard(
            np.zeros((rows, firms)),
            np.zeros((rows, firms)),
            np.ones((rows, firms)),
            np.zeros((rows, firms), np.int8),
        )
