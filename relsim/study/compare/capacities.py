"""The same comparison with capacity that follows demand and with capacity that does not.

Success that overloads a firm hides what bonding did, so both are worth seeing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.study.compare.side_by_side import compare

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from relsim.scenario import Scenario
    from relsim.study.compare.comparison import Comparison

CAPACITIES = {
    "elastic": "Capacity follows uses: success overloads nobody",
    "fixed": "Capacity stands as it is: success may overload the firm",
}
"""What ``market.capacity`` may be, and what it means."""


@dataclass(frozen=True, eq=False)
class BothCapacities:
    """Two comparisons, the same but for capacity.

    Parameters
    ----------
    comparisons : mapping of str to Comparison
        By what ``market.capacity`` was, in the order of :data:`CAPACITIES`.
    """

    comparisons: Mapping[str, Comparison]

    def to_frame(self) -> pd.DataFrame:
        """Return every number of both, with a column ``capacity`` in front."""
        frames = {name: one.to_frame() for name, one in self.comparisons.items()}
        for name, frame in frames.items():
            frame.insert(0, "capacity", name)
        return pd.concat(list(frames.values()), ignore_index=True)

    def to_json(self) -> dict[str, object]:
        """Return both as plain values, by capacity."""
        return {name: one.to_json() for name, one in self.comparisons.items()}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Show one below the other in a terminal."""
        from rich.text import Text

        for name, one in self.comparisons.items():
            yield Text(f"{CAPACITIES[name]} (market.capacity = {name})", style="bold reverse")
            yield ""
            yield one
            yield ""

    def __str__(self) -> str:
        """Return both tables as plain text."""
        return "\n\n".join(f"{CAPACITIES[name]}\n\n{one}" for name, one in self.comparisons.items())

    def _repr_html_(self) -> str:
        return "".join(
            f"<h3>{CAPACITIES[name]}</h3>{one._repr_html_()}"
            for name, one in self.comparisons.items()
        )


def compare_capacities(scenario: Scenario, *arguments: Any, **options: Any) -> BothCapacities:
    """Compare strategies twice: with elastic and with fixed capacity.

    Parameters
    ----------
    scenario : Scenario
        The market.
    *arguments, **options
        As :func:`relsim.compare` takes them.

    Returns
    -------
    BothCapacities
        The same luck in both.

    Examples
    --------
    >>> import relsim
    >>> small = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> both = compare_capacities(small, ["none", "social"], replications=2)
    >>> list(both.comparisons)
    ['elastic', 'fixed']
    """
    return BothCapacities(
        {
            name: compare(scenario.with_overrides({"market.capacity": name}), *arguments, **options)
            for name in CAPACITIES
        }
    )
