"""A search for settings: what has been tried, and the best of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relsim.errors import InputError
from relsim.study.fit.bounds import Bounds, value_at
from relsim.study.fit.strands import Strand, survivors
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import Batch, Failed, Progress, Stop

if TYPE_CHECKING:
    from relsim.scenario import Scenario

Values = dict[str, float]
Points = NDArray[np.float64]
Flags = NDArray[np.bool_]

_DIGITS = 5
"""Significant digits of a fitted value: more would only pretend to be known."""
_GLOBAL = 0.7
"""Part of the evaluations that look everywhere; the rest polish the best place found."""
_SHORT, _LONG = 0.05, 0.25
"""First steps of the polish, as parts of a range."""
_CROWD = 6
"""Places that are tried at once, per setting."""
_RUN = "A run of the fit"


def later_of(strands: Sequence[Strand]) -> Flags:
    """Tell which places come after the beginning, where all are there in every market."""
    return np.concatenate([np.array(one.cohort.periods) > 0 for one in strands])


def error_in_points(
    fitted: Points, observed: Points | Sequence[float], later: Flags | None = None
) -> float:
    """Return the root mean square error of shares left, in percentage points.

    Examples
    --------
    >>> round(error_in_points(np.array([1.0, 0.6, 0.5]), [1.0, 0.63, 0.46]), 2)
    3.54
    """
    gaps = fitted - np.asarray(observed, dtype=np.float64)
    chosen = gaps[1:] if later is None else gaps[later]
    return float(100 * np.sqrt(np.mean(chosen**2)))


class Search:
    """A search under way: what has been tried, and the best of it."""

    threads: int | None = None
    progress: Progress | None = None

    def __init__(
        self,
        scenario: Scenario,
        strands: Sequence[Strand],
        bounds: Sequence[Bounds],
        seed: int,
        replications: int,
        evaluations: int,
    ) -> None:
        self.scenario, self.strands, self.bounds = scenario, tuple(strands), bounds
        self.observed = np.concatenate([one.cohort.shares for one in strands])
        self.later = later_of(strands)
        self.seed, self.replications, self.evaluations = seed, replications, evaluations
        self.done = 0
        self.before = np.nan
        self.lived: Points = np.zeros(0)
        self._own = {bound.path: value_at(scenario, bound.path) for bound in bounds}
        self._best: tuple[float, Values, Points] | None = None

    def over(self, periods: Sequence[Sequence[int]], more: Sequence[Strand] = ()) -> Search:
        """Return a search of the same settings that looks at other periods, and at more."""
        strands = [one.at(when) for one, when in zip(self.strands, periods, strict=True)]
        strands += more
        longest = max(one.cohort.periods[-1] for one in strands)
        longer = self.scenario.with_overrides({"market.periods": longest})
        made = Search(longer, strands, self.bounds, self.seed, self.replications, self.evaluations)
        made.threads = self.threads
        return made

    def start(self) -> None:
        """Try the scenario as it is: to say what a fit gained, and to begin there."""
        (counts,) = self._lived([{}])
        if not counts[1].all():
            raise InputError(
                f"The firm {self.scenario.focal.name} has no customers at the opening"
                f"{self._without(counts[1])}, so it has no cohort. Give it an opening_share above "
                "0, or the market more customers."
            )
        self.lived = counts[1]
        shares = counts[0] / counts[1]
        self.before = error_in_points(shares, self.observed, self.later)
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
        return np.array([left / begun for left, begun in counts])

    def _lived(self, trials: Sequence[Values]) -> list[Points]:
        """Return who is left under settings, all replications of all of them side by side."""
        found = self._worlds(trials).all_of(_RUN)
        shape = len(trials), self.replications, 2, len(self.observed)
        return list(np.array(found).reshape(shape).sum(axis=1))

    def _without(self, begun: Points) -> str:
        """Name the first strand that nobody began."""
        sizes = [len(one.cohort.periods) for one in self.strands]
        names = np.repeat([one.name for one in self.strands], sizes)
        name = str(names[int(np.argmin(begun))])
        return f" in {name}" if name else ""

    def _worlds(self, trials: Sequence[Values]) -> Batch[tuple[Scenario, int], Points]:
        scenarios = [self.scenario.with_overrides(values) for values in trials]
        tasks = [(one, world) for one in scenarios for world in range(self.replications)]

        def run(task: tuple[Scenario, int], stop: Stop) -> Points:
            return survivors(task[0], self.strands, self.seed, task[1], stop)

        return Laboratory.sharing(self.threads, self.scenario.market.customers).each(tasks, run)

    def _note(self, values: Values, shares: Points) -> float:
        """Remember a trial if it is the best, and return its error."""
        error = error_in_points(shares, self.observed, self.later)
        self.done += 1
        if self._best is None or error < self._best[0]:
            self._best = error, values, shares
        return error


def _left(counts: Sequence[Points]) -> Points:
    """Return the shares left, over all worlds of a trial."""
    left, begun = np.sum(counts, axis=0)
    shares: Points = left / begun
    return shares


def _whole(results: Sequence[Points | Failed | None]) -> list[Points]:
    """Return the worlds of a trial where all are there, else none."""
    found = [one for one in results if isinstance(one, np.ndarray)]
    return found if len(found) == len(results) else []
