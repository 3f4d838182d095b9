"""A sweep drawn: a figure of each strategy along a setting, in a field of two, or by setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go
from pandas.api.types import is_numeric_dtype

from relsim.errors import InputError, SomeRunsFailed
from relsim.result.figure import Figure
from relsim.result.figures import FIGURES
from relsim.result.statistics import Estimate, estimate
from relsim.result.table import Shown
from relsim.result.words import Sentence, counted, listed
from relsim.scenario.wording import nearest, show
from relsim.study.sweep.field import field_of, is_field
from relsim.study.sweep.tables import where as setting_of
from relsim.view.axes import fit, legend_above
from relsim.view.chart import Chart, blank, defined, nothing_to_draw, table_of
from relsim.view.heat import heat
from relsim.view.labels import harmless, short_names
from relsim.view.lines import HEIGHT
from relsim.view.style import Look, looks
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    from relsim.study.sweep import Sweep

MOST_POINTS = 60
"""Settings without an order among them that can still be told apart beside each other."""
_LANE = 0.08


def over_settings(sweep: Sweep, key: str = "retention") -> Chart:
    """Draw a figure of every strategy at every setting; of two numbers, who is best in each cell.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 12})
    >>> design = relsim.grid({"market.freedom": [0.0, 1.0]})
    >>> found = relsim.sweep(scenario, design, ["none", "social"], replications=2)
    >>> [len(trace.x) for trace in over_settings(found).figure.data]
    [2, 2]
    """
    figure_of = _figure(key)
    if is_field(sweep):
        return heat(field_of(sweep, key), sweep.scenario)
    along = sweep.paths[0] if _has_an_order(sweep) else ""
    points = sweep.points.sort_values(along) if along else sweep.points
    title = _title(sweep, figure_of, along)
    if not along and len(points) > MOST_POINTS:
        why = Sentence(
            "{settings} have no order to be drawn in, and at most {most} stand beside each other. "
            "The data hold every run.",
            settings=counted(len(points), "setting"),
            most=MOST_POINTS,
        )
        return nothing_to_draw(title, why)
    overrides = dict(zip(sweep.points.index, sweep.overrides, strict=True))
    names = [setting_of(overrides[point]) for point in points.index]
    places = points[along].tolist() if along else list(range(len(names)))
    found = {
        name: [estimate(sweep.values(int(point), name, key)) for point in points.index]
        for name in sweep.strategies
    }
    figure = blank(height=HEIGHT, left=84)
    for lane, (name, look) in enumerate(looks(sweep.strategies).items()):
        # Marks beside each other, so that none covers another.
        aside = 0.0 if along else (lane - (len(sweep.strategies) - 1) / 2) * _LANE
        drawn_at = [place + aside for place in places]
        figure.add_trace(_trace(name, drawn_at, found[name], look, line=bool(along)))
    if not along:
        figure.update_xaxes(
            tickvals=places,
            ticktext=list(map(harmless, names)),
            range=[-0.5, len(names) - 0.5],
        )
    _lay_out(figure, figure_of, sweep, along or listed(sweep.paths))
    currency = sweep.scenario.market.currency
    levels = {name: [figure_of.level(one, currency) for one in found[name]] for name in found}
    rows = (
        (one, [levels[name][row].with_interval() for name in found])
        for row, one in enumerate(names)
    )
    subtitle = Sentence(
        "{meaning} Bars are 95 % intervals of the mean over worlds.", meaning=figure_of.meaning
    )
    return Chart(title, subtitle, figure, table_of(marked("Setting"), sweep.strategies, rows))


def _figure(key: str) -> Figure:
    if key in FIGURES:
        return FIGURES[key]
    near = nearest(key, FIGURES)
    hint = f"Did you mean {show(near)}? " if near else ""
    raise InputError(
        f"plot: there is no figure {show(key)}. {hint}Of a sweep there are {', '.join(FIGURES)}."
    )


def _has_an_order(sweep: Sweep) -> bool:
    return len(sweep.paths) == 1 and is_numeric_dtype(sweep.points[sweep.paths[0]].dtype)


def _trace(
    name: str, places: Sequence[float], found: Sequence[Estimate], look: Look, *, line: bool
) -> go.Scatter:
    means = [float("nan") if one.mean is None else one.mean for one in found]
    return go.Scatter(
        x=places,
        y=defined(means),
        name=harmless(name),
        mode="lines+markers" if line else "markers",
        line={"color": look.line, "dash": look.dash, "width": 2},
        marker={"color": look.line, "symbol": look.mark, "size": 9},
        error_y={
            "type": "data",
            "array": [one.half_width or 0.0 for one in found],
            "color": look.line,
            "thickness": 1.5,
            "width": 3,
        },
    )


def _lay_out(figure: go.Figure, figure_of: Figure, sweep: Sweep, axis: str) -> None:
    short = short_names(sweep.strategies)
    for trace, name in zip(figure.data, sweep.strategies, strict=True):
        trace.name = harmless(short[name])
    seen = [
        value + side * half
        for trace in figure.data
        for value, half in zip(trace.y, trace.error_y.array, strict=True)
        if value is not None
        for side in (-1, 1)
    ]
    fit(figure.update_yaxes, figure_of.counted_in(sweep.scenario.market.currency), seen)
    figure.update_yaxes(title_text=figure_of.noun)
    figure.update_xaxes(title_text=harmless(axis), automargin=True)
    legend_above(figure, len(sweep.strategies) > 1)


def _title(sweep: Sweep, figure: Figure, along: str) -> Shown:
    """Return where a difference flips, else what is drawn."""
    try:
        flips = [
            (name, one)
            for name in sweep.strategies[1:]
            for one in (sweep.flips(figure.key, name) if along else [])
        ]
    except SomeRunsFailed:
        flips = []
    if flips:
        strategy, flip = flips[0]
        return Sentence(
            "The difference of {strategy} to {baseline} in {figure} flips at {flip}",
            strategy=strategy,
            baseline=sweep.baseline,
            figure=figure.noun,
            flip=flip,
        )
    return Sentence(
        "{figure} at {settings}",
        figure=figure.title,
        settings=counted(len(sweep.points), "setting"),
    )
