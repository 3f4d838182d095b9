"""The charts that hold strategies side by side: retention, reasons, costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from relsim.behaviour import REASONS
from relsim.behaviour.choice import ASSIGNED
from relsim.result.figures import FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown
from relsim.result.words import Sentence
from relsim.study.compare.courses import Array, Band, History, band
from relsim.study.compare.requests import period_of
from relsim.view.axes import steps, ticks
from relsim.view.chart import (
    LETTER,
    Chart,
    blank,
    drawing,
    nothing_to_draw,
    room_for,
    table_of,
)
from relsim.view.dots import Rows, dots
from relsim.view.findings import currency_of, finding
from relsim.view.labels import harmless, letters, short_names
from relsim.view.over_time import NO_HISTORY
from relsim.view.style import Look, looks
from relsim.words.catalogue import Word, marked, translate

if TYPE_CHECKING:
    from relsim.result import Estimate
    from relsim.study.compare import Comparison

NOBODY = marked("There is nothing to draw: the firm had no customers.")

OF_A_HUNDRED = Unit("count", 1)

_RARE = 0.05
"""A reason by which fewer than this leave, of 100 a year, has no row."""

COST_GROUPS = {
    "Loyalty rewards": ("reward_cost",),
    "Loyalty discounts": ("discounts",),
    "Personal contact": ("contact_cost", "level_cost", "account_cost"),
    "Letters and advice": ("message_cost", "education_cost", "reassurance_cost"),
    "Shared systems": ("systems_cost", "setup_cost"),
    "Knowing and pleasing": ("customisation_cost", "comfort_cost", "hospitality_cost"),
    "Mending failures": (
        "compensation_cost",
        "handling_cost",
        "recovery_cost",
        "assurance_cost",
    ),
    "Staff and ideas": ("staff_cost", "innovation_cost"),
    "Quality and room": ("quality_cost", "capacity_cost"),
    "Winning customers": ("acquisition_cost", "advertising_cost", "referral_cost"),
    "Serving": ("service_cost",),
}
"""Cost lines, and revenue forgone by discounts, as a manager groups them."""


@drawing("retention", "Annual", "Retention by strategy", 7)
def retention(comparison: Comparison) -> Chart:
    """Draw annual retention by strategy."""
    figure_of = FIGURES["retention"]
    title = finding(comparison, "retention")
    found = {name: comparison.estimates[name]["retention"] for name in comparison.strategies}
    drawn = {name: one for name, one in found.items() if one.mean is not None}
    if not drawn:
        return nothing_to_draw(
            title,
            marked("Annual retention is undefined: it takes a year, and customers at its start."),
        )
    short = short_names(comparison.strategies)
    levels = {name: figure_of.level(one) for name, one in drawn.items()}
    labels = {name: str(level) for name, level in levels.items()}
    figure = blank(
        height=76 + 38 * len(drawn),
        left=14 + LETTER * max(letters(short[name]) for name in drawn),
        right=room_for(list(labels.values())),
    )
    look = looks(comparison.strategies)
    for place, (name, one) in enumerate(drawn.items()):
        figure.add_trace(_retention_mark(place, name, labels[name], one, look[name]))
        _add_value(figure, place, one, labels[name], look[name])
    _set_axis(figure, list(drawn.values()))
    figure.update_yaxes(
        tickvals=list(range(len(drawn))),
        ticktext=[harmless(short[name]) for name in drawn],
        range=[len(drawn) - 0.5, -0.5],
        showgrid=False,
        ticks="",
    )
    numbers = table_of(
        translate("Strategy"),
        (str(figure_of.title), translate("95 % interval")),
        ((name, (level, level.interval())) for name, level in levels.items()),
    )
    subtitle = Sentence(
        "{meaning} Bars are 95 % intervals of the mean over worlds.", meaning=figure_of.meaning
    )
    return Chart(title, subtitle, figure, numbers)


def _set_axis(figure: go.Figure, found: Sequence[Estimate]) -> None:
    """Set an axis that holds every mark: plotly leaves out the label of what lies at its end."""
    ends = [one.mean if end is None else end for one in found for end in (one.low, one.high)]
    known = [end for end in ends if end is not None]
    low, high = min(known), max(known)
    room = 0.08 * (high - low) or 0.01
    low, high = low - room, high + room
    places = steps(low, high)
    figure.update_xaxes(
        title_text=translate("customers kept in a year"),
        range=[low, high],
        tickvals=places,
        ticktext=ticks(Unit("percent", 0), places),
    )


def _retention_mark(place: int, name: str, label: str, found: Estimate, look: Look) -> go.Scatter:
    return go.Scatter(
        x=[found.mean],
        y=[place],
        name=harmless(name),
        mode="markers",
        marker={"color": look.line, "symbol": look.mark, "size": 12},
        error_x={
            "type": "data",
            "array": [found.half_width or 0.0],
            "color": look.line,
            "thickness": 2,
            "width": 5,
        },
        text=[label],
        hovertemplate="%{text}",
    )


def _add_value(figure: go.Figure, place: int, found: Estimate, label: str, look: Look) -> None:
    figure.add_annotation(
        x=found.high if found.high is not None else found.mean,
        y=place,
        xanchor="left",
        xshift=8,
        text=f"<b>{label}</b>",
        showarrow=False,
        font={"color": look.text},
    )


@drawing("reasons", "Reasons", "Reasons for leaving", 3)
def reasons(comparison: Comparison) -> Chart:
    """Draw why customers leave, by strategy."""
    title = marked("Why customers leave")
    history = comparison.history
    if history is None:
        return nothing_to_draw(title, NO_HISTORY)
    from relsim.market.books import LOSSES  # heavy: the engine

    years = 12 / comparison.scenario.months
    lost = {
        name: np.stack([_a_customer(history, name, (line,)) * 100 * years for line in LOSSES], 1)
        for name in comparison.strategies
    }
    bands = {name: band(values) for name, values in lost.items()}
    kept = [k for k in range(len(LOSSES)) if any(one.mean[k] >= _RARE for one in bands.values())]
    if not kept:
        return nothing_to_draw(title, marked("There is nothing to draw: hardly anybody left."))
    kept.sort(key=lambda k: (k >= ASSIGNED, -float(bands[comparison.baseline].mean[k])))
    rows = Rows(
        names=[translate(REASONS[k]) for k in kept],
        bands={name: Band(*(ends[kept] for ends in one)) for name, one in bands.items()},
        axis=translate("customers lost a year, of 100"),
        ticks="~g",
        unit=OF_A_HUNDRED,
    )
    subtitle = marked(
        "Customers lost a year, of 100 customers, by the largest reason apart from luck; "
        "population turnover (moving away, dying) is no choice. Bars are 95 % intervals."
    )
    return dots(comparison, _why(comparison.baseline, bands, lost), subtitle, rows)


def _why(baseline: str, bands: dict[str, Band], lost: dict[str, Array]) -> Shown:
    """Say which reason a strategy does most against, if any beyond doubt."""
    best: tuple[float, str, int] | None = None
    for name, values in lost.items():
        # The last three reasons are no choices of a customer.
        gaps = band(values - lost[baseline])
        for k in range(ASSIGNED):
            if gaps.high[k] < 0 and (best is None or gaps.mean[k] < best[0]):
                best = (float(gaps.mean[k]), name, k)
    if best is None:
        means = bands[baseline].mean[:ASSIGNED]
        if not np.isfinite(means).any() or not means.max() > 0:
            return marked("Why customers leave")
        return Sentence(
            "Under {baseline}, customers leave most often by “{reason}”",
            baseline=baseline,
            reason=Word(REASONS[int(means.argmax())]),
        )
    _, name, k = best
    before, after = (Quantity(float(bands[one].mean[k]), OF_A_HUNDRED) for one in (baseline, name))
    return Sentence(
        "“{reason}” takes {after} of 100 customers a year under {strategy}, {before} under "
        "{baseline}",
        reason=Word(REASONS[k]),
        after=after,
        strategy=name,
        before=before,
        baseline=baseline,
    )


@drawing("costs", "Costs", "What the strategies cost", 8)
def costs(comparison: Comparison) -> Chart:
    """Draw what the strategies cost, by group of cost lines."""
    title = finding(comparison, "cost_per_customer")
    history = comparison.history
    if history is None:
        return nothing_to_draw(title, NO_HISTORY)
    groups = cost_groups()
    spent = {
        name: band(np.stack([_a_customer(history, name, of) for of in groups.values()], 1))
        for name in comparison.strategies
    }
    names = list(groups)
    used = [
        k
        for k in range(len(names))
        if any(abs(one.mean[k]) > 0 for one in spent.values() if np.isfinite(one.mean[k]))
    ]
    drawn = [k for k in used if names[k] != "Serving"]
    if not drawn:
        return nothing_to_draw(title, NOBODY)
    unit = FIGURES["cost_per_customer"].counted_in(currency_of(comparison))

    def rows(kept: list[int]) -> Rows:
        return Rows(
            names=[translate(names[k]) for k in kept],
            bands={name: Band(*(ends[kept] for ends in one)) for name, one in spent.items()},
            axis=str(
                Sentence(
                    "{currency} per customer and {period}",
                    currency=unit.currency,
                    period=period_of(comparison),
                )
            ),
            ticks=",~g",
            unit=unit,
        )

    subtitle = Sentence(
        "Money per customer and {period} by what it is spent on; loyalty discounts are revenue "
        "forgone. Serving customers itself is left out here and stands in the table. Bars are "
        "95 % intervals.",
        period=period_of(comparison),
    )
    chart = dots(comparison, title, subtitle, rows(drawn))
    return Chart(title, subtitle, chart.figure, dots(comparison, title, "", rows(used)).numbers)


def cost_groups() -> dict[str, tuple[str, ...]]:
    """Return the groups of cost lines, with whatever belongs to none in a last one.

    Examples
    --------
    >>> cost_groups()["Shared systems"]
    ('systems_cost', 'setup_cost')
    """
    from relsim.market.books import COSTS  # heavy: the engine

    grouped = {line for lines in COST_GROUPS.values() for line in lines}
    rest = tuple(line for line in COSTS if line not in grouped)
    return {**COST_GROUPS, "Other": rest} if rest else COST_GROUPS


def _a_customer(history: History, strategy: str, lines: tuple[str, ...]) -> Array:
    """Return sums of the books per customer and period, one value a replication."""
    arm = history.strategies.index(strategy)
    total = sum(history.totals[line][arm] for line in lines)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total / history.totals["customers"][arm], dtype=np.float64)
