"""What several commands take, worded once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from relsim.cli.loading import loading
from relsim.cli.output import message, progress
from relsim.errors import InputError
from relsim.words.language import LANGUAGES, known

if TYPE_CHECKING:
    from relsim.scenario import Scenario

STANDARD = "-"
"""The name of standard input and output."""

ScenarioName = Annotated[
    str,
    Argument(
        metavar="SCENARIO",
        help="A scenario file, the name of one that comes with relsim (relsim show scenarios), "
        "or - for standard input.",
        show_default=False,
    ),
]
Settings = Annotated[
    list[str] | None,
    Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change a setting, for example market.customers=500 or firms.Alba.price=22. "
        "May be repeated.",
        show_default=False,
    ),
]
Seed = Annotated[
    int,
    Option(
        "--seed",
        min=0,
        max=2**63 - 1,
        metavar="N",
        help="Of all luck: the same seed, the same result.",
    ),
]
Replications = Annotated[
    int,
    Option("--replications", "-n", min=1, help="How many worlds, each with customers of its own."),
]
Threads = Annotated[
    int | None,
    Option(
        "--threads",
        min=1,
        help="At most so many at once; one a core by default. Changes the time and nothing else.",
        show_default=False,
    ),
]


def _place_of_cluster(where: str | None) -> str | None:
    if where is None:
        return None
    from relsim.study.cluster import check_place

    return check_place(where)


ClusterAt = Annotated[
    str | None,
    Option(
        "--cluster",
        metavar="WHERE",
        help="Live through runs by dask.distributed: local for processes of this computer, "
        "tcp://HOST:PORT for the workers of a scheduler, none for threads of this process. "
        "Changes the time and nothing else.",
        callback=_place_of_cluster,
        show_default=False,
    ),
]
AsJson = Annotated[
    bool, Option("--json", help="Print the data as JSON on standard output, and nothing else.")
]
Force = Annotated[bool, Option("--force", help="Replace the file if it is there.")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="No progress and no remarks.")]
CsvFile = Annotated[
    Path | None,
    Option("--csv", metavar="FILE", help="Write every number as CSV, too.", show_default=False),
]

XlsxFile = Annotated[
    Path | None,
    Option(
        "--xlsx", metavar="FILE", help="Write every number as a workbook, too.", show_default=False
    ),
]
ReportFile = Annotated[
    Path | None,
    Option(
        "--report",
        metavar="FILE.html",
        help="Write a report with charts, too: one file that opens without internet.",
        show_default=False,
    ),
]
ReportLanguage = Annotated[
    str,
    Option(
        "--language",
        metavar="|".join(LANGUAGES),
        callback=lambda found: known(found, "--language"),
        help="Of the words of reports and lessons; the terminal speaks English.",
    ),
]
RunsStore = Annotated[
    Path | None,
    Option(
        "--out",
        metavar="STORE",
        help="A file that keeps every run as it comes. The same command again goes on where "
        "it ended.",
        show_default=False,
    ),
]
PlausibleSettings = Annotated[
    str | None,
    Option(
        "--settings",
        metavar="N|FILE|none",
        help="Compare in plausible settings of the numbers that nobody knows, too, each with "
        "its own luck: so many of them (100 are enough), or those of a file; by default those "
        "that come with the market, if any do. Says in how many a strategy is better, what "
        "decides it, and what to measure first.",
        show_default=False,
    ),
]
EqualBudget = Annotated[
    str | None,
    Option(
        "--equal-budget",
        metavar="AMOUNT",
        help="Let every strategy but the baseline spend this much on relationships, in money per "
        "customer and period: one factor on all its numbers brings it there, or to its limit. "
        "1.2/0.6 is for one year after the other; the last amount stays.",
        show_default=False,
    ),
]
Precision = Annotated[
    list[str] | None,
    Option(
        "--precision",
        metavar="FIGURE=HALFWIDTH",
        help="Double the replications until every difference is this sharp: retention=0.5 "
        "(points) or npv=10000. May be repeated.",
        show_default=False,
    ),
]
MaxReplications = Annotated[
    int | None,
    Option(
        "--max-replications",
        min=1,
        help="Where doubling ends; 960 by default. Goes with --precision.",
        show_default=False,
    ),
]
Equivalence = Annotated[
    list[str] | None,
    Option(
        "--equivalence",
        metavar="FIGURE=MARGIN",
        help="The smallest difference that matters: retention=1 (points). Says whether strategies "
        "are equivalent, different, or undecided. May be repeated.",
        show_default=False,
    ),
]
CapacityMode = Annotated[
    str | None,
    Option(
        "--capacity",
        metavar="elastic|fixed|both",
        help="Capacity follows uses, stands as it is, or a table for each; by default what the "
        "scenario says.",
        show_default=False,
    ),
]
Attribute = Annotated[
    bool,
    Option(
        "--attribution",
        help="Say, too, which lever kept which customers, who stays by segment and tenure, and "
        "why leaving grows rarer with tenure; over at most 10 worlds.",
    ),
]


Strategies = Annotated[
    str | None,
    Option(
        "--strategies",
        "-s",
        metavar="A,B,…",
        help="Which ones, the baseline first; by default none,financial,social,structural (relsim "
        "show strategies). A name with a comma in it stands in double quotes.",
        show_default=False,
    ),
]


Decimal = Annotated[
    str | None,
    Option(
        "--decimal",
        metavar=".|,",
        help="The sign before decimals in a file of data, where a column does not tell.",
        show_default=False,
    ),
]
CohortFile = Annotated[
    Path | None,
    Option(
        "--cohort",
        metavar="FILE",
        help="CSV or XLSX with the columns period (0, 1, 2 …, years or dates) and customers: "
        "how many of those who began together are left.",
        show_default=False,
    ),
]
CustomersFile = Annotated[
    Path | None,
    Option(
        "--customers",
        metavar="FILE",
        help="Instead of a cohort: customers, one row each, as relsim read takes them.",
        show_default=False,
    ),
]
TransactionsFile = Annotated[
    Path | None,
    Option(
        "--transactions",
        metavar="FILE",
        help="Instead of a cohort: purchases, one row each, as relsim read takes them.",
        show_default=False,
    ),
]
TriangleFile = Annotated[
    Path | None,
    Option(
        "--triangle",
        metavar="FILE",
        help="Instead of a cohort: cohorts in rows, their ages in columns; they are pooled.",
        show_default=False,
    ),
]
DataColumn = Annotated[
    list[str] | None,
    Option(
        "--column",
        metavar="MEANING=HEADING",
        help="Which column is which, where headings do not tell: tenure, left, start, end, spend, "
        "contract, id, date, amount, satisfaction, recommendation. May be repeated.",
        show_default=False,
    ),
]
GroupBy = Annotated[
    str | None,
    Option(
        "--by",
        metavar="HEADING",
        help="The column that makes groups of customers; by default their contract.",
        show_default=False,
    ),
]
DataLeft = Annotated[
    str | None,
    Option("--left", metavar="WORD", help="The word that marks who left.", show_default=False),
]
Leavers = Annotated[
    str | None,
    Option(
        "--leavers",
        metavar="ever|N",
        help="Whether whoever ever left is on file, or those of the last N periods alone.",
        show_default=False,
    ),
]
Over = Annotated[
    int | None,
    Option(
        "--over",
        min=1,
        metavar="N",
        help="Over how many periods since they were asked the leavers of a survey left.",
        show_default=False,
    ),
]
Silence = Annotated[
    float | None,
    Option(
        "--silence",
        metavar="DAYS",
        help="So many days without a purchase, and a customer counts as gone.",
        show_default=False,
    ),
]


def pairs(option: str, words: Sequence[str] | None) -> dict[str, str]:
    """Return NAME=VALUE from the command line as a mapping.

    Examples
    --------
    >>> pairs("--column", ["tenure=Months with us"])
    {'tenure': 'Months with us'}
    """
    from relsim.scenario.wording import show

    found = {}
    for word in words or ():
        name, sign, value = word.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise InputError(f"{option}: found {show(word)}; write NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found


def examples(*lines: str) -> str:
    """Return examples for the end of a command's help."""
    return "Examples:\n" + "\n".join(f"  {line}" for line in lines)


def load_scenario(name: str, settings: Sequence[str] | None) -> Scenario:
    """Return the scenario that the command line asks for; ``-`` is standard input."""
    from relsim.scenario import load, parse, parse_assignment

    overrides = dict(parse_assignment(one) for one in settings or ())
    if name != STANDARD:
        return load(name, overrides)
    from relsim.scenario.reading import read_standard_input

    return parse(read_standard_input(), overrides, "stdin", Path.cwd())


def split_names(text: str | None) -> list[str] | None:
    """Return the names in a list separated by commas; one with a comma in it stands in quotes.

    Examples
    --------
    >>> split_names('none, "cheap, but slow"')
    ['none', 'cheap, but slow']
    """
    from relsim.scenario.paths import parted
    from relsim.scenario.wording import show

    if text is None:
        return None
    names = [_unquoted(part) for part in parted(text) if part]
    if twice := [name for name in names if names.count(name) > 1]:
        raise InputError(
            f"--strategies: {show(twice[0])} is named twice; its difference to itself is nothing. "
            "Name each strategy once."
        )
    return names


def _unquoted(name: str) -> str:
    """Return a name without the quotes around it."""
    try:
        return str(json.loads(name)) if name[0] == '"' else name
    except ValueError:
        return name


def ready_engine(quiet: bool) -> None:
    """Load the engine, and let every compiling of it be said."""
    with progress("Loading the engine", quiet=quiet), loading():
        import relsim.market.bare  # noqa: F401
        from relsim.market.engine import bell

    bell.ring = lambda words: message(words, quiet=quiet)


def read_settings(plausible: str | None) -> int | str:
    """Read what ``--settings`` asks for: so many, a file, or nothing; else what comes with it."""
    if plausible is None:
        return "bundled"
    return int(plausible) if plausible.isdecimal() else plausible
