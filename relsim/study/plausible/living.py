"""Strategies lived through in plausible settings: each setting with its own luck, some with two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from relsim.scenario.command import nothing
from relsim.study.compare import worlds
from relsim.study.compare.by_year import EQUITY, year_ends
from relsim.study.compare.courses import survivors
from relsim.study.laboratory import Laboratory, World
from relsim.study.parallel import Progress, Stop
from relsim.study.store import Failure, Store, fill
from relsim.study.store.filling import require_some

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.scenario import Scenario
    from relsim.study.settings.settings import Settings

TWICE = 40
"""Settings that are lived through with a second luck, too: they tell luck from ignorance."""

ASIDE = 12
"""Settings that are lived through at each other width of what is thought beforehand. Twenty took a
seventh more time; drawn from twenty, twelve move a share by 1 to 4 points (standard deviation)."""

WIDTHS = {"half as wide": 0.5, "twice as wide": 2.0}
"""What every interval is narrowed or widened by."""

MEANT, BOX = "", "thought beforehand"
"""The settings that were meant; those that no pattern chose among."""

MOST_YEARS = 3
"""Years over which a cohort or a pilot may be watched before one decides."""

_AT_HAND = 64
"""Markets kept between runs."""

Array = NDArray[np.float64]
Task = tuple[str, int, int, int]
"""One run: which settings, place among them, luck, arm."""


@dataclass(frozen=True, eq=False)
class Lived:
    """What came of it.

    Parameters
    ----------
    ways : mapping of str to Settings
        Those that were meant by ``""``; the others by what they differ in.
    strategies : tuple of str
        The arms, the baseline first.
    runs : mapping of tuple to mapping
        Figures by way, setting, luck and place of the arm; a run that failed has none.
    interrupted : bool
        Whether Ctrl-C ended it early.
    """

    ways: Mapping[str, Settings]
    strategies: tuple[str, ...]
    runs: Mapping[Task, Mapping[str, Any]]
    interrupted: bool = False

    @cached_property
    def places(self) -> dict[str, NDArray[np.int64]]:
        """The settings in which every arm was lived through, by way."""
        arms = range(len(self.strategies))
        return {
            way: np.array(
                [
                    place
                    for place in range(len(settings))
                    if all((way, place, 0, arm) in self.runs for arm in arms)
                ],
                dtype=np.int64,
            )
            for way, settings in self.ways.items()
        }

    def values(self, figure: str, way: str = MEANT, luck: int = 0) -> Array:
        """Return a figure, a row a setting of :attr:`places`, a column an arm; NaN if missing."""
        arms = range(len(self.strategies))
        found = [
            [self.runs.get((way, int(place), luck, arm), {}).get(figure) for arm in arms]
            for place in self.places[way]
        ]
        return np.array(found, dtype=np.float64).reshape(len(found), len(arms))

    def staying(self) -> Array:
        """Return who was still there after each of the first years: settings, arms, years."""
        arms = range(len(self.strategies))
        return np.array(
            [
                [self.runs[MEANT, int(place), 0, arm]["survival"] for arm in arms]
                for place in self.places[MEANT]
            ]
        )


def ways_of(settings: Settings, scenario: Scenario, seed: int) -> dict[str, Settings]:
    """Return the settings that are meant, and what they are to be held against."""
    ways = {MEANT: settings, **{way: settings.widened(one) for way, one in WIDTHS.items()}}
    if settings.kind != "prior":
        ways[BOX] = settings.prior(scenario, len(settings), seed)
    return ways


def tasks_of(
    ways: Mapping[str, Sized], arms: int, twice: int = TWICE, aside: int = ASIDE
) -> list[Task]:
    """Return the runs: what is meant first, so that an end that comes early leaves most.

    Examples
    --------
    >>> tasks_of({"": [7, 8], "half as wide": [7, 8]}, 1, twice=1, aside=1)
    [('', 0, 0, 0), ('', 1, 0, 0), ('', 0, 1, 0), ('half as wide', 0, 0, 0)]
    """
    parts = [(MEANT, len(ways[MEANT]), 0), (MEANT, twice, 1)]
    parts += [(way, aside, 0) for way in ways if way != MEANT]
    return [
        (way, place, luck, arm)
        for way, most, luck in parts
        for place in range(min(most, len(ways[way])))
        for arm in range(arms)
    ]


class Lane(NamedTuple):
    """An arm: its name, the market it lives in and the strategy that is followed there."""

    name: str
    market: Scenario
    strategy: str


def live_through(
    arms: Sequence[Lane],
    ways: Mapping[str, Settings],
    seed: int,
    laboratory: Laboratory,
    store: Store,
    tasks: Sequence[Task] | None = None,
    progress: Progress | None = None,
) -> Lived:
    """Live through every arm in every setting, but for what the store holds already."""
    markets: dict[tuple[str, int, int], Scenario] = {}  # and no lru_cache, which cannot travel

    def market(way: str, place: int, base: Scenario) -> Scenario:
        key = (way, place, id(base))
        if key not in markets:
            if len(markets) >= _AT_HAND:
                markets.clear()
            markets[key] = base.with_overrides(ways[way].overrides(place))
        return markets[key]

    def run(task: Task, stop: Stop) -> Mapping[str, Any]:
        way, place, luck, arm = task
        replication = place + luck * len(ways[way])
        lived_in = market(way, place, arms[arm].market)
        world = World(lived_in, arms[arm].strategy, seed, replication)
        return figures_of(world, laboratory, stop)

    wanted = tasks_of(ways, len(arms)) if tasks is None else tasks
    again = nothing("a run in a plausible setting; the same comparison repeats it")
    interrupted = fill(store, wanted, run, laboratory, lambda _: again, progress)
    kept = {task: found for task in wanted if (found := store.get(task)) is not None}
    runs = {task: found for task, found in kept.items() if not isinstance(found, Failure)}
    require_some(kept.values())
    return Lived(ways, tuple(one.name for one in arms), runs, interrupted)


def figures_of(world: World, laboratory: Laboratory, stop: Stop) -> dict[str, Any]:
    """Return what is asked of a run: what it is worth, and what one could have measured."""
    ends = year_ends(world.scenario)[:MOST_YEARS]
    staying: list[Array] = []

    def keep(run: Run) -> None:
        place = run.scenario.firm_names.index(run.scenario.focal.name)
        staying.append(survivors(run, place)[ends])

    found = worlds.live(world, laboratory, stop, keep)
    wanted = ("npv", "retention", EQUITY, "relationship_quality", "cost_per_customer")
    return {**{name: found[name] for name in wanted}, "survival": staying[0].tolist()}
