"""A market whose numbers are known, made of the prior, and what calibrating it comes to."""

from __future__ import annotations

import math
import sys
from functools import cache, partial
from multiprocessing import get_context
from typing import Any

import numpy as np

import relsim
from relsim.errors import InputError
from relsim.scenario import Scenario
from relsim.study.laboratory import Laboratory
from relsim.study.settings.calibration import Calibration
from relsim.study.settings.living import Living, Measuring, kept_in
from relsim.study.settings.matching import TOGETHER
from relsim.study.settings.pattern import Pattern
from relsim.study.settings.settings import drawn
from relsim.study.settings.uncertain import uncertain

SIZE = {"market.customers": 400, "market.periods": 24, "market.warm_up": 6.0}
GROUPS = {
    "staying": (
        "segments.private.restlessness.mean",
        "behaviour.belief_weight",
        "behaviour.procedural_cost",
    ),
    "feeling": (
        "behaviour.felt_centre",
        "behaviour.satisfaction_rate",
        "behaviour.loss_aversion",
    ),
    "failures": ("behaviour.failure_rate", "behaviour.harm_base", "behaviour.resolved_from"),
    "contact": (
        "behaviour.social_growth",
        "behaviour.trust_by_contact",
        "market.costs.social",
    ),
}
"""Numbers that are uncertain in a twin, in groups named beforehand; all others are known."""

ARMS = ("none", "social")
KNOWN = (
    ("retention", "retention", 0.01, "staying", {}),
    ("staying after silence", "stays.silent", 0.05, "staying", {}),
    ("satisfaction", "satisfaction", 0.02, "feeling", {}),
    ("talk", "talk_ratio", 0.15, "feeling", {"log": True}),
    ("trust", "trust", 0.02, "trust", {}),
    ("a pilot of contact", "retention", 0.01, "pilot", {"arms": ARMS}),
)
"""Name, what is measured, how wrong the model may be, block, and how."""

DIFFERENCES = (
    ("what contact is worth", "npv", {"arms": ARMS, "holds_out": True}),
    ("what contact adds to equity", "customer_equity", {"arms": ARMS, "holds_out": True}),
)

ANEW = ", lived anew"
RUNS, SETTINGS = 200, 100
KINDS = {"right": 80, "wrong": 12}
"""Twins of each kind; the wrong ones are calibrated by a model without costs of switching."""
_WORLDS = 16
"""In which the luck of what is known of a twin is judged."""
_LACKS = {"behaviour.switching_cost": False}


@cache
def market(kind: str = "right") -> Scenario:
    """Return the market, with the numbers of the groups uncertain and no others."""
    plain = relsim.load("insurance", SIZE)
    open_ones = {path for paths in GROUPS.values() for path in paths}
    known = {
        f"uncertainty.{path}": False
        for one in uncertain(plain)
        if one.path not in open_ones
        for path in (one.path, *(tied.path for tied in one.tied))
    }
    return plain.with_overrides({**known, **(_LACKS if kind == "wrong" else {})})


def patterns(aims: Any = None, errors: Any = None) -> tuple[Pattern, ...]:
    """Return what is known of a twin; without aims, only what would be measured."""
    rows = [(*one[:2], one[2], one[3], one[4]) for one in KNOWN]
    rows += [(name, measured, 0.0, "held out", how) for name, measured, how in DIFFERENCES]
    return tuple(
        Pattern(
            name=name,
            measured=measured,
            target=1.0 if aims is None else float(aims[place]),
            error=1.0 if errors is None else float(errors[place]),
            discrepancy=discrepancy,
            block=block,
            source="a twin",
            own=True,
            **how,
        )
        for place, (name, measured, discrepancy, block, how) in enumerate(rows)
    )


def twin(number: int, kind: str) -> dict[str, Any]:
    """Return where the truth lies among the settings that calibrating finds: ranks from 0 to 1."""
    luck = np.random.default_rng([7, number])
    full = market()
    numbers = uncertain(full)
    point = luck.random(len(numbers))
    chosen = drawn(numbers, point[None]).iloc[0]
    values: dict[str, float] = {}
    for one in numbers:
        values |= one.overrides(float(chosen[one.path]))
    known = patterns()
    with kept_in(None, full, known, 1000 + number, _WORLDS) as kept:
        measuring = Measuring(full.with_overrides(values), (), known, 1000 + number)
        living = Living(measuring, Laboratory(), kept)
        shown, _ = living.points(0, np.empty((_WORLDS, 0)), None)
    errors = np.nanstd(shown, axis=0, ddof=1)
    aims = shown[0] + _wrong_by(known, luck)
    aims = [math.exp(aim) if one.log else aim for one, aim in zip(known, aims, strict=True)]
    try:
        found = relsim.calibrate(
            market(kind),
            patterns(aims, errors),
            runs=RUNS,
            settings=SETTINGS,
            seed=number + 1,
            threads=1,
        )
    except InputError as error:
        return {"refused": str(error)[:60]}
    calibrated = [one.path for one in found.settings_found.uncertain]
    places = {one.path: place for place, one in enumerate(numbers)}
    ranks = {
        path: [_rank(found.points[:, column], point[places[path]])]
        for column, path in enumerate(calibrated)
    }
    width = {
        path: float(np.ptp(np.quantile(found.points[:, column], (0.05, 0.95))) / 0.9)
        for column, path in enumerate(calibrated)
    }
    anew = _anew(market(kind), found, known)
    for place, one in enumerate(known):
        if one.holds_out:
            # Of the truth, the worlds that nothing known was measured in: one would be luck.
            ranks[one.name] = [_rank(found.shown[:, place], told) for told in shown[1:, place]]
            ranks[f"{one.name}{ANEW}"] = [_rank(anew[:, place], told) for told in shown[1:, place]]
            spread = np.ptp(np.quantile(found.shown[:, place], (0.05, 0.95)))
            box = np.ptp(np.quantile(found.first_shown[:, place], (0.05, 0.95)))
            width[one.name] = float(spread / box)
            spread = np.ptp(np.quantile(anew[:, place], (0.05, 0.95)))
            width[f"{one.name}{ANEW}"] = float(spread / box)
    return {
        "ranks": {name: np.round(held, 4).tolist() for name, held in ranks.items()},
        "width": {name: round(value, 4) for name, value in width.items()},
        "effective": round(found.effective, 1),
        "settings": len(found.points),
    }


def _anew(lived: Scenario, found: Calibration, known: tuple[Pattern, ...]) -> np.ndarray:
    """Return what the settings show when they are lived through again, as comparing does it."""
    with kept_in(None, lived, known, 1, 1) as kept:
        measuring = Measuring(lived, found.settings_found.uncertain, known, 1)
        return Living(measuring, Laboratory(), kept).points(0, found.points, None)[0]


def _wrong_by(known: tuple[Pattern, ...], luck: np.random.Generator) -> np.ndarray:
    """Return what the model is wrong by in each pattern, half of it shared within a block."""
    shared = {one.block: luck.normal() for one in known}
    return np.array(
        [
            one.discrepancy
            * (
                math.sqrt(TOGETHER) * shared[one.block]
                + math.sqrt(1 - TOGETHER) * float(luck.normal())
            )
            for one in known
        ]
    )


def _rank(values: np.ndarray, truth: float) -> float:
    """Return where the truth lies among settings: each place between two is as likely."""
    return float((np.sum(values < truth) + 0.5 * np.sum(values == truth) + 0.5) / (len(values) + 1))


def all_twins(kind: str) -> list[dict[str, Any]]:
    """Return every twin of a kind, two at a time."""
    found = []
    with get_context("spawn").Pool(2) as pool:
        for one in pool.imap(partial(twin, kind=kind), range(KINDS[kind])):
            found.append(one)
            print(f"{kind} {len(found)} of {KINDS[kind]}", file=sys.stderr, flush=True)
    return found
