"""What to measure first: what deciding by a measurement is worth beyond deciding now.

A measurement is made up in every setting, with the sampling noise of its size; the advantages are
regressed on it (expected value of sample information: Strong, Oakley, Brennan & Breeze 2015). Who
decides in a setting uses the regression of the others, so that no luck is taken for knowledge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from relsim.result.statistics import Estimate, estimate
from relsim.study.plausible.advantage import Advantages
from relsim.study.plausible.living import Lived
from relsim.words.catalogue import Phrase, marked

Array = NDArray[np.float64]

_DRAWS, _FOLDS = 20, 10
_UNDER_IT = 200
"""Customers of a pilot who get the strategy; as many do not."""
_SPREAD = 0.25
"""Standard deviation of an answer in a survey, on the scale from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Something that one can go and measure.

    Parameters
    ----------
    key : str
        Its name in files.
    words : str
        What is done, in words.
    made_up : callable
        From the runs and a generator to what is found: settings, numbers.
    cost : float, optional
        What it costs, where the model knows: money.
    """

    key: str
    words: str
    made_up: Callable[[Lived, np.random.Generator], Array]
    cost: float | None = None


class Worth(NamedTuple):
    """What a measurement is worth."""

    key: str
    words: str
    gain: Estimate
    """Before its cost."""
    cost: float | None
    """None where the model does not know it."""

    @property
    def net(self) -> float:
        """What is left of the gain when the cost that is known is paid."""
        return (self.gain.mean or 0.0) - (self.cost or 0.0)


def measurements(lived: Lived, periods: float) -> list[Measurement]:
    """Return what could be measured: a cohort, a survey, a pilot of each strategy over a year.

    A pilot costs what the strategy spends on those under it more than the baseline does, in so
    many periods.
    """
    spent = np.nanmean(lived.values("cost_per_customer"), axis=0)
    found = [
        Measurement(
            "cohort",
            marked("following 1,000 customers for up to three years, as the firm is now"),
            partial(_cohort, size=1_000),
            0.0,  # it is in the firm's own books
        ),
        Measurement(
            "survey",
            marked("asking 400 customers how satisfied they are and whether they trust the firm"),
            partial(_survey, size=400),
        ),
    ]
    return found + [
        Measurement(
            f"pilot of {name}",
            Phrase(
                "a pilot of {strategy} with 400 customers, half of them without it, over a year",
                strategy=name,
            ),
            partial(_pilot, arm=arm, size=_UNDER_IT),
            float(max(spent[arm] - spent[0], 0.0) * periods * _UNDER_IT),
        )
        for arm, name in enumerate(lived.strategies)
        if arm
    ]


def worths(advantages: Advantages, chosen: Iterable[Measurement]) -> list[Worth]:
    """Return what each measurement is worth, the best first when known costs are paid."""
    found = [Worth(one.key, one.words, _gain(advantages, one.made_up), one.cost) for one in chosen]
    return sorted(found, key=lambda one: -one.net)


def of_a_number(place: int) -> Callable[[Lived, np.random.Generator], Array]:
    """Return what knowing a number of the settings exactly would show."""
    return lambda lived, luck: lived.ways[""].numbers.to_numpy()[lived.places[""]][:, [place]]


def _gain(advantages: Advantages, made_up: Callable[..., Array]) -> Estimate:
    """Return what is won by deciding after a measurement instead of now, over settings."""
    worth = np.pad(advantages.centre, ((0, 0), (1, 0)))
    luck = np.random.default_rng(0)
    seen = np.stack([made_up(advantages.lived, luck) for _ in range(_DRAWS)], axis=1)
    seen = np.nan_to_num((seen - np.nanmean(seen)) / (np.nanstd(seen, axis=(0, 1)) + 1e-12))
    n = len(worth)
    fold = luck.permutation(n) % _FOLDS
    won = np.zeros(n)
    for part in range(_FOLDS):
        out = fold == part
        if out.all() or not out.any():
            continue
        terms, unseen = _quadratic(seen[~out]), _quadratic(seen[out])
        target = np.repeat(worth[~out], _DRAWS, axis=0)
        fitted = np.linalg.lstsq(terms, target, rcond=None)[0]
        choice = (unseen @ fitted).argmax(axis=1).reshape(-1, _DRAWS)
        now = worth[~out].mean(axis=0).argmax()
        won[out] = np.take_along_axis(worth[out], choice, axis=1).mean(axis=1) - worth[out, now]
    return estimate(won)


def _quadratic(seen: Array) -> Array:
    """Return the terms of a quadratic, a row a setting and draw."""
    flat = seen.reshape(-1, seen.shape[-1])
    upper = np.triu_indices(flat.shape[1])
    products = flat[:, upper[0]] * flat[:, upper[1]]
    return np.concatenate([np.ones((len(flat), 1)), flat, products], axis=1)


def _counted(share: Array, size: int, luck: np.random.Generator) -> Array:
    return luck.binomial(size, np.clip(np.nan_to_num(share), 0.0, 1.0)) / size


def _cohort(lived: Lived, luck: np.random.Generator, size: int) -> Array:
    years = lived.staying()[:, 0]
    before = np.concatenate([np.ones((len(years), 1)), years[:, :-1]], axis=1)
    kept, left = [], np.full(len(years), size)
    for year in (years / np.where(before > 0, before, 1.0)).T:
        left = luck.binomial(left, np.clip(np.nan_to_num(year), 0.0, 1.0))
        kept.append(left / size)
    return np.stack(kept, axis=1)


def _survey(lived: Lived, luck: np.random.Generator, size: int) -> Array:
    mean = lived.values("relationship_quality")[:, [0]]
    return np.asarray(mean + luck.normal(0.0, _SPREAD / size**0.5, mean.shape))


def _pilot(lived: Lived, luck: np.random.Generator, arm: int, size: int) -> Array:
    stay = lived.staying()[..., 0]
    ours, theirs = (_counted(stay[:, one], size, luck) for one in (arm, 0))
    return np.stack([ours - theirs, theirs], axis=1)
