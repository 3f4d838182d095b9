"""In which share of settings parts of a claim hold, luck taken off.

A setting's mean effect is held between what its own worlds showed and what all settings show
together, each by its error; a part holds there when that mean is as predicted and matters. The
interval of a share covers what luck leaves open of each setting, and that they are so many and no
more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.claims.breadth import WHOLE, Share
from relsim.claims.figures import Values
from relsim.study.plausible.advantage import covariance, held_between, root

if TYPE_CHECKING:
    from relsim.claims.contrast import Contrast

DRAWS = 2_000
_ENDS = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the parts of a claim came to in settings of one width.

    Parameters
    ----------
    sums : numpy.ndarray
        By setting, world and part, in the unit of the part's figure.
    bases : numpy.ndarray
        By setting and part: what an effect is a part of, 1 where it is told as it is.
    """

    sums: Values
    bases: Values

    @property
    def means(self) -> Values:
        """By setting and part, over worlds."""
        return np.asarray(self.sums.mean(axis=1))

    @property
    def luck(self) -> Values:
        """Covariance of the parts by the luck of one world."""
        off = self.sums - self.sums.mean(axis=1, keepdims=True)
        settings, worlds, parts = off.shape
        off = off.reshape(-1, parts)
        return np.asarray(off.T @ off / max(settings * (worlds - 1), 1))


def shares_of(parts: Mapping[str, Contrast], seen: Seen, luck: Values) -> dict[str, Share]:
    """Return in which share of settings parts hold, and all that count together.

    Parameters
    ----------
    parts : mapping of str to Contrast
        By what they are called.
    seen : Seen
        What they came to, in settings of one width.
    luck : numpy.ndarray
        Covariance of the parts in one world.

    Examples
    --------
    >>> from relsim.claims.contrast import difference
    >>> effects = np.repeat([0.3, 0.5, 0.4, 0.2], 5).reshape(20, 1, 1)
    >>> seen = Seen(effects, np.ones((20, 1)))
    >>> more = difference("a", "b", smallest=0.1)
    >>> shares_of({"more": more}, seen, np.array([[1e-6]]))[WHOLE].holds
    20
    """
    contrasts = list(parts.values())
    draws = _possible_means(seen, luck)
    held = np.stack(
        [
            _holds(one, draws[:, :, place], one.smallest * seen.bases[:, place, None])
            for place, one in enumerate(contrasts)
        ],
        axis=2,
    )
    counted = [place for place, one in enumerate(contrasts) if one.counts]
    whole = {WHOLE: _share(held[:, :, counted].all(axis=2))}
    return whole | {
        name: _share(held[:, :, place])
        for place, (name, one) in enumerate(parts.items())
        if one.predicts
    }


def _possible_means(seen: Seen, luck: Values) -> Values:
    """Return means that each setting may have: settings, draws, parts."""
    means = seen.means
    scale = np.maximum(means.std(axis=0), np.sqrt(np.diag(luck)))
    scale[scale == 0] = 1.0
    means, luck = means / scale, luck / np.outer(scale, scale) / seen.sums.shape[1]
    settings, parts = means.shape
    spread = np.cov(means.T, ddof=1).reshape(parts, parts)
    left = covariance(spread - luck)
    chance = np.random.default_rng(0)
    middle = chance.standard_normal((DRAWS, parts)) @ root(covariance(spread)).T
    middle = means.mean(axis=0) + middle / np.sqrt(settings)
    normal = chance.standard_normal((settings, DRAWS, parts))
    drawn = [held_between(middle, left, means[k], luck, normal[k]) for k in range(settings)]
    return np.asarray(np.array(drawn) * scale)


def _holds(contrast: Contrast, effects: Values, least: Values) -> Any:
    if contrast.predicts == "same":
        return np.abs(effects) < least
    return (-effects if contrast.predicts == "less" else effects) >= least


def _share(held: Any) -> Share:
    """Return a share with what luck and the number of settings leave open of it (Jeffreys)."""
    settings = len(held)
    count = held.sum(axis=0)
    possible = np.random.default_rng(0).beta(count + 0.5, settings - count + 0.5)
    low, high = np.quantile(possible, _ENDS)
    holds = int((held.mean(axis=1) >= 0.5).sum())
    return Share(settings, holds, float(held.mean()), float(low), float(high))
