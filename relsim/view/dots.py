"""Rows of marks: strategies beside each other, one row a subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown
from relsim.study.compare.courses import Band
from relsim.view.axes import legend_above, name_rows
from relsim.view.chart import LETTER, Chart, blank, defined, from_ends, table_of
from relsim.view.labels import harmless, letters, short_names
from relsim.view.style import MUTED, looks

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

_LANE = 13
_BETWEEN = 16


@dataclass(frozen=True, slots=True)
class Rows:
    """What is drawn in rows.

    Parameters
    ----------
    names : sequence of str
        One a row, from top to bottom.
    bands : mapping of str to Band
        By strategy: one value a row.
    axis : str
        Title of the horizontal axis.
    ticks, prefix : str
        Plotly's format of its ticks, and what stands before them.
    unit : Unit
        What a value is counted in.
    """

    names: Sequence[str]
    bands: Mapping[str, Band]
    axis: str
    ticks: str
    unit: Unit
    prefix: str = ""


def dots(comparison: Comparison, title: Shown, subtitle: Shown, rows: Rows) -> Chart:
    """Draw a row a subject, with a mark a strategy in lanes of their own."""
    arms = len(rows.bands)
    height = int(len(rows.names) * (_LANE * arms + _BETWEEN) + 96)
    left = min(190, 14 + LETTER * max(map(letters, rows.names)))
    figure = blank(height=height, left=left)
    look, short = looks(comparison.strategies), short_names(comparison.strategies)
    room = _LANE * arms + _BETWEEN
    for lane, (name, band) in enumerate(rows.bands.items()):
        offset = (lane - (arms - 1) / 2) * _LANE / room
        figure.add_trace(
            go.Scatter(
                x=defined(band.mean.tolist()),
                y=[place + offset for place in range(len(rows.names))],
                name=harmless(short[name]),
                mode="markers",
                marker={"color": look[name].line, "symbol": look[name].mark, "size": 9},
                error_x=_doubt(band, look[name].line),
                text=[harmless(str(_cell(band, k, rows.unit))) for k in range(len(rows.names))],
                hovertemplate="%{text}",
            )
        )
    _lay_out(figure, rows)
    numbers = table_of(
        "",
        rows.bands,
        (
            (name, [_cell(band, place, rows.unit) for band in rows.bands.values()])
            for place, name in enumerate(rows.names)
        ),
    )
    return Chart(title, subtitle, figure, numbers)


def _lay_out(figure: go.Figure, rows: Rows) -> None:
    count = len(rows.names)
    name_rows(figure, [[name] for name in rows.names])
    for place in range(1, count):
        figure.add_hline(
            y=place - 0.5, line={"color": MUTED, "width": 0.5, "dash": "dot"}, layer="below"
        )
    figure.update_xaxes(
        title_text=rows.axis,
        tickformat=rows.ticks,
        tickprefix=rows.prefix,
        rangemode="tozero",
        zeroline=True,
        zerolinecolor=MUTED,
    )
    legend_above(figure, len(rows.bands) > 1)


def _doubt(band: Band, colour: str) -> dict[str, object]:
    half = np.where(np.isfinite(band.high), band.high - band.mean, 0.0)
    return {
        "type": "data",
        "array": half.tolist(),
        "color": colour,
        "thickness": 1.5,
        "width": 3,
    }


def _cell(band: Band, place: int, unit: Unit) -> Quantity:
    mean, low, high = (float(ends[place]) for ends in band)
    return from_ends(unit, mean, low, high)
