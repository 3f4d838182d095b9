"""Asking where a strategy loses: at home, over settings, along each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.result.statistics import estimate
from relsim.scenario.command import command
from relsim.study.compare import compare
from relsim.study.laboratory import Laboratory
from relsim.study.plausible.along import WORLDS, Along
from relsim.study.plausible.asking import (
    BUNDLED,
    FEWEST,
    Asked,
    lanes,
    purpose_in,
    settings_of,
)
from relsim.study.plausible.explanation import Explanation
from relsim.study.plausible.living import MEANT, live_through, tasks_of
from relsim.study.plausible.losing import Losing, as_drawn
from relsim.study.plausible.result import Plausible
from relsim.study.settings.settings import Settings
from relsim.study.store import open_store

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.parallel import Progress

SETTINGS = 300
"""Settings that are drawn where none come with a market."""


def explain(
    scenario: Scenario,
    strategies: Sequence[str],
    *,
    settings: Asked = BUNDLED,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Say where a strategy is worth less than another, and what turns it.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategies : sequence of str
        Two of them; the second is looked at, the first is what it is held against.
    settings : Settings, int, str or pathlib.Path
        Plausible settings: a file, or so many of what is thought beforehand; by default those
        that come with the market, else 300.
    replications : int
        Worlds of the scenario's own numbers.
    seed : int
        Of all luck.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    store : str or pathlib.Path, optional
        A file that keeps every run as it comes: the same call goes on from there.
    progress : callable, optional
        Called as ``progress(done, total)`` within each part.

    Returns
    -------
    Explanation
        Boxes of settings in which it loses, break-even of costs and of numbers, numbers that do
        nothing.

    Raises
    ------
    InputError
        For other than two strategies, or settings that do not hold.
    KeyboardInterrupt
        When Ctrl-C came before everything was done; a store keeps what was.

    Examples
    --------
    >>> import relsim
    >>> small = relsim.load("insurance", {"market.customers": 100, "market.periods": 12})
    >>> found = relsim.explain(small, ["none", "social"], settings=20, replications=8)
    >>> found.strategies, found.plausible.n
    (('none', 'social'), 20)
    """
    if len(strategies) != 2:
        raise InputError(
            f"explain: found {len(strategies)} strategies; name two: the one that is held "
            "against, then the one that is looked at."
        )
    meant, _ = settings_of(settings, scenario, seed, len(strategies))
    asked = {"strategies": list(strategies), "settings": settings, "seed": seed, "store": store}
    if meant is None:
        meant = Settings.prior(scenario, SETTINGS, seed)
    home = compare(
        scenario,
        strategies,
        replications=max(replications, WORLDS),
        seed=seed,
        threads=threads,
        progress=progress,
    )
    if home.interrupted:
        raise KeyboardInterrupt
    laboratory = Laboratory.sharing(threads, scenario.market.customers)
    arms, ways = lanes(home), {MEANT: meant}
    purpose = {} if store is None else {**purpose_in(home, ways, arms), "kind": "explain"}
    gaps = home.values(strategies[1], "npv") - home.values(strategies[0], "npv")
    with open_store(store, purpose) as kept:
        tasks = tasks_of(ways, len(arms))
        lived = live_through(arms, ways, seed, laboratory, kept, tasks, progress)
        if lived.interrupted or len(lived.places[MEANT]) < FEWEST:
            raise KeyboardInterrupt
        plausible = Plausible(lived, scenario)
        along = Along(arms, meant.uncertain, seed, laboratory, kept, progress)
        turns, ends = along.turns(plausible.advantages, estimate(gaps[:WORLDS]))
        inert = along.inert()
    options = {name: None if held in (None, BUNDLED) else held for name, held in asked.items()}
    points = plausible.advantages.points
    return Explanation(
        comparison=replace(home, plausible=plausible),
        losing=Losing(plausible.advantages, as_drawn(points, tied=meant.kind != "prior")),
        turns=tuple(turns),
        ends_looked_at=ends,
        inert=tuple(inert),
        command=command("explain", scenario, {**options, "replications": replications}),
    )
