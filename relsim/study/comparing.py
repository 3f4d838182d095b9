"""The main question: which strategy leads to what, when all of them meet the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from relsim.errors import InputError, RunError
from relsim.study.again import command
from relsim.study.arms import Arm, choose_arms
from relsim.study.comparison import Comparison, Failure
from relsim.study.figures import OUTCOMES
from relsim.study.side_by_side import Answers, Failed, Progress, Stop, ask_all, share_out
from relsim.study.statistics import numbers

if TYPE_CHECKING:
    from relsim.market import Firm, Phase
    from relsim.scenario import Scenario

Figures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class _Task:
    """One run: an arm in one replication."""

    replication: int
    arm: Arm


@dataclass(frozen=True, slots=True)
class World:
    """Everything that decides what happens in a run."""

    scenario: Scenario
    strategy: str
    seed: int
    replication: int


def compare(
    scenario: Scenario,
    strategies: Sequence[str] | None = None,
    *,
    baseline: str | None = None,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    phases: Sequence[Phase] = (),
    firms: Mapping[str, type[Firm]] | None = None,
) -> Comparison:
    """Compare strategies of the focal firm in the same market under the same luck.

    Every replication is a world of its own: other customers, other luck. Within a replication
    all strategies meet the same world, so their differences are paired and far sharper than
    the figures themselves.

    Parameters
    ----------
    scenario : Scenario
        The market; :func:`relsim.load` reads one.
    strategies : sequence of str, optional
        Names from the scenario; by default none, financial, social, structural.
    baseline : str, optional
        The strategy that the others are held against; by default the first.
    replications : int
        Worlds, at least 1; intervals need 2.
    seed : int
        Of all luck, from 0.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.
    phases : sequence of Phase
        Mechanisms of your own.
    firms : mapping of str to type, optional
        Firms with a mind of their own: a subclass of :class:`relsim.Firm` by the firm's name.

    Returns
    -------
    Comparison
        Means, intervals and paired differences.

    Raises
    ------
    InputError
        For a strategy that the scenario does not have, or a number that makes no sense.
    RunError
        When not one run could be finished.
    KeyboardInterrupt
        When Ctrl-C came before every arm had finished one replication; later, it returns
        what there is, with `interrupted` set.

    Notes
    -----
    A run that fails leaves a row without figures and an entry in `failures`; its pair is left
    out of the differences.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> comparison = relsim.compare(scenario, ["none", "social"], replications=3)
    >>> comparison.baseline, comparison.replications
    ('none', 3)
    """
    arms = choose_arms(scenario.strategies, strategies, baseline)
    _check(replications, seed)
    at_once, each = share_out(threads, scenario.market.customers)
    tasks = [_Task(replication, arm) for replication in range(replications) for arm in arms]

    stop = Stop()

    def answer(task: _Task) -> Figures:
        world = World(scenario, task.arm.strategy, seed, task.replication)
        return live(world, each, phases, firms or {}, stop)

    answers = ask_all(tasks, answer, at_once=at_once, progress=progress, stop=stop)
    kept = _kept(tasks, answers, len(arms))
    _require_one(kept)
    return Comparison(
        scenario=scenario,
        seed=seed,
        strategies=tuple(arm.name for arm in arms),
        samples=_samples(arms, kept),
        failures=_failures(kept),
        interrupted=answers.interrupted,
        command=_command(scenario, arms, replications, seed),
    )


def live(
    world: World,
    threads: int,
    phases: Sequence[Phase],
    firms: Mapping[str, type[Firm]],
    stop: Stop,
) -> Figures:
    """Live through one market and return the focal firm's figures.

    Parameters
    ----------
    world : World
        Which one.
    threads : int
        Within the market.
    phases, firms
        As in :func:`compare`.
    stop : Stop
        Heard between periods.

    Returns
    -------
    mapping of str to float or None
        By name, at least those of :data:`relsim.study.figures.OUTCOMES`.
    """
    from relsim.market import Market  # heavy: Mesa and Numba

    market = Market(
        world.scenario,
        seed=world.seed,
        replication=world.replication,
        strategy=world.strategy,
        phases=phases,
        firms=firms,
        threads=threads,
    )
    return market.run(progress=stop.look_up).summary()


def _check(replications: int, seed: int) -> None:
    if replications < 1:
        raise InputError(f"replications: found {replications}; allowed is a whole number from 1.")
    if seed < 0:
        raise InputError(f"seed: found {seed}; allowed is a whole number from 0.")


_Kept = list[tuple[_Task, Figures | Failed]]


def _kept(tasks: Sequence[_Task], answers: Answers[Figures], arms: int) -> _Kept:
    """Return tasks with their results: all, or after Ctrl-C those of complete replications."""
    results = list(zip(tasks, answers.found, strict=True))
    worlds = [results[start : start + arms] for start in range(0, len(results), arms)]
    kept: _Kept = []
    for world in worlds:
        there = [(task, result) for task, result in world if result is not None]
        if len(there) == arms:
            kept.extend(there)
    if answers.interrupted and not kept:
        raise KeyboardInterrupt
    return kept


def _require_one(kept: _Kept) -> None:
    """Raise the first error when there is nothing but errors."""
    failed = [result for _, result in kept if isinstance(result, Failed)]
    if failed and len(failed) == len(kept):
        raise RunError(f"Every run failed, the first with {failed[0].message}") from failed[0].error


def _samples(arms: Sequence[Arm], kept: _Kept) -> pd.DataFrame:
    """Return a row an arm and replication, arm by arm."""
    rows = [
        (arms.index(task.arm), task.replication, {} if isinstance(result, Failed) else result)
        for task, result in kept
    ]
    rows.sort(key=lambda row: row[:2])
    columns = {name: numbers(figures.get(name) for _, _, figures in rows) for name in OUTCOMES}
    return pd.DataFrame(
        {
            "strategy": [arms[place].name for place, _, _ in rows],
            "replication": [replication for _, replication, _ in rows],
            **columns,
        }
    )


def _failures(kept: _Kept) -> tuple[Failure, ...]:
    return tuple(
        Failure(task.arm.name, task.replication, result.message, result.details)
        for task, result in kept
        if isinstance(result, Failed)
    )


def _command(scenario: Scenario, arms: Sequence[Arm], replications: int, seed: int) -> str:
    """Return the command line that makes the comparison again."""
    strategies = ",".join(arm.strategy for arm in arms)
    options = {"strategies": strategies, "replications": replications, "seed": seed}
    return command("compare", scenario, options)
