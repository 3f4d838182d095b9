"""What became of every firm in a run, and the figures of the one under study, as people read it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from relsim.result.figures import COMPARED, FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from relsim.result.formulas import Value

UNITS = {
    "customers": Unit("count", 0),
    "won": Unit("count", 0),
    "lost": Unit("count", 0),
    "share": FIGURES["share"].counted_in(),
    "revenue": Unit("money", 0),
    "profit": Unit("money", 0),
    "satisfaction": FIGURES["satisfaction"].counted_in(),
    "relationship_quality": FIGURES["relationship_quality"].counted_in(),
}
"""What is told of every firm, in order, and in what it is counted."""


def firms_of(periods: pd.DataFrame) -> list[dict[str, Any]]:
    """Return every firm's end from a row a period and firm, as plain values."""
    if periods.empty:
        return []
    last = periods[periods["period"] == periods["period"].max()]
    base = float(last["closed"].sum())
    return [
        _firm(str(name), books, base)
        for name, books in periods.groupby("firm", sort=False, observed=True)
    ]


def _firm(name: str, books: pd.DataFrame, base: float) -> dict[str, Any]:
    end = books.iloc[-1]
    return {
        "name": name,
        "customers": int(end["closed"]),
        "share": float(end["closed"]) / base if base else None,
        "won": int(books["acquired"].sum() + books["won_back"].sum()),
        "lost": int(books["lost"].sum()),
        "revenue": float(books["revenue"].sum()),
        "profit": float(books["profit"].sum()),
        "satisfaction": _defined(end["satisfaction"]),
        "relationship_quality": _defined(end["relationship_quality"]),
    }


def _defined(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


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
