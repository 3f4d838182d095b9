"""What the runs of a sweep say: means and paired differences at every point, flips, ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from relsim.errors import InputError, SomeRunsFailed
from relsim.result.figures import COMPARED, FIGURES
from relsim.result.statistics import Difference, difference, estimate
from relsim.scenario.wording import nearest, show
from relsim.study.sweep.flips import Flip, crossings
from relsim.study.without_effect import same

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.scenario.own_code import Own

MOST_FAILED = 0.01
"""Above this share of failed runs nothing is ranked: what failed may be what mattered."""


@dataclass(frozen=True, eq=False, repr=False)
class Runs:
    """The runs of a sweep; :class:`~relsim.study.sweep.Sweep` says what its fields are."""

    scenario: Scenario
    seed: int
    strategies: tuple[str, ...]
    paths: tuple[str, ...]
    samples: pd.DataFrame
    planned: int
    interrupted: bool = False
    command: str = ""
    own: tuple[Own, ...] = ()
    budget: float | None = None
    shard: tuple[int, int] = (1, 1)

    @property
    def baseline(self) -> str:
        """The strategy that the others are held against."""
        return self.strategies[0]

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures."""
        return tuple(self.samples.columns[len(self.paths) + 3 : -3])

    @property
    def points(self) -> pd.DataFrame:
        """The settings that have a run: a row a point, indexed by its place in the design."""
        first = self.samples.drop_duplicates("point").set_index("point")
        return first[list(self.paths)].sort_index()

    @property
    def failures(self) -> pd.DataFrame:
        """The runs that failed, each with error, traceback, and command to repeat it."""
        return self.samples[self.samples["error"] != ""]

    def summary(self) -> pd.DataFrame:
        """Return means and paired differences, a row a point, strategy and figure.

        Returns
        -------
        pandas.DataFrame
            ``point``, a column a path, ``strategy``, ``figure``, ``mean``, ``low``, ``high``,
            ``n``; then, empty for the baseline, ``difference``, ``difference_low``,
            ``difference_high``, ``difference_n``, ``variance_reduction`` and ``chance_better``.
        """
        rows = []
        for point, settings in zip(self.points.index, self.overrides, strict=True):
            for strategy in self.strategies:
                for figure in self.figures:
                    found = estimate(self.values(point, strategy, figure))
                    row = {"point": point, **settings, "strategy": strategy, "figure": figure}
                    row |= {**found.ends(), "n": found.n}
                    if strategy != self.baseline:
                        row |= self.difference(point, strategy, figure).columns()
                    rows.append(row)
        frame = pd.DataFrame(rows)
        columns = ["point", *self.paths, "strategy", "figure", *_MEAN, "n", *_DIFFERENCE]
        frame = frame.reindex(columns=columns)
        return frame.astype(dict.fromkeys([*_MEAN, *_DIFFERENCE], "float64"))

    def difference(self, point: int, strategy: str, figure: str) -> Difference:
        """Return a paired difference to the baseline at one point.

        Parameters
        ----------
        point : int
            Place in the design.
        strategy : str
            Which arm.
        figure : str
            Which figure.

        Returns
        -------
        Difference
            Over the worlds that both arms have finished.
        """
        better = FIGURES[figure].higher_is_better
        ours = self.values(point, strategy, figure)
        theirs = self.values(point, self.baseline, figure)
        return difference(ours, theirs, higher_is_better=better)

    def flips(self, figure: str, strategy: str, along: str | None = None) -> list[Flip]:
        """Return where a strategy's difference to the baseline changes its sign.

        A flip counts when at some point on either side of it the whole 95 % interval of the
        paired difference lies beyond zero. Its place is read off straight lines between the
        points.

        Parameters
        ----------
        figure : str
            Such as ``"retention"``.
        strategy : str
            Any but the baseline.
        along : str, optional
            The path to go along; not needed when only one is varied. The others are kept
            where they are, combination by combination.

        Returns
        -------
        list of Flip
            Empty when the sign is the same wherever it is sure.

        Raises
        ------
        InputError
            For a figure, strategy or path that the sweep does not have, or a path whose values
            are no numbers.
        SomeRunsFailed
            When more than 1 % of the runs failed.
        """
        self.require_sound()
        self._check(figure, strategy)
        path = self._along(along)
        others = [name for name in self.paths if name != path]
        points = self.points
        groups = points.groupby(others, sort=False) if others else [((), points)]
        found = []
        for _, group in groups:
            ordered = group.sort_values(path)
            values = [float(value) for value in ordered[path]]
            gaps = [self.difference(int(point), strategy, figure) for point in ordered.index]
            elsewhere = {name: ordered[name].tolist()[0] for name in others}
            found += crossings(path, values, gaps, elsewhere=elsewhere)
        return found

    def ranking(self, figure: str) -> pd.DataFrame:
        """Return points and strategies in order of a figure's mean, the best first.

        Parameters
        ----------
        figure : str
            Such as ``"npv"``.

        Returns
        -------
        pandas.DataFrame
            The rows of :meth:`summary` for that figure. What comes first of many was also
            lucky: estimate it again with another seed before believing its mean.

        Raises
        ------
        SomeRunsFailed
            When more than 1 % of the runs failed.
        """
        self.require_sound()
        self._check(figure)
        better = FIGURES[figure].higher_is_better
        rows = self.summary().query("figure == @figure")
        return rows.sort_values("mean", ascending=not better, kind="stable", ignore_index=True)

    def without_effect(self, path: str) -> bool:
        """Tell whether points that differ in one path alone have the same figures, all of them.

        Examples
        --------
        >>> import relsim
        >>> scenario = relsim.load("insurance", {"market.customers": 50, "market.periods": 6})
        >>> design = relsim.grid({"behaviour.guarantee_found": [0.1, 0.9]})
        >>> relsim.sweep(scenario, design, ["none"]).without_effect("behaviour.guarantee_found")
        True
        """
        others = [name for name in self.paths if name != path]
        # A value may be a law, which no frame can group by.
        alike = [repr([point[name] for name in others]) for point in self.points.to_dict("records")]
        groups = self.points.groupby(np.array(alike), sort=False)
        pairs = [
            (int(group.index[0]), int(other))
            for _, group in groups
            for other in group.index[1:]
            if group.loc[other, path] != group[path].iloc[0]
        ]
        return bool(pairs) and all(
            same(self._figures(one), self._figures(other)) for one, other in pairs
        )

    def _figures(self, point: int) -> list[NDArray[np.float64]]:
        """Return what is compared at a point, of every strategy."""
        compared = [name for name in self.figures if name in COMPARED]
        return [self.values(point, arm, name) for arm in self.strategies for name in compared]

    def require_sound(self) -> None:
        """Refuse to judge when too many runs failed.

        Raises
        ------
        SomeRunsFailed
            Above 1 %.
        """
        failed = len(self.failures)
        if failed > MOST_FAILED * len(self.samples):
            first = self.failures.iloc[0]
            raise SomeRunsFailed(
                f"{failed:,} of {len(self.samples):,} runs failed, more than 1 %: nothing is "
                f"ranked, for what failed may be what mattered. The first: {first['error']}. "
                f"Again: {first['command']}"
            )

    @cached_property
    def overrides(self) -> list[dict[str, Any]]:
        """The settings of the points as overrides, in the same order."""
        return [dict(zip(self.paths, row, strict=True)) for row in self.points.to_numpy().tolist()]

    @cached_property
    def _places(self) -> dict[tuple[int, str], NDArray[np.intp]]:
        keys = zip(self.samples["point"], self.samples["strategy"], strict=True)
        found: dict[tuple[int, str], list[int]] = {}
        for row, (point, name) in enumerate(keys):
            found.setdefault((int(point), str(name)), []).append(row)
        return {key: np.array(rows, dtype=np.intp) for key, rows in found.items()}

    def values(self, point: int, strategy: str, figure: str) -> NDArray[np.float64]:
        """Return a figure world by world; NaN where a run failed or an interruption came first."""
        found = np.full(self.worlds, np.nan)
        rows = self._places.get((point, strategy), np.zeros(0, np.intp))
        where = self.samples["replication"].to_numpy()[rows]
        found[where] = self.samples[figure].to_numpy(dtype=np.float64)[rows]
        return found

    @cached_property
    def worlds(self) -> int:
        """Worlds at each point."""
        return int(self.samples["replication"].max()) + 1

    @property
    def most_worlds(self) -> int:
        """Worlds at the point that has most: of a part not all of them fall to it."""
        return int(self.samples.groupby(["point", "strategy"]).size().max())

    def _check(self, figure: str, strategy: str | None = None) -> None:
        if figure not in self.figures:
            raise _unknown("figure", figure, self.figures)
        if strategy is not None and strategy not in self.strategies[1:]:
            raise _unknown("strategy beside the baseline", strategy, self.strategies[1:])

    def _along(self, along: str | None) -> str:
        if along is None and len(self.paths) > 1:
            raise InputError(
                f"flips: the sweep varies {', '.join(self.paths)}. Say along which one."
            )
        path = self.paths[0] if along is None else along
        if path not in self.paths:
            raise _unknown("path", path, self.paths)
        if not pd.api.types.is_numeric_dtype(self.points[path].dtype):
            raise InputError(f"flips: the values of {path} are no numbers and have no order.")
        return path


_MEAN = ["mean", "low", "high"]
_DIFFERENCE = [
    "difference",
    "difference_low",
    "difference_high",
    "difference_n",
    "variance_reduction",
    "chance_better",
]


def _unknown(what: str, name: object, known: Sequence[str]) -> InputError:
    near = nearest(str(name), known)
    hint = f"Did you mean {show(near)}? " if near else ""
    return InputError(f"{show(name)} is no {what} of this sweep. {hint}It has {', '.join(known)}.")
