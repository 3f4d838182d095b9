"""What came out, as the page shows it: sentences, figures, pictures. Plain values for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relsim.app.page.controls import label_of
from relsim.app.session.selection import ALL, CUSTOMERS
from relsim.result.figures import OUTCOMES
from relsim.result.words import count
from relsim.study.compare.tables import sheets, warnings
from relsim.view.charts import CHARTS, chart
from relsim.view.findings import headlines
from relsim.view.in_brief import briefly
from relsim.view.leavers import leavers
from relsim.view.sections import PICTURE_OF
from relsim.view.style import looks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relsim.result.table import Cell
    from relsim.study.compare import Comparison
    from relsim.study.explain.departures import Departures
    from relsim.view.chart import Chart

Plain = dict[str, Any]

FIRST = ("retention", "npv", "share", "cost_per_customer")
"""Figures that stand there without asking."""

TABS = {
    "survival": "Retention",
    "profit": "Profit",
    "reasons": "Reasons",
    "relationship_quality": "Quality",
    "satisfaction": "Satisfaction",
    "share": "Share",
    "retention": "Annual",
    "costs": "Costs",
}
"""What stands on the tab of each chart: the question first, then what explains the answer."""

PICTURES = tuple(TABS)


def answer(comparison: Comparison) -> Plain:
    """Return what came out, in words."""
    others = comparison.strategies[1:]
    best = headlines(comparison, ("npv",)) if len(others) > 1 else []
    return {
        "sentences": [briefly(comparison, name) for name in others],
        "best": best,
        "warnings": warnings(comparison),
    }


def progress(worlds: int, goal: int, computing: bool) -> str:
    """Say how many worlds there are, and how many there will be.

    Examples
    --------
    >>> progress(10, 100, True), progress(100, 100, False)
    ('10 worlds so far, on the way to 100', '100 worlds')
    """
    if not computing or worlds >= goal:
        return count(worlds, "world")
    return f"{count(worlds, 'world')} so far, on the way to {goal:,}"


def figures(comparison: Comparison) -> Plain:
    """Return the figures of every strategy with their intervals and differences."""
    tables = sheets(comparison)
    levels = tables[0]
    gaps: Sequence[Any] = tables[1].rows if len(tables) > 1 else ()
    names = list(OUTCOMES)
    rows = []
    for place, row in enumerate(levels.rows):
        name = names[place] if place < len(names) else ""
        beside = gaps[place].cells if place < len(gaps) else ()
        rows.append(
            {
                "title": row.top,
                "below": row.bottom,
                "meaning": OUTCOMES[name].meaning if name else "",
                "better": gaps[place].bottom if place < len(gaps) else "",
                "first": name in FIRST or (not name and row.top.startswith("Factor")),
                "cells": [
                    _cell(cell, beside[column - 1] if column and beside else None)
                    for column, cell in enumerate(row.cells)
                ],
            }
        )
    return {"columns": list(levels.columns), "rows": rows, "looks": strategy_looks(levels.columns)}


def _cell(level: Cell, gap: Cell | None) -> Plain:
    found = {"top": level.top, "bottom": level.bottom}
    if gap is not None:
        found |= {"gap": gap.top, "worlds": gap.bottom, "mood": gap.mood}
    return found


def strategy_looks(strategies: Sequence[str]) -> list[Plain]:
    """Return colour and dash of each strategy, as charts draw it."""
    return [
        {"name": name, "line": look.line, "text": look.text, "dash": look.dash, "mark": look.mark}
        for name, look in looks(strategies).items()
    ]


def tabs() -> list[Plain]:
    """Return the pictures to choose from.

    Examples
    --------
    >>> [(tab["title"], tab["whole"]) for tab in tabs()][:2]
    [('Retention', 'Retention curves'), ('Profit', 'Cumulative profit')]
    """
    found = [(name, title, title_of(name)) for name, title in TABS.items()]
    found += [(CUSTOMERS, "Customers", "Who left, and why"), (ALL, "All", "All charts")]
    return [{"name": name, "title": title, "whole": whole} for name, title, whole in found]


def title_of(picture: str) -> str:
    """Return what a chart is called, whatever it finds."""
    return PICTURE_OF.get(picture, label_of(picture))


def pictures(comparison: Comparison, chosen: str) -> list[Plain]:
    """Return the charts that are looked at."""
    names = [name for name in (PICTURES if chosen == ALL else (chosen,)) if name in CHARTS]
    return [_picture(comparison, name) for name in names]


def _picture(comparison: Comparison, name: str) -> Plain:
    return _drawn(name, title_of(name), chart(comparison, name))


def who_left(comparison: Comparison, found: Departures) -> Plain:
    """Return the picture of who left."""
    look = looks(comparison.strategies)[found.strategy]
    return _drawn(CUSTOMERS, "Who left", leavers(comparison.scenario, found, look))


def _drawn(name: str, kind: str, drawn: Chart) -> Plain:
    return {
        "name": name,
        "kind": kind,
        "title": drawn.title,
        "subtitle": drawn.subtitle,
        "figure": drawn.figure.to_json(validate=False, engine="json"),
        "height": drawn.figure.layout.height,
        "columns": drawn.numbers.columns,
        "rows": drawn.numbers.rows,
    }
