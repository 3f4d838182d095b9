"""A sensitivity study drawn: how far each number alone moves an outcome or a difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import plotly.graph_objects as go

from relsim.errors import InputError
from relsim.result.figure import Figure
from relsim.result.figures import FIGURES
from relsim.result.quantity import Unit
from relsim.result.statistics import Estimate
from relsim.result.words import AFTER_COMMA, Sentence
from relsim.study.sensitivity.tables import names, of_figure
from relsim.view.axes import legend_above, marked
from relsim.view.chart import Chart, blank, nothing_to_draw, room_for, table_of
from relsim.view.labels import harmless
from relsim.view.style import GRID, Look, looks
from relsim.words.catalogue import Word

if TYPE_CHECKING:
    from relsim.study.sensitivity import Sensitivity

_HEIGHT, _ROW = 110, 44
_WAYS = (Word("low"), Word("high"))
_SUBTITLE = Word(
    "Each number alone at the 5th and the 95th hundredth of what is thought of it, the others as "
    "the scenario has them. Bars are 95 % intervals of the mean over worlds."
)


class _Bar(NamedTuple):
    name: str
    low: Estimate
    high: Estimate
    change: Estimate

    @property
    def width(self) -> float:
        return abs(self.change.mean or 0.0)


def tornado(result: Sensitivity, key: str = "npv") -> Chart:
    """Draw where an outcome lies with each number low, and high; the widest bar on top.

    Of several strategies the difference of the last to the baseline is drawn.
    """
    if key not in result.question.figures:
        known = ", ".join(result.question.figures)
        raise InputError(f"plot: the study is not about {key!r}; it is about {known}.")
    figure_of, currency = FIGURES[key], str(result.scenario.market.currency)
    held = of_figure(result.ends, figure_of)
    if not held:
        title = Sentence("{figure} with one number low or high", figure=figure_of.title)
        return nothing_to_draw(title, Word("Ctrl-C came before any number was set to its ends."))
    target = list(held)[-1]
    called = names(result)
    bars = [
        _Bar(called[place], *ends) for place, ends in zip(result.kept, held[target], strict=True)
    ]
    bars = sorted((one for one in bars if one.low.n and one.high.n), key=lambda one: one.width)
    unit = figure_of.counted_in(currency)
    figure = _drawn(bars, unit.of_difference if target.baseline else unit)
    figure.update_xaxes(
        title_text=harmless(str(Sentence(AFTER_COMMA, first=figure_of.noun, second=target.name)))
    )
    say = figure_of.difference if target.baseline else figure_of.level
    rows = (
        (
            one.name,
            [
                *(say(end, currency).with_interval() for end in (one.low, one.high)),
                figure_of.difference(one.change, currency).with_interval(),
            ],
        )
        for one in reversed(bars)
    )
    title = _title(bars, figure_of, target.name)
    heads = (*_WAYS, Word("change"))
    return Chart(title, _SUBTITLE, figure, table_of(Word("Number"), heads, rows))


def _title(bars: Sequence[_Bar], figure: Figure, target: str) -> Sentence:
    """Say what moves it most, where that is beyond doubt."""
    if not bars or not figure.mood(bars[-1].change):
        return Sentence(
            "No number alone is sure to move {figure} of {target}",
            figure=figure.noun,
            target=target,
        )
    return Sentence(
        "Of these numbers {number} alone moves {figure} of {target} most",
        number=bars[-1].name,
        figure=figure.noun,
        target=target,
    )


def _drawn(bars: Sequence[_Bar], unit: Unit) -> go.Figure:
    figure = blank(
        height=_HEIGHT + _ROW * len(bars), left=room_for([harmless(one.name) for one in bars])
    )
    for one in bars:
        figure.add_trace(
            go.Scatter(
                x=[one.low.mean, one.high.mean],
                y=[harmless(one.name)] * 2,
                mode="lines",
                line={"color": GRID, "width": 9},
                showlegend=False,
                hoverinfo="skip",
            )
        )
    (low, low_look), (high, high_look) = looks(_WAYS).items()
    figure.add_trace(_marks(low, [(one.name, one.low) for one in bars], low_look))
    figure.add_trace(_marks(high, [(one.name, one.high) for one in bars], high_look))
    seen = [
        end
        for one in bars
        for held in (one.low, one.high)
        for end in (held.mean, held.low, held.high)
    ]
    known = [end for end in seen if end is not None]
    if known and min(known) < max(known):
        figure.update_xaxes(**marked(unit, min(known), max(known)))
    legend_above(figure)
    return figure


def _marks(way: str, ends: Sequence[tuple[str, Estimate]], look: Look) -> go.Scatter:
    return go.Scatter(
        x=[end.mean for _, end in ends],
        y=[harmless(name) for name, _ in ends],
        name=str(way),
        mode="markers",
        marker={"color": look.line, "symbol": look.mark, "size": 10},
        error_x={
            "type": "data",
            "array": [end.half_width or 0.0 for _, end in ends],
            "color": look.line,
            "thickness": 1.5,
            "width": 3,
        },
    )
