"""``relsim sweep``: strategies side by side at many settings."""

from __future__ import annotations

import math
from typing import Annotated

from typer import Option, Typer

from relsim.cli.leaving import leave
from relsim.cli.options import (
    AsJson,
    CsvFile,
    Quiet,
    Replications,
    ScenarioName,
    Seed,
    Settings,
    Strategies,
    Threads,
    XlsxFile,
    differing_files,
    examples,
    load_scenario,
    output_file,
    ready_engine,
    split_names,
    takes_standard_output,
)
from relsim.cli.output import progress, show_result, write_files
from relsim.errors import InputError

POINTS = 5


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
            "relsim sweep logistics --vary firms.Nordfracht.channel=face,machine",
        ),
    )(sweep)


def sweep(
    scenario: ScenarioName,
    vary: Annotated[
        list[str],
        Option(
            "--vary",
            metavar="PATH=LOW:HIGH[:POINTS]",
            help="What to vary, and between which values (5 points unless said), or the values "
            "themselves with commas between. May be repeated: then every combination is tried.",
            show_default=False,
        ),
    ],
    strategies: Strategies = None,
    replications: Replications = 10,
    seed: Seed = 1,
    threads: Threads = None,
    settings: Settings = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare strategies at many settings and print a table, or the data."""
    from relsim.study.arms import choose_arms

    market = load_scenario(scenario, settings)
    names = split_names(strategies)
    choose_arms(market.strategies, names)
    values = read_varied(vary)
    for option, file in (("csv", csv), ("xlsx", xlsx)):
        if file is not None:
            output_file(f"--{option}", file, f".{option}")
    differing_files({"--csv": csv, "--xlsx": xlsx})
    taken = takes_standard_output(as_json, {"--csv": csv, "--xlsx": xlsx})
    for path, listed in values.items():
        market.with_overrides({path: listed[0]})
    ready_engine(quiet)
    from relsim.study.sweep import sweeping
    from relsim.study.sweep.design import grid

    with progress(f"Sweeping {market.name}", quiet=quiet) as report:
        found = sweeping.sweep(
            market,
            grid(values),
            names,
            replications=replications,
            seed=seed,
            threads=threads,
            progress=report,
        )
    if not taken:
        show_result(found, as_json=as_json)
    write_files(found, csv=csv, xlsx=xlsx, quiet=quiet)
    leave(interrupted=found.interrupted, failed=len(found.failures) > 0)


def read_varied(texts: list[str]) -> dict[str, list[object]]:
    """Return the values of each path that is varied.

    Examples
    --------
    >>> read_varied(["market.freedom=0:1:3", "market.customers=100,200"])
    {'market.freedom': [0.0, 0.5, 1.0], 'market.customers': [100, 200]}
    """
    found: dict[str, list[object]] = {}
    for text in texts:
        path, values = _varied(text)
        if path in found:
            raise InputError(f"--vary: {path} is named twice.")
        found[path] = values
    return found


def _varied(text: str) -> tuple[str, list[object]]:
    from relsim.scenario.paths import parse_assignment, parted, split_assignment
    from relsim.study.sweep.design import MOST_POINTS, spread

    try:
        path, values = split_assignment(text)
    except InputError:
        raise _unreadable(text) from None
    if not values:
        raise _unreadable(text)
    if ":" not in values or set(values) & set('",[{'):
        return path, [parse_assignment(f"{path}={one}")[1] for one in parted(values)]
    try:
        low, high, *rest = (float(one) for one in values.split(":"))
        points = POINTS if not rest else int(rest[0])
        whole = len(rest) <= 1 and (not rest or points == rest[0])
    except (ValueError, OverflowError):
        raise _unreadable(text) from None
    if not (whole and math.isfinite(high - low) and low < high and points >= 2):
        raise _unreadable(text)
    if points > MOST_POINTS:
        raise InputError(f"--vary {text}: {points:,} points; at most {MOST_POINTS:,} are allowed.")
    return path, list(spread(low, high, points))


def _unreadable(text: str) -> InputError:
    return InputError(
        f'--vary: "{text}" cannot be read. Write PATH=LOW:HIGH, PATH=LOW:HIGH:POINTS with rising '
        "ends and 2 points or more, or PATH=A,B,C: market.freedom=0:1:6."
    )
