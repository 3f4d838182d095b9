"""``relsim read``: what a file of one's own is understood to say, before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from relsim.cli.files import check_files, hand_out
from relsim.cli.options import (
    AsJson,
    CsvFile,
    DataColumn,
    DataLeft,
    Decimal,
    GroupBy,
    Leavers,
    Over,
    Quiet,
    Silence,
    XlsxFile,
    examples,
    pairs,
)
from relsim.cli.output import progress

PLACE = 6
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "read",
        short_help="What a file of customers, purchases, cohorts or answers says.",
        help="Read a file of customers (one row each), purchases, a triangle of cohorts, a survey "
        "or one cohort, CSV or XLSX of any dialect, and say what was understood and what the file "
        "cannot tell. Nothing that names a person is shown.",
        epilog=examples(
            "relsim read customers.csv",
            "relsim read customers.csv --leavers 1 --by Region",
            "relsim read purchases.xlsx --silence 180 --json",
        ),
    )(read)


def read(
    file: Annotated[
        Path, Argument(metavar="FILE", help="CSV or XLSX, with headings.", show_default=False)
    ],
    shape: Annotated[
        str | None,
        Option(
            "--as",
            metavar="SHAPE",
            help="customers, transactions, triangle, survey or cohort, where the headings do not "
            "tell.",
            show_default=False,
        ),
    ] = None,
    column: DataColumn = None,
    by: GroupBy = None,
    left: DataLeft = None,
    leavers: Leavers = None,
    silence: Silence = None,
    over: Over = None,
    decimal: Decimal = None,
    period: Annotated[
        str, Option("--period", metavar="PERIOD", help="In what durations are counted.")
    ] = "month",
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Read a file and show what was understood."""
    from relsim.study.data import read as read_file

    files = {"--csv": csv, "--xlsx": xlsx}
    check_files(as_json, files, sources={"FILE": file})
    with progress(f"Reading {file}", quiet=quiet):
        found = read_file(
            file,
            shape,
            period=period,
            columns=pairs("--column", column),
            by=by,
            left=left,
            leavers=leavers,
            silence=silence,
            over=over,
            decimal=decimal,
        )
    hand_out(found, files, as_json=as_json, quiet=quiet)
