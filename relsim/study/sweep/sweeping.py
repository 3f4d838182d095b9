"""A question asked at many settings: strategies side by side at each, under the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.scenario.own_code import own_code
from relsim.study.arms import check_types, choose_arms
from relsim.study.cluster import worth
from relsim.study.laboratory import Laboratory, check_numbers
from relsim.study.parallel import Progress
from relsim.study.store.filling import fill
from relsim.study.store.opening import open_store
from relsim.study.store.store import Store
from relsim.study.sweep.design import points_of
from relsim.study.sweep.design_file import read_design
from relsim.study.sweep.question import Question, kept_runs
from relsim.study.sweep.result import Sweep
from relsim.study.sweep.samples import require_any, table_of

if TYPE_CHECKING:
    import pandas as pd

    from relsim.market import Firm, Phase
    from relsim.scenario import Scenario
    from relsim.study.cluster import Cluster


def sweep(
    scenario: Scenario,
    design: pd.DataFrame | str | Path,
    strategies: Sequence[str] | None = None,
    *,
    replications: int = 10,
    seed: int = 1,
    store: str | Path | None = None,
    equal_budget: float | str | None = None,
    shard: tuple[int, int] = (1, 1),
    take_over: bool = False,
    threads: int | None = None,
    cluster: str | Cluster | None = None,
    progress: Progress | None = None,
    phases: Sequence[Phase] = (),
    firms: Mapping[str, type[Firm]] | None = None,
) -> Sweep:
    """Compare strategies at many settings of the market.

    At every point all strategies meet the same worlds, and every point meets the same luck:
    what differs between two rows of one replication is what their settings did.

    Parameters
    ----------
    scenario : Scenario
        The market; :func:`relsim.load` reads one.
    design : pandas.DataFrame, str or pathlib.Path
        A row a point, a column a path as in overrides (``market.freedom``,
        ``strategies.social.social``, ``firms.Alba.price``). :func:`relsim.grid`,
        :func:`relsim.latin_hypercube` and :func:`relsim.sobol` make one; so does a file: TOML with
        ``[grid]``, ``[latin_hypercube]`` or ``[sobol]``, a CSV file of points, or settings.
    strategies : sequence of str, optional
        Names from the scenario, the baseline first; by default none, financial, social,
        structural.
    replications : int
        Worlds at each point, at least 1; intervals need 2.
    seed : int
        Of all luck.
    store : str or pathlib.Path, optional
        A file that keeps every run as it comes. The same call again goes on where it ended.
    equal_budget : float, optional
        As in :func:`relsim.compare`, at every point by itself.
    shard : tuple of int
        Which part of the runs, and of how many: ``(3, 10)``. Each part has a store of its own;
        ``relsim merge`` puts them together.
    take_over : bool
        Whether to write a store although a process of another computer is noted as writing.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    cluster : str, optional
        Where runs are lived through: ``"local"`` for worker processes of dask.distributed on this
        computer, ``"tcp://HOST:PORT"`` for those of a scheduler, ``"auto"`` for local ones from a
        thousand runs with a store on; by default in threads of this process. Changes the time and
        nothing else.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.
    phases, firms
        As in :func:`relsim.compare`.

    Returns
    -------
    Sweep
        A row a point, strategy and replication, with all figures of :meth:`relsim.Run.summary`.

    Raises
    ------
    InputError
        For a strategy, a path or a number that makes no sense, or more runs than anybody would
        wait for; nothing has run then.
    RunError
        When not one run could be finished.
    StorageError
        When the store cannot be written, is damaged, or somebody else writes it.
    KeyboardInterrupt
        When Ctrl-C came before any run had finished; later, it lets the runs under way finish (or
        not, the second time) and returns what there is, with `interrupted` set.

    Notes
    -----
    A run that fails leaves a row with its error and the command that repeats it.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> found = relsim.sweep(
    ...     scenario, relsim.grid({"market.freedom": [0.0, 1.0]}), ["none", "social"],
    ...     replications=3)
    >>> len(found.to_frame())
    12
    >>> gaps = found.summary().query("strategy == 'social' and figure == 'retention'")
    >>> gaps["difference"].tolist()[0]  # whoever may not choose is not kept by a bond
    0.0
    """
    check_types(scenario, strategies)
    arms = choose_arms(scenario.strategies, strategies)
    check_numbers(replications, seed)
    from_file = isinstance(design, str | Path)
    frame = read_design(design, scenario) if isinstance(design, str | Path) else design
    question = Question(
        scenario,
        points_of(frame),
        arms,
        replications,
        seed,
        equal_budget=equal_budget,
        shard=shard,
        own=own_code(phases, firms),
    )
    laboratory = Laboratory.sharing(threads, question.largest, phases, firms)
    purpose = {} if store is None else question.purpose()
    where = worth(cluster, len(question.keys()), on_disk=store is not None)
    # A cluster that is not there is said before a store is begun.
    with laboratory.on(where) as there, open_store(store, purpose, take_over=take_over) as kept:
        interrupted = live_through(question, kept, there, progress)
        samples = table_of(question.points, [arm.name for arm in arms], kept_runs(question, kept))
    if interrupted and samples.empty:
        raise KeyboardInterrupt
    require_any(samples)
    return Sweep(
        scenario=scenario,
        seed=seed,
        strategies=tuple(arm.name for arm in arms),
        paths=tuple(question.points[0]),
        samples=samples,
        planned=len(question.keys()),
        interrupted=interrupted,
        command=question.again(
            str(design) if from_file else None, None if store is None else str(store)
        ),
        own=question.own,
        budget=question.equal_budget,
        shard=shard,
    )


def live_through(
    question: Question, store: Store, laboratory: Laboratory, progress: Progress | None
) -> bool:
    """Live through what a store does not hold yet; return whether Ctrl-C ended it early."""
    budgets = question.budgets()
    seek = partial(question.seek, laboratory)
    interrupted = bool(budgets) and fill(
        store, budgets, seek, laboratory, lambda key: question.again(None, None), progress
    )
    if interrupted:
        return True
    question.take_budgets(store)
    live = partial(question.live, laboratory)
    return fill(store, question.keys(), live, laboratory, question.command_of, progress)
