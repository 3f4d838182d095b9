"""Which lever kept which customer: the same luck, one lever put back to the baseline's value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.scenario import require_room
from relsim.scenario.own_code import own_code
from relsim.scenario.provenance import settings_of
from relsim.study.arms import choose_arms
from relsim.study.explain.attribution import Attribution
from relsim.study.explain.lives import TENURES, Lives, Year, watch
from relsim.study.laboratory import Laboratory, check_numbers
from relsim.study.levers import levers_that_differ, levers_under, with_levers
from relsim.study.parallel import Progress

if TYPE_CHECKING:
    from relsim.behaviour.declaration import Value
    from relsim.market import Firm, Phase
    from relsim.scenario import Scenario


def attribute(
    scenario: Scenario,
    strategy: str,
    *,
    baseline: str = "none",
    levers: Mapping[str, Value] | None = None,
    replications: int = 10,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    phases: Sequence[Phase] = (),
    firms: Mapping[str, type[Firm]] | None = None,
) -> Attribution:
    """Find which lever of a strategy kept which customer of the firm.

    The market is lived through under the strategy, under the baseline, and once for each lever
    with that lever alone put back to the baseline's value; always with the same customers and the
    same luck. A customer is retained who was there when the strategy started and has never left
    by the end. What a lever's removal loses is its part; what all together lose beyond the sum
    of the parts is joint. A removal changes what other people say and do, and what they pay, so
    effects that reach a customer through others are included.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        One of its strategies.
    baseline : str
        The one it is held against.
    levers : mapping of str to value, optional
        What the strategy sets instead of what the scenario says, such as its levers at an equal
        budget: ``comparison.scalings["social"].levers``.
    replications : int
        Worlds, at least 1; intervals need 2.
    seed : int
        Of all luck; the same worlds as a comparison with this seed.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.
    phases, firms
        As in :func:`relsim.compare`.

    Returns
    -------
    Attribution
        Parts of levers, customer by customer, and retention by segment and tenure.

    Raises
    ------
    InputError
        For strategies that the scenario does not have, or that set the same levers to the same
        values.
    RunError
        When a run fails: without its counterpart no other means anything.

    Examples
    --------
    >>> import relsim
    >>> small = relsim.load("insurance", {"market.customers": 300, "market.periods": 24})
    >>> found = attribute(small, "social", replications=2)
    >>> found.levers
    ('reward_rate', 'social')
    """
    choose_arms(scenario.strategies, [baseline, strategy])
    check_numbers(replications, seed)
    ours = scenario.strategies[strategy].levers if levers is None else levers
    names = levers_that_differ(scenario, ours, baseline)
    if not names:
        raise InputError(
            f"attribution: {strategy} sets no lever to another value than {baseline}, so there is "
            "nothing to attribute. Name two strategies that differ."
        )
    arms = _arms(scenario, ours, baseline, names)
    laboratory = Laboratory.sharing(threads, scenario.market.customers, phases, firms)
    require_room(scenario, replications, len(arms), laboratory.at_once)
    lives = watch(arms, replications, seed, laboratory, progress)
    splits = [
        row
        for replication in range(replications)
        for arm, name in (("", strategy), (_BASELINE, baseline))
        for row in _splits(lives[replication, arm].years, scenario, name, replication)
    ]
    customers = [
        _customers(lives, scenario, names, replication) for replication in range(replications)
    ]
    return Attribution(
        scenario=scenario,
        strategy=strategy,
        baseline=baseline,
        seed=seed,
        levers=names,
        customers=pd.concat(customers, ignore_index=True),
        splits=pd.DataFrame(splits, columns=_SPLITS),
        replications=replications,
        decided_by=settings_of(
            scenario,
            {baseline: scenario.strategies[baseline].levers, strategy: ours},
            own_code(phases, firms),
            seed=seed,
            replications=replications,
        ),
    )


_BASELINE = "baseline"
_SPLITS = ["strategy", "replication", "split", "group", "customers", "kept"]


def _arms(
    scenario: Scenario, ours: Mapping[str, Value], baseline: str, levers: Sequence[str]
) -> dict[str, tuple[Scenario, str]]:
    """Return what is lived through: the strategy, the baseline, and one run without each lever."""
    theirs = levers_under(scenario, baseline)
    arms = {"": with_levers(scenario, ours), _BASELINE: (scenario, baseline)}
    for name in levers:
        arms[f"without {name}"] = with_levers(scenario, {**ours, name: theirs[name]})
    return arms


def _customers(
    lives: Mapping[tuple[int, str], Lives],
    scenario: Scenario,
    levers: Sequence[str],
    replication: int,
) -> pd.DataFrame:
    """Return a row a founder whom population turnover left alone: retained in which arms."""
    here = lives[replication, ""].founders
    names = np.array([segment.name for segment in scenario.segments], dtype=object)
    there = here.present
    columns = {
        "replication": replication,
        "customer": here.customer[there],
        "segment": names[here.segment[there]],
        "tenure": np.array(TENURES, dtype=object)[here.tenure[there]],
        "retained": here.retained[there],
        "retained_by_baseline": lives[replication, _BASELINE].founders.retained[there],
    }
    for name in levers:
        arm = lives[replication, f"without {name}"].founders
        columns[f"without_{name}"] = arm.retained[there]
    return pd.DataFrame(columns)


def _splits(
    years: Sequence[Year], scenario: Scenario, strategy: str, replication: int
) -> list[tuple[object, ...]]:
    """Return how many were there at the years' starts and stayed them, by segment and tenure."""
    rows: list[tuple[object, ...]] = []
    groups = {
        "segment": [segment.name for segment in scenario.segments],
        "tenure": list(TENURES),
    }
    for split, names in groups.items():
        for place, name in enumerate(names):
            chosen = [getattr(year, split) == place for year in years]
            count = sum(int(mask.sum()) for mask in chosen)
            kept = sum(int(year.kept[mask].sum()) for year, mask in zip(years, chosen, strict=True))
            rows.append((strategy, replication, split, name, count, kept))
    return rows
