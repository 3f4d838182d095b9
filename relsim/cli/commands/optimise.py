"""``relsim optimise``: the best of some levers under a limit, and how flat it lies."""

from __future__ import annotations

from typing import Annotated

from typer import Option, Typer

from relsim.cli.files import check_files, hand_out
from relsim.cli.leaving import leave
from relsim.cli.options import (
    AsJson,
    CsvFile,
    PlausibleSettings,
    Quiet,
    ReportFile,
    ReportLanguage,
    RunsStore,
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
from relsim.cli.output import progress
from relsim.cli.varied import read_varied
from relsim.errors import InputError
from relsim.words.language import SOURCE

PLACE = 2.4
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "optimise",
        short_help="The best setting of some levers, under a limit.",
        help="Search for the best setting of some levers. The best of many was also lucky: so the "
        "best few are looked at again in other worlds, the best of these in others once more, with "
        "each lever moved alone (how flat it lies), and in plausible settings of what nobody "
        "knows. Rivals answer as their minds have it.",
        epilog=examples(
            "relsim optimise insurance --lever social=0:1 --lever reward_rate=0:0.2 --limit 1.5",
            "relsim optimise insurance --lever social=0:1 --years 3,6 --segments",
            "relsim optimise insurance --lever channel=face,phone,mail --lever social=0:1",
            "relsim optimise insurance --lever price=17:25 --set firms.Brio.mind=imitator "
            "--out best.sqlite",
            "relsim optimise insurance --lever social=0:1 --lever structural=0:1 "
            "--goals npv,retention --report front.html",
        ),
    )(optimise)


def optimise(
    scenario: ScenarioName,
    lever: Annotated[
        list[str] | None,
        Option(
            "--lever",
            metavar="NAME=LOW:HIGH",
            help="A lever of the firm under study, and between what it may be set (relsim show "
            "levers), or the values themselves with commas between: words, switches, numbers. "
            "May be repeated.",
            show_default=False,
        ),
    ] = None,
    strategy: Annotated[
        str,
        Option("--strategy", help="What is done beside, and what the best is held against."),
    ] = "none",
    years: Annotated[
        str | None,
        Option(
            "--years",
            metavar="Y,…",
            help="From when the levers may be set anew: 3,6 gives three settings of each.",
            show_default=False,
        ),
    ] = None,
    segments: Annotated[
        bool,
        Option("--segments", help="Personal levers may go to one segment alone, too."),
    ] = False,
    goals: Annotated[
        str,
        Option("--goals", metavar="A[,B]", help="What is to be best; of two, the front."),
    ] = "npv",
    limit: Annotated[
        float | None,
        Option(
            "--limit",
            metavar="AMOUNT",
            help="The most to be spent on relationships, in money per customer and period.",
            show_default=False,
        ),
    ] = None,
    trials: Annotated[int, Option("--trials", min=1, help="Settings that are tried.")] = 120,
    replications: Annotated[
        int, Option("--replications", "-n", min=1, help="Worlds of each of them.")
    ] = 4,
    finalists: Annotated[
        int, Option("--finalists", min=1, help="How many of the best are looked at again.")
    ] = 8,
    fresh: Annotated[int, Option("--fresh", min=2, help="In how many other worlds.")] = 30,
    plausible: PlausibleSettings = None,
    seed: Seed = 1,
    out: RunsStore = None,
    threads: Threads = None,
    settings: Settings = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    report_file: ReportFile = None,
    language: ReportLanguage = SOURCE,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Search for the best and print what was found, or the data."""
    from relsim.study.optimise.choices import Choices

    market = load_scenario(scenario, settings)
    levers, anew = read_varied("--lever", lever), _years(years)
    Choices(market, strategy, levers, anew, segments)
    files = {"--csv": csv, "--xlsx": xlsx, "--report": report_file}
    check_files(as_json, files, stores={"--out": out})
    ready_engine(quiet)
    from relsim.study.optimise import asking

    with progress(f"Searching {market.name}", quiet=quiet) as report:
        found = asking.optimise(
            market,
            levers,
            strategy=strategy,
            years=anew,
            segments=segments,
            goals=split_names(goals) or (),
            limit=limit,
            trials=trials,
            replications=replications,
            finalists=finalists,
            fresh=fresh,
            settings=read_settings(plausible),
            seed=seed,
            store=out,
            threads=threads,
            progress=report,
        )
    hand_out(found, files, as_json=as_json, quiet=quiet, language=language)
    leave(interrupted=found.interrupted, failed=bool(found.failures))


def _years(text: str | None) -> tuple[float, ...]:
    try:
        return tuple(float(one) for one in (text or "").split(",") if one)
    except ValueError:
        raise InputError(f'--years: "{text}" cannot be read. Write years, such as 3,6.') from None
