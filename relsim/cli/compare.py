"""``relsim compare``: strategies side by side, under the same luck."""

from __future__ import annotations

from typing import Annotated

from typer import Exit, Option, Typer

from relsim.cli.options import (
    AsJson,
    CsvFile,
    Quiet,
    Replications,
    ScenarioName,
    Seed,
    Settings,
    Threads,
    examples,
    load_scenario,
    ready_engine,
    split_names,
)
from relsim.cli.output import message, progress, show, show_json
from relsim.errors import SomeRunsFailed

INTERRUPTED = 130


def register(application: Typer) -> None:
    """Add the command.

    Parameters
    ----------
    application : typer.Typer
        Changed in place.
    """
    application.command(
        "compare",
        short_help="Strategies side by side, under the same luck.",
        help="Compare strategies of one firm: what each leads to, and how it differs from the "
        "first, with 95 % intervals. All strategies meet the same customers and the same luck.",
        epilog=examples(
            "relsim compare insurance",
            "relsim compare insurance --strategies none,social --replications 100",
            "relsim compare insurance --set market.customers=5000 --set firms.Alba.price=22",
            "relsim compare insurance --json > result.json",
        ),
    )(compare)


def compare(
    scenario: ScenarioName,
    strategies: Annotated[
        str | None,
        Option(
            "--strategies",
            "-s",
            metavar="A,B,…",
            help="Which ones; by default none,financial,social,structural "
            "(relsim show strategies).",
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        Option(help="The one that the others are held against; by default the first."),
    ] = None,
    replications: Replications = 30,
    seed: Seed = 1,
    threads: Threads = None,
    settings: Settings = None,
    csv: CsvFile = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare strategies and print the table, or the data."""
    from relsim.study.arms import choose_arms
    from relsim.study.saving import check_writable, write_whole

    # Everything that can be refused is refused before anything heavy is loaded.
    market = load_scenario(scenario, settings)
    names = split_names(strategies)
    choose_arms(market.strategies, names, baseline)
    if csv is not None:
        check_writable(csv)
    ready_engine(quiet)
    from relsim.study import compare as compare_strategies

    with progress(f"Comparing on {market.name}", quiet=quiet) as report:
        comparison = compare_strategies(
            market,
            names,
            baseline=baseline,
            replications=replications,
            seed=seed,
            threads=threads,
            progress=report,
        )
    if csv is not None:
        write_whole(csv, comparison.to_frame().to_csv(index=False))
        message(f"Written: {csv}", quiet=quiet)
    if as_json:
        show_json(comparison.to_json())
    else:
        show(comparison)
    if comparison.interrupted:
        raise Exit(INTERRUPTED)
    if comparison.failures:
        raise Exit(SomeRunsFailed.exit_code)
