"""Every chart by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.scenario.wording import nearest, show
from relsim.view import by_strategy, over_time, search, tiers  # they declare their drawings
from relsim.view.chart import DRAWINGS, Chart, Drawing
from relsim.view.in_settings import KINDS, draw
from relsim.view.over_settings import over_settings
from relsim.view.tornado import tornado

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from relsim.study.compare import Comparison
    from relsim.study.optimise import Optimum
    from relsim.study.sensitivity import Sensitivity
    from relsim.study.sweep import Sweep

ROOMS = (over_time, by_strategy, tiers)
"""Where drawings are declared."""

CHARTS: dict[str, Drawing] = dict(sorted(DRAWINGS.items(), key=lambda item: item[1].place))
"""What :func:`plot` can draw, in the order of the page and the report."""


def plot(result: Comparison | Sweep | Sensitivity | Optimum, name: str = "retention") -> go.Figure:
    """Draw a chart of a comparison, a sweep, a sensitivity study, or a search.

    Parameters
    ----------
    result : Comparison, Sweep, Sensitivity or Optimum
        The result of :func:`relsim.compare`, :func:`relsim.sweep`, :func:`relsim.sensitivity` or
        :func:`relsim.optimise`.
    name : str
        Of a sweep or a sensitivity study, a figure of :meth:`relsim.Run.summary`. Of a comparison,
        ``"retention"`` by strategy; ``"survival"`` of the first customers, market ``"share"``,
        ``"profit"``, ``"value"`` and ``"relationship_quality"`` over time; ``"reasons"`` for
        leaving; tiers of ``"satisfaction"``; ``"costs"`` by group; of one with settings,
        ``"settings"``, what ``"decides"`` and who ``"beats"`` whom. Of a search, what was
        ``"tried"`` (where nothing else is said), or what lies ``"around"`` the best.

    Returns
    -------
    plotly.graph_objects.Figure
        Its title says the finding. It shows itself in a notebook;
        :func:`relsim.view.save` writes it as PNG, SVG or HTML.

    Raises
    ------
    InputError
        For a chart that there is not, or a result of which there is none.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> comparison = relsim.compare(scenario, ["none", "social"], replications=3)
    >>> figure = relsim.plot(comparison, "share")
    >>> [trace.name for trace in figure.data if trace.name]
    ['none', 'social']
    """
    from relsim.study.compare import Comparison
    from relsim.study.optimise import Optimum
    from relsim.study.sensitivity import Sensitivity
    from relsim.study.sweep import Sweep

    if isinstance(result, Sweep):
        return over_settings(result, name).titled()
    if isinstance(result, Sensitivity):
        return tornado(result, name).titled()
    if isinstance(result, Optimum):
        return (search.around if name == "around" else search.tried)(result).titled()
    if not isinstance(result, Comparison):
        raise InputError(
            f"plot: found {show(result)}; there are charts of a comparison (relsim.compare), a "
            "sweep (relsim.sweep), a sensitivity study (relsim.sensitivity) and a search "
            "(relsim.optimise)."
        )
    return chart(result, name).titled()


def chart(comparison: Comparison, name: str) -> Chart:
    """Return a chart with its words and numbers."""
    if name in KINDS:
        return _in_settings(comparison, name)
    if name not in CHARTS:
        near = nearest(name, [*CHARTS, *KINDS])
        hint = f"Did you mean {show(near)}? " if near else ""
        raise InputError(
            f"plot: there is no chart {show(name)}. {hint}There are {', '.join([*CHARTS, *KINDS])}."
        )
    return CHARTS[name].draw(comparison)


def _in_settings(comparison: Comparison, name: str) -> Chart:
    from relsim.study.plausible import Plausible

    if not isinstance(comparison.plausible, Plausible):
        raise InputError(
            f"plot: {name!r} is about plausible settings, and this comparison was made without. "
            "Say settings=100."
        )
    return draw(comparison.plausible, name)
