"""Every chart by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.scenario.wording import nearest, show
from relsim.view import by_strategy, over_time, tiers  # they declare their drawings
from relsim.view.chart import DRAWINGS, Chart, Drawing

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from relsim.study.compare import Comparison

ROOMS = (over_time, by_strategy, tiers)
"""Where drawings are declared."""

CHARTS: dict[str, Drawing] = dict(sorted(DRAWINGS.items(), key=lambda item: item[1].place))
"""What :func:`plot` can draw, in the order of the page and the report."""


def plot(comparison: Comparison, name: str = "retention") -> go.Figure:
    """Draw a chart of a comparison.

    Parameters
    ----------
    comparison : Comparison
        The result of :func:`relsim.compare`.
    name : str
        ``"retention"`` by strategy; ``"survival"`` of the first customers, market ``"share"``,
        ``"profit"`` and ``"relationship_quality"`` over time; ``"reasons"`` for leaving; tiers
        of ``"satisfaction"``; ``"costs"`` by group.

    Returns
    -------
    plotly.graph_objects.Figure
        Its title says the finding. It shows itself in a notebook;
        :func:`relsim.view.save` writes it as PNG, SVG or HTML.

    Raises
    ------
    InputError
        For a chart that there is not.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> comparison = relsim.compare(scenario, ["none", "social"], replications=3)
    >>> figure = relsim.plot(comparison, "share")
    >>> [trace.name for trace in figure.data if trace.name]
    ['none', 'social']
    """
    return chart(comparison, name).titled()


def chart(comparison: Comparison, name: str) -> Chart:
    """Return a chart with its words and numbers."""
    if name not in CHARTS:
        near = nearest(name, CHARTS)
        hint = f"Did you mean {show(near)}? " if near else ""
        raise InputError(
            f"plot: there is no chart {show(name)}. {hint}There are {', '.join(CHARTS)}."
        )
    return CHARTS[name].draw(comparison)
