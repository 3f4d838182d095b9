"""Questions asked of a market: which strategy leads to what, and what fits a real cohort.

Names are loaded when they are first used, so that a wrong question is refused before
anything heavy is imported.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.study.comparing import compare
    from relsim.study.comparison import Comparison, Failure
    from relsim.study.fitted import Fit
    from relsim.study.fitting import fit
    from relsim.study.statistics import Difference, Estimate

__all__ = ["Comparison", "Difference", "Estimate", "Failure", "Fit", "compare", "fit"]

_HOMES = {
    "Comparison": "comparison",
    "Difference": "statistics",
    "Estimate": "statistics",
    "Failure": "comparison",
    "Fit": "fitted",
    "compare": "comparing",
    "fit": "fitting",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
