"""``relsim fit``: settings under which customers leave as a real cohort did."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option, Typer

from relsim.cli.data import asked_of, one_curve
from relsim.cli.files import check_files, hand_out
from relsim.cli.leaving import leave
from relsim.cli.options import (
    AsJson,
    CohortFile,
    CsvFile,
    CustomersFile,
    DataColumn,
    DataLeft,
    Decimal,
    Force,
    GroupBy,
    Leavers,
    Over,
    Quiet,
    ReportFile,
    ReportLanguage,
    ScenarioName,
    Seed,
    Settings,
    Silence,
    Threads,
    TransactionsFile,
    TriangleFile,
    examples,
    load_scenario,
    ready_engine,
)
from relsim.cli.output import deliver, is_standard, message, progress
from relsim.errors import InputError
from relsim.words.language import SOURCE

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.data.cohort import Cohort
    from relsim.study.data.reading import Reading

_MOST_EVALUATIONS = 1_000_000


PLACE = 6
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "fit",
        short_help="Settings that lose customers as a real cohort did.",
        help="Fit up to six settings so that the firm's customers leave as those of a real "
        "cohort did, print observed against fitted, and write the fitted scenario.",
        epilog=examples(
            "relsim fit mine.toml --cohort renewals.csv "
            "--parameter behaviour.loss_aversion --output fitted.toml",
            "relsim fit mine.toml --cohort renewals.csv "
            "--parameter segments.customers.restlessness.mean=0.01..0.6 --hold-out 2 "
            "--report fit.html",
            "relsim fit mine.toml --customers customers.csv --leavers ever "
            "--parameter behaviour.loss_aversion --horizon 60",
            "relsim fit mine.toml --customers customers.csv --leavers ever --by Contract "
            "--groups contracts --parameter segments.customers.restlessness.mean",
        ),
    )(fit)


def fit(
    scenario: ScenarioName,
    parameter: Annotated[
        list[str],
        Option(
            "--parameter",
            "-p",
            metavar="PATH[=LOW..HIGH]",
            help="What to fit, 1 to 6 times; within its plausible range unless you say where "
            "(relsim show parameters).",
            show_default=False,
        ),
    ],
    cohort: CohortFile = None,
    customers: CustomersFile = None,
    transactions: TransactionsFile = None,
    triangle: TriangleFile = None,
    survey: Annotated[
        Path | None,
        Option(
            metavar="FILE",
            help="Instead of a cohort: satisfaction or recommendation and who left; staying by "
            "tier is followed. Say over how long: --over 12.",
            show_default=False,
        ),
    ] = None,
    groups: Annotated[
        str | None,
        Option(
            "--groups",
            metavar="contracts|segments",
            help="Follow customers group by group: as people who are alike and bound for as long "
            "as the group's name says, or each as the segment of that name.",
            show_default=False,
        ),
    ] = None,
    by: GroupBy = None,
    column: DataColumn = None,
    left: DataLeft = None,
    leavers: Leavers = None,
    silence: Silence = None,
    over: Over = None,
    decimal: Decimal = None,
    hold_out: Annotated[
        int,
        Option(
            "--hold-out", min=0, metavar="K", help="Last periods that are predicted, not fitted."
        ),
    ] = 0,
    horizon: Annotated[
        int,
        Option("--horizon", min=0, metavar="N", help="The period to which it is carried on."),
    ] = 0,
    output: Annotated[
        Path | None,
        Option(
            "--output",
            "-o",
            metavar="FILE.toml",
            help="Where to write the fitted scenario; by default the scenario's name with "
            "-fitted, in this folder.",
            show_default=False,
        ),
    ] = None,
    force: Force = False,
    replications: Annotated[
        int, Option("--replications", "-n", min=1, help="Worlds that one trial averages over.")
    ] = 8,
    evaluations: Annotated[
        int,
        Option(
            "--evaluations",
            min=1,
            max=_MOST_EVALUATIONS,
            metavar="N",
            help="How many trials the search may make.",
        ),
    ] = 300,
    seed: Seed = 1,
    threads: Threads = None,
    settings: Settings = None,
    csv: CsvFile = None,
    report: ReportFile = None,
    language: ReportLanguage = SOURCE,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Fit settings to a cohort, print the fit and write the fitted scenario."""
    from relsim.cli.commands.new import free_file
    from relsim.study.fit.bounds import choose_bounds

    market = load_scenario(scenario, settings)
    choose_bounds(parameter)
    given = {
        "cohort": cohort,
        "customers": customers,
        "transactions": transactions,
        "triangle": triangle,
        "survey": survey,
    }
    answers = {"column": column, "left": left, "leavers": leavers, "silence": silence}
    answers |= {"over": over, "by": by}
    shape, source, observed = one_curve(
        given, market.market.period, decimal, answers, "fit", quiet=quiet
    )
    lived = _lived(market, observed, groups)
    target = free_file(output or Path(f"{market.name}-fitted.toml"), force)
    files = {"--output": target, "--csv": csv, "--report": report}
    taken = check_files(as_json, files, sources={f"--{shape}": source})
    _require_room(lived, horizon, replications, threads)
    ready_engine(quiet)
    from relsim.study.fit import fit as fit_settings

    with progress(f"Fitting {market.name}", quiet=quiet) as told:
        fitted = fit_settings(
            market,
            observed,
            parameter,
            groups=groups,
            hold_out=hold_out,
            horizon=horizon,
            seed=seed,
            replications=replications,
            evaluations=evaluations,
            threads=threads,
            progress=told,
        )
    hand_out(fitted, files, as_json=as_json, quiet=quiet, language=language)
    if fitted.interrupted and not fitted.better:
        if taken:  # the file would have gone there, and none is worth writing
            message(" ".join(map(str, fitted.warnings())))
        leave(interrupted=True)
    fitted.require_better(target)
    deliver(target, fitted.to_toml(), quiet=quiet)
    if not is_standard(target):
        _say_next(target, {shape: str(source), **asked_of(observed), "decimal": decimal}, quiet)
    leave(interrupted=fitted.interrupted)


def _say_next(target: Path, options: Mapping[str, object], quiet: bool) -> None:
    """Say what finds the settings that show the same file, of the market that was fitted."""
    from relsim.study.data.reading import in_words

    message(f"Then: {in_words('calibrate', [str(target)], options)}", quiet=quiet)


def _lived(market: Scenario, observed: Cohort | Reading, groups: str | None) -> Scenario:
    """Return the market as whoever is followed lived it; a cohort needs nothing heavy for that."""
    from relsim.study.data.cohort import Cohort

    if isinstance(observed, Cohort) and not groups:
        _check_length(observed)
        alone = {"market.periods": observed.periods[-1], "market.warm_up": 0.0}
        return market.with_overrides(alone)
    from relsim.study.fit.strands import prepared, strands_of

    strands = strands_of(observed, market, groups)
    for one in strands:
        _check_length(one.cohort)
    return prepared(market, strands)


def _check_length(cohort: Cohort) -> None:
    """Refuse a cohort that nobody could wait for."""
    from relsim.scenario.structure import MOST_PERIODS

    if (longest := cohort.periods[-1]) > MOST_PERIODS:
        raise InputError(
            f"{cohort.source} period: found {longest}; allowed are {MOST_PERIODS:,} periods at "
            "most."
        )


def _require_room(lived: Scenario, horizon: int, replications: int, threads: int | None) -> None:
    """Refuse what does not fit into memory, before the engine is loaded."""
    from relsim.scenario import require_room
    from relsim.scenario.structure import MOST_PERIODS
    from relsim.study.parallel import share_out

    if horizon > MOST_PERIODS:
        raise InputError(
            f"--horizon: found {horizon}; allowed are {MOST_PERIODS:,} periods at most."
        )
    carried_on = lived.with_overrides({"market.periods": max(lived.market.periods, horizon)})
    at_once, _ = share_out(threads, lived.market.customers)
    require_room(carried_on, replications, at_once=at_once)
