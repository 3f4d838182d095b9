"""A sweep over two numbers as a field: which strategy is best in each cell, and whether surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from relsim.result.figures import FIGURES
from relsim.result.statistics import Estimate, difference, estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from relsim.result.figure import Figure
    from relsim.study.sweep.runs import Runs


@dataclass(frozen=True)
class Cell:
    """What strategies come to at one combination of two numbers.

    Parameters
    ----------
    point : int
        Its place in the design.
    across, up : float
        The two numbers.
    means : mapping of str to Estimate
        By strategy, over worlds.
    best : str
        The strategy with the best mean; empty where no run was sound.
    lead : Estimate
        How far it is ahead of the second, world by world; above 0 is better.
    """

    point: int
    across: float
    up: float
    means: Mapping[str, Estimate]
    best: str
    lead: Estimate

    @property
    def sure(self) -> bool:
        """Whether the best is ahead of the second beyond doubt."""
        return self.lead.low is not None and self.lead.low > 0.0


@dataclass(frozen=True)
class Field:
    """Every cell, and where its numbers lie.

    Parameters
    ----------
    paths : tuple of str
        What goes across, and what goes up.
    figure : Figure
        By what strategies are judged.
    across, up : tuple of float
        The values, rising.
    cells : mapping of tuple to Cell
        By place across and place up.
    """

    paths: tuple[str, str]
    figure: Figure
    strategies: tuple[str, ...]
    across: tuple[float, ...]
    up: tuple[float, ...]
    cells: Mapping[tuple[int, int], Cell]

    def under(self, called: Mapping[str, str]) -> Field:
        """Return the same with strategies called otherwise."""
        cells = {
            place: replace(
                cell,
                best=called.get(cell.best, cell.best),
                means={called.get(name, name): one for name, one in cell.means.items()},
            )
            for place, cell in self.cells.items()
        }
        names = tuple(called.get(name, name) for name in self.strategies)
        return replace(self, strategies=names, cells=cells)

    def advantage(self, strategy: str) -> NDArray[np.float64]:
        """Return how far a strategy is ahead of the best other one: a row a value of `up`."""
        sign = 1.0 if self.figure.higher_is_better else -1.0
        found = np.full((len(self.up), len(self.across)), np.nan)
        for (column, row), cell in self.cells.items():
            own = cell.means[strategy].mean
            others = [
                sign * one.mean
                for name, one in cell.means.items()
                if name != strategy and one.mean is not None
            ]
            if own is not None and others:
                found[row, column] = sign * own - max(others)
        return found

    def best_in(self, strategy: str) -> list[Cell]:
        """Return the cells in which a strategy is best."""
        return [cell for cell in self.cells.values() if cell.best == strategy]


def is_field(sweep: Runs) -> bool:
    """Tell whether a sweep is one of several strategies over every pair of two numbers' values.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 50, "market.periods": 6})
    >>> design = relsim.grid({"market.freedom": [0.5, 1.0], "firms.Alba.price": [19.0, 21.0]})
    >>> is_field(relsim.sweep(scenario, design, ["none", "social"], replications=2))
    True
    """
    if len(sweep.paths) != 2 or len(sweep.strategies) < 2:
        return False
    points = sweep.points
    if not all(_numbers(points[path]) for path in sweep.paths):
        return False
    sizes = [points[path].nunique() for path in sweep.paths]
    return min(sizes) > 1 and len(points) == sizes[0] * sizes[1] and not points.duplicated().any()


def _numbers(column: pd.Series) -> bool:
    kind = column.dtype
    return bool(pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind))


def field_of(sweep: Runs, key: str) -> Field:
    """Return the field of a sweep that is one, by a figure.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 50, "market.periods": 6})
    >>> design = relsim.grid({"market.freedom": [0.5, 1.0], "firms.Alba.price": [19.0, 21.0]})
    >>> sweep = relsim.sweep(scenario, design, ["none", "social"], replications=2)
    >>> found = field_of(sweep, "npv")
    >>> found.across, found.up, found.cells[0, 1].point
    ((0.5, 1.0), (19.0, 21.0), 1)
    """
    across, up = (tuple(sorted(set(map(float, sweep.points[path])))) for path in sweep.paths)
    cells = {}
    for point, values in zip(sweep.points.index, sweep.points.to_numpy().tolist(), strict=True):
        x, y = map(float, values)
        cells[across.index(x), up.index(y)] = _cell(sweep, int(point), key, x, y)
    paths = (sweep.paths[0], sweep.paths[1])
    return Field(paths, FIGURES[key], sweep.strategies, across, up, cells)


def _cell(sweep: Runs, point: int, key: str, across: float, up: float) -> Cell:
    better = FIGURES[key].higher_is_better
    values = {name: sweep.values(point, name, key) for name in sweep.strategies}
    means = {name: estimate(found) for name, found in values.items()}
    known = {name: one.mean for name, one in means.items() if one.mean is not None}
    # Of two that are alike the first stands, which is the one that does less.
    order = sorted(known, key=lambda name: -known[name] if better else known[name])
    lead = Estimate(None, None, None, 0)
    if len(order) > 1:
        best, second = values[order[0]], values[order[1]]
        lead = difference(best, second) if better else difference(second, best)
    return Cell(point, across, up, means, order[0] if order else "", lead)
