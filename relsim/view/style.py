"""Colours, dashes and marks: who is who on every chart.

The colours are Okabe and Ito's, which people with any colour vision tell apart. Colour is
never the only cue: each strategy has a dash, a mark and its name beside it as well, so that
a chart printed in grey says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

INK = "#1f2933"
MUTED = "#5b6770"
GRID = "#dfe3e7"

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """How one strategy looks on every chart.

    Parameters
    ----------
    line : str
        Colour of its line and marks.
    text : str
        The same colour, darkened until small letters can be read on white.
    dash, mark : str
        Plotly's words for the dash of its line and the shape of its marks.
    """

    line: str
    text: str
    dash: str
    mark: str


_COLOURS = (
    ("#6c757d", "#565e64"),
    ("#0072b2", "#00639b"),
    ("#d55e00", "#a84a00"),
    ("#009e73", "#00714f"),
    ("#cc79a7", "#994a77"),
    ("#e69f00", "#8a6000"),
    ("#56b4e9", "#1f749f"),
)
"""Grey for the baseline, then Okabe and Ito's; for a line, and for letters."""

_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
_MARKS = ("circle", "square", "diamond", "triangle-up", "cross", "star", "triangle-down", "x")

NIGHT = {
    INK: "#e7eaed",
    MUTED: "#a9b2ba",
    GRID: "#353d45",
    "#6c757d": "#aab3bb",
    "#565e64": "#b6bec5",
    "#0072b2": "#4a9fd8",
    "#00639b": "#6cb4e4",
    "#a84a00": "#f0883e",
    "#00714f": "#2dbd92",
    "#994a77": "#d98fb8",
    "#8a6000": "#e6a91f",
    "#1f749f": "#7cc4ec",
    "#332288": "#9d8df1",
    "#117733": "#4cc27a",
    "#882255": "#e0709f",
    "#7a7a1f": "#cfcf5c",
    "#aa4499": "#dd88cc",
    "#2b7d72": "#5ccbbd",
    "#a35a00": "#f2b360",
    "#b03a48": "#f08e98",
}
"""Colours of the day and what replaces them on a dark page."""

TIERS = (
    "#2b2f6b",
    "#3d4c8a",
    "#4f6a94",
    "#6b8796",
    "#8ea391",
    "#b3bd86",
    "#d6d47a",
    "#f5ea7e",
)
"""From the lowest tier of satisfaction to the highest: lighter step by step, in grey too."""


def looks(strategies: Sequence[str]) -> dict[str, Look]:
    """Return how the strategies of a comparison look, the baseline first.

    Examples
    --------
    >>> looks(["none", "social"])["social"].dash
    'dash'
    """
    found = {}
    for place, name in enumerate(strategies):
        # The baseline's grey belongs to it alone.
        colour = 0 if place == 0 else 1 + (place - 1) % (len(_COLOURS) - 1)
        line, text = _COLOURS[colour]
        found[name] = Look(line, text, _DASHES[place % len(_DASHES)], _MARKS[place % len(_MARKS)])
    return found


_REASONS = (
    "#332288",
    "#b03a48",
    "#882255",
    "#a35a00",
    "#117733",
    "#2b7d72",
    "#7a7a1f",
    "#aa4499",
)
"""After Paul Tol's muted colours, darkened until thin lines are seen; no firm wears one."""

_LINES: tuple[tuple[int, ...], ...] = ((), (6, 3), (2, 3))


def firm_colours(firms: Sequence[str], focal: str) -> dict[str, str]:
    """Return a colour for each firm: the first one belongs to the firm under study.

    Examples
    --------
    >>> firm_colours(["Alba", "Brio"], "Brio")
    {'Alba': '#d55e00', 'Brio': '#0072b2'}
    """
    order = [focal, *(name for name in firms if name != focal)]
    colours = [line for line, _ in (*_COLOURS[1:], _COLOURS[0])]
    found = {name: colours[place % len(colours)] for place, name in enumerate(order)}
    return {name: found[name] for name in firms}


def reason_looks(reasons: Sequence[str]) -> list[dict[str, object]]:
    """Return how each reason for leaving is drawn: a colour and a dash.

    Examples
    --------
    >>> reason_looks(["price", "boredom"])[1]["name"]
    'boredom'
    """
    return [
        {
            "name": name,
            "colour": _REASONS[place % len(_REASONS)],
            "dash": _LINES[place // len(_REASONS) % len(_LINES)],
        }
        for place, name in enumerate(reasons)
    ]


def veil(colour: str) -> str:
    """Return a colour through which what lies below is seen: that of a band.

    Examples
    --------
    >>> veil("#0072b2")
    '#0072b22e'
    """
    return colour + "2e"
