"""What a claim may measure: figures of every run by name, and figures of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relsim.errors import InputError
from relsim.result.figure import Figure as Figure
from relsim.result.figures import FIGURES
from relsim.scenario.wording import nearest, show

if TYPE_CHECKING:
    from relsim.market import Run

Values = NDArray[np.float64]


def figure_named(name: str) -> Figure:
    """Return one of the figures that every run has.

    Examples
    --------
    >>> figure_named("retention").title
    'Annual retention'
    """
    if name not in FIGURES:
        near = nearest(name, FIGURES)
        hint = f"Did you mean {show(near)}? " if near else ""
        raise InputError(
            f"{show(name)} is no figure of a run. {hint}There are {', '.join(FIGURES)}; for "
            "anything else, give the claim a Figure."
        )
    return FIGURES[name]


def mean_of(figure: str | Figure, run: Run) -> float:
    """Return a figure of a run; of a course, its mean; NaN where it is undefined."""
    if isinstance(figure, Figure):
        return float(np.nanmean(figure.values(run)))
    value = run.summary()[figure]
    return float("nan") if value is None else float(value)
