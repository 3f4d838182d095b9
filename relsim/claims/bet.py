"""What the program of a lesson must know: the scale of the bet, and every point of the sweeps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from relsim.claims.drawing import ticks
from relsim.claims.verdict import IN_WORDS, Curve, Finding
from relsim.result.words import Sentence
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from relsim.claims import Evidence

STEPS = 100
"""From no effect to either end of the scale of a bet."""


def drawn_curves(evidence: Evidence) -> list[Curve]:
    """Return the first contrast along each sweep of numbers, where its interval is known."""
    return [
        one
        for one in evidence.curves
        if one.contrast is evidence.main.contrast
        and not one.vary.is_grid
        and len(one.findings) > 1
        and all(part.effect.low is not None for part in one.findings)
    ]


def bet_asked(evidence: Evidence, curves: list[Curve]) -> Sentence:
    """Return what somebody bets on, as a question."""
    if evidence.claim.bet:
        return Sentence(evidence.claim.bet)
    part = Word(evidence.main.contrast.name)
    if not curves:
        return Sentence("How large is the effect ({part})?", part=part)
    along = Word(curves[0].vary.name)
    return Sentence("How large is the effect ({part}) along {sweep}?", part=part, sweep=along)


def lesson_data(evidence: Evidence, curves: list[Curve]) -> dict[str, Any]:
    """Return all that the program reads, as plain values."""
    return {
        "format": _format(evidence),
        "range": reach(evidence, curves),
        "smallest": evidence.main.contrast.smallest,
        "main": _ends(evidence, evidence.main),
        "sweeps": [_sweep(evidence, one) for one in curves],
    }


def reach(evidence: Evidence, curves: list[Curve]) -> float:
    """Return where the scale of the bet ends: a round number well beyond what was found."""
    found = [evidence.main.effect, *(one.effect for curve in curves for one in curve.findings)]
    ends = [abs(end) for one in found for end in (one.low, one.high, one.mean) if end is not None]
    wide = 1.3 * max([*ends, 2 * evidence.main.contrast.smallest])
    tick = ticks(0.0, wide, 8)[1]
    end = math.ceil(wide / tick) * tick
    # A whole number of steps from either end to 0, so that "no effect" can be bet.
    digit = _digit(evidence)
    if end / STEPS < digit:
        end = math.ceil(end / digit - 1e-9) * digit
    return float(f"{end:.6g}")


def step(evidence: Evidence, end: float) -> float:
    """Return how far a bet moves at least: never by less than what is shown of it."""
    return max(end / STEPS, _digit(evidence))


def _digit(evidence: Evidence) -> float:
    """Return the smallest difference between two effects that is seen when they are shown."""
    unit = evidence.effect(evidence.main).unit
    return float(10.0**-unit.places / unit.scale)


def _format(evidence: Evidence) -> dict[str, Any]:
    """Return how the program writes a bet: as the effect is written."""
    effect = evidence.effect(evidence.main)
    prefix, suffix = effect.unit.around(effect.form)
    return {
        "scale": effect.unit.scale,
        "decimals": effect.unit.places,
        "prefix": prefix,
        "suffix": suffix,
        "signed": effect.signed,
    }


def _ends(evidence: Evidence, one: Finding) -> dict[str, Any]:
    """Return an effect as numbers, to be drawn, and as text, to be told."""
    found = one.effect
    return {
        "mean": found.mean or 0.0,
        "low": found.low or 0.0,
        "high": found.high or 0.0,
        "shown": str(evidence.effect(one).with_interval()),
    }


def _sweep(evidence: Evidence, curve: Curve) -> dict[str, Any]:
    vary, contrast = curve.vary, curve.contrast
    places = evidence.along(list(evidence.claim.sweeps).index(vary))
    named = dict.fromkeys([*contrast.weights, *contrast.less])
    arms = list(named) if evidence.has_level(contrast.figure) else []
    told = Word(vary.name)
    points = [
        {
            "value": float(value),
            "label": str(vary.quantity(value)),
            **(ends := _ends(evidence, one)),
            "told": str(
                Sentence(
                    "{sweep} {value}: {effect}, {status}.",
                    sweep=told,
                    value=vary.quantity(value),
                    effect=ends["shown"],
                    status=IN_WORDS[one.status],
                )
            ),
            "arms": [
                (translate(arm), str(evidence.level(arm, contrast.figure, place))) for arm in arms
            ],
        }
        for value, one, place in zip(vary.values, curve.findings, places, strict=True)
    ]
    flips = [one.at for one in evidence.flips if one.path == vary.name]
    return {"name": str(told), "points": points, "flips": flips}
