"""``relsim sweep``: strategies side by side at many settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer

from relsim.cli.files import check_files, hand_out
from relsim.cli.leaving import leave
from relsim.cli.options import (
    AsJson,
    ClusterAt,
    CsvFile,
    EqualBudget,
    Quiet,
    Replications,
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
from relsim.cli.output import progress, show_json, show_text
from relsim.cli.varied import read_varied
from relsim.errors import InputError
from relsim.result.words import Sentence, counted, spoken
from relsim.words.language import SOURCE

if TYPE_CHECKING:
    import pandas as pd

    from relsim.study.sweep.question import Question

_POINTS = 5
"""Of a range, unless somebody says how many."""

PLACE = 2
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "sweep",
        short_help="Strategies side by side at many settings.",
        help="Compare strategies at every combination of some settings, all under the same luck. "
        "With one setting varied it says where a difference changes its sign.",
        epilog=examples(
            "relsim sweep insurance --vary market.freedom=0:1:6 --strategies none,social",
            "relsim sweep insurance --vary firms.Alba.price=18:24 --csv prices.csv",
            "relsim sweep insurance -s none,social --vary firms.Alba.price=18:24 "
            "--vary market.freedom=0:1 --report map.html",
            "relsim sweep insurance design.toml --out runs.sqlite --plan",
            "relsim sweep insurance design.toml --out runs.sqlite --shard 3/10",
            "relsim sweep logistics --vary firms.Nordfracht.channel=face,machine",
        ),
    )(sweep)


def sweep(
    scenario: ScenarioName,
    design: Annotated[
        str | None,
        Argument(
            metavar="[DESIGN]",
            help="A file: TOML with a table grid, latin_hypercube or sobol, CSV with a column a "
            "path, or settings of relsim calibrate. Or use --vary.",
            show_default=False,
        ),
    ] = None,
    vary: Annotated[
        list[str] | None,
        Option(
            "--vary",
            metavar="PATH=LOW:HIGH[:POINTS]",
            help=f"What to vary, and between which values ({_POINTS} points unless said), or the "
            "values themselves with commas between. May be repeated: then every combination is "
            "tried.",
            show_default=False,
        ),
    ] = None,
    strategies: Strategies = None,
    replications: Replications = 10,
    equal_budget: EqualBudget = None,
    seed: Seed = 1,
    out: RunsStore = None,
    shard: Annotated[
        str | None,
        Option(
            "--shard",
            metavar="K/N",
            help="With --out: the K-th of N parts alone; relsim merge puts them together.",
            show_default=False,
        ),
    ] = None,
    take_over: Annotated[
        bool,
        Option("--take-over", help="Write a store although another computer is said to write it."),
    ] = False,
    plan: Annotated[
        bool, Option("--plan", help="Say how many runs, how long and how large, and run nothing.")
    ] = False,
    threads: Threads = None,
    cluster: ClusterAt = None,
    settings: Settings = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    report_file: ReportFile = None,
    language: ReportLanguage = SOURCE,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare strategies at many settings and print a table, or the data."""
    from relsim.study.arms import choose_arms
    from relsim.study.sweep.design import spread

    market = load_scenario(scenario, settings)
    names = split_names(strategies)
    arms = choose_arms(market.strategies, names)
    values = {
        path: held if isinstance(held, list) else list(spread(*held, _POINTS))
        for path, held in read_varied("--vary", _either(design, vary)).items()
    }
    files = {"--csv": csv, "--xlsx": xlsx, "--report": report_file}
    check_files(as_json, files, stores={"--out": out})
    part = _part(shard, out)
    for path, listed in values.items():
        market.with_overrides({path: listed[0]})
    if plan:
        from relsim.study.sweep.design import points_of
        from relsim.study.sweep.design_file import read_design
        from relsim.study.sweep.question import Question

        frame = grid_of(values) if design is None else read_design(design, market)
        asked = Question(
            market,
            points_of(frame),
            arms,
            replications,
            seed,
            equal_budget=equal_budget,
            shard=part,
        )
        _show_plan(asked, threads, as_json)
        return
    ready_engine(quiet)
    from relsim.study.cluster import AUTO
    from relsim.study.sweep import sweeping

    with progress(f"Sweeping {market.name}", quiet=quiet) as report:
        found = sweeping.sweep(
            market,
            grid_of(values) if design is None else design,
            names,
            replications=replications,
            seed=seed,
            store=out,
            equal_budget=equal_budget,
            shard=part,
            take_over=take_over,
            threads=threads,
            cluster=cluster or AUTO,
            progress=report,
        )
    hand_out(found, files, as_json=as_json, quiet=quiet, language=language)
    leave(interrupted=found.interrupted, failed=len(found.failures) > 0)


def grid_of(values: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Return every combination of what is varied."""
    from relsim.study.sweep.design import grid

    return grid(values)


def _either(design: str | None, vary: list[str] | None) -> list[str]:
    """Refuse two designs, and none."""
    if (design is None) == (not vary):
        raise InputError(
            "sweep: name a file with a design, or say --vary, and not both: --vary "
            "market.freedom=0:1:6."
        )
    return vary or []


def _part(shard: str | None, out: Path | None) -> tuple[int, int]:
    if shard is None:
        return 1, 1
    part, _, parts = shard.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise InputError(f'--shard: found "{shard}"; write K/N, from 1/N to N/N, such as 3/10.')
    if out is None:
        raise InputError("--shard: a part has a store, or it cannot be merged. Name one by --out.")
    return int(part), int(parts)


def _show_plan(asked: Question, threads: int | None, as_json: bool) -> None:
    """Say what a sweep would take."""
    from relsim.scenario.footprint import in_words
    from relsim.study.parallel import cores, share_out
    from relsim.study.sweep.question import BYTES_PER_RUN

    at_once, _ = share_out(threads, asked.largest)
    size = asked.size(at_once)
    disk = size.runs * BYTES_PER_RUN
    if as_json:
        show_json(
            {
                "points": len(asked.points),
                "strategies": [arm.name for arm in asked.arms],
                "replications": asked.replications,
                "runs": size.runs,
                "seconds": size.seconds,
                "memory": size.bytes,
                "store": disk,
            }
        )
        return
    words = Sentence(
        "{points} × {strategies} × {worlds}: {runs} in this part. A rough estimate: {time} with "
        "{threads}, {memory} of memory, and {disk} for a store.{budgets}",
        points=counted(len(asked.points), "point"),
        strategies=counted(len(asked.arms), "strategy"),
        worlds=counted(asked.replications, "world"),
        runs=counted(size.runs, "run"),
        time=spoken(size.seconds),
        threads=counted(threads or cores(), "thread"),
        memory=in_words(size.bytes),
        disk=in_words(disk),
        budgets=" The search for equal budgets comes on top." if asked.budgets() else "",
    )
    show_text(str(words))
