"""One sentence and one chart for a projector, with the results that were put aside drawn in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relsim.app.page.controls import label_of
from relsim.app.session.selection import OPENING_PICTURE
from relsim.result.words import Sentence, listed
from relsim.view.charts import CHARTS, chart
from relsim.view.titled import titled

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    said = Sentence("{letters}, dotted: pinned before.", letters=listed(aside))
    return {
        "name": name,
        "sentence": label_of(str(drawn.title)),
        "kind": CHARTS[name].title,
        "market": comparison.scenario.title,
        "pins": str(said) if aside else "",
        "figure": figure.to_json(validate=False, engine="json"),
    }


def _draw_in(figure: go.Figure, pin: Pin, name: str) -> bool:
    """Draw a pin's courses into a chart of courses; another kind of chart has no room for them."""
    lines = _lines(chart(titled(pin.comparison), name).figure)
    if not lines or not _lines(figure):
        return False
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
                text=f"<b>{pin.label}</b>", font={"color": color, "size": 12},
            )  # fmt: skip
        there = [one for one in line.y if one is not None]
        low, high = min(low, *there), max(high, *there)
    figure.update_yaxes(range=[low, high])
    return True


def _lines(figure: go.Figure) -> list[Any]:
    """Return the courses of a chart, without their bands."""
    return [one for one in figure.data if one.mode == "lines" and one.name and not one.fill]
