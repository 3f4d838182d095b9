"""What settings say, drawn: how far apart strategies come out, what decides it, who beats whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from relsim.result.figures import FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Sentence, listed
from relsim.study.plausible.deciding import called
from relsim.study.plausible.tables import TOLD, of
from relsim.view.axes import folded, legend_above, marked, name_rows
from relsim.view.chart import LETTER, Chart, blank, room_for, table_of
from relsim.view.labels import harmless, letters, short_names
from relsim.view.style import INK, MUTED, Look, looks
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from relsim.result import Estimate
    from relsim.study.plausible import Plausible

KINDS = {
    "settings": Word("The difference in each plausible setting"),
    "decides": Word("What decides it"),
    "beats": Word("Who beats whom"),
}
"""The charts of a comparison over settings, and what they are called whatever they find."""

_ROW = 74
_LINE_HIGH = 17
_FIFTH = 0.2
_BARS = 8
_LINE = 18
"""Letters of a number's name in one line."""
_WHOLE = Unit("percent", 0)


def draw(found: Plausible, name: str) -> Chart:
    """Return a chart of :data:`KINDS`."""
    return {"settings": settings, "decides": decides, "beats": beats}[name](found)


def settings(found: Plausible) -> Chart:
    """Draw every setting's difference to the baseline, a dot each."""
    others, baseline = found.strategies[1:], found.strategies[0]
    look, short = looks(found.strategies), short_names(found.strategies)
    shares = {name: found.better(name) for name in others}
    labels = {name: str(of(one.mean or 0.0, one.n)) for name, one in shares.items()}
    figure = blank(
        height=96 + _ROW * len(others),
        left=14 + LETTER * max(letters(short[name]) for name in others),
        right=room_for([*labels.values()]),
    )
    seen: list[float] = []
    for row, name in enumerate(others):
        gaps = found.gaps(name)
        seen += gaps.tolist()
        _strip(figure, row, gaps, look[name])
        figure.add_annotation(
            x=1,
            xref="paper",
            y=row,
            xanchor="left",
            xshift=8,
            text=f"<b>{harmless(labels[name])}</b>",
            showarrow=False,
            font={"color": look[name].text},
        )
    _money_axis(
        figure,
        found,
        seen,
        Sentence("more than {baseline} in net present value", baseline=short[baseline]),
    )
    name_rows(figure, [[short[name]] for name in others])
    subtitle = Sentence(
        "A dot is a setting with a luck of its own, the same for every strategy; right of the line "
        "the strategy is worth more than {baseline}. Below the dots: median, and 5 to 95 % of "
        "them.",
        baseline=baseline,
    )
    unit = _money(found)
    ends = {name: np.quantile(found.gaps(name), (0.05, 0.5, 0.95)) for name in others}
    rows: list[tuple[str, list[Shown]]] = [
        (name, [labels[name], *(Quantity(float(one), unit, signed=True) for one in ends[name])])
        for name in others
    ]
    better = str(Sentence("better than {baseline} in", baseline=baseline))
    columns = (better, "5 %", Word("median"), "95 %")
    return Chart(told(found), subtitle, figure, table_of(Word("Strategy"), columns, rows))


def _strip(figure: go.Figure, row: int, gaps: NDArray[np.float64], look: Look) -> None:
    """Draw a dot a setting, and below them the median and 5 to 95 %."""
    low, middle, high = np.quantile(gaps, (0.05, 0.5, 0.95)).tolist()
    dots = {"color": look.line, "size": 6, "opacity": 0.55}
    ends = {
        "color": look.line,
        "symbol": ["line-ns", look.mark, "line-ns"],
        "size": [10, 11, 10],
        "line": {"width": 3, "color": look.line},
    }
    shared = {"hoverinfo": "skip", "showlegend": False}
    figure.add_trace(
        go.Scatter(x=gaps, y=row + _apart(gaps), mode="markers", marker=dots, **shared)
    )
    figure.add_trace(
        go.Scatter(
            x=[low, middle, high],
            y=[row + 0.36] * 3,
            mode="lines+markers",
            line={"color": look.line, "width": 3},
            marker=ends,
            **shared,
        )
    )


def told(found: Plausible) -> Sentence:
    """Say how often each strategy beats the baseline, the best first."""
    shares = {name: found.better(name) for name in found.strategies[1:]}
    parts = listed(_told(found.strategies[0], shares))
    return Sentence("{told} plausible worlds", told=parts)


def _told(baseline: str, shares: dict[str, Estimate]) -> list[Sentence]:
    """Return who beats the baseline how often, the best first."""
    order = sorted(shares, key=lambda name: -(shares[name].mean or 0.0))[:TOLD]
    first, *more = order
    parts = [
        Sentence(
            "{first} beats {baseline} in {cases}",
            first=first,
            baseline=baseline,
            cases=of(shares[first].mean or 0.0, shares[first].n),
        )
    ]
    cases = [(name, shares[name]) for name in more]
    return parts + [
        Sentence("{name} in {cases}", name=name, cases=of(one.mean or 0.0, one.n))
        for name, one in cases
    ]


class _Bar(NamedTuple):
    name: str
    low: float
    high: float
    share: float
    sure: bool


def decides(found: Plausible) -> Chart:
    """Draw what each of the numbers that matter most does to the best strategy's advantage."""
    strategy = max(found.strategies[1:], key=lambda name: found.best[name])
    middle, bars = _bars(found, strategy)
    labels = [one.name if one.sure else f"{one.name}\N{NO-BREAK SPACE}*" for one in bars]
    lines, left = folded(labels, _LINE)
    row = max(36, _LINE_HIGH * max(map(len, lines)))
    figure = blank(height=100 + row * len(bars), left=left)
    (low_look, high_look) = list(looks(("low", "high", "")).values())[:2]
    for row, one in enumerate(bars):
        figure.add_trace(
            go.Scatter(
                x=[one.low, one.high],
                y=[row, row],
                mode="lines",
                line={"color": MUTED, "width": 2},
                hoverinfo="skip",
                showlegend=False,
            )
        )
    for name, held, look in (
        (translate("lowest fifth of the number"), [one.low for one in bars], low_look),
        (translate("highest fifth"), [one.high for one in bars], high_look),
    ):
        figure.add_trace(
            go.Scatter(
                x=held,
                y=list(range(len(bars))),
                mode="markers",
                name=name,
                marker={"color": look.line, "symbol": look.mark, "size": 11},
                hoverinfo="skip",
            )
        )
    figure.add_vline(x=middle, line={"color": MUTED, "width": 1, "dash": "dot"})
    seen = [middle, *(end for one in bars for end in (one.low, one.high))]
    words = Sentence(
        "{strategy} more than {baseline}", strategy=strategy, baseline=found.strategies[0]
    )
    _money_axis(figure, found, seen, words)
    name_rows(figure, lines)
    legend_above(figure)
    subtitle = Sentence(
        "What {strategy} is worth more than {baseline} on average where a number lies in its "
        "lowest and in its highest fifth; dotted: over all settings. *: may be chance.",
        strategy=strategy,
        baseline=found.strategies[0],
    )
    unit = _money(found)
    rows = (
        (
            label,
            [
                *(Quantity(end, unit, signed=True) for end in (one.low, one.high)),
                Quantity(one.share, _WHOLE),
            ],
        )
        for label, one in zip(labels, bars, strict=True)
    )
    share = Word("explains of what is not luck")
    columns = (Word("lowest fifth"), Word("highest fifth"), share)
    title = _what_decides(strategy, bars)
    return Chart(title, subtitle, figure, table_of(Word("Number"), columns, rows))


def _bars(found: Plausible, strategy: str) -> tuple[float, list[_Bar]]:
    """Return a strategy's mean advantage, and a bar a number, the most telling first."""
    values = found.advantages.raw[:, found.strategies[1:].index(strategy)]
    names = list(found.lived.ways[""].numbers.columns)
    sure = len(found.decided_by(strategy))
    bars = []
    for place, one in enumerate(found.deciding[strategy][:_BARS]):
        column = found.advantages.points[:, names.index(one.paths[0])]
        ends = np.quantile(column, (_FIFTH, 1 - _FIFTH))
        low, high = values[column <= ends[0]].mean(), values[column >= ends[1]].mean()
        label = listed([called(path) for path in one.paths[:2]], "with")
        bars.append(_Bar(label, float(low), float(high), one.share, place < sure))
    return float(values.mean()), bars


def _what_decides(strategy: str, bars: Sequence[_Bar]) -> Sentence:
    named = [one for one in bars if one.sure][:TOLD]
    if not named:
        return Sentence("No single number decides {strategy}", strategy=strategy)
    parts = [
        Sentence("{name} ({share})", name=one.name, share=Quantity(one.share, _WHOLE))
        for one in named
    ]
    return Sentence("{strategy} turns on {parts}", strategy=strategy, parts=listed(parts))


def beats(found: Plausible) -> Chart:
    """Draw in how many plausible worlds each strategy is worth more than each other."""
    names, short = found.strategies, short_names(found.strategies)
    shares = [
        [None if ours == theirs else found.better(ours, theirs).mean for theirs in names]
        for ours in names
    ]
    text = [["" if one is None else str(Quantity(one, _WHOLE)) for one in row] for row in shares]
    figure = blank(
        height=110 + 46 * len(names), left=20 + LETTER * max(letters(one) for one in short.values())
    )
    blue = looks(names)[names[1]].line
    shown = [harmless(short[name]) for name in names]
    figure.add_trace(
        go.Heatmap(
            z=[[0.0 if one is None else one for one in row] for row in shares],
            x=list(range(len(names))),
            y=list(range(len(names))),
            zmin=0.0,
            zmax=1.0,
            colorscale=[[0.0, f"{blue}00"], [1.0, f"{blue}99"]],
            showscale=False,
            text=text,
            texttemplate="%{text}",
            textfont={"color": INK, "size": 15},
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    places = list(range(len(names)))
    axis = {"tickvals": places, "ticktext": shown, "showgrid": False, "ticks": ""}
    figure.update_xaxes(**axis, side="top", range=[-0.5, len(names) - 0.5])
    figure.update_yaxes(**axis, range=[len(names) - 0.5, -0.5])
    figure.update_layout(margin={"t": 40, "b": 20})
    best = max(found.best, key=lambda name: found.best[name])
    title = Sentence(
        "{best} is worth most of all in {share} of settings",
        best=best,
        share=Quantity(found.best[best], _WHOLE),
    )
    subtitle = Word(
        "In how many plausible worlds the strategy of the row is worth more, in net present value, "
        "than the one of the column. The heading leaves out what is luck."
    )
    rows = tuple(
        Row(name, "", tuple(Cell(cell or "–") for cell in row), name)
        for name, row in zip(names, text, strict=True)
    )
    return Chart(title, subtitle, figure, Table("", names, rows, Word("beats")))


def _apart(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return heights that keep dots of nearly the same value apart, the same every time."""
    order = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    # Neighbours in value go to heights far from each other: multiples of the golden ratio.
    return np.asarray(0.22 - 0.5 * ((order * 0.618034) % 1.0))


def _money(found: Plausible) -> Unit:
    return FIGURES["npv"].counted_in(str(found.scenario.market.currency))


def _money_axis(
    figure: go.Figure, found: Plausible, seen: Sequence[float], words: Sentence
) -> None:
    low, high = min([0.0, *seen]), max([0.0, *seen])
    room = 0.06 * (high - low) or 1.0
    low, high = low - room, high + room
    figure.update_xaxes(
        title_text=harmless(str(words)), range=[low, high], **marked(_money(found), low, high)
    )
    figure.add_vline(x=0.0, line={"color": INK, "width": 1.5})
