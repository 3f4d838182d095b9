"""The charts that follow the strategies over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relsim.result.figures import FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown
from relsim.result.words import Sentence
from relsim.study.compare import by_year
from relsim.study.compare.courses import Band, band
from relsim.view.chart import Chart, drawing, nothing_to_draw
from relsim.view.findings import currency_of, finding
from relsim.view.lines import Scale, courses
from relsim.view.periods import horizon
from relsim.words.catalogue import marked, translate

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

BAND = marked("Bands are 95 % intervals of the mean over worlds.")
NO_HISTORY = marked("This comparison kept no courses over time.")


WHOLE_PERCENT = Unit("percent", 0)


@drawing("survival", "Retention", "Retention curves", 1)
def survival(comparison: Comparison) -> Chart:
    """Draw how many of the first customers are still there: the retention curve."""
    bands = _bands(comparison, "survival")
    ends = {name: band.mean[-1] for name, band in bands.items() if band.mean[-1] >= 0}
    title: Shown = marked("How long the first customers stay")
    if ends:
        best = max(ends, key=ends.__getitem__)
        places = {
            "horizon": horizon(comparison.scenario),
            "kept": Quantity(float(ends[best]), WHOLE_PERCENT),
            "best": best,
            "baseline": comparison.baseline,
        }
        template = marked(
            "After {horizon}, {kept} of the first customers are still there under {best}"
        )
        if best != comparison.baseline and comparison.baseline in ends:
            template = marked(
                "After {horizon}, {kept} of the first customers are still there under {best}, "
                "{before} under {baseline}"
            )
            places["before"] = Quantity(float(ends[comparison.baseline]), WHOLE_PERCENT)
        title = Sentence(template, **places)
    subtitle = Sentence(
        "Of the customers the firm had when the strategies started, the share that never left it "
        "since; those whom population turnover took are set aside. {band}",
        band=BAND,
    )
    scale = Scale(translate("still customers"), WHOLE_PERCENT, floor=0.0, ceiling=1.02)
    return _draw(comparison, title, subtitle, bands, scale)


@drawing("share", "Share", "Market share over time", 6)
def share(comparison: Comparison) -> Chart:
    """Draw the market share over time."""
    subtitle = Sentence("The firm's part of all customers who have a firm. {band}", band=BAND)
    scale = Scale(translate("share of customers"), FIGURES["share"].counted_in(), floor=0.0)
    bands = _bands(comparison, "share")
    return _draw(comparison, finding(comparison, "share"), subtitle, bands, scale)


@drawing("profit", "Profit", "Cumulative profit", 2)
def profit(comparison: Comparison) -> Chart:
    """Draw how much more each strategy has earned than the baseline by then."""
    unit = FIGURES["profit"].counted_in(currency_of(comparison))
    title = finding(comparison, "profit")
    history, baseline = comparison.history, comparison.baseline
    if history is None or len(comparison.strategies) == 1:
        subtitle = Sentence("Profit, added up since the start. {band}", band=BAND)
        scale = Scale(translate("profit so far"), unit)
        return _draw(comparison, title, subtitle, _bands(comparison, "profit"), scale)
    bands = {
        name: history.course("profit", name, against=baseline) for name in comparison.strategies[1:]
    }
    subtitle = Sentence(
        "Profit added up since the start, minus that under {baseline} in the same world. Bands "
        "are 95 % intervals of this paired difference.",
        baseline=baseline,
    )
    scale = Scale(
        _more_than(baseline),
        unit,
        zero=baseline,
        signed=True,
    )
    return _draw(comparison, title, subtitle, bands, scale)


@drawing("value", "Value", "Value by year", 3)
def value(comparison: Comparison) -> Chart:
    """Draw net present value, had the horizon ended sooner, against the baseline."""
    title: Shown = marked("Value by year")
    if not by_year.is_told(comparison):
        return nothing_to_draw(title, marked("It takes two strategies, and more than one year."))
    baseline = comparison.baseline
    title = by_year.leads(comparison)
    before = comparison.year_values(baseline)
    bands = {
        name: band(np.pad(comparison.year_values(name) - before, ((0, 0), (1, 0))))
        for name in comparison.strategies[1:]
    }
    subtitle = Sentence(
        "Net present value, had the horizon ended then, minus that under {baseline} in the same "
        "world. Bands are 95 % intervals of this paired difference. What the customers of the end "
        "are still worth is not in it.",
        baseline=baseline,
    )
    scale = Scale(
        _more_than(baseline),
        FIGURES["npv"].counted_in(currency_of(comparison)),
        zero=baseline,
        signed=True,
    )
    periods = np.concatenate([[0], by_year.year_ends(comparison.scenario)])
    return courses(comparison, title, subtitle, bands, scale, periods)


@drawing("relationship_quality", "Quality", "Relationship quality over time", 4)
def quality(comparison: Comparison) -> Chart:
    """Draw relationship quality over time."""
    subtitle = Sentence(
        "Half satisfaction, half trust: the mean over the firm's customers, from 0 to 1. The axis "
        "shows a part of that range. {band}",
        band=BAND,
    )
    scale = Scale(
        FIGURES["relationship_quality"].noun, FIGURES["relationship_quality"].counted_in()
    )
    bands = _bands(comparison, "relationship_quality")
    title = finding(comparison, "relationship_quality")
    return _draw(comparison, title, subtitle, bands, scale)


def _more_than(baseline: str) -> str:
    if len(baseline) < 24:
        return str(Sentence("more than {baseline}", baseline=baseline))
    return translate("more than the baseline")


def _bands(comparison: Comparison, curve: str) -> dict[str, Band]:
    history = comparison.history
    if history is None:
        return {}
    return {name: history.course(curve, name) for name in comparison.strategies}


def _draw(
    comparison: Comparison, title: Shown, subtitle: Shown, bands: dict[str, Band], scale: Scale
) -> Chart:
    if comparison.history is None:
        return nothing_to_draw(title, NO_HISTORY)
    return courses(comparison, title, subtitle, bands, scale)
