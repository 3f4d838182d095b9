"""What a claim asks of one market: its arms, at the places where its parts are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.claims.claim import Claim
from relsim.claims.contrast import Contrast
from relsim.claims.trying import Case, Search, case_of, figures_of, grouped, measured
from relsim.claims.worlds import Place, Worlds, place_for
from relsim.study.laboratory import Laboratory, World
from relsim.study.parallel import Stop

if TYPE_CHECKING:
    from relsim.scenario import Scenario

_ALONE = Laboratory()


@dataclass(frozen=True, eq=False)
class Asked:
    """Lives through what the parts of a claim are about, in any market.

    Parameters
    ----------
    claim : Claim
        What is claimed; its sweeps are left out, but for values that parts name.
    seed, threads : int
        Of all luck; of one run.
    """

    claim: Claim
    seed: int
    threads: int

    @property
    def parts(self) -> list[Contrast]:
        """What is judged: parts that count, and the one that is shown."""
        return [one for one in self.claim.contrasts if one.counts or one is self.claim.main]

    @property
    def places(self) -> list[int]:
        """Where each part is judged, among the places of its worlds."""
        found = [self._place(one) for one in self.parts]
        return [list(dict.fromkeys(found)).index(one) for one in found]

    def worlds(self, market: Scenario, replications: Sequence[int], stop: Stop) -> Worlds:
        """Live through some worlds of a market; what must be sought first is sought there."""
        cases, places = self._cases(market)
        own, named = figures_of(self.claim)
        wanted = {one.figure for one in self.parts}
        own = {name: one for name, one in own.items() if name in wanted}
        named = [name for name in named if name in wanted]
        laboratory = Laboratory(threads=self.threads)
        found = [
            measured(
                World(case.scenario, case.strategy, self.seed, replication),
                laboratory,
                stop,
                own,
                named,
            )
            for replication in replications
            for case in cases
        ]
        lived = grouped(cases, tuple(found), len(replications), [*own, *named])
        return Worlds(tuple(places), lived)

    def _cases(self, market: Scenario) -> tuple[list[Case], list[Place]]:
        """Return the arms that the parts are about, each at the places where it is judged."""
        search = Search(_ALONE, self.seed, sharp=False, budgets=True)
        places = list(dict.fromkeys(self._place(one) for one in self.parts))
        cases = []
        for number, place in enumerate(places):
            here = market
            if place.sweep is not None:
                vary = self.claim.sweeps[place.sweep]
                here = market.with_overrides(dict(vary.overrides(place.value)))
            parts = [one for one in self.parts if self._place(one) == place]
            wanted = {arm for one in parts for arm in (*one.weights, *one.less, one.relative_to)}
            cases += [
                case_of(self.claim, number, arm, here, search)
                for arm in self.claim.arms
                if arm in wanted
            ]
        return cases, places

    def _place(self, contrast: Contrast) -> Place:
        return place_for(self.claim, contrast)
