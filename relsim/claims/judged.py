"""What came of trying a claim: its parts with their intervals, its curves, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from relsim.claims.breaking import holds_by_structure
from relsim.claims.claim import Claim, Verdict, exactly
from relsim.claims.contrast import Contrast
from relsim.claims.kept import Kept
from relsim.claims.verdict import Curve, Finding, flips_of, judge, verdict_of
from relsim.claims.worlds import Worlds, place_for
from relsim.result.quantity import Quantity
from relsim.study.sweep.flips import Flip

if TYPE_CHECKING:
    from relsim.claims.breadth import Breadth
    from relsim.claims.breaking import Breaking
    from relsim.claims.structures import Structures
    from relsim.scenario import Scenario
    from relsim.study.compare.budget import Scaling
    from relsim.study.compare.numbers import Failure


@dataclass(frozen=True, eq=False, repr=False)
class Judged:
    """A claim that has been put to the test: what was measured, and how that is judged.

    Parameters
    ----------
    claim : Claim
        What was claimed.
    scenario : Scenario
        The market at home.
    seed, replications : int
        Of all luck, and worlds.
    quick : bool
        Whether it was only a look.
    worlds : Worlds or Kept
        What was measured, world by world, or what the ledger keeps of that.
    scalings : mapping of str to Scaling
        What a budget did, by arm, at home.
    failures : tuple of Failure
        Runs that failed, by arm.
    interrupted : bool
        Whether Ctrl-C ended it early.
    breadth : Breadth, optional
        In how many plausible settings it holds.
    structures : Structures, optional
        What becomes of it without each mechanism.
    breaking : Breaking, optional
        What came of trying to break it.
    """

    claim: Claim
    scenario: Scenario
    seed: int
    replications: int
    quick: bool
    worlds: Worlds | Kept
    scalings: Mapping[str, Scaling] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False
    breadth: Breadth | None = None
    structures: Structures | None = None
    breaking: Breaking | None = None

    @cached_property
    def parts(self) -> tuple[Finding, ...]:
        """Every contrast, judged at its own setting."""
        return tuple(
            self.finding(one, self._place(one)) for one in self.claim.contrasts if self._tried(one)
        )

    @cached_property
    def curves(self) -> tuple[Curve, ...]:
        """Every contrast that has no setting of its own, along every sweep that was tried."""
        return tuple(
            Curve(vary, tuple(self.finding(contrast, place) for place in where))
            for number, vary in enumerate(self.claim.sweeps)
            if (where := self.along(number))
            for contrast in self.claim.contrasts
            if contrast.at is None
        )

    @cached_property
    def verdict(self) -> Verdict:
        """Supported, conditional, refuted or undecided."""
        return verdict_of(self.parts, self.curves)

    @cached_property
    def at_home(self) -> Verdict:
        """The verdict as the market is, whatever a sweep found: never conditional."""
        return verdict_of(self.parts, ())

    @property
    def by_structure(self) -> bool:
        """Whether it holds by structure, as far as was looked."""
        return holds_by_structure(self.breadth, self.structures, self.breaking)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """Where the parts that count flip."""
        return tuple(flips_of(self.claim, self.curves))

    @property
    def main(self) -> Finding:
        """The first contrast, judged."""
        return self.parts[0]

    @property
    def is_whole(self) -> bool:
        """Whether it is what the ledger keeps: the script's own size, worlds and luck."""
        size, home = self.claim.size, self.scenario
        whole = not self.quick and self.seed == 1 and self.replications == size.replications
        return whole and home == self.claim.market_at(size)

    @property
    def command(self) -> str:
        """The command line that makes it again."""
        normal = (self.claim.quick if self.quick else self.claim.size).replications
        asked = self.replications
        more = ["--replications", str(asked)] if asked != normal else []
        return self.claim.command(*more, quick=self.quick, seed=self.seed)

    def finding(self, contrast: Contrast, place: int = 0) -> Finding:
        """Return a contrast, judged at one place."""
        return judge(contrast, self.worlds.estimate(contrast, place))

    def along(self, sweep: int) -> list[int]:
        """Return the places of a sweep, in the order of its values."""
        return [number for number, place in enumerate(self.worlds.places) if place.sweep == sweep]

    def has_level(self, figure: str) -> bool:
        """Tell whether a figure says anything of one arm alone: one number a world, or a course.

        Several numbers that only their differences make sense of have no level.
        """
        return self.worlds.are_single(figure) or figure in self.claim.courses

    def level(self, arm: str, figure: str, place: int = 0) -> Quantity:
        """Return a figure's mean in one arm, ready to be shown."""
        return self.claim.figure(figure).level(self.worlds.level(arm, figure, place), bare=True)

    def effect(self, one: Finding) -> Quantity:
        """Return an effect with its interval, ready to be shown."""
        return self.claim.effect(one.contrast, one.effect)

    def matters_from(self, contrast: Contrast) -> Quantity:
        """Return the smallest effect that matters, whichever way it points."""
        return self.claim.effect(contrast, exactly(contrast.smallest)).size

    def _place(self, contrast: Contrast) -> int:
        return self.worlds.places.index(place_for(self.claim, contrast))

    def _tried(self, contrast: Contrast) -> bool:
        """Tell whether the setting of a contrast was tried, as without sweeps it may not be."""
        return contrast.at is None or any(one.sweep is not None for one in self.worlds.places)
