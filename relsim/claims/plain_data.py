"""Evidence as plain values: what ``--json`` prints and the ledger keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.claims.evidence import Evidence
    from relsim.claims.verdict import Finding
    from relsim.result.statistics import Estimate
    from relsim.study.sweep.flips import Flip


def evidence_data(evidence: Evidence) -> dict[str, object]:
    """Return evidence as plain values."""
    claim = evidence.claim
    measures = dict.fromkeys(one.measure for one in claim.contrasts)
    found: dict[str, object] = {
        "claim": claim.name,
        "sentence": claim.sentence,
        "by": claim.by,
        "concepts": list(claim.concepts),
        "scenario": claim.scenario,
        "seed": evidence.seed,
        "replications": evidence.replications,
        "quick": evidence.quick,
        "version": __version__,
        "verdict": evidence.verdict,
        "meaning": evidence.meaning,
        "parts": [part_data(evidence, one) for one in evidence.parts],
        "flips": [_flip(one) for one in evidence.flips],
        "flip": evidence.flip_text(),
        "arms": {
            arm: {name: _ends(evidence.arm_estimate(arm, name)) for name in measures}
            for arm in claim.arms
        },
        "sweeps": [
            {
                "name": curve.vary.name,
                "contrast": curve.contrast.name,
                "points": [
                    {"value": _value(value), **_ends(one.effect), "status": one.status}
                    for value, one in zip(curve.vary.values, curve.findings, strict=True)
                ],
            }
            for curve in evidence.curves
        ],
        "command": evidence.command,
    }
    if evidence.scalings:
        found["factors"] = {
            arm: {"factor": one.factor, "reached": one.reached}
            for arm, one in evidence.scalings.items()
        }
    if evidence.failed:
        found["failed"] = evidence.failed
    return {**found, "interrupted": True} if evidence.interrupted else found


def part_data(evidence: Evidence, one: Finding) -> dict[str, Any]:
    """Return one part as plain values, and as it is shown."""
    contrast = one.contrast
    return {
        "name": contrast.name,
        "measure": contrast.measure,
        "title": evidence.measure(contrast.measure).title,
        "predicts": contrast.predicts,
        "smallest": contrast.smallest,
        "relative_to": contrast.relative_to,
        "at": _value(contrast.at),
        "counts": contrast.counts,
        **_ends(one.effect),
        "status": one.status,
        "shown": evidence.show(contrast, one.effect.mean),
        "interval": evidence.interval(one),
        "matters_from": evidence.show_size(contrast, contrast.smallest)
        if contrast.predicts
        else None,
    }


def _ends(found: Estimate) -> dict[str, float | int | None]:
    return {"mean": found.mean, "low": found.low, "high": found.high, "n": found.n}


def _flip(one: Flip) -> dict[str, object]:
    return {
        "path": one.path,
        "at": one.at,
        "low": one.low,
        "high": one.high,
        "rising": one.rising,
        "level": one.level,
    }


def _value(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
