"""Files to take away: the market, the numbers, the report."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from relsim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from relsim.study.compare import Comparison

KINDS = ("toml", "csv", "xlsx", "report")

PROGRAM = "@@the program that draws charts@@"
"""Where a browser puts the program that it has already, instead of being sent five megabytes."""


def download(comparison: Comparison, kind: str) -> dict[str, Any]:
    """Return a file for the browser.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 12})
    >>> found = download(relsim.compare(scenario, ["none", "social"], replications=2), "csv")
    >>> found["name"], base64.b64decode(found["data"])[:15]
    ('insurance.csv', b'strategy,figure')
    """
    from relsim.result.exports import as_csv

    name = safe_name(comparison.scenario.name)
    if kind == "toml":
        return _file(f"{name}.toml", "application/toml", comparison.scenario.to_toml())
    if kind == "csv":
        return _file(f"{name}.csv", "text/csv", as_csv(_with_origin(comparison)))
    if kind == "xlsx":
        return _file(f"{name}.xlsx", "application/vnd.ms-excel", comparison.to_xlsx())
    if kind == "report":
        return {**_file(f"{name}.html", "text/html", _report(comparison)), "program": PROGRAM}
    raise InputError(f"download: there is no {kind!r}; there are {', '.join(KINDS)}.")


def safe_name(name: str) -> str:
    """Return a name that any system takes for a file.

    Examples
    --------
    >>> safe_name("../my market"), safe_name("<>")
    ('my-market', 'market')
    """
    return re.sub(r"[^\w-]+", "-", name).strip("-_")[:60] or "market"


def _with_origin(comparison: Comparison) -> pd.DataFrame:
    """Return the figures with what decided them: a browser saves one file, none beside it."""
    settings = comparison.settings()
    told = {name: str(settings[name]) for name in ("relsim", "fingerprint", "seed", "command")}
    return comparison.to_frame().assign(**told)


def _report(comparison: Comparison) -> str:
    from plotly.offline import get_plotlyjs

    from relsim.view import to_html

    return to_html(comparison).replace(get_plotlyjs(), PROGRAM)


def _file(name: str, kind: str, content: str | bytes) -> dict[str, Any]:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return {"name": name, "type": kind, "data": base64.b64encode(data).decode("ascii")}
