"""``relsim compare``: strategies side by side, under the same luck."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Option, Typer

from relsim.cli.comparison import Page, Question
from relsim.cli.files import check_files, hand_out
from relsim.cli.leaving import leave
from relsim.cli.options import (
    AsJson,
    Attribute,
    CapacityMode,
    ClusterAt,
    CsvFile,
    EqualBudget,
    Equivalence,
    MaxReplications,
    PlausibleSettings,
    Precision,
    Quiet,
    Replications,
    ReportFile,
    ReportLanguage,
    ScenarioName,
    Seed,
    Settings,
    Strategies,
    Threads,
    XlsxFile,
    examples,
    load_scenario,
    read_settings,
    ready_engine,
    split_names,
)
from relsim.cli.output import message
from relsim.words.language import SOURCE

_ONE_WORLD = (
    "One world tells nothing about luck: there are no intervals. Say --replications 30 for them."
)


PLACE = 1
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
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
            "relsim compare insurance --equal-budget 1.5 --capacity both",
            "relsim compare insurance --precision retention=0.3 --equivalence retention=1",
            "relsim compare insurance --settings 100 --store runs.sqlite",
            "relsim compare insurance -s none,social --attribution --xlsx social.xlsx",
            "relsim compare insurance --report insurance.html",
        ),
    )(compare)


def compare(
    scenario: ScenarioName,
    strategies: Strategies = None,
    baseline: Annotated[
        str | None,
        Option(help="The one that the others are held against; by default the first."),
    ] = None,
    replications: Replications = 30,
    equal_budget: EqualBudget = None,
    precision: Precision = None,
    max_replications: MaxReplications = None,
    equivalence: Equivalence = None,
    plausible: PlausibleSettings = None,
    store: Annotated[
        Path | None,
        Option(
            "--store",
            metavar="FILE",
            help="Keep every run in a setting there as it comes: the same command goes on.",
            show_default=False,
        ),
    ] = None,
    capacity: CapacityMode = None,
    attribution: Attribute = False,
    seed: Seed = 1,
    threads: Threads = None,
    cluster: ClusterAt = None,
    settings: Settings = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    report_file: ReportFile = None,
    language: ReportLanguage = SOURCE,
    story_of: Annotated[
        int | None,
        Option(
            "--story",
            metavar="N",
            help="With --report: one customer's life, by row, under the last strategy and under "
            "the baseline.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare strategies and print the table, or the data."""
    from relsim.cli.capacity import markets

    # Everything that can be refused is refused before anything heavy is loaded, a file first.
    on = markets(load_scenario(scenario, settings), capacity)
    from relsim.study.compare.amounts import read_amounts
    from relsim.study.compare.terms import Terms

    question = Question(
        on,
        Terms(
            strategies=split_names(strategies),
            baseline=baseline,
            replications=replications,
            seed=seed,
            threads=threads,
            cluster=cluster,
            equal_budget=equal_budget,
            precision=read_amounts("precision", precision),
            max_replications=max_replications,
            equivalence=read_amounts("equivalence", equivalence),
        ),
        explained=attribution,
        settings=read_settings(plausible),
        store=store,
    )
    question.check_settings()
    most_worlds = question.settled.most_worlds
    page = Page(report_file, story_of)
    page.check(question)
    files = {"--csv": csv, "--xlsx": xlsx, "--report": report_file}
    check_files(as_json, files, stores={"--store": store})
    if most_worlds == 1:
        message(_ONE_WORLD, quiet=quiet)
    ready_engine(quiet)
    answer = question.answer(quiet)
    hand_out(
        answer.whole,
        files,
        as_json=as_json,
        quiet=quiet,
        page=lambda: page.shown(answer),
        language=language,
    )
    leave(interrupted=answer.interrupted, failed=answer.failed)
