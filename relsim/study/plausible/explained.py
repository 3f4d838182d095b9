"""What was found of where a strategy loses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.study.plausible.along import Turn
from relsim.study.plausible.losing import Losing
from relsim.study.plausible.result import Plausible

if TYPE_CHECKING:
    from relsim.study.compare import Comparison
    from relsim.study.settings.uncertain import Uncertain


@dataclass(frozen=True, eq=False, repr=False)
class Explained:
    """The finds; :class:`relsim.study.plausible.Explanation` says what its fields are."""

    comparison: Comparison
    losing: Losing
    turns: tuple[Turn, ...]
    ends_looked_at: int
    inert: tuple[Uncertain, ...]
    command: str

    @property
    def strategies(self) -> tuple[str, ...]:
        """The two, the one that is held against first."""
        return self.comparison.strategies

    @property
    def plausible(self) -> Plausible:
        """What settings say."""
        found = self.comparison.plausible
        assert isinstance(found, Plausible)
        return found

    @property
    def numbers(self) -> tuple[Uncertain, ...]:
        """The numbers of the settings, in their order."""
        return self.plausible.lived.ways[""].uncertain
