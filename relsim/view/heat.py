"""A field drawn: the best strategy of each cell of two numbers, and the line where that changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from relsim.behaviour import LEVERS
from relsim.result.quantity import UNDEFINED, Unit
from relsim.result.words import AFTER_COMMA, Sentence, counted, joined, listed
from relsim.scenario.paths import split_path
from relsim.study.fit.bounds import declared
from relsim.study.levers import unit_of
from relsim.view.axes import legend_above
from relsim.view.chart import Chart, blank, table_of
from relsim.view.labels import harmless, short_names
from relsim.view.style import INK, looks
from relsim.words.catalogue import Word, marked, translate
from relsim.words.spacing import filled

if TYPE_CHECKING:
    from relsim.result.table import Shown, Table
    from relsim.scenario import Scenario
    from relsim.study.sweep.field import Cell, Field

HEIGHT = 460

_DIGITS = 4
"""Of a tick."""

_SURE, _UNSURE = "9e", "3d"
"""How much of its colour a cell shows."""


def heat(
    field: Field,
    scenario: Scenario,
    over: str = "world",
    called: Mapping[str, str] = MappingProxyType({}),
) -> Chart:
    """Draw a field; `over` says what its means were taken over, `called` titles of strategies.

    Examples
    --------
    >>> import relsim
    >>> from relsim.study.sweep.field import field_of
    >>> scenario = relsim.load("insurance", {"market.customers": 50, "market.periods": 6})
    >>> design = relsim.grid({"market.freedom": [0.5, 1.0], "firms.Alba.price": [19.0, 21.0]})
    >>> sweep = relsim.sweep(scenario, design, ["none", "social"], replications=2)
    >>> len(heat(field_of(sweep, "npv"), scenario).numbers.rows)
    4
    """
    field = field.under(called)
    units = _units(field, scenario)
    axes = [short_path(path, called) for path in field.paths]
    figure = blank(height=HEIGHT, left=76)
    short = short_names(field.strategies)
    for name, look in looks(field.strategies).items():
        for sure in (True, False):
            tone = look.line + (_SURE if sure else _UNSURE)
            figure.add_trace(_cells(field, name, sure, tone))
    for name, look in looks(field.strategies).items():
        figure.add_trace(_marks(field, name, look.text, look.mark, harmless(short[name])))
        if name != field.strategies[0]:
            figure.add_trace(_line(field, name))
    for update, title, values, unit in (
        (figure.update_xaxes, axes[0], field.across, units[0]),
        (figure.update_yaxes, axes[1], field.up, units[1]),
    ):
        low, *_, high = _edges(values)
        update(
            title_text=harmless(title),
            tickvals=list(values),
            ticktext=[unit.text(one) for one in values],
            range=[low, high],
            showgrid=False,
        )
    legend_above(figure)
    subtitle = Sentence(
        "{figure}: the strategy with the best mean over {counted} in each cell. A pale cell with "
        "a hollow mark: that it is ahead of the second may be luck (the 95 % interval of the "
        "lead holds zero). The line: where two would be as good, straight between the cells.",
        figure=field.figure.title,
        counted=counted(
            max(one.n for cell in field.cells.values() for one in cell.means.values()), over
        ),
    )
    return Chart(_title(field), subtitle, figure, _numbers(field, scenario, axes, units))


def _units(field: Field, scenario: Scenario) -> list[Unit]:
    """Return what the two numbers are read in, short enough for a tick."""
    currency = str(scenario.market.currency)
    found = [unit_of(declared(path), currency) for path in field.paths]
    return [replace(one, decimals=_DIGITS) if one.significant else one for one in found]


def short_path(path: str, called: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return what a path is called beside an axis.

    Examples
    --------
    >>> short_path("segments.private.price_sensitivity.mean"), short_path("market.freedom")
    ('price sensitivity (private)', 'freedom')
    >>> short_path("strategies.social.reward_rate", {"social": "social bonding"})
    'points (social bonding)'
    """
    room, *within = split_path(path)
    words = within[:-1] if within[-1:] == ["mean"] else within
    name, of = (
        words[-1],
        joined([called.get(one, Word(one.replace("_", " "))) for one in words[:-1]], AFTER_COMMA),
    )
    if room not in ("segments", "firms", "strategies"):
        return translate(name.replace("_", " "))
    shown = Word(name.replace("_", " ") if room == "segments" else LEVERS[name].called)
    return str(Sentence("{number} ({of})", number=shown, of=of) if of else shown)


def _title(field: Field) -> Shown:
    """Say who is best in how many cells."""
    held = {name: field.best_in(name) for name in field.strategies}
    order = sorted(held, key=lambda name: -len(held[name]))
    whole = counted(len(field.cells), "cell")
    parts = [Sentence("{name} in {many}", name=name, many=len(held[name])) for name in order]
    sure = sum(cell.sure for cell in field.cells.values())
    if len(held[order[0]]) == len(field.cells):
        return Sentence(
            "{strategy} is best in {figure} in all {whole}, {sure} of them beyond doubt",
            strategy=order[0],
            figure=field.figure.noun,
            whole=whole,
            sure=sure,
        )
    return Sentence(
        "Best in {figure}: {parts} of {whole}; {sure} beyond doubt",
        figure=field.figure.noun,
        parts=listed(parts),
        whole=whole,
        sure=sure,
    )


def _edges(values: Sequence[float]) -> list[float]:
    """Return the ends of cells around values: half way between two, and as far beyond the last.

    Examples
    --------
    >>> _edges([0.0, 1.0, 3.0])
    [-0.5, 0.5, 2.0, 4.0]
    """
    middles = [(one + other) / 2 for one, other in pairwise(values)]
    first, last = 2 * values[0] - middles[0], 2 * values[-1] - middles[-1]
    return [first, *middles, last]


def _cells(field: Field, name: str, sure: bool, tone: str) -> go.Heatmap:
    def row(y: int, of: Callable[[Cell], Any]) -> list[Any]:
        cells = (field.cells[x, y] for x in range(len(field.across)))
        return [of(one) if one.best == name and one.sure is sure else None for one in cells]

    rows = range(len(field.up))
    return go.Heatmap(
        x=_edges(field.across),
        y=_edges(field.up),
        z=[row(y, lambda _: 1.0) for y in rows],
        customdata=[row(y, lambda cell: cell.point) for y in rows],
        text=[row(y, lambda cell: harmless(_said(field, cell))) for y in rows],
        hovertemplate="%{text}<extra></extra>",
        zmin=0.0,
        zmax=1.0,
        colorscale=[[0.0, tone], [1.0, tone]],
        showscale=False,
        xgap=1,
        ygap=1,
    )


def _marks(field: Field, name: str, colour: str, mark: str, shown: str) -> go.Scatter:
    """Return a mark in each cell where a strategy is best: colour is never the only cue."""
    best = field.best_in(name)
    # One that is best nowhere has its place in the legend.
    nowhere = [] if best else [None]
    return go.Scatter(
        x=[*(cell.across for cell in best), *nowhere],
        y=[*(cell.up for cell in best), *nowhere],
        name=shown,
        mode="markers",
        marker={
            "color": colour,
            "symbol": [mark if cell.sure else f"{mark}-open" for cell in best] or mark,
            "size": 12,
            "line": {"width": 2, "color": colour},
        },
        hoverinfo="skip",
    )


def _said(field: Field, cell: Cell) -> str:
    lead = field.figure.difference(cell.lead).with_interval()
    return str(Sentence("{best}, ahead of the second by {lead}", best=cell.best, lead=lead))


def _line(field: Field, name: str) -> go.Contour:
    """Return the line where a strategy is as good as the best other one."""
    # Carried on to the outer edges of the cells, where nothing is known that differs.
    across, up = ([_edges(one)[0], *one, _edges(one)[-1]] for one in (field.across, field.up))
    return go.Contour(
        x=across,
        y=up,
        z=[
            [None if not np.isfinite(one) else float(one) for one in row]
            for row in np.pad(field.advantage(name), 1, mode="edge")
        ],
        contours={"start": 0.0, "end": 0.0, "size": 1.0, "coloring": "none"},
        line={"color": INK, "width": 3, "smoothing": 0.0},
        showscale=False,
        showlegend=False,
        hoverinfo="skip",
    )


def in_order(field: Field) -> list[Cell]:
    """Return the cells as they are read: row by row from the top."""
    return [field.cells[key] for key in sorted(field.cells, key=lambda key: (-key[1], key[0]))]


def _numbers(field: Field, scenario: Scenario, axes: Sequence[str], units: Sequence[Unit]) -> Table:
    currency = str(scenario.market.currency)
    rows: list[tuple[str, list[Shown]]] = [
        (
            joined(
                [
                    filled("{axis} {value}", {"axis": axis, "value": unit.text(value)})
                    for axis, unit, value in zip(axes, units, (cell.across, cell.up), strict=True)
                ],
                AFTER_COMMA,
            ),
            [
                cell.best or UNDEFINED,
                field.figure.difference(cell.lead, currency).with_interval(),
                *(field.figure.level(one, currency).with_interval() for one in cell.means.values()),
            ],
        )
        for cell in in_order(field)
    ]
    corner, *heads = marked(("Cell", "Best", "Ahead by"))
    return table_of(corner, (*heads, *field.strategies), rows)
