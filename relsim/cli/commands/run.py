"""``relsim run``: one market, lived through once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option, Typer

from relsim.cli.files import check_files
from relsim.cli.options import (
    AsJson,
    Quiet,
    ScenarioName,
    Seed,
    Settings,
    Threads,
    examples,
    load_scenario,
    ready_engine,
)
from relsim.cli.output import deliver, is_standard, message, progress, show_result

if TYPE_CHECKING:
    from relsim.scenario import Scenario

_FRAMES = ("periods", "spells", "customers")


PeriodsCsv = Annotated[
    Path | None,
    Option(metavar="FILE", help="Write every firm's books, period by period.", show_default=False),
]
SpellsCsv = Annotated[
    Path | None,
    Option(
        metavar="FILE",
        help="Write who was whose customer, from when, how long and why not longer.",
        show_default=False,
    ),
]
CustomersCsv = Annotated[
    Path | None,
    Option(metavar="FILE", help="Write every customer as the run leaves them.", show_default=False),
]
Profile = Annotated[
    bool,
    Option(
        "--profile",
        help="Tell instead where the time goes: by phase, and by mechanism with it and without.",
    ),
]


PLACE = 4
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "run",
        short_help="One market, lived through once.",
        help="Live through one market once: what became of every firm, and, as CSV, every "
        "period, every spell of a customer with a firm, and every customer.",
        epilog=examples(
            "relsim run insurance --strategy social",
            "relsim run insurance --spells-csv spells.csv --periods-csv periods.csv",
            "relsim run insurance --profile",
        ),
    )(run)


def run(
    scenario: ScenarioName,
    strategy: Annotated[
        str | None,
        Option(
            "--strategy",
            "-s",
            help="What the firm under study follows; by default what the scenario says.",
            show_default=False,
        ),
    ] = None,
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
    periods_csv: PeriodsCsv = None,
    spells_csv: SpellsCsv = None,
    customers_csv: CustomersCsv = None,
    profile: Profile = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Live through one market and print what became of every firm."""
    from relsim.scenario import require_room
    from relsim.study.arms import choose_arms
    from relsim.study.parallel import cores

    market = load_scenario(scenario, settings)
    if strategy is not None:
        choose_arms(market.strategies, [strategy])
    files = dict(zip(_FRAMES, (periods_csv, spells_csv, customers_csv), strict=True))
    taken = check_files(as_json, {f"--{name}-csv": path for name, path in files.items()})
    require_room(market)
    ready_engine(quiet)
    if profile:
        tell_profile(market, strategy, seed, replication, as_json=as_json, quiet=quiet)
        return
    from relsim.market import Market
    from relsim.result.exports import as_csv, write_csv

    with progress(f"Living through {market.name}", quiet=quiet) as report:
        made = Market(
            market,
            seed=seed,
            replication=replication,
            strategy=strategy,
            threads=threads or cores(),
        )
        result = made.run(progress=report)
    if not taken:
        show_result(result, as_json=as_json)
    for name, path in files.items():
        if path is None:
            continue
        if is_standard(path):
            deliver(path, as_csv(getattr(result, name)), quiet=quiet)
        else:
            write_csv(path, getattr(result, name), result.settings())
            message(f"Written: {path}", quiet=quiet)


def tell_profile(
    market: Scenario,
    strategy: str | None,
    seed: int,
    replication: int,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Print where the time of a run goes."""
    from relsim.study.profile import profile

    with progress(f"Living through {market.name} again and again", quiet=quiet) as report:
        found = profile(market, strategy, seed, replication, progress=report)
    show_result(found, as_json=as_json)
