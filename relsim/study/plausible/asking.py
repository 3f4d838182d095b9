"""Asking a comparison's question in plausible settings, too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.study.levers import with_levers
from relsim.study.plausible.living import MEANT, live_through, ways_of
from relsim.study.plausible.result import Plausible
from relsim.study.settings.settings import Settings

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.compare import Comparison
    from relsim.study.laboratory import Laboratory
    from relsim.study.parallel import Progress

FEWEST = 10
"""Of fewer settings nothing can be said."""


def settings_of(
    asked: Settings | int | str | Path, scenario: Scenario, seed: int, strategies: int
) -> Settings:
    """Return the settings that are asked for: a number of them, a file, or themselves."""
    if strategies < 2:
        raise InputError("settings: they are about differences. Name a second strategy.")
    if scenario.market.periods < 1:
        raise InputError("settings: the market has no period. Let market.periods be 12 or more.")
    if isinstance(asked, int):
        _enough(asked)
        return Settings.prior(scenario, asked, seed)
    found = asked if isinstance(asked, Settings) else Settings.read(asked)
    _enough(len(found))
    return found.under(scenario)


def _enough(number: int) -> None:
    if number < FEWEST:
        raise InputError(
            f"settings: found {number}; of fewer than {FEWEST} nothing can be said. Ask for 100."
        )


def in_settings(
    comparison: Comparison,
    settings: Settings,
    laboratory: Laboratory,
    progress: Progress | None = None,
) -> Comparison:
    """Return a comparison with what its strategies come to in plausible settings."""
    scenario = comparison.scenario
    arms = []
    for name in comparison.strategies:
        # Scaled levers, and an arm that runs twice, are no strategies of the scenario.
        known = name in scenario.strategies and name not in comparison.scalings
        market, strategy = (
            (scenario, name) if known else with_levers(scenario, comparison.levers(name))
        )
        arms.append((name, market, strategy))
    ways = ways_of(settings, scenario, comparison.seed)
    lived = live_through(arms, ways, comparison.seed, laboratory, progress)
    if len(lived.places[MEANT]) < FEWEST:
        return replace(comparison, interrupted=comparison.interrupted or lived.interrupted)
    return replace(comparison, plausible=Plausible(lived, scenario))
