"""What became of every firm in a run, and the figures of the one under study, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relsim.result.figures import COMPARED, FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Table
from relsim.result.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relsim.market.measures import ControlGroup
    from relsim.result.formulas import Value
    from relsim.result.table import Shown

UNITS = {
    name: FIGURES[name].counted_in() if name in FIGURES else Unit("money", 0)
    for name in (
        *("customers", "share", "acquired", "won_back", "lost", "revenue", "profit"),
        *("satisfaction", "relationship_quality"),
    )
}
"""What is told of every firm, in order, and in what it is counted."""


def firm_row(name: str, summary: Mapping[str, Value], revenue: float) -> dict[str, Any]:
    """Return what became of a firm, as plain values."""
    figures = {**summary, "revenue": revenue}
    return {"name": name, **{key: figures[key] for key in UNITS}}


def firms_table(firms: Sequence[Mapping[str, Any]]) -> Table:
    """Return a row a firm."""
    columns = tuple(name.replace("_", " ") for name in UNITS)
    rows = tuple(
        Row(
            str(firm["name"]),
            "",
            tuple(Cell(Quantity(firm[name], unit, form="cell")) for name, unit in UNITS.items()),
            str(firm["name"]),
        )
        for firm in firms
    )
    return Table("What became of the firms", columns, rows, "firm")


def figures_table(summary: Mapping[str, Value], firm: str, currency: str) -> Table:
    """Return the figures of the firm under study."""
    rows = tuple(
        Row(
            figure.title,
            figure.below(currency),
            (Cell(Quantity(summary[key], figure.counted_in(), form="cell")),),
            key,
        )
        for key, figure in COMPARED.items()
    )
    return Table("The firm under study", (firm,), rows)


def measured_in_words(firm: str, found: ControlGroup | None) -> list[Shown]:
    """Say what a firm's control group tells it, if it has one."""
    if found is None:
        return []
    share, kept = Unit("percent"), found.kept
    gain = Quantity(kept.mean, Unit("points"), kept.low, kept.high, signed=True)
    return [
        Sentence(
            "Measured by {firm} itself: of the customers whom its personal levers went to {stay} "
            "stay a year, of its control group {control}: {gain}, by which it estimates the "
            "levers' direct effect.",
            firm=firm,
            stay=Quantity(found.with_levers.mean, share),
            control=Quantity(found.control.mean, share),
            gain=gain.with_doubt(),
        )
    ]
