"""A market that watches some customers: their lives are lived again, and noted."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.errors import InputError, RunError
from relsim.market import passes, targets
from relsim.market.births import number_of
from relsim.market.chance import Purpose, uniform
from relsim.market.customers import positions
from relsim.market.hearing import listener_of
from relsim.market.market import Market
from relsim.market.records import MESSAGE, SPELL
from relsim.market.tables import Block, Counts, Heard, Reports
from relsim.market.witness import noting
from relsim.market.witness.facts import Fact, Replaced, Report
from relsim.market.witness.overhearing import Calls, overheard
from relsim.scenario import Scenario

LIVED = (
    targets.take_aim,
    passes.spread_news,
    passes.renew_all,
    passes.choose,
    passes.experience,
    passes.talk,
)
"""The passes of a customer's life, each over a block of rows."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period of one life.

    Parameters
    ----------
    period : int
        0 is the first after the warm-up.
    facts : tuple of Fact
        What happened, in order.
    wanted : bool
        Whether there was a need.
    record : record
        The customer at the end of the period.
    """

    period: int
    facts: tuple[Fact, ...]
    wanted: bool
    record: Any


class Witness(Market):
    """A market that lives some of its customers twice and notes what happened to them.

    Beside the compiled passes over everybody, each pass runs as plain Python, with the same
    keyed luck, over a record of one watched customer, and the rules that it calls are
    overheard. That record is carried from pass to pass and from period to period and must
    be the market's own row to the bit whenever a period ends. The rest of the run is the
    usual one: nothing is logged for it.

    A row stands for whoever holds it when the strategy starts (period 0): if population
    turnover puts somebody else there during the warm-up, notes begin with the newcomer;
    if later, they end.

    Parameters
    ----------
    scenario : Scenario
        From :func:`relsim.load`.
    rows : iterable of int
        Rows of the customers to watch.
    **words
        As for :class:`relsim.Market`.

    Attributes
    ----------
    opening : dict of int to record
        By row, the customer at the beginning of what is noted.
    lives : dict of int to list of Period
        By row, what was noted so far.
    """

    def __init__(self, scenario: Scenario, rows: Iterable[int], **words: Any) -> None:
        self._alive: dict[int, np.ndarray] = {}
        self._turn = threading.Lock()
        super().__init__(scenario, **words)
        self._calls = Calls()
        self._plain = overheard(noting.HEARD, self._calls)
        self._facts: dict[int, list[Fact]] = {}
        self._reports: dict[int, list[Report]] = {}
        self.opening: dict[int, Any] = {}
        self.lives: dict[int, list[Period]] = {}
        for row in positions(rows, len(self.customers)):
            self._begin_life(row)

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Refuse: the ears of a copy would still hear this one."""
        raise InputError("A market that notes lives cannot be copied. Make another one like it.")

    def __deepcopy__(self, memo: dict[int, Any]) -> Market:
        """Refuse, as above."""
        return self.__reduce_ex__(4)  # type: ignore[no-any-return]

    def step(self) -> None:
        """Live through one period and note it."""
        if self.finished:
            super().step()
            return
        self._facts = {row: [] for row in self._alive}
        self._reports = {row: [] for row in self._alive}
        period = self.period
        super().step()
        for row in list(self._alive):
            self._end_period(row, period)

    def _begin_life(self, row: int) -> None:
        self._alive[row] = self.customers.records[[row]].copy()
        self.opening[row] = self._alive[row].view(np.recarray)[0].copy()
        self.lives[row] = []

    def _end_period(self, row: int, period: int) -> None:
        """Keep what was noted; see whether the life is still the row, and still goes on."""
        own, now = self._alive[row], self.customers.records[row]
        replaced = now["generation"] != own["generation"][0]
        if replaced and period < 0:
            self._begin_life(row)
            return
        if replaced:
            self._facts[row].append(Replaced(int(own["firm"][0])))
            del self._alive[row]
        elif own.tobytes() != now.tobytes():
            raise RunError(
                f"customer {row}, lived again, differs from the market's row in period {period}."
            )
        record = own.view(np.recarray)[0].copy()
        self.lives[row].append(
            Period(period, tuple(self._facts[row]), bool(record.wants > 0), record)
        )

    def _engine(self, function: Any) -> Any:
        """Return a pass that is also lived through once more by the watched customers."""
        engine = super()._engine(function)
        if function not in LIVED:
            return engine
        names = list(inspect.signature(function.py_func).parameters)
        label = function.py_func.__name__

        def twice(*args: Any) -> Any:
            # Blocks may run on several threads, and there is one pair of ears.
            with self._turn:
                self._live_again(label, dict(zip(names, args, strict=True)))
            return engine(*args)

        return twice

    def _live_again(self, label: str, given: dict[str, Any]) -> None:
        """Let every watched customer of a block live through a pass."""
        customers, first = given["block"]
        for row, life in self._alive.items():
            if label == "experience":
                self._reports[row] += self._told_to(row, given)
            if not first <= row < first + len(customers):
                continue
            before = life.view(np.recarray)[0].copy()
            own = alone(given, row, life)
            self._calls.forget()
            self._plain[label](**own)
            self._note(label, row, before, own)

    def _note(self, label: str, row: int, before: Any, given: dict[str, Any]) -> None:
        """Note what a pass did."""
        after = given["block"].customers[0]
        if label == "talk":
            found = noting.talk_noted(before, after, self._calls, given, self._heard(row))
        else:
            found = _NOTED[label](before, after, self._calls, given)
        self._facts[row] += found

    def _heard(self, row: int) -> list[Report]:
        """Return what a row is told this period, in the order of the talkers."""
        return sorted(self._reports[row], key=lambda report: report.talker)

    def _told_to(self, row: int, given: dict[str, Any]) -> list[Report]:
        """Return who of a block tells the watched customer something.

        Whom an acquaintance would tell is luck that can be looked up; only those who would
        tell this customer live through the pass once more, to see whether they do.
        """
        world = given["conditions"].world.view(np.recarray)[0]
        if world.complete_network > 0.0:
            return []
        customers, first = given["block"]
        _, _, offsets, neighbours = around = given["around"]
        stream = given["keys"][Purpose.LISTENER, -1]
        found = []
        for talker in sorted({int(one) for one in neighbours[offsets[row] : offsets[row + 1]]}):
            if not first <= talker < first + len(customers):
                continue
            record = customers[talker - first : talker - first + 1].copy()
            number = number_of(talker, record["generation"][0], int(world.population))
            if listener_of(talker, uniform(stream, number), around, world) == row:
                found += self._told_by(talker, record, given)
        return found

    def _told_by(self, talker: int, record: np.ndarray, given: dict[str, Any]) -> list[Report]:
        """Return what an acquaintance tells this period, by living through the pass."""
        own = alone(given, talker, record)
        self._calls.forget()
        self._plain["experience"](**own)
        place = int(record["firm"][0])
        return [
            Report(talker, place, bool(call.given["felt"] >= 0.5))
            for call in self._calls.of("tell")
        ]


_NOTED = {
    "take_aim": noting.aim_noted,
    "spread_news": noting.news_noted,
    "renew_all": noting.renewal_noted,
    "choose": noting.choice_noted,
    "experience": noting.use_noted,
}


def alone(given: Mapping[str, Any], row: int, record: np.ndarray) -> dict[str, Any]:
    """Return the arguments of a pass over one row; what it counts in is thrown away."""
    first = given["block"].first
    own = {name: _readable(value) for name, value in given.items()}
    own["block"] = Block(record.view(np.recarray), row)
    place = slice(row - first, row - first + 1)
    if "counts" in own:
        tallies, moves, stays, _ = own["counts"]
        copies = (tallies.copy(), moves.copy(), stays.copy())
        own["counts"] = Counts(*copies, np.zeros(2, SPELL).view(np.recarray))
    if "tallies" in own:
        own["tallies"] = own["tallies"].copy()
    for name in {"estimates", "codes"} & own.keys():
        own[name] = own[name][place].copy()
    if "messages" in own:
        own["messages"] = np.zeros(1, MESSAGE).view(np.recarray)
    if "reports" in own:
        messages, order = own["reports"]
        own["reports"] = Reports(messages, order[messages["listener"][order] == row])
        own["heard"] = Heard(*(one[place].copy() for one in own["heard"]))
    return own


def _readable(value: Any) -> Any:
    """Return records, alone or among tables, as plain Python reads them; nothing is copied."""
    if isinstance(value, np.ndarray) and value.dtype.names:
        return value.view(np.recarray)
    if isinstance(value, tuple) and hasattr(value, "_make"):
        return value._make(_readable(one) for one in value)
    return value
