"""Designs: the settings at which a question is asked, a row a point and a column a path."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from relsim.errors import InputError
from relsim.scenario.document import plain
from relsim.scenario.paths import split_path
from relsim.scenario.whole import check_whole
from relsim.scenario.wording import show

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

MOST_POINTS = 100_000
"""A design of more settings than this is a slip of the pen."""

Point = dict[str, Any]
"""One setting of a design: values by path, as overrides."""


def grid(values: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Return every combination of some values.

    Parameters
    ----------
    values : mapping of str to sequence
        By path, as in overrides: ``{"market.freedom": [0, 0.5, 1]}``.

    Returns
    -------
    pandas.DataFrame
        A row a combination, a column a path; the last path varies fastest.

    Raises
    ------
    InputError
        For a path without values, or more combinations than anybody would wait for.

    Examples
    --------
    >>> import relsim
    >>> len(relsim.grid({"market.freedom": [0.5, 1.0], "firms.Alba.price": [19.0, 20.0, 21.0]}))
    6
    """
    import pandas as pd

    lists = {path: _listed(path, held) for path, held in values.items()}
    count = math.prod(len(held) for held in lists.values())
    if count > MOST_POINTS:
        factors = " × ".join(str(len(held)) for held in lists.values())
        raise InputError(
            f"grid: {factors} = {count:,} points; at most {MOST_POINTS:,} are allowed. Take fewer "
            "values a path, or draw some of them: relsim.latin_hypercube."
        )
    # Column by column, so that a column of whole numbers stays one.
    rows = list(product(*lists.values())) if lists else []
    columns = {path: [row[place] for row in rows] for place, path in enumerate(lists)}
    return pd.DataFrame(columns)


def latin_hypercube(
    ranges: Mapping[str, tuple[float, float]], *, points: int, seed: int = 1
) -> pd.DataFrame:
    """Draw points that cover every range evenly, however many ranges there are.

    Each range is cut into as many slices as there are points, and every slice holds one point
    (McKay, Beckman & Conover 1979).

    Parameters
    ----------
    ranges : mapping of str to pair
        Lowest and highest value by path, as in overrides: ``{"market.freedom": (0, 1)}``.
    points : int
        How many, from 1.
    seed : int
        Of the draw; the luck of the markets has a seed of its own.

    Returns
    -------
    pandas.DataFrame
        A row a point, a column a path.

    Raises
    ------
    InputError
        For a range that does not rise, or a number of points that makes no sense.

    Examples
    --------
    >>> import relsim
    >>> design = relsim.latin_hypercube({"market.freedom": (0, 1)}, points=4, seed=1)
    >>> sorted((4 * design["market.freedom"]).astype(int))
    [0, 1, 2, 3]
    """
    from scipy.stats import qmc  # a second of importing

    _check_draw(points, seed)
    ends = ends_of("latin_hypercube", ranges)
    return _scaled(qmc.LatinHypercube(d=len(ends), seed=seed).random(points), ends)


def sobol(ranges: Mapping[str, tuple[float, float]], *, points: int, seed: int = 1) -> pd.DataFrame:
    """Draw points of a scrambled Sobol sequence, which fill the space ever more evenly.

    Sobol (1967), scrambled as by Owen (1998); both remembered, not read.

    Parameters
    ----------
    ranges : mapping of str to pair
        Lowest and highest value by path, as in overrides: ``{"market.freedom": (0, 1)}``.
    points : int
        How many: a power of two, without which the sequence loses its balance.
    seed : int
        Of the scrambling; the luck of the markets has a seed of its own.

    Returns
    -------
    pandas.DataFrame
        A row a point, a column a path.

    Raises
    ------
    InputError
        For a range that does not rise, or a number of points that is no power of two.

    Examples
    --------
    >>> import relsim
    >>> design = relsim.sobol({"market.freedom": (0, 1)}, points=4, seed=1)
    >>> sorted((4 * design["market.freedom"]).astype(int))
    [0, 1, 2, 3]
    """
    from scipy.stats import qmc

    _check_draw(points, seed)
    ends = ends_of("sobol", ranges)
    power = points.bit_length() - 1
    if points != 2**power:
        raise InputError(
            f"sobol: points = {points:,} is no power of two. Write {2**power:,} or "
            f"{2 ** (power + 1):,}."
        )
    return _scaled(qmc.Sobol(d=len(ends), seed=seed).random_base2(power), ends)


def points_of(design: pd.DataFrame) -> list[Point]:
    """Return the points of a design as overrides.

    Examples
    --------
    >>> points_of(grid({"market.customers": [100, 200]}))
    [{'market.customers': 100}, {'market.customers': 200}]
    """
    if not hasattr(design, "columns"):
        raise InputError(
            f"design: found {show(design)}; write relsim.grid({{PATH: [values]}}), "
            "relsim.latin_hypercube, or a data frame with a column a path."
        )
    paths = list(design.columns)
    for path in paths:
        split_path(path)
        if paths.count(path) > 1:
            raise InputError(f"design: the column {path} is there twice.")
    if not paths or not len(design):
        raise InputError("design: it has no point; name at least one path and one value.")
    if len(design) > MOST_POINTS:
        raise InputError(f"design: {len(design):,} points; at most {MOST_POINTS:,} are allowed.")
    columns = [[plain(value) for value in design[path].tolist()] for path in paths]
    for path, column in zip(paths, columns, strict=True):
        for place, value in enumerate(column):
            if value is None or (isinstance(value, float) and not math.isfinite(value)):
                raise InputError(f"design: {path} has no value in row {place}.")
    return [dict(zip(paths, row, strict=True)) for row in zip(*columns, strict=True)]


def varied_by(points: Sequence[Point]) -> dict[str, list[Any]] | None:
    """Return the values of each path, where the points are all their combinations in order.

    Examples
    --------
    >>> varied_by(points_of(grid({"market.freedom": [0.0, 1.0], "market.customers": [100, 200]})))
    {'market.freedom': [0.0, 1.0], 'market.customers': [100, 200]}
    """
    values: dict[str, list[Any]] = {path: [] for path in points[0]}
    for point in points:
        for path, value in point.items():
            if value not in values[path]:
                values[path].append(value)
    if math.prod(map(len, values.values())) != len(points):
        return None
    whole = [dict(zip(values, row, strict=True)) for row in product(*values.values())]
    return values if whole == list(points) else None


def spread(low: float, high: float, points: int) -> list[float]:
    """Return numbers from one end to the other, evenly.

    Examples
    --------
    >>> spread(0, 1, 6)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    step = (high - low) / (points - 1)
    return [float(f"{low + place * step:.12g}") for place in range(points)]


def _listed(path: str, values: object) -> list[object]:
    split_path(path)
    if isinstance(values, str | bytes) or not hasattr(values, "__iter__"):
        raise InputError(f"grid: {path} = {show(values)}; write a list of values.")
    found = list(values)
    if not found:
        raise InputError(f"grid: {path} has no values; name at least one.")
    return found


def ends_of(what: str, ranges: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return the ends of ranges, checked; `what` they belong to."""
    if not ranges:
        raise InputError(f"{what}: there is no range; name at least one path.")
    return {path: _range(what, path, held) for path, held in ranges.items()}


def _check_draw(points: int, seed: int) -> None:
    check_whole(1, MOST_POINTS, points=points)
    check_whole(0, seed=seed)


def _scaled(unit: NDArray[np.float64], ends: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    import pandas as pd
    from scipy.stats import qmc

    low, high = zip(*ends.values(), strict=True)
    return pd.DataFrame(qmc.scale(unit, low, high), columns=list(ends))


def _range(what: str, path: str, ends: object) -> tuple[float, float]:
    split_path(path)
    try:
        low, high = (float(end) for end in ends)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        low = high = math.nan
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise InputError(
            f"{what}: {path} = {show(ends)}; write two rising numbers, such as (0, 1)."
        )
    return low, high
