"""A map of two numbers as the page shows it: what can be explored, and the map as far as it is."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from relsim.app.page.results import as_picture
from relsim.app.session.exploring import FEWEST, LUCK, MOST, SETTINGS, choices
from relsim.app.session.selection import EXPLORE
from relsim.result.figures import COMPARED
from relsim.result.quantity import Unit
from relsim.result.words import Sentence, counted
from relsim.study.fit.bounds import declared
from relsim.study.levers import unit_of
from relsim.study.sweep.field import field_of
from relsim.view.heat import heat, in_order, short_path
from relsim.view.titled import titles
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from relsim.app.session.exploring import Axis, Explored
    from relsim.app.session.state import State

Plain = dict[str, Any]

_PART = Unit("percent", 0)

_OVER = {
    LUCK: (Word("luck"), "world"),
    SETTINGS: (Word("what nobody knows"), "plausible setting"),
}
"""In words, and what one is called."""


def chosen(state: State) -> Plain:
    """Return what is explored, and what can be."""
    asked, there = state.selection.explored, choices(state.scenario, state.selection.strategies)
    currency = str(state.scenario.market.currency)
    groups = groupby(there, key=lambda one: one.group)
    called = titles(state.scenario, state.selection.strategies)
    return {
        "groups": [
            {
                "title": translate(title),
                "numbers": [
                    {
                        "path": one.path,
                        "label": short_path(one.path, called),
                        "ends": [one.low, one.high],
                        "unit": unit_of(declared(one.path), currency).plain,
                    }
                    for one in held
                ],
            }
            for title, held in groups
        ],
        "across": None if asked is None else _ends(asked.across),
        "up": None if asked is None else _ends(asked.up),
        "cells": 0 if asked is None else asked.cells,
        "most": list(range(FEWEST, MOST + 1)),
        "figure": "" if asked is None else asked.figure,
        "figures": [[key, str(one.title)] for key, one in COMPARED.items()],
        "over": "" if asked is None else asked.over,
        "overs": [[key, str(words)] for key, (words, _) in _OVER.items()],
        "exploring": state.exploring,
        "so_far": _so_far(state),
        "part": state.explored_part,
        "problem": next((state.problems[key] for key in _HEARD if key in state.problems), ""),
        "again": state.explored.command if state.explored and _by_luck(asked) else "",
        "heard": state.heard,
    }


_HEARD = ("explore", "look", "cell")
"""Actions whose problems are said beside the map."""


def _by_luck(asked: Explored | None) -> bool:
    return asked is not None and asked.over == LUCK


def _ends(axis: Axis) -> list[object]:
    return [axis.path, axis.low, axis.high]


def _so_far(state: State) -> str:
    """Say how far the map is."""
    asked, found = state.selection.explored, state.explored
    one = _OVER[asked.over][1] if asked else "world"
    done = counted(0 if found is None else found.worlds, one)
    if not state.exploring:
        return str(Sentence("{done} in each cell.", done=done)) if found is not None else ""
    if state.explored_part == 0.0:
        return translate("Beginning …")
    part = _PART.text(state.explored_part)
    return str(Sentence("{part} done; drawn with {done} in each cell.", part=part, done=done))


def drawn(state: State) -> Plain | None:
    """Return the map, if there is one."""
    asked, found = state.selection.explored, state.explored
    if asked is None or found is None:
        return None
    field = field_of(found, asked.figure)
    called = titles(state.scenario, found.strategies)
    chart = heat(field, state.scenario, _OVER[asked.over][1], called)
    picture = as_picture(EXPLORE, "Map", chart)
    return {**picture, "points": [cell.point for cell in in_order(field)]}
