"""The sections of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from relsim.result.exports import settings_frame
from relsim.result.hypertext import as_table, in_line
from relsim.result.markup import Content, Html, element, join, table
from relsim.result.quantity import UNDEFINED
from relsim.result.result import Result
from relsim.result.table import Shown
from relsim.result.words import Sentence, counted, listed
from relsim.study.compare.tables import explanations
from relsim.view.chart import Chart
from relsim.view.findings import headlines, pays, rivals
from relsim.view.setting import levers, market_facts
from relsim.words.catalogue import marked, translate

if TYPE_CHECKING:
    from relsim.stories import Story
    from relsim.study.compare import Comparison
    from relsim.study.fit import Fit
    from relsim.study.optimise import Optimum
    from relsim.study.plausible import Plausible
    from relsim.study.sensitivity import Sensitivity
    from relsim.study.settings import Calibration
    from relsim.study.sweep import Sweep

HEADLINES = ("retention", "profit", "npv")
SOBER = ("npv", "profit", "retention")
"""The order where no strategy is shown to pay: who reads one sentence reads that."""

SETTINGS = marked(
    (
        "scenario",
        "file",
        "fingerprint",
        "cohort",
        "seed",
        "customer",
        "replication",
        "replications",
        "runs",
    )
)
"""What decides an answer and has a name in words; the rest goes by what a command calls it."""


def warnings(sentences: Sequence[Shown]) -> Html | None:
    """Return what a reader must know before reading any number, if anything."""
    if not sentences:
        return None
    return element(
        "div", [element("p", in_line(one)) for one in sentences], class_="warning", role="note"
    )


def answer(comparison: Comparison) -> Html:
    """Return what came out, in sentences."""
    order = HEADLINES if pays(comparison) else SOBER
    said = {str(one): one for one in headlines(comparison, order)}
    return element(
        "section",
        element("h2", translate("In short")),
        [element("p", in_line(one)) for one in said.values()],
        class_="answer",
    )


def market(comparison: Comparison) -> Html:
    """Return the market."""
    scenario = comparison.scenario
    about = translate(str(scenario.market.about)).strip()
    pairs = [
        join(element("dt", name), element("dd", in_line(text)))
        for name, text in market_facts(scenario)
    ]
    return element(
        "section",
        element("h2", translate("The market")),
        element("p", about, class_="about") if about else None,
        element("dl", pairs),
    )


def strategies(comparison: Comparison) -> Html:
    """Return what the strategies do and what that costs."""
    rows: list[tuple[Content, ...]] = [
        tuple(in_line(one) for one in row) for row in levers(comparison)
    ]
    if not rows:
        content: list[Html] = [
            element(
                "p",
                translate("All strategies here set the same levers, as the firm has them anyway."),
            )
        ]
    else:
        columns = (translate("What is done"), translate("What it costs"), *comparison.strategies)
        caption = translate("What differs between the strategies; everything else is the same.")
        content = [table(caption, columns, rows, class_="levers")]
    return element("section", element("h2", translate("What the strategies do")), content)


def results(comparison: Comparison) -> Html:
    """Return the tables of figures, with intervals and paired differences."""
    remarks = explanations(comparison)
    if comparison.unsettled:
        remarks.append(comparison.unsettled)
    if comparison.differences:
        remarks.insert(
            1,
            Sentence(
                "▲ and ▼ mark what is better and worse than {baseline}: the 95 % interval of the "
                "difference leaves out zero. Of twenty such marks one may be chance.",
                baseline=comparison.baseline,
            ),
        )
    return element(
        "section",
        element("h2", translate("The figures")),
        [as_table(one) for one in comparison.tables()],
        [element("p", in_line(one)) for one in comparison.conclusions()],
        _rivals(comparison),
        element("ul", [element("li", in_line(one)) for one in remarks], class_="remarks"),
    )


def found(result: Result) -> Html:
    """Return the tables of a result with what explains them."""
    return element(
        "section",
        element("h2", translate("The figures")),
        [as_table(one) for one in result.tables()],
        [element("p", in_line(one)) for one in result.conclusions()],
        element("ul", [element("li", in_line(one)) for one in result.notes()], class_="remarks"),
    )


def in_settings(found: Plausible, drawn: Mapping[str, Chart], kinds: Mapping[str, str]) -> Html:
    """Return what settings say: tables, what they come to, charts, and what a setting is."""
    return element(
        "section",
        element("h2", translate("What nobody knows")),
        [element("p", in_line(one)) for one in [*found.warnings(), *found.conclusions()]],
        [as_table(one) for one in found.tables()],
        [_figure(name, kinds[name], chart) for name, chart in drawn.items()],
        element("ul", [element("li", in_line(one)) for one in found.notes()], class_="remarks"),
    )


def _rivals(comparison: Comparison) -> Html | None:
    """Return how the strategies differ from each other, where there are several."""
    said = [one for key in ("retention", "npv") for one in rivals(comparison, key)]
    if not said:
        return None
    items = element("ul", [element("li", in_line(one)) for one in said], class_="rivals")
    return join(element("h3", translate("The strategies beside each other")), items)


def charts(drawn: Mapping[str, Chart], kinds: Mapping[str, str]) -> Html:
    """Return the charts, each with its kind, its finding and the numbers behind it."""
    note = element(
        "noscript",
        element(
            "p",
            translate(
                "The charts are drawn by a script, which is turned off here; the tables below "
                "each of them hold the same numbers."
            ),
        ),
    )
    figures = [_figure(name, kinds[name], chart) for name, chart in drawn.items()]
    return element("section", element("h2", translate("The charts")), note, figures)


def _figure(name: str, kind: str, chart: Chart) -> Html:
    behind = element(
        "details",
        element("summary", translate("The numbers behind this chart")),
        as_table(
            replace(
                chart.numbers, title=Sentence("{kind}. In brackets: 95 % intervals.", kind=kind)
            )
        ),
    )
    return element(
        "figure",
        element("h3", in_line(chart.title), id=f"chart-{name}-title"),
        element("p", in_line(Sentence("{kind}. {about}", kind=kind, about=chart.subtitle))),
        element(
            "div",
            id=f"chart-{name}",
            class_="chart",
            role="img",
            aria_label=str(
                Sentence(
                    "{kind}: {title}. The numbers stand in the table below.",
                    kind=kind,
                    title=chart.title,
                )
            ),
            style=f"min-height: {chart.figure.layout.height}px",
        ),
        behind if chart.numbers.rows else None,
        aria_labelledby=f"chart-{name}-title",
    )


def reading(comparison: Comparison) -> Html:
    """Return how to read an interval."""
    worlds = counted(comparison.replications, "world")
    strategies = listed(comparison.strategies)
    paragraphs = [
        Sentence(
            "Every number here is a mean over {worlds}. A world is one possible course of this "
            "market: its own customers, its own luck. The mean would come out a little differently "
            "in other worlds; a 95 % interval is drawn so that, of many such studies, 95 of 100 "
            "would catch the value that endless worlds would give. It speaks of the model's chance "
            "alone, not of whether the model is right about your market.",
            worlds=worlds,
        )
    ]
    if comparison.differences:
        paragraphs.append(
            Sentence(
                "Because {strategies} are tried in the very same worlds, what is common to a "
                "world drops out of their difference: read the intervals of the differences, "
                "not whether the bands of two strategies overlap. When the interval of a "
                "difference holds zero, these worlds do not decide which is better; more of "
                "them might.",
                strategies=strategies,
            )
        )
    return element(
        "section",
        element("h2", translate("How to read an interval")),
        [element("p", in_line(one)) for one in paragraphs],
    )


def _named(setting: str) -> str:
    return translate(setting) if setting in SETTINGS else setting


def provenance(
    result: Comparison | Sweep | Sensitivity | Optimum | Calibration | Fit | Story,
) -> Html:
    """Return what it takes to get the same numbers again."""
    rows = settings_frame(result.settings()).itertuples(index=False)
    pairs = [
        join(
            element("dt", _named(str(row.setting))),
            element("dd", UNDEFINED if row.value is None else str(row.value), class_="print"),
        )
        for row in rows
        if row.setting != "command"
    ]
    return element(
        "section",
        element("h2", translate("The same numbers again")),
        element("dl", pairs),
        element("pre", element("code", result.command)),
    )
