"""``relsim sensitivity``: which unknown numbers move an outcome, and which a difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option, Typer

from relsim.cli.files import check_files, hand_out
from relsim.cli.leaving import leave
from relsim.cli.options import (
    AsJson,
    CsvFile,
    Quiet,
    ReportFile,
    ReportLanguage,
    RunsStore,
    ScenarioName,
    Seed,
    Settings,
    Strategies,
    Threads,
    XlsxFile,
    examples,
    load_scenario,
    ready_engine,
    split_names,
)
from relsim.cli.output import message, progress, show_json, show_text
from relsim.cli.varied import read_ranges
from relsim.result.words import Sentence, counted, spoken
from relsim.words.language import SOURCE

if TYPE_CHECKING:
    from relsim.scenario.size import Size

PLACE = 2.3
"""Among the commands, in the help."""
_LONG = 600.0
"""Seconds that are said before anything starts."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "sensitivity",
        short_help="Which unknown numbers move a result.",
        help="Say which of a market's uncertain numbers move what strategies lead to, and which "
        "the difference between them: all are screened (Morris), those that move most are looked "
        "at closely (Sobol's shares of variance), and each of these is set to its ends (tornado).",
        epilog=examples(
            "relsim sensitivity insurance --strategies none,social --out why.sqlite",
            "relsim sensitivity insurance -s none,social --report why.html --csv why.csv",
            "relsim sensitivity insurance -s none,social --vary firms.Alba.price=18:24 "
            "--vary market.freedom=0.5:1",
            "relsim sensitivity insurance -s none --inputs behaviour.loss_aversion "
            "--figures retention",
        ),
    )(sensitivity)


def sensitivity(
    scenario: ScenarioName,
    strategies: Strategies = None,
    inputs: Annotated[
        str | None,
        Option(
            "--inputs",
            metavar="PATH,…",
            help="Which uncertain numbers are varied (relsim show uncertainty); by default all.",
            show_default=False,
        ),
    ] = None,
    vary: Annotated[
        list[str] | None,
        Option(
            "--vary",
            metavar="PATH=LOW:HIGH",
            help="Any other number, between two values. May be repeated; without --inputs nothing "
            "else is varied then.",
            show_default=False,
        ),
    ] = None,
    figures: Annotated[
        str, Option("--figures", metavar="A,B,…", help="What is explained.")
    ] = "npv,retention",
    trajectories: Annotated[
        int, Option("--trajectories", min=2, help="Walks of the screening through all numbers.")
    ] = 6,
    points: Annotated[
        int, Option("--points", min=16, help="Of Sobol's sequence: a power of two.")
    ] = 64,
    keep: Annotated[int, Option("--keep", min=1, help="How many are looked at closely.")] = 6,
    replications: Annotated[
        int, Option("--replications", "-n", min=1, help="Worlds at each point.")
    ] = 2,
    seed: Seed = 1,
    out: RunsStore = None,
    plan: Annotated[
        bool, Option("--plan", help="Say how many runs and how long, and run nothing.")
    ] = False,
    threads: Threads = None,
    settings: Settings = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    report_file: ReportFile = None,
    language: ReportLanguage = SOURCE,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say which numbers matter and print tables, or the data."""
    from relsim.study.arms import choose_arms
    from relsim.study.sensitivity.inputs import inputs_of

    market = load_scenario(scenario, settings)
    names, paths = split_names(strategies), split_names(inputs)
    arms = choose_arms(market.strategies, names)
    ranges = read_ranges("--vary", vary)
    chosen = inputs_of(market, paths, ranges)
    files = {"--csv": csv, "--xlsx": xlsx, "--report": report_file}
    check_files(as_json, files, stores={"--out": out})
    planned = _planned(
        {
            "scenario": market,
            "arms": arms,
            "inputs": chosen,
            "figures": tuple(split_names(figures) or ()),
            "trajectories": trajectories,
            "points": points,
            "keep": keep,
            "replications": replications,
            "seed": seed,
        },
        threads,
    )
    if plan and as_json:
        show_json({"runs": planned.runs, "seconds": planned.seconds, "memory": planned.bytes})
        return
    told = _in_words(planned, threads)
    if plan:
        show_text(told)
        return
    if planned.seconds > _LONG:
        message(
            f"{told} --plan says so alone; fewer --points or worlds (-n) take less.", quiet=quiet
        )
    ready_engine(quiet)
    from relsim.study.sensitivity import asking

    with progress(f"Which numbers move {market.name}", quiet=quiet) as report:
        found = asking.sensitivity(
            market,
            names,
            inputs=paths,
            vary=ranges,
            figures=split_names(figures) or (),
            trajectories=trajectories,
            points=points,
            keep=keep,
            replications=replications,
            seed=seed,
            store=out,
            threads=threads,
            progress=report,
        )
    hand_out(found, files, as_json=as_json, quiet=quiet, language=language)
    leave(interrupted=found.interrupted, failed=bool(found.failures))


def _planned(asked: Mapping[str, Any], threads: int | None) -> Size:
    """Return what the whole of it takes, roughly."""
    from relsim.scenario.size import size_of
    from relsim.study.parallel import share_out
    from relsim.study.sensitivity.question import Question

    question = Question(**asked)
    at_once, _ = share_out(threads, question.scenario.market.customers)
    arms = len(question.arms)
    return size_of(question.scenario, question.runs // arms, arms, at_once)


def _in_words(planned: Size, threads: int | None) -> str:
    from relsim.scenario.footprint import in_words
    from relsim.study.parallel import cores

    return str(
        Sentence(
            "{runs}. A rough estimate: {time} with {threads}, {memory} of memory.",
            runs=counted(planned.runs, "run"),
            time=spoken(planned.seconds),
            threads=counted(threads or cores(), "thread"),
            memory=in_words(planned.bytes),
        )
    )
