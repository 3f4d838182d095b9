"""The same comparison with capacity that follows demand and with capacity that does not.

Success that overloads a firm hides what bonding did, so both are worth seeing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from relsim.result.result import Joined, Result
from relsim.result.table import Heading
from relsim.result.words import Sentence
from relsim.study.compare.side_by_side import compare

if TYPE_CHECKING:
    import pandas as pd

    from relsim.result.table import Block
    from relsim.scenario import Scenario
    from relsim.study.compare.comparison import Comparison

CAPACITIES = {
    "elastic": "Capacity follows uses: success overloads nobody",
    "fixed": "Capacity stands as it is: success may overload the firm",
}
"""What ``market.capacity`` may be, and what it means."""


Part = TypeVar("Part", bound=Result)


@dataclass(frozen=True, eq=False)
class BothCapacities(Joined, Generic[Part]):
    """Two comparisons, the same but for capacity.

    Parameters
    ----------
    comparisons : mapping of str to Comparison
        By what ``market.capacity`` was, in the order of :data:`CAPACITIES`; with what explains
        them, if that is wanted, too.
    """

    comparisons: Mapping[str, Part]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Both, in the order in which they are shown."""
        return tuple(self.comparisons.values())

    def to_frame(self) -> pd.DataFrame:
        """Return every number of both, with a column ``capacity`` in front."""
        import pandas as pd

        frames = {name: dict(one.frames())["figures"] for name, one in self.comparisons.items()}
        whole = pd.concat(frames, names=["capacity"])
        return whole.reset_index("capacity").reset_index(drop=True)

    def to_json(self) -> dict[str, object]:
        """Return both as plain values, by capacity."""
        return {name: one.to_json() for name, one in self.comparisons.items()}

    def settings(self) -> dict[str, object]:
        """Return what decides each, by capacity."""
        return {name: one.settings() for name, one in self.comparisons.items()}

    def blocks(self) -> list[Block]:
        """Return one below the other, each with its heading."""
        return [
            block
            for name, one in self.comparisons.items()
            for block in (
                Heading(
                    Sentence(
                        "{meaning} (market.capacity = {name})", meaning=CAPACITIES[name], name=name
                    )
                ),
                *one.blocks(),
            )
        ]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the figures of both together, and the other frames with the capacity's name."""
        others = {
            f"{title} {name}": frame
            for name, one in self.comparisons.items()
            for title, frame in one.frames().items()
            if title != "figures"
        }
        return {"figures": self.to_frame(), **others}


def compare_capacities(
    scenario: Scenario, *arguments: Any, **options: Any
) -> BothCapacities[Comparison]:
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
