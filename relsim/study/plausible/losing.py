"""Where a strategy loses: boxes found on emulated settings, and held against runs left out.

Three quarters of the settings teach what the advantage is anywhere; the boxes are sought among
thousands of points; the last quarter says how often the strategy loses inside and how much of all
losing lies there. How steady a limit is shows on halves of the settings; whether it is needed, in a
quasi-p (Bryant & Lempert 2010, remembered and not read).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

from relsim.study.plausible.advantage import Advantages
from relsim.study.plausible.boxes import Box, Flags, boxes
from relsim.study.plausible.ridge import fitted, predicted

Array = NDArray[np.float64]

_POINTS = 3_000
_LEFT_OUT = 0.25
_HALVES = 10
_COLUMNS = 8
_STEADY = 0.5
_MOSTLY = 2 / 3
"""Who loses in more settings than these is better told by where it wins."""
_SMOOTHED = 0.3
"""Part of a number's spread by which settings that were found are blurred."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of a box.

    Parameters
    ----------
    column : int
        Its place among the settings' numbers.
    low, high : float
        From -1 to 1 within the number's interval; infinite where that end is open.
    steady : float
        In what share of halves of the settings the number is among those of a box.
    chance : float
        How often chance alone would make the box as dense as the left-out settings show it, beyond
        what its other limits do.
    """

    column: int
    low: float
    high: float
    steady: float
    chance: float


@dataclass(frozen=True, slots=True)
class Region:
    """A box, and what it holds.

    Parameters
    ----------
    limits : tuple of Limit
        Its numbers.
    share, density, coverage : float
        Of the emulated settings: how many lie inside; of these, how many are lost (or won); of all
        that are, how many lie inside.
    inside, inside_lost, lost, left_out : int
        The same counted in settings that were left out: in the box; of them lost (or won); all
        that are; all.
    """

    limits: tuple[Limit, ...]
    share: float
    density: float
    coverage: float
    inside: int
    inside_lost: int
    lost: int
    left_out: int

    def counts(self) -> dict[str, float]:
        """Return all that is counted, as plain values."""
        return {name: getattr(self, name) for name in _COUNTED}


_COUNTED = ("share", "density", "coverage", "inside", "inside_lost", "lost", "left_out")


@dataclass(frozen=True, eq=False)
class Losing:
    """Where the second of two strategies is worth less than the first.

    Parameters
    ----------
    advantages : Advantages
        Of two strategies.
    drawn : callable
        From a generator and a number to so many points as the settings are.
    """

    advantages: Advantages
    drawn: Callable[[np.random.Generator, int], Array]

    @cached_property
    def runs(self) -> Array:
        """The difference in each setting; the mean of two lucks where there are two."""
        twice = self.advantages.again[:, 0]
        once = self.advantages.raw[:, 0]
        return np.where(np.isfinite(twice), (once + twice) / 2, once)

    @cached_property
    def explained(self) -> float:
        """What share of the variance over settings the emulator tells of those it did not see."""
        guess, _ = predicted(self._points, self.runs, self._points[:0])
        return float(1 - np.mean((self.runs - guess) ** 2) / np.var(self.runs))

    @cached_property
    def lost(self) -> float:
        """The share of emulated settings in which the mean difference is below nothing."""
        return float((self._emulated < 0).mean())

    @property
    def wins(self) -> bool:
        """Whether what is told is where it wins, since it loses nearly everywhere."""
        return self.lost > _MOSTLY

    @cached_property
    def regions(self) -> list[Region]:
        """The boxes, the one that holds most first."""
        event, (_, out) = self._event(self._emulated), self._split
        held, seen = self._event(self.runs[out]), self._points[out]
        found = map(self._steadied, boxes(self._at, event, self._columns))
        return [self._region(box, event, held, seen) for box in found if box.limits]

    def _steadied(self, box: Box) -> Box:
        """Return a box without limits that most halves of the settings do not know."""
        for column in list(box.limits):
            if self._steady.get(column, 0.0) < _STEADY:
                box = box.without(column)
        return box

    def _region(self, box: Box, event: Flags, held: Flags, seen: Array) -> Region:
        inside, there = box.holds(self._at), box.holds(seen)
        limits = tuple(
            Limit(
                column,
                *ends,
                steady=self._steady.get(column, 0.0),
                chance=_quasi_p(held, there, box.without(column).holds(seen)),
            )
            for column, ends in box.limits.items()
        )
        both = event & inside
        return Region(
            limits=limits,
            share=float(inside.mean()),
            density=float(both.sum() / inside.sum()),
            coverage=float(both.sum() / event.sum()),
            inside=int(there.sum()),
            inside_lost=int((held & there).sum()),
            lost=int(held.sum()),
            left_out=len(seen),
        )

    @cached_property
    def _steady(self) -> dict[int, float]:
        """In what share of halves of the settings each number is part of a box."""
        learn, _ = self._split
        luck, counted = np.random.default_rng(2), np.zeros(self._points.shape[1])
        for _ in range(_HALVES):
            half = luck.permutation(learn)[: len(learn) // 2]
            event = self._event(fitted(self._points[half], self.runs[half], self._at))
            columns = {one for box in boxes(self._at, event, self._columns) for one in box.limits}
            counted[list(columns)] += 1 / _HALVES
        return {column: float(share) for column, share in enumerate(counted) if share > 0}

    def _event(self, gaps: Array) -> Flags:
        return np.asarray(gaps > 0 if self.wins else gaps < 0)

    @cached_property
    def _split(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        order = np.random.default_rng(1).permutation(len(self._points))
        cut = round(len(order) * (1 - _LEFT_OUT))
        return order[:cut], order[cut:]

    @property
    def _points(self) -> Array:
        return self.advantages.points

    @cached_property
    def _at(self) -> Array:
        return self.drawn(np.random.default_rng(0), _POINTS)

    @cached_property
    def _emulated(self) -> Array:
        learn, _ = self._split
        return predicted(self._points[learn], self.runs[learn], self._at)[1]

    @cached_property
    def _columns(self) -> list[int]:
        """The numbers that move what is emulated most: alone, or squared."""
        gaps, found = self._emulated - self._emulated.mean(), np.zeros(self._at.shape[1])
        for terms in (self._at, self._at**2):
            centred = terms - terms.mean(axis=0)
            along = np.abs(centred.T @ gaps) / np.sqrt((centred**2).sum(axis=0) + 1e-12)
            found = np.maximum(found, along)
        return [int(one) for one in np.argsort(-found, kind="stable")[:_COLUMNS]]


def as_drawn(points: Array, *, tied: bool) -> Callable[[np.random.Generator, int], Array]:
    """Return what draws points as settings are: number by number, or near those there are.

    Settings that patterns chose hold numbers that go together; a smoothed bootstrap keeps that.
    """

    def freely(luck: np.random.Generator, n: int) -> Array:
        columns = [np.quantile(values, luck.random(n)) for values in points.T]
        return np.asarray(np.stack(columns, axis=1))

    def nearby(luck: np.random.Generator, n: int) -> Array:
        middle, spread = points.mean(axis=0), points.std(axis=0)
        chosen = points[luck.integers(len(points), size=n)] - middle
        noise = luck.standard_normal(chosen.shape) * spread
        blurred = middle + np.sqrt(1 - _SMOOTHED**2) * chosen + _SMOOTHED * noise
        return np.asarray(np.clip(blurred, points.min(axis=0), points.max(axis=0)))

    return nearby if tied else freely


def _quasi_p(held: Flags, inside: Flags, looser: Flags) -> float:
    """Return how often chance holds as many inside, at the rate of the box without a limit."""
    rate = float(held[looser].mean()) if looser.any() else 1.0
    hits = int(held[inside].sum())
    return float(bdtrc(hits - 1, int(inside.sum()), rate)) if hits else 1.0
