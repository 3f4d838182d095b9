"""What a control group measures, held against what the levers really do to whom.

A firm sees its two sides in one world. The laboratory also sees the same world with the control
group treated like the rest, and with nobody treated: what the levers do to those who get them,
and what they do to those who get nothing, through others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from relsim.behaviour import LEVERS
from relsim.errors import InputError
from relsim.result.quantity import Quantity, Unit
from relsim.result.result import Result
from relsim.result.statistics import Estimate, estimate
from relsim.result.table import Cell, Row, Table
from relsim.result.words import Sentence, counted
from relsim.scenario import require_room
from relsim.scenario.provenance import settings_of
from relsim.study.arms import choose_arms
from relsim.study.laboratory import Laboratory, World, check_numbers
from relsim.study.levers import levers_under, with_levers
from relsim.study.parallel import Progress, Stop
from relsim.words.catalogue import Word, marked

if TYPE_CHECKING:
    from relsim.behaviour.declaration import Value
    from relsim.market.measures import ControlGroup
    from relsim.result.table import Shown
    from relsim.scenario import Scenario

EFFECTS = marked(
    {
        "measured": "with the levers less the control group, as the firm sees it",
        "direct": "the control group, had it got the levers, too",
        "spill_over": "the control group, by what the others got",
        "total": "direct and spill-over together: all against nobody",
        "bias": "measured less total",
    }
)
_TOLD, _FLIPPED, _NOBODY = "told", "flipped", "nobody"


@dataclass(frozen=True, eq=False, repr=False)
class SpillOver(Result):
    """What a control group measures, and the direct effect, the spill-over and the total.

    Made by :func:`spill_over`.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        What the firm follows.
    share : float
        Of the target, held back.
    worlds : pandas.DataFrame
        A row a replication: the effects, in shares of customers kept a year, and the ends of the
        firm's own interval (``low``, ``high``).
    decided_by : mapping of str to object
        Version, seed, changes, levers.
    """

    scenario: Scenario
    strategy: str
    share: float
    worlds: pd.DataFrame
    decided_by: Mapping[str, object] = field(default_factory=dict)

    def settings(self) -> Mapping[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers."""
        return self.decided_by

    @cached_property
    def effects(self) -> dict[str, Estimate]:
        """Means over worlds, by the keys of ``EFFECTS``."""
        return {name: estimate(self.worlds[name].to_numpy()) for name in EFFECTS}

    def covered(self, effect: str) -> int:
        """Return in how many worlds the firm's own interval covers an effect."""
        within = self.worlds["low"] <= self.worlds[effect]
        return int((within & (self.worlds[effect] <= self.worlds["high"])).sum())

    def to_json(self) -> dict[str, object]:
        """Return it as plain values, ready for :func:`json.dumps`.

        Returns
        -------
        dict
            ``strategy``, ``share``, ``replications``, ``settings``, ``effects``, and by effect in
            how many worlds the firm's interval covers it (``covered``).
        """
        return {
            "strategy": self.strategy,
            "share": self.share,
            "replications": len(self.worlds),
            "settings": dict(self.settings()),
            "effects": {name: found.ends() for name, found in self.effects.items()},
            "covered": {name: self.covered(name) for name in ("direct", "total")},
        }

    def tables(self) -> list[Table]:
        """Return the effects."""
        rows = []
        for name, found in self.effects.items():
            gain = Quantity(found.mean, _POINTS, found.low, found.high, signed=True, form="cell")
            effect = Word(name.replace("_", "-"))
            rows.append(Row(effect, EFFECTS[name], (Cell(gain, gain.doubt()),)))
        title = Sentence(
            "What {strategy} keeps, and what a control group of {share} of its target says",
            strategy=self.strategy,
            share=Quantity(self.share, Unit("percent", 0)),
        )
        return [Table(title, (marked("customers kept a year"),), tuple(rows))]

    def notes(self) -> list[Shown]:
        """Say how sure the firm's own measure is, and whether it is right."""
        worlds = counted(len(self.worlds), "world")
        return [
            Sentence(
                "The interval that the firm computes for itself covers the direct effect in "
                "{direct} of {worlds}, and the total in {total}. A control group shows the direct "
                "effect; what comes through talk, example, busy staff and rivals touches it, too.",
                direct=f"{self.covered('direct')}",
                total=f"{self.covered('total')}",
                worlds=worlds,
            )
        ]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the effects world by world, by the name of their sheet."""
        return {f"spill-over {self.strategy}": self.worlds}

    def __repr__(self) -> str:
        """Return whose control group it is, in a line."""
        return (
            f"<SpillOver of {self.strategy} on {self.scenario.name!r}: "
            f"{counted(len(self.worlds), 'replication')}>"
        )


_POINTS = Unit("points")


def spill_over(
    scenario: Scenario,
    strategy: str,
    share: float | None = None,
    *,
    levers: Mapping[str, Value] | None = None,
    replications: int = 10,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> SpillOver:
    """Hold what a control group measures against what the levers do.

    Every world is lived through three times under the same luck: with the control group held back,
    with it treated like the rest of the target, and with nobody treated (personal levers as they
    were before any strategy).

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        One of its strategies.
    share : float, optional
        Of the target, held back; by default the strategy's ``control_share``.
    levers : mapping of str to value, optional
        What the strategy sets instead of what the scenario says.
    replications : int
        Worlds, at least 1; intervals need 2.
    seed : int
        Of all luck; the same worlds as a comparison with this seed.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.

    Returns
    -------
    SpillOver
        Measured, direct, spill-over, total and bias.

    Raises
    ------
    InputError
        For a strategy that the scenario does not have, or a share that holds nobody or everybody.
    RunError
        When a run fails.

    Examples
    --------
    >>> import relsim
    >>> small = relsim.load("insurance", {"market.customers": 400, "market.periods": 12})
    >>> found = spill_over(small, "social", 0.3, replications=2)
    >>> total = found.worlds["direct"] + found.worlds["spill_over"]
    >>> bool((abs(total - found.worlds["total"]) < 1e-12).all())
    True
    """
    choose_arms(scenario.strategies, [strategy])
    check_numbers(replications, seed)
    ours = dict(scenario.strategies[strategy].levers if levers is None else levers)
    if share is None:
        share = float(levers_under(scenario, strategy)["control_share"] or 0.0)
    if not 0.0 < share < 1.0:
        raise InputError(
            f"spill_over: a control group of {share:g} leaves nothing to compare. Give a share "
            "between 0 and 1, or set control_share in the strategy."
        )
    told = {**ours, "control_share": share, "control_gets": False}
    impersonal = {name: one for name, one in told.items() if not LEVERS[name].personal}
    arms = {
        _TOLD: with_levers(scenario, told),
        _FLIPPED: with_levers(scenario, {**told, "control_gets": True}),
        _NOBODY: with_levers(scenario, impersonal),
    }
    laboratory = Laboratory.sharing(threads, scenario.market.customers)
    require_room(scenario, replications, len(arms), laboratory.at_once)

    def run(task: tuple[int, str], stop: Stop) -> ControlGroup | None:
        replication, arm = task
        market = laboratory.market(World(*arms[arm], seed, replication))
        return market.run(progress=stop.look_up).control_group()

    tasks = [(replication, arm) for replication in range(replications) for arm in arms]
    batch = laboratory.each(tasks, run, progress=progress)
    found = dict(zip(tasks, batch.all_of("A run"), strict=True))
    rows = [_effects({arm: found[one, arm] for arm in arms}) for one in range(replications)]
    worlds = pd.DataFrame(rows, columns=["replication", *EFFECTS, "low", "high"])
    worlds["replication"] = range(replications)
    decided_by = settings_of(scenario, {strategy: told}, seed=seed, replications=replications)
    return SpillOver(scenario, strategy, share, worlds, decided_by)


def _effects(found: Mapping[str, ControlGroup | None]) -> dict[str, float | None]:
    """Return the effects of a world; nothing where a side of some run had nobody."""
    told, flipped, nobody = found[_TOLD], found[_FLIPPED], found[_NOBODY]
    if told is None or flipped is None or nobody is None:
        return {}
    stay = [_mean(one.control) for one in (told, flipped, nobody)]
    measured, total = _mean(told.kept), stay[1] - stay[2]
    return {
        "measured": measured,
        "direct": stay[1] - stay[0],
        "spill_over": stay[0] - stay[2],
        "total": total,
        "bias": measured - total,
        "low": told.kept.low,
        "high": told.kept.high,
    }


def _mean(found: Estimate) -> float:
    assert found.mean is not None
    return found.mean
