"""What became of every firm in a run, for the terminal and for programs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from relsim.result.figures import OUTCOMES
from relsim.version import __version__

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

    from relsim.market import Run

_COUNTS = ("customers", "won", "lost")
_MONEY = ("revenue", "profit")
_SCORES = ("satisfaction", "relationship_quality")


def firms(run: Run) -> list[dict[str, object]]:
    """Return every firm's end, as plain values."""
    periods = run.periods
    if periods.empty:
        return []
    last = periods[periods["period"] == periods["period"].max()]
    base = float(last["closed"].sum())
    return [
        _firm(str(name), books, base)
        for name, books in periods.groupby("firm", sort=False, observed=True)
    ]


def _firm(name: str, books: pd.DataFrame, base: float) -> dict[str, object]:
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


def terminal(run: Run) -> Iterator[RenderableType]:
    """Yield what Rich prints."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    scenario = run.scenario
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("firm")
    for column in (*_COUNTS, "share", *_MONEY, *_SCORES):
        table.add_column(column.replace("_", " "), justify="right")
    for firm in firms(run):
        table.add_row(
            Text(str(firm["name"])),
            *(f"{firm[name]:,}" for name in _COUNTS),
            OUTCOMES["share"].show(_number(firm["share"])),
            *(f"{firm[name]:,.0f}" for name in _MONEY),
            *(OUTCOMES["relationship_quality"].show(_number(firm[name])) for name in _SCORES),
        )
    yield Text("What became of the firms", style="bold")
    yield table
    yield ""
    yield Text(f"The firm under study, {scenario.focal.name}", style="bold")
    yield _figures(run)
    yield ""
    yield Text(
        "Customers, share, satisfaction and relationship quality at the end; won, lost, revenue "
        f"and profit since warming up ended; money in {scenario.market.currency}.",
        style="dim",
    )
    yield Text(
        f"{scenario.name}: {scenario.market.customers:,} customers, "
        f"{scenario.market.periods:,} {str(scenario.market.period).replace('_', ' ')}s; strategy "
        f"{run.strategy or scenario.focal.strategy}, seed {run.seed}, replication "
        f"{run.replication}; relsim {__version__}",
        style="dim",
    )


def _figures(run: Run) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    summary = run.summary()
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="dim")
    for name, outcome in OUTCOMES.items():
        table.add_row(outcome.title, outcome.show(summary.get(name)), Text(outcome.per))
    return table


def _defined(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
