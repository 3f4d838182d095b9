"""The default market, and phases that write down what a run does not keep.

The phases look and change nothing, but for ``Loyal``, which makes one firm's customers
reconsider less often.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import relsim
from relsim.behaviour import FIELDS
from relsim.behaviour.switching_cost import cost_of_leaving, settled_after
from relsim.behaviour.word_of_mouth import talk_chance
from relsim.market import Market, Run
from relsim.market.records import theory_of
from relsim.scenario import Scenario

SEED = 1
FIRMS = "".join(f'[[firms]]\nname = "{name}"\n' for name in ("Alba", "Brio", "Cora", "Dune"))
OUTCOMES = {name: code for code, name in enumerate(FIELDS["last_outcome"].codes)}
PUT_RIGHT = ("resolved", "resolved fast")


def default_market(**settings: Any) -> Scenario:
    """Return four equal firms with every setting at its default, but for some of ``[market]``."""
    return relsim.parse(FIRMS, {f"market.{name}": value for name, value in settings.items()})


def lived(
    scenario: Scenario, world: int, strategy: str = "none", phases: Iterable[Any] = ()
) -> Run:
    """Return the run of one world."""
    return Market(scenario, SEED, world, strategy=strategy, phases=phases).run()


@dataclass(frozen=True)
class Purses:
    """Note what each customer pays to the firm under study, period by period."""

    name: str = "purses"
    after: str = "experience"
    paid: list[tuple[int, Any, Any]] = field(default_factory=list)

    def run(self, market: Market) -> None:
        people = market.customers
        spent, generation = people.get("spent"), people.get("generation")
        before = people.add("spent_before").get("spent_before")
        whose = people.add("spent_by", -1).get("spent_by")
        before[whose != generation] = 0.0
        now = spent - before
        focal = market.spec.firm_names.index(market.spec.focal.name)
        rows = np.flatnonzero((people.get("firm") == focal) & (now > 0))
        numbers = rows + generation[rows].astype(np.int64) * len(people)
        self.paid.append((market.period, numbers, now[rows]))
        before[:], whose[:] = spent, generation


@dataclass(frozen=True)
class Before:
    """Note how customers feel before an encounter."""

    name: str = "before"
    after: str = "load"

    def run(self, market: Market) -> None:
        for name in ("satisfaction", "failures"):
            column = f"{name}_before"
            market.customers.add(column).get(column)[:] = market.customers.get(name)


@dataclass(frozen=True)
class After:
    """Note what good encounters, and failures put right, do to satisfaction and to talk."""

    name: str = "after"
    after: str = "experience"
    noted: dict[str, list[tuple[float, float]]] = field(
        default_factory=lambda: {"put right": [], "fine": []}
    )

    def run(self, market: Market) -> None:
        if market.period < 0:
            return
        people = market.customers
        focal = market.spec.firm_names.index(market.spec.focal.name)
        used = (people.get("firm") == focal) & (people.get("wants") > 0)
        failed = people.get("failures") > people.get("failures_before")
        outcome = people.get("last_outcome")
        right = used & failed & np.isin(outcome, [OUTCOMES[name] for name in PUT_RIGHT])
        # Of the many good encounters every twentieth customer's will do.
        some = (np.arange(len(people)) + market.period) % 20 == 0
        fine = used & ~failed & (outcome == OUTCOMES["fine"]) & some
        for name, those in (("put right", right), ("fine", fine)):
            self.noted[name] += _felt(market, np.flatnonzero(those))


def _felt(market: Market, rows: np.ndarray) -> list[tuple[float, float]]:
    """Return the change of satisfaction, and the chance of a good report, of each row."""
    theory = theory_of(market.spec)[0]
    people, reward = market.customers, market.spec.focal
    before = people.get("satisfaction_before")[rows]
    change = people.get("satisfaction")[rows] - before
    # Satisfaction moves by a fixed share of the way to what was felt.
    felt = before + change / theory["satisfaction_rate"]
    offered = float(market.firm_records["referral_reward"][market.spec.firms.index(reward)])
    record = theory.view(np.recarray)
    # Negativity weighs only on what was felt as bad, and bad is no good report.
    good = [talk_chance(one, 0.0, offered, record) if one >= 0.5 else 0.0 for one in felt]
    return list(zip(change.tolist(), good, strict=True))


@dataclass(frozen=True)
class Bound:
    """Once a year, note what leaving would cost and who has left since the year before."""

    name: str = "bound"
    after: str = "act"
    noted: list[tuple[Any, Any]] = field(default_factory=list)

    def run(self, market: Market) -> None:
        if market.period < 0 or market.period % 12:
            return
        people = market.customers
        cost = people.add("cost_then", np.nan).get("cost_then")
        firm_then = people.add("firm_then", -1).get("firm_then")
        born_then = people.add("born_then", -1).get("born_then")
        focal = market.spec.firm_names.index(market.spec.focal.name)
        there = (firm_then == focal) & (born_then == people.get("generation"))
        since = market.period - people.get("start") < 12
        left = (people.get("firm") != focal) | since
        if market.period:
            self.noted.append((cost[there].copy(), left[there].copy()))
        cost[:] = _costs(market)
        firm_then[:], born_then[:] = people.get("firm"), people.get("generation")


def _costs(market: Market) -> np.ndarray:
    """Return what leaving the firm under study would cost each of its customers, in utils."""
    people = market.customers
    theory = theory_of(market.spec)[0].view(np.recarray)
    focal = market.spec.firm_names.index(market.spec.focal.name)
    years = (market.period - people.get("start")) * market.spec.months / 12
    costs = np.full(len(people), np.nan)
    for row in np.flatnonzero(people.get("firm") == focal):
        costs[row] = cost_of_leaving(
            settled_after(years[row], theory["settling_time"]),
            0.0,  # the firm under study has no points
            people.get("social_bond")[row],
            people.get("structural_bond")[row],
            theory,
        )
    return costs


@dataclass(frozen=True)
class Loyal:
    """From period 0 on, the firm under study's customers reconsider without a reason less often."""

    name: str = "loyal"
    after: str = "act"
    share: float = 1.0

    def run(self, market: Market) -> None:
        if market.period < 0:
            return
        people = market.customers
        now, generation = people.get("restlessness"), people.get("generation")
        born = people.add("born_restlessness", now).get("born_restlessness")
        whose = people.add("born_whose", generation).get("born_whose")
        other = whose != generation
        born[other], whose[other] = now[other], generation[other]
        focal = market.spec.firm_names.index(market.spec.focal.name)
        now[:] = np.where(people.get("firm") == focal, self.share * born, born)
