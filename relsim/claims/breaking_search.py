"""Searching the box of a market's numbers for where a claim breaks, and for the least of that.

The optimiser is CMA-ES with a diagonal covariance (Ros & Hansen 2008, remembered, not read). What
it finds was also lucky, so an exception counts only where other worlds show it, and so does the
least that has to be moved for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from relsim.claims.breaking import Breaking, Broken, Moved
from relsim.claims.figures import Values
from relsim.claims.trying_settings import part_names
from relsim.claims.verdict import AGAINST, Finding, judge, verdict_of
from relsim.errors import InputError
from relsim.study.store import fill
from relsim.study.store.filling import finished, require_some

if TYPE_CHECKING:
    from types import ModuleType

    from relsim.claims.asked import Asked
    from relsim.scenario import Scenario
    from relsim.study.laboratory import Laboratory
    from relsim.study.parallel import Progress, Stop
    from relsim.study.settings import Settings
    from relsim.study.store import Store

WORLDS, FRESH, NARROWING = 4, 12, 6
"""Of each try, the same ones for all; of what is looked at again, others every time; of every set
of numbers that may be enough. In so few, what breaks a claim does it clearly, or is not kept."""
STARTS = 32
"""Settings that are tried first, the market's own among them; from the worst one the search sets
out."""
_BATCH = 8
"""Proposed at once, on any number of threads: a generation."""
_SPREAD = 0.3
"""Of the first proposals, as a part of each interval."""
_STEPS = 60
"""Looks that it takes to find the least that has to be moved, about: for the time left."""

Looked = Mapping[str, Any]


def cmaes() -> ModuleType:
    """Return the package; refuse to begin where it is missing."""
    try:
        import cmaes as package
    except ImportError:
        raise InputError(
            "try-to-break needs the package cmaes: pip install 'relsim[optimise]'."
        ) from None
    found: ModuleType = package
    return found


class Setting(NamedTuple):
    """Where a claim is tried: numbers that are moved, worlds, and whether in its own size."""

    overrides: Mapping[str, float]
    lucks: range
    whole: bool


class Search:
    """How far a search has come; the same tries give the same proposals, kept or not."""

    def __init__(
        self,
        asked: Asked,
        homes: tuple[Scenario, Scenario],
        starts: Settings,
        tries: int,
        store: Store,
        laboratory: Laboratory,
        again: str,
        progress: Progress | None,
    ) -> None:
        self.asked, self.homes, self.numbers, self.tries = asked, homes, starts.uncertain, tries
        self.store, self.laboratory, self.again = store, laboratory, again
        self.progress, self.begun, self.total = progress, 0, tries
        self.home = np.array([one.part(one.central) for one in self.numbers])
        columns = [one.parts(starts.numbers[one.path].to_numpy()) for one in self.numbers]
        self.starts = [self.home, *np.clip(np.array(columns).T, 0, 1)][: min(STARTS, tries)]
        self.points: list[Values] = []
        self.margins: list[float] = []
        self.broken: Broken | None = None
        self.counts = {"try": 0, "look": 0, "step": 0}

    def result(self) -> Breaking:
        """Search, narrow down what was found, and return it as far as it went."""
        interrupted = False
        try:
            found = self._searched()
            if found is not None:
                point, seen = found
                everything = list(range(len(self.numbers)))
                self.broken = self._told(point, everything, seen, narrowed=False)
                self.broken = self._narrowed(point) or self.broken
        except KeyboardInterrupt:
            if not self.margins:
                raise
            interrupted = True
        require_some([kept for _, kept in self.store])
        judged = sum(map(math.isfinite, self.margins))
        if not judged and not interrupted:
            raise InputError(
                f"{self.asked.claim.name}: it can be judged in none of {len(self.margins)} "
                "settings: a figure is undefined there, or what the script seeks is not found. "
                "Ask for more tries."
            )
        market = self.homes[1].market
        return Breaking(
            broken=self.broken,
            tried=judged,
            tries=self.tries,
            numbers=len(self.numbers),
            looks=self.counts["look"],
            worlds=FRESH,
            customers=market.customers,
            periods=market.periods,
            command=self.again,
            interrupted=interrupted,
        )

    def _searched(self) -> tuple[Values, Looked] | None:
        """Return a point that breaks the claim in other worlds, too; None when there was none."""
        lowest = 0.0
        for batch, told in self._proposed():
            self.points += batch
            self.margins += told
            first = min(range(len(told)), key=told.__getitem__)
            if told[first] < lowest:
                lowest = told[first]
                seen = self._look(self._overrides(batch[first]))
                if seen.get("refuted"):
                    return batch[first], seen
        return None

    def _proposed(self) -> Iterator[tuple[list[Values], list[float]]]:
        """Yield what is tried, with the smallest margin of a part, a batch at a time."""
        for first in range(0, len(self.starts), _BATCH):
            batch = self.starts[first : first + _BATCH]
            yield batch, self._tried(batch)
        optimiser = cmaes().SepCMA(
            # It moves what it is handed, and what was tried must stay as it was.
            mean=self.points[int(np.argmin(self.margins))].copy(),
            sigma=_SPREAD,
            bounds=np.array([[0.0, 1.0]] * len(self.numbers)),
            seed=self.asked.seed % 2**32,
            population_size=_BATCH,
        )
        while (left := self.tries - len(self.points)) > 0:
            batch = [optimiser.ask() for _ in range(min(_BATCH, left))]
            told = self._tried(batch)
            yield batch, told
            if len(batch) == _BATCH:
                optimiser.tell(list(zip(batch, told, strict=True)))

    def _tried(self, batch: Sequence[Values]) -> list[float]:
        lucks = range(WORLDS)
        settings = [Setting(self._overrides(point), lucks, False) for point in batch]
        return [one.get("margin", math.inf) for one in self._live("try", settings)]

    def _look(self, overrides: Mapping[str, float]) -> Looked:
        """Return what a setting comes to in worlds of its own, in the claim's own size."""
        self.total += 1
        lucks = self._fresh(1 + self.counts["look"])
        return self._live("look", [Setting(overrides, lucks, True)])[0]

    def _fresh(self, block: int) -> range:
        return range(WORLDS + block * FRESH, WORLDS + (block + 1) * FRESH)

    def _narrowed(self, point: Values) -> Broken | None:
        """Return the least that has to be moved, as worlds show it in which it was not sought."""
        self.total = self.begun + _STEPS
        sets = self._fewer_and_fewer(point)
        back = 1
        while back <= len(sets):
            seen = self._look(self._overrides(point, sets[-back]))
            if seen.get("refuted"):
                return self._told(point, sets[-back], seen, narrowed=back == 1)
            back *= 2
        return None

    def _fewer_and_fewer(self, point: Values) -> list[list[int]]:
        """Return sets of numbers that break it alone, each with fewer than the one before.

        Numbers are set back home in blocks, those that seem to matter least first, then in
        smaller blocks, and in the end one at a time.
        """
        kept, sets = self._by_influence(point), list[list[int]]()
        block = len(kept)
        while block:
            for end in range(len(kept), 0, -block):
                fewer = kept[: max(end - block, 0)] + kept[end:]
                lucks = self._fresh(0)[:NARROWING]
                setting = Setting(self._overrides(point, fewer), lucks, True)
                if self._live("step", [setting])[0].get("refuted"):
                    kept = fewer
                    sets.append(kept)
            block = min(block, len(kept) + 1) // 2
        return sets

    def _by_influence(self, point: Values) -> list[int]:
        """Return numbers by how much moving them there seems to cost the claim."""
        margins = np.array(self.margins)
        judged = np.isfinite(margins)
        points = np.array(self.points)[judged]
        points, margins = points - points.mean(axis=0), margins[judged] - margins[judged].mean()
        spread = (points**2).sum(axis=0)
        slopes = points.T @ margins / np.where(spread > 0, spread, 1.0)
        return [int(one) for one in np.argsort(slopes * (point - self.home), kind="stable")]

    def _overrides(self, point: Values, kept: Sequence[int] | None = None) -> dict[str, float]:
        """Return a point as overrides; of its numbers some, the others as the market has them."""
        moved = range(len(self.numbers)) if kept is None else sorted(kept)
        found: dict[str, float] = {}
        for place in moved:
            one = self.numbers[place]
            if point[place] != self.home[place]:
                found |= one.overrides(one.at(float(point[place])))
        return found

    def _told(self, point: Values, kept: Sequence[int], seen: Looked, *, narrowed: bool) -> Broken:
        moved = [
            Moved(one.path, one.at(float(point[place])), one.central, one.low, one.high)
            for place, one in enumerate(self.numbers)
            if place in kept and point[place] != self.home[place]
        ]
        ends = {name: seen[name] for name in ("part", "mean", "low", "high")}
        return Broken(tuple(moved), narrowed or not moved, **ends)

    def _live(self, stage: str, settings: Sequence[Setting]) -> list[Looked]:
        """Try a claim in some settings, but for those that the store holds."""
        first = self.counts[stage]
        there = {(stage, first + place): one for place, one in enumerate(settings)}
        keys = list(there)

        def report(done: int, _: int) -> None:
            if self.progress is not None:
                done += self.begun
                self.progress(done, max(self.total, done))

        run = partial(_live, self.asked, self.homes, there)
        if fill(self.store, keys, run, self.laboratory, lambda _: self.again, report):
            raise KeyboardInterrupt
        self.begun += len(keys)
        self.counts[stage] += len(keys)
        return [finished(self.store.get(key)) for key in keys]


def _live(
    asked: Asked,
    homes: tuple[Scenario, Scenario],
    there: Mapping[tuple[str, int], Setting],
    key: tuple[str, int],
    stop: Stop,
) -> Looked:
    """Return what a claim comes to in a setting; it travels to workers."""
    setting = there[key]
    try:
        market = homes[setting.whole].with_overrides(dict(setting.overrides))
        worlds = asked.worlds(market, setting.lucks, stop)
    except InputError as error:
        return {"why": str(error)}  # what must be sought first is not there to be found
    names = part_names(asked.claim, asked.parts)
    parts = [
        (judge(one, worlds.estimate(one, place)), name)
        for one, place, name in zip(asked.parts, asked.places, names, strict=True)
        if one.counts
    ]
    margins = [margin_of(one) for one, _ in parts]
    if not all(map(math.isfinite, margins)):
        return {"why": "a figure is undefined"}
    shown, name = parts[
        min(range(len(parts)), key=lambda n: (parts[n][0].status not in AGAINST, margins[n]))
    ]
    return {
        "margin": min(margins),
        "refuted": verdict_of([one for one, _ in parts], ()) == "refuted",
        "part": name,
        "mean": shown.effect.mean,
        "low": shown.effect.low,
        "high": shown.effect.high,
    }


def margin_of(one: Finding) -> float:
    """Return by how many smallest effects that matter a part is as predicted; NaN if undefined.

    Examples
    --------
    >>> from relsim.claims.contrast import difference
    >>> from relsim.result.statistics import Estimate
    >>> part = difference("a", "b", smallest=0.5)
    >>> margin_of(judge(part, Estimate(0.75, 0.7, 0.8, 20)))
    0.5
    """
    mean, least = one.effect.mean, one.contrast.smallest
    if mean is None:
        return math.nan
    if one.contrast.predicts == "same":
        return (least - abs(mean)) / least
    return ((-mean if one.contrast.predicts == "less" else mean) - least) / least
