"""Proposing what to try next, by Optuna: tree-structured Parzen estimators, seeded.

Bergstra, Bardenet, Bengio & Kégl (2011); for two goals Ozaki et al. (2022); both remembered, not
read. What is proposed depends on the seed and on what was told, so a search that is gone on with
proposes the same again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from relsim.errors import InputError
from relsim.study.optimise.choices import Choice, Choices, Picked

if TYPE_CHECKING:
    from types import ModuleType

BATCH = 8
"""Proposed at once, on any number of threads."""
FIRST = 24
"""Proposed at random, before anything is learnt."""
_LIMIT = "limit"


def optuna() -> ModuleType:
    """Return the package; refuse to begin where it is missing."""
    try:
        import optuna as found
    except ImportError:
        raise InputError(
            "optimise needs the package Optuna: pip install 'relsim[optimise]'."
        ) from None
    found.logging.set_verbosity(found.logging.ERROR)
    return found


def searcher() -> str:
    """Return who searches: another version may propose something else."""
    return f"optuna {optuna().__version__}"


class Search:
    """A search that asks and is told, a batch at a time.

    Examples
    --------
    >>> import relsim
    >>> choices = Choices(relsim.load("insurance"), "none", {"social": (0.0, 1.0)})
    >>> search = Search(choices, goals=1, seed=1)
    >>> picked = search.ask(2)
    >>> search.tell([[1.0], None], [0.0, 0.0])
    >>> [0.0 <= one["social"] <= 1.0 for one in picked]
    [True, True]
    """

    def __init__(self, choices: Choices, goals: int, seed: int) -> None:
        package = optuna()
        sampler = package.samplers.TPESampler(
            seed=seed % 2**32, n_startup_trials=FIRST, multivariate=True, constant_liar=True
        )
        self._study = package.create_study(directions=["maximize"] * goals, sampler=sampler)
        self._space: dict[str, Any] = {one.name: _space(one) for one in choices.all}
        self._ranges = {one.name for one in choices.all if one.ends is not None}
        if choices.home is not None:
            self._study.enqueue_trial(dict(choices.home))
        self._asked: list[Any] = []

    def ask(self, number: int) -> list[Picked]:
        """Return what to try next."""
        self._asked = [self._study.ask(self._space) for _ in range(number)]
        return [self._rounded(trial.params) for trial in self._asked]

    def tell(self, values: Sequence[Sequence[float] | None], over: Sequence[float]) -> None:
        """Say what came of it: goals, more being better, and how far above the limit it is."""
        for trial, found, above in zip(self._asked, values, over, strict=True):
            if found is None:
                self._study.tell(trial, state=optuna().trial.TrialState.FAIL)
                continue
            trial.set_constraint(_LIMIT, above)
            self._study.tell(trial, list(found))

    def _rounded(self, picked: Picked) -> Picked:
        """Return a choice, ranges in three significant digits: nobody sets a lever more finely."""
        return {
            name: float(f"{value:.3g}")
            if name in self._ranges and isinstance(value, float)
            else value
            for name, value in picked.items()
        }


def _space(choice: Choice) -> Any:
    """Return where a choice is sought, in Optuna's words."""
    kinds = optuna().distributions
    if choice.ends is None:
        return kinds.CategoricalDistribution(choice.values)
    low, high = choice.ends
    if choice.whole:
        return kinds.IntDistribution(int(low), int(high))
    return kinds.FloatDistribution(low, high)
