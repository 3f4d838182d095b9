"""Results that somebody put aside, and what differs between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relsim.result.figures import FIGURES
from relsim.result.quantity import UNDEFINED
from relsim.result.words import AFTER_COMMA, joined
from relsim.scenario.command import as_toml
from relsim.scenario.paths import split_path
from relsim.study.levers import levers_under
from relsim.view.titled import titles
from relsim.words.catalogue import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relsim.app.session.state import Pin
    from relsim.scenario import Scenario
    from relsim.study.compare import Comparison

KEPT = ("retention", "npv", "cost_per_customer")
"""Figures that are held against each other."""


def differing(pins: Sequence[Pin]) -> list[dict[str, Any]]:
    """Return what differs between results, and what came out."""
    settings = [
        (translate("Market"), [translate(pin.comparison.scenario.title) for pin in pins]),
        (
            translate("Strategies"),
            [joined(list(_titles(pin).values()), AFTER_COMMA) for pin in pins],
        ),
        (translate("Seed"), [str(pin.selection.seed) for pin in pins]),
        (
            translate("Equal budget"),
            [
                UNDEFINED if not pin.selection.budget else f"{pin.selection.budget:g}"
                for pin in pins
            ],
        ),
        (translate("Worlds"), [f"{pin.comparison.replications:,}" for pin in pins]),
    ]
    paths = dict.fromkeys(path for pin in pins for path, _ in pin.selection.overrides)
    settings += [
        (path, [value_at(pin.comparison.scenario, path) for pin in pins]) for path in paths
    ]
    rows = [
        {"name": name, "cells": cells, "outcome": False}
        for name, cells in settings
        if len(set(cells)) > 1 or len(pins) == 1
    ]
    strategies = {name: title for pin in pins for name, title in _titles(pin).items()}
    for figure in KEPT:
        for name, called in strategies.items():
            title = joined([FIGURES[figure].title, called], AFTER_COMMA)
            cells = [_figure(pin.comparison, figure, name) for pin in pins]
            rows.append({"name": title, "cells": cells, "outcome": True})
    return rows


def _titles(pin: Pin) -> dict[str, str]:
    return titles(pin.comparison.scenario, pin.comparison.strategies)


def _figure(comparison: Comparison, figure: str, strategy: str) -> str:
    if strategy not in comparison.strategies:
        return UNDEFINED
    found = comparison.estimates[strategy][figure]
    level = FIGURES[figure].level(found, str(comparison.scenario.market.currency))
    return str(level.with_doubt())


def value_at(scenario: Scenario, path: str) -> str:
    """Return what a market holds at a path, as somebody would write it.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance")
    >>> value_at(scenario, "firms.Alba.price"), value_at(scenario, "strategies.social.social")
    ('20.0', '0.5')
    >>> value_at(scenario, "firms.Nobody.price")
    '–'
    """
    room, *rest = split_path(path)
    if room == "strategies" and len(rest) == 2 and rest[0] in scenario.strategies:
        value: object = levers_under(scenario, rest[0]).get(rest[1])
        return UNDEFINED if value is None else as_toml(value)
    held: object = scenario.to_dict().get(room)
    for part in rest:
        if isinstance(held, list):
            held = next((one for one in held if one.get("name") == part), None)
        elif isinstance(held, dict):
            held = held.get(part)
        elif part != "mean":  # a trait that is the same for everybody is its own mean
            held = None
    return UNDEFINED if held is None else as_toml(held)
