"""Where worlds are lived through: how many side by side, with whose phases and firms.

Comparisons, budgets, sweeps, claims and attributions put their worlds here, so that order,
failures and interruptions are the same for all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from relsim.errors import InputError
from relsim.result.figures import FIGURES
from relsim.scenario.command import command
from relsim.scenario.whole import check_whole
from relsim.scenario.wording import nearest, show
from relsim.study.cluster import Cluster, cluster_at
from relsim.study.parallel import Batch, Failed, Progress, Stop, run_all, share_out

if TYPE_CHECKING:
    from relsim.market import Firm, Phase
    from relsim.market.bare import BareMarket
    from relsim.scenario import Scenario
    from relsim.scenario.own_code import Own

Task = TypeVar("Task")
Result = TypeVar("Result")


MOST_RUNS = 1_000_000
"""More runs than this are a slip of the pen, at a few hundredths of a second each."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything that decides what happens in a run."""

    scenario: Scenario
    strategy: str
    seed: int
    replication: int

    def command(self, own: Sequence[Own] = ()) -> str:
        """Return the command that repeats it."""
        asked = {"strategy": self.strategy, "seed": self.seed, "replication": self.replication}
        return command("run", self.scenario, asked, own)


@dataclass(frozen=True, slots=True)
class Laboratory:
    """How worlds are lived through together; threads change the time and nothing else.

    Examples
    --------
    >>> laboratory = Laboratory(at_once=2)
    >>> laboratory.each([1, 2], lambda number, stop: number + 1).results
    (2, 3)
    """

    at_once: int = 1
    threads: int = 1
    phases: Sequence[Phase] = ()
    firms: Mapping[str, type[Firm]] = field(default_factory=dict)
    cluster: Cluster | None = None

    @classmethod
    def sharing(
        cls,
        threads: int | None,
        customers: int,
        phases: Sequence[Phase] = (),
        firms: Mapping[str, type[Firm]] | None = None,
        *,
        cluster: Cluster | None = None,
    ) -> Laboratory:
        """Return one whose threads are shared out for markets of a size."""
        return cls(*share_out(threads, customers), phases, firms or {}, cluster)

    @contextmanager
    def on(self, where: str | Cluster | None) -> Iterator[Laboratory]:
        """Let worlds be lived through by a cluster, if one is named, for as long as this lasts."""
        with cluster_at(where, self.at_once) as cluster:
            yield replace(self, cluster=cluster)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel to a worker, which asks no other one."""
        return Laboratory, (self.at_once, self.threads, self.phases, self.firms)

    def market(self, world: World) -> BareMarket:
        """Return a world's market, about to live; a Mesa model where code of a user's own acts."""
        asked: dict[str, Any] = {
            "seed": world.seed,
            "replication": world.replication,
            "strategy": world.strategy,
            "threads": self.threads,
        }
        if not (self.phases or self.firms):
            from relsim.market.bare import BareMarket  # heavy: Numba

            return BareMarket(world.scenario, **asked)
        from relsim.market import Market  # heavy: Mesa, too

        return Market(world.scenario, phases=self.phases, firms=self.firms, **asked)

    def each(
        self,
        tasks: Sequence[Task],
        run: Callable[[Task, Stop], Result],
        *,
        progress: Progress | None = None,
        look_up: Progress | None = None,
        keep: Callable[[Task, Result | Failed], None] | None = None,
    ) -> Batch[Task, Result]:
        """Do every task; see :func:`relsim.study.parallel.run_all`."""
        if self.cluster is not None:
            return self.cluster.each(tasks, run, progress=progress, keep=keep)
        return run_all(
            tasks, run, at_once=self.at_once, progress=progress, look_up=look_up, keep=keep
        )


def check_numbers(replications: int, seed: int) -> None:
    """Refuse numbers of worlds and seeds that make no sense."""
    # How many fit, only the size of the market tells.
    check_whole(1, math.inf, replications=replications)
    check_whole(0, seed=seed)


def check_figures(option: str, figures: Sequence[str]) -> None:
    """Refuse figures that no run has."""
    if unknown := [key for key in figures if key not in FIGURES]:
        near = nearest(unknown[0], FIGURES)
        hint = f"Did you mean {near}? " if near else ""
        raise InputError(
            f"{option}: there is no figure {show(unknown[0])}. {hint}There are "
            f"{', '.join(FIGURES)}."
        )
