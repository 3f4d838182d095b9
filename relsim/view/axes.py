"""Axes and legends, set alike on every chart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from relsim.result.quantity import Unit
from relsim.view import labels
from relsim.view.chart import LETTER
from relsim.view.labels import harmless


def steps(low: float, high: float) -> list[float]:
    """Return round numbers between two ends, about six of them.

    Examples
    --------
    >>> steps(-31_000, 43_000)
    [-20000.0, 0.0, 20000.0, 40000.0]
    """
    rough = (high - low) / 5
    if not rough > 0:
        return [low]
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * one for one in (1, 2, 5, 10) if size * one >= rough)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [step * place for place in range(first, last + 1)]


def ticks(unit: Unit, places: Sequence[float]) -> list[str]:
    """Return the ticks of an axis with as many decimals as it takes to tell them apart.

    Examples
    --------
    >>> ticks(Unit("score"), [0.6, 0.65, 0.7])
    ['0.60', '0.65', '0.70']
    >>> ticks(Unit("money", 0, "€"), [0.0, 20_000.0])
    ['€0', '€20k']
    >>> ticks(Unit("money", 0, "€"), [1_000_000.0, 1_000_050.0])
    ['€1,000,000', '€1,000,050']
    """
    if unit.kind == "money":
        words = [unit.rounded(place) for place in places]
        if len(set(words)) == len(words):
            return words
    for decimals in range(9):
        words = [replace(unit, decimals=decimals).text(place) for place in places]
        if len(set(words)) == len(words):
            break
    return words


def marked(unit: Unit, low: float, high: float) -> dict[str, Any]:
    """Return the ticks between two ends, as all numbers are written."""
    places = steps(low, high)
    return {"tickvals": places, "ticktext": list(map(harmless, ticks(unit, places)))}


def fit(update: Callable[..., object], unit: Unit, seen: Sequence[float]) -> None:
    """Set an axis to what is seen, with a little room around it."""
    if seen and min(seen) < max(seen):
        room = 0.05 * (max(seen) - min(seen))
        low, high = min(seen) - room, max(seen) + room
        update(range=[low, high], **marked(unit, low, high))


def name_rows(figure: go.Figure, names: Sequence[Sequence[str]]) -> None:
    """Name the rows from the top down; a name may have several lines."""
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=["<br>".join(map(harmless, lines)) for lines in names],
        range=[len(names) - 0.5, -0.5],
        showgrid=False,
        ticks="",
    )


def folded(names: Sequence[str], width: int) -> tuple[list[list[str]], float]:
    """Return names in lines of so many letters, and the margin that they need."""
    lines = [labels.folded(str(one), width) for one in names]
    return lines, 14 + LETTER * max(labels.letters(line) for one in lines for line in one)


def legend_above(figure: go.Figure, shown: bool = True) -> None:
    """Put the legend above the drawing."""
    figure.update_layout(
        showlegend=shown,
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
        margin={"t": 34},
    )
