"""What a sweep asks, settled: its points, its runs in order, and what one of them is lived in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from relsim.errors import InputError, RelsimError
from relsim.scenario.command import command, nothing
from relsim.scenario.size import Size, size_of
from relsim.scenario.whole import check_whole
from relsim.study.arms import Arm
from relsim.study.compare import worlds
from relsim.study.compare.budget import check_amount
from relsim.study.compare.spending import BudgetSearch
from relsim.study.laboratory import MOST_RUNS, Laboratory, World
from relsim.study.store.purpose import Purpose, purpose_of
from relsim.study.sweep.design import Point, varied_by

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.scenario.own_code import Own
    from relsim.study.parallel import Stop
    from relsim.study.store.store import Kept, Store

BYTES_PER_RUN = 700
"""On the disk, on the safe side: some 530 were measured, and a failure takes more."""

_AT_HAND = 1024
"""Scenarios kept between runs; a small one takes some fifty kilobytes."""

_NO_GRID = "the design is no grid; its points stand in the data"

Key = tuple[int, int, int]
"""One run: point, arm, replication."""


class Question:
    """A sweep before anything has run; what makes no sense is refused when it is made."""

    def __init__(
        self,
        scenario: Scenario,
        points: Sequence[Point],
        arms: Sequence[Arm],
        replications: int,
        seed: int,
        *,
        equal_budget: float | str | None = None,
        shard: tuple[int, int] = (1, 1),
        own: Sequence[Own] = (),
    ) -> None:
        self.scenario, self.points, self.arms = scenario, points, arms
        self.replications, self.seed, self.own = replications, seed, tuple(own)
        self.equal_budget = None if equal_budget is None else check_amount(equal_budget)
        self.shard = _checked(shard)
        runs = len(points) * len(arms) * replications
        if runs > MOST_RUNS:
            raise InputError(
                f"sweep: {len(points):,} points × {len(arms)} strategies × {replications:,} "
                f"replications = {runs:,} runs; at most {MOST_RUNS:,} are allowed."
            )
        self._remember()
        self.largest = self._check_points()
        self._factors: dict[tuple[int, int], float] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Travel to a worker without the markets that are at hand here."""
        return {name: held for name, held in vars(self).items() if name != "market_at"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Arrive."""
        vars(self).update(state)
        self._remember()

    def keys(self) -> list[Key]:
        """Return the runs of the shard, world by world: an interruption leaves all points."""
        part, parts = self.shard
        pairs = [
            (point, replication)
            for replication in range(self.replications)
            for point in range(len(self.points))
        ]
        return [
            (point, arm, replication)
            for place, (point, replication) in enumerate(pairs)
            if place % parts == part - 1  # all arms of a world, so that a shard has differences
            for arm in range(len(self.arms))
        ]

    def budgets(self) -> list[tuple[str, int, int]]:
        """Return what is sought before the runs: a factor a point and arm, baseline apart."""
        if self.equal_budget is None:
            return []
        there = dict.fromkeys(key[0] for key in self.keys())
        return [("budget", point, arm) for point in there for arm in range(1, len(self.arms))]

    def seek(self, laboratory: Laboratory, key: tuple[str, int, int], stop: Stop) -> dict[str, Any]:
        """Return the factor that brings an arm to the budget at a point."""
        assert self.equal_budget is not None
        _, point, arm = key
        alone = Laboratory(1, laboratory.threads, laboratory.phases, laboratory.firms)
        search = BudgetSearch(self.market_at(point), self.seed, alone, look_up=stop.look_up)
        found = search.scaling(self.arms[arm].strategy, self.equal_budget)
        return {"factor": found.factor, "reached": found.reached}

    def take_budgets(self, store: Store) -> None:
        """Note the factors that were found."""
        for key in self.budgets():
            found = store.get(key)
            if isinstance(found, Mapping):
                self._factors[key[1:]] = float(found["factor"])

    def live(self, laboratory: Laboratory, key: Key, stop: Stop) -> dict[str, Any]:
        """Live through a run and return its figures."""
        return worlds.figures(self._world(key), laboratory, stop)

    def command_of(self, key: Key) -> str:
        """Return the command that repeats a run."""
        return self._world(key).command(self.own)

    def again(self, design: str | None, store: str | None) -> str:
        """Return the command that makes the whole again."""
        varied = None if design is not None else varied_by(self.points)
        asked = {
            "design": design,
            "vary": varied,
            "strategies": [arm.strategy for arm in self.arms],
            "replications": self.replications,
            "seed": self.seed,
            "equal_budget": self.equal_budget,
            "shard": None if self.shard == (1, 1) else "{}/{}".format(*self.shard),
            "out": store,
        }
        if design is None and varied is None:
            return nothing(_NO_GRID)
        return command("sweep", self.scenario, asked, self.own)

    def purpose(self) -> Purpose:
        """Return what decides its runs, but for how many worlds there are, and which part."""
        return purpose_of(
            "sweep",
            self.scenario,
            self.own,
            name=self.scenario.name,
            seed=self.seed,
            strategies=[arm.strategy for arm in self.arms],
            equal_budget=self.equal_budget,
            key=["point", "strategy", "replication"],
            arms=[arm.name for arm in self.arms],
            points=self.points,
        )

    def size(self, at_once: int) -> Size:
        """Return what the shard needs: runs, memory, seconds; roughly."""
        part = 1 / self.shard[1]
        sizes = [
            size_of(self.market_at(point), self.replications, len(self.arms), at_once)
            for point in range(len(self.points))
        ]
        begin = size_of(self.scenario, 0).seconds
        return Size(
            runs=len(self.keys()),
            market_bytes=max(one.market_bytes for one in sizes),
            bytes=max(one.bytes for one in sizes),
            seconds=begin + part * sum(one.seconds - begin for one in sizes),
        )

    def _world(self, key: Key) -> World:
        point, arm, replication = key
        return World(*self._lived_in(point, arm), self.seed, replication)

    def _lived_in(self, point: int, arm: int) -> tuple[Scenario, str]:
        market, strategy = self.market_at(point), self.arms[arm].strategy
        if self.equal_budget is None or arm == 0:
            return market, strategy
        factor = self._factors.get((point, arm))
        if factor is None:
            raise RelsimError(f"the factor that brings {strategy} to its budget was not found")
        return BudgetSearch(market, self.seed, Laboratory()).market_at(strategy, factor)

    def _remember(self) -> None:
        self.market_at = lru_cache(maxsize=_AT_HAND)(self._market_at)

    def _market_at(self, place: int) -> Scenario:
        return self.scenario.with_overrides(self.points[place])

    def _check_points(self) -> int:
        """Build every point's market once, so that a wrong one is refused before anything runs."""
        largest = 0
        for place, point in enumerate(self.points):
            try:
                largest = max(largest, self.market_at(place).market.customers)
            except RelsimError as error:
                shown = ", ".join(f"{path} = {value}" for path, value in point.items())
                raise InputError(f"design, row {place} ({shown}): {error}") from error
        return largest


def kept_runs(question: Question, store: Store) -> Iterator[tuple[Key, Kept]]:
    """Yield the runs of a question that a store holds, in the order of keys."""
    planned = question.keys()
    wanted = dict(zip(planned, planned, strict=True))
    return ((wanted[key], kept) for key, kept in store if key in wanted)


def _checked(shard: tuple[int, int]) -> tuple[int, int]:
    part, parts = shard
    check_whole(1, shards=parts)
    check_whole(1, parts, shard=part)
    return part, parts
