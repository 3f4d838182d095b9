"""What the program of a lesson must know: the scale of the bet, and every point of the sweeps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relsim.claims.verdict import IN_WORDS, Curve, Finding
from relsim.result.words import Sentence
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from relsim.claims import Evidence
    from relsim.claims.contrast import Contrast
    from relsim.result.quantity import Kind

STEPS = 100
"""From no effect to either end of the scale of a bet."""

WIDE: dict[Kind, int] = {"points": 40, "score": 40, "percent": 100}
"""How many times the smallest effect that matters may be bet: money moves more than heads do."""

RATIOS = 4
"""How many times as much as alike, or as what matters, a ratio may be bet."""


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


@dataclass(frozen=True, slots=True)
class Scale:
    """From where to where somebody may bet, and by which steps."""

    low: float
    high: float
    step: float

    @property
    def plain(self) -> dict[str, float]:
        """What a program in a browser needs in order to draw it."""
        return {"low": self.low, "high": self.high, "step": self.step}


def lesson_data(evidence: Evidence, curves: list[Curve]) -> dict[str, Any]:
    """Return all that the program reads, as plain values."""
    return {
        "format": _format(evidence),
        **bet_scale(evidence).plain,
        "smallest": evidence.main.contrast.smallest,
        "main": _ends(evidence, evidence.main),
        "sweeps": [_sweep(evidence, one) for one in curves],
    }


def bet_scale(evidence: Evidence) -> Scale:
    """Return the scale of a bet: from the unit and the smallest effect that matters alone.

    What was found takes no part in it, so that no end of the scale tells how large the effect is.
    A share cannot be bet to be more than all or less than nothing, nor two to differ by more.

    Examples
    --------
    >>> from relsim.claims import read_claim
    >>> from relsim.claims.ledger import from_ledger
    >>> bet_scale(from_ledger(read_claim("two_keys")))
    Scale(low=-0.2, high=0.2, step=0.002)
    """
    contrast, unit = evidence.main.contrast, evidence.effect(evidence.main).unit
    digit = _digit(evidence)
    if unit.kind in ("ratio", "factor"):  # 1 is alike
        high = _round(RATIOS * max(1.0, contrast.smallest))
    else:
        high = _round(WIDE.get(unit.kind, 100) * (contrast.smallest or digit))
    if unit.kind in ("percent", "points", "score"):
        high = min(1.0, high)
    high = max(high, digit)
    low = 0.0 if _never_negative(contrast, unit.kind) else -high
    return Scale(low, high, max(float(f"{high / STEPS:.6g}"), digit))


def _never_negative(contrast: Contrast, kind: Kind) -> bool:
    """Tell whether one arm alone is measured, in what cannot be below nothing.

    What is predicted to be 0 is how far something is off, and may be off either way.
    """
    alone = list(contrast.weights.values()) == [1.0] and not contrast.less
    own = alone and contrast.relative_to is None and contrast.predicts != "same"
    return own and kind in ("percent", "score", "count", "periods")


def _round(least: float) -> float:
    """Return the first of 1, 2, 5, 10 … that is no smaller."""
    power = 10.0 ** math.floor(math.log10(least))
    found = next(one * power for one in (1, 2, 5, 10) if one * power >= least * (1 - 1e-9))
    return float(f"{found:.6g}")


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
