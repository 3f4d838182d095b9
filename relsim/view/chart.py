"""What a chart is: a drawing, a title that says the finding, and the numbers behind it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from relsim.result.words import harmless
from relsim.view.style import FONT, GRID, INK, MUTED

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

LETTER = 7.8
"""Width of a letter on a chart, in pixels, on the safe side."""

_TITLE_WIDTH = 76


@dataclass(frozen=True, slots=True)
class Numbers:
    """The table behind a chart.

    Parameters
    ----------
    columns : tuple of str
        Headings; the first is that of the rows.
    rows : tuple of tuple of str
        As people read them.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart.

    Parameters
    ----------
    title : str
        The finding, in words computed from the data.
    subtitle : str
        What is drawn, in which unit, and what a band or a bar around a mark means.
    figure : plotly.graph_objects.Figure
        The drawing without its title: a page sets that as text of its own.
    numbers : Numbers
        What is drawn, as a table.
    """

    title: str
    subtitle: str
    figure: go.Figure
    numbers: Numbers

    def titled(self) -> go.Figure:
        """Return the drawing with title and subtitle above it, to stand alone."""
        figure = go.Figure(self.figure)
        lines = textwrap.wrap(self.title, _TITLE_WIDTH)
        below = textwrap.wrap(self.subtitle, int(_TITLE_WIDTH * 1.25))
        words = "<br>".join(harmless(line) for line in lines)
        small = "<br>".join(harmless(line) for line in below)
        room = 34 + 22 * len(lines) + 17 * len(below)
        height = figure.layout.height + room
        figure.update_layout(
            title={
                "text": f"<b>{words}</b><br><span style='font-size:13px'>{small}</span>",
                "x": 0.0,
                "xref": "container",
                "pad": {"l": 16},
                "y": 1 - 24 / height,
                "yanchor": "top",
                "font": {"size": 16},
            },
            margin={"t": room + figure.layout.margin.t - 14},
            height=height,
            paper_bgcolor="#ffffff",
        )
        return figure


def blank(*, height: int, right: float = 24, left: float = 60) -> go.Figure:
    """Return an empty figure in the house's style."""
    axis = {
        "gridcolor": GRID,
        "linecolor": MUTED,
        "zeroline": False,
        "ticks": "outside",
        "ticklabelstandoff": 4,
        "tickcolor": GRID,
        "fixedrange": True,
        "title": {"font": {"size": 13, "color": MUTED}, "standoff": 10},
    }
    # Made whole: to update a figure's layout takes plotly several times as long.
    layout = go.Layout(
        # Plotly's own template is seven kilobytes that every figure would carry along.
        template=go.layout.Template(),
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        height=height,
        margin={"l": left, "r": right, "t": 14, "b": 52},
        xaxis=axis,
        yaxis=axis,
        hoverlabel={"font": {"family": FONT}},
    )
    return go.Figure(layout=layout)


def nothing_to_draw(title: str, why: str) -> Chart:
    """Return a chart that says why it is empty."""
    figure = blank(height=120, left=24)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(
        text="<br>".join(harmless(line) for line in textwrap.wrap(why, 44)),
        xref="paper",
        yref="paper",
        x=0.5,
        y=0.5,
        showarrow=False,
        font={"color": MUTED},
    )
    return Chart(title, why, figure, Numbers(("",), ()))


def room_for(labels: Sequence[str]) -> float:
    """Return the margin, in pixels, that labels beside a drawing need.

    Examples
    --------
    >>> room_for(["none", "social"]) < room_for(["structural 40.5 %"])
    True
    """
    return 16 + LETTER * max(map(len, labels), default=0)


def defined(values: Sequence[float]) -> list[float | None]:
    """Return values with None for what is undefined, as a chart takes them.

    Examples
    --------
    >>> defined([1.0, float("nan")])
    [1.0, None]
    """
    return [float(one) if math.isfinite(one) else None for one in values]


def currency(comparison: Comparison) -> str:
    """Return the sign of the scenario's money."""
    return str(comparison.scenario.market.currency)
