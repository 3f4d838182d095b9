"""A sweep as people read it: a row a point, a column a strategy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from relsim.result.figures import OUTCOMES
from relsim.result.statistics import Estimate, estimate
from relsim.result.table import Cell, Row, Sheet, counted

if TYPE_CHECKING:
    from relsim.study.sweep.result import Sweep

_ROWS_SHOWN = 24
_SHOWN = ("retention", "npv")


def sheets(sweep: Sweep) -> list[Sheet]:
    """Return the tables: retention and net present value."""
    points = list(zip(sweep.points.index, sweep.settings, strict=True))[:_ROWS_SHOWN]
    return [
        Sheet(
            OUTCOMES[figure].title,
            sweep.strategies,
            tuple(_row(sweep, point, settings, figure) for point, settings in points),
        )
        for figure in _SHOWN
    ]


def notes(sweep: Sweep) -> list[str]:
    """Return what explains the numbers."""
    failed, done = len(sweep.failures), len(sweep.samples)
    found = []
    if sweep.interrupted:
        found.append(f"Interrupted: {done:,} of {sweep.planned:,} runs are done.")
    if failed:
        found.append(f"{failed:,} of {done:,} runs failed and are left out.")
    hidden = len(sweep.points) - _ROWS_SHOWN
    if hidden > 0:
        found.append(f"{hidden:,} more points are in the data (to_frame, --csv, --xlsx).")
    found.append(
        f"Below each mean: the paired difference to {sweep.baseline}, ± half of its 95 % "
        f"interval over {counted(sweep.worlds, 'world')}; pt are percentage points. Every point "
        f"meets the same luck. Seed {sweep.seed}."
    )
    return found


def _row(sweep: Sweep, point: int, settings: Mapping[str, Any], figure: str) -> Row:
    outcome = OUTCOMES[figure]
    cells = []
    for strategy in sweep.strategies:
        mean = estimate(sweep.values(point, strategy, figure)).mean
        gap = sweep.difference(point, strategy, figure) if strategy != sweep.baseline else None
        cells.append(Cell(outcome.show(mean), "" if gap is None else _gap(gap, figure)))
    shown = [f"{path.rpartition('.')[2]} {_value(value)}" for path, value in settings.items()]
    return Row(", ".join(shown), "", tuple(cells))


def _gap(found: Estimate, figure: str) -> str:
    outcome = OUTCOMES[figure]
    if found.mean is None:
        return "-"
    half = "" if found.half_width is None else f" ± {outcome.show(found.half_width, unit=False)}"
    unit = " pt" if outcome.unit == "percent" else ""
    return f"{outcome.show(found.mean, signed=True, unit=False)}{half}{unit}"


def _value(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
