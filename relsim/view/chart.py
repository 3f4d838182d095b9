"""What a chart is: a drawing, a title that says the finding, and the numbers behind it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.view.labels import folded, harmless, letters
from relsim.view.style import FONT, GRID, INK, MUTED
from relsim.words.catalogue import Word

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

LETTER = 7.8
"""Width of a letter on a chart, in pixels, on the safe side."""

BOLD = 9.3
"""The same of a bold one: the digits of a fallback font such as DejaVu Sans are that wide."""

_TITLE_WIDTH = 76


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart.

    Parameters
    ----------
    title : str or Sentence
        The finding, in words computed from the data.
    subtitle : str or Sentence
        What is drawn, in which unit, and what a band or a bar around a mark means.
    figure : plotly.graph_objects.Figure
        The drawing without its title: a page sets that as text of its own.
    numbers : Table
        What is drawn, as a table.
    """

    title: Shown
    subtitle: Shown
    figure: go.Figure
    numbers: Table

    def titled(self) -> go.Figure:
        """Return the drawing with title and subtitle above it, to stand alone."""
        figure = go.Figure(self.figure)
        lines = folded(str(self.title), _TITLE_WIDTH)
        below = folded(str(self.subtitle), int(_TITLE_WIDTH * 1.25))
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


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart that can be drawn of any comparison: what it is called, and how it is drawn.

    Parameters
    ----------
    key : str
        Its name for :func:`relsim.plot`, in links and in the report.
    tab : str
        In a word, on the page.
    title : str
        In full, whatever it finds.
    place : int
        Its place among the others: the question first, then what explains the answer.
    draw : callable
        From a comparison to the chart.
    """

    key: str
    tab: str
    title: str
    place: int
    draw: Callable[[Comparison], Chart]


DRAWINGS: dict[str, Drawing] = {}
"""Every declared drawing, by its key."""

Draw = Callable[["Comparison"], Chart]


def drawing(key: str, tab: str, title: str, place: int) -> Callable[[Draw], Draw]:
    """Declare a chart beside the function that draws it."""

    def declare(draw: Draw) -> Draw:
        DRAWINGS[key] = Drawing(key, Word(tab), Word(title), place, draw)
        return draw

    return declare


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


def nothing_to_draw(title: Shown, why: Shown) -> Chart:
    """Return a chart that says why it is empty."""
    figure = blank(height=120, left=24)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(
        text="<br>".join(harmless(line) for line in folded(str(why), 44)),
        xref="paper",
        yref="paper",
        x=0.5,
        y=0.5,
        showarrow=False,
        font={"color": MUTED},
    )
    return Chart(title, why, figure, Table("", (), ()))


def room_for(labels: Sequence[str]) -> float:
    """Return the margin, in pixels, that bold labels beside a drawing need.

    Examples
    --------
    >>> room_for(["none", "social"]) < room_for(["structural 40.5 %"])
    True
    """
    return 16 + BOLD * max(map(letters, labels), default=0)


def defined(values: Sequence[float]) -> list[float | None]:
    """Return values with None for what is undefined, as a chart takes them.

    Examples
    --------
    >>> defined([1.0, float("nan")])
    [1.0, None]
    """
    return [float(one) if math.isfinite(one) else None for one in values]


def table_of(
    corner: str, columns: Iterable[str], rows: Iterable[tuple[str, Iterable[Shown]]]
) -> Table:
    """Return the table behind a drawing, from the name and the values of each row."""
    made = (Row(name, "", tuple(map(Cell, cells)), name) for name, cells in rows)
    return Table("", tuple(columns), tuple(made), corner)


def from_ends(
    unit: Unit, mean: float, low: float, high: float, *, signed: bool = False
) -> Quantity:
    """Return a mean with its interval as a chart knows them, NaN for what is undefined."""
    ends = [end if math.isfinite(end) else None for end in (mean, low, high)]
    return Quantity(ends[0], unit, ends[1], ends[2], signed=signed).with_interval()
