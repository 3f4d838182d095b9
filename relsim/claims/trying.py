"""Trying a claim: its arms at home and along its sweeps, in the same worlds throughout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.claims.bisection import SEED_OF_SEARCH, Ask
from relsim.claims.claim import Claim, Size, Vary
from relsim.claims.evidence import Evidence, Place
from relsim.claims.measure import Measure, Values, measure_named
from relsim.errors import InputError, RunError, SomeRunsFailed
from relsim.study.compare import comparing
from relsim.study.compare.running import World
from relsim.study.levers import with_levers
from relsim.study.parallel import Failed, Progress, Stop, ask_all, share_out
from relsim.study.sweep.result import MOST_FAILED

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.scenario import Scenario
    from relsim.study.compare.budget import Scaling

Found = dict[str, Values]
"""Of one run: by measure, a number or a course."""


@dataclass(frozen=True, slots=True)
class Case:
    """One arm at one setting, ready to be lived through."""

    place: int
    arm: str
    scenario: Scenario
    strategy: str
    scaling: Scaling | None


FEWEST = 2
"""Worlds without which there is no interval."""


def try_out(
    claim: Claim,
    *,
    quick: bool = False,
    seed: int = 1,
    replications: int | None = None,
    threads: int | None = None,
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
    worlds = chosen.replications if replications is None else replications
    comparing.check_numbers(worlds, seed)
    if worlds < FEWEST:
        raise InputError(
            f"replications = {worlds}: a verdict needs an interval, so {FEWEST} worlds."
        )
    home = _scenario(claim, chosen)
    at_once, each = share_out(threads, home.market.customers)
    places = _places(claim, sweeps)
    cases = _cases(claim, home, places, (seed, at_once, not quick), budgets)
    own, named = _measures(claim)
    stop = Stop()

    def answer(task: tuple[int, int]) -> Found:
        replication, number = task
        case = cases[number]
        found: Found = {}

        def keep(run: Run) -> None:
            found.update({name: measure.values(run) for name, measure in own.items()})

        world = World(case.scenario, case.strategy, seed, replication)
        figures = comparing.live(world, each, (), {}, stop, keep)
        for name in named:
            value = figures.get(name)
            found[name] = np.array([np.nan if value is None else value])
        return found

    tasks = [(world, number) for world in range(worlds) for number in range(len(cases))]
    answers = ask_all(tasks, answer, at_once=at_once, progress=progress, stop=stop)
    failed = [one for one in answers.found if isinstance(one, Failed)]
    done = [one for one in answers.found if one is not None]
    whole = len(done) // len(cases) if answers.interrupted else worlds
    if answers.interrupted and whole < 2:
        raise KeyboardInterrupt
    _require_sound(claim, failed, len(done))
    grouped = _grouped(cases, answers.found, worlds, [*own, *named])
    return Evidence(
        claim=claim,
        scenario=home,
        seed=seed,
        replications=whole,
        quick=quick,
        places=places,
        values=grouped,
        scalings={case.arm: case.scaling for case in cases if not case.place and case.scaling},
        failed=len(failed),
        interrupted=answers.interrupted,
    )


def _scenario(claim: Claim, size: Size) -> Scenario:
    from relsim.scenario import load

    settings = {path: one.value for path, one in claim.settings.items()}
    return load(claim.scenario, {**settings, **size.overrides})


def _places(claim: Claim, sweeps: bool) -> tuple[Place, ...]:
    """Return where the arms are tried: at home, then along each sweep."""
    varied: list[tuple[int, Vary]] = list(enumerate(claim.sweeps)) if sweeps else []
    along = [Place(number, value) for number, vary in varied for value in vary.values]
    return (Place(None, None), *along)


def _cases(
    claim: Claim,
    home: Scenario,
    places: tuple[Place, ...],
    luck: tuple[int, int, bool],
    budgets: bool,
) -> list[Case]:
    cases = []
    for number, place in enumerate(places):
        market = home
        if place.sweep is not None:
            market = home.with_overrides(dict(claim.sweeps[place.sweep].overrides(place.value)))
        for name in claim.arms:
            cases.append(Case(number, name, *_arm(claim, name, market, luck, budgets)))
    return cases


def _arm(
    claim: Claim, name: str, market: Scenario, luck: tuple[int, int, bool], budgets: bool
) -> tuple[Scenario, str, Scaling | None]:
    """Return the market in which an arm lives, its strategy, and what a budget did to it."""
    arm = claim.arm(name)
    seed, at_once, sharp = luck
    if callable(arm.settings):
        ask = Ask(market, (seed + SEED_OF_SEARCH) % 2**63, at_once)
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
    if arm.budget is not None and budgets:
        return Ask(market, seed, at_once).brought_to(strategy, arm.budget, sharp=sharp)
    return market, strategy, None


def _measures(claim: Claim) -> tuple[dict[str, Measure], list[str]]:
    """Return the claim's own measures, and the names of those that every run has."""
    wanted = dict.fromkeys([*(one.measure for one in claim.contrasts), *claim.courses])
    wanted.update(dict.fromkeys(claim.measures))
    named = [name for name in wanted if name not in claim.measures]
    for name in named:
        measure_named(name)
    return dict(claim.measures), named


def _grouped(
    cases: list[Case], found: tuple[Any, ...], worlds: int, measures: list[str]
) -> dict[tuple[int, str], Found]:
    """Return by place and arm, and by measure, a row a world."""
    grouped: dict[tuple[int, str], Found] = {}
    for number, case in enumerate(cases):
        lives = [found[world * len(cases) + number] for world in range(worlds)]
        grouped[case.place, case.arm] = {
            name: _stacked([one[name] if isinstance(one, dict) else None for one in lives])
            for name in measures
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


def _require_sound(claim: Claim, failed: list[Failed], runs: int) -> None:
    if failed and len(failed) == runs:
        raise RunError(f"Every run failed, the first with {failed[0].message}") from failed[0].error
    if len(failed) > MOST_FAILED * runs:
        raise SomeRunsFailed(
            f"{claim.name}: {len(failed):,} of {runs:,} runs failed, more than 1 %, so that there "
            f"is no verdict. The first failed with {failed[0].message}"
        )
