"""What a strategy is worth more than the baseline in each setting, luck taken off.

A run shows a setting's mean advantage and luck. What luck is, settings show that were lived
through twice. Each setting's mean is then held between its own run and what the other settings say
of it by regression, each by its error: where luck is small the run decides.
Nothing else judges: never the largest of single runs, so that luck alone is worth no information.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri

from relsim.study.plausible.living import BOX, MEANT, Lived
from relsim.study.plausible.ridge import predicted

Array = NDArray[np.float64]

DRAWS = 200
"""Possible means drawn of each setting."""

BY_CHANCE = 0.05
"""What chance alone shows at most this often counts."""

FIGURE = "npv"
"""What decides; other figures are shown as they came."""


class _Way(NamedTuple):
    """Possible mean advantages of settings that were lived through, and of all by regression."""

    held: Array
    alone: Array


@dataclass(frozen=True, eq=False)
class Advantages:
    """The advantages of all strategies but the baseline.

    Parameters
    ----------
    lived : Lived
        The runs.
    figure : str
        In what.
    """

    lived: Lived
    figure: str = FIGURE

    @cached_property
    def raw(self) -> Array:
        """Differences to the baseline, a row a setting, as they came."""
        return self._gaps(MEANT)

    @cached_property
    def again(self) -> Array:
        """The same with a second luck; NaN where a setting was lived through once."""
        return self._gaps(MEANT, luck=1)

    @cached_property
    def luck(self) -> Array:
        """Covariance of the differences by luck alone."""
        gaps = self.raw - self.again
        gaps = gaps[np.isfinite(gaps).all(axis=1)]
        return gaps.T @ gaps / (2 * len(gaps)) if len(gaps) else np.zeros((self.raw.shape[1],) * 2)

    @cached_property
    def ignorance(self) -> Array:
        """Covariance of the mean differences over settings: what is left without luck."""
        return covariance(np.cov(self.raw.T, ddof=1).reshape(self.luck.shape) - self.luck)

    @cached_property
    def points(self) -> Array:
        """The settings' numbers, from -1 to 1 within what was thought beforehand."""
        return self._points(MEANT)[self.lived.places[MEANT]]

    @cached_property
    def draws(self) -> Array:
        """Possible mean advantages: settings, draws, strategies."""
        return self._ways[MEANT].held

    @cached_property
    def centre(self) -> Array:
        """The likeliest mean advantage in each setting."""
        return np.asarray(self.draws.mean(axis=1))

    def share(self, way: str = MEANT) -> Array:
        """Return the share of settings in which each mean advantage is above nothing.

        Where only some were lived through, the regression tells of all, put right by those.
        """
        found = self._ways[way]
        held, alone = ((one > 0).mean(axis=1) for one in (found.held, found.alone))
        put_right = (held - alone[self.lived.places[way]]).mean(axis=0)
        return np.asarray(np.clip(alone.mean(axis=0) + put_right, 0.0, 1.0))

    @cached_property
    def _ways(self) -> dict[str, _Way]:
        ways = [way for way, places in self.lived.places.items() if len(places)]
        runs = np.concatenate([self._gaps(way) for way in ways])
        again = np.concatenate([self._gaps(way, luck=1) for way in ways])
        twice = np.isfinite(again).all(axis=1)
        runs[twice] = (runs[twice] + again[twice]) / 2
        lucks = np.where(twice, 0.5, 1.0)
        places = {way: self.lived.places[way] for way in ways}
        whole = {way: self._points(way) for way in ways}
        points = np.concatenate([whole[way][places[way]] for way in ways])
        # The same setting at another width is no other setting.
        groups = np.concatenate([places[way] + (way == BOX) * 10**6 for way in ways])
        said = [predicted(points, one, np.concatenate([*whole.values()]), groups) for one in runs.T]
        guess, beyond = (np.stack(part, axis=1) for part in zip(*said, strict=True))
        off = runs - guess
        left = self._left(off, lucks.mean() * self.luck)
        luck = np.random.default_rng(0)
        normal = luck.standard_normal((len(runs), DRAWS, runs.shape[1]))
        held = np.array(
            [
                held_between(guess[k], left, runs[k], lucks[k] * self.luck, normal[k])
                for k in range(len(runs))
            ]
        )
        cuts = np.cumsum([len(places[way]) for way in ways])[:-1]
        ends = np.cumsum([len(whole[way]) for way in ways])[:-1]
        alone = beyond[:, None] + luck.standard_normal((1, DRAWS, runs.shape[1])) @ root(left).T
        parts = (np.split(held, cuts), np.split(alone, ends))
        return {way: _Way(*both) for way, *both in zip(ways, *parts, strict=True)}

    def _left(self, off: Array, luck: Array) -> Array:
        """Return the covariance that regression leaves beyond luck, where an F-test shows any.

        Luck is known from few settings: what is beyond it by chance would be worth knowing.
        """
        pairs = np.isfinite(self.again).all(axis=1).sum()
        limit = fdtri(len(off), max(pairs, 1), 1.0 - BY_CHANCE)
        shown = (off**2).mean(axis=0) > limit * np.diag(luck)
        return covariance(off.T @ off / len(off) - luck) * np.outer(shown, shown)

    def _gaps(self, way: str, luck: int = 0) -> Array:
        values = self.lived.values(self.figure, way, luck)
        return np.asarray(values[:, 1:] - values[:, :1])

    def _points(self, way: str) -> Array:
        numbers = self.lived.ways[way].numbers
        chosen = self.lived.ways[MEANT].uncertain
        parts = [one.parts(numbers[one.path].to_numpy(np.float64)) for one in chosen]
        return 2.0 * np.stack(parts, axis=1) - 1.0


def covariance(matrix: Array) -> Array:
    """Return the nearest covariance: a difference of two may have sides below nothing."""
    roots, turned = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((turned * np.maximum(roots, 0.0)) @ turned.T)


def root(matrix: Array) -> Array:
    """Return a root of a covariance: normal numbers times it vary together as it says."""
    roots, turned = np.linalg.eigh(matrix)
    return np.asarray(turned * np.sqrt(np.maximum(roots, 0.0)))


def held_between(guess: Array, left: Array, run: Array, luck: Array, normal: Array) -> Array:
    """Return means between a guess and a run, each with its error."""
    pull = left @ np.linalg.pinv(left + luck, hermitian=True)
    spread = covariance(left - pull @ left)
    return np.asarray(guess + (run - guess) @ pull.T + normal @ root(spread).T)
