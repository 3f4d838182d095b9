"""Asking a comparison's question in plausible settings, too."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relsim.errors import InputError
from relsim.result.words import Sentence
from relsim.study.compare.spending import scaled_market
from relsim.study.levers import with_levers
from relsim.study.plausible.living import (
    MEANT,
    Lane,
    Lived,
    Task,
    live_through,
    tasks_of,
    ways_of,
)
from relsim.study.plausible.result import Plausible
from relsim.study.settings import bundled
from relsim.study.settings.settings import Settings
from relsim.study.store import open_store, purpose_of
from relsim.study.store.purpose import Purpose

if TYPE_CHECKING:
    from relsim.result.table import Shown
    from relsim.scenario import Scenario
    from relsim.study.compare import Comparison
    from relsim.study.laboratory import Laboratory
    from relsim.study.parallel import Progress

FEWEST = 10
"""Of fewer settings nothing can be said."""

BUNDLED, NONE = "bundled", "none"
"""Words for the settings that come with a market, if any, and for none."""

UNASKED = 100
"""Settings that are looked at where nobody asked for a number."""

MOST_CUSTOMERS = 2_000
"""In a larger market settings take long, and only whoever asks for them gets them."""

Asked = Settings | int | str | Path | None


def settings_of(
    asked: Asked, scenario: Scenario, seed: int, strategies: int
) -> tuple[Settings | None, Shown]:
    """Return the settings that are asked for, or why a market goes without though none said so."""
    if asked is None or asked == NONE:
        return None, ""
    if asked == BUNDLED:
        return _unasked(scenario, strategies)
    if strategies < 2:
        raise InputError("settings: they are about differences. Name a second strategy.")
    if scenario.market.periods < 1:
        raise InputError("settings: the market has no period. Let market.periods be 12 or more.")
    if isinstance(asked, int):
        _enough(asked)
        return Settings.prior(scenario, asked, seed), ""
    found = asked if isinstance(asked, Settings) else Settings.read(asked)
    _enough(len(found))
    return found.shuffled(len(found)).under(scenario), ""


def _unasked(scenario: Scenario, strategies: int) -> tuple[Settings | None, Shown]:
    """Return the settings that come with a market, or say how to look at what nobody knows."""
    if strategies < 2 or scenario.market.periods < 1:
        return None, ""
    name = scenario.origin.name
    there = bundled(scenario)
    if there is None:
        return None, Sentence(
            "Luck alone is looked at here. relsim calibrate {name} finds settings of the numbers "
            "that nobody knows; --settings takes them.",
            name=name,
        )
    if scenario.market.customers > MOST_CUSTOMERS:
        return None, Sentence(
            "Luck alone is looked at here: in a market of more than {most} customers settings are "
            "looked at where they are asked for, by --settings 100.",
            most=f"{MOST_CUSTOMERS:,}",
        )
    try:
        return there.shuffled(UNASKED).under(scenario), ""
    except InputError:
        return None, Sentence(
            "Luck alone is looked at here: the settings that come with {name} were found for it as "
            "it comes, and what was changed makes it another market. --settings 100 looks at what "
            "is thought beforehand.",
            name=name,
        )


def _enough(number: int) -> None:
    if number < FEWEST:
        raise InputError(
            f"settings: found {number}; of fewer than {FEWEST} nothing can be said. Ask for 100."
        )


def in_settings(
    comparison: Comparison,
    settings: Settings,
    laboratory: Laboratory,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Return a comparison with what its strategies come to in plausible settings."""
    arms = lanes(comparison)
    ways = ways_of(settings, comparison.scenario, comparison.seed)
    purpose = {} if store is None else purpose_in(comparison, ways, arms)
    with open_store(store, purpose) as kept:
        lived = live_through(arms, ways, comparison.seed, laboratory, kept, progress=progress)
    found = replace(comparison, interrupted=lived.interrupted)
    if len(lived.places[MEANT]) < FEWEST:
        why = "Luck alone is looked at here: too few settings were done."
        return replace(found, unsettled=why)
    return replace(found, plausible=Plausible(lived, comparison.scenario))


def some_settings(
    comparison: Comparison,
    upto: int,
    before: Plausible | None,
    laboratory: Laboratory,
    progress: Progress | None = None,
) -> Plausible:
    """Return what the first so many settings say, as far as they were not lived through before.

    Settings are those that come with the market, else a hundred of what is thought beforehand.
    """
    scenario, arms = comparison.scenario, lanes(comparison)
    if before is None:
        found, _ = settings_of(BUNDLED, scenario, comparison.seed, len(arms))
        ways = {MEANT: found or Settings.prior(scenario, UNASKED, comparison.seed)}
        runs: dict[Task, Mapping[str, Any]] = {}
    else:
        ways, runs = dict(before.lived.ways), dict(before.lived.runs)
    tasks = [one for one in tasks_of(ways, len(arms)) if one[1] < upto and one not in runs]
    with open_store(None, {}) as kept:
        lived = live_through(arms, ways, comparison.seed, laboratory, kept, tasks, progress)
    return Plausible(Lived(ways, lived.strategies, {**runs, **lived.runs}), scenario)


def lanes(comparison: Comparison) -> list[Lane]:
    """Return a comparison's arms with the markets in which they live."""
    scenario, found = comparison.scenario, []
    for name in comparison.strategies:
        scaling = comparison.scalings.get(name)
        # Scaled levers, and an arm that runs twice, are no strategies of the scenario.
        if scaling is not None and scaling.later:
            lived = scaled_market(scenario, name, scaling)
        elif scaling is None and name in scenario.strategies:
            lived = (scenario, name)
        else:
            lived = with_levers(scenario, comparison.levers(name))
        found.append(Lane(name, *lived))
    return found


def _set_by(comparison: Comparison, name: str) -> dict[str, object]:
    """Return what an arm sets, and what from later years on."""
    scaling = comparison.scalings.get(name)
    later = scaling.later if scaling else ()
    return {**comparison.levers(name), **{f"from {one.since}": one.levers for one in later}}


def purpose_in(
    comparison: Comparison, ways: Mapping[str, Settings], arms: Sequence[Lane]
) -> Purpose:
    """Return what a store of runs in settings is for."""
    return purpose_of(
        "settings",
        comparison.scenario,
        comparison.own,
        seed=comparison.seed,
        arms={one.name: _set_by(comparison, one.name) for one in arms},
        settings={way or "meant": digest_of(one) for way, one in ways.items()},
    )


def digest_of(settings: Settings) -> str:
    """Return what tells settings from others, in a purpose."""
    return hashlib.sha256(settings.to_csv().encode()).hexdigest()[:16]
