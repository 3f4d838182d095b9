"""A market by itself: what lives through periods, without Mesa's part and without agents.

Comparisons live through thousands of these. Mesa with all that it brings takes longer to load
than a market to live, so only :class:`relsim.Market` asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.behaviour import LEVERS, MARKET, carried
from relsim.errors import InputError
from relsim.market.clock import Clock
from relsim.market.customers import Customers, positions
from relsim.market.network import Graph
from relsim.market.plan import BUILT_IN, Placed, Plan, Step, insert, with_parameters
from relsim.market.records import follows
from relsim.market.run import Run
from relsim.market.state import MOMENTARY, State
from relsim.market.watch import Watch
from relsim.scenario import Event, Scenario, require_room
from relsim.scenario.own_code import Own
from relsim.scenario.whole import check_whole


class BareMarket:
    """A market that lives through periods; :class:`relsim.Market` says what it takes and has."""

    own: tuple[Own, ...] = ()

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        replication: int = 0,
        *,
        strategy: str | None = None,
        phases: Iterable[Placed] = (),
        threads: int = 1,
        network: Graph | None = None,
        uncompiled: bool = False,
    ) -> None:
        check_whole(0, seed=seed, replication=replication, threads=threads)
        if not isinstance(scenario, Scenario):
            raise InputError(
                f"{scenario!r} is no scenario; load it first: relsim.load({scenario!r})."
            )
        _check_network(scenario, network)
        require_room(scenario)
        self.spec = scenario
        self.seed = seed
        self.replication = replication
        self.threads = max(1, threads)
        self.strategy = _strategy_name(scenario, strategy)
        self._uncompiled = uncompiled
        state = State(
            scenario, seed, replication, self.threads, self._engine, self._readable, network
        )
        if scenario.behaviour.targeting and follows(scenario, self.strategy):
            state.world["follows"] = state.world["keeps_worth"] = 1.0
        self._state = state
        self._clock = Clock(state, self._engine, self._readable)
        self.books = state.books
        self.network = state.network
        self.heads = state.heads
        self.firm_records = state.firms
        self.customers = Customers(state.customers, scenario.firm_names)
        self.phases = with_parameters(phases, scenario.phases)
        self.plan: Plan = insert(_built_in_steps(), self.phases)
        self._events = _by_period(scenario)
        self.watched = Watch(())
        self._lived_ahead = 0
        self.running = True

    @property
    def period(self) -> int:
        """The period to come (or, within a phase, the present one)."""
        return self._state.period

    @property
    def finished(self) -> bool:
        """Whether the horizon has been reached."""
        return self._state.now >= self.books.periods

    def step(self) -> None:
        """Live through one period."""
        if self._lived_ahead:
            # Lived in a stretch already: Mesa counts steps, and newer Mesa time, in here.
            self._lived_ahead -= 1
            self.running = bool(self._lived_ahead) or not self.finished
            return
        if self.finished:
            self.running = False
            return
        # Uncompiled, the generator's wrap-around would warn.
        with np.errstate(over="ignore"):
            self._clock.begin_period()
            for step in self.plan:
                step.run(self)
            if self.watched.rows:
                self.watched.end(self.period, self.customers.records)
        self._clock.end_period()
        self.running = not self.finished

    def run(self, progress: Callable[[int, int], None] | None = None) -> Run:
        """Live to the end of the horizon and return what happened.

        Parameters
        ----------
        progress : callable, optional
            Called with the periods lived and all periods, at least once a year.

        Returns
        -------
        Run
        """
        try:
            while not self.finished:
                if not self._hurry():
                    self.step()
                if progress is not None:
                    progress(self._state.now, self.books.periods)
        finally:
            self._state.blocks.close()
        self.running = False
        return self.result()

    def _hurry(self) -> bool:
        """Live to the end of the year, or to the next event, if nobody wants to see it happen."""
        if not self._is_small() or self._is_watched():
            return False
        self._begin()
        # What has begun may be a strategy that targets; a step then begins the same again.
        if self._clock.aiming.busy:
            return False
        begun = self._state.now
        self._clock.hurry(self._quiet_until())
        self._lived_ahead = self._state.now - begun
        while self._lived_ahead:
            self.step()
        return True

    def _is_small(self) -> bool:
        """Tell whether all customers stand in one block, and the passes are compiled."""
        return self._state.blocks.number == 1 and not self._uncompiled

    def _is_watched(self) -> bool:
        """Tell whether anything but the built-in phases has to see every period."""
        return bool(self.phases or self.watched.rows)

    def _quiet_until(self) -> int:
        """Return the place of the next period that begins something, or after a year's end."""
        now, books = self.period, self.books
        begins = [period for period in (0, *self._events) if period > now]
        year_ends = (now // books.year + 1) * books.year
        return min(books.periods, books.warm_up + min([year_ends, *begins]))

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
        self._clock.close_books()
        return Run(self, self._state.now)

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
        self.watched = Watch(positions(rows, len(self.customers)), self.spec.firm_names)
        return self.watched

    @property
    def reports(self) -> np.ndarray:
        """Who told whom what in the last period, a record a report; only after :meth:`step`."""
        return self._clock.told

    @property
    def bytes_per_customer(self) -> float:
        """Memory of a customer with its network and the engine's room, in bytes."""
        return self._state.bytes_per_customer

    def _act(self) -> None:
        """Let firms act: strategies and events begin, rivals answer, minds decide."""
        self._begin()
        self._clock.answer()
        if self.period >= 0:
            self._decide()
        self._clock.offer()

    def _decide(self) -> None:
        """Let minds decide; here is none."""

    def _begin(self) -> None:
        """End what lasts one period, and begin strategies and events."""
        for name in MOMENTARY:
            self.firm_records[name] = 0.0
        if self.period == 0:
            self._clock.count_held(0)
            self._start_strategies()
        for event in self._events.get(self.period, ()):
            self._happen(event)

    def _start_strategies(self) -> None:
        """Let every firm begin its strategy: the focal one the market's, the others their own."""
        for place, firm in enumerate(self.spec.firms):
            focal = firm.name == self.spec.focal.name
            name = self.strategy if focal else firm.strategy
            for lever, value in self.spec.strategies[name].levers.items():
                self.firm_records[lever][place] = LEVERS[lever].code(value)

    def _happen(self, event: Event) -> None:
        """Carry out an event: levers of a firm, or settings of the market."""
        if event.firm:
            place = self.spec.firm_names.index(event.firm)
            for name, value in event.set.items():
                self.firm_records[name][place] = LEVERS[name].code(value)
            return
        for name, value in event.set.items():
            parameter = MARKET[name]
            self._state.world[name] = carried(parameter, parameter.code(value), self.spec.months)

    def _engine(self, function: Any) -> Any:
        """Return a pass, compiled or as plain Python."""
        return function.py_func if self._uncompiled else function

    def _readable(self, records: np.ndarray) -> Any:
        """Return records as the passes read them: plain Python needs attributes."""
        return records.view(np.recarray) if self._uncompiled else records


def _built_in_steps() -> list[Step]:
    """Return the built-in phases of a period, in order."""
    return [Step(name, what, _runner(name)) for name, what in BUILT_IN]


def _runner(name: str) -> Callable[[BareMarket], None]:
    """Return what carries out a built-in phase of a market."""
    return BareMarket._act if name == "act" else _Runner(getattr(Clock, name))


@dataclass(frozen=True, slots=True)
class _Runner:
    """Carries out a phase of the clock; unlike a closure it can be pickled."""

    phase: Callable[[Clock], None]

    def __call__(self, market: BareMarket) -> None:
        self.phase(market._clock)


def _by_period(scenario: Scenario) -> dict[int, list[Event]]:
    """Return the events by period, in the order of the file."""
    found: dict[int, list[Event]] = {}
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


def _check_network(scenario: Scenario, network: Graph | None) -> None:
    """Refuse a network that is no graph, or that a scenario contradicts."""
    if network is None:
        return
    if not (hasattr(network, "nodes") and hasattr(network, "edges")):
        raise InputError(
            f"network: {network!r} has no nodes and edges. Give a graph, such as one of networkx; "
            "an edge list in a file is market.network_file of the scenario."
        )
    if scenario.market.network == "complete":
        raise InputError(
            'network: the scenario says network = "complete", in which everybody knows everybody. '
            'Give the graph to one that says network = "none".'
        )
