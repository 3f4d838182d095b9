"""How satisfied the customers are: the eight tiers from terrorists to apostles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown
from relsim.result.words import Sentence
from relsim.study.compare.courses import Array, Band, History, band
from relsim.view.by_strategy import NOBODY
from relsim.view.chart import LETTER, Chart, blank, drawing, nothing_to_draw, table_of
from relsim.view.labels import harmless, letters, short_names
from relsim.view.over_time import NO_HISTORY
from relsim.view.style import TIERS as COLOURS
from relsim.words.catalogue import Word, marked

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

TIER_NAMES = marked(
    (
        "below 0.3 (terrorists)",
        "0.3 to 0.4",
        "0.4 to 0.5",
        "0.5 to 0.6",
        "0.6 to 0.7",
        "0.7 to 0.8",
        "0.8 to 0.9",
        "0.9 and more (apostles)",
    )
)
"""From the least satisfied to the most (Jones and Sasser's words for both ends)."""

SATISFIED = 5
"""The first tier, counted from 0, that counts as satisfied in the title: 0.7 and more."""

WHOLE = Unit("percent", 0)

_SMALLEST_LABEL = 0.07


@drawing("satisfaction", "Satisfaction", "Satisfaction tiers", 5)
def tiers(comparison: Comparison) -> Chart:
    """Draw how customers are spread over the tiers of satisfaction."""
    history = comparison.history
    if history is None:
        return nothing_to_draw(marked("How satisfied customers are"), NO_HISTORY)
    shares = {name: _shares(history, name) for name in comparison.strategies}
    bands = {name: band(values) for name, values in shares.items()}
    drawn = {name: one for name, one in bands.items() if np.isfinite(one.mean).all()}
    if not drawn:
        return nothing_to_draw(marked("How satisfied customers are"), NOBODY)
    short = short_names(comparison.strategies)
    figure = blank(
        height=150 + 44 * len(drawn),
        left=14 + LETTER * max(letters(short[name]) for name in drawn),
    )
    for tier, (label, colour) in enumerate(zip(TIER_NAMES, COLOURS, strict=True)):
        figure.add_trace(_bar(tier, label, colour, drawn))
    figure.update_layout(
        barmode="stack",
        bargap=0.3,
        showlegend=True,
        legend={
            "orientation": "h",
            "traceorder": "normal",
            "x": 0,
            "xanchor": "left",
            "y": -0.32 if len(drawn) > 2 else -0.6,
            "yanchor": "top",
        },
    )
    figure.update_layout(margin={"b": 104}, height=164 + 44 * len(drawn))
    fifths = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    figure.update_xaxes(
        tickvals=fifths, ticktext=[WHOLE.text(one) for one in fifths], range=[0, 1], title_text=""
    )
    figure.update_yaxes(
        tickvals=list(range(len(drawn))),
        ticktext=[harmless(short[name]) for name in drawn],
        range=[len(drawn) - 0.5, -0.5],
        showgrid=False,
        ticks="",
    )
    numbers = table_of(
        marked("Satisfaction"),
        drawn,
        (
            (label, [Quantity(float(one.mean[k]), Unit("percent")) for one in drawn.values()])
            for k, label in enumerate(TIER_NAMES)
        ),
    )
    subtitle = marked(
        "The firm's customers by their satisfaction, from 0 to 1: the mean over customers and "
        "periods."
    )
    return Chart(_title(comparison, shares), subtitle, figure, numbers)


def _bar(tier: int, label: str, colour: str, bands: dict[str, Band]) -> go.Bar:
    values = [float(one.mean[tier]) for one in bands.values()]
    return go.Bar(
        x=values,
        y=list(range(len(values))),
        orientation="h",
        name=str(label),
        marker={"color": colour, "line": {"color": "#ffffff", "width": 0.5}},
        text=[WHOLE.text(one) if one >= _SMALLEST_LABEL else "" for one in values],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        # Dark letters on the light tiers, light ones on the dark.
        textfont={"color": "#ffffff" if tier < 3 else "#14181c", "size": 12},
        customdata=[Unit("percent").text(one) for one in values],
        hovertemplate=f"{label}: %{{customdata}}<extra></extra>",
    )


def _title(comparison: Comparison, shares: dict[str, Array]) -> Shown:
    """Say by which strategy most customers are satisfied, if any beyond doubt."""
    satisfied = {name: values[:, SATISFIED:].sum(axis=1) for name, values in shares.items()}
    baseline = comparison.baseline
    means = {name: float(band(one[:, None]).mean[0]) for name, one in satisfied.items()}
    better = {}
    for name in comparison.strategies[1:]:
        gap = band((satisfied[name] - satisfied[baseline])[:, None])
        if gap.low[0] > 0:
            better[name] = means[name]
    limit = Word("0.7 or more")
    if better:
        best = max(better, key=better.__getitem__)
        return Sentence(
            "{after} of customers have a satisfaction of {limit} under {best}, {before} under "
            "{baseline}",
            after=Quantity(means[best], WHOLE),
            limit=limit,
            best=best,
            before=Quantity(means[baseline], WHOLE),
            baseline=baseline,
        )
    if not np.isfinite(means[baseline]):
        return marked("How satisfied customers are")
    return Sentence(
        "Under {baseline}, {share} of customers have a satisfaction of {limit}",
        baseline=baseline,
        share=Quantity(means[baseline], WHOLE),
        limit=limit,
    )


def _shares(history: History, strategy: str) -> Array:
    """Return the tiers' shares of customers, a row a replication."""
    arm = history.strategies.index(strategy)
    counts = np.stack([history.totals[f"tier_{k}"][arm] for k in range(1, 9)], axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(counts / counts.sum(axis=1, keepdims=True), dtype=np.float64)
