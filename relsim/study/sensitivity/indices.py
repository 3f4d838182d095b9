"""Morris's effects and Sobol's shares of values at points, by SALib; the points, too.

Morris (1991), with the mean of absolute effects of Campolongo, Cariboni & Saltelli (2007); Sobol
(2001), first-order shares as in Saltelli et al. (2010), shares in all as in Jansen (1999). All
remembered, not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from relsim.errors import InputError

Array = NDArray[np.float64]

FEWEST_PATHS = 2
"""Morris: of fewer walks no mean has a doubt."""
FEWEST_BLOCKS = 16
"""Sobol: an interval that is resampled from fewer is no interval."""
_LEVELS = 4
_RESAMPLED = 400


class Effect(NamedTuple):
    """What a number does to an outcome when it goes over its whole interval; Morris."""

    size: float
    """Mean of the absolute effects, wherever the others stand."""
    doubt: float
    """Half of its 95 % interval."""
    mean: float
    """With their signs: as large as `size` where more of it always does the same."""
    spread: float
    """Standard deviation: how far the effect depends on where it is taken."""


class Share(NamedTuple):
    """What a number explains of an outcome's variance; Sobol."""

    first: float
    """Alone."""
    first_doubt: float
    """Half of its 95 % interval."""
    total: float
    """With all that it does together with others."""
    total_doubt: float


def require_salib() -> None:
    """Refuse to begin where SALib is missing."""
    try:
        import SALib  # noqa: F401
    except ImportError:
        raise InputError(
            "sensitivity needs the package SALib: pip install 'relsim[sensitivity]'."
        ) from None


def walks(numbers: int, trajectories: int, seed: int) -> Array:
    """Return Morris's points in the unit cube: a block of one more than there are numbers a walk.

    Examples
    --------
    >>> walks(3, 5, seed=1).shape
    (20, 3)
    """
    from SALib.sample import morris

    found: Array = morris.sample(_cube(numbers), trajectories, num_levels=_LEVELS, seed=_seed(seed))
    return found


def blocks(numbers: int, points: int, seed: int) -> Array:
    """Return Sobol's points in the unit cube: a block of two more than there are numbers a point.

    Examples
    --------
    >>> blocks(3, 4, seed=1).shape
    (20, 3)
    """
    from SALib.sample import sobol

    found: Array = sobol.sample(_cube(numbers), points, calc_second_order=False, seed=_seed(seed))
    return found


def effects(points: Array, values: Array) -> list[Effect] | None:
    """Return the effect of each number, from the walks of which every value is there.

    Examples
    --------
    >>> points = walks(2, 8, seed=1)
    >>> [one.size for one in effects(points, 3 * points[:, 0] - points[:, 1])]
    [3.0, 1.0]
    """
    from SALib.analyze import morris

    whole = _whole(values, points.shape[1] + 1)
    if whole.sum() < FEWEST_PATHS * (points.shape[1] + 1):
        return None
    found = morris.analyze(
        _cube(points.shape[1]),
        points[whole],
        values[whole],
        num_resamples=_RESAMPLED,
        num_levels=_LEVELS,
        seed=1,
    )
    columns = (found["mu_star"], found["mu_star_conf"], found["mu"], found["sigma"])
    return [Effect(*(round(float(one), 12) for one in row)) for row in zip(*columns, strict=True)]


def shares(numbers: int, values: Array) -> list[Share] | None:
    """Return the shares of each number, from the blocks of which every value is there.

    None where they are too few, or where nothing varies.
    """
    from SALib.analyze import sobol

    values = values[_whole(values, numbers + 2)]
    if len(values) < FEWEST_BLOCKS * (numbers + 2) or np.ptp(values) == 0:
        return None
    found: Mapping[str, Any] = sobol.analyze(
        _cube(numbers), values, calc_second_order=False, num_resamples=_RESAMPLED, seed=1
    )
    columns = (found["S1"], found["S1_conf"], found["ST"], found["ST_conf"])
    return [Share(*map(float, row)) for row in zip(*columns, strict=True)]


def luck(values: Array) -> float | None:
    """Return the share of the variance of means at points that is luck which points do not share.

    Parameters
    ----------
    values : array
        A row a point, a column a world.

    Returns
    -------
    float or None
        None for one world, of which nothing can be told apart.
    """
    values = values[np.isfinite(values).all(axis=1)]
    points, worlds = values.shape
    if worlds < 2 or points < 2:
        return None
    means = values.mean(axis=1)
    rest = values - means[:, None] - values.mean(axis=0) + values.mean()
    left = (rest**2).sum() / ((points - 1) * (worlds - 1)) / worlds
    spread = means.var(ddof=1)
    return float(min(left / spread, 1.0)) if spread > 0 else None


def _cube(numbers: int) -> dict[str, Any]:
    names = [f"x{place}" for place in range(numbers)]
    return {"num_vars": numbers, "names": names, "bounds": [[0.0, 1.0]] * numbers}


def _seed(seed: int) -> int:
    """Return a seed that SALib takes: above 0, which it takes for none, and of 32 bits."""
    return 1 + seed % 2**31


def _whole(values: Array, length: int) -> NDArray[np.bool_]:
    """Return which values belong to a block that lacks none."""
    sound = np.isfinite(values).reshape(-1, length).all(axis=1)
    return np.repeat(sound, length)
