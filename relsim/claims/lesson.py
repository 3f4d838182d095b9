"""A claim as a lesson: bet, reveal, verdict, in one file that opens on a phone without internet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from relsim.claims.bet import bet_asked, bet_scale, drawn_curves, lesson_data
from relsim.claims.breaking_words import breaking_text
from relsim.claims.handout import handout, part
from relsim.claims.picture import in_settings, picture
from relsim.claims.tables import PREDICTED
from relsim.claims.verdict import IN_WORDS, Curve, Finding
from relsim.claims.words import breadth_text, ledger_text, structures_text
from relsim.result.hypertext import in_line
from relsim.result.markup import Content, Html, data, element, script, table
from relsim.result.words import Sentence, counted, singular
from relsim.version import __version__
from relsim.words.catalogue import Word, marked, translate
from relsim.words.templates import in_program

if TYPE_CHECKING:
    from relsim.claims import Claim, Evidence


def lesson(evidence: Evidence, home: str | None = None) -> str:
    """Return a claim as a lesson."""
    claim, program = evidence.claim, in_program(part("lesson.js"), translate)
    sentence = translate(claim.sentence)
    curves = drawn_curves(evidence)
    body = element(
        "body",
        element(
            "header",
            element("p", element("a", translate("All lessons"), href=home)) if home else None,
            element("h1", sentence),
            element("p", in_line(claimed_by(claim)), class_="by"),
        ),
        element(
            "main",
            element("h2", translate("What stands beside what")),
            element("p", in_line(asked(evidence))),
            element("ul", [element("li", translate(arm)) for arm in claim.arms]),
            element("h2", translate("Your bet")),
            _bet(evidence, curves),
            element("button", translate("Reveal"), id="reveal", type="button", hidden=""),
            element(
                "section",
                element("p", "", id="score", class_="by", role="status"),
                element("p", in_line(about_the_bet(evidence))),
                _verdict(evidence),
                element("div", Html(picture(evidence)), class_="still") if not curves else None,
                [_walk(place, curve) for place, curve in enumerate(curves)],
                _parts(evidence),
                _widely(evidence),
                _apart(evidence),
                _broken(evidence),
                element("h2", translate("For the class")),
                element("ol", [element("li", translate(one)) for one in claim.questions]),
                id="answer",
                tabindex="-1",
            ),
        ),
        _footer(evidence),
        data("lesson", json.dumps(lesson_data(evidence, curves), allow_nan=False)),
        script(program),
    )
    return handout(sentence, body, program)


def claimed_by(claim: Claim) -> Sentence:
    """Return who made a claim."""
    return Sentence("Claimed by {who}.", who=Word(claim.by))


def asked(evidence: Evidence) -> Sentence:
    """Return what is asked, in one sentence."""
    contrast, market = evidence.main.contrast, evidence.scenario.market
    template = marked(
        "{figure} as a part of that of {arm}, {contrast}, in {market} ({customers}, {periods} of a "
        "{period}), in {worlds} that all of these meet alike. From {least} on it would matter."
        if contrast.relative_to
        else "{figure}, {contrast}, in {market} ({customers}, {periods} of a {period}), in "
        "{worlds} that all of these meet alike. From {least} on it would matter."
    )
    return Sentence(
        template,
        figure=evidence.claim.figure(contrast.figure).title,
        arm=Word(contrast.relative_to or ""),
        contrast=Word(contrast.name),
        market=Word(evidence.scenario.title),
        customers=counted(market.customers, "customer"),
        periods=counted(market.periods, "period"),
        period=Word(singular(str(market.period))),
        worlds=counted(evidence.replications, "world"),
        least=evidence.matters_from(contrast),
    )


def _bet(evidence: Evidence, curves: list[Curve]) -> Html:
    question = in_line(bet_asked(evidence, curves))
    if curves:
        yours, drag = translate("your bet"), translate("Drag the points, or use the arrow keys.")
        chart = element("svg", id="bet-curve", class_="touch", role="group", aria_label=yours)
        return element("div", element("p", question), element("p", drag, class_="small"), chart)
    scale = bet_scale(evidence)
    return element(
        "div",
        element("label", question, for_="bet-number"),
        element("input", id="bet-number", type="range", min=f"{scale.low:g}",
                max=f"{scale.high:g}", step=f"{scale.step:g}", value="0"),
        element("div", "", id="bet-ends", class_="ends", aria_hidden="true"),
        element("output", "", id="bet-said", for_="bet-number"),
    )  # fmt: skip


def _verdict(evidence: Evidence) -> Html:
    conditional = evidence.verdict == "conditional"
    about = translate(evidence.claim.about)
    home = Sentence("As the market is: {verdict}.", verdict=Word(evidence.at_home))
    return element(
        "div",
        element("p", element("strong", translate(evidence.verdict))),
        element("p", in_line(home)) if conditional else None,
        element("p", in_line(evidence.meaning)),
        element("p", about, class_="small") if about else None,
        class_="verdict",
    )


def about_the_bet(evidence: Evidence) -> Sentence:
    """Say what became of the part that was bet on, which is not the whole claim."""
    counted_parts = sum(one.contrast.counts for one in evidence.parts)
    template = marked(
        "The bet is on {part}: {status}. The verdict is about {parts} of the claim, listed below."
        if counted_parts > 1
        else "The bet is on {part}: {status}. The verdict is about the same."
    )
    return Sentence(
        template,
        part=Word(evidence.main.contrast.name),
        status=IN_WORDS[evidence.main.status],
        parts=counted(counted_parts, "part"),
    )


def _walk(place: int, curve: Curve) -> Html:
    """Return the section whose slider walks along one sweep."""
    name = Word(curve.vary.name)
    told = Sentence("The effect along {sweep}, also told below", sweep=name)
    slider = element("input", type="range", min="0", max=str(len(curve.findings) - 1), step="1",
                     value="0", aria_label=str(name))  # fmt: skip
    return element(
        "section",
        element("h2", in_line(Sentence("Along {sweep}", sweep=name))),
        element("svg", role="img", aria_label=str(told)),
        slider,
        element("output", ""),
        element("dl"),
        data_sweep=str(place),
    )


def _parts(evidence: Evidence) -> Html:
    rows: list[tuple[Content, ...]] = [tuple(row) for row in parts_told(evidence)]
    title, heads = translate("Every part of the claim"), tuple(map(str, TOLD))
    return element(
        "section", element("h2", translate("All the numbers")), table(title, heads, rows)
    )


TOLD = marked(("what", "predicted", "found, with its 95 % interval", "so"))
"""What is told of every part of a claim."""


def parts_told(evidence: Evidence) -> list[tuple[str, ...]]:
    """Return every part of a claim: what was predicted of it, and what was found."""
    return [
        (
            str(_named(evidence, one)),
            str(PREDICTED[one.contrast.predicts]),
            str(evidence.effect(one).with_interval()),
            str(IN_WORDS[one.status]),
        )
        for one in evidence.parts
    ]


def _named(evidence: Evidence, one: Finding) -> Sentence:
    figure = evidence.claim.figure(one.contrast.figure)
    return Sentence("{part}: {figure}", part=Word(one.contrast.name), figure=figure.noun)


def _widely(evidence: Evidence) -> Html | None:
    """Return the last step: had the numbers that nobody knows been others."""
    if (found := evidence.breadth) is None:
        return None
    numbers = counted(found.numbers, "number")
    asked = Sentence("Nobody knows {numbers} of this market exactly. Had they been others?",
                     numbers=numbers)  # fmt: skip
    return element(
        "section",
        element("h2", translate("Had the market been another")),
        element("p", in_line(asked)),
        element("p", in_line(breadth_text(evidence.claim, found)), class_="verdict"),
        element("div", Html(in_settings(evidence, found)), class_="still"),
        id="settings",
    )


def _apart(evidence: Evidence) -> Html | None:
    """Return what it rests on: had the model one mechanism less."""
    if (found := evidence.structures) is None:
        return None
    return element(
        "section",
        element("h2", translate("Had the model one mechanism less")),
        element("p", in_line(structures_text(found)), class_="verdict"),
        id="structures",
    )


def _broken(evidence: Evidence) -> Html | None:
    """Return what came of trying to break it."""
    if (found := evidence.breaking) is None:
        return None
    return element(
        "section",
        element("h2", translate("Had somebody tried to break it")),
        element("p", in_line(breaking_text(evidence, found)), class_="verdict"),
        id="breaking",
    )


def _footer(evidence: Evidence) -> Html:
    beside = ledger_text(evidence)
    quick = translate("A quick look: few worlds decide nothing.")
    made = Sentence(
        "A simulation with relsim {version}, seed {seed}. Most numbers of the model are starting "
        "values, not measurements. To do it again:",
        version=__version__,
        seed=str(evidence.seed),
    )
    return element(
        "footer",
        element("p", quick) if evidence.quick else None,
        element("p", in_line(Sentence("The ledger: {told}", told=beside))) if beside else None,
        element("p", in_line(made)),
        element("code", evidence.command),
    )  # fmt: skip
