"""Who left and when: a mark a customer, by reason, each the door to a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from relsim.behaviour import REASONS
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown
from relsim.result.words import Sentence, counted, plural, singular
from relsim.view.axes import name_rows
from relsim.view.chart import LETTER, Chart, blank, nothing_to_draw, table_of
from relsim.view.labels import harmless, letters
from relsim.view.periods import clock
from relsim.view.style import Look
from relsim.words.catalogue import Word, marked, translate

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.explain.departures import Departures

_LANES = 5
"""Marks of one reason stand in so many rows, so that fewer cover each other."""
_ROW = 46
_TIME = Unit("ratio", 3, significant=True)


def leavers(scenario: Scenario, found: Departures, look: Look) -> Chart:
    """Draw who left the firm, when and why.

    Examples
    --------
    >>> import relsim
    >>> from relsim.study.explain.departures import departures
    >>> from relsim.view.style import looks
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> found = departures(scenario, "none", 1, 0)
    >>> chart = leavers(scenario, found, looks(["none"])["none"])
    >>> len(chart.numbers.rows) == found.left
    True
    """
    title = Sentence(
        "Under {strategy}, {left} of the {there} of {firm} left it in this world",
        strategy=found.strategy,
        left=f"{found.left:,}",
        there=counted(found.there, "first customer"),
        firm=scenario.focal.name,
    )
    if not found.customers:
        return nothing_to_draw(title, marked("There is nothing to draw: nobody left."))
    time = clock(scenario)
    kinds = [reason for reason in REASONS if reason in found.reasons]
    names = [translate(reason) for reason in kinds]
    places = [
        kinds.index(reason) + ((turn * 2) % _LANES - (_LANES - 1) / 2) * 0.13
        for turn, reason in enumerate(found.reasons)
    ]
    when = [Quantity(period * time.factor, _TIME) for period in found.periods]
    period = Word(singular(str(scenario.market.period)))
    figure = blank(height=_ROW * len(names) + 82, left=14 + LETTER * max(map(letters, names)))
    figure.add_trace(
        go.Scatter(
            x=[one * time.factor for one in found.periods],
            y=places,
            customdata=list(found.customers),
            mode="markers",
            marker={"color": look.line, "symbol": look.mark, "size": 9, "opacity": 0.75},
            hovertemplate=f"{translate('customer')} %{{customdata}}<extra></extra>",
            name=harmless(found.strategy),
        )
    )
    figure.update_xaxes(title_text=time.title, dtick=time.step, range=[0, time.last])
    name_rows(figure, [[name] for name in names])
    rows = (
        (str(customer), (f"{end}", moment, Word(reason)))
        for customer, end, moment, reason in zip(
            found.customers, found.periods, when, found.reasons, strict=True
        )
    )
    subtitle: Shown = marked(
        "A mark is a customer whom the firm had when the strategies started and who left it, by "
        "the largest reason apart from luck. The first leaving only; population turnover is none."
    )
    if found.left > len(found.customers):
        subtitle = Sentence(
            "{about} {drawn} of them are drawn, evenly spread.",
            about=subtitle,
            drawn=f"{len(found.customers):,}",
        )
    columns = (
        str(Sentence("Left in {period}", period=period)),
        str(Sentence("After {periods}", periods=Word(plural(time.noun)))),
        translate("Reason"),
    )
    numbers = table_of(translate("Customer"), columns, rows)
    return Chart(title, subtitle, figure, numbers)
