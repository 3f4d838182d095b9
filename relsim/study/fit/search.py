"""A search for settings: what has been tried, and the best of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relsim.errors import InputError
from relsim.study.data.cohort import Cohort
from relsim.study.fit.bounds import Bounds, value_at
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import Batch, Failed, Progress, Stop

if TYPE_CHECKING:
    from relsim.scenario import Scenario

Values = dict[str, float]
Points = NDArray[np.float64]

_DIGITS = 5
"""Significant digits of a fitted value: more would only pretend to be known."""
_GLOBAL = 0.7
"""Part of the evaluations that look everywhere; the rest polish the best place found."""
_SHORT, _LONG = 0.05, 0.25
"""First steps of the polish, as parts of a range."""
_CROWD = 6
"""Places that are tried at once, per setting."""
_RUN = "A run of the fit"


def survivors(
    scenario: Scenario, periods: Sequence[int], seed: int, replication: int, stop: Stop
) -> Points:
    """Count the focal firm's opening customers who have never left it."""
    from relsim.market import Market  # heavy: Mesa and Numba

    run = Market(scenario, seed=seed, replication=replication).run(progress=stop.look_up)
    spells = run.spells
    # Who is there before the first period; a spell of d periods ends within period d - 1.
    opening = spells[(spells["firm"] == scenario.focal.name) & (spells["start"] < 0)]
    left_after = np.where(opening["event"], opening["duration"].to_numpy(np.float64), np.inf)
    return np.array([np.sum(left_after > period) for period in periods], dtype=np.float64)


def error_in_points(fitted: Points, observed: Sequence[float]) -> float:
    """Return the root mean square error of shares left, in percentage points.

    Examples
    --------
    >>> round(error_in_points(np.array([1.0, 0.6, 0.5]), [1.0, 0.63, 0.46]), 2)
    3.54
    """
    gaps = fitted[1:] - np.asarray(observed, dtype=np.float64)[1:]
    return float(100 * np.sqrt(np.mean(gaps**2)))


class Search:
    """A search under way: what has been tried, and the best of it."""

    threads: int | None = None
    progress: Progress | None = None

    def __init__(
        self,
        scenario: Scenario,
        cohort: Cohort,
        bounds: Sequence[Bounds],
        seed: int,
        replications: int,
        evaluations: int,
    ) -> None:
        self.scenario, self.cohort, self.bounds = scenario, cohort, bounds
        self.seed, self.replications, self.evaluations = seed, replications, evaluations
        self.done = 0
        self.before = np.nan
        self.lived = 0.0
        self._own = {bound.path: value_at(scenario, bound.path) for bound in bounds}
        self._best: tuple[float, Values, Points] | None = None

    def over(self, periods: Sequence[int]) -> Search:
        """Return a search of the same settings that looks at other periods."""
        cohort = Cohort(tuple(periods), (1.0,) * len(periods))
        longer = self.scenario.with_overrides({"market.periods": periods[-1]})
        made = Search(longer, cohort, self.bounds, self.seed, self.replications, self.evaluations)
        made.threads = self.threads
        return made

    def start(self) -> None:
        """Try the scenario as it is: to say what a fit gained, and to begin there."""
        (counts,) = self._lived([{}])
        if not counts[0]:
            raise InputError(
                f"The firm {self.scenario.focal.name} has no customers at the opening, so it has "
                "no cohort. Give it an opening_share above 0, or the market more customers."
            )
        self.lived = float(counts[0])
        shares = counts / counts[0]
        self.before = error_in_points(shares, self.cohort.shares)
        own = {path: value for path, value in self._own.items() if value is not None}
        if all(one.low <= own.get(one.path, np.nan) <= one.high for one in self.bounds):
            self._best = self.before, own, shares

    def everywhere(self) -> None:
        """Look everywhere within the bounds."""
        from scipy.optimize import differential_evolution

        crowd = _CROWD * len(self.bounds)
        generations = int(_GLOBAL * self.evaluations) // crowd - 1
        if generations < 1:
            return
        differential_evolution(
            lambda points: self._try(points.T),
            [(0.0, 1.0)] * len(self.bounds),
            maxiter=generations,
            popsize=_CROWD,
            tol=1e-3,
            rng=self.seed,
            polish=False,
            x0=self.within(self._best[1]) if self._best else None,
            updating="deferred",
            vectorized=True,  # a whole generation at once, so that threads have work
        )

    def polish(self) -> None:
        """Go downhill from the best place found."""
        from scipy.optimize import minimize

        left = self.evaluations - self.done
        if left < 1:
            return
        start = np.array(self.within(self._best[1]) if self._best else [0.5] * len(self.bounds))
        # Where nothing has looked everywhere yet, the first steps are long ones, inwards.
        step = _SHORT if self.done else _LONG
        others = start + np.diag(np.where(start > 0.5, -step, step))
        minimize(
            lambda point: self._try(point[np.newaxis])[0],
            start,
            method="Nelder-Mead",
            bounds=[(0.0, 1.0)] * len(self.bounds),
            options={
                "maxfev": left,
                "xatol": 1e-3,
                "fatol": 1e-3,
                "initial_simplex": np.vstack([start, others]),
            },
        )

    def best(self) -> tuple[Values, Points]:
        """Return the best values and the shares that they leave."""
        if self._best is None:
            raise KeyboardInterrupt
        return self._best[1], self._best[2]

    def _try(self, points: Points) -> Points:
        """Return the errors at points of the unit cube; what was lived counts, come Ctrl-C."""
        trials = [self._values(point) for point in points]
        batch = self._worlds(trials)
        errors = [
            self._note(values, _left(found))
            for place, values in enumerate(trials)
            if (found := _whole(batch.results[place * self.replications :][: self.replications]))
        ]
        if self.progress is not None:
            self.progress(min(self.done, self.evaluations), self.evaluations)
        batch.all_of(_RUN)
        return np.array(errors)

    def _values(self, point: Points) -> Values:
        """Return the settings at a point of the unit cube."""
        return {
            bound.path: float(f"{bound.low + part * (bound.high - bound.low):.{_DIGITS}g}")
            for bound, part in zip(self.bounds, np.clip(point, 0, 1), strict=True)
        }

    def within(self, values: Values) -> list[float]:
        """Return the point of the unit cube at which settings lie."""
        return [(values[one.path] - one.low) / (one.high - one.low) for one in self.bounds]

    def curves(self, points: Points) -> Points:
        """Return the shares left at points of the unit cube, a row a point."""
        counts = self._lived([self._values(point) for point in points])
        return np.array([one / one[0] for one in counts])

    def _lived(self, trials: Sequence[Values]) -> list[Points]:
        """Return who is left under settings, all replications of all of them side by side."""
        found = self._worlds(trials).all_of(_RUN)
        counts = np.array(found).reshape(len(trials), self.replications, -1).sum(axis=1)
        return list(counts)

    def _worlds(self, trials: Sequence[Values]) -> Batch[tuple[Scenario, int], Points]:
        scenarios = [self.scenario.with_overrides(values) for values in trials]
        tasks = [(one, world) for one in scenarios for world in range(self.replications)]

        def run(task: tuple[Scenario, int], stop: Stop) -> Points:
            return survivors(task[0], self.cohort.periods, self.seed, task[1], stop)

        return Laboratory.sharing(self.threads, self.scenario.market.customers).each(tasks, run)

    def _note(self, values: Values, shares: Points) -> float:
        """Remember a trial if it is the best, and return its error."""
        error = error_in_points(shares, self.cohort.shares)
        self.done += 1
        if self._best is None or error < self._best[0]:
            self._best = error, values, shares
        return error


def _left(counts: Sequence[Points]) -> Points:
    """Return the shares left, over all worlds of a trial."""
    total = np.sum(counts, axis=0)
    shares: Points = total / total[0]
    return shares


def _whole(results: Sequence[Points | Failed | None]) -> list[Points]:
    """Return the worlds of a trial where all are there, else none."""
    found = [one for one in results if isinstance(one, np.ndarray)]
    return found if len(found) == len(results) else []
