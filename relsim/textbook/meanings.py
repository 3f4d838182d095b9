"""What stands behind the name of a home, in the words of its declaration."""

from __future__ import annotations

from collections.abc import Mapping

from relsim.behaviour import BEHAVIOUR, COLUMNS, COSTS, FIELDS, LEVERS, MARKET, TRAITS
from relsim.scenario import bundled, load, structure
from relsim.scenario.strategies import ready_made
from relsim.textbook.concept import Home


def meaning(home: Home) -> str:
    """Return what a home is.

    Examples
    --------
    >>> meaning(Home("parameter", "loss_aversion"))
    'How much larger a shortfall looms than an equal surplus.'
    >>> meaning(Home("strategy", "financial")), meaning(Home("scenario", "airport_taxi"))
    ('reward_rate 0.05', 'Taxis at an airport rank')
    """
    if home.kind == "outcome":
        return _of_figure(home.name)
    if home.kind == "strategy":
        levers = ready_made().get(home.name, {})
        return ", ".join(f"{name} {value}" for name, value in levers.items())
    if home.kind == "scenario":
        path = bundled().get(home.name)
        return load(path).market.title if path else ""
    tables: dict[str, Mapping[str, object]] = {
        "lever": LEVERS,
        "parameter": BEHAVIOUR,
        "trait": TRAITS,
        "market": {
            **structure.MARKET,
            **MARKET,
            **{f"costs.{name}": cost for name, cost in COSTS.items()},
        },
    }
    return _meaning_in(tables.get(home.kind, {}), home.name)


def _of_figure(address: str) -> str:
    from relsim.result.figures import FIGURES, PAYBACK  # heavy: it knows how they are computed

    table, _, name = address.partition(".")
    tables: dict[str, Mapping[str, object]] = {
        "periods": COLUMNS,
        "customers": {**TRAITS, **FIELDS},
        "comparison": {**FIGURES, PAYBACK.key: PAYBACK},
        "summary": FIGURES,
    }
    return _meaning_in(tables.get(table, {}), name)


def _meaning_in(table: Mapping[str, object], name: str) -> str:
    return str(getattr(table.get(name), "meaning", ""))
