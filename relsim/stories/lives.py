"""The lives of one customer under two strategies, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.scenario.command import command
from relsim.stories.life import Life
from relsim.stories.parting import Parting, parting_of
from relsim.stories.portrait import Trait
from relsim.stories.speaker import Speaker

if TYPE_CHECKING:
    from relsim.scenario import Scenario


@dataclass(frozen=True, repr=False)
class Lives:
    """One customer's life under a strategy, and beside it under another if there is one.

    Parameters
    ----------
    scenario : Scenario
        The market.
    customer : int
        Row of the customer: whoever holds it when the strategies start.
    seed, replication : int
        Of all luck.
    life : Life
        Under the strategy of interest.
    other : Life or None
        The same customer under the other strategy.
    traits : dict of str to Trait
        Who this is.
    """

    scenario: Scenario
    customer: int
    seed: int
    replication: int
    life: Life
    other: Life | None
    traits: dict[str, Trait]

    @property
    def strategy(self) -> str:
        """The strategy of interest."""
        return self.life.strategy

    @property
    def against(self) -> str | None:
        """The other strategy; None when there is none."""
        return None if self.other is None else self.other.strategy

    @property
    def segment(self) -> str:
        """Name of the customer's segment."""
        return str(self.scenario.segments[int(self.life.opening.segment)].name)

    @property
    def parting(self) -> Parting | None:
        """Where the two lives part, in the language in force; None when there is only one."""
        if self.other is None:
            return None
        return parting_of(self.life, self.other, self.speaker)

    @property
    def parts_at(self) -> int | None:
        """The first period in which not the same happened in both lives.

        Numbers, such as how satisfied the customer is, may differ before: what counts is
        what was used, what failed and how it was handled, what was told and heard, doubted,
        reviewed and chosen. None when the lives never part, or when there is only one.
        """
        return None if self.parting is None else self.parting.parts_at

    @property
    def ways_part_at(self) -> int | None:
        """The first period at whose end the customer is with different firms; None for never."""
        return None if self.parting is None else self.parting.ways_part_at

    @property
    def speaker(self) -> Speaker:
        """Says facts with the market's names."""
        return Speaker(self.scenario.firm_names, self.scenario.market.currency)

    @property
    def year(self) -> int:
        """Periods of a year."""
        return max(1, round(12 / self.scenario.months))

    @property
    def command(self) -> str:
        """The command line that tells this story anew."""
        options = {
            "customer": self.customer,
            "strategy": self.strategy,
            "against": self.against,
            "alone": self.other is None,
            "seed": self.seed,
            "replication": self.replication or None,
        }
        return command("story", self.scenario, options)
