"""Which of the unknown numbers decide a difference: first-order shares by given data.

A share is what a quadratic in one number explains of the variance that is not luck (Saltelli et al.
2008; given data: Plischke, Borgonovo & Smith 2013), less what as many terms explain by chance. Two
hundred numbers are looked at, so each is held against the largest of all when the differences are
dealt anew (a permutation null). Numbers that the patterns tied to each other share one group.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from relsim.result.words import singular
from relsim.scenario.paths import split_path
from relsim.study.plausible.advantage import Advantages
from relsim.words.catalogue import Phrase, Word

Array = NDArray[np.float64]

TIED = 0.6
"""Numbers whose ranks are correlated by more cannot be told apart: they form a group."""

_DEALT = 500


class Deciding(NamedTuple):
    """A number, or a group of them, and what it explains of a strategy's advantage."""

    paths: tuple[str, ...]
    share: float
    chance: float
    """How often the largest share of all is as large when nothing decides anything."""
    upwards: bool
    """Whether more of the first of them is more of an advantage."""


def deciding(advantages: Advantages, strategy: int) -> list[Deciding]:
    """Return what explains a strategy's advantage, the largest share first.

    Parameters
    ----------
    advantages : Advantages
        Over settings.
    strategy : int
        Its place among all but the baseline.

    Returns
    -------
    list of Deciding
        All numbers; those whose `chance` is above a few hundredths cannot be told from chance.
    """
    values = advantages.raw[:, strategy]
    sound = np.isfinite(values)
    points, values = advantages.points[sound], values[sound]
    names = list(advantages.lived.ways[""].numbers.columns)
    groups = tied(points)
    bases = [_basis(points[:, group]) for group in groups]
    found = _explained(bases, values[:, None])[:, 0]
    luck = np.random.default_rng(0)
    dealt = np.stack([luck.permutation(values) for _ in range(_DEALT)], axis=1)
    largest = _explained(bases, dealt).max(axis=0)
    total, known = values.var(ddof=1), advantages.ignorance[strategy, strategy]
    gaps = values - values.mean()  # no correlation: two arms may be the same
    up = [(points[:, group[0]] * gaps).sum() > 0 for group in groups]
    shares = np.clip(found * total / known if known > 0 else 0.0 * found, 0.0, 1.0)
    return [
        Deciding(
            tuple(names[one] for one in groups[place]),
            float(shares[place]),
            float((largest >= found[place]).mean()),
            bool(up[place]),
        )
        for place in np.argsort(-found, kind="stable")
    ]


def tied(points: Array) -> list[list[int]]:
    """Return the numbers in groups: whoever is tied to one of a group belongs to it.

    Examples
    --------
    >>> line = np.linspace(-1, 1, 50)
    >>> tied(np.stack([line, np.cos(9 * line), line**3], axis=1))
    [[0, 2], [1]]
    """
    ranks = points.argsort(axis=0).argsort(axis=0)
    close = np.abs(np.nan_to_num(np.corrcoef(ranks.T))) > TIED
    found: list[list[int]] = []
    left = list(range(points.shape[1]))
    while left:
        group, new = [], [left[0]]
        while new:
            group += new
            left = [one for one in left if one not in new]
            new = [one for one in left if close[one, group].any()]
        found.append(sorted(group))
    return found


def called(path: str) -> Word:
    """Return what a number is called within a sentence.

    Examples
    --------
    >>> called("segments.private.price_sensitivity.mean"), called("market.costs.setup")
    ('price sensitivity', 'cost of setup')
    """
    match split_path(path):
        case ("segments", _, trait, "mean") | ("segments", _, trait):
            return Word(singular(trait))
        case ("segments", _, trait, term):
            return Phrase("{term} of {trait}", term=Word(term), trait=Word(singular(trait)))
        case ("market", "costs", name):
            return Phrase("cost of {name}", name=Word(singular(name)))
    return Word(singular(path.rpartition(".")[2]))


def _basis(points: Array) -> Array:
    """Return an orthonormal basis of quadratics in each number, without the constant."""
    terms = np.concatenate([points, points**2], axis=1)
    return np.linalg.qr(terms - terms.mean(axis=0))[0]


def _explained(bases: list[Array], columns: Array) -> Array:
    """Return the share of each column's variance that each basis explains beyond chance."""
    n = len(columns)
    gaps = columns - columns.mean(axis=0)
    whole = (gaps**2).sum(axis=0)
    rows = []
    for basis in bases:
        terms = basis.shape[1]
        part = ((basis.T @ gaps) ** 2).sum(axis=0) / np.where(whole > 0, whole, 1.0)
        free = max(n - 1 - terms, 1)
        rows.append(1 - (1 - part) * (n - 1) / free if terms < n - 1 else np.zeros_like(whole))
    return np.array(rows)
