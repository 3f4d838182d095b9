"""A calibration drawn: what is known beside what the settings show, and the numbers that moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown
from relsim.result.words import Sentence
from relsim.study.plausible.deciding import called
from relsim.view.axes import folded, legend_above, name_rows
from relsim.view.chart import Chart, blank, nothing_to_draw, table_of
from relsim.view.style import GRID, INK, MUTED, looks
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from relsim.study.settings import Calibration

MOST_NUMBERS = 12
"""Numbers that are drawn, those of which most was learnt."""
_SHARE = Unit("percent", 0)
_AS_IT_IS = Unit("ratio", 3, significant=True)
_ROW = 42
_LETTERS = 17
_FARTHEST = 8.0
"""Standard deviations from a target beyond which nothing is drawn."""


class _Span(NamedTuple):
    """5 %, median and 95 % of something, beforehand and in the settings."""

    name: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]


def known(calibration: Calibration) -> Chart:
    """Draw each pattern's target beside the box and the settings, in its standard deviations."""
    spans, rows = [], []
    for one, row in zip(
        calibration.patterns, calibration.by_pattern.to_dict("records"), strict=True
    ):
        doubt = one.variance**0.5
        places = [
            tuple((one.placed(row[key]) - one.aim) / doubt for key in keys)
            for keys in (("box_low", "box_median", "box_high"), ("low", "median", "high"))
        ]
        name = str(Sentence("{name} (held out)", name=one.name) if one.holds_out else one.name)
        spans.append(_Span(name, *map(_within, places)))
        cells: list[Shown] = [Quantity(one.target, _AS_IT_IS)]
        cells += [_quantity(row, ends) for ends in ("box_", "")]
        rows.append((name, [*cells, Word("yes") if row["covered"] else Word("no")]))
    covered = int(calibration.by_pattern["covered"].sum())
    title = Sentence(
        "The settings show {covered} of {all} things that are known",
        covered=covered,
        all=len(spans),
    )
    figure = _drawn(spans, translate("standard deviations from the target"))
    figure.add_vrect(x0=-2, x1=2, fillcolor=GRID, opacity=0.5, line_width=0, layer="below")
    figure.add_vline(x=0, line={"color": INK, "width": 1.5})
    subtitle = Word(
        "The line is the target, the grey field its error and what the model may be wrong by, "
        "twice. 5 %, median and 95 % over runs."
    )
    columns = (Word("target"), Word("box"), Word("settings"), Word("covered"))
    numbers = table_of(Word("Pattern"), columns, rows)
    return Chart(title, subtitle, figure, numbers)


def moved(calibration: Calibration) -> Chart:
    """Draw the numbers of which most was learnt: within what was thought beforehand."""
    numbers = calibration.by_number
    title = Sentence(
        "Narrowed: {many} of {all} uncertain numbers",
        all=len(numbers),
        many=len(calibration.narrowed),
    )
    touched = numbers[numbers["touched_by"] != ""]
    learnt = (1 - touched["width"]) + touched["moved"].abs()
    chosen = touched.loc[learnt.sort_values(ascending=False, kind="stable").index[:MOST_NUMBERS]]
    if chosen.empty:
        return nothing_to_draw(title, Word("No number was told more of than chance would."))
    names = {one.name: one.name for one in calibration.patterns}
    priors = {one.path: one for one in calibration.settings_found.uncertain}
    spans, rows = [], []
    for row in chosen.to_dict("records"):
        one = priors[row["path"]]
        places = tuple(one.part(row[key]) for key in ("low", "median", "high"))
        before = tuple(one.part(one.quantile(share)) for share in (0.05, 0.5, 0.95))
        spans.append(_Span(called(one.path), before, places))  # type: ignore[arg-type]
        ends = [Quantity(row[key], _AS_IT_IS) for key in ("prior_low", "prior_high")]
        cells: list[Shown] = [Sentence("{low} to {high}", low=ends[0], high=ends[1])]
        cells += [_quantity(row, ""), Quantity(row["width"], _SHARE), names[row["touched_by"]]]
        rows.append((one.path, cells))
    figure = _drawn(spans, translate("place in the plausible interval"))
    ends_of = [translate("least"), "", translate("most")]
    figure.update_xaxes(range=[-0.02, 1.02], tickvals=[0, 0.5, 1], ticktext=ends_of)
    subtitle = Word(
        "Each number within its own plausible interval, on the scale of its law. 5 %, median and "
        "95 % beforehand and in the settings."
    )
    told = (Word("width left"), Word("most told by"))
    columns = (Word("beforehand"), Word("settings"), *told)
    return Chart(title, subtitle, figure, table_of(Word("Number"), columns, rows))


def _quantity(row: dict[Any, Any], prefix: str) -> Shown:
    low, middle, high = (
        Quantity(row[f"{prefix}{key}"], _AS_IT_IS) for key in ("low", "median", "high")
    )
    return Sentence("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def _within(span: tuple[float, ...]) -> tuple[float, float, float]:
    low, middle, high = np.clip(np.nan_to_num(span, nan=-_FARTHEST), -_FARTHEST, _FARTHEST)
    return float(low), float(middle), float(high)


def _drawn(spans: Sequence[_Span], axis: str) -> go.Figure:
    """Draw a row each: what was thought as a thin bar, the settings as a thick one with a mark."""
    # A phone leaves room for as many letters.
    lines, left = folded([one.name for one in spans], _LETTERS)
    figure = blank(height=_ROW * len(spans) + 110, left=left)
    before, after = looks(("beforehand", "settings")).values()
    for name, look, width, offset in (
        ("beforehand", before, 3, -0.14),
        ("settings", after, 8, 0.14),
    ):
        ends = [one.before if name == "beforehand" else one.after for one in spans]
        places = [place + offset for place in range(len(spans))]
        figure.add_trace(
            go.Scatter(
                x=[middle for _, middle, _ in ends],
                y=places,
                name=translate(name),
                mode="markers",
                marker={"color": look.line, "symbol": look.mark, "size": 11},
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [high - middle for _, middle, high in ends],
                    "arrayminus": [middle - low for low, middle, _ in ends],
                    "color": look.line,
                    "thickness": width,
                    "width": 0,
                },
                hoverinfo="skip",
            )
        )
    name_rows(figure, lines)
    figure.update_xaxes(title_text=axis, zeroline=False, linecolor=MUTED)
    legend_above(figure)
    return figure
