"""``relsim compare``: strategies side by side, under the same luck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Exit, Option, Typer

from relsim.cli.options import (
    AsJson,
    Attribute,
    CapacityMode,
    CsvFile,
    EqualBudget,
    Equivalence,
    MaxReplications,
    Precision,
    Quiet,
    Replications,
    ScenarioName,
    Seed,
    Settings,
    Threads,
    XlsxFile,
    examples,
    load_scenario,
    output_file,
    ready_engine,
    split_names,
)
from relsim.cli.output import message, progress, show, show_json
from relsim.errors import InputError, SomeRunsFailed

if TYPE_CHECKING:
    import pandas as pd

    from relsim.cli.attribution import Reasons
    from relsim.study.compare import Comparison

INTERRUPTED = 130
_ONE_WORLD = (
    "One world tells nothing about luck: there are no intervals. Say --replications 30 for them."
)


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
            "relsim compare insurance -s none,social --attribution --xlsx social.xlsx",
            "relsim compare insurance --report insurance.html",
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
    equal_budget: EqualBudget = None,
    precision: Precision = None,
    max_replications: MaxReplications = None,
    equivalence: Equivalence = None,
    capacity: CapacityMode = None,
    attribution: Attribute = False,
    seed: Seed = 1,
    threads: Threads = None,
    settings: Settings = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    report_file: Annotated[
        Path | None,
        Option(
            "--report",
            metavar="FILE.html",
            help="Write a report with charts, too: one file that opens without internet.",
            show_default=False,
        ),
    ] = None,
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
    from relsim.scenario import require_room
    from relsim.study.arms import choose_arms, require_two
    from relsim.study.compare.budget import check_amount
    from relsim.study.compare.goals import read_goals
    from relsim.study.compare.precision import check_maximum
    from relsim.study.parallel import share_out

    # Everything that can be refused is refused before anything heavy is loaded.
    chosen = markets(load_scenario(scenario, settings), capacity)
    names = split_names(strategies)
    first = next(iter(chosen.values()))
    arms = choose_arms(first.strategies, names, baseline)
    wished = read_goals("precision", precision)
    margins = read_goals("equivalence", equivalence)
    require_two(arms, wished, margins)
    most = check_maximum(max_replications, replications, wished)
    if equal_budget is not None:
        check_amount(equal_budget)
    if report_file is not None and len(chosen) > 1:
        raise InputError("--report shows one market. Say --capacity elastic or --capacity fixed.")
    if story_of is not None and report_file is None:
        raise InputError("--story goes into a report: add --report FILE.html, or use relsim story.")
    if story_of is not None and not 0 <= story_of < first.market.customers:
        raise InputError(
            f"--story {story_of}: there is no such customer; rows run from 0 to "
            f"{first.market.customers - 1}."
        )
    files = {("--csv", ".csv"): csv, ("--xlsx", ".xlsx"): xlsx}
    for words, file in (files | {("--report", ".html", ".htm"): report_file}).items():
        if file is not None:
            output_file(words[0], file, *words[1:])
    at_once, _ = share_out(threads, first.market.customers)
    require_room(first, most, len(arms), at_once)
    if most == 1:
        message(_ONE_WORLD, quiet=quiet)
    ready_engine(quiet)
    from relsim.study.compare import compare as compare_strategies

    if equal_budget is not None:
        message("Looking for the factors of an equal budget first …", quiet=quiet)
    found: dict[str, Comparison] = {}
    for name, market in chosen.items():
        label = f"Comparing on {market.name}" + (f", {name} capacity" if capacity else "")
        with progress(label, quiet=quiet) as report:
            found[name] = compare_strategies(
                market,
                names,
                baseline=baseline,
                replications=replications,
                seed=seed,
                threads=threads,
                progress=report,
                equal_budget=equal_budget,
                precision=wished,
                max_replications=max_replications,
                equivalence=margins,
            )
        if found[name].interrupted:
            break
    reasons: dict[str, Reasons] = {}
    if attribution and not any(one.interrupted for one in found.values()):
        from relsim.cli.attribution import find_reasons

        for name, market in chosen.items():
            with progress(f"Who kept whom on {market.name}", quiet=quiet) as report:
                reasons[name] = find_reasons(found[name], arms, seed, threads, report)
    _write(found, reasons, csv, xlsx, quiet)
    if report_file is not None:
        from relsim.view import report as write_report  # heavy: the charts' library

        ((name, only),) = found.items()
        more: list[Any] = [part for part in _parts(reasons.get(name)) if part]
        if story_of is not None and not only.interrupted:
            from relsim.stories import story

            last, against = arms[-1].strategy, only.baseline
            more.append(story(chosen[name], story_of, last, against, seed))
        message(f"Written: {write_report(only, report_file, more)}", quiet=quiet)
    _show(found, reasons, as_json)
    if any(one.interrupted for one in found.values()):
        raise Exit(INTERRUPTED)
    if any(one.failures for one in found.values()):
        raise Exit(SomeRunsFailed.exit_code)


def _parts(reasons: Reasons | None) -> list[Any]:
    return [] if reasons is None else reasons.results()


def _write(
    found: dict[str, Comparison],
    reasons: dict[str, Reasons],
    csv: Path | None,
    xlsx: Path | None,
    quiet: bool,
) -> None:
    """Write the files asked for."""
    from relsim.result.exports import as_csv, as_workbook
    from relsim.result.saving import write_whole

    frames: dict[str, pd.DataFrame] = {"figures": _figures(found)}
    for name, one in found.items():
        frames[f"worlds {name}" if len(found) > 1 else "worlds"] = one.samples
    for name, reason in reasons.items():
        for title, frame in reason.frames().items():
            frames[f"{title} {name}" if len(found) > 1 else title] = frame
    if csv is not None:
        write_whole(csv, as_csv(frames["figures"]))
        message(f"Written: {csv}", quiet=quiet)
    if xlsx is not None:
        write_whole(xlsx, as_workbook(frames))
        message(f"Written: {xlsx}", quiet=quiet)


def _figures(found: dict[str, Comparison]) -> pd.DataFrame:
    """Return every number, of both markets where there are two."""
    from relsim.study.compare.capacities import BothCapacities

    if len(found) > 1:
        return BothCapacities(found).to_frame()
    (only,) = found.values()
    return only.to_frame()


def _show(found: dict[str, Comparison], reasons: dict[str, Reasons], as_json: bool) -> None:
    """Print the results, one market below the other, or as data."""
    from relsim.study.compare.capacities import BothCapacities

    if as_json:
        data = {name: one.to_json() for name, one in found.items()}
        for name, one in reasons.items():
            data[name].update(one.to_json())
        show_json(data if len(data) > 1 else next(iter(data.values())))
        return
    show(BothCapacities(found) if len(found) > 1 else next(iter(found.values())))
    for name, one in reasons.items():
        show("", f"Capacity {name}:" if len(reasons) > 1 else "", *one.results())
