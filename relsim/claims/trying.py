"""Trying a claim: its arms at home and along its sweeps, in the same worlds throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.claims.bisection import SEED_OF_SEARCH, Ask
from relsim.claims.claim import Claim, Size, Vary
from relsim.claims.evidence import Evidence
from relsim.claims.figures import Values, figure_named
from relsim.claims.worlds import Place, Worlds
from relsim.errors import InputError, SomeRunsFailed
from relsim.scenario import require_room
from relsim.study.compare import worlds
from relsim.study.compare.numbers import Failure
from relsim.study.laboratory import Laboratory, World, check_numbers
from relsim.study.levers import with_levers
from relsim.study.parallel import Failed, Progress, Stop, failures_among
from relsim.study.sweep.runs import MOST_FAILED

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.result.figure import Figure
    from relsim.scenario import Scenario
    from relsim.study.cluster import Cluster
    from relsim.study.compare.budget import Scaling

Found = dict[str, Values]
"""Of one run: by figure, a number or a course."""


@dataclass(frozen=True, slots=True)
class Case:
    """One arm at one setting, ready to be lived through."""

    place: int
    arm: str
    scenario: Scenario
    strategy: str
    scaling: Scaling | None


@dataclass(frozen=True, slots=True)
class Search:
    """How what has to be sought before a claim is tried is sought."""

    laboratory: Laboratory
    seed: int
    sharp: bool
    budgets: bool


FEWEST = 2
"""Worlds without which there is no interval."""


def try_out(
    claim: Claim,
    *,
    quick: bool = False,
    seed: int = 1,
    replications: int | None = None,
    threads: int | None = None,
    cluster: Cluster | None = None,
    progress: Progress | None = None,
    size: Size | None = None,
    sweeps: bool = True,
    budgets: bool = True,
) -> Evidence:
    """Put a claim to the test.

    Parameters
    ----------
    claim : Claim
        What is claimed; :func:`read_claim` reads one from its script.
    quick : bool
        Whether its quick size is enough, for a look in seconds. Nothing is decided by it.
    seed : int
        Of all luck.
    replications : int, optional
        Worlds; by default what the claim's size says.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    cluster : Cluster, optional
        Who lives through worlds instead: :func:`relsim.study.cluster.cluster_at` connects to one.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.
    size : Size, optional
        In place of the claim's own sizes.
    sweeps : bool
        False for the scenario's own settings alone.
    budgets : bool
        False to leave arms with a budget as they are.

    Returns
    -------
    Evidence
        With the verdict.

    Raises
    ------
    InputError
        For a claim, or a number, that makes no sense.
    RunError, SomeRunsFailed
        When a claim could not be judged, because a run failed everywhere, or in more than 1 %.
    KeyboardInterrupt
        When Ctrl-C came before two worlds were done; later, it returns what there is, with
        `interrupted` set.

    Examples
    --------
    >>> from relsim.claims import Size, read_claim
    >>> small = Size(2, customers=200, periods=24)
    >>> try_out(read_claim("bonding_levels"), size=small, sweeps=False, budgets=False).replications
    2
    """
    chosen = size or (claim.quick if quick else claim.size)
    count = chosen.replications if replications is None else replications
    check_numbers(count, seed)
    if count < FEWEST:
        raise InputError(
            f"replications = {count}: a verdict needs an interval, so {FEWEST} worlds."
        )
    home = claim.market_at(chosen)
    laboratory = Laboratory.sharing(threads, home.market.customers, cluster=cluster)
    require_room(home, count, at_once=laboratory.at_once)
    places = _places(claim, sweeps)
    cases = _cases(claim, home, places, Search(laboratory, seed, not quick, budgets))
    own, named = figures_of(claim)

    def run(task: tuple[int, Case], stop: Stop) -> Found:
        replication, case = task
        world = World(case.scenario, case.strategy, seed, replication)
        return measured(world, laboratory, stop, own, named)

    tasks = [(replication, case) for replication in range(count) for case in cases]
    batch = laboratory.each(tasks, run, progress=progress)
    done = batch.done
    whole = len(done) // len(cases) if batch.interrupted else count
    if batch.interrupted and whole < FEWEST:
        raise KeyboardInterrupt
    failed = failures_among(result for _, result in done)
    if len(failed) > MOST_FAILED * len(done):
        raise SomeRunsFailed(
            f"{claim.name}: {len(failed):,} of {len(done):,} runs failed, more than 1 %, so that "
            f"there is no verdict. The first failed with {failed[0].message}"
        )
    return Evidence(
        claim=claim,
        scenario=home,
        seed=seed,
        replications=whole,
        quick=quick,
        worlds=Worlds(places, grouped(cases, batch.results, count, [*own, *named])),
        scalings={case.arm: case.scaling for case in cases if not case.place and case.scaling},
        failures=tuple(
            Failure(case.arm, world, result.message, result.details)
            for (world, case), result in done
            if isinstance(result, Failed)
        ),
        interrupted=batch.interrupted,
    )


def _places(claim: Claim, sweeps: bool) -> tuple[Place, ...]:
    """Return where the arms are tried: at home, then along each sweep."""
    varied: list[tuple[int, Vary]] = list(enumerate(claim.sweeps)) if sweeps else []
    along = [Place(number, value) for number, vary in varied for value in vary.values]
    return (Place(None, None), *along)


def _cases(claim: Claim, home: Scenario, places: tuple[Place, ...], search: Search) -> list[Case]:
    cases = []
    for number, place in enumerate(places):
        market = home
        if place.sweep is not None:
            market = home.with_overrides(dict(claim.sweeps[place.sweep].overrides(place.value)))
        for name in claim.arms:
            cases.append(case_of(claim, number, name, market, search))
    return cases


def case_of(claim: Claim, place: int, name: str, market: Scenario, search: Search) -> Case:
    """Return an arm at a setting: the market in which it lives, and what a budget did to it."""
    arm = claim.arm(name)
    if callable(arm.settings):
        ask = Ask(market, (search.seed + SEED_OF_SEARCH) % 2**63, search.laboratory)
        market = market.with_overrides(dict(arm.settings(ask)))
    elif arm.settings:
        market = market.with_overrides(dict(arm.settings))
    strategy = arm.strategy
    if strategy not in market.strategies:
        raise InputError(
            f"{claim.name}, arm {name}: the scenario has no strategy {strategy!r}; it has "
            f"{', '.join(market.strategies)}."
        )
    if arm.levers:
        market, strategy = with_levers(market, {**market.strategies[strategy].levers, **arm.levers})
    if arm.budget is not None and search.budgets:
        ask = Ask(market, search.seed, search.laboratory)
        return Case(place, name, *ask.brought_to(strategy, arm.budget, sharp=search.sharp))
    return Case(place, name, market, strategy, None)


def figures_of(claim: Claim) -> tuple[dict[str, Figure], list[str]]:
    """Return the claim's own figures, and the names of those that every run has."""
    wanted = dict.fromkeys([*claim.contrasted, *claim.courses, *claim.figures])
    named = [name for name in wanted if name not in claim.figures]
    for name in named:
        figure_named(name)
    return dict(claim.figures), named


def measured(
    world: World, laboratory: Laboratory, stop: Stop, own: Mapping[str, Figure], named: list[str]
) -> Found:
    """Live through one world and return what a claim measures in it."""
    found: Found = {}

    def keep(run: Run) -> None:
        found.update({name: figure.values(run) for name, figure in own.items()})

    lived = worlds.live(world, laboratory, stop, keep)
    for name in named:
        value = lived.get(name)
        found[name] = np.array([np.nan if value is None else value])
    return found


def grouped(
    cases: list[Case], found: tuple[Any, ...], count: int, figures: list[str]
) -> dict[tuple[int, str], Found]:
    """Return by place and arm, and by figure, a row a world."""
    grouped: dict[tuple[int, str], Found] = {}
    for number, case in enumerate(cases):
        lives = [found[world * len(cases) + number] for world in range(count)]
        grouped[case.place, case.arm] = {
            name: _stacked([one[name] if isinstance(one, dict) else None for one in lives])
            for name in figures
        }
    return grouped


def _stacked(rows: list[Values | None]) -> Values:
    """Return rows of one length below each other, NaN for those that are missing."""
    length = max((len(row) for row in rows if row is not None), default=1)
    table = np.full((len(rows), length), np.nan)
    for place, row in enumerate(rows):
        if row is not None:
            table[place, : len(row)] = row
    return table
