"""On which terms strategies are compared: settled before anything heavy is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from relsim.scenario import require_room
from relsim.study.arms import Arm, check_types, choose_arms, require_two
from relsim.study.compare.amounts import in_units
from relsim.study.compare.budget import Budget, check_budget
from relsim.study.compare.precision import check_maximum
from relsim.study.laboratory import check_numbers
from relsim.study.parallel import share_out

if TYPE_CHECKING:
    from relsim.scenario import Scenario


class Settled(NamedTuple):
    """Terms that make sense: arms, amounts in the units of the figures, where worlds end."""

    arms: tuple[Arm, ...]
    targets: dict[str, float]
    margins: dict[str, float]
    most_worlds: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What :func:`relsim.compare`, which says what its parts are, takes beside a market.

    Examples
    --------
    >>> import relsim
    >>> Terms(["none", "social"]).settled(relsim.load("insurance")).most_worlds
    30
    """

    strategies: Sequence[str] | None = None
    baseline: str | None = None
    replications: int = 30
    seed: int = 1
    threads: int | None = None
    cluster: str | None = None
    equal_budget: float | str | Sequence[float] | None = None
    precision: Mapping[str, float] | None = None
    max_replications: int | None = None
    equivalence: Mapping[str, float] | None = None

    @property
    def budget(self) -> Budget | None:
        """The budget that strategies are brought to."""
        return None if self.equal_budget is None else check_budget(self.equal_budget)

    def settled(self, scenario: Scenario) -> Settled:
        """Refuse what makes no sense, or what the memory of this computer does not hold."""
        check_types(scenario, self.strategies)
        arms = choose_arms(scenario.strategies, self.strategies, self.baseline)
        check_numbers(self.replications, self.seed)
        margins = in_units("equivalence", self.equivalence or {})
        targets = in_units("precision", self.precision or {})
        most = check_maximum(self.max_replications, self.replications, targets)
        require_two(arms, targets, margins)
        at_once, _ = share_out(self.threads, scenario.market.customers)
        require_room(scenario, most, len(arms), at_once)
        if self.equal_budget is not None:
            # Counted here: what tells a year's end loads more than a refusal needs.
            years = range(0, scenario.market.periods, round(12 / scenario.months))
            check_budget(self.equal_budget, len(years))
        return Settled(arms, targets, margins, most)
