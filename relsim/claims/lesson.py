"""A claim as a lesson: bet, reveal, verdict, in one file that opens on a phone without internet."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from relsim.claims.drawing import ticks
from relsim.claims.picture import picture
from relsim.claims.tables import PREDICTED
from relsim.claims.verdict import IN_WORDS, Curve
from relsim.result.markup import Html, data, element, fingerprint_of, join, script, table
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.claims import Evidence

STEPS = 100
"""From no effect to either end of the scale of a bet."""


def lesson(evidence: Evidence, home: str | None = None) -> str:
    """Return a claim as a lesson."""
    claim, program = evidence.claim, _text("lesson.js")
    curves = _curves(evidence)
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
            element("p", _question(evidence)),
            element("ul", [element("li", arm) for arm in claim.arms]),
            element("h2", "Your bet"),
            _bet(evidence, curves),
            element("button", "Reveal", id="reveal", type="button", hidden=""),
            element(
                "section",
                element("p", "", id="score", class_="by", role="status"),
                _verdict(evidence),
                _still(evidence) if not curves else None,
                [_walk(place, curve) for place, curve in enumerate(curves)],
                _parts(evidence),
                element("h2", "For the class"),
                element("ol", [element("li", one) for one in claim.questions]),
                id="answer",
                tabindex="-1",
            ),
        ),
        _footer(evidence),
        data("lesson", json.dumps(_data(evidence, curves), allow_nan=False)),
        script(program),
    )
    return (
        "<!DOCTYPE html>\n"
        + element("html", _head(claim.sentence, program), body, lang="en")
        + "\n"
    )


def _head(title: str, program: str) -> Html:
    policy = (
        f"default-src 'none'; script-src {fingerprint_of(program)}; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name_="generator", content=f"relsim {__version__}"),
        element("title", title),
        join(Html(f"<style>{_text('lesson.css')}</style>")),
    )


def _question(evidence: Evidence) -> str:
    contrast, market = evidence.main.contrast, evidence.scenario.market
    measure = evidence.measure(contrast.measure)
    least = evidence.show_size(contrast, contrast.smallest)
    worlds = f"{market.customers:,} customers, {market.periods:,} periods of a {market.period}"
    part = f" as a part of that of {contrast.relative_to}" if contrast.relative_to else ""
    what = f"{contrast.name}: {measure.title.lower()}".replace("_", " ")
    return (
        f"{what[0].upper()}{what[1:]}{part}, in {evidence.scenario.title} ({worlds}), "
        f"in {evidence.replications} worlds that all of these meet alike. From {least} on it "
        "would matter."
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
    reach = _reach(evidence, curves)
    return element(
        "div",
        element("label", f"How large is the effect ({name})?", for_="bet-number"),
        element("input", id="bet-number", type="range", min=f"{-reach:g}", max=f"{reach:g}",
                step=f"{_step(evidence, reach):g}", value="0"),
        element("output", "", id="bet-said", for_="bet-number"),
    )  # fmt: skip


def _verdict(evidence: Evidence) -> Html:
    return element(
        "div",
        element("p", element("strong", evidence.verdict)),
        element("p", evidence.meaning),
        element("p", evidence.claim.about, class_="small") if evidence.claim.about else None,
        class_="verdict",
    )


def _still(evidence: Evidence) -> Html:
    return element("div", Html(picture(evidence)), class_="still")


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
    rows: list[tuple[Any, ...]] = [
        (
            f"{one.contrast.name}: {evidence.measure(one.contrast.measure).title.lower()}",
            PREDICTED[one.contrast.predicts],
            f"{evidence.show(one.contrast, one.effect.mean)} ({evidence.interval(one)})",
            IN_WORDS[one.status],
        )
        for one in evidence.parts
    ]
    columns = ("what", "predicted", "found, with its 95 % interval", "so")
    return element(
        "section", element("h2", "All the numbers"), table("Every part of the claim", columns, rows)
    )


def _footer(evidence: Evidence) -> Html:
    quick = " A quick look: few worlds decide nothing." if evidence.quick else ""
    return element(
        "footer",
        element("p", f"A simulation with relsim {__version__}, seed {evidence.seed}.{quick} Most "
                "numbers of the model are starting values, not measurements. To do it again:"),
        element("code", evidence.command),
    )  # fmt: skip


def _curves(evidence: Evidence) -> list[Curve]:
    """Return the first contrast along each sweep of numbers, where its interval is known."""
    return [
        one
        for one in evidence.curves
        if one.contrast is evidence.main.contrast
        and not one.vary.is_grid
        and len(one.findings) > 1
        and all(part.effect.low is not None for part in one.findings)
    ]


def _data(evidence: Evidence, curves: list[Curve]) -> dict[str, Any]:
    contrast, effect = evidence.main.contrast, evidence.main.effect
    return {
        "format": _format(evidence),
        "range": _reach(evidence, curves),
        "smallest": contrast.smallest,
        "main": {"mean": effect.mean or 0.0, "low": effect.low or 0.0, "high": effect.high or 0.0},
        "sweeps": [_sweep(evidence, one) for one in curves],
    }


def _sweep(evidence: Evidence, curve: Curve) -> dict[str, Any]:
    vary, number = curve.vary, list(evidence.claim.sweeps).index(curve.vary)
    measure = evidence.measure(curve.contrast.measure)
    where = [place for place, one in enumerate(evidence.places) if one.sweep == number]
    points = []
    for value, one, place in zip(vary.values, curve.findings, where, strict=True):
        arms = [
            (arm, measure.show(evidence.arm_estimate(arm, curve.contrast.measure, place).mean))
            for arm in dict.fromkeys([*curve.contrast.weights, *curve.contrast.less])
            if evidence.has_level(curve.contrast.measure)
        ]
        ends = {"mean": one.effect.mean, "low": one.effect.low, "high": one.effect.high}
        points.append(
            {"value": float(value), "label": vary.show(value), **ends,
             "status": IN_WORDS[one.status], "arms": arms}
        )  # fmt: skip
    flips = [one.at for one in evidence.flips if one.path == vary.name]
    return {"name": vary.name, "points": points, "flips": flips}


def _format(evidence: Evidence) -> dict[str, Any]:
    """Return how the program writes an effect, as :meth:`Evidence.show` does."""
    contrast = evidence.main.contrast
    single = len(contrast.weights) == 1
    if contrast.relative_to is not None:
        return {"scale": 100, "decimals": 1, "suffix": " %", "signed": True}
    measure = evidence.measure(contrast.measure)
    share = measure.unit in ("percent", "points")
    signed = measure.unit == "points" or not single
    suffix = (" pt" if signed else " %") if share else ""
    return {
        "scale": 100 if share else 1,
        "decimals": measure.places,
        "suffix": suffix,
        "signed": signed,
    }


def _reach(evidence: Evidence, curves: list[Curve]) -> float:
    """Return where the scale of the bet ends: a round number well beyond what was found."""
    found = [evidence.main.effect, *(one.effect for curve in curves for one in curve.findings)]
    ends = [abs(end) for one in found for end in (one.low, one.high, one.mean) if end is not None]
    wide = 1.3 * max([*ends, 2 * evidence.main.contrast.smallest])
    step = ticks(0.0, wide, 8)[1]
    reach = math.ceil(wide / step) * step
    # A whole number of steps from either end to 0, so that "no effect" can be bet.
    digit = _digit(evidence)
    if reach / STEPS < digit:
        reach = math.ceil(reach / digit - 1e-9) * digit
    return float(f"{reach:.6g}")


def _step(evidence: Evidence, reach: float) -> float:
    """Return how far a bet moves at least: never by less than what is shown of it."""
    return max(reach / STEPS, _digit(evidence))


def _digit(evidence: Evidence) -> float:
    """Return the smallest difference between two effects that is seen when they are shown."""
    shown = _format(evidence)
    return float(10.0 ** -shown["decimals"] / shown["scale"])


@cache
def _text(name: str) -> str:
    return (files("relsim.claims") / name).read_text(encoding="utf-8")
