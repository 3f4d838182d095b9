"""``relsim explain``: where a strategy loses, and what turns it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Option, Typer

from relsim.cli.files import check_files, hand_out
from relsim.cli.options import (
    AsJson,
    CsvFile,
    Quiet,
    Replications,
    ReportFile,
    ReportLanguage,
    ScenarioName,
    Seed,
    Settings,
    Threads,
    XlsxFile,
    examples,
    load_scenario,
    read_settings,
    ready_engine,
    split_names,
)
from relsim.cli.output import message, progress
from relsim.errors import InputError
from relsim.words.language import SOURCE

PLACE = 1.5
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "explain",
        short_help="Where a strategy loses, and what turns it.",
        help="Look for settings of the numbers that nobody knows in which a strategy is worth less "
        "than another, and say in words which they are; what each cost may be at most; which "
        "number alone turns it, and where; which numbers do nothing at all.",
        epilog=examples(
            "relsim explain insurance --strategies none,social",
            "relsim explain insurance --strategies social,structural --settings 500 "
            "--store runs.sqlite",
            "relsim explain insurance --strategies none,financial --report explained.html",
        ),
    )(explain)


def explain(
    scenario: ScenarioName,
    strategies: Annotated[
        str,
        Option(
            "--strategies",
            "-s",
            metavar="A,B",
            help="Two: where does B lose to A?",
            show_default=False,
        ),
    ],
    plausible: Annotated[
        str | None,
        Option(
            "--settings",
            metavar="N|FILE",
            help="So many settings of what is thought beforehand, or those of a file; by default "
            "those that come with the market, else 300.",
            show_default=False,
        ),
    ] = None,
    replications: Replications = 30,
    store: Annotated[
        Path | None,
        Option(
            "--store",
            metavar="FILE",
            help="Keep every run there as it comes: the same command goes on.",
            show_default=False,
        ),
    ] = None,
    seed: Seed = 1,
    threads: Threads = None,
    settings: Settings = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    report_file: ReportFile = None,
    language: ReportLanguage = SOURCE,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Explain where a strategy loses, and print it."""
    from relsim.study.arms import choose_arms

    market = load_scenario(scenario, settings)
    names = split_names(strategies) or []
    choose_arms(market.strategies, names)
    if len(names) != 2:
        raise InputError("--strategies: name two, such as none,social: where does social lose?")
    files = {"--csv": csv, "--xlsx": xlsx, "--report": report_file}
    check_files(as_json, files, stores={"--store": store})
    ready_engine(quiet)
    from relsim.study.plausible.explaining import explain as explain_market

    with progress(f"Explaining {names[1]} on {market.name}", quiet=quiet) as report:
        try:
            found = explain_market(
                market,
                names,
                settings=read_settings(plausible),
                replications=replications,
                seed=seed,
                threads=threads,
                store=store,
                progress=report,
            )
        except KeyboardInterrupt:
            if store is not None:
                message(f"Runs are kept in {store}; the same command goes on.", quiet=quiet)
            raise
    hand_out(
        found,
        files,
        as_json=as_json,
        quiet=quiet,
        page=lambda: (found.comparison, [found]),
        language=language,
    )
