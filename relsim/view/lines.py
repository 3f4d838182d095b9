"""Courses over time: a line a strategy with its name at the end, a band for the doubt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown, Table
from relsim.study.compare.courses import Array, Band
from relsim.view.axes import marked
from relsim.view.chart import (
    LETTER,
    Chart,
    blank,
    defined,
    from_ends,
    nothing_to_draw,
    room_for,
    table_of,
)
from relsim.view.labels import harmless, letters, short_names
from relsim.view.periods import Clock, clock
from relsim.view.style import Look, looks, veil
from relsim.words.catalogue import translate

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

HEIGHT = 400
_DRAWN = HEIGHT - 66
_LINE_OF_TEXT = 17
_MOST_ROWS = 25


@dataclass(frozen=True, slots=True)
class Scale:
    """How the vertical axis of a course is drawn.

    Parameters
    ----------
    title : str
        Of the axis.
    unit : Unit
        What a value is counted in.
    floor, ceiling : float, optional
        Ends of the axis; by default the data's.
    zero : str
        When set, a line at 0 with this name.
    signed : bool
        True for differences.
    """

    title: str
    unit: Unit
    floor: float | None = None
    ceiling: float | None = None
    zero: str = ""
    signed: bool = False

    def text(self, value: float) -> str:
        """Return a value as people read it."""
        return self.unit.text(value, signed=self.signed)


def courses(
    comparison: Comparison,
    title: Shown,
    subtitle: Shown,
    bands: dict[str, Band],
    scale: Scale,
    periods: NDArray[np.int64] | None = None,
) -> Chart:
    """Draw courses, by default over the moments of the comparison's history."""
    if periods is None and comparison.history is not None:
        periods = comparison.history.periods
    drawn = {name: band for name, band in bands.items() if np.isfinite(band.mean).any()}
    if periods is None or not drawn or len(periods) < 2:
        why = translate("There is nothing to draw: no period defines the figure.")
        return nothing_to_draw(title, why)
    time = clock(comparison.scenario)
    when: Array = periods.astype(np.float64) * time.factor
    look = looks(comparison.strategies)
    labels = _labels(comparison, drawn, scale)
    figure = blank(height=HEIGHT, right=room_for(list(labels.values())), left=72)
    for name, band in drawn.items():
        _add_band(figure, when, band, look[name])
    for name, band in drawn.items():
        _add_line(figure, name, when, band, look[name], scale)
    low, high = _range(drawn.values(), scale)
    ends = _ends(drawn, comparison, scale)
    places = _apart(ends, (high - low) * _LINE_OF_TEXT / _DRAWN)
    for name, place in places.items():
        _add_label(figure, labels[name], place, look[name])
    short = short_names(comparison.strategies)
    # Where a page is narrow, the names alone stand at the ends of the lines.
    names = [short[name] for name in places]
    figure.update_layout(
        meta={
            "labels": [f"<b>{harmless(name)}</b>" for name in names],
            "right": room_for(names),
        }
    )
    _set_axes(figure, time, scale, (low, high))
    return Chart(title, subtitle, figure, _numbers(periods, time, drawn, scale))


def _set_axes(figure: go.Figure, time: Clock, scale: Scale, ends: tuple[float, float]) -> None:
    if scale.zero:
        figure.add_hline(y=0, line={"color": "#6c757d", "width": 1.5}, layer="below")
    figure.update_xaxes(title_text=time.title, dtick=time.step, range=[0, time.last])
    figure.update_xaxes(showgrid=False)
    figure.update_yaxes(title_text=scale.title, range=list(ends))
    marks = marked(scale.unit, *ends)
    figure.update_yaxes(**marks)
    figure.update_layout(
        margin={"l": 48 + LETTER * max(map(letters, marks["ticktext"]), default=0)}
    )


def _labels(comparison: Comparison, bands: dict[str, Band], scale: Scale) -> dict[str, str]:
    """Return what stands at the end of each line: its name and where it ends."""
    short = short_names(comparison.strategies)
    labels = {name: f"{short[name]} {scale.text(_last(band.mean))}" for name, band in bands.items()}
    if scale.zero:
        labels[comparison.baseline] = short[comparison.baseline]
    return labels


def _ends(bands: dict[str, Band], comparison: Comparison, scale: Scale) -> dict[str, float]:
    ends = {name: _last(band.mean) for name, band in bands.items()}
    if scale.zero:
        ends[comparison.baseline] = 0.0
    return ends


def _last(values: Array) -> float:
    """Return the last defined value."""
    return next(float(one) for one in values[::-1] if math.isfinite(one))


def _add_band(figure: go.Figure, when: Array, band: Band, look: Look) -> None:
    inside = np.isfinite(band.low) & np.isfinite(band.high)
    if not inside.any():
        return
    x = when[inside]
    figure.add_trace(
        go.Scatter(
            x=[*x.tolist(), *x[::-1].tolist()],
            y=[*band.high[inside].tolist(), *band.low[inside][::-1].tolist()],
            fill="toself",
            fillcolor=veil(look.line),
            line={"width": 0},
            hoverinfo="skip",
            mode="lines",
        )
    )


def _add_line(
    figure: go.Figure, name: str, when: Array, band: Band, look: Look, scale: Scale
) -> None:
    text = [scale.text(one) if math.isfinite(one) else "" for one in band.mean]
    figure.add_trace(
        go.Scatter(
            x=when.tolist(),
            y=defined(band.mean.tolist()),
            name=harmless(name),
            mode="lines",
            line={"color": look.line, "width": 2.5, "dash": look.dash},
            text=[harmless(one) for one in text],
            hovertemplate="%{text}",
        )
    )


def _add_label(figure: go.Figure, label: str, place: float, look: Look) -> None:
    figure.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=6,
        y=place,
        yref="y",
        text=f"<b>{harmless(label)}</b>",
        showarrow=False,
        font={"color": look.text, "size": 13},
    )


def _range(bands: Iterable[Band], scale: Scale) -> tuple[float, float]:
    """Return the ends of the axis, with room for what is drawn."""
    whole = np.concatenate([np.concatenate(band) for band in bands])
    whole = whole[np.isfinite(whole)]
    low, high = float(whole.min()), float(whole.max())
    if scale.zero:
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0.06 * ((high - low) or abs(high) or 1.0)
    low = low - room if scale.floor is None else scale.floor
    high = high + room if scale.ceiling is None else scale.ceiling
    return low, high


def _apart(places: dict[str, float], gap: float) -> dict[str, float]:
    """Move labels away from each other until none covers another, keeping their order.

    Examples
    --------
    >>> _apart({"a": 1.0, "b": 1.0, "c": 5.0}, 1.0)
    {'a': 0.5, 'b': 1.5, 'c': 5.0}
    """
    order = sorted(places, key=places.__getitem__)
    # Neighbours that are too close form a block, spaced evenly around the mean of its members.
    blocks: list[list[str]] = []
    for name in order:
        blocks.append([name])
        while len(blocks) > 1 and _top(blocks[-2], places, gap) + gap > (
            _bottom(blocks[-1], places, gap)
        ):
            last = blocks.pop()
            blocks[-1].extend(last)
    found = {}
    for block in blocks:
        bottom = _bottom(block, places, gap)
        found.update({name: bottom + gap * place for place, name in enumerate(block)})
    return {name: found[name] for name in places}


def _bottom(block: list[str], places: dict[str, float], gap: float) -> float:
    return sum(places[name] for name in block) / len(block) - gap * (len(block) - 1) / 2


def _top(block: list[str], places: dict[str, float], gap: float) -> float:
    return _bottom(block, places, gap) + gap * (len(block) - 1)


def _numbers(
    periods: NDArray[np.int64], time: Clock, bands: dict[str, Band], scale: Scale
) -> Table:
    """Return the courses as a table, at most some twenty moments of them."""
    count = len(periods)
    chosen = sorted({round(one) for one in np.linspace(0, count - 1, min(count, _MOST_ROWS))})
    if time.noun == "year":
        whole = [k for k in range(count) if (periods[k] * time.factor) % time.step < 1e-9]
        chosen = whole if 2 <= len(whole) <= _MOST_ROWS else chosen
    rows = (
        (
            f"{periods[k] * time.factor:g}",
            [_cell(band, k, scale) for band in bands.values()],
        )
        for k in chosen
    )
    return table_of(time.title[0].upper() + time.title[1:], bands, rows)


def _cell(band: Band, place: int, scale: Scale) -> Quantity:
    mean, low, high = (float(ends[place]) for ends in band)
    return from_ends(scale.unit, mean, low, high, signed=scale.signed)
