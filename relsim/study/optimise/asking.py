"""Asking for the best choice: search, look again in other worlds, around it, and in settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from relsim.behaviour.declaration import Value
from relsim.errors import InputError, RunError
from relsim.result.statistics import Estimate, estimate
from relsim.result.words import listed
from relsim.study.arms import check_types
from relsim.study.laboratory import Laboratory
from relsim.study.optimise.choices import Allowed, Choices, Picked
from relsim.study.optimise.found import Around, Finalist, Trial
from relsim.study.optimise.question import (
    ALONG,
    CLOSE,
    FRESH,
    HOME,
    SPENDING,
    TRY,
    Question,
    dominated,
)
from relsim.study.optimise.result import Optimum
from relsim.study.optimise.searching import BATCH, Search, searcher
from relsim.study.plausible.asking import FEWEST, Asked, digest_of, settings_of
from relsim.study.plausible.living import MEANT, Lane, live_through, ways_of
from relsim.study.plausible.result import Plausible
from relsim.study.stages import Stages
from relsim.study.store.opening import open_store

if TYPE_CHECKING:
    from relsim.result.table import Shown
    from relsim.scenario import Scenario
    from relsim.study.parallel import Progress
    from relsim.study.settings.settings import Settings


def optimise(
    scenario: Scenario,
    levers: Mapping[str, Allowed],
    *,
    strategy: str = "none",
    years: Sequence[float] = (),
    segments: bool = False,
    goals: Sequence[str] = ("npv",),
    limit: float | None = None,
    trials: int = 120,
    replications: int = 4,
    finalists: int = 8,
    fresh: int = 30,
    settings: Asked = "bundled",
    seed: int = 1,
    store: str | Path | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Optimum:
    """Find the best setting of some levers, and say how much better than others it is.

    What is best of many was also lucky. So the best few are looked at again in other worlds, the
    best of these in others once more, with each lever moved alone, and in plausible settings of
    the numbers that nobody knows.

    Parameters
    ----------
    scenario : Scenario
        The market, its rivals with whatever mind they have.
    levers : mapping of str to pair of float or list
        Between what each lever of the firm under study may be set, or the values themselves:
        ``{"social": (0, 1), "channel": ["face", "phone"]}``.
    strategy : str
        What is done beside these levers, and what the best is held against.
    years : sequence of float
        From when the levers may be set anew: ``(3, 6)`` gives three settings of each.
    segments : bool
        Whether levers that work person by person may go to one segment alone.
    goals : sequence of str
        A figure of :meth:`relsim.Run.summary`; or two, for the front between them.
    limit : float, optional
        The most that may be spent on relationships, in money per customer and period.
    trials : int
        Settings that are tried.
    replications : int
        Worlds of each, the same ones for all.
    finalists : int
        How many are looked at again.
    fresh : int
        In how many other worlds, at least 2.
    settings : Settings, int, str, pathlib.Path or None
        As in :func:`relsim.compare`.
    seed : int
        Of all luck, and of the search.
    store : str or pathlib.Path, optional
        A file that keeps every run as it comes. The same call again goes on where it ended.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.

    Returns
    -------
    Optimum
        The best, what it is worth in other worlds, its neighbours, and all that was tried.

    Raises
    ------
    InputError
        For what makes no sense, or where Optuna is missing; nothing has run then.
    RunError
        When not one run could be finished.
    StorageError
        When the store cannot be written, is damaged, or somebody else writes it.
    KeyboardInterrupt
        When Ctrl-C came before anything was tried out; later, the best so far is returned, with
        `interrupted` set.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 100, "market.periods": 12})
    >>> best = relsim.optimise(
    ...     scenario, {"price": (15, 30)}, trials=8, replications=1, finalists=2, fresh=2,
    ...     settings=None)
    >>> 15 <= best.best["price"] <= 30
    True
    """
    check_types(scenario, None)
    who = searcher()
    choices = Choices(scenario, strategy, dict(levers), tuple(years), segments)
    question = Question(choices, tuple(goals), limit, trials, replications, finalists, fresh, seed)
    meant, why = settings_of(settings, scenario, seed, 2)
    laboratory = Laboratory.sharing(threads, scenario.market.customers)
    digest = "" if meant is None else digest_of(meant)
    purpose = {} if store is None else question.purpose(digest, who)
    with open_store(store, purpose) as kept:
        study = _Study(question, kept, laboratory, progress)
        shown = settings if isinstance(settings, int | str) else None
        again = question.again(None if store is None else str(store), shown)
        return study.result(meant, why, again)


class _Study(Stages[Question]):
    """One stage after the other, each of what the one before found."""

    def result(self, settings: Settings | None, why: Shown, again: str) -> Optimum:
        """Search, look again, and return what was found as far as it went."""
        question = self.question
        home = self._home()
        trials = self._search() if not self.interrupted else []
        done = [one for one in trials if one.values is not None]
        if not done:
            if self.interrupted:
                raise KeyboardInterrupt
            if not self.failures:
                raise InputError(
                    f"goals: {listed(question.goals)} cannot be told of any run of this market, "
                    "as of one too short for it. Name other goals (--goals), or give the market "
                    "more periods."
                )
            raise RunError(f"Every run failed, the first with {self.failures[0].error}")
        chosen = self._chosen(done)
        finalists = self._again(chosen) if not self.interrupted else []
        best = finalists[0].trial if finalists else chosen[0]
        around: list[Around] = []
        if finalists:
            around = self._around(best.picked)
        found = Optimum(
            question=question,
            trials=tuple(trials),
            chosen=best,
            finalists=tuple(finalists),
            around=tuple(around),
            home=home,
            failures=self.failures,
            interrupted=self.interrupted,
            command=again,
            unsettled=why,
        )
        return found if self.interrupted or settings is None else self._settled(found, settings)

    def _live(self, stage: str, first: int = 0) -> bool:
        """Live through a stage from a place on; return whether all of it is done."""
        keys = self.question.keys(stage, first)
        self.live(keys)
        self.runs |= {key: held for key in keys if (held := self.store.get(key)) is not None}
        return not self.interrupted

    def _home(self) -> tuple[Estimate, ...]:
        """Return the goals of what the best is held against, in the worlds of the search."""
        question = self.question
        question.picked[HOME] = [None]
        self._live(HOME)
        return tuple(estimate(question.values(self.runs, HOME, 0, key)) for key in question.goals)

    def _search(self) -> list[Trial]:
        question = self.question
        search = Search(question.choices, len(question.goals), question.seed)
        picked: list[Picked | None] = []
        question.picked[TRY] = picked
        found: list[Trial] = []
        while len(found) < question.trials and not self.interrupted:
            first = len(found)
            picked += search.ask(min(BATCH, question.trials - first))
            self._live(TRY, first)
            found += [self._trial(place) for place in range(first, len(picked))]
            told = found[first:]
            search.tell(
                [self._towards(one) for one in told], [self._over(one.spending) for one in told]
            )
        return found

    def _trial(self, place: int) -> Trial:
        """Return what was tried and what came of it, where every world of it is there."""
        question = self.question
        held = [question.values(self.runs, TRY, place, key) for key in (*question.goals, SPENDING)]
        picked = question.picked[TRY][place]
        assert picked is not None
        if not all(np.isfinite(values).all() for values in held):
            return Trial(place, picked, None, np.inf, False)
        *values, spending = (float(one.mean()) for one in held)
        return Trial(place, picked, tuple(values), spending, self._over(spending) <= 0)

    def _towards(self, trial: Trial) -> list[float] | None:
        if trial.values is None:
            return None
        return [sign * one for sign, one in zip(self.question.signs, trial.values, strict=True)]

    def _over(self, spending: float) -> float:
        limit = self.question.limit
        return 0.0 if limit is None or not np.isfinite(spending) else spending - limit

    def _chosen(self, done: Sequence[Trial]) -> list[Trial]:
        """Return the best within the limit; of two goals the front, spread along it."""
        question = self.question
        within = [one for one in done if one.within] or sorted(done, key=lambda one: one.spending)[
            :1
        ]
        values = [self._towards(one) or [] for one in within]
        order = sorted(range(len(within)), key=lambda place: -values[place][0])
        distinct: dict[str, int] = {}
        if len(question.goals) == 2:
            behind = dominated(values)
            order = [place for place in order if not behind[place]]
            spread = np.linspace(0, len(order) - 1, min(question.finalists, len(order)))
            order = [order[round(float(one))] for one in spread]
        for place in order:
            distinct.setdefault(repr(within[place].picked), place)
        return [within[place] for place in list(distinct.values())[: question.finalists]]

    def _again(self, chosen: Sequence[Trial]) -> list[Finalist]:
        """Return the best few as other worlds show them, the best first."""
        question = self.question
        question.picked[FRESH] = [None, *(one.picked for one in chosen)]
        if not self._live(FRESH):
            return []
        values = partial(question.values, self.runs, FRESH)
        goal, sign = question.goals[0], question.signs[0]
        worth = [estimate(sign * values(place + 1, goal)).mean for place in range(len(chosen))]
        spent = [estimate(values(place + 1, SPENDING)).mean for place in range(len(chosen))]
        limit = np.inf if question.limit is None else question.limit * (1 + CLOSE)

        def rank(place: int) -> tuple[bool, float]:
            value = worth[place]
            return (spent[place] or 0.0) > limit, np.inf if value is None else -value

        order = sorted(range(len(chosen)), key=rank)
        best = order[0] + 1
        return [
            Finalist(
                chosen[place],
                tuple(estimate(values(place + 1, key)) for key in question.goals),
                tuple(estimate(values(place + 1, key) - values(0, key)) for key in question.goals),
                estimate(values(place + 1, goal) - values(best, goal)),
                estimate(values(place + 1, SPENDING)),
                not rank(place)[0],
            )
            for place in order
        ]

    def _around(self, best: Picked) -> list[Around]:
        """Return what the best comes to in still other worlds, and with each lever moved alone."""
        question = self.question
        moved: list[tuple[str, Value]] = [("", "")]
        moved += [(one.name, at) for one in question.choices.all for at in one.around]
        picked: list[Picked | None] = [None]
        picked += [{**best, **({name: at} if name else {})} for name, at in moved]
        question.picked[ALONG] = picked
        if not self._live(ALONG):
            return []
        values = partial(question.values, self.runs, ALONG)
        keys = question.goals
        return [
            Around(
                name,
                at,
                tuple(estimate(values(place, key)) for key in keys),
                tuple(estimate(values(place, key) - values(0, key)) for key in keys),
                tuple(estimate(values(place, key) - values(1, key)) for key in keys),
                estimate(values(place, SPENDING)),
            )
            for place, (name, at) in enumerate(moved, 1)
        ]

    def _settled(self, found: Optimum, settings: Settings) -> Optimum:
        """Return it with what the best comes to in plausible settings."""
        question, choices = self.question, self.question.choices
        if found.best == choices.home:
            why = "The best changes nothing, so there is nothing to look at in plausible settings."
            return replace(found, unsettled=why)
        lanes = [
            Lane(choices.strategy, question.scenario, choices.strategy),
            Lane("best", *choices.market_of(found.best)),
        ]
        ways = ways_of(settings, question.scenario, question.seed)
        lived = live_through(
            lanes, ways, question.seed, self.laboratory, self.store, progress=self.progress
        )
        if len(lived.places[MEANT]) < FEWEST:
            return replace(found, interrupted=True)
        plausible = Plausible(lived, question.scenario)
        return replace(found, plausible=plausible, interrupted=lived.interrupted)
