"""``relsim export``: the runs of a store as a table for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Typer

from relsim.cli.options import AsJson, examples
from relsim.cli.output import progress, show_json, show_text

PLACE = 2.2
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "export",
        short_help="The runs of a store, as CSV or Parquet.",
        help="Write every run of a store, a row each, in one order whatever order they were lived "
        "in; beside it, FILE.json says what they are: a checksum, the columns, all that decided "
        "them. The store may be one that is still being written.",
        epilog=examples(
            "relsim export runs.sqlite runs.csv", "relsim export runs.sqlite runs.parquet"
        ),
    )(export)


def export(
    store: Annotated[Path, Argument(metavar="STORE", help="What a sweep wrote by --out.")],
    target: Annotated[Path, Argument(metavar="FILE", help="Ends in .csv or .parquet.")],
    as_json: AsJson = False,
) -> None:
    """Write the runs of a store."""
    from relsim.result.words import Sentence, counted
    from relsim.study.store import export as exported
    from relsim.study.store.exporting import beside

    with progress(f"Writing {target}"):
        about = exported(store, target)
    if as_json:
        show_json(about)
        return
    words = Sentence(
        "{file}: {runs}, of which {failed} failed; {beside} says what they are.",
        file=target,
        runs=counted(int(about["rows"]), "run"),
        failed=f"{about['failed']:,}",
        beside=beside(target),
    )
    show_text(str(words))
