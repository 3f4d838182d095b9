"""One sentence and one chart for a projector, with the results that were put aside drawn in."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from relsim.app.page.controls import label_of
from relsim.app.session.selection import OPENING_PICTURE
from relsim.result.words import Sentence, joined, listed
from relsim.view.charts import CHARTS, chart
from relsim.view.style import INK
from relsim.view.titled import titled
from relsim.words.catalogue import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import plotly.graph_objects as go

    from relsim.app.session.state import Pin
    from relsim.study.compare import Comparison

_BESIDE = 0.62
"""How far along its line a pin's letter stands."""


def slide(comparison: Comparison, picture: str, pins: Sequence[Pin]) -> dict[str, Any]:
    """Return what is presented: the finding in one sentence, its chart, what was put aside.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> found = relsim.compare(scenario, ["none", "social"], replications=3)
    >>> slide(found, "customers", ())["name"]
    'survival'
    """
    name = picture if picture in CHARTS else OPENING_PICTURE
    drawn = chart(comparison, name)
    figure = drawn.figure
    aside = [pin.label for pin in pins if _draw_in(figure, pin, name)]
    said = Sentence(
        "{letters}, dotted: pinned before."
        if _lines(figure)
        else "{letters}, hollow: pinned before."
        if name != "satisfaction"
        else "{letters}, strokes: where parts ended before.",
        letters=listed(aside),
    )
    sentence, kind = label_of(str(drawn.title)), CHARTS[name].title
    market = Word(comparison.scenario.title)
    source = Sentence("{market}. {kind}.", market=market, kind=kind)
    return {
        "name": name,
        "sentence": sentence,
        "called": str(Sentence("{part}: {figure}", part=kind, figure=sentence)),
        "market": str(market),
        "source": joined([source, said] if aside else [source]),
        "figure": figure.to_json(validate=False, engine="json"),
    }


def _draw_in(figure: go.Figure, pin: Pin, name: str) -> bool:
    """Draw a pin into a chart: courses dotted, marks hollow, the ends of bars as strokes."""
    before = chart(titled(pin.comparison), name).figure
    if _lines(figure):
        return _draw_courses(figure, _lines(before), pin.label)
    found = [*_marks(figure, before, pin.label), *_ends(figure, before, pin.label)]
    for marks in found:
        figure.add_scatter(
            **marks, mode="markers+text", hoverinfo="skip", showlegend=False,
            textposition="middle right",
        )  # fmt: skip
    if found and figure.layout.xaxis.range:
        low, high = figure.layout.xaxis.range
        seen, room = [x for marks in found for x in marks["x"]], 0.08 * (high - low)
        low = low if min(seen) >= low else min(seen) - room
        figure.update_xaxes(range=[low, max(high, max(seen) + room)])
    return bool(found)


def _draw_courses(figure: go.Figure, lines: Sequence[Any], letter: str) -> bool:
    low, high = figure.layout.yaxis.range
    for line in lines:
        color, place = line.line.color, int(_BESIDE * (len(line.x) - 1))
        figure.add_scatter(
            x=line.x, y=line.y, mode="lines", hoverinfo="skip", opacity=0.75,
            line={"color": color, "width": 1.5, "dash": "dot"},
        )  # fmt: skip
        if line.y[place] is not None:
            figure.add_annotation(
                x=line.x[place], y=line.y[place], yshift=9, showarrow=False,
                text=f"<b>{letter}</b>", font={"color": color, "size": 12},
            )  # fmt: skip
        there = [one for one in line.y if one is not None]
        low, high = min(low, *there), max(high, *there)
    figure.update_yaxes(range=[low, high])
    return bool(lines)


def _lines(figure: go.Figure) -> list[Any]:
    """Return the courses of a chart, without their bands."""
    drawn = [one for one in figure.data if one.type == "scatter" and one.mode == "lines"]
    return [one for one in drawn if one.name and not one.fill]


def _marks(figure: go.Figure, before: go.Figure, letter: str) -> Iterator[dict[str, Any]]:
    """Yield a pin's marks, each in the row that has its name here."""
    for one in before.data:
        if one.type != "scatter" or one.mode != "markers" or one.name is None:
            continue
        at = [(x, _row(figure, before, y)) for x, y in zip(one.x, one.y, strict=True)]
        there = [(x, y) for x, y in at if x is not None and y is not None]
        if there:
            look = {"color": one.marker.color, "symbol": f"{one.marker.symbol}-open", "size": 11}
            xs, ys = zip(*there, strict=True)
            marker = {**look, "line": {"width": 2}}
            yield {"x": xs, "y": ys, "text": [f"<b>{letter}</b>"] * len(xs), "marker": marker}


def _ends(figure: go.Figure, before: go.Figure, letter: str) -> Iterator[dict[str, Any]]:
    """Yield where the parts of a pin's stacked bars ended, with its letter at the end of all."""
    bars = [one for one in before.data if one.type == "bar"]
    for place, y in enumerate(bars[0].y if bars else ()):
        if (here := _row(figure, before, y)) is not None:
            ends = list(accumulate(one.x[place] for one in bars))
            letters = [*[""] * (len(ends) - 1), f"<b>{letter}</b>"]
            stroke = {"symbol": "line-ns-open", "size": 34, "color": INK, "line": {"width": 3}}
            yield {"x": ends, "y": [here] * len(ends), "text": letters, "marker": stroke}


def _row(figure: go.Figure, before: go.Figure, y: float) -> float | None:
    """Return where what lies at a height before lies now: rows go by their names."""
    here, there = (list(one.layout.yaxis.ticktext or ()) for one in (figure, before))
    place = round(y)
    known = place < len(there) and there[place] in here
    return here.index(there[place]) + y - place if known else None
