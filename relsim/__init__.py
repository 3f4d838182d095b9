"""relsim: an agent-based laboratory for customer relationships.

Which bonds keep customers, and do they pay? A scenario describes a market: its customers, its
firms and the strategies that a firm may follow. relsim lives through it, customer by customer,
and compares the strategies under the same luck.

Examples
--------
>>> import relsim
>>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
>>> comparison = relsim.compare(scenario, ["none", "social"], replications=3)
>>> comparison.strategies
('none', 'social')

``print(comparison)`` shows the table, ``comparison.to_frame()`` every number. Names are loaded
when they are first used: importing relsim itself is immediate.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.cli import try_claim
    from relsim.errors import InputError, RelsimError, ScenarioError
    from relsim.market import Customer, Firm, Market, Phase, Run
    from relsim.scenario import Scenario, bundled, load, parse
    from relsim.study import (
        Comparison,
        Concepts,
        Fit,
        Story,
        Sweep,
        compare,
        concepts,
        fit,
        grid,
        latin_hypercube,
        story,
        sweep,
    )
    from relsim.view import plot, report

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Concepts",
    "Customer",
    "Firm",
    "Fit",
    "InputError",
    "Market",
    "Phase",
    "RelsimError",
    "Run",
    "Scenario",
    "ScenarioError",
    "Story",
    "Sweep",
    "__version__",
    "bundled",
    "compare",
    "concepts",
    "fit",
    "grid",
    "latin_hypercube",
    "load",
    "parse",
    "plot",
    "report",
    "story",
    "sweep",
    "try_claim",
]

_ROOMS = {
    "errors": ("InputError", "RelsimError", "ScenarioError"),
    "scenario": ("Scenario", "bundled", "load", "parse"),
    "market": ("Customer", "Firm", "Market", "Phase", "Run"),
    "study": (
        "Comparison",
        "Concepts",
        "Fit",
        "Story",
        "Sweep",
        "compare",
        "concepts",
        "fit",
        "grid",
        "latin_hypercube",
        "story",
        "sweep",
    ),
    "view": ("plot", "report"),
    "cli": ("try_claim",),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
