"""A sweep as a store holds it: read again without living through anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.scenario.wording import show
from relsim.study.arms import choose_arms
from relsim.study.store.opening import open_store
from relsim.study.sweep.question import Question, kept_runs
from relsim.study.sweep.result import Sweep
from relsim.study.sweep.samples import require_any, table_of

if TYPE_CHECKING:
    from relsim.scenario import Scenario


def stored_sweep(scenario: Scenario, path: str | Path) -> Sweep:
    """Return what a store holds of a sweep.

    Parameters
    ----------
    scenario : Scenario
        The market that it was made for.
    path : str or pathlib.Path
        The store; it may be one that is being written.

    Returns
    -------
    Sweep
        Of the worlds that are there.

    Raises
    ------
    InputError
        For a store of something else, or of another market.
    RunError
        When not one run was finished.
    StorageError
        For a store that is damaged.

    Examples
    --------
    >>> import relsim, tempfile
    >>> scenario = relsim.load("insurance", {"market.customers": 50, "market.periods": 6})
    >>> design, file = relsim.grid({"market.freedom": [0.5, 1.0]}), tempfile.mkdtemp() + "/a.sqlite"
    >>> swept = relsim.sweep(scenario, design, ["none"], replications=2, store=file)
    >>> stored_sweep(scenario, file).to_frame().equals(swept.to_frame())
    True
    """
    with open_store(path) as store:
        purpose = store.purpose
        if purpose.get("kind") != "sweep":
            kind = show(str(purpose.get("kind", "")))
            raise InputError(
                f"{path}: it holds {kind}, and no sweep. Name what relsim sweep wrote."
            )
        keys = [key for key in store.done() if key[0] != "budget"]
        if not keys:
            raise InputError(
                f"{path}: not one run is there yet. Wait for the sweep that writes it."
            )
        question = Question(
            scenario,
            purpose["points"],
            choose_arms(scenario.strategies, purpose["strategies"]),
            1 + max(int(key[2]) for key in keys),
            int(purpose["seed"]),
            equal_budget=purpose["equal_budget"],
        )
        store.require(question.purpose())
        names = [arm.name for arm in question.arms]
        samples = table_of(question.points, names, kept_runs(question, store))
    require_any(samples)
    return Sweep(
        scenario=scenario,
        seed=question.seed,
        strategies=tuple(names),
        paths=tuple(question.points[0]),
        samples=samples,
        planned=len(question.keys()),
        command=question.again(None, str(path)),
        budget=question.equal_budget,
    )
