"""The first customer of the firm under study to whom something happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.errors import InputError
from relsim.stories.question import SOUGHT, check_question, check_sought

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.parallel import Progress


def find_customer(
    scenario: Scenario,
    sought: str,
    strategy: str | None = None,
    against: str | None = "none",
    *,
    seed: int = 1,
    replication: int = 0,
    threads: int = 1,
    progress: Progress | None = None,
) -> int:
    """Return the first customer who left, stayed, returned, met a failure, or was kept.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> row = find_customer(scenario, "left")
    >>> 0 <= row < 200
    True
    """
    check_sought(sought)
    first, second = check_question(scenario, 0, strategy, against)
    if sought == "kept" and second is None:
        raise InputError(
            f"find: kept is about two strategies; found {first} alone. Name another one as the "
            "strategy."
        )
    words = {"seed": seed, "replication": replication, "threads": threads}
    if sought == "kept" and second is not None:
        found = _those(scenario, "stayed", first, words, progress)
        found &= _those(scenario, "left", second, words, progress)
    else:
        found = _those(scenario, sought, first, words, progress)
    if not found.any():
        raise InputError(
            f"find: under {first} nobody who was with {scenario.focal.name} when it began "
            f"{SOUGHT[sought]}. Try another strategy, seed or replication."
        )
    return int(np.argmax(found))


def _those(
    scenario: Scenario,
    sought: str,
    strategy: str,
    words: dict[str, Any],
    progress: Progress | None,
) -> np.ndarray:
    """Return which rows hold somebody of the kind under a strategy."""
    from relsim.market.bare import BareMarket  # heavy: Numba

    market = BareMarket(scenario, strategy=strategy, **words)
    while market.period < 0:
        market.step()
    followed = _Followed(market.customers.records, scenario.firm_names.index(scenario.focal.name))
    while not market.finished:
        # Step by step: who leaves and comes back within a year has left.
        market.step()
        followed.look()
        if progress is not None:
            progress(market.books.warm_up + market.period, market.books.periods)
    return followed.found(sought)


class _Followed:
    """The focal firm's customers when the strategy begins, and what became of them."""

    def __init__(self, records: np.ndarray, place: int) -> None:
        self._records, self._place = records, place
        self._alive = records["firm"] == place
        self._who = records["generation"].copy()
        self._failures = records["failures"].copy()
        self._seen = {sought: np.zeros(len(records), bool) for sought in SOUGHT}

    def look(self) -> None:
        """Look at everybody at the end of a period."""
        now, seen = self._records, self._seen
        self._alive &= now["generation"] == self._who
        here = now["firm"] == self._place
        seen["returned"] |= self._alive & here & seen["left"]
        seen["left"] |= self._alive & ~here
        seen["failed"] |= self._alive & here & (now["failures"] > self._failures)
        self._failures[:] = now["failures"]

    def found(self, sought: str) -> np.ndarray:
        """Return to whom it happened."""
        self._seen["stayed"] = self._alive & ~self._seen["left"]
        return self._seen[sought]
