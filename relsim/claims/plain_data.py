"""Evidence as plain values and as frames: what files and the ledger keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.claims.words import flip_text, ledger_text, meaning
from relsim.claims.worlds import Worlds, row_means
from relsim.errors import InputError
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.claims.judged import Judged
    from relsim.claims.verdict import Curve, Finding
    from relsim.result.statistics import Estimate
    from relsim.study.sweep.flips import Flip


def evidence_data(evidence: Judged) -> dict[str, object]:
    """Return evidence as plain values."""
    claim = evidence.claim
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
        "at_home": evidence.at_home,
        "meaning": str(meaning(evidence)),
        "parts": [part_data(evidence, one) for one in evidence.parts],
        "flips": [_flip(one) for one in evidence.flips],
        "flip": flip_text(evidence),
        "arms": {
            arm: {
                key: _ends(evidence.worlds.level(arm, key))
                for key in claim.contrasted
                if evidence.has_level(key)
            }
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
                "arms": _arms_along(evidence, curve),
            }
            for curve in evidence.curves
        ],
        "command": evidence.command,
    }
    if evidence.breadth is not None:
        found["plausible_settings"] = evidence.breadth.to_json()
    if evidence.structures is not None:
        found["structures"] = evidence.structures.to_json()
    if evidence.breaking is not None:
        found["breaking"] = evidence.breaking.to_json()
        found["by_structure"] = evidence.by_structure
    if beside := ledger_text(evidence):
        found["ledger"] = str(beside)
    if evidence.scalings:
        found["factors"] = {
            arm: {"factor": one.factor, "reached": one.reached}
            for arm, one in evidence.scalings.items()
        }
    if evidence.failures:
        found["failed"] = len(evidence.failures)
        found["failures"] = [one.to_json() for one in evidence.failures]
    return {**found, "interrupted": True} if evidence.interrupted else found


def _arms_along(evidence: Judged, curve: Curve) -> dict[str, list[dict[str, object]]]:
    """Return the levels behind the effect that is bet on, which a lesson tells value by value."""
    key = curve.contrast.figure
    if curve.contrast is not evidence.main.contrast or not evidence.has_level(key):
        return {}
    places = evidence.along(evidence.claim.sweeps.index(curve.vary))
    return {
        arm: [{**_ends(evidence.worlds.level(arm, key, place))} for place in places]
        for arm in evidence.claim.arms
    }


def part_data(evidence: Judged, one: Finding) -> dict[str, Any]:
    """Return one part as plain values, and as it is shown."""
    contrast, effect = one.contrast, evidence.effect(one)
    return {
        "name": contrast.name,
        "measure": contrast.figure,
        "title": evidence.claim.figure(contrast.figure).title,
        "predicts": contrast.predicts,
        "smallest": contrast.smallest,
        "relative_to": contrast.relative_to,
        "at": _value(contrast.at),
        "counts": contrast.counts,
        **_ends(one.effect),
        "status": one.status,
        "shown": str(effect),
        "interval": effect.interval(),
        "matters_from": str(evidence.matters_from(contrast)) if contrast.predicts else None,
    }


def worlds_frame(evidence: Judged) -> pd.DataFrame:
    """Return every world, a row each."""
    if not isinstance(evidence.worlds, Worlds):
        raise InputError(f"{evidence.claim.name}: the ledger keeps no worlds; try the claim anew.")
    rows = []
    for (number, arm), tables in evidence.worlds.values.items():
        place = evidence.worlds.places[number]
        sweep = "" if place.sweep is None else evidence.claim.sweeps[place.sweep].name
        means = {name: row_means(table) for name, table in tables.items()}
        for replication in range(len(next(iter(means.values())))):
            row = {"sweep": sweep, "value": place.value, "arm": arm, "replication": replication}
            row.update({name: mean[replication] for name, mean in means.items()})
            rows.append(row)
    return pd.DataFrame(rows)


def findings_frame(evidence: Judged) -> pd.DataFrame:
    """Return every judged effect, a row each."""
    rows = [_row("", one.contrast.at, one) for one in evidence.parts]
    for curve in evidence.curves:
        for value, one in zip(curve.vary.values, curve.findings, strict=True):
            rows.append(_row(curve.vary.name, value, one))
    return pd.DataFrame(rows)


def _row(sweep: str, value: object, one: Finding) -> dict[str, object]:
    contrast, effect = one.contrast, one.effect
    return {
        "sweep": sweep,
        "value": value,
        "contrast": contrast.name,
        "measure": contrast.figure,
        "predicts": contrast.predicts,
        "smallest": contrast.smallest,
        "effect": effect.mean,
        "low": effect.low,
        "high": effect.high,
        "n": effect.n,
        "status": one.status,
        "counts": contrast.counts,
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
