"""Questions asked of a market: which strategy leads to what, and what fits a real cohort.

Names are loaded when they are first used, so that a wrong question is refused before
anything heavy is imported.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.study.attributing import attribute
    from relsim.study.attribution import Attribution
    from relsim.study.capacities import BothCapacities, compare_capacities
    from relsim.study.comparing import compare
    from relsim.study.comparison import Comparison, Failure
    from relsim.study.design import grid, latin_hypercube
    from relsim.study.fitted import Fit
    from relsim.study.fitting import fit
    from relsim.study.flips import Flip
    from relsim.study.hazard import Sorting
    from relsim.study.statistics import Difference, Estimate
    from relsim.study.stories.story import Story, story
    from relsim.study.sweeping import sweep
    from relsim.study.swept import Sweep
    from relsim.study.tenure import sorting, with_identical_customers
    from relsim.study.textbook.concepts import Concepts, concepts

__all__ = [
    "Attribution",
    "BothCapacities",
    "Comparison",
    "Concepts",
    "Difference",
    "Estimate",
    "Failure",
    "Fit",
    "Flip",
    "Sorting",
    "Story",
    "Sweep",
    "attribute",
    "compare",
    "compare_capacities",
    "concepts",
    "fit",
    "grid",
    "latin_hypercube",
    "sorting",
    "story",
    "sweep",
    "with_identical_customers",
]

_HOMES = {
    "Attribution": "attribution",
    "BothCapacities": "capacities",
    "Comparison": "comparison",
    "Concepts": "textbook.concepts",
    "Difference": "statistics",
    "Estimate": "statistics",
    "Failure": "comparison",
    "Fit": "fitted",
    "Flip": "flips",
    "Sorting": "hazard",
    "Story": "stories.story",
    "Sweep": "swept",
    "attribute": "attributing",
    "compare": "comparing",
    "compare_capacities": "capacities",
    "concepts": "textbook.concepts",
    "fit": "fitting",
    "grid": "design",
    "latin_hypercube": "design",
    "sorting": "tenure",
    "story": "stories.story",
    "sweep": "sweeping",
    "with_identical_customers": "tenure",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
