"""What a customer and period costs by the size of the market: engine, C, NumPy; with a chart."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from relsim.market import Market
from relsim.view import save
from relsim.view.style import FONT, GRID, INK, looks
from tests.benchmarks import whole_arrays
from tests.benchmarks.in_c import FUSED, STRICT, compiler
from tests.benchmarks.markets import full_market, plain_market
from tests.benchmarks.moments import PASSES, Moment
from tests.benchmarks.rows import table
from tests.benchmarks.timing import nanoseconds

PERIODS = 12
"""The same for all sizes: memory that is touched first, and who is new, cost more at the start."""
BY_HEART = 256
"""Customers of whom a processor can remember how everything went the last time."""
PICTURE = Path(__file__).with_name("cost.svg")


class Size(NamedTuple):
    """Nanoseconds a customer and period in a market of one size."""

    customers: int
    passes: dict[str, dict[str, float]]
    numpy: float
    apart: float
    period: float
    same: bool

    def both(self, way: str) -> float:
        """Return both passes together, one way; not a number without a C compiler."""
        return sum(self.passes[name].get(way, float("nan")) for name in PASSES)


def measured(customers: int) -> Size:
    """Measure a market of one size."""
    moment, passes, same = Moment(customers, 12 if customers < 10**7 else 4), {}, True
    for name in PASSES:
        if name == "experience":
            moment.on_to_experience()
        ways = {"engine": moment.in_engine(name)}
        if compiler():
            ways |= {"c": moment.in_c(name, STRICT), "fused": moment.in_c(name, FUSED)}
            ways |= {"luck": moment.in_c(f"luck_to_{name}", STRICT)}
            same &= moment.left_by(ways["engine"]) == moment.left_by(ways["c"])
        passes[name] = moment.nanoseconds(ways)
    numpy, apart = of_whole_arrays(moment)
    del moment
    period = nanoseconds(Market, customers, PERIODS, 3 if customers < 10**7 else 1)
    return Size(customers, passes, numpy, apart, period, same)


def with_everything_on(customers: int, binding: int, times: int) -> float:
    """Return how many times as dear passes are with every mechanism on, in turns; the median.

    Parameters
    ----------
    customers : int
        Of the market, once plain and once with everything on.
    binding : int
        How many of its four firms ask for contracts.
    times : int
        How often each is measured.
    """
    kinds = (plain_market, partial(full_market, binding=binding))
    moments = [Moment(customers, kind=kind) for kind in kinds]
    took = np.zeros((len(kinds), times))
    for name in PASSES:
        if name == "experience":
            for moment in moments:
                moment.on_to_experience()
        for turn in range(times):
            for place, moment in enumerate(moments):
                ways = {"engine": moment.in_engine(name)}
                took[place, turn] += moment.nanoseconds(ways)["engine"]
    plain, full = np.median(took, axis=1)
    return float(full / plain)


def of_whole_arrays(moment: Moment) -> tuple[float, float]:
    """Return what the part in NumPy costs a customer, and by how much it differs."""
    state, took = moment.state, []
    moment.restore()
    rows = np.arange(len(moment.kept)) + state.customers["generation"] * len(moment.kept)
    for _ in range(3):
        columns = whole_arrays.columns_of(moment.kept)
        start = time.perf_counter()
        whole_arrays.live(state, columns, rows.astype(np.uint64))
        took.append(time.perf_counter() - start)
    for call in moment.in_engine("experience")[:-1]:
        call()
    return 1e9 * statistics.median(took) / len(rows), whole_arrays.differs_by(state, columns)


def by_size(sizes: Iterable[Size]) -> str:
    """Return the table of the passes by size."""
    heads = ["customers"]
    heads += [f"`{name}`, {way}" for name in PASSES for way in ("ns", "C", "ratio")]
    heads += ["both, ratio", "NumPy, part", "whole period"]
    rows = []
    for size in sizes:
        row = [f"{size.customers:,}".replace(",", " ")]
        for name in PASSES:
            engine, c = (size.passes[name].get(way, float("nan")) for way in ("engine", "c"))
            row += [f"{engine:.1f}", f"{c:.1f}", f"{engine / c:.2f}"]
        ratio = size.both("engine") / size.both("c")
        rows.append([*row, f"{ratio:.2f}", f"{size.numpy:.0f}", f"{size.period:.0f}"])
    return table(heads, [[word.replace("nan", "–") for word in row] for row in rows])


def limits(sizes: list[Size]) -> str:
    """Say what limits the passes, found by variation."""
    small, large = (min(sizes, key=lambda one: abs(one.customers - n)) for n in (2_000, 10**6))
    if not compiler():
        return "What limits the passes is told where there is a C compiler, gcc or clang."
    heart = measured(BY_HEART)
    luck = sum(small.passes[name].get("luck", float("nan")) for name in PASSES)
    fused = small.both("c") - small.both("fused")
    far = f"{large.customers:,}".replace(",", " ")
    in_engine, in_c = (
        f"{small.both(way):.0f} ns in a market of 2 000, whose records stay in the cache; "
        f"{heart.both(way):.0f} in one of {BY_HEART}, whose every branch the processor knows by "
        f"heart; {large.both(way):.0f} in one of {far}, which comes from memory"
        for way in ("engine", "c")
    )
    return (
        f"What limits both passes, by variation. Engine: {in_engine}. C: {in_c}. Drawing luck "
        f"alone takes {luck:.0f} of these in C; products and sums in one instruction would take "
        f"{fused:.1f} off, and change bits."
    )


def draw(sizes: list[Size], twin: dict[int, float]) -> None:
    """Draw cost against size, and keep the picture beside the page."""
    lines = {
        "whole period, engine": {one.customers: one.period for one in sizes},
        "both passes, engine": {one.customers: one.both("engine") for one in sizes},
        "both passes, plain C": {one.customers: one.both("c") for one in sizes},
        "a part of one pass, NumPy": {one.customers: one.numpy for one in sizes},
        "whole period, plain Mesa": twin,
    }
    figure = go.Figure()
    for (name, line), look in zip(lines.items(), looks(list(lines)).values(), strict=True):
        figure.add_scatter(
            x=list(line),
            y=list(line.values()),
            name=name,
            line={"color": look.line, "dash": look.dash, "width": 2.5},
            marker={"symbol": look.mark, "size": 8},
        )
    title = "Nanoseconds a customer and period, by the size of the market"
    figure.update_layout(
        title={"text": f"<b>{title}</b>", "x": 0.0, "xref": "container", "pad": {"l": 16}},
        font={"family": FONT, "size": 13, "color": INK},
        legend={"orientation": "h", "y": -0.2},
        plot_bgcolor="#ffffff",
        paper_bgcolor="#ffffff",
        height=440,
        margin={"l": 70, "r": 20, "t": 60, "b": 110},
    )
    axis = {"type": "log", "gridcolor": GRID, "dtick": 1, "tickformat": ",.0f"}
    figure.update_xaxes(title="customers", **axis)
    figure.update_yaxes(title="nanoseconds", **axis)
    save(figure, PICTURE, width=820)
