"""A fit drawn: observed, fitted and yardstick; the numbers found, and how they go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from relsim.result.quantity import UNDEFINED, Quantity, Unit
from relsim.result.table import Shown
from relsim.result.words import Sentence, joined, listed, plural
from relsim.study.plausible.deciding import called
from relsim.view.axes import folded, legend_above, marked, name_rows
from relsim.view.chart import Chart, blank, table_of
from relsim.view.labels import harmless
from relsim.view.lines import HEIGHT
from relsim.view.style import GRID, INK, looks, veil
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relsim.study.fit import Fit
    from relsim.study.fit.sales import Sales

_SHARE = Unit("percent")
_TIMES = Unit("count", 0)
_AS_IT_IS = Unit("ratio", 3, significant=True)
_TOGETHER = Unit("ratio", 2)
_ROW, _LETTERS = 46, 17
_OBSERVED, _FITTED, _YARDSTICK = Word("observed"), Word("fitted"), Word("yardstick")
_HELD_OUT, _INTERVAL = Word("held out"), Word("95 % interval")
_LOOKS = looks((_OBSERVED, _FITTED, _YARDSTICK))


def question(fit: Fit) -> Sentence:
    """Return what a fit asks."""
    return Sentence(
        "Under which {settings} do customers of {name} buy again as in {source}?"
        if fit.strands[0].again
        else "Under which {settings} do customers of {name} leave as in {source}?",
        settings=listed([called(path) for path in fit.values]),
        name=fit.scenario.focal.name,
        source=fit.cohort.source or Word("the cohort"),
    )


def charts(fit: Fit) -> dict[str, tuple[str, Chart]]:
    """Return every chart of a fit with its kind, by a word for links."""
    drawn: dict[str, tuple[str, Chart]] = {}
    if fit.strands[0].ranks:
        drawn["tiers"] = Word("Staying by tier"), _tiers(fit)
    else:
        if fit.sales:
            drawn["purchases"] = Word("Purchases again so far"), _sales(fit.sales, fit)
        for place, strand in enumerate(fit.strands):
            drawn[f"survival-{place}"] = str(strand.title), _survival(fit, place)
    if fit.known:
        drawn["numbers"] = Word("What was fitted"), _numbers(fit)
    if fit.correlation is not None and len(fit.values) > 1:
        drawn["together"] = Word("How the numbers go together"), _together(fit)
    return drawn


def _survival(fit: Fit, place: int) -> Chart:
    """Draw what was observed as marks, what was fitted as a line in its band, and the yardstick."""
    rows = fit.by_strand()[place]
    when = [row["period"] for row in rows]
    figure = blank(height=HEIGHT, left=72)
    if rows[0]["low"] is not None:
        figure.add_trace(_band(when, rows))
    if rows[0]["yardstick"] is not None:
        figure.add_trace(_line(_YARDSTICK, when, rows))
    figure.add_trace(_line(_FITTED, when, rows))
    for name, held_out, mark in ((_OBSERVED, False, "circle"), (_HELD_OUT, True, "circle-open")):
        seen = [one for one in rows if one["observed"] is not None and one["held_out"] == held_out]
        if seen:
            figure.add_trace(_marks(name, mark, seen))
    low = min(one[key] for one in rows for key in ("observed", "fitted", "low") if one[key])
    floor = max(0.0, np.floor(10 * low) / 10)
    bought = fit.strands[place].again is not None
    axis = translate("not bought again so often" if bought else "customers left")
    figure.update_yaxes(range=[floor, 1.005], title_text=axis, **marked(_SHARE, floor, 1))
    figure.update_xaxes(title_text=translate(plural(fit.scenario.market.period)), showgrid=False)
    legend_above(figure)
    gaps = [abs(one["fitted"] - one["observed"]) for one in rows if one["observed"] is not None]
    title = Sentence(
        "The market is never further from {name} than {gap} points",
        name=Word("purchases") if bought else fit.strands[place].name or Word("the cohort"),
        gap=Quantity(100 * max(gaps), Unit("ratio", 1)),
    )
    told: list[Shown] = [Word("Band: 95 %, from settings as chance has them.")]
    told = told * (rows[0]["low"] is not None) + [_yardstick(fit)] * bool(fit.law)
    told += [_OPEN] * any(row["held_out"] for row in rows)
    lines = [(str(one["period"]), _cells(one)) for one in rows]
    return Chart(title, joined(told), figure, table_of(Word("Period"), _COLUMNS, lines))


_OPEN = Word("Open marks were held out.")
_COLUMNS = (_OBSERVED, _FITTED, _INTERVAL, _YARDSTICK)


def _yardstick(fit: Fit) -> Sentence:
    return Sentence("Yardstick: {law}, fitted to the same periods.", law=fit.law)


def _sales(sales: Sales, fit: Fit) -> Chart:
    """Draw how often customers have come again: marks, the market in its band, the yardstick."""
    rows = sales.rows()
    when = [int(row["period"] or 0) for row in rows]
    figure = blank(height=HEIGHT, left=84)
    if rows[0]["low"] is not None:
        figure.add_trace(_band(when, rows))
    for key in (_YARDSTICK, _FITTED):
        figure.add_trace(_line(key, when, rows))
    for name, held_out, mark in ((_OBSERVED, False, "circle"), (_HELD_OUT, True, "circle-open")):
        seen = [one for one in rows if one["observed"] is not None and one["held_out"] == held_out]
        if seen:
            figure.add_trace(_marks(name, mark, seen))
    most = max(float(row[key] or 0) for row in rows for key in (_OBSERVED, _FITTED, _YARDSTICK))
    figure.update_yaxes(
        rangemode="tozero",
        title_text=translate("purchases again so far"),
        **marked(_TIMES, 0, most),
    )
    figure.update_xaxes(title_text=translate(plural(fit.scenario.market.period)), showgrid=False)
    legend_above(figure)
    later = sales.held_out
    title: Shown = Word("What customers have bought again")
    if later is not None:
        title = Sentence(
            "Of what was held out the market says {off}, the yardstick {beside}",
            off=_off_by(later.fitted, later.observed),
            beside=_off_by(later.yardstick, later.observed),
        )
    told = [Word("All customers together."), _yardstick(fit), *([_OPEN] if later else [])]
    lines = [(str(one["period"]), _counts(one)) for one in rows]
    return Chart(title, joined(told), figure, table_of(Word("Period"), _COLUMNS, lines))


def _off_by(said: float, seen: float | None) -> Quantity:
    return Quantity(said / max(seen or 0.0, 1.0) - 1, _SHARE, signed=True)


def _counts(row: Mapping[str, Any]) -> list[Shown]:
    interval = Quantity(row["fitted"], _TIMES, row["low"], row["high"]).interval()
    observed, fitted, beside = (
        Quantity(row[key], _TIMES) for key in (_OBSERVED, _FITTED, _YARDSTICK)
    )
    return [observed, fitted, interval, beside]


def _cells(row: dict[str, Any]) -> list[Shown]:
    fitted = Quantity(row["fitted"], _SHARE)
    interval = Quantity(row["fitted"], _SHARE, row["low"], row["high"]).interval()
    return [
        Quantity(row["observed"], _SHARE),
        fitted,
        interval,
        Quantity(row["yardstick"], _SHARE),
    ]


def _band(when: list[int], rows: list[dict[str, Any]]) -> go.Scatter:
    ends = [row["high"] for row in rows] + [row["low"] for row in reversed(rows)]
    return go.Scatter(
        x=[*when, *reversed(when)],
        y=ends,
        fill="toself",
        fillcolor=veil(_LOOKS[_FITTED].line),
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
    )


def _line(key: Word, when: list[int], rows: list[dict[str, Any]]) -> go.Scatter:
    look = _LOOKS[key]
    return go.Scatter(
        x=when,
        y=[row[key] for row in rows],
        name=str(key),
        mode="lines",
        line={"color": look.line, "dash": "solid" if key == _FITTED else "dot", "width": 2.5},
        hoverinfo="skip",
    )


def _marks(name: Word, mark: str, rows: list[dict[str, Any]]) -> go.Scatter:
    return go.Scatter(
        x=[row["period"] for row in rows],
        y=[row["observed"] for row in rows],
        name=str(name),
        mode="markers",
        marker={"color": INK, "symbol": mark, "size": 7 if len(rows) < 40 else 4},
        hoverinfo="skip",
    )


def _tiers(fit: Fit) -> Chart:
    """Draw staying by tier: what was observed, and what is fitted with its interval."""
    later = [rows[-1] for rows in fit.by_strand()]
    names = [str(one.name) for one in fit.strands]
    lines, left = folded(names, _LETTERS)
    figure = blank(height=_ROW * len(names) + 110, left=left)
    for key, offset in ((_OBSERVED, -0.12), (_FITTED, 0.12)):
        look = _LOOKS[key]
        ends = [(row["low"], row["high"]) for row in later] if key == _FITTED else []
        figure.add_trace(
            go.Scatter(
                x=[row[key] for row in later],
                y=[place + offset for place in range(len(names))],
                name=str(key),
                mode="markers",
                marker={"color": look.line, "symbol": look.mark, "size": 11},
                error_x=_spans([row[key] for row in later], ends, look.line),
                hoverinfo="skip",
            )
        )
    name_rows(figure, lines)
    places = [0.0, 0.5, 1.0]
    figure.update_xaxes(
        title_text=translate("still there"),
        range=[0, 1.02],
        tickvals=places,
        ticktext=[harmless(Unit("percent", 0).text(one)) for one in places],
    )
    legend_above(figure)
    title = Sentence(
        "Staying by tier is missed by {error} points", error=Quantity(fit.error, _TOGETHER)
    )
    subtitle = Word(
        "Tiers are ranks by satisfaction. Bars: 95 %, from settings as chance has them."
    )
    rows = [(name, _cells(one)[:3]) for name, one in zip(names, later, strict=True)]
    return Chart(title, subtitle, figure, table_of(Word("Tier"), _COLUMNS[:3], rows))


def _spans(middles: list[float], ends: list[Any], colour: str) -> dict[str, Any] | None:
    if not ends or ends[0][0] is None:
        return None
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - middle for middle, (_, high) in zip(middles, ends, strict=True)],
        "arrayminus": [middle - low for middle, (low, _) in zip(middles, ends, strict=True)],
        "color": colour,
        "thickness": 6,
        "width": 0,
    }


def _numbers(fit: Fit) -> Chart:
    """Draw each fitted number within the range in which it was sought, and ends that it reached."""
    lines, left = folded([called(one.bounds.path) for one in fit.known], _LETTERS)
    figure = blank(height=_ROW * len(lines) + 110, left=left)
    rows = []
    names = (Word("fitted, with its interval"), Word("stopped at an end"))
    for ended, name in enumerate(names):
        chosen = [
            (place, one) for place, one in enumerate(fit.known) if bool(one.stopped_at) == ended
        ]
        look = looks(("", name, "x"))["x" if ended else name]
        if chosen:
            values = [one.within(one.value) for _, one in chosen]
            ends = [
                (None, None)
                if one.low is None or one.high is None
                else (one.within(one.low), one.within(one.high))
                for _, one in chosen
            ]
            figure.add_trace(
                go.Scatter(
                    x=values,
                    y=[place for place, _ in chosen],
                    name=str(name),
                    mode="markers",
                    marker={"color": look.line, "symbol": look.mark, "size": 11},
                    error_x=_spans(values, ends, look.line),
                    hoverinfo="skip",
                )
            )
    for one in fit.known:
        ends_of = (one.low, one.high, one.bounds.low, one.bounds.high)
        low, high, least, most = (
            UNDEFINED if end is None else Quantity(end, _AS_IT_IS) for end in ends_of
        )
        cells: list[Shown] = [
            Quantity(one.value, _AS_IT_IS),
            Sentence("{low} to {high}", low=low, high=high),
            Sentence("{low} to {high}", low=least, high=most),
            Word(one.stopped_at) or "–",
        ]
        rows.append((one.bounds.path, cells))
    name_rows(figure, lines)
    figure.update_xaxes(
        title_text=translate("place in the range that was sought"),
        range=[-0.03, 1.03],
        tickvals=[0, 0.5, 1],
        ticktext=[translate("lowest"), "", translate("highest")],
    )
    legend_above(figure)
    ended_ones = sum(bool(one.stopped_at) for one in fit.known)
    title = (
        Sentence(
            "{some} of {many} numbers stopped at an end of their range",
            some=ended_ones,
            many=len(fit.known),
        )
        if ended_ones
        else Word("No number stopped at an end of its range")
    )
    subtitle = Word("Each number within the range that was sought. Bars: 95 % intervals.")
    columns = (Word("fitted value"), _INTERVAL, Word("sought"), Word("stopped at its"))
    return Chart(title, subtitle, figure, table_of(Word("Number"), columns, rows))


def _together(fit: Fit) -> Chart:
    """Draw how the fitted numbers go together, pair by pair."""
    found = np.asarray(fit.correlation)
    paths = [*fit.values]
    lines, left = folded([called(path) for path in paths], _LETTERS)
    figure = blank(height=64 * len(paths) + 110, left=left)
    shown = np.array([[_TOGETHER.text(one, signed=True) for one in row] for row in found])
    figure.add_trace(
        go.Heatmap(
            z=found,
            text=shown,
            texttemplate="%{text}",
            zmin=-1,
            zmax=1,
            colorscale=[[0, "#f0b58a"], [0.5, "#ffffff"], [1, "#9fcbe8"]],
            textfont={"color": "#1f2934"},
            showscale=False,
            hoverinfo="skip",
            xgap=2,
            ygap=2,
        )
    )
    name_rows(figure, lines)
    names = ["<br>".join(map(harmless, line)) for line in lines]
    figure.update_xaxes(
        tickvals=list(range(len(paths))), ticktext=names, gridcolor=GRID, showgrid=False
    )
    figure.update_layout(margin={"b": 40 + 18 * max(map(len, lines))})
    off = [abs(found[a, b]) for a in range(len(paths)) for b in range(a)]
    title = Sentence(
        "The most that two numbers go together is {size}",
        size=Quantity(float(max(off)), _TOGETHER),
    )
    subtitle = Word(
        "Correlation of the fitted numbers, from −1 to 1: near either end, another pair of values "
        "fits nearly as well."
    )
    rows = [
        (path, [Quantity(float(one), _TOGETHER, signed=True) for one in row])
        for path, row in zip(paths, found, strict=True)
    ]
    return Chart(title, subtitle, figure, table_of(Word("Number"), tuple(paths), rows))
