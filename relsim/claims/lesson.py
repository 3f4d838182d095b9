"""A claim as a lesson: bet, reveal, verdict, in one file that opens on a phone without internet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from relsim.claims.bet import drawn_curves, lesson_data, reach, step
from relsim.claims.handout import handout, part
from relsim.claims.picture import in_settings, picture
from relsim.claims.tables import PREDICTED
from relsim.claims.verdict import IN_WORDS, Curve
from relsim.claims.words import breadth_text, ledger_text
from relsim.result.hypertext import in_line
from relsim.result.markup import Content, Html, data, element, script, table
from relsim.result.words import Sentence, counted, singular
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.claims import Evidence


def lesson(evidence: Evidence, home: str | None = None) -> str:
    """Return a claim as a lesson."""
    claim, program = evidence.claim, part("lesson.js")
    curves = drawn_curves(evidence)
    body = element(
        "body",
        element(
            "header",
            element("p", element("a", "All lessons", href=home)) if home else None,
            element("h1", claim.sentence),
            element("p", f"Claimed by {claim.by}.", class_="by"),
        ),
        element(
            "main",
            element("h2", "What stands beside what"),
            element("p", in_line(asked(evidence))),
            element("ul", [element("li", arm) for arm in claim.arms]),
            element("h2", "Your bet"),
            _bet(evidence, curves),
            element("button", "Reveal", id="reveal", type="button", hidden=""),
            element(
                "section",
                element("p", "", id="score", class_="by", role="status"),
                element("p", in_line(about_the_bet(evidence))),
                _verdict(evidence),
                element("div", Html(picture(evidence)), class_="still") if not curves else None,
                [_walk(place, curve) for place, curve in enumerate(curves)],
                _parts(evidence),
                _widely(evidence),
                element("h2", "For the class"),
                element("ol", [element("li", one) for one in claim.questions]),
                id="answer",
                tabindex="-1",
            ),
        ),
        _footer(evidence),
        data("lesson", json.dumps(lesson_data(evidence, curves), allow_nan=False)),
        script(program),
    )
    return handout(claim.sentence, body, program)


def asked(evidence: Evidence) -> Sentence:
    """Return what is asked, in one sentence."""
    contrast, market = evidence.main.contrast, evidence.scenario.market
    template = (
        "{figure} as a part of that of {arm}, {contrast}, in {market} ({customers}, {periods} of a "
        "{period}), in {worlds} that all of these meet alike. From {least} on it would matter."
        if contrast.relative_to
        else "{figure}, {contrast}, in {market} ({customers}, {periods} of a {period}), in "
        "{worlds} that all of these meet alike. From {least} on it would matter."
    )
    return Sentence(
        template,
        figure=evidence.claim.figure(contrast.figure).title,
        arm=contrast.relative_to,
        contrast=contrast.name,
        market=evidence.scenario.title,
        customers=counted(market.customers, "customer"),
        periods=counted(market.periods, "period"),
        period=singular(str(market.period)),
        worlds=counted(evidence.replications, "world"),
        least=evidence.matters_from(contrast),
    )


def _bet(evidence: Evidence, curves: list[Curve]) -> Html:
    name = evidence.main.contrast.name
    if curves:
        where = curves[0].vary.name
        chart = element("svg", id="bet-curve", class_="touch", role="group", aria_label="your bet")
        return element(
            "div",
            element("p", f"Drag the points: how large is the effect ({name}) along {where}?"),
            chart,
        )
    end = reach(evidence, curves)
    return element(
        "div",
        element("label", f"How large is the effect ({name})?", for_="bet-number"),
        element("input", id="bet-number", type="range", min=f"{-end:g}", max=f"{end:g}",
                step=f"{step(evidence, end):g}", value="0"),
        element("output", "", id="bet-said", for_="bet-number"),
    )  # fmt: skip


def _verdict(evidence: Evidence) -> Html:
    conditional = evidence.verdict == "conditional"
    return element(
        "div",
        element("p", element("strong", evidence.verdict)),
        element("p", f"As the market is: {evidence.at_home}.") if conditional else None,
        element("p", in_line(evidence.meaning)),
        element("p", evidence.claim.about, class_="small") if evidence.claim.about else None,
        class_="verdict",
    )


def about_the_bet(evidence: Evidence) -> Sentence:
    """Say what became of the part that was bet on, which is not the whole claim."""
    counted_parts = sum(one.contrast.counts for one in evidence.parts)
    template = "You bet on {part}: {status}. "
    template += (
        "The verdict is about {parts} of the claim, listed below."
        if counted_parts > 1
        else "The verdict is about the same."
    )
    return Sentence(
        template,
        part=evidence.main.contrast.name,
        status=IN_WORDS[evidence.main.status],
        parts=counted(counted_parts, "part"),
    )


def _walk(place: int, curve: Curve) -> Html:
    """Return the section whose slider walks along one sweep."""
    name = curve.vary.name
    slider = element("input", type="range", min="0", max=str(len(curve.findings) - 1), step="1",
                     value="0", aria_label=name)  # fmt: skip
    return element(
        "section",
        element("h2", f"Along {name}"),
        element("svg", role="img", aria_label=f"the effect along {name}, also told below"),
        slider,
        element("output", ""),
        element("dl"),
        data_sweep=str(place),
    )


def _parts(evidence: Evidence) -> Html:
    rows: list[tuple[Content, ...]] = [tuple(row) for row in parts_told(evidence)]
    return element(
        "section", element("h2", "All the numbers"), table("Every part of the claim", TOLD, rows)
    )


TOLD = ("what", "predicted", "found, with its 95 % interval", "so")
"""What is told of every part of a claim."""


def parts_told(evidence: Evidence) -> list[tuple[str, ...]]:
    """Return every part of a claim: what was predicted of it, and what was found."""
    return [
        (
            f"{one.contrast.name}: {evidence.claim.figure(one.contrast.figure).noun}",
            PREDICTED[one.contrast.predicts],
            str(evidence.effect(one).with_interval()),
            IN_WORDS[one.status],
        )
        for one in evidence.parts
    ]


def _widely(evidence: Evidence) -> Html | None:
    """Return the last step: had the numbers that nobody knows been others."""
    if (found := evidence.breadth) is None:
        return None
    numbers = counted(found.numbers, "number")
    asked = Sentence("Nobody knows {numbers} of this market exactly. Had they been others?",
                     numbers=numbers)  # fmt: skip
    return element(
        "section",
        element("h2", "Had the market been another"),
        element("p", in_line(asked)),
        element("p", in_line(breadth_text(found)), class_="verdict"),
        element("div", Html(in_settings(evidence, found)), class_="still"),
        id="settings",
    )


def _footer(evidence: Evidence) -> Html:
    beside = ledger_text(evidence)
    return element(
        "footer",
        element("p", "A quick look: few worlds decide nothing.") if evidence.quick else None,
        element("p", "The ledger: ", in_line(beside)) if beside else None,
        element("p", f"A simulation with relsim {__version__}, seed {evidence.seed}. Most numbers "
                "of the model are starting values, not measurements. To do it again:"),
        element("code", evidence.command),
    )  # fmt: skip
