"""``relsim calibrate``: settings of the uncertain numbers that show what is known of a market."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option, Typer

from relsim.cli.data import Answers, Files, given_of, read_data, refuse_answers
from relsim.cli.files import check_files, hand_out, output_file
from relsim.cli.options import (
    AsJson,
    ClusterAt,
    CohortFile,
    CustomersFile,
    DataColumn,
    DataLeft,
    Decimal,
    GroupBy,
    Leavers,
    Over,
    Quiet,
    ReportFile,
    ReportLanguage,
    Seed,
    Settings,
    Silence,
    Threads,
    TransactionsFile,
    TriangleFile,
    examples,
    load_scenario,
    ready_engine,
)
from relsim.cli.output import deliver, is_standard, message, progress
from relsim.errors import InputError
from relsim.words.language import SOURCE

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.settings import Calibration

PLACE = 7
"""Among the commands, in the help."""
_WANTED, _BUNDLED = 240, 128
"""Settings: of a market of one's own; of each that comes with relsim, whose files are light."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "calibrate",
        short_help="Settings that show what is known of a market.",
        help="Find settings of a market's uncertain numbers under which it shows what is known of "
        "it, print what stayed unknown, and write the settings for relsim compare. Runs are kept "
        "beside the file as they finish: the same command goes on from there after any end.",
        epilog=examples(
            "relsim calibrate insurance --out insurance.settings.csv --report insurance.html",
            "relsim calibrate mine.toml --patterns known.toml --cohort renewals.csv "
            "--out mine.settings.csv",
            "relsim calibrate mine.toml --customers customers.csv --leavers ever "
            "--survey survey.csv --over 12",
            "relsim calibrate --all",
        ),
    )(calibrate)


def calibrate(
    scenario: Annotated[
        str | None,
        Argument(metavar="SCENARIO", help="A file, or a bundled name.", show_default=False),
    ] = None,
    patterns: Annotated[
        Path | None,
        Option(
            "--patterns",
            metavar="FILE.toml",
            help="What is known of the market, a table patterns each; else the few things that "
            "come with relsim (relsim show patterns).",
            show_default=False,
        ),
    ] = None,
    cohort: CohortFile = None,
    customers: CustomersFile = None,
    transactions: TransactionsFile = None,
    triangle: TriangleFile = None,
    survey: Annotated[
        Path | None,
        Option(
            "--survey",
            metavar="FILE",
            help="Satisfaction or recommendation and who left, one row each; beside a cohort or "
            "alone. Say over how long they left: --over 12.",
            show_default=False,
        ),
    ] = None,
    by: GroupBy = None,
    column: DataColumn = None,
    left: DataLeft = None,
    leavers: Leavers = None,
    silence: Silence = None,
    over: Over = None,
    decimal: Decimal = None,
    out: Annotated[
        Path | None,
        Option(
            "--out",
            "-o",
            metavar="FILE.csv",
            help="Where to write the settings; by default the scenario's name with .settings.csv, "
            "in this folder.",
            show_default=False,
        ),
    ] = None,
    report: ReportFile = None,
    language: ReportLanguage = SOURCE,
    every: Annotated[
        bool,
        Option(
            "--all",
            help="Calibrate every bundled market, each into the folder of bundled settings.",
        ),
    ] = False,
    count: Annotated[
        int | None,
        Option(
            "--settings",
            min=1,
            max=100_000,
            metavar="N",
            help=f"How many are wanted: {_WANTED}, or {_BUNDLED} with --all.",
            show_default=False,
        ),
    ] = None,
    runs: Annotated[
        int | None,
        Option(
            "--runs",
            min=60,
            max=1_000_000,
            metavar="N",
            help="Runs that are used: by default 600, and up to 1,797 until 100 settings count.",
            show_default=False,
        ),
    ] = None,
    seed: Seed = 1,
    threads: Threads = None,
    cluster: ClusterAt = None,
    settings: Settings = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Calibrate a market, print what came of it and write its settings."""
    wanted = count or (_BUNDLED if every else _WANTED)
    asked: dict[str, Any] = {"settings": wanted, "runs": runs, "seed": seed}
    asked |= {"threads": threads, "cluster": cluster}
    files: Files = {
        "cohort": cohort,
        "customers": customers,
        "transactions": transactions,
        "triangle": triangle,
        "survey": survey,
    }
    answers = {"column": column, "left": left, "leavers": leavers, "silence": silence}
    answers |= {"over": over, "by": by}
    if every:
        if scenario or patterns or given_of(files) or out or report or settings or as_json:
            raise InputError("--all goes with --settings, --runs, --seed and --threads alone.")
        _all(asked, quiet)
        return
    if scenario is None:
        raise InputError("calibrate: name a scenario, or write --all for every bundled one.")
    market = load_scenario(scenario, settings)
    target = output_file("--out", out or Path(f"{market.name}.settings.csv"), ".csv")
    written = {"--out": target, "--report": report}
    sources = {f"--{shape}": path for shape, path in given_of(files).items()}
    check_files(as_json, written, sources={"--patterns": patterns, **sources})
    asked |= {"patterns": patterns, **_data(files, market.market.period, decimal, answers, quiet)}
    ready_engine(quiet)
    runs_kept = None if is_standard(target) else target.with_suffix(".runs")
    found = _calibrated(market, target, asked, quiet, runs_kept)
    hand_out(found, written, as_json=as_json, quiet=quiet, language=language)
    from relsim.study.plausible.asking import FEWEST

    if len(found.settings_found) >= FEWEST and not is_standard(target):
        from relsim.study.data.reading import in_words

        then = in_words("compare", [scenario], {"settings": str(target), "set": settings})
        message(f"Then: {then}", quiet=quiet)


def _data(
    files: Files, period: str, decimal: str | None, answers: Answers, quiet: bool
) -> dict[str, Any]:
    """Read one curve of customers left and one survey, as far as they were given."""
    given = given_of(files)
    refuse_answers(given, answers)
    found: dict[str, Any] = {}
    if "survey" in given:
        survey = given.pop("survey")
        found["survey"] = read_data("survey", survey, period, decimal, answers, quiet=quiet)
    if len(given) > 1:
        raise InputError(
            f"calibrate: found {' and '.join(f'--{shape}' for shape in given)}, which tell of the "
            "same leaving. Give one of them."
        )
    for shape, path in given.items():
        found["cohort"] = read_data(shape, path, period, decimal, answers, quiet=quiet)
    return found


def _all(asked: Mapping[str, Any], quiet: bool) -> None:
    """Calibrate every bundled market that has no file of settings, or one out of date."""
    from relsim.scenario import bundled, load
    from relsim.study.settings.matching import ENOUGH
    from relsim.study.settings.settings import bundled_file
    from relsim.study.store.purpose import engine_print

    ready_engine(quiet)
    for name in bundled():
        target = bundled_file(name)
        if target is None:
            raise InputError("--all: the bundled scenarios are not there; use a checkout.")
        target.parent.mkdir(exist_ok=True)
        if _holds(load(name), target):
            message(f"{target}: holds.", quiet=quiet)
            continue
        runs = target.with_name(f"{name}-{engine_print()}.runs")
        for other in target.parent.glob(f"{name}-*.runs*"):
            if not other.name.startswith(runs.name):
                other.unlink()  # of an engine that is no more
        try:
            _calibrated(load(name), target, asked, quiet, runs, ENOUGH)
        except InputError as error:  # what is known of any market cannot be shown by each
            _clear(runs)
            message(f"{name}: {error} No file is written; the others go on.", quiet=quiet)


def _holds(market: Scenario, target: Path) -> bool:
    from relsim.study.settings import Settings as Kept

    try:
        Kept.read(target).under(market)
    except InputError:
        return False
    return True


def _calibrated(
    market: Scenario,
    target: Path,
    asked: Mapping[str, Any],
    quiet: bool,
    runs: Path | None,
    least: int = 1,
) -> Calibration:
    """Calibrate a market and write its settings; until then its runs are kept beside the file."""
    from relsim.study.settings import calibrate as calibrate_market

    with progress(f"Calibrating {market.name}", quiet=quiet) as report:
        try:
            found = calibrate_market(market, **asked, store=runs, progress=report)
        except KeyboardInterrupt:
            if runs is not None:
                message(f"Runs so far are kept in {runs}; the same command goes on.", quiet=quiet)
            raise
    if (many := len(found.settings_found)) < least:
        raise InputError(
            f"{found.runs:,} runs say no more than {many} settings would; a share wants {least}."
        )
    if target.suffix == ".gz":
        found.settings_found.write(target)
        message(f"Written: {target}", quiet=quiet)
    else:
        deliver(target, found.settings_found.to_csv(), quiet=quiet)
    if runs is not None:
        _clear(runs)
    return found


def _clear(runs: Path) -> None:
    for left in runs.parent.glob(f"{runs.name}*"):
        left.unlink()
