"""What markets beyond one machine would cost, and how far a smaller one answers the same.

``python -m tests.large_markets`` measures insurance at 10 000 to 1 000 000 customers, some five
minutes of one core, and writes the tables between the markers of ``relsim/market/README.md``;
``--ten-million`` adds that size (3 GB, and ten minutes more).
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import relsim
from relsim.result.statistics import Difference, Estimate

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "relsim" / "market" / "README.md"
MARKER = re.compile(r"(<!-- generated: large markets -->\n)(.*?)(<!-- end -->)", re.DOTALL)

SIZES = {10_000: 30, 100_000: 8, 1_000_000: 4}
"""Customers, with how many worlds the error is measured in."""

TEN_MILLION = {10_000_000: 2}
ON_PAPER = (100_000_000, 1_000_000_000)
FIGURE = "retention"


@dataclass(frozen=True)
class Measured:
    """What a market of some size takes, and what it says of social bonding."""

    customers: int
    worlds: int
    nanoseconds: float
    bytes: float
    periods: int
    level: Estimate
    gain: Difference
    spread: float


def measured(customers: int, worlds: int) -> Measured:
    """Live through some worlds of a size.

    Parameters
    ----------
    customers, worlds : int
        How many.

    Returns
    -------
    Measured
        Nanoseconds of processor time a customer and period, bytes, and the error of one world:
        the spread of the difference over worlds.
    """
    scenario = relsim.load("insurance", {"market.customers": customers})
    asked = ["none", "social"]
    relsim.compare(scenario.with_overrides({"market.periods": 1}), asked, replications=1)
    begun = time.process_time()
    found = relsim.compare(scenario, asked, replications=worlds, threads=1)
    took = time.process_time() - begun
    periods = int(scenario.market.periods + scenario.market.warm_up)
    gains = found.values("social", FIGURE) - found.values("none", FIGURE)
    return Measured(
        customers,
        worlds,
        1e9 * took / (2 * worlds * periods * customers),
        relsim.Market(scenario).bytes_per_customer,
        periods,
        found.estimates["none"][FIGURE],
        found.differences["social"][FIGURE],
        float(gains.std(ddof=1)),
    )


def in_points(value: float | None) -> str:
    """Return a share in percentage points.

    Parameters
    ----------
    value : float or None
        From 0 to 1.

    Returns
    -------
    str
        To a hundredth.

    Examples
    --------
    >>> in_points(0.04512)
    '4.51'
    """
    return "–" if value is None else f"{100 * value:.2f}"


def tables(rows: list[Measured]) -> str:
    """Return what was measured, and what larger markets would cost, as Markdown.

    Parameters
    ----------
    rows : list of Measured
        By size.

    Returns
    -------
    str
        Two tables.
    """
    lines = [
        "| customers | worlds | ns a customer and period | bytes a customer | kept by none, % | "
        "more by social, points | error of one world, points |",
        "|---:" * 7 + "|",
    ]
    lines += [
        f"| {one.customers:,} | {one.worlds} | {one.nanoseconds:.0f} | {one.bytes:.0f} | "
        f"{in_points(one.level.mean)} ± {in_points(one.level.half_width)} | "
        f"{in_points(one.gain.mean)} ± {in_points(one.gain.half_width)} | "
        f"{100 * one.spread:.4f} |"
        for one in rows
    ]
    first, last = rows[0], rows[-1]
    lines += [
        "",
        "| customers | memory, GB | hours on one thread | error of one world, points | worlds of "
        f"{first.customers:,} with that error |",
        "|---:" * 5 + "|",
    ]
    for customers in ON_PAPER:
        hours = last.nanoseconds * 1e-9 * customers * last.periods / 3600
        error = first.spread * (first.customers / customers) ** 0.5
        worlds = customers / first.customers
        lines.append(
            f"| {customers:,} | {last.bytes * customers / 1e9:,.0f} | {hours:.1f} | "
            f"{100 * error:.4f} | {worlds:,.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, and write the tables anew."""
    sizes = SIZES | (TEN_MILLION if "--ten-million" in sys.argv[1:] else {})
    rows = []
    for customers, worlds in sizes.items():
        rows.append(measured(customers, worlds))
        print(rows[-1], flush=True)
    made = tables(rows)
    text = TARGET.read_text(encoding="utf-8")
    TARGET.write_text(MARKER.sub(lambda found: f"{found[1]}{made}\n{found[3]}", text), "utf-8")


if __name__ == "__main__":
    main()
