"""``relsim merge``: the parts of one sweep, put together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Typer

from relsim.cli.options import AsJson, examples
from relsim.cli.output import progress, show_json, show_text

PLACE = 2.1
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "merge",
        short_help="The parts of one sweep, put together.",
        help="Put the runs of several stores into one: the shards of a sweep that were lived "
        "through on several machines. What two of them hold must be the same.",
        epilog=examples("relsim merge whole.sqlite part1.sqlite part2.sqlite"),
    )(merge)


def merge(
    target: Annotated[
        Path,
        Argument(metavar="STORE", help="Where they go; begun where there is none."),
    ],
    sources: Annotated[list[Path], Argument(metavar="PART…", help="The stores to read.")],
    as_json: AsJson = False,
) -> None:
    """Put stores together."""
    from relsim.result.words import Sentence, counted
    from relsim.study.store import merge as merged

    with progress(f"Merging into {target}"):
        runs = merged(target, sources)
    if as_json:
        show_json({"store": str(target), "runs": runs})
    else:
        show_text(str(Sentence("{store} holds {runs}.", store=target, runs=counted(runs, "run"))))
