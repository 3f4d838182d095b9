"""Why the longer a customer stays, the fewer leave: sorting, dynamics, or both.

Leaving grows rarer with tenure for two reasons. The restless leave first, so that those who are
left were calm from the beginning: sorting. And bonds grow, so that the same person grows calmer:
dynamics. Only a market of identical customers shows dynamics alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from relsim.behaviour import TRAITS
from relsim.scenario import require_room
from relsim.scenario.provenance import settings_of
from relsim.study.arms import choose_arms
from relsim.study.explain.hazard import Sorting
from relsim.study.explain.lives import STATES, TENURES, Year, watch
from relsim.study.laboratory import Laboratory, check_numbers
from relsim.study.parallel import Progress

if TYPE_CHECKING:
    from relsim.scenario import Scenario

CLASSES = 5
"""Kinds of customers by restlessness, each a fifth of those new to the firm."""

_AS_THEY_ARE, _IDENTICAL = "as they are", "identical"


def sorting(
    scenario: Scenario,
    strategy: str = "none",
    *,
    replications: int = 10,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Sorting:
    """Find how much of the falling chance of leaving is sorting and how much dynamics.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        What the firm under study follows.
    replications : int
        Worlds, at least 1; intervals need 2.
    seed : int
        Of all luck.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.

    Returns
    -------
    Sorting
        By class of tenure.

    Raises
    ------
    InputError
        For a strategy that the scenario does not have, or no replication.
    RunError
        When a run fails.

    Examples
    --------
    >>> import relsim
    >>> small = relsim.load("insurance", {"market.customers": 300, "market.periods": 24})
    >>> found = sorting(small, replications=2)
    >>> list(found.falls)
    ['all', 'dynamics', 'sorting', 'same_mix']
    """
    choose_arms(scenario.strategies, [strategy])
    check_numbers(replications, seed)
    arms = {
        _AS_THEY_ARE: (scenario, strategy),
        _IDENTICAL: (with_identical_customers(scenario), strategy),
    }
    laboratory = Laboratory.sharing(threads, scenario.market.customers)
    require_room(scenario, replications, len(arms), laboratory.at_once)
    lives = watch(arms, replications, seed, laboratory, progress)
    rows = [
        row
        for one in range(replications)
        for row in _rows(one, lives[one, _AS_THEY_ARE].years, lives[one, _IDENTICAL].years)
    ]
    levers = {strategy: scenario.strategies[strategy].levers}
    decided_by = settings_of(scenario, levers, seed=seed, replications=replications)
    return Sorting(scenario, strategy, pd.DataFrame(rows), replications, decided_by)


def with_identical_customers(scenario: Scenario) -> Scenario:
    """Return the scenario in which all customers are born alike.

    Parameters
    ----------
    scenario : Scenario
        The market.

    Returns
    -------
    Scenario
        Every trait is its mean over all customers, and nobody has a taste for a firm. Whether
        somebody may choose at all (``market.freedom``) has no mean and stays.

    Examples
    --------
    >>> import relsim
    >>> same = with_identical_customers(relsim.load("insurance"))
    >>> [round(segment.spend, 3) for segment in same.segments]
    [1.16, 1.16]
    """
    overrides: dict[str, object] = {"behaviour.taste_spread": 0.0}
    for trait in TRAITS:
        means = [(segment.share, getattr(segment, trait)) for segment in scenario.segments]
        mean = math.fsum(share * float(getattr(law, "mean", law)) for share, law in means)
        for segment in scenario.segments:
            overrides[f"segments.{json.dumps(segment.name, ensure_ascii=False)}.{trait}"] = mean
    return scenario.with_overrides(overrides)


def _rows(
    replication: int, years: Sequence[Year], identical: Sequence[Year]
) -> Iterable[dict[str, object]]:
    """Yield what a world says about each class of tenure."""
    as_they_are, same = _Pooled(years), _Pooled(identical)
    for place, tenure in enumerate(TENURES):
        row: dict[str, object] = {
            "replication": replication,
            "tenure": tenure,
            "leaving": as_they_are.leaving(place),
            "same_mix": as_they_are.at_first_mix(place),
            "identical": same.leaving(place),
        }
        yield {**row, **as_they_are.states(place)}


class _Pooled:
    """All years of a run together: a row a customer and year."""

    def __init__(self, years: Sequence[Year]) -> None:
        def column(name: str) -> NDArray[np.float64]:
            return np.concatenate([getattr(year, name) for year in years] or [np.zeros(0)])

        self.tenure, self.kept = column("tenure"), column("kept").astype(bool)
        restlessness = column("restlessness")
        first = restlessness[self.tenure == 0]
        ends = np.quantile(first, np.arange(1, CLASSES) / CLASSES) if len(first) else []
        self.kind = np.digitize(restlessness, ends)
        if years:
            self.before = np.concatenate([year.before for year in years])
            self.after = np.concatenate([year.after for year in years])

    def leaving(self, tenure: int) -> float:
        """Return the chance of leaving within a year; NaN without customers."""
        return _share(~self.kept[self.tenure == tenure])

    def at_first_mix(self, tenure: int) -> float:
        """Return the same, if the mix of restlessness were that of the first class."""
        first = np.bincount(self.kind[self.tenure == 0], minlength=CLASSES)
        here = self.tenure == tenure
        chances = [_share(~self.kept[here & (self.kind == kind)]) for kind in range(CLASSES)]
        weights = first / first.sum() if first.sum() else np.full(CLASSES, np.nan)
        # A kind of which nobody is left would be guesswork.
        return float(np.dot(weights, chances))

    def states(self, tenure: int) -> dict[str, float]:
        """Return the mean of each state, and its change among those who stayed the year."""
        found = {}
        here = self.tenure == tenure
        for place, name in enumerate(STATES):
            defined = bool(here.any())
            found[name] = float(self.before[here, place].mean()) if defined else math.nan
            stayed = here & self.kept
            gaps = self.after[stayed, place] - self.before[stayed, place] if defined else []
            found[f"{name}_change"] = float(np.mean(gaps)) if len(gaps) else math.nan
        return found


def _share(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else math.nan
