"""The ledger's stages beside verdicts: each goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from relsim.claims.breadth import Breadth
from relsim.claims.breaking import Breaking
from relsim.claims.breaking_search import FRESH, NARROWING, STARTS
from relsim.claims.breaking_search import WORLDS as WORLDS_OF_A_TRY
from relsim.claims.breaking_words import breaking_cell
from relsim.claims.claim import Claim
from relsim.claims.kept import Entries, fingerprint, folder, read_ledger
from relsim.claims.ledger import STAGES, stale, write_ledger
from relsim.claims.library import claims, read_claim
from relsim.claims.structures import Structures
from relsim.claims.trying_settings import WORLDS, settings_for
from relsim.claims.trying_structures import switches
from relsim.claims.words import breadth_cell, structures_cell
from relsim.errors import InputError, SomeRunsFailed
from relsim.result.words import counted
from relsim.study.store.purpose import engine_print, written

_UNFINISHED = ".settings"
"""Beside the ledger: settings that were tried of claims that were not finished."""


def widen(
    chosen: Sequence[Claim] | None, settings: int, tried: Callable[[Claim, Path], Breadth]
) -> Iterator[str]:
    """Try claims in plausible settings where the ledger does not say what comes of that."""
    stage = _Stage("settings", "breadth", lambda one: print_of(one, settings), tried, breadth_cell)
    yield from _staged(chosen, stage)


def take_apart(
    chosen: Sequence[Claim] | None, tried: Callable[[Claim, Path], Structures]
) -> Iterator[str]:
    """Try claims without each mechanism where the ledger does not say what comes of that."""
    yield from _staged(
        chosen, _Stage("structures", "structures", structures_print, tried, structures_cell)
    )


def break_open(
    chosen: Sequence[Claim] | None, tries: int, tried: Callable[[Claim, Path], Breaking]
) -> Iterator[str]:
    """Try to break claims, all those that no plausible setting breaks, where that is to be done."""
    entries = read_ledger()
    unbroken = {name for name, one in entries.items() if _without_exception(one)}
    stage = _Stage(
        "breaking",
        "breaking",
        lambda one: breaking_print(one, tries),
        tried,
        breaking_cell,
        wanted=lambda one: one.name in unbroken,
    )
    if chosen is None:
        left = len(entries) - len(unbroken)
        yield f"{counted(left, 'claim')} left out: a plausible setting breaks each already."
    yield from _staged(chosen, stage)


def _without_exception(entry: Mapping[str, Any]) -> bool:
    tried = entry.get("settings")
    return tried is not None and Breadth.from_json(tried["breadth"]).has_no_exception


@dataclass(frozen=True, eq=False)
class _Stage:
    """What is tried beside the verdict: where it is kept, when it is stale, how, in words."""

    key: str
    field: str
    print_of: Callable[[Claim], str]
    tried: Callable[[Claim, Path], Any]
    cell: Callable[[Any], str]
    wanted: Callable[[Claim], bool] = lambda _: True


def _staged(chosen: Sequence[Claim] | None, stage: _Stage) -> Iterator[str]:
    entries = read_ledger()
    for claim in [read_claim(name) for name in claims()] if chosen is None else chosen:
        if chosen is None and not stage.wanted(claim):
            continue
        if why := stale(claim, entries):
            yield f"{claim.name}: left out, for {why}. First: relsim claims --ledger"
            continue
        made_for = stage.print_of(claim)
        if chosen is None and entries[claim.name].get(stage.key, {}).get("made_for") == made_for:
            continue
        store = _unfinished(claim, f"{stage.key}-{made_for}")
        try:
            found = stage.tried(claim, store)
        except (InputError, SomeRunsFailed) as error:
            yield f"{error} The others go on."
            continue
        if found.interrupted:
            yield f"{claim.name}: interrupted; the same command goes on from there"
            return
        entries[claim.name][stage.key] = {"made_for": made_for, stage.field: found.to_json()}
        write_ledger(folder(), entries)
        _clear(claim, stage.key)
        yield f"{claim.name}: {stage.cell(found)}"
    tried_now = sum(stage.key in one for one in entries.values())
    yield f"{counted(tried_now, 'claim')} of the ledger were tried in {stage.key}."


def out_of_date(claim: Claim, entries: Entries) -> str:
    """Return why what the ledger says besides verdicts is out of date; empty when it is not.

    That the model's numbers moved is seen by the entry's pulse, not here.
    """
    wide, apart, broken = (entries[claim.name].get(stage) for stage in STAGES)
    if wide and wide["made_for"] != print_of(claim, wide["breadth"]["settings"]):
        return "other settings are plausible now"
    if apart and apart["made_for"] != structures_print(claim):
        return "its quick size, or the mechanisms that it uses, are others now"
    if broken and broken["made_for"] != breaking_print(claim, broken["breaking"]["tries"]):
        return "what would be searched for an exception is something else now"
    return ""


def print_of(claim: Claim, settings: int) -> str:
    """Return a hash of a claim and the settings in which it is to be tried."""
    meant = settings_for(claim, claim.market_at(claim.size), settings, seed=1)
    said = [fingerprint(claim), meant.kind, WORLDS, meant.numbers.to_dict("list")]
    return hashlib.sha256(written(said).encode()).hexdigest()[:16]


def structures_print(claim: Claim) -> str:
    """Return a hash of a claim, of how much is run, and of the mechanisms that it uses."""
    used = switches(claim, claim.market_at(claim.quick))
    said = [fingerprint(claim), asdict(claim.quick), used]
    return hashlib.sha256(written(said).encode()).hexdigest()[:16]


def breaking_print(claim: Claim, tries: int) -> str:
    """Return a hash of a claim, of how much is run, and of the numbers that may be moved."""
    starts = settings_for(claim, claim.market_at(claim.quick), STARTS, seed=1)
    sizes = [asdict(claim.quick), asdict(claim.size), tries, WORLDS_OF_A_TRY, FRESH, NARROWING]
    said = [fingerprint(claim), sizes, [one.to_dict() for one in starts.uncertain]]
    return hashlib.sha256(written(said).encode()).hexdigest()[:16]


def _unfinished(claim: Claim, asked: str) -> Path:
    """Return where a claim's settings are kept until all are done; of others nothing is left."""
    place = folder() / _UNFINISHED
    place.mkdir(exist_ok=True)
    store = place / f"{claim.name}-{asked}-{engine_print()}.sqlite"
    for other in place.glob(f"{claim.name}-{asked.partition('-')[0]}-*"):
        if not other.name.startswith(store.name):
            other.unlink()
    return store


def _clear(claim: Claim, stage: str) -> None:
    place = folder() / _UNFINISHED
    for one in place.glob(f"{claim.name}-{stage}-*"):
        one.unlink()
    if not any(place.iterdir()):
        place.rmdir()
