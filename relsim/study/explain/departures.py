"""Who left, and when, in one world: the way to a customer's story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour import REASONS

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.parallel import Progress

MOST = 400
"""Departures that are shown; more would only cover each other."""


@dataclass(frozen=True)
class Departures:
    """The first leaving of everybody who was with the firm when the strategies started.

    Parameters
    ----------
    strategy : str
        What the firm followed.
    there : int
        How many were with the firm then.
    left : int
        How many of them left it of their own.
    customers, periods : tuple of int
        Rows, and when they left, in the order of leaving; at most :data:`MOST`, evenly spread.
    reasons : tuple of str
        Why.
    """

    strategy: str
    there: int
    left: int
    customers: tuple[int, ...]
    periods: tuple[int, ...]
    reasons: tuple[str, ...]


def departures(
    scenario: Scenario, strategy: str, seed: int, replication: int, progress: Progress | None = None
) -> Departures:
    """Live through one world and return who left the firm under study.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> found = departures(scenario, "none", 1, 0)
    >>> 0 < found.left <= found.there, len(found.customers) == found.left
    (True, True)
    """
    from relsim.market.bare import BareMarket  # heavy: Numba
    from relsim.market.measures import left

    run = BareMarket(scenario, seed=seed, replication=replication, strategy=strategy).run(
        progress=progress
    )
    spells = run.spell_records
    place = scenario.firm_names.index(scenario.focal.name)
    ends = spells["start"] + spells["duration"]
    founders = (spells["firm"] == place) & (spells["start"] < 0) & ~(spells["ended"] & (ends < 0))
    gone = spells[founders & left(spells)]
    gone = gone[np.argsort(gone["start"] + gone["duration"], kind="stable")]
    spread = np.unique(np.linspace(0, len(gone) - 1, min(len(gone), MOST)).round().astype(int))
    shown = gone[spread] if len(gone) else gone
    rows = shown["customer"] % max(1, int(scenario.market.customers))
    return Departures(
        strategy=strategy,
        there=int(founders.sum()),
        left=len(gone),
        customers=tuple(int(row) for row in rows),
        periods=tuple(int(end) for end in shown["start"] + shown["duration"]),
        reasons=tuple(REASONS[reason] for reason in shown["reason"]),
    )
