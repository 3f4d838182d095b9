"""``relsim fit``: settings under which customers leave as a real cohort did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option, Typer

from relsim.cli.leaving import leave
from relsim.cli.options import (
    AsJson,
    CsvFile,
    Quiet,
    ScenarioName,
    Seed,
    Settings,
    Threads,
    differing_files,
    examples,
    load_scenario,
    output_file,
    ready_engine,
    takes_standard_output,
)
from relsim.cli.output import deliver, progress, show_result, write_files
from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.data.cohort import Cohort

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
            "--parameter segments.customers.restlessness.mean=0.01..0.6",
        ),
    )(fit)


def fit(
    scenario: ScenarioName,
    cohort: Annotated[
        Path,
        Option(
            metavar="FILE",
            help="CSV or XLSX with the columns period (0, 1, 2 …, years or dates) and customers: "
            "how many of those who began together are left.",
            show_default=False,
        ),
    ],
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
    decimal: Annotated[
        str | None,
        Option(
            "--decimal",
            metavar=".|,",
            help="The sign before decimals in the cohort's file, where a column does not tell.",
            show_default=False,
        ),
    ] = None,
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
    force: Annotated[bool, Option("--force", help="Replace the file if it is there.")] = False,
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
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Fit settings to a cohort, print the fit and write the fitted scenario."""
    from relsim.cli.commands.new import free_file
    from relsim.study.data.cohort import read_cohort
    from relsim.study.fit.bounds import choose_bounds

    market = load_scenario(scenario, settings)
    choose_bounds(parameter)
    observed = read_cohort(cohort, market.market.period, decimal)
    target = free_file(output or Path(f"{market.name}-fitted.toml"), force)
    if csv is not None:
        output_file("--csv", csv, ".csv")
    differing_files({"--cohort": cohort, "--output": target, "--csv": csv})
    taken = takes_standard_output(as_json, {"--output": target, "--csv": csv})
    _require_room(market, observed, replications, threads)
    ready_engine(quiet)
    from relsim.study.fit import fit as fit_settings

    with progress(f"Fitting {market.name}", quiet=quiet) as report:
        fitted = fit_settings(
            market,
            observed,
            parameter,
            seed=seed,
            replications=replications,
            evaluations=evaluations,
            threads=threads,
            progress=report,
        )
    if not taken:
        show_result(fitted, as_json=as_json)
    write_files(fitted, csv=csv, quiet=quiet)
    if fitted.interrupted and not fitted.better:
        leave(interrupted=True)  # what was found so far is shown, and no file is worth writing
    fitted.require_better(target)
    deliver(target, fitted.to_toml(), quiet=quiet)
    leave(interrupted=fitted.interrupted)


def _require_room(market: Scenario, cohort: Cohort, replications: int, threads: int | None) -> None:
    """Refuse a cohort that nobody could wait for, before the engine is loaded."""
    from relsim.scenario import require_room
    from relsim.scenario.structure import MOST_PERIODS
    from relsim.study.parallel import share_out

    longest = cohort.periods[-1]
    if longest > MOST_PERIODS:
        raise InputError(
            f"{cohort.source} period: found {longest}; allowed are {MOST_PERIODS:,} periods at "
            "most."
        )
    lived = market.with_overrides({"market.periods": longest, "market.warm_up": 0.0})
    at_once, _ = share_out(threads, market.market.customers)
    require_room(lived, replications, at_once=at_once)
