"""Runs that somebody asked for before, so that moving one lever lives only one arm again.

A run is decided by its market, the levers of every firm, seed and replication, and by nothing
else: whoever asks for the same gets the same.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relsim.study.compare.courses import Course

if TYPE_CHECKING:
    from relsim.scenario import Scenario

Figures = Mapping[str, Any]
"""A run's figures by name, and its discounted profit, a number a period."""

Key = tuple[str, int, int]
"""What decides a run: market and levers, seed, replication."""

MOST_BYTES = 200_000_000
"""Kept at once: some ten thousand runs of a market of 120 periods."""

_OTHERWISE = 10_000
"""Bytes of a run beside its arrays, on the safe side."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What is kept of one run; its course only where a chart may ask for it."""

    figures: Figures
    course: Course | None = None

    @property
    def bytes(self) -> int:
        """How much memory it takes, about."""
        held = [*self.figures.values(), *(self.course.curves.values() if self.course else ())]
        return _OTHERWISE + sum(int(getattr(one, "nbytes", 0)) for one in held)


class Memory:
    """The latest runs, for all comparisons that are handed it; the longest unused goes first.

    Examples
    --------
    >>> memory = Memory()
    >>> memory.keep(("market", 1, 0), Lived({}))
    >>> memory.find(("market", 1, 0)) is not None, memory.find(("market", 1, 1)) is None
    (True, True)
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._runs: OrderedDict[Key, Lived] = OrderedDict()
        self._most, self._held = most, 0
        self._lock = threading.Lock()

    def find(self, key: Key) -> Lived | None:
        """Return a run, if it is still known."""
        with self._lock:
            found = self._runs.get(key)
            if found is not None:
                self._runs.move_to_end(key)
            return found

    def keep(self, key: Key, lived: Lived) -> None:
        """Keep a run."""
        with self._lock:
            before = self._runs.pop(key, None)
            self._held -= 0 if before is None else before.bytes
            self._runs[key] = lived
            self._held += lived.bytes
            while self._held > self._most:
                _, oldest = self._runs.popitem(last=False)
                self._held -= oldest.bytes

    def __len__(self) -> int:
        """Return how many runs are kept."""
        return len(self._runs)


def print_of(scenario: Scenario, strategy: str) -> str:
    """Return a hash of all that decides the runs of a strategy but their luck.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance")
    >>> dearer = scenario.with_overrides({"strategies.social.price": 21.0})
    >>> print_of(scenario, "none") == print_of(dearer, "none")
    True
    >>> print_of(scenario, "social") == print_of(dearer, "social")
    False
    """
    content = scenario.to_dict()
    del content["strategies"]
    followed = [
        strategy if firm.name == scenario.focal.name else firm.strategy for firm in scenario.firms
    ]
    for firm in content["firms"]:
        del firm["strategy"]
    content["levers"] = [dict(scenario.strategies[name].levers) for name in followed]
    # What a market is called changes nothing in it.
    for word in ("title", "about", "compare"):
        del content["market"][word]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    if scenario.network_path is not None:
        digest.update(hashlib.sha256(scenario.network_path.read_bytes()).digest())
    return digest.hexdigest()
