"""The sections of the report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from relsim.result.markup import Content, Html, element, join, table
from relsim.result.table import Cell, Row
from relsim.result.words import count, listed
from relsim.study.compare.tables import notes, sheets
from relsim.version import __version__
from relsim.view.chart import Chart
from relsim.view.findings import headlines
from relsim.view.setting import levers, market_facts

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

_SIGN = re.compile("([+−])(?=\\S)")

HEADLINES = ("retention", "profit", "npv")

PICTURE_OF = {
    "retention": "Retention by strategy",
    "survival": "Retention curves",
    "share": "Market share over time",
    "profit": "Cumulative profit",
    "reasons": "Reasons for leaving",
    "satisfaction": "Satisfaction tiers",
    "relationship_quality": "Relationship quality over time",
    "costs": "What the strategies cost",
}


def warnings(sentences: list[str]) -> Html | None:
    """Return what a reader must know before reading any number, if anything."""
    if not sentences:
        return None
    return element("div", [element("p", one) for one in sentences], class_="warning", role="note")


def answer(comparison: Comparison) -> Html:
    """Return what came out, in sentences."""
    found = list(dict.fromkeys(headlines(comparison, HEADLINES)))
    return element(
        "section",
        element("h2", "In short"),
        [element("p", _whole(one)) for one in found],
        class_="answer",
    )


def _whole(text: str) -> str:
    """Keep a sign and its amount on one line."""
    return _SIGN.sub("\\1\u2060", text)


def market(comparison: Comparison) -> Html:
    """Return the market."""
    scenario = comparison.scenario
    about = str(scenario.market.about).strip()
    pairs = [
        join(element("dt", name), element("dd", text)) for name, text in market_facts(scenario)
    ]
    return element(
        "section",
        element("h2", "The market"),
        element("p", about, class_="about") if about else None,
        element("dl", pairs),
    )


def strategies(comparison: Comparison) -> Html:
    """Return what the strategies do and what that costs."""
    rows: list[tuple[Content, ...]] = [tuple(row) for row in levers(comparison)]
    if not rows:
        content: list[Html] = [
            element("p", "All strategies here set the same levers, as the firm has them anyway.")
        ]
    else:
        columns = ("What is done", "What it costs", *comparison.strategies)
        caption = "What differs between the strategies; everything else is the same."
        content = [table(caption, columns, rows, class_="levers")]
    return element("section", element("h2", "What the strategies do"), content)


def results(comparison: Comparison) -> Html:
    """Return the tables of figures, with intervals and paired differences."""
    made = [
        table(sheet.title, ("", *sheet.columns), [_row(row) for row in sheet.rows])
        for sheet in sheets(comparison)
    ]
    remarks = [one for one in notes(comparison) if not one.startswith("Again:")]
    if comparison.differences:
        remarks.insert(
            1,
            f"▲ and ▼ mark what is better and worse than {comparison.baseline}: the 95 % interval "
            "of the difference leaves out zero. Of twenty such marks one may be chance.",
        )
    small = [element("li", one) for one in remarks]
    return element(
        "section", element("h2", "The figures"), made, element("ul", small, class_="remarks")
    )


def _row(row: Row) -> tuple[Content, ...]:
    heading = join(row.top, element("small", row.bottom))
    return (heading, *(_cell(cell) for cell in row.cells))


def _cell(cell: Cell) -> Html:
    top, bottom = (text.replace("-", "−") for text in (cell.top, cell.bottom))
    shown = element("span", top, class_=cell.mood or None)
    return join(shown, element("small", bottom) if bottom else None)


def charts(drawn: Mapping[str, Chart]) -> Html:
    """Return the charts, each with its finding and the numbers behind it."""
    note = element(
        "noscript",
        element(
            "p",
            "The charts are drawn by a script, which is turned off here; the tables "
            "below each of them hold the same numbers.",
        ),
    )
    figures = [_figure(name, chart) for name, chart in drawn.items()]
    return element("section", element("h2", "The charts"), note, figures)


def _figure(name: str, chart: Chart) -> Html:
    kind = PICTURE_OF.get(name, name.replace("_", " ").capitalize())
    numbers: list[tuple[Content, ...]] = [tuple(row) for row in chart.numbers.rows]
    behind = element(
        "details",
        element("summary", "The numbers behind this chart"),
        table(f"{kind}. In brackets: 95 % intervals.", chart.numbers.columns, numbers),
    )
    return element(
        "figure",
        element("h3", chart.title, id=f"chart-{name}-title"),
        element("p", f"{kind}. {chart.subtitle}"),
        element(
            "div",
            id=f"chart-{name}",
            class_="chart",
            role="img",
            aria_label=f"{kind}: {chart.title}. The numbers stand in the table below.",
            style=f"min-height: {chart.figure.layout.height}px",
        ),
        behind if numbers else None,
        aria_labelledby=f"chart-{name}-title",
    )


def reading(comparison: Comparison) -> Html:
    """Return how to read an interval."""
    worlds = count(comparison.replications, "world")
    strategies = listed(comparison.strategies)
    text = (
        f"Every number here is a mean over {worlds}. A world is one possible course of this "
        "market: its own customers, its own luck. The mean would come out a little differently "
        "in other worlds; a 95 % interval is drawn so that, of many such studies, 95 of 100 "
        "would catch the value that endless worlds would give. It speaks of the model's chance "
        "alone, not of whether the model is right about your market."
    )
    if comparison.differences:
        text += (
            f" Because {strategies} are tried in the very same worlds, what is common to a world "
            "drops out of their difference: read the intervals of the differences, not whether "
            "the bands of two strategies overlap. When the interval of a difference holds zero, "
            "these worlds do not decide which is better; more of them might."
        )
    return element("section", element("h2", "How to read an interval"), element("p", text))


def again(comparison: Comparison) -> Html:
    """Return what it takes to get the same numbers again."""
    facts = {
        "Seed": str(comparison.seed),
        "Replications": f"{comparison.replications:,}",
        "relsim": __version__,
        "Scenario": comparison.scenario.name,
        "Fingerprint": comparison.scenario.fingerprint,
    }
    pairs = [
        join(element("dt", name), element("dd", text, class_="print"))
        for name, text in facts.items()
    ]
    return element(
        "section",
        element("h2", "The same numbers again"),
        element("dl", pairs),
        element("pre", element("code", comparison.command)) if comparison.command else None,
    )
