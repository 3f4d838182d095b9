"""One number moved alone: where a strategy is worth no more, and which numbers do nothing at all.

Which numbers may turn the sign, settings say; that they do, and where, is seen on runs of the
scenario's own numbers with that one moved, in the same worlds for both strategies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from relsim.result.statistics import Estimate, estimate
from relsim.scenario.command import nothing
from relsim.study.compare import worlds
from relsim.study.laboratory import Laboratory, World
from relsim.study.parallel import Progress, Stop
from relsim.study.plausible.advantage import Advantages
from relsim.study.plausible.living import Lane
from relsim.study.plausible.ridge import predicted
from relsim.study.store import Store, fill
from relsim.study.store.filling import finished
from relsim.study.sweep.flips import crossings

if TYPE_CHECKING:
    from relsim.study.settings.uncertain import Uncertain

Array = NDArray[np.float64]

WORLDS = 8
"""Worlds of every point along a number."""

MOST_ENDS = 12
"""Ends of intervals that are looked at: those that may bring the difference nearest to nothing."""

_STEPS = 2
"""Points between the scenario's own number and an end at which the sign has turned."""

_SMALL = {"market.customers": 300}
"""The market in which it is seen whether a number does anything."""

_EXACT = 1_000_000
"""Parts of an interval that are told apart."""

Task = tuple[str, int, int, int, int]
"""A kind of run, a number's place, millionths of its interval, a world, an arm."""


class Turn(NamedTuple):
    """A number, and where it turns the sign of the difference, others being the scenario's own.

    Between `low` and `high` the 95 % interval of the difference holds nothing.
    """

    number: Uncertain
    at: float
    low: float
    high: float


class Moved(NamedTuple):
    """What moving numbers alone shows."""

    turns: tuple[Turn, ...]
    looked_at: int
    """Ends of intervals."""
    inert: tuple[Uncertain, ...]
    interrupted: bool


@dataclass(frozen=True, eq=False)
class Along:
    """Moves one number after another.

    Parameters
    ----------
    lanes : sequence of Lane
        The two strategies.
    numbers : sequence of Uncertain
        All of them, in the order of the settings.
    seed : int
        Of the worlds.
    laboratory : Laboratory
        Where they live.
    store : Store
        Where runs are kept.
    progress : callable, optional
        Told how many of a batch are done.
    """

    lanes: Sequence[Lane]
    numbers: Sequence[Uncertain]
    seed: int
    laboratory: Laboratory
    store: Store
    progress: Progress | None = None

    def turns(self, advantages: Advantages, home: Estimate) -> tuple[list[Turn], int]:
        """Return where numbers turn the sign of a difference, and how many ends were looked at."""
        own = np.array([one.part(one.central) for one in self.numbers])
        ends = reaching(advantages, own, home.mean or 0.0)
        along = {(column, end): {own[column]: home} for column, end in ends}
        wanted = list(along)
        for _ in range(1 + _STEPS):
            # First the end itself, then where straight lines say that nothing is left.
            points = [(column, _next(along[column, end], float(end))) for column, end in wanted]
            found = self._gaps(points)
            for one, point in zip(wanted, points, strict=True):
                along[one][point[1]] = found[point]
            wanted = [one for one in wanted if _bracket(along[one]) is not None]
        turned = [turn for (column, _), seen in along.items() for turn in self._found(column, seen)]
        return turned, len(ends)

    def inert(self) -> list[Uncertain]:
        """Return the numbers that change no figure of either strategy at either of their ends."""
        small = [one._replace(market=one.market.with_overrides(_SMALL)) for one in self.lanes]
        left = list(range(len(self.numbers)))
        home = self._lived("small", [(0, -1)], small, 1)
        # As text: what is undefined in both is the same, too.
        own = {arm: str(home[0, -1, 0, arm]) for arm in (0, 1)}
        for end in (0, 1):
            found = self._lived("small", [(column, end) for column in left], small, 1)
            left = [
                column
                for column in left
                if all(str(found[column, end, 0, arm]) == own[arm] for arm in own)
            ]
        return [self.numbers[column] for column in left]

    def _found(self, column: int, seen: Mapping[float, Estimate]) -> list[Turn]:
        number, parts = self.numbers[column], sorted(seen)
        flips = crossings(number.path, parts, [seen[part] for part in parts])
        return [Turn(number, *map(number.at, (one.at, one.low, one.high))) for one in flips]

    def _gaps(self, points: Sequence[tuple[int, float]]) -> dict[tuple[int, float], Estimate]:
        """Return the difference in value with one number moved to a part of its interval."""
        lived = self._lived("along", points, self.lanes, WORLDS)
        found = {}
        for column, part in points:
            values = np.array(
                [
                    [lived[column, part, world, arm].get("npv") for arm in (0, 1)]
                    for world in range(WORLDS)
                ],
                dtype=np.float64,
            )
            found[column, part] = estimate(values[:, 1] - values[:, 0])
        return found

    def _lived(
        self, kind: str, points: Sequence[tuple[int, float]], lanes: Sequence[Lane], many: int
    ) -> dict[tuple[int, float, int, int], Mapping[str, Any]]:
        """Live through points; a part below nothing leaves the number alone."""
        tasks: dict[tuple[int, float, int, int], Task] = {
            (column, part, world, arm): (kind, column, round((part + 1) * _EXACT), world, arm)
            for column, part in points
            for world in range(many)
            for arm in range(len(lanes))
        }

        def run(task: Task, stop: Stop) -> Mapping[str, Any]:
            _, column, place, world, arm = task
            part, lane, number = place / _EXACT - 1, lanes[arm], self.numbers[column]
            moved = {} if part < 0 else number.overrides(number.at(part))
            market = lane.market.with_overrides(moved)
            lived = worlds.live(
                World(market, lane.strategy, self.seed, world), self.laboratory, stop
            )
            return {name: held for name, held in lived.items() if np.ndim(held) == 0}

        again = nothing("one number moved; the same command repeats it")
        keys = list(tasks.values())
        if fill(self.store, keys, run, self.laboratory, lambda _: again, self.progress):
            raise KeyboardInterrupt
        return {one: finished(self.store.get(task)) for one, task in tasks.items()}


def reaching(advantages: Advantages, own: Array, home: float) -> list[tuple[int, int]]:
    """Return ends of intervals (column, 0 or 1) that may bring a difference to nothing.

    What settings say of a number alone is its slope among them, give or take two standard errors.
    """
    points, gaps = (advantages.points + 1) / 2, advantages.raw[:, 0]
    guess, _ = predicted(advantages.points, gaps, advantages.points[:0])
    centred = points - points.mean(axis=0)
    squares = (centred**2).sum(axis=0)
    slopes = centred.T @ (gaps - gaps.mean()) / squares
    errors = np.std(gaps - guess) / np.sqrt(squares)
    found = []
    for column, slope in enumerate(slopes):
        for end in (0, 1):
            way = end - own[column]
            reach = -np.sign(home) * slope * way + 2 * errors[column] * abs(way)
            if reach > abs(home):
                found.append((float(reach), column, end))
    return [(column, end) for _, column, end in sorted(found, reverse=True)[:MOST_ENDS]]


def _bracket(seen: Mapping[float, Estimate]) -> tuple[float, float] | None:
    """Return the nearest parts between which the mean difference changes its sign."""
    parts = sorted(seen)
    for left, right in pairwise(parts):
        if (seen[left].mean or 0.0) * (seen[right].mean or 0.0) < 0:
            return left, right
    return None


def _next(seen: Mapping[float, Estimate], end: float) -> float:
    """Return where to look next: the end first, then where a straight line meets nothing."""
    if end not in seen:
        return end
    bracket = _bracket(seen)
    assert bracket is not None
    left, right = bracket
    below, above = seen[left].mean or 0.0, seen[right].mean or 0.0
    return round(left + (right - left) * below / (below - above), 6)
