"""A question asked at many settings: strategies side by side at each, under the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from relsim.errors import InputError, RelsimError
from relsim.scenario.command import command, nothing
from relsim.scenario.own_code import own_code
from relsim.study.arms import check_types, choose_arms
from relsim.study.compare import worlds
from relsim.study.laboratory import Laboratory, World, check_numbers
from relsim.study.parallel import Progress, Stop, failures_among
from relsim.study.sweep.design import Point, points_of, varied_by
from relsim.study.sweep.result import Sweep
from relsim.study.sweep.samples import table_of

if TYPE_CHECKING:
    import pandas as pd

    from relsim.market import Firm, Phase
    from relsim.scenario import Scenario
    from relsim.study.compare.memory import Figures

MOST_RUNS = 1_000_000
"""More runs than this are a slip of the pen, at a few hundredths of a second each."""

_AT_HAND = 1024
"""Scenarios kept between runs; a small one takes some fifty kilobytes."""

_NO_GRID = "the design is no grid; its points stand in the data"

Task = tuple[int, int, int]
"""One run: replication, point, arm."""


def sweep(
    scenario: Scenario,
    design: pd.DataFrame,
    strategies: Sequence[str] | None = None,
    *,
    replications: int = 10,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    phases: Sequence[Phase] = (),
    firms: Mapping[str, type[Firm]] | None = None,
) -> Sweep:
    """Compare strategies at many settings of the market.

    At every point all strategies meet the same worlds, and every point meets the same luck:
    what differs between two rows of one replication is what their settings did.

    Parameters
    ----------
    scenario : Scenario
        The market; :func:`relsim.load` reads one.
    design : pandas.DataFrame
        A row a point, a column a path as in overrides (``market.freedom``,
        ``strategies.social.social``, ``firms.Alba.price``). :func:`relsim.grid` and
        :func:`relsim.latin_hypercube` make one.
    strategies : sequence of str, optional
        Names from the scenario, the baseline first; by default none, financial, social,
        structural.
    replications : int
        Worlds at each point, at least 1; intervals need 2.
    seed : int
        Of all luck.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.
    phases, firms
        As in :func:`relsim.compare`.

    Returns
    -------
    Sweep
        A row a point, strategy and replication, with all figures of :meth:`relsim.Run.summary`.

    Raises
    ------
    InputError
        For a strategy, a path or a number that makes no sense, or more runs than anybody would
        wait for; nothing has run then.
    RunError
        When not one run could be finished.
    KeyboardInterrupt
        When Ctrl-C came before any run had finished; later, it returns what there is, with
        `interrupted` set.

    Notes
    -----
    A run that fails leaves a row with its error and the command that repeats it.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> found = relsim.sweep(
    ...     scenario, relsim.grid({"market.freedom": [0.0, 1.0]}), ["none", "social"],
    ...     replications=3)
    >>> len(found.to_frame())
    12
    >>> gaps = found.summary().query("strategy == 'social' and figure == 'retention'")
    >>> gaps["difference"].tolist()[0]  # whoever may not choose is not kept by a bond
    0.0
    """
    check_types(scenario, strategies)
    arms = choose_arms(scenario.strategies, strategies)
    check_numbers(replications, seed)
    points = points_of(design)
    runs = len(points) * len(arms) * replications
    if runs > MOST_RUNS:
        raise InputError(
            f"sweep: {len(points):,} points × {len(arms)} strategies × {replications:,} "
            f"replications = {runs:,} runs; at most {MOST_RUNS:,} are allowed."
        )

    @lru_cache(maxsize=_AT_HAND)
    def market_at(place: int) -> Scenario:
        return scenario.with_overrides(points[place])

    largest = _check_points(points, market_at)
    laboratory = Laboratory.sharing(threads, largest, phases, firms)
    own = own_code(phases, firms)

    def run(task: Task, stop: Stop) -> Figures:
        replication, point, arm = task
        world = World(market_at(point), arms[arm].strategy, seed, replication)
        return worlds.live(world, laboratory, stop)

    # World by world, so that what an interruption leaves holds all points.
    tasks = [
        (replication, point, arm)
        for replication in range(replications)
        for point in range(len(points))
        for arm in range(len(arms))
    ]
    batch = laboratory.each(tasks, run, progress=progress)
    done = batch.done
    if batch.interrupted and not done:
        raise KeyboardInterrupt
    failures_among(result for _, result in done)

    def command_of(task: Task) -> str:
        options = {"strategy": arms[task[2]].strategy, "seed": seed, "replication": task[0]}
        return command("run", market_at(task[1]), options, own)

    varied = varied_by(points)
    asked = {
        "vary": varied,
        "strategies": [arm.strategy for arm in arms],
        "replications": replications,
        "seed": seed,
    }
    again = command("sweep", scenario, asked, own) if varied else nothing(_NO_GRID)

    return Sweep(
        scenario=scenario,
        seed=seed,
        strategies=tuple(arm.name for arm in arms),
        paths=tuple(points[0]),
        samples=table_of(points, [arm.name for arm in arms], done, command_of),
        planned=runs,
        interrupted=batch.interrupted,
        command=again,
        own=own,
    )


def _check_points(points: Sequence[Point], market_at: object) -> int:
    """Build every point's market once, so that a wrong one is refused before anything runs."""
    assert callable(market_at)
    largest = 0
    for place, point in enumerate(points):
        try:
            largest = max(largest, market_at(place).market.customers)
        except RelsimError as error:
            shown = ", ".join(f"{path} = {value}" for path, value in point.items())
            raise InputError(f"design, row {place} ({shown}): {error}") from error
    return largest
