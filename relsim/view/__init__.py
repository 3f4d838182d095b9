"""What people look at: charts and the report. The one home of colours, dashes and titles.

Names are loaded when they are first used: the charts' library takes a while to import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.view.charts import CHARTS, plot
    from relsim.view.page import report, to_html
    from relsim.view.pictures import save

__all__ = ["CHARTS", "plot", "report", "save", "to_html"]

_HOMES = {
    "CHARTS": "charts",
    "plot": "charts",
    "report": "page",
    "save": "pictures",
    "to_html": "page",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
