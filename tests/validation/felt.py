"""Staying by satisfaction, where leaving is easy and where customers are bound."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

import relsim
from tests.validation.lives import lived
from tests.validation.row import Line, Prepared, Row

MARKETS = {"open": "hotel", "bound by effort": "retail_bank", "bound by contract": "mobile_telecom"}
BETWEEN = (0.5, 0.7)
LEVELS = ("dissatisfied (below .5)", "between", "satisfied (from .7)")


@dataclass(frozen=True)
class Felt:
    """Once a year, note how satisfied everybody was a year ago and whether they have left since."""

    name: str = "felt"
    after: str = "act"
    noted: list[tuple[Any, Any]] = field(default_factory=list)

    def run(self, market: Any) -> None:
        year = market.books.year
        if market.period < 0 or market.period % year:
            return
        people = market.customers
        then = people.add("felt_then", np.nan).get("felt_then")
        with_whom = people.add("with_then", -1).get("with_then")
        born = people.add("felt_born", -1).get("felt_born")
        there = (with_whom >= 0) & (born == people.get("generation"))
        left = people.get("firm") != with_whom
        left |= market.period - people.get("start") < year
        if market.period:
            self.noted.append((then[there].copy(), left[there].copy()))
        then[:], with_whom[:] = people.get("satisfaction"), people.get("firm")
        born[:] = people.get("generation")


def by_satisfaction(world: int, _: Prepared) -> list[float]:
    """Return who stays a year by satisfaction, and how far the middle lies above the line."""
    found: list[float] = []
    for name in MARKETS.values():
        felt = Felt()
        lived(relsim.load(name), world, phases=[felt])
        then, left = (np.concatenate(column) for column in zip(*felt.noted, strict=True))
        level = np.searchsorted(BETWEEN, then, side="right")
        stay = [100 * float(1 - left[level == one].mean()) for one in range(3)]
        where = [float(then[level == one].mean()) for one in range(3)]
        line = np.interp(where[1], [where[0], where[2]], [stay[0], stay[2]])
        found += [*stay, stay[1] - float(line)]
    return found


ROWS = (
    Row(
        key="satisfaction",
        title="Staying against satisfaction, in an open market and in bound ones",
        unit="% who are still there a year later",
        source="Jones & Sasser 1995",
        status="predicted",
        lines=tuple(
            line
            for kind, name in MARKETS.items()
            for line in (
                *(Line(f"`{name}` ({kind}): {level}", None) for level in LEVELS),
                Line(f"`{name}`: the middle above the straight line", None, 1, "above 0"),
            )
        ),
        worlds=20,
        measure=by_satisfaction,
        quick=False,
        note="All firms. Outside, curves drawn without figures: where competition is open only the "
        "completely satisfied stay (the middle lies below the line), where customers are bound all "
        "but the most dissatisfied do (above it). Before, it was above in every market.",
    ),
)
