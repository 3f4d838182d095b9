"""``relsim story``: one customer's life, beside the same life under another strategy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Option, Typer

from relsim.cli.files import check_files, hand_out
from relsim.cli.options import (
    AsJson,
    Quiet,
    ReportFile,
    ReportLanguage,
    ScenarioName,
    Seed,
    Settings,
    Threads,
    examples,
    load_scenario,
    ready_engine,
)
from relsim.cli.output import progress
from relsim.errors import InputError
from relsim.words.language import SOURCE

Row = Annotated[
    int | None,
    Option(
        "--customer",
        "-c",
        metavar="N",
        help="Whose life: a row, from 0. It stands for whoever holds it when strategies start.",
        show_default=False,
    ),
]
Sought = Annotated[
    str | None,
    Option(
        "--find",
        metavar="left|stayed|returned|failed|kept",
        help="Tell of the first customer of the firm under study who left, stayed to the end, "
        "came back, met a failure, or was kept: stayed, but leaves under the other strategy.",
        show_default=False,
    ),
]
Strategy = Annotated[
    str | None,
    Option(
        "--strategy",
        "-s",
        help="What the firm under study follows; by default what the scenario says.",
        show_default=False,
    ),
]


PLACE = 5
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "story",
        short_help="One customer's life, and where another strategy changes it.",
        help="Tell one customer's life: what happened, what was felt, said and heard, and at each "
        "review what every firm offered, term by term, with luck. Beside it stands the same "
        "customer under another strategy, and the first period at which the two lives part.",
        epilog=examples(
            "relsim story insurance --customer 23 --strategy social",
            "relsim story logistics --find kept --strategy structural",
            "relsim story insurance --customer 23 --strategy social --against financial",
            "relsim story insurance --customer 23 --strategy social --report life.html",
        ),
    )(story)


def story(
    scenario: ScenarioName,
    customer: Row = None,
    find: Sought = None,
    strategy: Strategy = None,
    against: Annotated[
        str, Option("--against", help="The strategy of the life beside it.")
    ] = "none",
    alone: Annotated[bool, Option("--alone", help="Tell one life only.")] = False,
    seed: Seed = 1,
    replication: Annotated[
        int,
        Option(
            min=0,
            max=2**63 - 1,
            metavar="N",
            help="Which of the worlds that a comparison would use.",
        ),
    ] = 0,
    threads: Threads = None,
    settings: Settings = None,
    csv: Annotated[
        Path | None,
        Option(
            "--csv", metavar="FILE", help="Write what happened as CSV, too.", show_default=False
        ),
    ] = None,
    report_file: ReportFile = None,
    language: ReportLanguage = SOURCE,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Tell one customer's life."""
    from relsim.scenario import require_room
    from relsim.stories.question import check_question, check_sought
    from relsim.study.parallel import cores

    market = load_scenario(scenario, settings)
    if (customer is None) == (find is None):
        raise InputError(
            "story: name one customer (--customer 17) or look for one (--find left), not both."
        )
    other = None if alone else against
    check_question(market, customer or 0, strategy, other)
    if find is not None:
        check_sought(find)
    files = {"--csv": csv, "--report": report_file}
    check_files(as_json, files)
    require_room(market)
    ready_engine(quiet)
    from relsim.stories.finding import find_customer
    from relsim.stories.story import story as tell

    at_once = threads or cores()
    if find is not None:
        with progress(f"Looking for somebody in {market.name}", quiet=quiet) as report:
            customer = find_customer(
                market,
                find,
                strategy,
                other,
                seed=seed,
                replication=replication,
                threads=at_once,
                progress=report,
            )
    assert customer is not None
    with progress(f"Living through {market.name}", quiet=quiet) as report:
        told = tell(
            market, customer, strategy, other, seed, replication, threads=at_once, progress=report
        )
    hand_out(told, files, as_json=as_json, quiet=quiet, language=language)
