"""The ledger of all claims: what came of each, in one table that is generated and never typed.

``experiments/ledger.json`` keeps the evidence on every claim at its full size. With each entry
stand a fingerprint of what the script says and of its market, and a *pulse*: the claim lived
through in two small worlds. Whatever moves the model's numbers moves a pulse, so that an entry that
is out of date is found in seconds, without trying all claims anew.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from relsim.claims import Claim, Evidence, claims, read_claim, try_out
from relsim.claims.claim import PULSE
from relsim.claims.kept import Entries, Kept, fingerprint, folder, kept, kept_beside, read_ledger
from relsim.claims.ledger_table import with_table
from relsim.claims.picture import picture
from relsim.result.saving import write_whole
from relsim.study.compare.budget import Scaling

STAGES = ("settings", "structures", "breaking")
"""What an entry may say beside its verdict, tried for itself."""

_NEAR = 1e-7
"""Two machines may differ in the last digits."""


def from_ledger(claim: Claim) -> Evidence | None:
    """Return what the ledger holds of a claim, without a run; None when it is out of date."""
    found = kept(claim)
    if found is None:
        return None
    return replace(_evidence(claim, found), **kept_beside(claim))


def _evidence(claim: Claim, found: Mapping[str, Any]) -> Evidence:
    return Evidence(
        claim=claim,
        scenario=claim.market_at(claim.size),
        seed=found["seed"],
        replications=found["replications"],
        quick=False,
        worlds=Kept(claim, found),
        scalings={
            arm: Scaling(one["factor"], one["reached"], {})
            for arm, one in found.get("factors", {}).items()
        },
    )


def pulse(claim: Claim) -> dict[str, dict[str, list[float | None]]]:
    """Return the claim's figures in two small worlds, arm by arm, at the scenario's settings."""
    found = try_out(claim, size=PULSE, sweeps=False, budgets=False)
    frame = found.to_frame()
    names = list(frame.columns[4:])
    return {
        str(arm): {name: [_rounded(value) for value in rows[name]] for name in names}
        for arm, rows in frame.groupby("arm", sort=False)
    }


def same_pulse(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Tell whether two pulses are one, apart from the last digits."""
    if list(ours) != list(theirs):
        return False
    return all(
        list(ours[arm]) == list(theirs[arm])
        and all(_near(ours[arm][name], theirs[arm][name]) for name in ours[arm])
        for arm in ours
    )


def stale(claim: Claim, entries: Entries) -> str:
    """Return why a claim's entry is out of date; empty when it is not."""
    entry = entries.get(claim.name)
    if entry is None:
        return "it has no entry"
    if entry["fingerprint"] != fingerprint(claim):
        return "its script or its market has changed"
    if _verdicts(_evidence(claim, entry["evidence"]).to_json()) != _verdicts(entry["evidence"]):
        return "it is judged otherwise now"
    return "" if same_pulse(entry["pulse"], pulse(claim)) else "the model's numbers have changed"


def _verdicts(found: Mapping[str, Any]) -> list[str]:
    """Return how a claim, its parts and its points are judged: rules may change, numbers not."""
    points = [one for curve in found["sweeps"] for one in curve["points"]]
    return [found["verdict"], found["at_home"], *(one["status"] for one in found["parts"] + points)]


def bring_up_to_date(
    chosen: Sequence[Claim] | None, tried: Callable[[Claim], Evidence]
) -> Iterator[str]:
    """Try claims whose entries are out of date, and write the ledger with its pictures."""
    place = folder()
    known = claims()
    entries = {name: entry for name, entry in read_ledger().items() if name in known}
    for claim in [read_claim(name) for name in known] if chosen is None else chosen:
        reason = "it was named" if chosen is not None else stale(claim, entries)
        if not reason:
            continue
        before = fingerprint(claim)
        evidence = tried(claim)
        if evidence.interrupted:
            yield f"{claim.name}: interrupted; its entry stays as it was"
            break
        entry = {**entry_of(evidence), "fingerprint": before}
        entries[claim.name] = entry | _still_true(entries.get(claim.name), entry)
        (place / "pictures").mkdir(exist_ok=True)
        write_whole(place / "pictures" / f"{claim.name}.svg", picture(evidence))
        # After every claim, so that an interruption loses one at most.
        write_ledger(place, entries)
        yield f"{claim.name}: {evidence.verdict} ({reason})"
    for left in (place / "pictures").glob("*.svg"):
        if left.stem not in entries:
            left.unlink()
    write_ledger(place, entries)
    yield f"The ledger holds {len(entries)} claims."


def _still_true(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry's other stages say, where neither script nor numbers moved."""
    if before is None or before["fingerprint"] != now["fingerprint"]:
        return {}
    same = same_pulse(before["pulse"], now["pulse"])
    return {stage: before[stage] for stage in STAGES if same and stage in before}


def entry_of(evidence: Evidence) -> dict[str, Any]:
    """Return what the ledger keeps of a claim."""
    claim = evidence.claim
    return {
        "fingerprint": fingerprint(claim),
        "pulse": pulse(claim),
        "evidence": evidence.to_json(),
    }


def write_ledger(place: Path, entries: Entries) -> None:
    """Write the entries, and the table into the README between its marks."""
    ordered = dict(sorted(entries.items()))
    write_whole(place / "ledger.json", as_lines(ordered))
    file = place / "README.md"
    write_whole(file, with_table(file.read_text(encoding="utf-8"), ordered))


def as_lines(entries: Entries) -> str:
    """Return the ledger's text: a line an entry, so that a difference shows which claims moved.

    Examples
    --------
    >>> print(as_lines({"two_keys": {"pulse": {}}, "win_win": {}}), end="")
    {
    "two_keys": {"pulse": {}},
    "win_win": {}
    }
    """
    lines = (
        f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False, allow_nan=False)}"
        for name, entry in entries.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _rounded(value: float) -> float | None:
    return float(f"{value:.9g}") if math.isfinite(value) else None


def _near(ours: Sequence[float | None], theirs: Sequence[float | None]) -> bool:
    return len(ours) == len(theirs) and all(
        one is other
        if one is None or other is None
        else math.isclose(one, other, rel_tol=_NEAR, abs_tol=_NEAR)
        for one, other in zip(ours, theirs, strict=True)
    )
