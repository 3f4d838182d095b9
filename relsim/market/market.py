"""A market: a Mesa model that lives through periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import mesa
import numpy as np

from relsim.behaviour import LEVERS, MARKET, TRAITS, carried
from relsim.errors import InputError
from relsim.market import births, firm_passes, passes, surveys
from relsim.market.chance import LIFELONG, PURPOSES, fill_keys, market_key
from relsim.market.customers import Customers
from relsim.market.engine import compiled
from relsim.market.firm import Firm
from relsim.market.laws import laws_of
from relsim.market.ledger import Ledger
from relsim.market.network import network_of
from relsim.market.plan import BUILT_IN, Phase, Plan, Step, insert, with_parameters
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
from relsim.market.run import Run
from relsim.market.watch import Watch
from relsim.scenario import Scenario

BLOCK = 8192
"""Rows of a block; fixed, so that sums do not depend on the number of threads."""

MOMENTARY = tuple(name for name, lever in LEVERS.items() if lever.momentary)
COPIED = tuple(name for name, lever in LEVERS.items() if lever.visibility)
_fill_keys = compiled(fill_keys)


class Market(mesa.Model):  # type: ignore[misc]
    """A market of customers and competing firms.

    Parameters
    ----------
    scenario : Scenario
        From :func:`relsim.load`.
    seed : int
        Of all luck, 0 and more.
    replication : int
        Which of the worlds of that seed, 0 and more.
    strategy : str, optional
        The focal firm's strategy from period 0 on; by default the one its scenario names.
    phases : sequence of Phase
        A user's own mechanisms.
    firms : mapping of str to type
        Subclasses of :class:`Firm` for firms with a mind of their own, by name.
    threads : int
        Threads within the market; they change the time and nothing else. They pay above
        some 20 000 customers; below, run replications side by side.
    uncompiled : bool
        Run the passes as plain Python: the reference, a thousand times slower.

    Attributes
    ----------
    spec : Scenario
        The scenario.
    period : int
        The period to come; 0 is the first after the warm-up, negative ones lie within it.
    customers : Customers
        Columns of all customers.
    firms : dict of str to Firm
        The firms, Mesa agents, by name.
    plan : Plan
        What happens in a period; prints as a list.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.Market(relsim.load("insurance", {"market.periods": 12}), seed=7)
    >>> run = market.run()
    >>> int(run.periods["period"].max())
    11
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        replication: int = 0,
        *,
        strategy: str | None = None,
        phases: Iterable[Phase] = (),
        firms: Mapping[str, type[Firm]] | None = None,
        threads: int = 1,
        uncompiled: bool = False,
    ) -> None:
        _check_numbers(seed=seed, replication=replication, threads=threads)
        super().__init__(rng=seed)
        self.spec = scenario
        self.seed = seed
        self.replication = replication
        self.threads = max(1, threads)
        self.strategy = _strategy_name(scenario, strategy)
        self._uncompiled = uncompiled
        self._lay_out()
        self._open(market_key(seed, replication))
        self.customers = Customers(self._customers, scenario.firm_names)
        self.phases = with_parameters(phases, scenario.phases)
        self.plan: Plan = insert(self._steps(), self.phases)
        self._make_firms(dict(firms or {}))
        self.watched = Watch(())
        self._pool: ThreadPoolExecutor | None = None

    # ------------------------------------------------------------------ making a market

    def _lay_out(self) -> None:
        """Allocate everything once, for the whole horizon."""
        scenario = self.spec
        count = scenario.market.customers
        firms = len(scenario.firms)
        self.ledger = Ledger(scenario)
        self._now = 0
        self._customers = np.zeros(count, customer_type(firms))
        self.firm_records = firms_of(scenario)
        self._theory = theory_of(scenario)
        self._world = world_of(scenario)
        self._laws, self._tables = laws_of(scenario)
        self._settled = settled_table(scenario, self.ledger.periods + 2)
        self._keys = np.zeros((PURPOSES, firms + 1), np.uint64)
        self._before = np.zeros(count, np.int8)
        self.heads = np.zeros(firms)
        blocks = max(1, -(-count // BLOCK))
        self._blocks = blocks
        room = min(BLOCK, max(count, 1))
        workers = min(self.threads, blocks)
        self._scratch = [_Scratch(room, firms) for _ in range(workers)]
        self._block_tallies = np.zeros((blocks, firms + 1), self.ledger.tallies.dtype)
        self._block_plain = self._block_tallies.view("f8").reshape(blocks, firms + 1, len(TALLY))
        self._block_moves = np.zeros((blocks, firms + 1, firms + 1))
        self._block_stays = np.zeros((blocks, *self.ledger.stays.shape))
        self._rows = np.zeros(min(count, 4096), np.int32)
        self._turned = np.zeros(len(self._rows), SPELL)
        self._told: list[np.ndarray] = []

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
        start = -self.ledger.warm_up - 1

        def fill_block(block: int, _worker: int) -> None:
            low, high = self._range(block)
            begin(
                self._view(self._customers[low:high]),
                low,
                opening,
                start,
                self._keys,
                self._view(self._laws),
                self._tables,
                self._shares,
                self._segment_ids,
                self._view(self._theory),
                self._view(self._world),
            )

        with np.errstate(over="ignore"):
            for block in range(self._blocks):
                fill_block(block, 0)
        held = self._customers["firm"]
        self.heads[:] = np.bincount(held[held >= 0], minlength=len(self.heads))
        self._table = self.firm_records.view("f8").reshape(len(self.firm_records), -1)
        names = list(FIRM.names or ())
        behaviour = scenario.behaviour
        self._copied = np.array([names.index(name) for name in COPIED])
        self._visibility = np.array(
            [getattr(behaviour, LEVERS[name].visibility) for name in COPIED], float
        )
        self._events = _by_period(scenario)

    def _make_firms(self, minds: dict[str, type[Firm]]) -> None:
        """Make the firms as Mesa agents, and let Mesa forget this market."""
        self.firms: dict[str, Firm] = {}
        unknown = [name for name in minds if name not in self.spec.firm_names]
        if unknown:
            raise InputError(
                f"firms: there is no firm {unknown[0]!r}; there are "
                f"{', '.join(self.spec.firm_names)}."
            )
        for place, name in enumerate(self.spec.firm_names):
            self.firms[name] = minds.get(name, Firm)(self, place, name)
        # Mesa 3.3 counts agents in a class attribute keyed by model, which keeps every
        # model alive for ever; all firms exist now, so this market takes itself out.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self._minds = [firm for firm in self.firms.values() if type(firm).decide is not Firm.decide]

    # ------------------------------------------------------------------ living

    @property
    def period(self) -> int:
        """The period to come (or, within a phase, the present one)."""
        return self._now - self.ledger.warm_up

    @property
    def finished(self) -> bool:
        """Whether the horizon has been reached."""
        return self._now >= self.ledger.periods

    def step(self) -> None:
        """Live through one period."""
        if self.finished:
            self.running = False
            return
        self._world["period"] = self.period
        fill = self._engine(_fill_keys)
        with np.errstate(over="ignore"):
            fill(self._keys, self._key, self._ids, self.period, LIFELONG, PURPOSES)
            np.copyto(self._before, self._customers["firm"])
            if self.watched.rows:
                self.watched.begin(self)
            for step in self.plan:
                step.run(self)
            if self.watched.rows:
                self.watched.end(self)
        self._now += 1
        self.running = not self.finished

    def run(self, progress: Callable[[int, int], None] | None = None) -> Run:
        """Live to the end of the horizon and return what happened.

        Parameters
        ----------
        progress : callable, optional
            Called with the periods lived and all periods, after each.

        Returns
        -------
        Run
        """
        try:
            while not self.finished:
                self.step()
                if progress is not None:
                    progress(self._now, self.ledger.periods)
        finally:
            self._close()
        self.running = False
        return self.result()

    def result(self) -> Run:
        """Return what has happened so far, with the books' identities checked.

        Returns
        -------
        Run

        Raises
        ------
        IdentityError
            When the books do not balance: a fault of ours.
        """
        self.ledger.stays[:] = self._block_stays.sum(axis=0)
        self.ledger.check(self._now)
        return Run(self, self._now)

    def watch(self, rows: Iterable[int]) -> Watch:
        """Watch some customers: keep their records of every period from now on.

        Parameters
        ----------
        rows : iterable of int
            Rows of customers.

        Returns
        -------
        Watch
            Fills while the market lives. The rest of the run is not slowed.
        """
        from relsim.market.customers import positions

        self.watched = Watch(positions(rows, len(self._customers)))
        return self.watched

    @property
    def bytes_per_customer(self) -> float:
        """Memory of a customer with its network and the engine's room, in bytes."""
        arrays = (self._customers, self._before, self._rows)
        total = sum(array.nbytes for array in arrays) + self.network.bytes
        return total / max(1, len(self._customers))

    # ------------------------------------------------------------------ the phases

    def _steps(self) -> list[Step]:
        """Return the built-in phases of a period, in order."""
        return [Step(name, what, getattr(type(self), f"_phase_{name}")) for name, what in BUILT_IN]

    def _phase_act(self) -> None:
        firms = self.firm_records
        for name in MOMENTARY:
            firms[name] = 0.0
        if self.period == 0:
            self._start_strategies()
        for event in self._events.get(self.period, ()):
            self._happen(event)
        if self.period >= 0:
            behaviour = self.spec.behaviour
            if behaviour.imitation and behaviour.imitation_speed > 0.0:
                self._engine(firm_passes.imitate)(
                    self._view(firms),
                    self._table,
                    self._copied,
                    self._visibility,
                    self.ledger.closings,
                    self._now,
                    self._view(self._theory),
                    self._view(self._world),
                )
            for mind in self._minds:
                mind.decide()
        self._engine(firm_passes.act)(
            self._view(firms),
            self.heads,
            self._view(self._theory),
            self._view(self._world),
            self._keys,
        )
        self.ledger.offers[self._now] = firms["offer"]

    def _phase_news(self) -> None:
        world, theory = self._world, self._theory
        if world["news"][0] and theory["challenges"][0]:
            self._each_block(self._news_block)
        if world["launches"][0] and theory["satiation"][0]:
            self._each_block(self._renewal_block)

    def _news_block(self, block: int, _worker: int) -> None:
        low, high = self._range(block)
        self._engine(passes.spread_news)(
            self._view(self._customers[low:high]), low, *self._common(), self._keys
        )

    def _renewal_block(self, block: int, _worker: int) -> None:
        low, high = self._range(block)
        self._engine(passes.renew_all)(
            self._view(self._customers[low:high]),
            self._view(self.firm_records),
            self._view(self._theory),
        )

    def _phase_choose(self) -> None:
        self._departures: list[np.ndarray] = [_NO_SPELLS] * self._blocks
        self._each_block(self._choose_block)
        for block, departures in enumerate(self._departures):
            self.ledger.end_spells(departures)
            self.ledger.moves[self._now] += self._block_moves[block]
        self._block_moves[:] = 0.0
        self._add_up()

    def _choose_block(self, block: int, worker: int) -> None:
        low, high = self._range(block)
        scratch = self._scratch[worker]
        ended = self._engine(passes.choose)(
            self._view(self._customers[low:high]),
            low,
            self._before,
            self.heads,
            self.network.offsets,
            self.network.neighbours,
            *self._common(),
            self._settled,
            self._keys,
            self._view(self._block_tallies[block]),
            self._block_moves[block],
            self._block_stays[block],
            self._view(scratch.departures),
        )
        if ended:
            self._departures[block] = scratch.departures[:ended].copy()

    def _phase_load(self) -> None:
        self._engine(firm_passes.meet_demand)(
            self._view(self.firm_records),
            self._view(self.ledger.tallies[self._now]),
            self._view(self._theory),
            self._view(self._world),
        )

    def _phase_experience(self) -> None:
        self._told = [_NO_MESSAGES] * self._blocks
        self._each_block(self._experience_block)
        self._add_up()

    def _experience_block(self, block: int, worker: int) -> None:
        low, high = self._range(block)
        scratch = self._scratch[worker]
        told = self._engine(passes.experience)(
            self._view(self._customers[low:high]),
            low,
            self.network.offsets,
            self.network.neighbours,
            *self._common(),
            self._settled,
            self._keys,
            self._tables,
            self._view(self._block_tallies[block]),
            self._view(scratch.messages),
        )
        if told:
            self._told[block] = scratch.messages[:told].copy()

    def _phase_talk(self) -> None:
        told = self._told[0] if self._blocks == 1 else np.concatenate(self._told)
        advertised = self._theory["advertising"][0] > 0 and self.firm_records["reached"].any()
        if not len(told) and not advertised:
            return
        self._messages = told
        self._starts = np.zeros(self._blocks + 1, np.int64)
        self._order = np.empty(len(told), np.int64)
        self._engine(passes.bucket)(self._view(told), BLOCK, self._starts, self._order)
        self._each_block(self._talk_block)

    def _talk_block(self, block: int, worker: int) -> None:
        low, high = self._range(block)
        scratch = self._scratch[worker]
        self._engine(passes.talk)(
            self._view(self._customers[low:high]),
            low,
            self._view(self._messages),
            self._order[self._starts[block] : self._starts[block + 1]],
            *self._common(),
            self._keys,
            scratch.weights,
            scratch.values,
            scratch.lefts,
            scratch.marks,
        )

    def _phase_turnover(self) -> None:
        if self._theory["population_turnover"][0] <= 0 or not len(self._customers):
            return
        self._make_room()
        ended = self._engine(births.turn_over)(
            self._view(self._customers),
            self._before,
            self.network.offsets,
            self.network.neighbours,
            self._keys,
            self._view(self._laws),
            self._tables,
            self._shares,
            self._segment_ids,
            self._view(self._theory),
            self._view(self._world),
            self._view(self.ledger.tallies[self._now]),
            self.ledger.moves[self._now],
            self._view(self._turned),
            self._rows,
        )
        self.ledger.end_spells(self._turned[:ended])

    def _phase_books(self) -> None:
        self._engine(firm_passes.keep_books)(
            self._view(self.firm_records),
            self._view(self.ledger.tallies[self._now]),
            self.ledger.closings,
            self._now,
            self._view(self._theory),
            self._view(self._world),
        )
        self.heads[:] = self.ledger.closings[self._now]
        year = self.ledger.year
        if self.period >= 0 and (self.period + 1) % year == 0:
            self._survey_year((self.period + 1) // year - 1)

    def _survey_year(self, which: int) -> None:
        """Count at the end of a year what is not counted every period."""
        customers = self._view(self._customers)
        start = which * self.ledger.year
        self._engine(surveys.count_cohorts)(customers, start, self.ledger.cohorts[which])
        if not len(self.network.neighbours):
            return
        counts = np.zeros((len(self.heads), 3))
        self._engine(surveys.count_alike)(
            customers, self.network.offsets, self.network.neighbours, counts
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            alike = counts[:, 1] / counts[:, 0] - counts[:, 2] / len(self._customers)
        self.ledger.alike[self._now] = alike

    # ------------------------------------------------------------------ small parts

    def _start_strategies(self) -> None:
        """Let every firm begin its strategy: the focal one the market's, the others their own."""
        for place, firm in enumerate(self.spec.firms):
            focal = firm.name == self.spec.focal.name
            name = self.strategy if focal else firm.strategy
            for lever, value in self.spec.strategies[name].levers.items():
                self.firm_records[lever][place] = LEVERS[lever].code(value)

    def _make_room(self) -> None:
        """Make room for the rows that may change hands: ten standard deviations above the mean."""
        count = len(self._customers)
        if len(self._rows) == count:
            return
        expected = count * float(self._world["population_turnover"][0])
        room = min(count, int(expected + 10.0 * expected**0.5) + 100)
        if room > len(self._rows):
            self._rows = np.zeros(room, np.int32)
            self._turned = np.zeros(room, SPELL)

    def _happen(self, event: Any) -> None:
        """Carry out an event: levers of a firm, or settings of the market."""
        if event.firm:
            place = self.spec.firm_names.index(event.firm)
            for name, value in event.set.items():
                self.firm_records[name][place] = LEVERS[name].code(value)
            return
        for name, value in event.set.items():
            parameter = MARKET[name]
            self._world[name] = carried(parameter, parameter.code(value), self.spec.months)

    def _common(self) -> tuple[Any, Any, Any]:
        return self._view(self.firm_records), self._view(self._theory), self._view(self._world)

    def _range(self, block: int) -> tuple[int, int]:
        return block * BLOCK, min((block + 1) * BLOCK, len(self._customers))

    def _add_up(self) -> None:
        """Add the blocks' books, in order, to the period's."""
        books = self.ledger.plain[self._now]
        for block in self._block_plain:
            books += block
        self._block_plain[:] = 0.0

    def _each_block(self, work: Callable[[int, int], None]) -> None:
        """Run a pass over all blocks, each worker over a stretch of them."""
        workers = len(self._scratch)
        if workers == 1:
            for block in range(self._blocks):
                work(block, 0)
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(workers)

        def stretch(worker: int) -> None:
            with np.errstate(over="ignore"):
                for block in range(worker, self._blocks, workers):
                    work(block, worker)

        list(self._pool.map(stretch, range(workers)))

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _engine(self, function: Any) -> Any:
        """Return a pass, compiled or as plain Python."""
        return function.py_func if self._uncompiled else function

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
assert len(TRAITS) <= LIFELONG - 5, "every trait needs a stream of its own"


def _opening_share(firm: Any) -> float:
    """Return the share of customers that a firm has at the opening."""
    return float(firm.opening_share) if firm.present else 0.0


def _by_period(scenario: Scenario) -> dict[int, list[Any]]:
    """Return the events by period, in the order of the file."""
    found: dict[int, list[Any]] = {}
    for event in scenario.events:
        found.setdefault(event.period, []).append(event)
    return found


def _strategy_name(scenario: Scenario, strategy: str | None) -> str:
    """Return the focal firm's strategy, checked."""
    name = scenario.focal.strategy if strategy is None else strategy
    if name not in scenario.strategies:
        raise InputError(
            f"strategy {name!r} is not in {scenario.name}. There are: "
            f"{', '.join(scenario.strategies)}."
        )
    return str(name)


def _check_numbers(**numbers: int) -> None:
    """Refuse seeds, replications and threads that are no whole numbers from 0."""
    for name, value in numbers.items():
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        if not whole or not 0 <= value < 2**63:
            raise InputError(f"{name} = {value!r}; write a whole number from 0 to 2^63 − 1.")
