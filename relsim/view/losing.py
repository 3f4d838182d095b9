"""Where a strategy loses, drawn: every setting along the number that a box is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from relsim.result.figures import FIGURES
from relsim.result.table import Shown
from relsim.result.words import Sentence, counted
from relsim.study.plausible import Explanation
from relsim.study.plausible.deciding import called
from relsim.study.plausible.explanation_words import ends_of, of, where
from relsim.study.plausible.living import MEANT
from relsim.view.axes import legend_above, marked
from relsim.view.chart import Chart, blank, table_of
from relsim.view.labels import harmless
from relsim.view.style import GRID, INK, looks
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from relsim.study.plausible.losing import Region

KIND = Word("Where it loses")


def boxes(shown: Iterable[object]) -> dict[str, Chart]:
    """Return a chart of each box of whatever explains, by a key of its own."""
    found = (
        (one, region)
        for one in shown
        if isinstance(one, Explanation)
        for region in one.losing.regions
    )
    return {f"box-{place}": _box(*pair) for place, pair in enumerate(found, 1)}


def _box(found: Explanation, region: Region) -> Chart:
    """Draw every setting's difference along a box's first number, within which it is shaded."""
    first, *others = region.limits
    number, lived = found.numbers[first.column], found.plausible.lived
    values = lived.ways[MEANT].numbers[number.path].to_numpy()[lived.places[MEANT]]
    gaps, points = found.losing.runs, found.losing.advantages.points
    within = np.ones(len(gaps), dtype=np.bool_)
    for limit in others:
        within &= (points[:, limit.column] >= limit.low) & (points[:, limit.column] <= limit.high)
    figure = blank(height=340, left=76)
    ends = ends_of(found, first)
    low = values.min() if ends["low"] is None else ends["low"]
    high = values.max() if ends["high"] is None else ends["high"]
    figure.add_vrect(x0=low, x1=high, fillcolor=GRID, opacity=0.6, line_width=0, layer="below")
    counts = _dots(figure, values, gaps, within)
    baseline, strategy = found.strategies
    figure.update_xaxes(title_text=harmless(called(number.path)))
    unit = FIGURES["npv"].counted_in(str(found.comparison.scenario.market.currency))
    span = (min(0.0, float(gaps.min())), max(0.0, float(gaps.max())))
    words = Sentence("{strategy} more than {baseline}", strategy=strategy, baseline=baseline)
    figure.update_yaxes(title_text=harmless(str(words)), **marked(unit, *span))
    figure.add_hline(y=0.0, line={"color": INK, "width": 1.5})
    legend_above(figure)
    title = Sentence(
        "{strategy} {loses} where {where}: in {hits} settings there that were left out",
        strategy=strategy,
        loses=translate("wins" if found.losing.wins else "loses"),
        where=where(found, region),
        hits=of(region.inside_lost, region.inside),
    )
    subtitle = Sentence(
        "A dot is a setting; below the line {strategy} is worth less than {baseline} there, luck "
        "included. Shaded: the box, found by what a regression says of other settings.{others}",
        strategy=strategy,
        baseline=baseline,
        others=Word(" Pale: outside another of its limits.") if others else "",
    )
    return Chart(title, subtitle, figure, table_of(Word("Settings"), (Word("how many"),), counts))


def _dots(
    figure: go.Figure,
    values: NDArray[np.float64],
    gaps: NDArray[np.float64],
    within: NDArray[np.bool_],
) -> list[tuple[str, list[Shown]]]:
    """Draw a dot a setting, and return how many there are of each kind."""
    kinds = {
        Word("outside another limit"): ~within,
        Word("worth more"): within & (gaps >= 0),
        Word("worth less"): within & (gaps < 0),
    }
    for (name, those), look in zip(kinds.items(), looks(tuple(kinds)).values(), strict=True):
        if those.any():
            pale = name == "outside another limit"
            mark = {"color": look.line, "symbol": look.mark, "size": 8}
            figure.add_trace(
                go.Scatter(
                    x=values[those],
                    y=gaps[those],
                    name=str(name),
                    mode="markers",
                    marker={**mark, "opacity": 0.3 if pale else 0.75},
                    hoverinfo="skip",
                )
            )
    return [(name, [counted(int(those.sum()), "setting")]) for name, those in kinds.items()]
