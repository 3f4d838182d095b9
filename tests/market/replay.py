"""Living a few customers' lives again: the same passes, uncompiled, on one row at a time."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

import numpy as np

from relsim.market import Market, births, passes, surveys, targets, turnover
from relsim.market.tables import Block, Heard
from relsim.scenario import Scenario
from tests.market.markets import columns

UNCHANGING = (
    surveys.count_cohorts,
    surveys.count_alike,
    births.open_market,
    targets.estimate,
)


class Replayed(Market):
    """A market that lives some of its customers twice.

    Beside the compiled passes over everybody, each pass runs uncompiled over a record
    of one watched customer, which is carried from pass to pass and from period to
    period and never looks at the market's own again.
    """

    def __init__(self, scenario: Scenario, rows: Iterable[int], **words: Any) -> None:
        self.lives: dict[int, np.ndarray] = {}
        super().__init__(scenario, **words)
        self.lives = {row: self.customers.records[[row]].copy() for row in rows}
        self.kept: list[dict[str, np.ndarray]] = []
        self.watch(self.lives)

    def step(self) -> None:
        """Live through one period and keep what the second lives have become."""
        super().step()
        if self.lives:
            both = np.concatenate(list(self.lives.values()))
            self.kept.append(columns(both.copy(), len(self.firms)))

    def _engine(self, function: Any) -> Any:
        if function in UNCHANGING:
            return function
        names = list(inspect.signature(function.py_func).parameters)
        if "block" not in names:
            return function

        def twice(*args: Any) -> Any:
            for row in self.lives:
                self._live_again(function, dict(zip(names, args, strict=True)), row)
            return function(*args)

        return twice

    def _live_again(self, function: Any, arguments: dict[str, Any], row: int) -> None:
        customers, first = arguments["block"]
        if not first <= row < first + len(customers):
            return
        own = {name: _copied(value) for name, value in arguments.items()}
        if function is turnover.turn_over:
            # A newcomer's beliefs are made of everybody's, so all rows are needed.
            everybody = own["block"].customers
            everybody[row] = self.lives[row][0]
            function.py_func(**own)
            self.lives[row][0] = everybody[row]
            return
        own["block"] = Block(self.lives[row].view(np.recarray), row)
        place = slice(row - first, row - first + 1)
        if function is passes.talk:
            messages, order = arguments["reports"]
            listeners = messages["listener"][order]
            own["reports"] = own["reports"]._replace(order=order[listeners == row])
            own["heard"] = Heard(*(one[place] for one in own["heard"]))
        if "estimates" in own:
            own["estimates"] = own["estimates"][place]
        function.py_func(**own)


def _copied(value: Any) -> Any:
    """Return an argument of a pass that may be written to without anybody noticing."""
    if isinstance(value, tuple):
        return value._make(_copied(one) for one in value)
    if not isinstance(value, np.ndarray):
        return value
    return value.copy().view(np.recarray) if value.dtype.names else value.copy()
