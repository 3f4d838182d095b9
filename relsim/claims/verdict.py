"""From intervals to a verdict: supported, conditional, refuted, or undecided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from relsim.claims.claim import Claim, Vary, Verdict
from relsim.claims.contrast import Contrast
from relsim.result.statistics import Estimate
from relsim.study.sweep.flips import Flip, crossings
from relsim.words.catalogue import marked

Status = Literal["holds", "too small", "reverse", "differs", "open", "reported"]

AGAINST: tuple[Status, ...] = ("too small", "reverse", "differs")
"""What is shown not to be as predicted; open is not shown either way."""

IN_WORDS: dict[Status, str] = marked(
    {
        "holds": "as predicted",
        "too small": "too small to matter",
        "reverse": "the other way round",
        "differs": "differs",
        "open": "undecided",
        "reported": "for information",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a claim at one setting.

    Parameters
    ----------
    contrast : Contrast
        What was predicted.
    effect : Estimate
        Its mean over worlds with the 95 % interval, paired.
    status : str
        How the two agree.
    """

    contrast: Contrast
    effect: Estimate
    status: Status


@dataclass(frozen=True, slots=True)
class Curve:
    """One part of a claim along a sweep.

    Parameters
    ----------
    vary : Vary
        The sweep.
    findings : tuple of Finding
        At its values.
    """

    vary: Vary
    findings: tuple[Finding, ...]

    @property
    def contrast(self) -> Contrast:
        """What was predicted."""
        return self.findings[0].contrast


def judge(contrast: Contrast, effect: Estimate) -> Finding:
    """Return how an interval agrees with what was predicted of it.

    Examples
    --------
    >>> from relsim.claims.contrast import difference
    >>> judge(difference("a", "b", smallest=0.1), Estimate(0.3, 0.2, 0.4, 20)).status
    'holds'
    """
    return Finding(contrast, effect, _status(contrast, effect))


def _status(contrast: Contrast, effect: Estimate) -> Status:
    if not contrast.predicts:
        return "reported"
    if effect.mean is None or effect.low is None or effect.high is None:
        return "open"
    low, high = effect.low, effect.high
    least = contrast.smallest
    if contrast.predicts == "same":
        if -least < low and high < least:
            return "holds"
        return "differs" if low > least or high < -least else "open"
    if contrast.predicts == "less":
        low, high = -high, -low
    if low >= least:
        return "holds"
    if high < 0:
        return "reverse"
    return "too small" if high < least else "open"


def verdict_of(parts: Sequence[Finding], curves: Sequence[Curve]) -> Verdict:
    """Return the verdict on a whole claim."""
    counted = [one for one in parts if one.contrast.counts]
    without: Verdict = "refuted" if any(one.status in AGAINST for one in counted) else "undecided"
    if any(one.status != "holds" for one in counted if one.contrast.at is not None):
        return without
    settings = [[one for one in counted if one.contrast.at is None]]
    settings += _by_setting([one for one in curves if one.contrast.counts])
    settings = [one for one in settings if one]
    holds = [all(part.status == "holds" for part in one) for one in settings]
    refuted = [any(part.status in AGAINST for part in one) for one in settings]
    if any(holds) and any(refuted):
        return "conditional"
    return "supported" if not settings or holds[0] else without


def _by_setting(curves: Iterable[Curve]) -> list[list[Finding]]:
    """Return the findings of all parts, setting by setting."""
    groups: dict[str, list[Curve]] = {}
    for curve in curves:
        groups.setdefault(curve.vary.name, []).append(curve)
    return [
        list(findings)
        for group in groups.values()
        for findings in zip(*(curve.findings for curve in group), strict=True)
    ]


def flips_of(claim: Claim, curves: Sequence[Curve]) -> list[Flip]:
    """Return the settings at which the parts of a claim flip."""
    found: list[Flip] = []
    for curve in curves:
        shown = curve.contrast is claim.main or curve.contrast.counts
        if shown and curve.contrast.predicts and not curve.vary.is_grid:
            found += _flips(curve)
    return found


def _flips(curve: Curve) -> list[Flip]:
    contrast, name = curve.contrast, curve.vary.name
    values = [float(value) for value in curve.vary.values]
    effects = [one.effect for one in curve.findings]
    least = contrast.smallest
    levels = {"more": [0.0, least], "less": [0.0, -least], "same": [-least, least]}
    for level in levels[contrast.predicts]:
        if found := crossings(name, values, effects, level=level):
            return found
    # Sure at neither side of the line: somewhere between a value that holds and one that does not.
    states = [
        (value, one.status == "holds")
        for value, one in zip(values, curve.findings, strict=True)
        if one.status == "holds" or one.status in AGAINST
    ]
    return [
        Flip(name, (left + right) / 2, left, right, after, level=least)
        for (left, before), (right, after) in pairwise(states)
        if before != after
    ]
