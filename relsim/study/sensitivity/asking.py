"""Asking which numbers matter: a rough look at all, a close one at some, and their ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from relsim.result.statistics import estimate
from relsim.study.arms import check_types, choose_arms
from relsim.study.laboratory import Laboratory
from relsim.study.sensitivity import indices
from relsim.study.sensitivity.inputs import inputs_of
from relsim.study.sensitivity.question import (
    AT,
    ENDS,
    SCREEN,
    SHARES,
    Ends,
    Question,
    Stage,
    Target,
)
from relsim.study.sensitivity.result import Sensitivity
from relsim.study.stages import Stages
from relsim.study.store.filling import require_some
from relsim.study.store.opening import open_store

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.parallel import Progress
    from relsim.study.sensitivity.indices import Effect, Share

Effects = dict[Target, "list[Effect]"]
Shares = dict[Target, "list[Share]"]
AtEnds = dict[Target, list[Ends]]


def sensitivity(
    scenario: Scenario,
    strategies: Sequence[str] | None = None,
    *,
    inputs: Sequence[str] | None = None,
    vary: Mapping[str, tuple[float, float]] | None = None,
    figures: Sequence[str] = ("npv", "retention"),
    trajectories: int = 6,
    points: int = 64,
    keep: int = 6,
    replications: int = 2,
    seed: int = 1,
    store: str | Path | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Say which numbers move an outcome, and which the difference between strategies.

    All numbers are screened first (Morris), those that move most are looked at closely (Sobol's
    shares of variance), and each of these is set to its ends alone (the tornado). They are drawn
    independently of each other, each from its own law.

    Parameters
    ----------
    scenario : Scenario
        The market; :func:`relsim.load` reads one.
    strategies : sequence of str, optional
        The baseline first; by default none, financial, social, structural.
    inputs : sequence of str, optional
        Which of the market's uncertain numbers are varied, by path; by default all of them, or
        none where `vary` names something.
    vary : mapping of str to pair, optional
        Any other numbers, each between two values: ``{"firms.Alba.price": (18, 24)}``.
    figures : sequence of str
        Of :meth:`relsim.Run.summary`.
    trajectories : int
        Walks through all numbers, at least 2; a run more than there are numbers each.
    points : int
        Of Sobol's sequence: a power of two, at least 16.
    keep : int
        How many numbers are looked at closely. Where no more are varied, nothing is screened.
    replications : int
        Worlds at each point, the same ones everywhere.
    seed : int
        Of all luck, and of where the points lie.
    store : str or pathlib.Path, optional
        A file that keeps every run as it comes. The same call again goes on where it ended.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.

    Returns
    -------
    Sensitivity
        Effects, shares and ends, with intervals, for every outcome and every difference.

    Raises
    ------
    InputError
        For what makes no sense, or where SALib is missing; nothing has run then.
    RunError
        When not one run could be finished.
    StorageError
        When the store cannot be written, is damaged, or somebody else writes it.
    KeyboardInterrupt
        When Ctrl-C came before two walks were whole; the store holds what was done. Later, what is
        whole is returned, with `interrupted` set.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 100, "market.periods": 12})
    >>> found = relsim.sensitivity(
    ...     scenario, ["none", "social"], vary={"market.freedom": (0, 1)}, points=16,
    ...     replications=1, figures=["npv"])
    >>> [one.name for one in found.shares]
    ['none', 'social', 'social less none']
    """
    check_types(scenario, strategies)
    indices.require_salib()
    question = Question(
        scenario,
        choose_arms(scenario.strategies, strategies),
        inputs_of(scenario, inputs, vary),
        tuple(figures),
        trajectories,
        points,
        keep,
        replications,
        seed,
    )
    laboratory = Laboratory.sharing(threads, scenario.market.customers)
    purpose = {} if store is None else question.purpose()
    with open_store(store, purpose) as kept:
        study = _Study(question, kept, laboratory, progress)
        return study.result(None if store is None else str(store), vary or {}, inputs)


class _Study(Stages[Question]):
    """One stage after the other, each made of what the one before found."""

    def result(
        self,
        store: str | None,
        vary: Mapping[str, tuple[float, float]],
        inputs: Sequence[str] | None,
    ) -> Sensitivity:
        """Live through the stages and return what they say, as far as they went."""
        question = self.question
        effects = self._screen() if question.screened else {}
        kept = self._kept(effects) if effects else tuple(range(len(question.inputs)))
        shares: Shares = {}
        luck: dict[Target, float | None] = {}
        ends: AtEnds = {}
        if not self.interrupted:
            shares, luck = self._shares(kept)
        if not self.interrupted:
            ends = self._ends(kept)
        require_some(self.runs.values())
        if self.interrupted and not (effects or shares):
            raise KeyboardInterrupt
        return Sensitivity(
            question=question,
            effects=effects,
            kept=kept,
            shares=shares,
            luck=luck,
            ends=ends,
            done=len(self.runs),
            failures=self.failures,
            interrupted=self.interrupted,
            command=question.again(store, vary, inputs),
        )

    def _live(self, stage: Stage) -> Stage:
        """Live through a stage's runs, as far as Ctrl-C lets it."""
        question = self.question
        question.stages[stage.name] = stage
        self.live(stage.keys(len(question.arms)))
        self.runs = dict(self.store)
        return stage

    def _screen(self) -> Effects:
        question = self.question
        numbers = len(question.inputs)
        points = indices.walks(numbers, question.trajectories, question.seed)
        stage = self._live(Stage(SCREEN, tuple(range(numbers)), points, question.replications))
        found = {
            target: indices.effects(points, self._values(stage, target).mean(axis=1))
            for target in question.targets
        }
        return {target: held for target, held in found.items() if held is not None}

    def _kept(self, effects: Effects) -> tuple[int, ...]:
        """Return the numbers that move anything most, each held against what moves it most."""
        sizes = np.array([[one.size for one in held] for held in effects.values()])
        most = sizes.max(axis=1, keepdims=True)
        parts = np.divide(sizes, most, out=np.zeros_like(sizes), where=most > 0).max(axis=0)
        return tuple(int(one) for one in np.argsort(-parts, kind="stable")[: self.question.keep])

    def _shares(self, kept: tuple[int, ...]) -> tuple[Shares, dict[Target, float | None]]:
        question = self.question
        points = indices.blocks(len(kept), question.points, question.seed)
        stage = self._live(Stage(SHARES, kept, points, question.replications))
        values = {target: self._values(stage, target) for target in question.targets}
        found = {
            target: indices.shares(len(kept), held.mean(axis=1)) for target, held in values.items()
        }
        luck = {target: indices.luck(held) for target, held in values.items()}
        return {target: held for target, held in found.items() if held is not None}, luck

    def _ends(self, kept: tuple[int, ...]) -> AtEnds:
        question = self.question
        points = np.full((len(AT) * len(kept), len(kept)), np.nan)
        for place in range(len(kept)):
            points[len(AT) * place : len(AT) * (place + 1), place] = AT
        stage = self._live(Stage(ENDS, kept, points, question.ends_worlds))
        found: AtEnds = {}
        for target in question.targets:
            values = self._values(stage, target)
            found[target] = [
                Ends(estimate(low), estimate(high), estimate(high - low))
                for low, high in zip(values[::2], values[1::2], strict=True)
            ]
        return found

    def _values(self, stage: Stage, target: Target) -> indices.Array:
        return self.question.values(self.runs, stage, target)
