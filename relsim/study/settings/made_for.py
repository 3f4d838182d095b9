"""What settings are made for, and whether that still holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from relsim.behaviour import LEVERS
from relsim.errors import InputError
from relsim.result.words import listed
from relsim.scenario.paths import split_path
from relsim.study.settings.uncertain import uncertain

if TYPE_CHECKING:
    from relsim.scenario import Scenario

MAKE = "relsim calibrate SCENARIO --out FILE makes such a file."
_WORDS = ("title", "about", "compare", "currency", "customers", "periods")
"""Keys of ``[market]`` that do not make it another market."""
_PROBE = {"market.customers": 300, "market.periods": 12, "market.warm_up": 12.0}


def fingerprint_of(scenario: Scenario) -> dict[str, str]:
    """Return what settings are made for: the market, the declared priors, figures of a probe."""
    market = _market_alone(scenario)
    return {
        "market": _digest(_described(market)),
        "priors": _digest([one.to_dict() for one in uncertain(market)]),
        "probe": _probe(market),
    }


def _market_alone(scenario: Scenario) -> Scenario:
    """Return a scenario without what may change under settings: choices of the firm, costs."""
    from relsim.scenario.scenario import build

    focal = scenario.focal.name
    kept = {
        path: value for path, value in scenario.overrides.items() if not _may_change(path, focal)
    }
    return build(scenario.origin, kept)


def _may_change(path: str, focal: str) -> bool:
    match split_path(path):
        case ("strategies", *_) | ("market", "costs", *_):
            return True
        case ("market", name):
            return name in _WORDS
        case ("firms", name, lever) if name == focal:
            return lever == "strategy" or (lever in LEVERS and LEVERS[lever].strategic)
    return False


def _described(market: Scenario) -> dict[str, Any]:
    whole = market.to_dict()
    del whole["strategies"]
    whole.pop("uncertainty", None)  # told by the priors
    whole["market"] = {k: held for k, held in whole["market"].items() if k not in _WORDS}
    for firm in whole["firms"]:
        firm.pop("strategy")
    return whole


def _probe(market: Scenario) -> str:
    """Return the digest of a short run: other figures of the same market mean another engine."""
    from relsim.market.bare import BareMarket  # heavy: Numba

    small = market.with_overrides(_PROBE)
    summary = BareMarket(small, seed=1, strategy="none").run().summary()
    # Digits that differ between machines are no other engine.
    return _digest({name: f"{held:.9g}" for name, held in summary.items() if _is_number(held)})


def _is_number(held: object) -> bool:
    return isinstance(held, float | int)


def _digest(data: object) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_STALE = {
    "market": "its customers, rivals or rules are not those of this scenario",
    "priors": "another number is uncertain now, or within another interval",
    "probe": "a short run of the market gives other figures now",
}


def check_made_for(scenario: Scenario, made: Mapping[str, str]) -> None:
    """Refuse settings that were made for another market, or for another engine."""
    now = fingerprint_of(scenario)
    other = [why for key, why in _STALE.items() if made.get(key) != now[key]]
    if other:
        raise InputError(
            f"settings: they were made for another market: {listed(other)}. Strategies, costs and "
            "what the firm under study chooses may change under them, nothing else. "
            f"{MAKE} Or leave them out: --settings none."
        )
