"""Finding the settings under which the market loses customers as a real cohort did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.scenario import require_room
from relsim.scenario.command import command, nothing
from relsim.scenario.whole import check_whole
from relsim.study.data.cohort import Cohort
from relsim.study.data.reading import Reading
from relsim.study.data.transactions import Transactions
from relsim.study.fit.bounds import choose_bounds
from relsim.study.fit.course import Course, courses_of
from relsim.study.fit.known import Known, correlation, how_well_known
from relsim.study.fit.result import Fit
from relsim.study.fit.sales import Log, Sales
from relsim.study.fit.search import Search
from relsim.study.fit.strands import Strand, prepared, purchases_of, strands_of
from relsim.study.laboratory import check_numbers
from relsim.study.parallel import Progress, share_out

if TYPE_CHECKING:
    from relsim.scenario import Scenario

_NO_FILE = "the cohort was given as numbers; write them to a file with the columns period,customers"


def fit(
    scenario: Scenario,
    cohort: str | Path | Sequence[float] | Cohort | Reading,
    parameters: Sequence[str] | Mapping[str, tuple[float, float]],
    *,
    groups: str | None = None,
    hold_out: int = 0,
    horizon: int = 0,
    seed: int = 1,
    replications: int = 8,
    evaluations: int = 300,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Fit:
    """Fit settings so that a firm's customers leave as a real cohort did.

    The simulated cohort is the focal firm's customers at the opening, run without warming up
    and without population turnover, and counted while they have never left the firm.

    Parameters
    ----------
    scenario : Scenario
        The market; its period is that of the cohort.
    cohort : path, sequence of float, or Reading
        A CSV file or a workbook with the columns ``period`` and ``customers``, or the customers
        left at the periods 0, 1, 2, …; of customers, purchases, a triangle or a survey what
        :func:`relsim.read` returns. Of purchases it is followed how often customers have come
        again, or who is left where it was said what silence means. Of a survey, staying is
        followed by tier: tiers are ranks by satisfaction in a market that has been warmed up.
    parameters : sequence of str, or mapping of str to pair
        One to six dotted paths, such as ``behaviour.loss_aversion``. Each is sought in its
        plausible range; ``PATH=LOW..HIGH``, or a mapping to pairs, says where instead.
    groups : {"contracts", "segments"}, optional
        Customers are followed group by group: as people who are alike and whom contracts bind
        for as long as the group's name says, or each as the segment of that name.
    hold_out : int
        How many of the last periods are not fitted, but predicted.
    horizon : int
        The period to which the fitted market is carried on.
    seed : int
        Of the luck, which is the same in every evaluation, and of the search.
    replications : int
        Worlds that an evaluation averages over.
    evaluations : int
        Places that the search may try; six more a setting measure how well it is known.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Returns
    -------
    Fit
        The fitted scenario, and how well it fits. After Ctrl-C, the best found until then.

    Raises
    ------
    InputError
        When the cohort or a path is wrong.
    ScenarioError
        When the market does not fit into memory.
    RunError
        When a run fails.

    Notes
    -----
    The search is differential evolution (Storn & Price 1997) within the bounds, then the
    simplex of Nelder & Mead (1965) from the best place. It minimises the root mean square
    error of the shares left. Both are deterministic, and begin at the scenario's own settings
    where these lie within the bounds.

    Examples
    --------
    >>> import relsim
    >>> small = relsim.load("insurance", {"market.customers": 200})
    >>> fitted = relsim.fit(small, [100, 98, 96], ["behaviour.loss_aversion"],
    ...                     replications=1, evaluations=8)
    >>> 1 <= fitted.values["behaviour.loss_aversion"] <= 4
    True
    """
    check_whole(0, hold_out=hold_out, horizon=horizon)
    whole = strands_of(cohort, scenario, groups)
    log = Log(cohort, hold_out) if isinstance(cohort, Transactions) else None
    if log is not None and whole[0].again:
        strands = purchases_of(log.known, log.known)
        whole = purchases_of(log.whole, log.known)
    else:
        strands = _without(whole, hold_out, horizon)
    observed = strands[0].cohort
    if observed.period not in ("", scenario.market.period):
        raise InputError(
            f"cohort: its dates were counted in periods of a {observed.period}, and the market's "
            f"period is a {scenario.market.period}. Read it with period="
            f'"{scenario.market.period}".'
        )
    bounds = choose_bounds(parameters)
    check_numbers(replications, seed)
    check_whole(1, evaluations=evaluations)
    lived = prepared(scenario, strands)
    require_room(lived, replications, at_once=share_out(threads, scenario.market.customers)[0])
    search = Search(lived, strands, bounds, seed, replications, evaluations)
    search.threads, search.progress = threads, progress
    search.start()
    interrupted = False
    known: tuple[Known, ...] = ()
    courses: tuple[Course, ...] = ()
    sales: Sales | None = None
    covariance = None
    try:
        search.everywhere()
        search.polish()
        known, covariance = how_well_known(search)
        courses, sales = courses_of(search, whole, horizon, covariance, log)
    except KeyboardInterrupt:
        interrupted = True
    values, shares = search.best()
    options = {
        **(dict(observed.read_with) or {"cohort": observed.source or None}),
        "decimal": observed.decimal or None,
        "parameter": {bound.path: f"{bound.low!r}..{bound.high!r}" for bound in bounds},
        "seed": seed,
        "replications": replications,
        "evaluations": evaluations,
        "hold_out": hold_out or None,
        "horizon": horizon or None,
    }
    return Fit(
        scenario=scenario.with_overrides(values),
        strands=strands,
        values=values,
        before=search.before,
        fitted=shares,
        seed=seed,
        replications=replications,
        evaluations=search.done,
        interrupted=interrupted,
        known=known,
        courses=courses,
        sales=sales,
        correlation=correlation(covariance),
        command=command("fit", scenario, options) if observed.source else nothing(_NO_FILE),
    )


def _without(whole: tuple[Strand, ...], hold_out: int, horizon: int) -> tuple[Strand, ...]:
    """Return what is fitted; refuse to hold out so much that nothing is left."""
    if whole[0].ranks and (hold_out or horizon):
        raise InputError(
            f"{'--hold-out' if hold_out else '--horizon'}: a survey looks at one time alone, so "
            "nothing can be held out or carried on. Leave it out."
        )
    many = min(len(one.cohort.periods) for one in whole)
    if hold_out > many - 2:
        raise InputError(
            f"--hold-out: found {hold_out}; of {many} periods at most {many - 2} can be held out, "
            "for a fit needs period 0 and one more."
        )
    return tuple(one.without(hold_out) for one in whole) if hold_out else whole
