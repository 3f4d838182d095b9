"""What is explored: two numbers of a market, each between two ends, and what decides a cell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relsim.app.server.limits import why_too_large
from relsim.behaviour import LEVERS, MECHANISMS
from relsim.errors import InputError
from relsim.result.figures import COMPARED
from relsim.scenario.paths import split_path
from relsim.scenario.writing import path_of
from relsim.study.arms import choose_arms
from relsim.study.levers import levers_under
from relsim.study.settings.uncertain import uncertain
from relsim.study.sweep.design import grid, points_of, spread
from relsim.study.sweep.field import field_of
from relsim.study.sweep.question import Question

if TYPE_CHECKING:
    from relsim.behaviour.declaration import Parameter
    from relsim.scenario import Scenario
    from relsim.study.sweep import Sweep

LUCK, SETTINGS = "luck", "settings"
"""What a cell's mean is taken over: worlds, or plausible settings, each with its luck."""

WORLDS: Mapping[str, tuple[int, ...]] = {LUCK: (1, 3, 6, 10), SETTINGS: (2, 6, 12, 20)}
"""Worlds or settings after which the map is drawn anew."""

FEWEST, MOST, OPENING = 2, 9, 5
"""Cells in a row."""

_STRATEGY = "Levers of strategies"

_FIRST = "price_sensitivity"
"""What goes across until somebody chooses: what most bonds turn on."""


@dataclass(frozen=True)
class Axis:
    """A number of a market, and between which ends it is looked at."""

    path: str
    low: float
    high: float


@dataclass(frozen=True)
class Explored:
    """What is explored."""

    across: Axis
    up: Axis
    cells: int = OPENING
    figure: str = "npv"
    over: str = LUCK

    @property
    def asked(self) -> Explored:
        """The same, without what is only looked at."""
        return replace(self, figure="")


@dataclass(frozen=True)
class Choice:
    """A number that can be explored."""

    group: str
    path: str
    low: float
    high: float


def reach(declared: Parameter, value: float, own: float = 0.0) -> tuple[float, float]:
    """Return where a number is looked at: what is plausible, what is allowed, and the value itself.

    Examples
    --------
    >>> reach(LEVERS["social"], 0.5), reach(LEVERS["price"], 20.0)
    ((0.0, 1.0), (10.0, 40.0))
    """
    if declared.plausible is not None:
        low, high = declared.plausible
    elif not declared.endless:
        low, high = declared.low, declared.high
    else:
        centre = own or value or 1.0
        low, high = max(declared.low, centre / 2), min(declared.high, centre * 2)
    return min(low, value), max(high, value)


def choices(scenario: Scenario, strategies: Sequence[str]) -> list[Choice]:
    """Return the numbers that can be explored: levers, prices, and what nobody knows.

    Examples
    --------
    >>> import relsim
    >>> found = choices(relsim.load("insurance"), ["none", "social"])
    >>> found[0].group, found[0].path
    ('Levers of strategies', 'strategies.social.reward_rate')
    """
    found = [one for name in strategies for one in _levers(scenario, name)]
    price = LEVERS["price"]
    for firm in scenario.firms:
        low, high = reach(price, float(firm.price))
        found.append(Choice("Prices", path_of("firms", firm.name, price.name), low, high))
    found.append(Choice("Market", "market.freedom", 0.0, 1.0))
    titles = {one.name: one.title for one in MECHANISMS}
    found += [Choice(titles[one.group], one.path, one.low, one.high) for one in uncertain(scenario)]
    return list({one.path: one for one in reversed(found)}.values())[::-1]


def _levers(scenario: Scenario, strategy: str) -> Iterator[Choice]:
    under = levers_under(scenario, strategy)
    for name in scenario.strategies[strategy].levers:
        value = under[name]
        if isinstance(value, int | float) and not isinstance(value, bool):
            low, high = reach(LEVERS[name], float(value))
            path = path_of("strategies", strategy, name)
            yield Choice(_STRATEGY, path, low, high)


def opening(scenario: Scenario, strategies: Sequence[str]) -> Explored:
    """Return what is explored until somebody chooses: how strong a bond is, and in which market.

    Examples
    --------
    >>> import relsim
    >>> found = opening(relsim.load("insurance"), ["none", "social"])
    >>> found.across.path, found.up.path
    ('segments.private.price_sensitivity.mean', 'strategies.social.reward_rate')
    """
    there = choices(scenario, strategies)
    first = next((one for one in there if _FIRST in one.path), there[-1])
    last = ("strategies", strategies[-1])
    own = [one for one in there if tuple(split_path(one.path)[:2]) == last]
    second = next(one for one in (*own, *there) if one.path != first.path)
    across, up = (Axis(one.path, one.low, one.high) for one in (first, second))
    return Explored(across, up)


def is_there(explored: Explored | None, scenario: Scenario, strategies: Sequence[str]) -> bool:
    """Tell whether what is explored can be, under the strategies that are chosen now."""
    known = {one.path for one in choices(scenario, strategies)}
    return explored is not None and {explored.across.path, explored.up.path} <= known


def of_sweep(swept: Sweep) -> Explored:
    """Return what a sweep over two numbers explores."""
    field = field_of(swept, Explored.figure)
    ends = [
        Axis(path, values[0], values[-1])
        for path, values in zip(field.paths, (field.across, field.up), strict=True)
    ]
    return Explored(ends[0], ends[1], len(field.across))


def explore(scenario: Scenario, strategies: Sequence[str], said: Mapping[str, Any]) -> Explored:
    """Return what is explored, as somebody said it, checked."""
    known = {one.path: one for one in choices(scenario, strategies)}
    ends = [_axis(known, said, which) for which in ("across", "up")]
    if ends[0].path == ends[1].path:
        raise InputError("explore: across and up are the same number. Choose another for one.")
    cells, figure, over = said.get("cells"), said.get("figure"), said.get("over")
    if isinstance(cells, bool) or not isinstance(cells, int) or not FEWEST <= cells <= MOST:
        raise InputError(f"explore: take {FEWEST} to {MOST} cells in a row.")
    if figure not in COMPARED or over not in WORLDS:
        raise InputError("explore: choose a figure, and luck or settings, from the lists.")
    return Explored(ends[0], ends[1], cells, str(figure), str(over))


def _axis(known: Mapping[str, Choice], said: Mapping[str, Any], which: str) -> Axis:
    given = said.get(which)
    path, low, high = given if isinstance(given, list | tuple) and len(given) == 3 else ("", 0, 0)
    if path not in known:
        raise InputError(f"explore: choose what goes {which} from the list.")
    try:
        first, last = float(low), float(high)
    except (TypeError, ValueError):
        first = last = math.nan
    if not first < last or not math.isfinite(last - first):
        raise InputError(f"explore: what goes {which} needs two numbers, the lower one first.")
    return Axis(path, first, last)


def question(scenario: Scenario, strategies: Sequence[str], seed: int, asked: Explored) -> Question:
    """Return the sweep that is asked, or say why it is too large, or which cell makes no sense."""
    values = {
        one.path: list(spread(one.low, one.high, asked.cells)) for one in (asked.across, asked.up)
    }
    arms = choose_arms(scenario.strategies, strategies)
    points, trouble = points_of(grid(values)), ""
    for worlds in reversed(WORLDS[asked.over]):
        trouble = why_too_large(scenario, len(arms), worlds * len(points)) or ""
        if not trouble:
            return Question(scenario, points, arms, worlds, seed)
    raise InputError(f"A map of {len(points)} cells is too large: {trouble} Or take fewer cells.")


# What a link holds of it.


def in_link(asked: Explored) -> list[tuple[str, str]]:
    """Return the parts of a link.

    Examples
    --------
    >>> in_link(Explored(Axis("market.freedom", 0, 1), Axis("firms.Alba.price", 18, 24)))[0]
    ('across', 'market.freedom=0:1')
    """
    ends = [
        (which, f"{one.path}={one.low:g}:{one.high:g}")
        for which, one in (("across", asked.across), ("up", asked.up))
    ]
    return [*ends, ("cells", str(asked.cells)), ("by", asked.figure), ("over", asked.over)]


def from_link(scenario: Scenario, strategies: Sequence[str], given: Mapping[str, str]) -> Explored:
    """Return what a link says is explored."""
    cells = given.get("cells", str(OPENING))
    said: dict[str, Any] = {
        "cells": int(cells) if cells.isascii() and cells.isdigit() and len(cells) < 3 else None,
        "figure": given.get("by", "npv"),
        "over": given.get("over", LUCK),
    }
    for which in ("across", "up"):
        path, _, ends = given.get(which, "").rpartition("=")
        said[which] = [path, *ends.split(":")]
    return explore(scenario, strategies, said)
