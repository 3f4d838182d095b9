"""What came out, as the page shows it: sentences, figures, pictures. Plain values for JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relsim.app.page.controls import label_of
from relsim.app.session.selection import ALL, CUSTOMERS, SETTINGS
from relsim.result.figures import FIGURES
from relsim.result.words import AFTER_COMMA, Sentence, counted, joined
from relsim.study.compare.requests import FACTOR
from relsim.study.compare.tables import differences, levels
from relsim.study.plausible.asking import UNASKED
from relsim.view import in_settings
from relsim.view.brief import briefly
from relsim.view.charts import CHARTS, chart
from relsim.view.findings import headlines, pays, rivals
from relsim.view.leavers import leavers
from relsim.view.style import looks
from relsim.view.titled import titles
from relsim.words.catalogue import marked, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relsim.result.table import Cell
    from relsim.study.compare import Comparison
    from relsim.study.explain.departures import Departures
    from relsim.study.plausible import Plausible
    from relsim.view.chart import Chart

Plain = dict[str, Any]

FIRST = ("retention", "npv", "share", "cost_per_customer", FACTOR)
"""Figures that stand there without asking; so does the factor of an equal budget."""


def answer(comparison: Comparison, plausible: Plausible | None = None) -> Plain:
    """Return what came out, in words."""
    others = comparison.strategies[1:]
    several = len(others) > 1
    said = [label_of(str(briefly(comparison, name, interval=not several))) for name in others]
    best = [label_of(str(one)) for one in headlines(comparison, ("npv",))] if several else []
    if several and not pays(comparison):
        # Who reads one sentence reads that none of them pays.
        said, best = [*best, *said], []
    beside = [one for key in ("retention", "npv") for one in rivals(comparison, key)]
    if plausible is not None:
        words = Sentence("Over what nobody knows, {told}.", told=in_settings.told(plausible))
        said.append(str(words))
    return {
        "sentences": said,
        "best": best,
        "rivals": [label_of(str(one)) for one in (*beside, *comparison.conclusions())],
        "warnings": [str(one) for one in comparison.warnings()],
    }


def progress(worlds: int, goal: int, computing: bool) -> str:
    """Say how many worlds there are, and how many there will be.

    Examples
    --------
    >>> progress(10, 100, True), progress(100, 100, False)
    ('10 worlds so far, on the way to 100', '100 worlds')
    """
    if not computing or worlds >= goal:
        return counted(worlds, "world")
    so_far = Sentence(
        "{worlds} so far, on the way to {goal}",
        worlds=counted(worlds, "world"),
        goal=f"{goal:,}",
    )
    return str(so_far)


def figures(comparison: Comparison) -> Plain:
    """Return the figures of every strategy with their intervals and differences."""
    table = levels(comparison)
    beside = {row.key: row for row in differences(comparison).rows}
    rows = []
    for row in table.rows:
        gaps = beside.get(row.key)
        rows.append(
            {
                "title": str(row.top),
                "below": str(row.bottom),
                "meaning": str(FIGURES[row.key].meaning) if row.key in FIGURES else "",
                "better": str(gaps.bottom) if gaps else "",
                "first": row.key in FIRST,
                "cells": [
                    _cell(cell, gaps.cells[column - 1] if column and gaps else None)
                    for column, cell in enumerate(row.cells)
                ],
            }
        )
    return {
        "columns": list(table.columns),
        "listed": joined(table.columns, AFTER_COMMA),
        "rows": rows,
        "looks": strategy_looks(table.columns),
    }


def _cell(level: Cell, gap: Cell | None) -> Plain:
    found = {"top": str(level.top), "bottom": str(level.bottom)}
    if gap is not None:
        found |= {"gap": str(gap.top), "worlds": str(gap.bottom)}
        found |= {"mood": gap.mood, "told": translate(gap.mood)}
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
    found = [(name, one.tab, one.title) for name, one in CHARTS.items()]
    found += [
        (SETTINGS, *marked(("Settings", "Settings of the numbers that nobody knows"))),
        (CUSTOMERS, *marked(("Customers", "Who left, and why"))),
        (ALL, *marked(("All", "All charts"))),
    ]
    return [
        {
            "name": name,
            "title": str(tab),
            "whole": str(whole),
            "called": str(Sentence("{tab}: {whole}", tab=tab, whole=whole)),
        }
        for name, tab, whole in found
    ]


def pictures(comparison: Comparison, chosen: str) -> list[Plain]:
    """Return the charts that are looked at."""
    names = [name for name in (CHARTS if chosen == ALL else (chosen,)) if name in CHARTS]
    return [_picture(comparison, name) for name in names]


def _picture(comparison: Comparison, name: str) -> Plain:
    return as_picture(name, CHARTS[name].title, chart(comparison, name))


def over_settings(plausible: Plausible) -> list[Plain]:
    """Return the pictures of what settings say."""
    kinds = in_settings.KINDS
    return [as_picture(name, kinds[name], in_settings.draw(plausible, name)) for name in kinds]


def settings_so_far(plausible: Plausible | None, *, wanted: bool, luck: bool) -> str:
    """Say how many settings there are; `luck` where worlds come first.

    Examples
    --------
    >>> settings_so_far(None, wanted=True, luck=True)
    'First come the worlds above, then settings of the numbers that nobody knows.'
    """
    if luck and wanted:
        return translate(
            "First come the worlds above, then settings of the numbers that nobody knows."
        )
    done = counted(0 if plausible is None else plausible.n, "setting")
    if not wanted:
        return f"{done}." if plausible is not None else translate("No setting was looked at.")
    return str(Sentence("{done} so far, on the way to {goal} …", done=done, goal=UNASKED))


def who_left(comparison: Comparison, found: Departures) -> Plain:
    """Return the picture of who left."""
    look = looks(comparison.strategies)[found.strategy]
    called = titles(comparison.scenario, [found.strategy])[found.strategy]
    shown = leavers(comparison.scenario, replace(found, strategy=called), look)
    return as_picture(CUSTOMERS, translate("Who left"), shown)


def as_picture(name: str, kind: str, drawn: Chart) -> Plain:
    """Return a chart, with its words and the numbers behind it."""
    return {
        "name": name,
        "kind": str(kind),
        "title": label_of(str(drawn.title)),
        "subtitle": str(drawn.subtitle),
        "caption": str(Sentence("{kind}. {about}", kind=kind, about=drawn.subtitle)),
        "figure": drawn.figure.to_json(validate=False, engine="json"),
        "height": drawn.figure.layout.height,
        "columns": [str(one) for one in (drawn.numbers.corner, *drawn.numbers.columns)],
        "rows": [
            [str(row.top), *(str(cell.top) for cell in row.cells)] for row in drawn.numbers.rows
        ],
    }
