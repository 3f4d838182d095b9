"""Markets lived at points of the box, and what was measured on each; kept as they finish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.errors import RunError
from relsim.scenario.command import nothing
from relsim.study.fit.asking import Asking
from relsim.study.fit.till import Till, own
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import Progress, Stop
from relsim.study.settings.emulator import Points
from relsim.study.settings.measures import Noted, cohort_of
from relsim.study.settings.pattern import Pattern
from relsim.study.settings.uncertain import Uncertain
from relsim.study.store import Failure, Store, fill, open_store, purpose_of
from relsim.study.store.filling import finished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relsim.market import Run
    from relsim.scenario import Scenario

MOST_CUSTOMERS = 1_000
"""Of a market that calibrates: shares and means of more customers are the same, but for luck, which
is counted."""
_MOST_FAILED = 0.1


@dataclass(frozen=True, eq=False)
class Measuring:
    """Lives through a point and returns what each pattern measures there; it travels to workers.

    Parameters
    ----------
    scenario : Scenario
        The market.
    uncertain : tuple of Uncertain
        The numbers, in the order of a point's columns.
    patterns : tuple of Pattern
        What is measured.
    seed : int
        Of the luck: each point has its own.
    """

    scenario: Scenario
    uncertain: tuple[Uncertain, ...]
    patterns: tuple[Pattern, ...]
    seed: int

    def overrides(self, point: Points) -> dict[str, float]:
        """Return a point's numbers as they are set in a scenario."""
        found: dict[str, float] = {}
        for one, u in zip(self.uncertain, point, strict=True):
            found |= one.overrides(one.quantile(float(u)))
        return found

    def measured(self, overrides: Mapping[str, float], world: int, stop: Stop) -> dict[str, Any]:
        """Return what each pattern measures in one world."""
        cohort = [one.measure for one in self.patterns if one.measure.of_cohort]
        changed = self.scenario.with_overrides(overrides)
        found: dict[str, list[float | None]] = {}
        runs: dict[tuple[bool, str], tuple[Run, Noted]] = {}
        for one in self.patterns:
            values = []
            for strategy in one.arms or ("none",):
                where = (one.measure.of_cohort, strategy)
                if where not in runs:
                    market = cohort_of(changed, cohort) if where[0] else changed
                    runs[where] = self._lived(market, strategy, world, where[0], stop)
                values.append(one.measure.value(*runs[where]))
            if one.arms:
                values = [(values[1][0] - values[0][0], values[0][1] + values[1][1])]
            pair = one.placed(values[0][0]), one.luck_placed(*values[0])
            found[one.name] = [value if np.isfinite(value) else None for value in pair]
        return found

    def _lived(
        self, market: Scenario, strategy: str, world: int, cohort: bool, stop: Stop
    ) -> tuple[Run, Noted]:
        """Live through a market, with whatever has to note something for its patterns."""
        from relsim.market.bare import BareMarket  # heavy: Numba

        measures = [one.measure for one in self.patterns if one.measure.of_cohort == cohort]
        asked = {
            one.periods: Asking(one.periods, f"a{one.periods}") for one in measures if one.of_survey
        }
        till = Till()
        phases: list[Any] = [*asked.values()]
        if any(one.of_money for one in measures):
            phases += till.phases
        elif any(one.of_buying for one in measures):
            phases.append(till)
        lived = BareMarket(market, self.seed, world, strategy=strategy, phases=phases)
        till.whose = own(lived)
        return lived.run(progress=stop.look_up), Noted(asked, till)


@dataclass(frozen=True, eq=False)
class Living:
    """Lives through many points, and keeps what was measured there.

    Parameters
    ----------
    measuring : Measuring
        What is measured at one of them.
    laboratory : Laboratory
        Where it happens.
    store : Store
        Where it is kept.
    """

    measuring: Measuring
    laboratory: Laboratory
    store: Store

    def points(self, wave: int, points: Points, progress: Progress | None) -> tuple[Points, Points]:
        """Return what is measured at points, and luck: a row a point, a column a pattern.

        NaN where nothing is, and where counting does not tell luck.
        """
        keys = [(wave, place) for place in range(len(points))]
        there = self.measuring

        def run(key: tuple[int, int], stop: Stop) -> Mapping[str, Any]:
            # The wave is in the luck, too: two waves share no world.
            world = key[0] * 1_000_000 + key[1]
            return there.measured(there.overrides(points[key[1]]), world, stop)

        return self._kept(keys, run, progress)

    def _kept(
        self, keys: Sequence[Any], run: Any, progress: Progress | None
    ) -> tuple[Points, Points]:
        again = nothing("a run of a calibration; the same calibration repeats it")
        if fill(self.store, keys, run, self.laboratory, lambda _: again, progress):
            raise KeyboardInterrupt
        rows, failed = [], []
        for key in keys:
            found = self.store.get(key)
            if isinstance(found, Failure):
                failed.append(found)
            held = finished(found)
            rows.append([held.get(one.name, (None, None)) for one in self.measuring.patterns])
        if len(failed) > _MOST_FAILED * len(keys):
            raise RunError(
                f"{len(failed)} of {len(keys)} runs failed, the first with {failed[0].error}"
            )
        values, lucks = np.moveaxis(np.array(rows, dtype=np.float64), 2, 0)
        return values, lucks


def prepared(scenario: Scenario) -> Scenario:
    """Return a scenario as it is lived: with no more customers than figures need."""
    if scenario.market.customers <= MOST_CUSTOMERS:
        return scenario
    return scenario.with_overrides({"market.customers": MOST_CUSTOMERS})


@contextmanager
def kept_in(
    path: Path | None, scenario: Scenario, patterns: Sequence[Pattern], seed: int, runs: int
) -> Iterator[Store]:
    """Open the store of a calibration; one that nobody asked for lies where it soon is gone."""
    purpose = purpose_of(
        "calibrate",
        scenario,
        seed=seed,
        runs=runs,
        patterns=[asdict(replace(one, source="")) for one in patterns],
    )
    if path is not None:
        with open_store(path, purpose) as store:
            yield store
        return
    with TemporaryDirectory() as folder, open_store(Path(folder) / "runs", purpose) as store:
        yield store
