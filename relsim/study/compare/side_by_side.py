"""The main question: which strategy leads to what, when all of them meet the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.scenario.command import command
from relsim.study.compare.comparing import Comparing
from relsim.study.compare.comparison import Comparison
from relsim.study.compare.precision import Precision, next_step, too_wide
from relsim.study.compare.terms import Terms
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import Progress

if TYPE_CHECKING:
    from relsim.market import Firm, Phase
    from relsim.result.table import Shown
    from relsim.scenario import Scenario
    from relsim.study.cluster import Cluster
    from relsim.study.settings.settings import Settings


def compare(
    scenario: Scenario,
    strategies: Sequence[str] | None = None,
    *,
    baseline: str | None = None,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    cluster: str | Cluster | None = None,
    progress: Progress | None = None,
    equal_budget: float | str | Sequence[float] | None = None,
    precision: Mapping[str, float] | None = None,
    max_replications: int | None = None,
    equivalence: Mapping[str, float] | None = None,
    settings: Settings | int | str | Path | None = None,
    store: str | Path | None = None,
    phases: Sequence[Phase] = (),
    firms: Mapping[str, type[Firm]] | None = None,
) -> Comparison:
    """Compare strategies of the focal firm in the same market under the same luck.

    Every replication is a world of its own: other customers, other luck. Within a replication
    all strategies meet the same world, so their differences are paired and far sharper than
    the figures themselves.

    Parameters
    ----------
    scenario : Scenario
        The market; :func:`relsim.load` reads one.
    strategies : sequence of str, optional
        Names from the scenario; by default none, financial, social, structural.
    baseline : str, optional
        The strategy that the others are held against; by default the first.
    replications : int
        Worlds, at least 1; intervals need 2.
    seed : int
        Of all luck, from 0.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    cluster : str, optional
        As in :func:`relsim.sweep`.
    progress : callable, optional
        Called as ``progress(done, total)`` after every run.
    equal_budget : float or sequence of float, optional
        Money per customer and period that every strategy but the baseline is to spend on
        relationships: one factor on all its numbers brings it there, or to its limit. Several
        are for one year after the other, the last one stays; each has a factor of its own.
    precision : mapping of str to float, optional
        Largest half-width of every paired difference by figure, percentages in points:
        ``{"retention": 0.5}``. Replications are doubled until it is met.
    max_replications : int, optional
        Where doubling ends; 960 by default.
    equivalence : mapping of str to float, optional
        The smallest difference that matters, by figure, percentages in points. Each paired
        difference is then judged: equivalent, different, undecided.
    settings : Settings, int, str or pathlib.Path, optional
        Plausible settings of the numbers that nobody knows, in which the strategies are compared,
        too, each with its own luck: so many of what is thought beforehand (100, say), a file,
        or ``"bundled"`` for those that come with the market, if they do.
    store : str or pathlib.Path, optional
        A file that keeps every run in a setting as it comes: the same call goes on from there.
    phases : sequence of Phase
        Mechanisms of your own.
    firms : mapping of str to type, optional
        Firms with a mind of their own: a subclass of :class:`relsim.Firm` by the firm's name.

    Returns
    -------
    Comparison
        Means, intervals and paired differences.

    Raises
    ------
    InputError
        For a strategy that the scenario does not have, or a number that makes no sense.
    ScenarioError
        When the market does not fit into memory (:func:`relsim.scenario.require_room`).
    RunError
        When not one run could be finished.
    KeyboardInterrupt
        When Ctrl-C came before every arm had finished one replication; later, it returns
        what there is, with `interrupted` set.

    Notes
    -----
    A run that fails leaves a row without figures and an entry in `failures`; its pair is left
    out of the differences.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> comparison = relsim.compare(scenario, ["none", "social"], replications=3)
    >>> comparison.baseline, comparison.replications
    ('none', 3)
    """
    terms = Terms(
        strategies=strategies,
        baseline=baseline,
        replications=replications,
        seed=seed,
        threads=threads,
        equal_budget=equal_budget,
        precision=precision,
        max_replications=max_replications,
        equivalence=equivalence,
    )
    arms, targets, margins, maximum = terms.settled(scenario)
    meant: Settings | None = None
    unsettled: Shown = ""
    if settings is not None and settings != "none":
        from relsim.study.plausible.asking import in_settings, settings_of

        meant, unsettled = settings_of(settings, scenario, seed, len(arms))
    laboratory = Laboratory.sharing(threads, scenario.market.customers, phases, firms)
    with laboratory.on(cluster) as there:
        comparing = Comparing(scenario, arms, seed, there, equal_budget=terms.budget)
        target = replications
        while True:
            found = comparing.to(target, progress=progress)
            blunt = too_wide(found.differences, targets)
            if not blunt or found.interrupted or target >= maximum:
                break
            target = next_step(target, maximum)
        options = {
            **comparing.options,
            "replications": replications,
            "precision": dict(precision or {}) or None,
            "max_replications": max_replications,
            "equivalence": dict(equivalence or {}) or None,
            "settings": _as_option(settings),
            "store": None if store is None else str(store),
        }
        whole = replace(
            found,
            command=command("compare", scenario, options, found.own),
            margins=margins,
            precision=Precision(targets, maximum, blunt) if targets else None,
            unsettled=unsettled,
        )
        if meant is None or whole.interrupted:
            return whole
        return in_settings(whole, meant, there, store, progress)


def _as_option(settings: Settings | int | str | Path | None) -> str | None:
    """Return what asks for the same settings on the command line, where these come unasked."""
    asked = isinstance(settings, int | str | Path) and settings != "bundled"
    return str(settings) if asked else None
