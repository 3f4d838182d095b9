"""What every arm of a comparison came to in every world: numbers first, frames when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Numbers of all runs of a comparison: a row an arm, a column a replication.

    Parameters
    ----------
    replications : sequence of int
        Which worlds, in order.
    figures : mapping of str to numpy.ndarray
        By figure, ``payback`` among them; NaN where a run defines none, or failed.
    costs : numpy.ndarray, optional
        Discounted cost lines, along the third axis.
    values : numpy.ndarray, optional
        Net present value up to the end of each year, along the third axis.
    lines : sequence of str
        Those cost lines.
    years : sequence of float
        Those years.

    Examples
    --------
    >>> found = Outcomes([0, 1], {"npv": np.array([[1.0, 2.0], [3.0, 4.0]])})
    >>> found.samples(("none", "social"))["npv"].to_list()
    [1.0, 2.0, 3.0, 4.0]
    """

    replications: Sequence[int]
    figures: Mapping[str, Array]
    costs: Array | None = None
    values: Array | None = None
    lines: Sequence[str] = ()
    years: Sequence[float] = ()

    def samples(self, strategies: Sequence[str]) -> pd.DataFrame:
        """Return figures, a row an arm and replication, arm by arm."""
        return self._beside(strategies, {name: one.ravel() for name, one in self.figures.items()})

    def cost_lines(self, strategies: Sequence[str]) -> pd.DataFrame | None:
        """Return discounted cost lines, rows as in :meth:`samples`."""
        if self.costs is None:
            return None
        lines = self.costs.reshape(-1, len(self.lines)).T
        return self._beside(strategies, dict(zip(self.lines, lines, strict=True)))

    def by_year(self, strategies: Sequence[str]) -> pd.DataFrame | None:
        """Return net present value up to each year, rows as in :meth:`samples`."""
        if self.values is None:
            return None
        lines = self.values.reshape(-1, len(self.years)).T
        return self._beside(strategies, dict(zip(self.years, lines, strict=True)))

    def _beside(self, strategies: Sequence[str], columns: Mapping[Any, Array]) -> pd.DataFrame:
        import pandas as pd  # heavy, and a terminal shows no frame

        named: dict[Any, Any] = {
            "strategy": [name for name in strategies for _ in self.replications],
            "replication": [*self.replications] * len(strategies),
        }
        return pd.DataFrame({**named, **columns})
